"""A workspace with one letter that was handed over four days ago, and what it says."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from composer.drafts.draft import Draft
from composer.mail.body import render_body
from composer.outputs.export import ExportRequest
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready
from tests.conftest import TODAY, Ran, Run
from tests.inline import PRACTICE
from tests.received.posted import OURS, mail, mbox

CONTACTS = """\
- name: Dr. Abena Osei, MD
  role: pcp
  email: a.osei@riverstreet.example
  verified: 2026-11-01
  needs: [{text: Medicaid patients wait months, heard: 2026-06-03, source: phone}]
- name: Dr. Jonah Brandt
  role: school counselor
  email: jonah@lakeschool.example
  verified: 2026-11-01
  needs: [{text: families on Medicaid find nobody, heard: 2026-06-03, source: email}]
"""
NAME, OTHER = "abena-osei.introduction", "jonah-brandt.introduction"
LEFT = date(2026, 11, 20)


@dataclass(frozen=True)
class Office:
    """A workspace, its command line, and the letter that left."""

    folder: Path
    run: Run

    def outreach(self, *words: str | Path, today: date = TODAY) -> Ran:
        return self.run("-C", self.folder, "--today", today.isoformat(), *words)

    def sync(self, *messages: bytes, today: date = TODAY, words: tuple[str, ...] = ()) -> Ran:
        """Reads messages that lie in one mbox file."""
        path = mbox(self.folder.parent / "saved.mbox", messages)
        return self.outreach("sync", path, *words, today=today)

    @property
    def history(self) -> list[str]:
        return (self.folder / "history.yaml").read_text().splitlines()

    def draft(self, name: str = NAME) -> Draft:
        found = Snapshot(self.folder, TODAY).store.read(name)[0]
        assert found is not None
        return found

    def went(self, name: str = NAME, *, text: str = "", **fields: str) -> bytes:
        """The letter as the mail program keeps it in its folder of what was sent."""
        draft = self.draft(name)
        written = {
            "to": str(draft.to[0]),
            "subject": draft.subject,
            "message_id": f"<sent.{name}@example.org>",
            **fields,
        }
        return mail(text or render_body(draft.body).text, sender=OURS, **written)


@pytest.fixture(scope="session")
def handed_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed-over")
    (folder / "practice.yaml").write_text(PRACTICE)
    (folder / "contacts.yaml").write_text(CONTACTS)
    (folder / "history.yaml").write_text("")
    write_drafts(Snapshot(folder, LEFT), DraftRequest("introduction"))
    assert [one.because for one in mark_ready(Snapshot(folder, LEFT), [NAME, OTHER])] == ["", ""]
    assert [one.because for one in export_drafts(Snapshot(folder, LEFT), ExportRequest())] == ["", ""]
    return folder


@pytest.fixture
def office(handed_over: Path, tmp_path: Path, run: Run) -> Office:
    """Two letters were handed over on the 20th; it is the 24th."""
    return Office(shutil.copytree(handed_over, tmp_path / "office"), run)
