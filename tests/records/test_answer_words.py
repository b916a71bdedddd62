"""Wishes in answers, as people wrote them who saw neither the words nor the program.

`first` and `second` are what the words were made with. `sealed` was looked at once, when they were done: whoever changes
the words looks at the figures of that set, and not into it.
"""

import json
from pathlib import Path

import pytest

from composer.records.answer_words import may_ask_to_stop
from tests.shipped import LIBRARY

SETS = Path(__file__).parents[1] / "data/answers"
WORDS = LIBRARY.answers


def asked(name: str, wish: str, *, english: bool) -> tuple[int, int]:
    """How many answers of a kind are asked about, and how many there are."""
    answers = json.loads((SETS / f"{name}.json").read_text())
    kind = [one["text"] for one in answers if one["wish"] == wish and (one["language"] == "en") == english]
    return sum(may_ask_to_stop(text, WORDS) for text in kind), len(kind)


@pytest.mark.parametrize(("name", "found", "of"), [("first", 55, 55), ("second", 60, 60), ("sealed", 50, 55)])
def test_wishes_in_english_are_found(name: str, found: int, of: int) -> None:
    count, there = asked(name, "yes", english=True)
    assert (count >= found, there) == (True, of)


@pytest.mark.parametrize("name", ["first", "sealed"])
def test_what_is_not_understood_is_always_asked_about(name: str) -> None:
    for wish in ("yes", "no"):
        count, there = asked(name, wish, english=False)
        assert count == there > 20


@pytest.mark.parametrize(("name", "most", "of"), [("first", 15, 55), ("second", 14, 60), ("sealed", 32, 55)])
def test_not_every_answer_is_asked_about(name: str, most: int, of: int) -> None:
    count, there = asked(name, "no", english=True)
    assert (count <= most, there) == (True, of)


@pytest.mark.parametrize(
    "text", ["Thank you, I will keep it in mind.", "Happy to hear from you. Do you take Medicaid?"]
)
def test_an_ordinary_answer_is_no_wish(text: str) -> None:
    assert not may_ask_to_stop(text, WORDS)


def test_small_print_hides_no_plain_wish() -> None:
    text = "Happy to hear from you. As a HIPAA covered and confidential office, please stop writing to us."
    assert may_ask_to_stop(text, WORDS)


def test_without_any_words_of_a_language_all_is_asked_about() -> None:
    assert may_ask_to_stop("Thank you, I will keep it in mind.", ())
