"""Leaving with everything: what is in the records is in the files, no cell does anything, and wishes go along."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from composer.address_books.formula import guarded, unguarded
from composer.errors import ConflictError, RecordsError
from composer.outputs.contact_tables import as_csv, tables
from composer.workspace.contact_export import export_contacts, save_export
from composer.workspace.importing import plan_import, read_books
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import read_yaml
from tests.conftest import TODAY

PAYLOADS = ['=HYPERLINK("http://x.example","y")', "@SUM(A1)", "-2+3", "+1 555 555 0142", "\t=1", "'=1", "''+1", "'tis"]


def workspace_of(folder: Path, contacts: str, history: str = "") -> Snapshot:
    (folder / "contacts.yaml").write_text(contacts)
    (folder / "practice.yaml").write_text("name: Jo Hale\n")
    if history:
        (folder / "history.yaml").write_text(history)
    return Snapshot(folder, TODAY)


@given(st.text() | st.sampled_from(PAYLOADS))
def test_a_guarded_cell_is_no_formula_and_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in set("=+-@\t\r")


def test_a_table_holds_every_value_for_others_to_read(workspace: Snapshot) -> None:
    for table in tables(workspace.records, workspace.records.contacts.contacts):
        read = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
        assert tuple(read[0]) == table.columns
        assert [[unguarded(cell) for cell in row] for row in read[1:]] == [list(row) for row in table.rows]


def test_a_spreadsheet_has_three_sheets_of_texts(workspace: Snapshot, tmp_path: Path) -> None:
    (path,) = save_export(export_contacts(workspace, "xlsx"), tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["contacts", "organizations", "history"]
    for table in tables(workspace.records, workspace.records.contacts.contacts):
        rows = [[cell.value or "" for cell in row] for row in book[table.name].iter_rows()]
        assert rows[1:] == [list(row) for row in table.rows]
        assert {cell.data_type for row in book[table.name].iter_rows() for cell in row if cell.value} <= {"s"}


def test_what_looks_like_a_formula_is_text_in_both(tmp_path: Path) -> None:
    notes = "".join(f"  - name: Ann {index}\n    title: {json.dumps(one)}\n" for index, one in enumerate(PAYLOADS))
    snapshot = workspace_of(tmp_path, f"contacts:\n{notes}")
    said = export_contacts(snapshot, "csv").files["contacts.csv"].decode("utf-8-sig")
    column = list(csv.reader(io.StringIO(said, newline="")))
    at = column[0].index("title")
    assert not any(row[at][:1] in set("=+-@\t\r") for row in column[1:])
    (path,) = save_export(export_contacts(snapshot, "xlsx"), tmp_path / "all.xlsx")
    assert all(cell.data_type != "f" for row in openpyxl.load_workbook(path)["contacts"].iter_rows() for cell in row)


def test_each_card_is_read_by_another_program(workspace: Snapshot) -> None:
    found = export_contacts(workspace, "vcard").files[""].decode()
    cards = list(vobject.readComponents(found))
    book = workspace.records.contacts
    assert len(cards) == len(book.contacts) + len(book.organizations)
    for card, contact in zip(cards, book.contacts, strict=False):
        assert card.fn.value == (contact.name or contact.team or contact.organization)
        said: Any = card.contents
        assert said.get("email", [None])[0] is None or said["email"][0].value == contact.email
        assert "note" not in said or contact.notes in said["note"][0].value


def test_json_holds_the_files_whole(workspace: Snapshot) -> None:
    found = json.loads(export_contacts(workspace, "json").files[""])
    for name in ("contacts.yaml", "practice.yaml", "history.yaml"):
        assert found[name] == read_yaml((workspace.folder / name).read_text(), name).value


@pytest.mark.parametrize(
    ("contacts", "history"),
    [
        ("contacts:\n  - {name: Ann Lee, do_not_contact: asked by phone}\n", ""),
        ("contacts:\n  - {name: Ann Lee, do_not_contact: true}\n", ""),
        ("contacts:\n  - {name: Ann Lee}\n", "- {date: 2026-03-01, contact: ann-lee, event: asked to stop}\n"),
        (
            "organizations:\n  - {name: Elm House, do_not_contact: true}\ncontacts:\n  - {name: Ann Lee, organization: Elm House}\n",
            "",
        ),
    ],
)
def test_a_wish_to_be_left_alone_goes_along_wherever_it_was_noted(tmp_path: Path, contacts: str, history: str) -> None:
    snapshot = workspace_of(tmp_path, contacts, history)
    table = tables(snapshot.records, snapshot.records.contacts.contacts)[0]
    assert table.rows[0][table.columns.index("do_not_contact")]
    assert "Do not contact" in export_contacts(snapshot, "vcard").files[""].decode()
    assert json.loads(export_contacts(snapshot, "json").files[""])["left_alone"]["ann-lee"]


def test_records_that_cannot_be_read_are_not_exported(tmp_path: Path) -> None:
    snapshot = workspace_of(
        tmp_path, "contacts:\n  - {name: Ann Lee}\n", "- {date: nonsense, contact: ann-lee, event: x}\n"
    )
    with pytest.raises(RecordsError):
        export_contacts(snapshot, "csv")


def test_nothing_that_is_there_is_replaced(workspace: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("mine")
    with pytest.raises(ConflictError, match="is there already"):
        save_export(export_contacts(workspace, "xlsx"), tmp_path / "mine.xlsx")
    assert (tmp_path / "mine.xlsx").read_text() == "mine"


def test_a_contact_alone_takes_only_what_is_theirs(workspace: Snapshot) -> None:
    one = workspace.contact("abena-osei")
    contacts, _, history = tables(workspace.records, [one])
    assert len(contacts.rows) == 1
    assert {row[history.columns.index("contact")] for row in history.rows} <= {"abena-osei"}


@pytest.mark.parametrize("status", ["deceased", "retired", "moved"])
def test_who_is_gone_is_gone_in_a_card_and_when_it_comes_back(tmp_path: Path, status: str) -> None:
    workspace = workspace_of(tmp_path, f"contacts:\n  - {{name: Ann Lee, status: {status}, tags: [friend]}}\n")
    data = export_contacts(workspace, "vcard").files[""]
    (tmp_path / "new").mkdir()
    empty = workspace_of(tmp_path / "new", "contacts:\n")
    (row,) = plan_import(empty, read_books(empty, [("ann.vcf", data)])).plan.rows
    assert (row.fields["status"], row.fields["tags"]) == (status, ["friend"])
