"""What the practice says, sentence by sentence as letters say it, and whose letter may say each of them today."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TypeAlias

from composer.briefs.brief import Briefer, Occasion
from composer.briefs.referring import page_text, refer_facts
from composer.briefs.sender import licences
from composer.briefs.statement import Statement, marked
from composer.briefs.talks import talk_said
from composer.errors import Place, Problem, errors_in
from composer.letters.languages import letter_for
from composer.patterns import regex
from composer.planning.stops import stop
from composer.records.base import Cited, Record
from composer.records.book import PRACTICE, Records
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.practice import (
    Handout,
    HowToRefer,
    Introduction,
    Limit,
    Offer,
    OwnQuestion,
    Practice,
    Talk,
    Update,
)
from composer.records.roles import fill
from composer.workspace.practice_edits import FACTS, LISTS, NamedFact
from composer.workspace.snapshot import Snapshot

MOST_READERS = 500
"""How many people are asked about, in the order of the records."""
_SOON = timedelta(days=30)
_FIRST_LETTER = "introduction"
_SLOT = regex(r"\{\w+\}")
_Listed: TypeAlias = Offer | Update | Talk | Handout | HowToRefer | Introduction | OwnQuestion | Limit | NamedFact
_Key: TypeAlias = tuple[str, int]
"""A list by its word in addresses, and the position of a record in it, from 0."""


@dataclass(frozen=True, slots=True)
class SaidTo:
    """Somebody whose letter may say a sentence today."""

    contact: str
    name: str
    words: str = ""
    """How their letter says it; empty where that is no other way than to anybody."""


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """One record in a list of the practice."""

    part: str
    """The list, a key of `LISTS`."""
    number: int
    """Its place in the list, from 1."""
    said: str
    """Its sentence as a letter says it; empty where a fact that it needs is not written down."""
    written: str
    """Its sentence as it is written."""
    roles: tuple[str, ...] = ()
    """The only readers it is for, in plain words; none means any."""
    name: str = ""
    """What a page or a fact is called."""
    until: date | None = None
    said_to: tuple[SaidTo, ...] = ()


@dataclass(frozen=True, slots=True)
class RunsOut:
    """Something of the practice that ends soon, or has ended."""

    part: str
    """A key of `LISTS`; empty for a licence."""
    number: int
    words: str
    """Its sentence, or the licence."""
    until: date
    """The last day on which it holds."""


@dataclass(frozen=True, slots=True)
class PracticeView:
    """The practice with all that it says."""

    practice: Practice
    licences: str
    """As letters show them, in one line."""
    lists: Mapping[str, tuple[ListedRecord, ...]]
    """By the keys of `LISTS`."""
    running_out: tuple[RunsOut, ...]
    """What ends soonest comes first."""
    readers: int | None
    """Of how many people it was asked whose letter may say what; ``None`` where there is no introduction to say it."""
    more_readers: bool
    """Whether there are more people than were asked about."""
    problems: tuple[Problem, ...] = ()
    """Why the record of the practice cannot be used; then there is nothing else."""
    letter_problems: tuple[Problem, ...] = ()
    """Why no letter can be written, where that lies in the letters themselves."""


def practice_view(snapshot: Snapshot) -> PracticeView:
    """The practice as it is today; it makes a brief for up to `MOST_READERS` people, which takes a while."""
    records = snapshot.records
    practice = records.practice
    problems = tuple(one for one in records.problems if one.at.path == PRACTICE and one.level == "error")
    if problems:
        return PracticeView(practice, "", {}, (), 0, more_readers=False, problems=problems)
    readers, more = _readers(snapshot)
    said_to = _said_to(snapshot, readers or ())
    listed = {part: tuple(_listed(part, records, snapshot.today, said_to)) for part in LISTS}
    return PracticeView(
        practice,
        licences(practice),
        listed,
        tuple(_running_out(practice, listed, snapshot.today)),
        readers=None if readers is None else len(readers),
        more_readers=more,
        letter_problems=_letter_problems(snapshot),
    )


def _readers(snapshot: Snapshot) -> tuple[Sequence[Contact] | None, bool]:
    """Who is asked about, and whether there are more; ``None`` where there is no introduction for anybody to get."""
    if _FIRST_LETTER not in snapshot.catalogue.letters or not snapshot.has_wording:
        return None, False
    people = [*islice(_may_get_a_letter(snapshot.records), MOST_READERS + 1)]
    return people[:MOST_READERS], len(people) > MOST_READERS


def _may_get_a_letter(records: Records) -> Iterator[Contact]:
    return (contact for contact in records.contacts.contacts if stop(contact, records) is None)


def _letter_problems(snapshot: Snapshot) -> tuple[Problem, ...]:
    """What is wrong in the letters; that none of them is an introduction, where nothing else says why."""
    found = errors_in((*snapshot.library.problems, *snapshot.catalogue.problems))
    if found or _FIRST_LETTER in snapshot.catalogue.letters:
        return found
    path, text = (
        f"templates/letters/{_FIRST_LETTER}.md",
        f"this file holds another letter, so there is no {_FIRST_LETTER}",
    )
    return (Place(path).error("letter-missing", text, f"put 'letter: {_FIRST_LETTER}' into its settings"),)


def records_of(practice: Practice, part: str) -> tuple[_Listed, ...]:
    """The records of one list; facts are records with their names."""
    if part == FACTS:
        return tuple(NamedFact(name=name, text=text) for name, text in practice.facts.items())
    found: tuple[_Listed, ...] = getattr(practice, LISTS[part].field)
    return found


# --- sentences --------------------------------------------------------------------------------------------------------


def _listed(
    part: str, records: Records, today: date, said_to: Mapping[_Key, Mapping[str, SaidTo]]
) -> Iterator[ListedRecord]:
    library = records.library
    for index, one in enumerate(records_of(records.practice, part)):
        roles = getattr(one, "roles", ())
        said = _said(one, records.practice, library, today)
        yield ListedRecord(
            part=part,
            number=index + 1,
            said=said,
            written=one.problem if isinstance(one, Talk) else one.text,
            roles=tuple(library.role_of(role).role.name for role in roles),
            name=one.name if isinstance(one, Handout | NamedFact) else "",
            until=one.until if isinstance(one, Offer | Update | Talk) else None,
            said_to=tuple(_otherwise(each, said) for each in said_to.get((part, index), {}).values()),
        )


def _otherwise(one: SaidTo, said: str) -> SaidTo:
    """The same, and their words only where they are others."""
    return one if one.words and one.words != said else SaidTo(one.contact, one.name)


def _said(one: _Listed, practice: Practice, library: Library, today: date) -> str:
    """The sentence of a record as a letter says it to a reader of its role; empty where a fact is missing."""
    phrases = library.phrases
    if isinstance(one, Talk):
        told = talk_said(one, phrases.answers.talk_offer, library=library, today=today)
        return " ".join([one.problem, *(each.text for each in told)])
    if isinstance(one, Handout):
        return page_text(one, phrases)
    if isinstance(one, HowToRefer | OwnQuestion):
        role = library.role_of(one.roles[0]).role if one.roles else library.role_by_key["general"]
        words = {"person": role.person, "people": role.people, "People": role.people.capitalize()}
        return fill(one.text, words | refer_facts(practice)) or ""
    return one.text


# --- whose letter says it ---------------------------------------------------------------------------------------------


def _said_to(snapshot: Snapshot, readers: Iterable[Contact]) -> Mapping[_Key, Mapping[str, SaidTo]]:
    """For each record the people whose letter may say it, by their ids."""
    records, catalogue = snapshot.records, snapshot.catalogue
    briefer, finder = Briefer(records, snapshot.today), _Finder(records.practice)
    found: dict[_Key, dict[str, SaidTo]] = {}
    for contact in readers:
        language = letter_for(_FIRST_LETTER, contact, catalogue, records).language
        _, statements = marked(briefer.brief(contact, Occasion(language=language)).tree)
        for key, words in (pair for said in statements for pair in finder.find(said)):
            found.setdefault(key, {}).setdefault(contact.id, SaidTo(contact.id, contact.display_name, words))
    return found


class _Finder:
    """Finds the records of the practice that a statement rests on."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._facts = {name: (FACTS, index) for index, name in enumerate(practice.facts)}
        self._by_origin: dict[int, _Key] = {}
        self._by_words: list[tuple[re.Pattern[str], _Key]] = []
        for part in LISTS.keys() - {FACTS}:
            for index, one in enumerate(records_of(practice, part)):
                if one.origin:
                    self._by_origin[id(one.origin)] = part, index
                elif not isinstance(one, Talk):  # a sentence that stands alone has no place of its own
                    self._by_words.append((_any_filling(one.text), (part, index)))

    def find(self, said: Statement) -> Iterator[tuple[_Key, str]]:
        """Each record, and the words where the statement is its sentence."""
        for cited in said.where:
            if key := self._key(cited):
                yield key, said.text if cited.loc[:1] == ("text",) else ""
        if not said.where:
            yield from ((key, said.text) for form, key in self._by_words if form.fullmatch(said.text))

    def _key(self, cited: Cited) -> _Key | None:
        record: Record = cited.record
        if isinstance(record, Practice):
            return self._facts.get(str(cited.loc[1])) if cited.loc[:1] == ("facts",) else None
        return self._by_origin.get(id(record.origin))


def _any_filling(form: str) -> re.Pattern[str]:
    """What a sentence is with any words in its slots."""
    return re.compile(".+".join(map(re.escape, _SLOT.split(form))))


# --- what runs out ----------------------------------------------------------------------------------------------------


def _running_out(practice: Practice, listed: Mapping[str, tuple[ListedRecord, ...]], today: date) -> Iterator[RunsOut]:
    records = [
        RunsOut(one.part, one.number, one.said, one.until) for part in listed.values() for one in part if one.until
    ]
    held = [
        RunsOut("", number, f"{one.title}, {one.state}", one.expires)
        for number, one in enumerate(practice.licences, 1)
        if one.expires
    ]
    yield from sorted((one for one in (*records, *held) if one.until <= today + _SOON), key=lambda one: one.until)
