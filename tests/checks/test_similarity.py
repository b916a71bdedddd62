"""Which drafts are nearly the same, found without comparing each with all."""

import random
from itertools import combinations
from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from composer.checks.engine.measures import grade, shingles
from composer.checks.engine.similarity import Fingerprint, nearest_drafts, share, specific
from tests.checks.cases import inspection


def fingerprint(name: str, numbers: list[int] | range, contact: str = "", role: str = "") -> Fingerprint:
    return Fingerprint(name, contact or name, role, tuple(sorted(set(numbers))))


def spread(numbers: range) -> list[int]:
    """Numbers as far apart as those of real sequences."""
    return [crc32(bytes(str(number), "ascii")) for number in numbers]


def letters(count: int, seed: int) -> list[Fingerprint]:
    """Letters of a hundred sequences each; every third is made from an earlier one, with some of it replaced."""
    random_ = random.Random(seed)
    made: list[Fingerprint] = []
    for number in range(count):
        own = [random_.getrandbits(32) for _ in range(100)]
        if number % 3 == 2:
            kept = random_.sample(made[random_.randrange(len(made))].shingles, random_.choice([55, 65, 75, 85, 95]))
            own = [*kept, *own[: 100 - len(kept)]]
        made.append(fingerprint(f"letter-{number:04}", own))
    return made


def test_what_shares_half_is_found_as_if_all_had_been_compared() -> None:
    """Against the exhaustive comparison, over 600 letters."""
    batch = letters(600, seed=7)
    best = {one.name: 0.0 for one in batch}
    for one, other in combinations(batch, 2):
        common = share(one, other)
        best[one.name] = max(best[one.name], common)
        best[other.name] = max(best[other.name], common)
    found = {name: max((near.share for near in nears), default=0.0) for name, nears in nearest_drafts(batch).items()}
    alike = [name for name, common in best.items() if common >= 0.5]
    assert len(alike) > 200
    assert sum(found[name] >= 0.5 for name in alike) / len(alike) >= 0.99
    assert all(found[name] <= best[name] for name in best)


@given(st.permutations(letters(30, seed=3)))
@settings(max_examples=20)
def test_the_order_of_the_drafts_does_not_matter(batch: list[Fingerprint]) -> None:
    assert nearest_drafts(batch) == nearest_drafts(sorted(batch, key=lambda one: one.name))


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=200))
def test_a_letter_is_all_of_itself_and_no_other_is_more(numbers: list[int]) -> None:
    one, other = fingerprint("a", numbers), fingerprint("b", numbers)
    assert share(one, other) == 1.0
    near = nearest_drafts([one, other])
    assert [found.name for found in near["a"]] == ["b"]


def test_a_letter_to_the_same_person_is_told_apart() -> None:
    batch = [
        fingerprint("a", spread(range(100)), "ann"),
        fingerprint("b", spread(range(10, 110)), "ann"),
        fingerprint("c", spread(range(20, 120)), "cy"),
    ]
    near = nearest_drafts(batch)
    assert [(one.name, one.same_contact) for one in near["a"]] == [("c", False), ("b", True)]


def test_a_thousand_of_one_letter_take_no_longer_than_they_must() -> None:
    """Every draft the same: each meets a few neighbours, and not all of them."""
    batch = [fingerprint(f"letter-{number}", range(100)) for number in range(1_000)]
    assert all(found[0].share == 1.0 for found in nearest_drafts(batch).values())


def test_what_nobody_else_gets_is_counted() -> None:
    found = specific([fingerprint("a", range(10)), fingerprint("b", range(5, 15))])
    assert found == {"a": 0.5, "b": 0.5}


def test_another_name_makes_no_other_letter() -> None:
    one = inspection("Whom do you find it hardest to place, Ann, since May 3?")
    other = inspection("Whom do you find it hardest to place, Bo, since June 7?", names=("Bo",))
    assert shingles(one)
    assert len(set(shingles(one)) & set(shingles(other))) / len(shingles(one)) > 0.5


def test_grades_rise_with_long_words_and_long_sentences() -> None:
    easy = grade(["we", "both", "help", "more", "if", "we", "talk"], 1)
    hard = grade(["interdisciplinary", "collaboration", "necessitates", "bidirectional", "communication"], 1)
    assert easy < 5
    assert hard > 12
    assert grade([], 1) == 0.0
