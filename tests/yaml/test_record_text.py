"""One record as a text of its own: what is put back unchanged changes nothing, and no other byte ever changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.errors import RecordsError
from composer.yaml.reader import Map, Seq
from composer.yaml.record_text import record_text, with_record_text
from tests.yaml.test_editing import BOOK, Spelt, at_place, paths, spelt, value_of


def test_a_record_is_shown_as_it_stands_further_to_the_left() -> None:
    assert record_text(BOOK, ("contacts", 0)) == (
        'name: "Ann Lee"  # as she writes it\nrole: therapist\nneeds: [evening hours, openings]\n# phone: 555-0199\n'
    )
    assert record_text(BOOK, ("contacts", 1)) == "{name: Bo, role: school}\n"
    assert "    He said: call.\n" not in record_text(BOOK, ("contacts", 2))
    assert "  He said: call.\n\n  # not a comment\n" in record_text(BOOK, ("contacts", 2))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_its_lines_change(end: str) -> None:
    book = BOOK.replace("\n", end)
    edited = 'name: "Ann Li"  # since May\nrole: therapist\n# a remark\nphone: 555-0123\n'
    made = with_record_text(book, ("contacts", 0), edited)
    old = '"Ann Lee"  # as she writes it\n      role: therapist\n      needs: [evening hours, openings]\n      # phone: 555-0199\n'
    new = '"Ann Li"  # since May\n      role: therapist\n      # a remark\n      phone: 555-0123\n'
    assert made == BOOK.replace(old, new).replace("\n", end)


@pytest.mark.parametrize(
    "edited",
    [
        "",
        "\n\n",
        "# all gone\n",
        "- name: A\n- name: B\n",
        "name: A\n---\nname: B\n",
        "name: [A\n",
        "just words",
        "name: A\nname: B\n",
        "\t- x",
    ],
)
def test_what_is_no_record_is_refused(edited: str) -> None:
    with pytest.raises(RecordsError):
        with_record_text(BOOK, ("contacts", 0), edited)


@pytest.mark.parametrize("edited", ["\ufeffname: A\r\nrole: b\r\n", "name: A\rrole: b", "\n\nname: A\nrole: b\n\n\n"])
def test_how_an_editor_writes_does_not_matter(edited: str) -> None:
    made = with_record_text(BOOK, ("contacts", 0), edited)
    assert value_of(made)["contacts"][0] == {"name": "A", "role": "b"}
    assert "\r" not in made


@given(spelt(), st.data())
@settings(max_examples=100)
def test_what_is_put_back_as_it_was_changes_no_byte(before: Spelt, data: st.DataObject) -> None:
    records = [
        at
        for at in paths(before.value)
        if isinstance(at[-1], int) and isinstance(at_place(before.value, at), Map) and at_place(before.value, at)
    ]
    records = [at for at in records if isinstance(at_place(before.value, at[:-1]), Seq)]
    if not records:
        return
    at = data.draw(st.sampled_from(records))
    try:
        shown = record_text(before.text, at)
    except RecordsError:
        return
    made = with_record_text(before.text, at, shown)
    assert value_of(made) == before.value
    assert made.replace(" ", "") == before.text.replace(" ", "")
