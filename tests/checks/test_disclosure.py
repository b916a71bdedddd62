"""The labelled sentences: disclosures and gifts are found, and look-alikes are left alone."""

import pytest

from benchmarks.disclosure import measure, read_sentences


@pytest.mark.parametrize("half", ["tuning", "held-back"])
def test_disclosures_and_gifts_are_found_and_the_innocent_left_alone(half: str) -> None:
    """The bar for both halves; the rules were written with the first in view, and never the second."""
    got = measure(half)
    assert got.violations >= 50
    assert got.innocent >= 50
    assert got.recall >= 0.95, got.missed
    assert got.alarms <= 0.05, got.false


def test_the_halves_are_large_enough_and_share_no_sentence() -> None:
    tuning, held_back = read_sentences("tuning"), read_sentences("held-back")
    assert len(tuning) + len(held_back) >= 200
    assert not {one.text for one in tuning} & {one.text for one in held_back}
    labels = [one.breaks == "innocent" for one in (*tuning, *held_back)]
    assert 0.45 <= sum(labels) / len(labels) <= 0.55
