"""What another wording would change, before it is kept: the same readers' letters with the old and with the new one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from composer.briefs.brief import Brief, Briefer, Occasion
from composer.errors import Problem
from composer.letters.catalogue import Catalogue, Letter
from composer.letters.languages import letter_for
from composer.letters.lint import fault_problem
from composer.letters.proof import LetterChange, ProofDraft, letter_changes, merge_proofs
from composer.records.contacts import Contact
from composer.workspace.letter_readers import MOST_LETTERS, ensure_records, readers, readers_of_each, spread
from composer.workspace.snapshot import Snapshot
from composer.workspace.template_edits import ensure_usable_text, template, with_text
from composer.workspace.template_text import take_apart


@dataclass(frozen=True, slots=True)
class Impact:
    """What a template would change of the letters that are written today."""

    compared: int
    """How many letters were looked at."""
    there_are: int
    """How many have it in them; more than were looked at in a large book."""
    changes: tuple[LetterChange, ...]
    """Each way in which letters change, the most frequent first."""
    unwritten: int = 0
    """How many of those that were looked at could not be written any more."""
    problems: tuple[Problem, ...] = ()
    """Why they could not, each with its line."""
    gained: int = 0
    """How many more people the letter would fit, because what is settled about it has changed."""
    lost: int = 0


def template_impact(snapshot: Snapshot, name: str, text: str, *, most: int = MOST_LETTERS) -> Impact:
    """Compares a template with another text of it over everybody who gets a letter with it in; nothing is written.

    `most` looks at so many letters only, taken from all over the book.

    Raises:
        NotFoundError: there is no such template.
        RecordsError: the records cannot be trusted, or no letter could be written with the text.
    """
    ensure_records(snapshot)
    template(snapshot, name)
    ensure_usable_text(snapshot, name, text)
    trial = with_text(snapshot, name, text)
    before = _people(snapshot, name)
    after = _people(trial, name) if _settings(trial, name) != _settings(snapshot, name) else before
    letters = _letters_with(snapshot, name, {key: _both(people, after[key]) for key, people in before.items()})
    chosen = spread(list(letters), most)
    changes, unwritten, problems = _compared(snapshot, trial, chosen, letters)
    own = [key for key, letter in snapshot.catalogue.letters.items() if letter.source.name == name]
    return Impact(
        compared=len(chosen),
        there_are=len(letters),
        changes=changes,
        unwritten=unwritten,
        problems=problems,
        gained=sum(len(_only(after[key], before[key])) for key in own),
        lost=sum(len(_only(before[key], after[key])) for key in own),
    )


def _people(snapshot: Snapshot, name: str) -> Mapping[str, tuple[Contact, ...]]:
    """Everyone whom each letter fits that a template stands in."""
    catalogue = snapshot.catalogue
    holders = {one.key for one in catalogue.every() if name in catalogue.files_of(one)}
    return readers_of_each(snapshot, [key for key in catalogue.letters if key in holders])


def _settings(snapshot: Snapshot, name: str) -> str:
    """What is settled about a letter, which may change whom it fits."""
    return take_apart(snapshot.library.files[name].text).settings


def _both(people: Sequence[Contact], others: Sequence[Contact]) -> tuple[Contact, ...]:
    known = {contact.id for contact in others}
    return tuple(contact for contact in people if contact.id in known)


def _only(people: Sequence[Contact], others: Sequence[Contact]) -> tuple[Contact, ...]:
    known = {contact.id for contact in others}
    return tuple(contact for contact in people if contact.id not in known)


def templates_in(snapshot: Snapshot, key: str, contact: Contact) -> frozenset[str]:
    """The names of the files that say something in a contact's letter; none where it cannot be written."""
    letter = letter_for(key, contact, snapshot.catalogue, snapshot.records)
    brief = Briefer(snapshot.records, snapshot.today).brief(contact, Occasion(key, letter.language, snapshot.today))
    made, _ = merge_proofs(letter, [brief], snapshot.catalogue)
    return frozenset(each.place.rpartition(":")[0] for one in made for each in one.shows)


