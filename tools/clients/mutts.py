"""mutt and neomutt: `-H FILE` in a terminal, with nano as the editor."""

from dataclasses import dataclass
from pathlib import Path

from tools.clients.client import installed
from tools.clients.letters import Trial
from tools.clients.screen import screen
from tools.clients.sink import HOST
from tools.clients.terminal import Terminal, terminal

_SETTINGS = """\
set from="maya@harborstreet.example" realname="Maya Chen" use_from=yes use_envelope_from=yes
set hostname=harborstreet.example
set editor="nano --ignorercfiles --softwrap --atblanks --nohelp --zero" edit_headers=yes autoedit=yes
set folder="~/Mail" tmpdir="~" copy=no ssl_starttls=no ssl_force_tls=no
set smtp_url="smtp://{host}:{port}"
"""


@dataclass(frozen=True)
class Mutt:
    """One of the two, by the name of its command."""

    name: str
    program: str = "mutt"
    pictured: str = "editor"

    def version(self) -> str:
        """The version that is installed."""
        return installed(self.name)

    def send(self, trial: Trial, *, port: int, home: Path, picture: Path | None) -> None:
        """Opens a draft, types over its sentence, and sends it."""
        (home / "Mail").mkdir(parents=True)
        (home / "muttrc").write_text(_SETTINGS.format(host=HOST, port=port), encoding="utf-8")
        with screen(home) as shown, terminal(shown, f"{self.name} -F muttrc -H '{trial.path}'") as opened:
            opened.shows(trial.message["Subject"])
            opened.shows("555-0142")
            window = shown.window("^terminal$")
            if picture and self.pictured == "editor":
                shown.picture(window, picture)
            self._edit(opened, trial)
            opened.shows("y:Send")
            if picture and self.pictured == "menu":
                shown.picture(window, picture)
            opened.keys("y")
            opened.ends("Update encoding for")

    def _edit(self, opened: Terminal, trial: Trial) -> None:
        opened.keys("C-\\")
        opened.shows("Search (to replace)")
        opened.write(trial.edit.before)
        opened.keys("Enter")
        opened.shows("Replace with")
        opened.write(trial.edit.after)
        opened.keys("Enter")
        opened.shows("Replace this instance?")
        opened.keys("Y")
        opened.shows(trial.edit.after)
        opened.keys("C-o", "Enter", "C-x")
