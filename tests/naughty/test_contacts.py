"""Any string in any field of a contact: refused by name, or delivered as it is; and never more than words."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from composer.drafts.draft import Draft
from composer.errors import MessageError, RecordsError, errors_in
from composer.outputs.export import layout_of
from composer.outputs.registry import FORMATS
from composer.records.contacts import parse_contacts
from composer.workspace.drafting import write_drafts
from tests.naughty.handing import OWN, WRITERS, Handed, drafted, hand_over, pushed, rendered, stray, written
from tests.naughty.laws import OF, plain, words
from tests.naughty.places import (
    HARMLESS,
    ONE_ALONE,
    PLACES,
    SAID,
    SILENT,
    STOP_ALL,
    TAKEN_APART,
    address,
    contact,
    in_turn,
)
from tests.shipped import FILES

pytestmark = pytest.mark.usefixtures("inline")

IN_TURN = tuple(ONE_ALONE)
LAYOUT = layout_of(FILES)
_ADDRESS = re.compile(r"a\.osei@river\d+\.example")


def twins_of(folder: Path, places: Sequence[str]) -> list[Draft]:
    """The same letters with a harmless word in each place; where that is no value for it, with the usual one."""
    people = [contact(number, PLACES[place](HARMLESS)) for number, place in enumerate(places)]
    handed = drafted(written(folder, people), len(people))
    usual = [contact(number, {}) for number in range(len(places))]
    others = drafted(written(folder.with_name("usual"), usual), len(usual))
    return [handed.drafts.get(number, others.drafts[number]) for number in range(len(places))]


def faults_in(place: str, string: str, letters: Mapping[str, bytes], twin: Mapping[str, bytes], note: str) -> list[Any]:
    """What a letter has more than its twin, and where it does not say the string that its twin would say."""
    found: list[Any] = []
    for form, data in letters.items():
        made, said = OF[form](data)
        meant, there = OF[form](twin[form])
        has, should_have = (_ADDRESS.sub("THEM", repr(one)) for one in (made, meant))
        found += [(place, string, form, has, should_have)] if has != should_have else []
        if place in TAKEN_APART:
            continue
        if words(HARMLESS) in there and words(string) not in said and not note:
            found.append((place, string, form, "not said", said))
    return found


# --- quick: each string in one place --------------------------------------------------------------------------------


def test_each_string_in_one_of_all_places_is_refused_by_name_or_leaves_as_words(
    strings: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the whole way, the places and then the formats taking turns; what `push` would send is looked at for all."""
    twins = [rendered(draft, LAYOUT) for draft in twins_of(tmp_path / "twins/workspace", IN_TURN)]
    handed = drafted(written(tmp_path / "their/workspace", in_turn(strings, IN_TURN)), len(strings))
    hand_over(handed, tuple(FORMATS))
    found = []
    for number, letters in handed.letters.items():
        turn, letters["pushed"] = number % len(IN_TURN), pushed(handed.drafts[number], LAYOUT)
        found += faults_in(IN_TURN[turn], strings[number], letters, twins[turn], handed.notes[number])
    with capsys.disabled():
        print(f"\n{len(strings)} strings: {len(handed.letters)} delivered, {len(handed.refused)} refused by name")
    assert found == []
    assert {*handed.letters} | {*handed.refused} == {*range(len(strings))}
    assert not {*handed.letters} & {*handed.refused}
    assert len(handed.letters) > 300
    assert stray(handed.folder, handed) == set()


@pytest.mark.parametrize("writer", [name for name in WRITERS if WRITERS[name] is not OWN])
def test_it_is_one_book_whoever_writes_it(writer: str, strings: list[str]) -> None:
    people = in_turn(strings, tuple(PLACES))
    ours, theirs = (parse_contacts(write(people), "contacts.yaml") for write in (OWN, WRITERS[writer]))
    assert [one.model_dump() for one in theirs.contacts] == [one.model_dump() for one in ours.contacts]
    assert [(one.code, one.text) for one in theirs.problems] == [(one.code, one.text) for one in ours.problems]
    assert len(ours.contacts) > 380


def test_a_name_stands_in_no_header_with_other_words_than_its_own(strings: list[str], tmp_path: Path) -> None:
    people = in_turn(strings, ["name"])
    for number, draft in drafted(written(tmp_path / "workspace", people), len(people)).drafts.items():
        (them,) = draft.to
        assert them.addr_spec == address(number)
        assert all(word in plain(strings[number]) for word in re.findall(r"\w+", plain(them.display_name)))


@pytest.mark.parametrize("place", STOP_ALL)
def test_what_may_be_a_wish_to_be_left_alone_keeps_all_letters_here(
    place: str, strings: list[str], tmp_path: Path
) -> None:
    """What cannot be read of a wish stops everything; one that can be read stops what goes to anybody of that name."""
    people = [*in_turn(strings, [place]), contact(len(strings), {})]
    with pytest.raises(RecordsError) as stopped:
        write_drafts(written(tmp_path / "workspace", people))
    assert {one.code for one in errors_in(stopped.value.problems)} <= {
        "contact-status",
        "contact-reason",
        "contacts-wish",
    }
    read = [one for one in people if parse_contacts(OWN([one]), "contacts.yaml").problems == ()]
    assert drafted(written(tmp_path / "workspace", [*read, people[-1]]), len(read) + 1).drafts.keys() <= {len(strings)}
    assert not (tmp_path / "workspace/outbox").exists()


# --- slow: every string in every place, in every format -------------------------------------------------------------


def twins_for(handed: Handed, place: str, folder: Path) -> dict[int, Draft]:
    """Letters to the same people with a harmless word; who else is written to may change how one letter puts it."""
    people = [contact(number, PLACES[place](HARMLESS)) for number in sorted(handed.drafts)]
    found = drafted(written(folder, people), len(people)).drafts
    if found.keys() == handed.drafts.keys():
        return found
    people = [contact(number, {}) for number in sorted(handed.drafts)]
    return drafted(written(folder.with_name("usual"), people), len(people)).drafts


@pytest.mark.slow
@pytest.mark.parametrize("place", IN_TURN)
def test_every_string_in_every_place_and_every_format(
    place: str, strings: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a check keeps here is looked at, too: somebody may let it pass."""
    people = in_turn(strings, [place])
    handed = drafted(written(tmp_path / "their/workspace", people), len(people))
    twins = twins_for(handed, place, tmp_path / "twins/workspace")
    if place in SILENT:
        assert {n for n, draft in handed.drafts.items() if draft != twins[n]} == set()
    hand_over(handed, ("eml",))
    found, alike = [], 0
    for number, draft in handed.drafts.items():
        if draft == twins[number]:
            alike += 1
            continue
        try:
            made, meant = rendered(draft, LAYOUT), rendered(twins[number], LAYOUT)
        except MessageError:
            assert number in handed.refused
            continue
        if number in handed.letters:
            assert made["eml"] == handed.letters[number]["eml"]
        found += faults_in(place, strings[number], made, meant, handed.notes[number])
    with capsys.disabled():
        print(f"\n{place}: {len(handed.letters)} delivered, {alike} of them as if it were not there, "
              f"{len(handed.refused)} refused by name")  # fmt: skip
    assert found[:3] == []
    assert {*handed.letters} | {*handed.refused} == {*range(len(strings))}
    assert stray(handed.folder, handed) == set()
    assert place not in SAID or alike < len(strings)
