"""The drafts that the mail programs are given: three letters of the sample, as `outreach export` writes them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tools.clients.comparing import Edit

DAY = "2026-11-24"
_PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"


@dataclass(frozen=True)
class Trial:
    """A draft as a file, and the one sentence that is to be changed in it."""

    path: Path
    edit: Edit

    @property
    def message(self) -> EmailMessage:
        """The draft as it was written for the mail program."""
        return message_from_bytes(self.path.read_bytes(), policy=default)

    @property
    def text(self) -> str:
        """The letter in plain text."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()).replace("\r\n", "\n") if body else ""


HEADS = {
    "abena-osei.introduction": "attach: one-page.pdf\n",
    "samuel-ortiz.follow-up": (
        "cc: Tomasz Zieliński <t.zielinski@riverstreet.example>\nbcc: records@harborstreet.example\n"
    ),
    "elena-ruiz.introduction": "attach: [one-page.pdf, card]\n",
}
"""The three, and what is written into their heads: files, a name with an accent, a copy that nobody else sees."""
EDITS: Mapping[str, Edit] = {
    "abena-osei.introduction": Edit(
        "In February you told me that Medicaid patients wait months, "
        "and that you seldom hear back once a patient has gone.",
        "You said on Monday that the wait is down to three weeks now.",
    ),
    "samuel-ortiz.follow-up": Edit(
        "A short line about your patients at Little Bridge Pediatrics.", "It was good to meet you at the library."
    ),
    "elena-ruiz.introduction": Edit(
        "Cuando envía a alguien a terapia, ¿qué le gustaría saber después, y le llega mejor por fax o por teléfono?",
        "Gracias por su llamada del lunes.",
    ),
}


def outreach(folder: Path, *arguments: str) -> None:
    """Runs the command as its user does, in a folder; what it says is shown only where it fails.

    Raises:
        SystemExit: it failed.
    """
    command = [sys.executable, "-m", "composer", "-C", str(folder), "--today", DAY, *arguments]
    environment = {**os.environ, "OUTREACH_SETTINGS": "off"}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if ran.returncode:
        sys.exit(f"outreach {' '.join(arguments)} failed:\n{ran.stdout}{ran.stderr}")


def write_trials(folder: Path, program: str, form: str | None = None) -> list[Trial]:
    """The three drafts in the form prescribed for a mail program, or in another, in a workspace of its own."""
    folder.mkdir(parents=True)
    outreach(folder, "init", "--sample")
    with (folder / "practice.yaml").open("a", encoding="utf-8") as practice:
        practice.write(f"mail: {program}\n")
    (folder / "attachments").mkdir()
    (folder / "attachments/one-page.pdf").write_bytes(_PDF)
    outreach(folder, "draft")
    for name, head in HEADS.items():
        draft = folder / "drafts" / f"{name}.md"
        draft.write_text(draft.read_text(encoding="utf-8").replace("subject:", f"{head}subject:", 1), encoding="utf-8")
    outreach(folder, "export", *([form] if form else []), "--all", "--again")
    return [Trial(folder / "outbox" / f"{name}.eml", EDITS[name]) for name in HEADS]
