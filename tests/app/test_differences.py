"""Two versions side by side: each is shown whole, and only what the other lacks is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.app.differences import WordRun, side_by_side
from tests.conftest import at_most


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (" ".join(f"a x{number}" for number in range(5_000)), " ".join(f"a y{number}" for number in range(5_000))),
        ("word " * 5_000, "word " * 4_999),
        ("a b " * 10_000, "b a " * 10_000),
        ("\n\n".join("ab" * 3_000), "\n".join("ba" * 3_000)),
    ],
)
def test_two_long_texts_that_repeat_themselves_are_shown_without_marks(one: str, other: str) -> None:
    """Comparing them word by word would take minutes."""
    with at_most(20):
        assert side_by_side(one, other) == ((WordRun(one.strip()),), (WordRun(other.strip()),))


def test_a_long_text_of_words_of_its_own_is_marked_all_the_same() -> None:
    one = " ".join(f"w{number}" for number in range(3_000))
    assert side_by_side(one, f"{one} more")[1][-1] == WordRun("more", alone=True)
