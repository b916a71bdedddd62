"""A wording in the fields of its page: whatever is not changed stays as it is, and each line has its field."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import RecordsError
from composer.workspace.letter_readers import spread
from composer.workspace.template_text import TemplateText, field_at, put_together, take_apart
from tests.shipped import FILES

WORDINGS = [file.text for name, file in FILES.items() if name.startswith(("letters/", "parts/"))]
LETTERS = [text for text in WORDINGS if text.startswith("---")]
LINES = st.sampled_from(
    [
        "---",
        "letter: a",
        "subject: b",
        "subject: >",
        "  c d",
        "when: [new]",
        "",
        "text",
        "{{ x }}",
        "a: [b",
        "# note",
        "subject: x  # why",
    ]
)
TEXTS = st.lists(LINES, max_size=12).map("\n".join)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40)


@given(st.one_of(TEXTS, st.sampled_from(WORDINGS)))
def test_what_nobody_changes_is_the_same_to_the_byte(text: str) -> None:
    assert put_together(take_apart(text), text) == text


@given(st.sampled_from(LETTERS), WORDS)
def test_another_subject_changes_nothing_else(text: str, words: str) -> None:
    subject = " ".join(words.split())
    before = take_apart(text)
    try:
        after = take_apart(put_together(replace(before, subject=subject), text))
    except RecordsError:  # YAML has no such character
        return
    if subject:
        assert after == replace(before, subject=subject)


@given(
    st.sampled_from(LETTERS), st.lists(st.sampled_from(["Hello.", "", "{{ salutation }}"]), max_size=5).map("\n".join)
)
def test_another_text_stands_below_the_same_head(text: str, body: str) -> None:
    before = take_apart(text)
    after = take_apart(put_together(replace(before, body=body), text))
    assert (after.subject, after.settings) == (before.subject, before.settings)
    assert after.body.rstrip("\n") == body.rstrip("\n")


@given(TEXTS, st.integers(0, 20))
def test_every_line_has_a_field(text: str, line: int) -> None:
    name, found = field_at(take_apart(text), text, line)
    assert name in {"subject", "settings", "body"}
    assert found >= 1


@pytest.mark.parametrize(
    ("line", "field", "found"),
    [
        (0, "body", 1),
        (2, "settings", 1),
        (3, "subject", 1),
        (4, "subject", 1),
        (5, "settings", 2),
        (7, "body", 1),
        (9, "body", 3),
    ],
)
def test_a_line_of_the_file_is_found_in_its_field(line: int, field: str, found: int) -> None:
    text = "---\nletter: a\nsubject: >\n  b c\nonce: ever\n---\nDear you,\n\nHello.\n"
    assert take_apart(text) == TemplateText("Dear you,\n\nHello.\n", "b c", "letter: a\nonce: ever\n")
    assert field_at(take_apart(text), text, line) == (field, found)


@given(st.lists(st.integers(), unique=True), st.integers(0, 20))
def test_some_stand_for_all(items: list[int], most: int) -> None:
    """So many at most, in their order, from the first on, and from all over."""
    some = spread(items, most)
    assert len(some) == (min(len(items), most) if most else len(items))
    places = [items.index(one) for one in some]
    assert places == sorted(set(places))
    assert not some or some[0] == items[0]
    steps = [after - before for before, after in pairwise(places)]
    assert not steps or max(steps) - min(steps) <= 1
