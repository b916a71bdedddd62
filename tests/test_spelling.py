"""Words as they are written: forms of one have a stem in common."""

import pytest

from composer.spelling import stem


@pytest.mark.parametrize(
    "forms",
    [("wait", "waits", "waited", "waiting"), ("family", "families"), ("therapy", "therapies"), ("evening", "evenings")],
)
def test_forms_of_one_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["red", "yes", "bus", "king", "day", "teen", ""])
def test_a_short_word_keeps_its_ending(word: str) -> None:
    assert stem(word) == word
