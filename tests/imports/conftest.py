"""What the tests of imports share: the records of the sample practice, and entries made by hand."""

from pathlib import Path
from typing import Any

import pytest

from composer.address_books.entry import AddressBook, Entry
from composer.imports.candidate import Candidate
from composer.imports.plan import Answers, Plan
from composer.imports.planner import make_plan
from composer.imports.tidy import tidy
from composer.records.book import Records
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

NO_ANSWERS = Answers()


@pytest.fixture
def records(workspace: Snapshot) -> Records:
    return workspace.records


@pytest.fixture
def empty(tmp_path: Path) -> Records:
    """The records of somebody who has nobody yet."""
    (tmp_path / "contacts.yaml").write_text("contacts:\n")
    (tmp_path / "practice.yaml").write_text("name: Jo Hale\n")
    return Snapshot(tmp_path, TODAY).records


def entry(row: int = 2, **said: Any) -> Entry:
    """An entry whose row is told from others by all it says."""
    columns = {key: repr(value) for key, value in said.items() if key != "fields"}
    return Entry(row=row, written={**columns, **said.get("fields", {})}, **said)


def tidied(records: Records, *entries: Entry) -> tuple[Candidate, ...]:
    return tidy(AddressBook("people.csv", "table", entries), records, region="US")


def planned(
    records: Records, *entries: Entry, answers: Answers = NO_ANSWERS, known: dict[str, str] | None = None
) -> Plan:
    return make_plan(tidied(records, *entries), records, region="US", answers=answers, known=known)
