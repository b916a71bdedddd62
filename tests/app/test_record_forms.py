"""Forms over records: what they show, what of them is a change, and how two changes are brought together."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.app.forms import parse_form
from composer.app.people_form import contact_form
from composer.app.record_forms import (
    Changed,
    FormField,
    FormGroup,
    changes,
    shown,
    texts_of,
    typed,
    with_changes,
    wrong_inputs,
)
from composer.app.sent_forms import SentForm, brought_together
from composer.errors import RecordsError
from composer.records.contacts import Contact
from composer.records.faults import Fault, faults_of
from composer.workspace.record_edits import contact_place
from composer.workspace.record_faults import written_record
from composer.workspace.snapshot import Snapshot
from composer.yaml.writer import Field
from tests.shipped import LIBRARY

GROUPS = contact_form(LIBRARY)
FIELDS = tuple(one for group in GROUPS for one in group.fields)
WORDS = st.text("abc é,:'#-", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
NEED = st.one_of(
    WORDS, st.fixed_dictionaries({"text": WORDS}, optional={"heard": WORDS, "source": WORDS, "need": WORDS})
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "name": WORDS,
        "role": st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=3)),
        "needs": st.one_of(NEED, st.lists(NEED, min_size=1, max_size=4)),
        "met": st.one_of(WORDS, st.fixed_dictionaries({"text": WORDS}, optional={"date": WORDS})),
        "tags": st.lists(WORDS.filter(lambda text: "," not in text), min_size=1, max_size=3),
        "channel": WORDS,
        "notes": WORDS,
        "other": WORDS,
    },
)


def made(record: Mapping[str, Field], texts: Mapping[str, str]) -> dict[str, Field]:
    """A record with what a form changes of it."""
    return with_changes(record, changes(FIELDS, record, texts))


def test_every_record_of_the_sample_is_shown_and_sent_back_the_same(workspace: Snapshot) -> None:
    for who in workspace.records.contacts.by_id:
        record = written_record(workspace, contact_place(workspace, who)).fields
        assert changes(FIELDS, record, texts_of(FIELDS, record)) == ()


@given(RECORDS)
def test_a_form_that_was_not_touched_changes_nothing(record: dict[str, Field]) -> None:
    assert changes(FIELDS, record, texts_of(FIELDS, record)) == ()


@given(RECORDS, RECORDS)
def test_what_was_typed_is_what_the_record_says_then(record: dict[str, Field], other: dict[str, Field]) -> None:
    texts = texts_of(FIELDS, other)
    assert texts_of(FIELDS, made(record, texts)) == texts
    assert made(record, texts).get("other") == record.get("other")


@pytest.mark.parametrize(
    ("record", "texts", "becomes"),
    [
        ({}, {"roles.0": "nurse"}, {"role": "nurse"}),
        ({}, {"roles.0": "pastor", "roles.2": "chaplain"}, {"role": ["pastor", "chaplain"]}),
        ({"roles": ["pastor", "chaplain"]}, {"roles.1": "chaplain"}, {"roles": ["chaplain"]}),
        ({"role": "nurse"}, {}, {}),
        ({"needs": "grief"}, {"needs.0.text": "grief", "needs.1.text": "trauma"}, {"needs": ["grief", "trauma"]}),
        (
            {"needs": [{"text": "grief", "need": "grief", "role": "so"}]},
            {"needs.0.text": "grief", "needs.0.source": "phone"},
            {"needs": [{"text": "grief", "need": "grief", "role": "so", "source": "phone"}]},
        ),
        (
            {"needs": [{"text": "grief", "heard": "2026"}, "trauma"]},
            {"needs.0.heard": "2026", "needs.1.text": "trauma"},
            {"needs": ["trauma"]},
        ),
        ({"needs": [{"need": "grief"}, "x"]}, {"needs.1.text": "y"}, {"needs": [{"need": "grief"}, "y"]}),
        ({}, {"needs.2.heard": "2026-01-01"}, {"needs": [{"heard": "2026-01-01"}]}),
        (
            {"met": "at a fair"},
            {"met.text": "at a fair", "met.date": "2026-01"},
            {"met": {"text": "at a fair", "date": "2026-01"}},
        ),
        ({"met": {"text": "at a fair", "date": "2026-01"}}, {"met.text": "at a fair"}, {"met": {"text": "at a fair"}}),
        ({}, {"met.text": "at a fair"}, {"met": "at a fair"}),
        ({"tags": ["a", "b"]}, {"tags": "a, c,, "}, {"tags": ["a", "c"]}),
        ({}, {"tags": "a"}, {"tags": "a"}),
        ({"language": "es"}, {"language": "en", "status": "active"}, {}),
        ({}, {"unknown_person": "true", "language": "en", "status": "active"}, {"unknown_person": True}),
        ({"unknown_person": True}, {"language": "en", "status": "active"}, {}),
    ],
)
def test_a_form_is_written_as_a_person_would_write_it(
    record: dict[str, Field], texts: dict[str, str], becomes: dict[str, Field]
) -> None:
    usual = {"language": "en", "status": "active"}
    assert made(record, {**usual, **texts}) == becomes


def test_only_inputs_of_the_form_are_read() -> None:
    body = b"name=Ann++Bell&needs.0.text=x&needs.00000.text=y&needs.x.text=z&needs.0.other=o&other=o&notes=a%0D%0Ab++&email.x=1"
    assert typed(FIELDS, parse_form(body)) == {"name": "Ann Bell", "needs.0.text": "x", "notes": "a\nb"}
    with pytest.raises(RecordsError, match="this form is not complete"):
        typed(FIELDS, parse_form(b"name=a&name=b"))


def test_a_month_is_not_lost_in_an_input_for_days() -> None:
    def type_of(text: str) -> str:
        day = FormField("heard", "When", "day")
        ((row,),) = (one.rows for one in shown([FormGroup("", (day,))], {"heard": text})[0].fields)
        return row[0].type

    assert [type_of(text) for text in ("", "2026-03-09", "2026-03", "March 2026")] == ["date", "date", "text", "text"]


def test_what_the_record_holds_can_be_chosen_be_it_known_or_not() -> None:
    field = FormField("channel", "How", "choice", choices=(("", "not noted"), ("post", "post")))
    ((row,),) = (one.rows for one in shown([FormGroup("", (field,))], {"channel": "pigeon"})[0].fields)
    assert row[0].choices == (("", "not noted"), ("post", "post"), ("pigeon", "pigeon"))


def test_there_is_always_one_more_line_and_what_is_wrong_opens_its_group() -> None:
    needs = next(group for group in GROUPS if group.key == "needs")
    texts = {"needs.0.text": "a", "needs.3.text": "d"}
    (whole,) = shown([needs], texts)
    assert [row[0].text for row in whole.fields[0].rows] == ["a", "", "", "d", ""]
    folded = FormGroup("More", (FormField("fax", "Fax"),), folded=True)
    assert not shown([folded], {})[0].is_open
    assert shown([folded], {}, {"fax": "it is wrong"})[0].is_open


def test_a_fault_is_said_beside_the_row_that_was_typed_and_not_the_one_in_the_file() -> None:
    record: dict[str, Field] = {"needs": ["a", "b", "c"]}
    changed = changes(FIELDS, record, {"needs.1.text": "b", "needs.2.text": "c", "needs.2.heard": "x"})
    needs = next(one for one in changed if one.name == "needs")
    assert needs.value == ["b", {"text": "c", "heard": "x"}]
    paths: list[tuple[str | int, ...]] = [("needs", 1, "heard"), ("needs", 1), ("needs", 1, "unknown"), ("email",), ()]
    beside, others = wrong_inputs([Fault(path, str(path)) for path in paths], changed)
    assert beside == {"needs.2.heard": "('needs', 1, 'heard')", "needs.2.text": "('needs', 1)"}
    assert [fault.at for fault in others] == [("email",), ()]


DAY = "write the date as year-month-day, like 2026-03-09, or the month alone, like 2026-03"
STATUS = "it may be active, moved, retired or deceased; write active, moved, retired or deceased"


@pytest.mark.parametrize(
    ("field", "value", "faults"),
    [
        (
            "needs",
            ["grief", {"text": "a", "heard": "2026-02-30"}],
            {(1, "heard"): "there is no such day as 2026-02-30"},
        ),
        ("email", "nobody", {(): "'nobody' has no @; write it as name@example.org"}),
        ("details", [{"source": "phone"}], {(0, "text"): "it is missing"}),
        ("met", {"date": "x"}, {("text",): "it is missing", ("date",): DAY}),
        ("status", "gone", {(): STATUS}),
        ("role", "nurse", {}),
    ],
)
def test_a_record_that_is_still_typed_says_what_is_wrong_and_where(
    field: str, value: Field, faults: dict[tuple[str | int, ...], str]
) -> None:
    found = {fault.at: fault.text for fault in faults_of(Contact, {"name": "Ann", field: value})}
    assert found == {(field, *path): text for path, text in faults.items()}


def test_two_changes_are_brought_together_field_by_field() -> None:
    was = {"name": "Ann", "email": "a@x.example", "needs.0.text": "grief"}
    mine = {"name": "Ann Bell", "email": "mine@x.example", "needs.0.text": "grief"}
    theirs = {"name": "Ann", "email": "theirs@x.example", "needs.0.text": "trauma", "needs.1.text": "work"}
    texts, both = brought_together(FIELDS, SentForm(mine, was, ""), theirs)
    assert texts == {
        "name": "Ann Bell",
        "email": "mine@x.example",
        "needs.0.text": "trauma",
        "needs.1.text": "work",
    }
    assert both == {"email"}


@given(RECORDS, RECORDS)
def test_what_only_one_of_two_changed_is_never_in_doubt(was: dict[str, Field], mine: dict[str, Field]) -> None:
    before, after = texts_of(FIELDS, was), texts_of(FIELDS, mine)
    assert brought_together(FIELDS, SentForm(after, before, ""), before) == (after, frozenset())
    assert brought_together(FIELDS, SentForm(before, before, ""), after) == (after, frozenset())
    assert brought_together(FIELDS, SentForm(after, before, ""), after) == (after, frozenset())


def test_a_field_that_is_new_gets_the_first_of_its_names() -> None:
    assert changes(FIELDS, {}, {"roles.0": "nurse", "language": "en", "status": "active"}) == (
        Changed("role", "nurse", {("role",): "roles.0", ("role", 0): "roles.0"}),
    )
