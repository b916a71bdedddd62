"""Where three versions of a text differ: small places, side by side, that lead from one version to another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.changed_places import ChangedPlace, changed_places
from composer.drafts.three_way import merge_prose

TEXTS = st.lists(st.sampled_from(["A.", "B.", "C.", "D.", "E.\n\nF."]), max_size=7).map(" ".join)


def put(text: str, places: list[tuple[ChangedPlace, str]]) -> str:
    """A text with other words at some of its places."""
    for place, words in reversed(places):
        text = text[: place.begin] + words + text[place.end :]
    return text


@given(TEXTS, TEXTS, TEXTS)
def test_every_place_holds_the_words_of_all_three_and_none_overlap(base: str, yours: str, new: str) -> None:
    found = changed_places(base, yours, new)
    assert all(yours[place.begin : place.end] == place.yours for place in found)
    assert all(one.end <= other.begin for one, other in pairwise(found))
    assert put(yours, [(place, place.base) for place in found]) == base


@given(TEXTS, TEXTS, TEXTS)
def test_with_all_new_words_where_nothing_is_yours_a_letter_is_what_a_merge_makes(
    base: str, yours: str, new: str
) -> None:
    merged = merge_prose(base, yours, new)
    if not merged.conflicts:
        found = changed_places(base, yours, new)
        free = [(place, place.new) for place in found if place.yours == place.base]
        assert put(yours, free) == merged.text


@given(TEXTS, TEXTS)
def test_every_place_put_in_makes_the_new_text(base: str, new: str) -> None:
    assert put(base, [(place, place.new) for place in changed_places(base, base, new)]) == new


@pytest.mark.parametrize(
    ("base", "yours", "new", "places"),
    [
        # Two sentences side by side, each changed by another, are two places.
        ("A. B. C.", "A. Mine. C.", "New. B. C.", [("A. ", "A. ", "New. "), ("B. ", "Mine. ", "B. ")]),
        ("A. B. C.", "A. Mine. C.", "A. New. C.", [("B. ", "Mine. ", "New. ")]),
        ("A. B.", "A. Mine. B.", "A. New. B.", [("", "Mine. ", "New. ")]),
        ("A. B.", "A. Mine. B.", "New. B.", [("A. ", "A. ", "New. "), ("", "Mine. ", "")]),
        ("A. B. C.", "A. C.", "A. New. C.", [("B. ", "", "New. ")]),
    ],
)
def test_places_are_as_small_as_can_be(base: str, yours: str, new: str, places: list[tuple[str, str, str]]) -> None:
    assert [(one.base, one.yours, one.new) for one in changed_places(base, yours, new)] == places
