"""A law: of two records that are made one no fact is lost, no wish, no event, no byte of anybody else's; undo is exact."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from composer.errors import errors_in
from composer.workspace.contact_merging import make_merge, plan_merge
from composer.workspace.record_writing import undo_records
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import read_yaml
from composer.yaml.writer import format_front_matter
from tests.conftest import TODAY

WORDS = st.sampled_from(
    ["evening hours", "likes tea", "open late", "a b", "x: y", "# no", "NO", "02134", "Zoë", "two\nlines"]
)
LINES = WORDS.filter(lambda text: "\n" not in text)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "role": LINES,
    "title": LINES,
    "organization": st.sampled_from(["Elm House", "The Elm House", "Oak Clinic"]),
    "email": st.sampled_from(["a@x.example", "b@y.example"]),
    "phone": st.sampled_from(["555-0101", "(555) 555-0102"]),
    "address": WORDS,
    "tags": st.lists(LINES, min_size=1, max_size=2, unique=True),
    "needs": st.lists(LINES | st.fixed_dictionaries({"text": LINES, "source": LINES}), min_size=1, max_size=2),
    "details": st.lists(st.fixed_dictionaries({"text": LINES, "source": LINES}), min_size=1, max_size=2),
    "met": st.fixed_dictionaries({"text": LINES}),
    "notes": WORDS,
    "verified": st.sampled_from(["2026-02-11", "2026-03"]),
    "status": st.sampled_from(["active", "retired"]),
    "do_not_contact": st.sampled_from([True, False, "asked by phone", {"since": "2026-02-11", "reason": "asked"}]),
    "own_field": LINES,
}
RECORDS = st.fixed_dictionaries({"name": st.sampled_from(["Ann Lee", "Lee, Ann", "Dr. Ann Lee, MD"])}, optional=FIELDS)
REMARKS = st.sampled_from(["", "# met in May\n"])


def scalars(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"id", "name"}:
                yield from scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner)
    elif isinstance(value, str) and value != "active":
        yield value


def indented(fields: dict[str, Any], remark: str) -> str:
    lines = (format_front_matter(fields) + remark).splitlines()
    return "\n".join([f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]) + "\n"


@given(RECORDS, RECORDS, REMARKS, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=25)
def test_of_two_records_that_are_made_one_nothing_is_lost(
    mine: dict[str, Any], theirs: dict[str, Any], remark: str, end: str
) -> None:
    before, between, after = (
        "# Everybody.\ncontacts:\n  - name: Zed\n",
        "  # the pastor\n  - name: Bo Hart\n    role: pastor\n",
        "  - name: Cy Moss\n",
    )
    text = before + indented({"id": "one", **mine}, "") + between + indented({"id": "two", **theirs}, remark) + after
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        (folder / "contacts.yaml").write_bytes(text.replace("\n", end).encode())
        (folder / "practice.yaml").write_text("name: Jo Hale\n")
        (folder / "history.yaml").write_text("- {date: 2026-03-01, contact: two, event: called}\n")
        snapshot = Snapshot(folder, TODAY)
        assume(not errors_in(snapshot.records.contacts.problems))
        wished = any(snapshot.records.suppression.against(one, "") for one in ("one", "two"))
        edit = make_merge(snapshot, plan_merge(snapshot, "one", "two", same_person=True))
        made = (folder / "contacts.yaml").read_bytes().decode()
        found: Any = read_yaml(made, "contacts.yaml").value
        merged = repr([" ".join(one.split()) for one in scalars(found["contacts"][1])])
        for fact in (*scalars(mine), *scalars(theirs)):
            assert repr(" ".join(fact.split()))[1:-1].casefold() in merged.casefold(), (fact, made)
        assert not remark or "met in May" in made
        assert made.startswith(before.replace("\n", end))
        assert between.replace("\n", end) in made
        assert made.endswith(after.replace("\n", end))
        now = Snapshot(folder, TODAY).records
        assert [event.contact for event in now.history.events] == ["one"]
        assert now.contacts.find("two") is now.contacts.find("one")
        assert not wished or now.suppression.against("one", "")
        undo_records(Snapshot(folder, TODAY), edit.undo)
        assert (folder / "contacts.yaml").read_bytes() == text.replace("\n", end).encode()
