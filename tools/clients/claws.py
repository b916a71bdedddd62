"""Claws Mail: a draft lies in the Drafts folder, is opened there for editing, and is sent."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tools.clients.client import installed
from tools.clients.letters import Trial
from tools.clients.screen import running, screen
from tools.clients.sink import HOST

_ACCOUNT = """\
[Account: 1]
account_name=Maya
is_default=1
config_version=4
name=Maya Chen
address=maya@harborstreet.example
protocol=3
local_mbox=mbox
smtp_server={host}
set_smtpport=1
smtp_port={port}
"""
_FOLDERS = {"inbox": "inbox", "outbox": "sent", "draft": "draft", "queue": "queue", "trash": "trash"}


def _write_profile(home: Path, port: int) -> None:
    """An account that sends to loopback, and an empty mailbox: what the first run would ask for."""
    profile = home / ".claws-mail"
    profile.mkdir(parents=True)
    profile.joinpath("accountrc").write_text(_ACCOUNT.format(host=HOST, port=port), encoding="utf-8")
    profile.joinpath("clawsrc").write_text("[Common]\nconfig_version=4\n", encoding="utf-8")
    items = ""
    for kind, name in _FOLDERS.items():
        (home / "Mail" / name).mkdir(parents=True)
        items += f'<folderitem type="{kind}" name="{name}" path="{name}" />'
    folders = f'<folder type="mh" name="Mailbox" path="Mail">{items}</folder>'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    profile.joinpath("folderlist.xml").write_text(
        f'{head}<folderlist config_version="4">{folders}</folderlist>\n', encoding="utf-8"
    )


@dataclass(frozen=True)
class Claws:
    """Claws Mail."""

    name: str = "claws-mail"
    program: str = "claws"

    def version(self) -> str:
        """The version that is installed."""
        return installed(self.name)

    def send(self, trial: Trial, *, port: int, home: Path, picture: Path | None) -> None:
        """Puts a draft into the Drafts folder, chooses Message and Re-edit, types over its sentence, and sends it."""
        _write_profile(home, port)
        shutil.copy(trial.path, home / "Mail/draft/1")
        command = ["claws-mail", "--select", "#mh/Mailbox/draft/1"]
        with screen(home) as shown, running(command, shown.environment, home):
            shown.window("Claws Mail")
            window = shown.opened("Compose message", "alt+m", "e")
            shown.ask("xdotool", "windowsize", "--sync", window, "760", "800")
            shown.keys("ctrl+Home")
            if picture:
                shown.picture(window, picture)
            salutation = trial.text.index(trial.edit.before)
            shown.replace_after(salutation, trial.edit.before, trial.edit.after)
            shown.keys("ctrl+Return")
            shown.gone("Compose message")
