"""Three versions of a letter as one: nothing a person wrote is lost, and no mark ever stands in a letter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.three_way import merge_drafts, merge_prose, units

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
    found = merge_drafts(base, yours, new)
    assert found.text == draft(
        to="ann@new.example", subject="Mine", made="2026-11-24", more="# call first\nmine: yes\n"
    )
    assert found.conflicts == ()


def test_a_subject_both_changed_is_a_conflict_and_the_persons_stands() -> None:
    found = merge_drafts(draft(), draft(subject="Mine"), draft(subject="New"))
    assert "subject: Mine\n" in found.text
    assert [one.new for one in found.conflicts] == ["subject: New\n"]


def test_a_status_is_the_persons() -> None:
    assert "status: ready" in merge_drafts(draft(), draft(status="ready"), draft(subject="New")).text


def test_a_file_without_a_head_is_left_alone() -> None:
    found = merge_drafts(draft(), "no head", draft(subject="New"))
    assert found.text == "no head"
    assert len(found.conflicts) == 1
