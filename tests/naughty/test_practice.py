"""Any string in any field of the practice that letters use: refused by name, or delivered as it is; never more."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from composer.errors import errors_in
from composer.outputs.export import layout_of
from composer.records.practice import parse_practice
from tests.naughty.handing import OWN, Handed, drafted, hand_over, rendered, stray, written
from tests.naughty.laws import OF, words
from tests.naughty.places import OF_PRACTICE, contact, practice
from tests.shipped import FILES

pytestmark = pytest.mark.usefixtures("inline")

LAYOUT = layout_of(FILES)
READER = contact(0, {"asked_for": [{"text": "a page for the front desk", "heard": "2026-06-03"}]})
PLACES = tuple(OF_PRACTICE)
UNSIGNED = tuple(place for place in PLACES if place != "signature")
"""A signature of one's own stands in the place of one that is made of the facts."""


def harmless(place: str) -> str:
    """A word of its own for each place."""
    word = f"Quill{chr(ord('a') + PLACES.index(place))}berry"
    return {"email": f"{word}@harborstreet.example", "website": f"{word}.example"}.get(place, word)


def handed(folder: Path, values: Mapping[str, str]) -> Handed:
    return drafted(written(folder, [READER], OWN(practice(values))), 1)


def is_taken(place: str, string: str) -> bool:
    """Whether a practice may have a string in a place; where it may not, the error says where."""
    read, problems = parse_practice(OWN(practice({place: string})), "practice.yaml")
    errors = errors_in(problems)
    assert (read is None) == bool(errors)
    assert all(one.at.path == "practice.yaml" and one.at.line and one.code.startswith(_KINDS) for one in errors), errors
    return not errors


_KINDS = ("practice-", "licence-", "offer-", "introduction-", "how-to-refer-", "limit-", "handout-")


def faults_with(made: Handed, strings: Mapping[str, str], twin: Mapping[str, bytes]) -> list[object]:
    """What a letter of a practice with these strings has more than its twin, or does not say as the twin does."""
    hand_over(made, ("eml",))
    assert bool(made.letters) != bool(made.refused)
    assert stray(made.folder, made) == set()
    found: list[object] = []
    own = re.compile(re.escape(repr(strings.get("email", "\0"))[1:-1]))
    for form, data in rendered(made.drafts[0], LAYOUT).items():
        (has, said), (should, there) = OF[form](data), OF[form](twin[form])
        same = own.sub(harmless("email"), repr(has)) == repr(should)
        found += [] if same else [(form, {key: (has[key], should[key]) for key in has if has[key] != should[key]})]
        for place, string in strings.items():
            if words(harmless(place)) in there and words(string) not in said:
                found.append((form, place, string, said))
    return found


def in_turn(strings: Sequence[str], places: Sequence[str], turn: int = 0) -> list[dict[str, str]]:
    """Practices with as many strings as they have places, so that each string stands in one place."""
    count, order = len(places), [*places[turn:], *places[:turn]]
    packs = [strings[at : at + count] for at in range(0, len(strings), count)]
    return [dict(zip(order, pack, strict=False)) for pack in packs]


def check(practices: Sequence[Mapping[str, str]], places: Sequence[str], folder: Path) -> tuple[int, int]:
    """Holds letters of practices against a harmless one; how many strings were taken, and how many refused."""
    usual = {place: harmless(place) for place in places}
    twin = rendered(handed(folder / "twin/workspace", usual).drafts[0], LAYOUT)
    taken = refused = 0
    for number, strings in enumerate(practices):
        good = {place: string for place, string in strings.items() if is_taken(place, string)}
        taken, refused = taken + len(good), refused + len(strings) - len(good)
        their = {**usual, **good}
        assert faults_with(handed(folder / f"{number}/workspace", their), their, twin) == []
    return taken, refused


def test_each_string_in_one_place_of_a_practice(
    strings: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, refused = check(in_turn(strings, UNSIGNED), UNSIGNED, tmp_path)
    with capsys.disabled():
        print(f"\n{len(strings)} strings in a practice: {taken} delivered or kept, {refused} refused by name")
    assert taken > 400


@pytest.mark.slow
@pytest.mark.parametrize("places", [UNSIGNED, ("signature", "valediction", "offers.text")], ids=["facts", "signature"])
def test_every_string_in_every_place_of_a_practice(
    places: tuple[str, ...], strings: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = refused = 0
    for turn in range(len(places)):
        more, less = check(in_turn(strings, places, turn), places, tmp_path / str(turn))
        taken, refused = taken + more, refused + less
    with capsys.disabled():
        print(f"\n{len(strings)} strings in {len(places)} places of a practice: {taken} delivered or kept, "
              f"{refused} refused by name")  # fmt: skip
    assert taken + refused == len(strings) * len(places)
