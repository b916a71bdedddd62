"""Two drafts that a person has approved, and the way they are handed over."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready
from tests.conftest import DAY, TODAY, Run
from tests.inline import PRACTICE, Inline

CONTACTS = """\
- name: Dr. Abena Osei, MD
  role: pcp
  email: a.osei@riverstreet.example
  needs: [{text: Medicaid patients wait months, heard: 2026-06-03, source: phone}]
- name: Dr. Jonah Brandt
  role: school counselor
  email: jonah@lakeschool.example
  needs: [{text: families on Medicaid find nobody, heard: 2026-06-03, source: email}]
"""
NAME, OTHER = "abena-osei.introduction", "jonah-brandt.introduction"
CALLED = {NAME: "2026-11-24 Dr Abena Osei – introduction", OTHER: "2026-11-24 Dr Jonah Brandt – introduction"}


@pytest.fixture
def inline() -> Iterator[None]:
    """Export without a process of its own."""
    with patch("composer.outputs.export.Pool", Inline):
        yield


@pytest.fixture(scope="session")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("approved")
    (folder / "practice.yaml").write_text(PRACTICE)
    (folder / "contacts.yaml").write_text(CONTACTS)
    (folder / "history.yaml").write_text("")
    write_drafts(Snapshot(folder, TODAY), DraftRequest("introduction"))
    assert [one.because for one in mark_ready(Snapshot(folder, TODAY), [NAME, OTHER])] == ["", ""]
    return folder


@pytest.fixture
def ready(approved: Path, tmp_path: Path) -> Path:
    """A workspace with two drafts that a person has approved."""
    return shutil.copytree(approved, tmp_path / "ready")


def hand_over(run: Run, folder: Path, *words: str) -> str:
    """What export says of these drafts, or of all."""
    return run("-C", folder, *DAY, "export", "eml", *words).out
