"""Three versions of a letter as one: nothing a person wrote is lost, and no mark ever stands in a letter."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts import three_way
from composer.drafts.format import parse_draft
from composer.drafts.three_way import merge_drafts, merge_prose, units
from composer.errors import RecordsError

SENTENCES = st.lists(
    st.sampled_from([f"Sentence {word}." for word in ["one", "two", "three", "four", "five", "six", "seven"]]),
    max_size=7,
)
TEXTS = SENTENCES.map(" ".join).map(lambda text: f"Dear Ann,\n\n{text}\n\nMaya\n")


@pytest.mark.parametrize(
    ("base", "yours", "new", "merged"),
    [
        ("A. B. C.", "A. B. C.", "A. X. C.", "A. X. C."), ("A. B. C.", "A. Y. C.", "A. B. C.", "A. Y. C."),
        ("A. B. C.", "Y. B. C.", "A. B. X.", "Y. B. X."),
        ("A. B. C.", "A. X. C.", "A. X. C.", "A. X. C."), ("A. B.", "A. B. Mine.", "A. B.", "A. B. Mine."),

        ("A.\n\nB.\n", "A.\n\nMine.\n\nB.\n", "New. A.\n\nB.\n", "New. A.\n\nMine.\n\nB.\n"),
    ],
)  # fmt: skip
def test_what_one_side_changed_is_taken(base: str, yours: str, new: str, merged: str) -> None:
    found = merge_prose(base, yours, new)
    assert (found.text, found.conflicts) == (merged, ())


def test_what_both_changed_stays_the_persons_and_both_are_kept() -> None:
    found = merge_prose("A. B. C.", "A. Mine. C.", "A. New. C.")
    assert found.text == "A. Mine. C."
    assert [(one.base, one.yours, one.new) for one in found.conflicts] == [("B. ", "Mine. ", "New. ")]


@given(st.text(max_size=300))
def test_units_are_the_text(text: str) -> None:
    assert "".join(units(text)) == text


@given(TEXTS, TEXTS)
def test_without_an_edit_the_new_text_stands_and_without_news_the_edit(base: str, other: str) -> None:
    assert merge_prose(base, base, other).text == other
    assert merge_prose(base, other, base).text == other
    assert merge_prose(base, other, other).text == other


@given(TEXTS, TEXTS, TEXTS)
def test_no_sentence_a_person_wrote_is_lost(base: str, yours: str, new: str) -> None:
    """What they wrote, and the program did not, is in the letter."""
    found = merge_prose(base, yours, new)
    for sentence in set(re.findall(r"Sentence \w+\.", yours)) - set(re.findall(r"Sentence \w+\.", base)):
        assert sentence in found.text


@given(TEXTS, TEXTS, TEXTS)
def test_no_mark_stands_in_a_letter(base: str, yours: str, new: str) -> None:
    found = merge_prose(base, yours, new)
    assert set(re.findall(r"\S+", found.text)) <= set(re.findall(r"\S+", base + " " + yours + " " + new))
    assert not re.search(r"<<<<<<<|>>>>>>>|=======", found.text)


@given(TEXTS, TEXTS, TEXTS)
def test_a_conflict_keeps_both_versions_and_the_persons_stands(base: str, yours: str, new: str) -> None:
    found = merge_prose(base, yours, new)
    for one in found.conflicts:
        assert one.yours in found.text
        assert one.yours in yours
        assert one.new in new


HEAD = "to: Ann Lee <{to}>\nsubject: {subject}\nstatus: {status}\nmade: {made}\n"


def draft(
    to: str = "ann@x.example",
    subject: str = "S",
    status: str = "draft",
    made: str = "2026-11-01",
    more: str = "",
    body: str = "Dear Ann,\n",
) -> str:
    return f"---\n{HEAD.format(to=to, subject=subject, status=status, made=made)}{more}---\n{body}"


def test_the_head_is_merged_by_key_with_comments_and_keys_of_ones_own() -> None:
    base = draft()
    yours = draft(subject="Mine", more="# call first\nmine: yes\n")
    new = draft(to="ann@new.example", made="2026-11-24")
    found = merge_drafts(base, yours, new, "drafts/a.md")
    assert found.text == draft(
        to="ann@new.example", subject="Mine", made="2026-11-24", more="# call first\nmine: yes\n"
    )
    assert found.conflicts == ()


def test_a_subject_both_changed_is_a_conflict_and_the_persons_stands() -> None:
    found = merge_drafts(draft(), draft(subject="Mine"), draft(subject="New"), "drafts/a.md")
    assert "subject: Mine\n" in found.text
    assert [one.new for one in found.conflicts] == ["subject: New\n"]


def test_a_status_is_the_persons() -> None:
    assert "status: ready" in merge_drafts(draft(), draft(status="ready"), draft(subject="New"), "drafts/a.md").text


def test_a_file_without_a_head_is_refused() -> None:
    with pytest.raises(
        RecordsError, match=r"the head of drafts/a\.md:1:1 cannot be understood: this draft has no head"
    ):
        merge_drafts(draft(), "no head", draft(subject="New"), "drafts/a.md")


def test_what_was_made_and_is_damaged_leaves_the_draft_as_it_is() -> None:
    found = merge_drafts("no head", draft(subject="Mine"), draft(subject="New"), "drafts/a.md")
    assert found.text == draft(subject="Mine")
    assert [one.new for one in found.conflicts] == [draft(subject="New")]


@pytest.mark.parametrize("unit", ["Same. ", "\n \n", "Same.\n", "A. B. "])
def test_thousands_of_equal_sentences_are_compared_at_once_and_the_persons_text_stands(unit: str) -> None:
    """Counted in steps, so that it is so on every machine: difflib would need a thousand million of them."""
    base, yours = f"One. {unit * 8_000}Two.", f"Mine. {unit * 4_000}Mine. {unit * 4_100}Mine."
    new = f"New. {unit * 9_000}New."
    with patch.object(three_way, "SequenceMatcher", side_effect=AssertionError("too much is compared")):
        found = merge_prose(base, yours, new)
    assert (found.text, found.conflicts) == (yours, (three_way.Conflict(base, yours, new),))


def test_what_two_texts_begin_and_end_with_needs_no_comparing() -> None:
    base = "Same. " * 5_000 + "Old. " + "Same. " * 5_000
    found = merge_prose(base, base.replace("Old", "Mine"), base + "New.")
    assert (found.text, found.conflicts) == (base.replace("Old", "Mine") + "New.", ())


@pytest.mark.parametrize(
    "spelling", ["'Ann Lee <ann@x.example>'", '"Ann Lee <ann@x.example>"', "Ann Lee <ann@x.example>  # hers", ">-\n  Ann Lee\n  <ann@x.example>"]
)  # fmt: skip
def test_another_spelling_of_a_value_is_no_other_value(spelling: str) -> None:
    """Nobody has changed it, so the new one stands; and where nothing is new, every byte does."""
    yours = draft().replace("to: Ann Lee <ann@x.example>", f"to: {spelling}")
    assert merge_drafts(draft(), yours, draft(), "x").text == yours
    found = merge_drafts(draft(), yours, draft(to="ann@new.example"), "x")
    assert found.conflicts == ()
    assert parse_draft(found.text, "a", "x")[0] == parse_draft(draft(to="ann@new.example"), "a", "x")[0]