def readers_with(snapshot: Snapshot, key: str, name: str, *, most: int) -> tuple[Contact, ...]:
    """Those whose letter of a name says something that stands in a template, among `most` readers of all the book.

    It is nobody where what letters are made of cannot be read.
    """
    if not snapshot.has_wording:
        return ()
    pairs = _letters_with(snapshot, name, {key: readers(snapshot, key)} if key in snapshot.catalogue.letters else {})
    found: list[Contact] = []
    for (_, language), briefs in _briefs(snapshot, spread(list(pairs), most), pairs).items():
        made, _ = _merged(snapshot.catalogue, key, language, briefs)
        found += (one.brief.contact for one in made if any(each.place.startswith(f"{name}:") for each in one.shows))
    return tuple(found)


_Pair = tuple[str, str]
"""The name of a letter and the id of its reader."""


def _letters_with(
    snapshot: Snapshot, name: str, people: Mapping[str, Sequence[Contact]]
) -> Mapping[_Pair, tuple[Contact, Letter]]:
    """The letters of these people that are made of a template, each in its reader's language."""
    catalogue, records = snapshot.catalogue, snapshot.records
    holders = {one.source.name for one in catalogue.every() if name in catalogue.files_of(one)}
    found: dict[_Pair, tuple[Contact, Letter]] = {}
    for key, some in people.items():
        for contact in some:
            letter = letter_for(key, contact, catalogue, records)
            if letter.source.name in holders:
                found[key, contact.id] = contact, letter
    return found


def _compared(
    snapshot: Snapshot, trial: Snapshot, pairs: Iterable[_Pair], letters: Mapping[_Pair, tuple[Contact, Letter]]
) -> tuple[tuple[LetterChange, ...], int, tuple[Problem, ...]]:
    """The changes of all letters together, how many cannot be written any more, and why."""
    changes: list[LetterChange] = []
    unwritten, problems = 0, set[Problem]()
    for (key, language), briefs in _briefs(snapshot, pairs, letters).items():
        old, _ = _merged(snapshot.catalogue, key, language, briefs)
        new, wrong = _merged(trial.catalogue, key, language, briefs)
        changes += letter_changes(old, new)
        unwritten += max(len(old) - len(new), 0)
        problems |= set(wrong)
    return _in_one_way(changes), unwritten, tuple(sorted(problems))


def _briefs(
    snapshot: Snapshot, pairs: Iterable[_Pair], letters: Mapping[_Pair, tuple[Contact, Letter]]
) -> Mapping[tuple[str, str], list[Brief]]:
    """All that each of these letters may say, by the letters' names and languages."""
    briefer = Briefer(snapshot.records, snapshot.today)
    groups: dict[tuple[str, str], list[Brief]] = {}
    for pair in pairs:
        contact, letter = letters[pair]
        brief = briefer.brief(contact, Occasion(letter.key, letter.language, snapshot.today))
        groups.setdefault((letter.key, letter.language), []).append(brief)
    return groups


def _merged(
    catalogue: Catalogue, key: str, language: str, briefs: Sequence[Brief]
) -> tuple[list[ProofDraft], tuple[Problem, ...]]:
    made, faults = merge_proofs(catalogue.spoken(key, language), briefs, catalogue)
    return made, tuple(fault_problem(fault, catalogue) for fault in faults)


def _in_one_way(changes: Iterable[LetterChange]) -> tuple[LetterChange, ...]:
    """Changes of several letters that are alike as one, the most frequent first."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], LetterChange] = {}
    for one in changes:
        way = one.removed, one.added
        known = found.get(way)
        before, after = (known.before, known.after) if known else ((), ())
        found[way] = LetterChange(*way, (*before, *one.before), (*after, *one.after))
    return tuple(sorted(found.values(), key=lambda one: -len(one.after)))
