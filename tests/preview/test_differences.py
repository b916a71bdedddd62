"""Two versions side by side: each is shown whole, and only what the other lacks is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.preview.differences import WordRun, side_by_side


def shown(pieces: tuple[WordRun, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.alone else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("Call 555-0142 or 555-0143 now. ", "Call 555-0199 now. ", "Call [555-0142 or 555-0143] now.", "Call [555-0199] now."),
        ("I take it.", "I take all of it.", "I take it.", "I take [all of] it."),
        ("A b c.", "X y z.", "[A b c.]", "[X y z.]"), ("", "New.", "", "[New.]"), ("Same.", "Same.", "Same.", "Same."),
        ("One.\n\nTwo.", "One.", "One.\n\n[Two.]", "One."),
    ],
)  # fmt: skip
def test_words_that_only_one_has_are_marked(one: str, other: str, left: str, right: str) -> None:
    assert tuple(map(shown, side_by_side(one, other))) == (left, right)


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_each_version_is_shown_whole_and_no_mark_begins_or_ends_with_a_blank(one: str, other: str) -> None:
    for text, pieces in zip((one, other), side_by_side(one, other), strict=True):
        assert "".join(piece.text for piece in pieces) == text.strip()
        assert all(piece.text == piece.text.strip() != "" for piece in pieces if piece.alone)


def test_a_very_long_text_is_shown_without_marks() -> None:
    long = "word " * 5_000
    assert side_by_side(long, "other") == ((WordRun(long.strip()),), (WordRun("other"),))
