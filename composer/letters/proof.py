"""Proofreading by branches: the fewest drafts that show all of a letter, and what an edit of it would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from composer.briefs.brief import Brief
from composer.briefs.statement import Statement, marked
from composer.letters.catalogue import Catalogue, Letter
from composer.letters.compose import tidy, unescape_line
from composer.templating.job import MergeFault, MergeJob
from composer.templating.merge_workers import outlines, trace_all
from composer.templating.outline import Branch, ChosenSentence
from composer.templating.trace import Piece, Traced

_LOOKS = 2_000_000
"""How often a feature is looked at in the search; real letters need a few hundred."""
_DEEPEST = 400
"""Drafts in a set that is searched for; the search calls itself, and Python lets it do so a thousand times."""


@dataclass(frozen=True, slots=True, order=True)
class Feature:
    """Something that a proofreader wants to have seen once."""

    place: str
    """``letters/introduction.md:14``, or the record's file and line."""
    label: str
    """``if offers``, or the beginning of the sentence."""
    kind: str
    """``branch``; ``sentence`` of the letter; ``field`` that held something; ``record`` for a sentence of a profile or
    of the practice."""


@dataclass(frozen=True, slots=True)
class ProofDraft:
    """One reader's letter with all that it shows."""

    brief: Brief
    subject: str
    body: str
    shows: frozenset[Feature]
    units: tuple[str, ...] = field(repr=False, default=())
    """The letter's own sentences and the names of its fields, in order; see `letter_changes`."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What there is to read of a letter."""

    chosen: tuple[ProofDraft, ...]
    """The drafts that together show all that any draft shows, as few as could be found."""
    unreached: tuple[Feature, ...]
    """Branches and sentences that no contact reaches."""
    letters: tuple[ProofDraft, ...]
    """All drafts that were looked at."""
    faults: tuple[MergeFault, ...] = ()


def proof(letter: Letter, briefs: Sequence[Brief], catalogue: Catalogue, *, deep: bool = False) -> Proof:
    """The fewest drafts of a letter that show every branch and every sentence of it, of all who may get it.

    `deep` counts the sentences of profiles and of the practice as well as the letter's own.
    """
    outline = _outline(letter, catalogue)
    letters, faults = merge_proofs(letter, briefs, catalogue, outline, deep=deep)
    seen = {feature for each in letters for feature in each.shows}
    chosen = smallest({index: each.shows for index, each in enumerate(letters)})
    there = (*outline.branches.values(), *outline.sentences)
    unreached = tuple(sorted(feature for feature in there if feature not in seen))
    return Proof(tuple(letters[index] for index in chosen), unreached, tuple(letters), faults)


def merge_proofs(
    letter: Letter,
    briefs: Sequence[Brief],
    catalogue: Catalogue,
    outline: "LetterOutline | None" = None,
    *,
    deep: bool = False,
) -> tuple[list[ProofDraft], tuple[MergeFault, ...]]:
    """Every reader's letter with what it shows; those that cannot be merged are faults."""
    there = outline or _outline(letter, catalogue)
    said = [marked(brief.tree) for brief in briefs]
    jobs = [MergeJob(source.name, values) for values, _ in said for source in (letter.subject, letter.source)]
    traced = trace_all(catalogue.sources, jobs)
    letters: list[ProofDraft] = []
    faults: dict[MergeFault, None] = {}
    for brief, (_, pieces_said) in zip(briefs, said, strict=True):
        parts = next(traced), next(traced)
        wrong = [part for part in parts if isinstance(part, MergeFault)]
        faults |= dict.fromkeys(wrong)
        whole = [part for part in parts if isinstance(part, Traced)]
        if not wrong:
            letters.append(_proof_draft(brief, whole, pieces_said, there, deep=deep))
    return letters, tuple(faults)


@dataclass(frozen=True, slots=True)
class LetterOutline:
    """All that a letter may say, its subject and the parts it includes too, as things to be seen."""

    branches: Mapping[tuple[str, int], Feature]
    """By template and number, as a traced merge names them."""
    sentences: Mapping[Feature, ChosenSentence]


def _outline(letter: Letter, catalogue: Catalogue) -> LetterOutline:
    names = {letter.subject.name, *catalogue.files_of(letter)}
    found = outlines({name: source for name, source in catalogue.sources.items() if name in names})
    branches = [branch for outline in found.values() for branch in outline.branches]
    sentences = [sentence for outline in found.values() for sentence in outline.sentences]
    return LetterOutline(
        {(branch.template, branch.number): Feature(_place(branch), branch.label, "branch") for branch in branches},
        {Feature(_place(sentence), sentence.text, "sentence"): sentence for sentence in sentences},
    )


def _place(part: "Branch | ChosenSentence | Piece") -> str:
    return f"{part.template.partition('#')[0]}:{part.line}"


def _proof_draft(
    brief: Brief, parts: Sequence[Traced], said: Sequence[Statement], there: LetterOutline, *, deep: bool
) -> ProofDraft:
    pieces = [piece for part in parts for piece in part.pieces]
    subject, body = (part.text for part in parts)
    shows = {there.branches[branch] for part in parts for branch in part.branches if branch in there.branches}
    shows |= {Feature(_place(piece), _words(piece.text), "sentence") for piece in pieces if _own(piece)}
    shows |= {feature for feature, text in there.sentences.items() if text.stands_in(f"{subject} {body}")}
    shows |= {Feature(_place(piece), f"{{{{ {piece.value} }}}}", "field") for piece in pieces if piece.value}
    if deep:
        shows |= {_recorded(said[piece.source]) for piece in pieces if piece.source is not None}
    return ProofDraft(brief, unescape_line(subject), tidy(body), frozenset(shows), _units(pieces))


def _own(piece: Piece) -> bool:
    """Whether a piece is the template's own words."""
    return not piece.value and bool(_words(piece.text))


def _recorded(said: Statement) -> Feature:
    return Feature(str(said.where[0]) if said.where else "", said.because, "record")


def _words(text: str) -> str:
    """A piece of text without its blanks; empty where it holds no word."""
    text = " ".join(text.split())
    return text if any(letter.isalpha() for letter in text) else ""


def _units(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """What the template did for this reader: its own words as they are, values by their field."""
    named = (f"{{{piece.value}}}" if piece.value else _words(piece.text) for piece in pieces)
    return tuple(unit for unit, _ in groupby(named) if unit)


# --- the fewest -------------------------------------------------------------------------------------------------


def smallest(shows: Mapping[int, frozenset[Feature]]) -> tuple[int, ...]:
    """The fewest members that together have all that any has, by number.

    This is the set cover problem, which nobody can solve quickly in general. So what is certain is taken out first:
    whatever another has all of goes, and who alone has something stays. That leaves little of real letters. The rest is
    searched from its rarest feature on, because one of the few that have it must be chosen, whatever else is. A hard
    rest that runs out of looks keeps the best found so far, never worse than taking the largest gain each time.
    """
    kept = _undominated(shows)
    sure = _indispensable(kept)
    shown = frozenset().union(*(kept[index] for index in sure))
    rest = _undominated({index: features - shown for index, features in kept.items() if index not in sure})
    return tuple(sorted([*sure, *_search(rest)]))


def _undominated(shows: Mapping[int, frozenset[Feature]]) -> dict[int, frozenset[Feature]]:
    """Those that show something no larger one shows; of equals, the first.

    One that has all of another has its rarest feature, too, so only those that do are compared.
    """
    kept: dict[int, frozenset[Feature]] = {}
    holders = _holders(shows)
    for index in sorted(shows, key=lambda index: (-len(shows[index]), index)):
        if features := shows[index]:
            rarest = min((holders[feature] for feature in features), key=len)
            if not any(other in kept and features <= kept[other] for other in rarest):
                kept[index] = features
    return kept


def _holders(shows: Mapping[int, frozenset[Feature]]) -> dict[Feature, list[int]]:
    """Who shows each feature."""
    holders: dict[Feature, list[int]] = {}
    for index, features in shows.items():
        for feature in features:
            holders.setdefault(feature, []).append(index)
    return holders


def _indispensable(shows: Mapping[int, frozenset[Feature]]) -> set[int]:
    """Those that alone show something."""
    return {indexes[0] for indexes in _holders(shows).values() if len(indexes) == 1}


def _search(shows: Mapping[int, frozenset[Feature]]) -> tuple[int, ...]:
    """The fewest of these that show all that any shows, or the fewest that were found within the bound."""
    holders = _holders(shows)
    best = _greedy(shows)
    looks = _LOOKS

    def search(missing: frozenset[Feature], chosen: tuple[int, ...]) -> None:
        nonlocal best, looks
        looks -= 1 + len(missing)
        if not missing:
            best = min(best, chosen, key=len)
        elif looks > 0 and len(chosen) + 1 < min(len(best), _DEEPEST):
            rarest = min(missing, key=lambda feature: (len(holders[feature]), feature))
            for index in holders[rarest]:
                search(missing - shows[index], (*chosen, index))

    search(frozenset(holders), ())
    return best


def _greedy(shows: Mapping[int, frozenset[Feature]]) -> tuple[int, ...]:
    """Taking the largest gain each time."""
    chosen: list[int] = []
    gains = dict(shows)
    while gains:
        index = max(gains, key=lambda index: (len(gains[index]), -index))
        chosen.append(index)
        gains = {other: left for other, features in gains.items() if (left := features - shows[index])}
    return tuple(chosen)


# --- what an edit changes ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LetterChange:
    """One way in which an edit of a letter changes drafts."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    before: tuple[ProofDraft, ...]
    after: tuple[ProofDraft, ...]
    """The same readers' letters, before and after; the first is the example."""


def letter_changes(before: Sequence[ProofDraft], after: Sequence[ProofDraft]) -> list[LetterChange]:
    """How an edit changes the drafts of the same readers, the most frequent way first.

    Two drafts change in one way where the template's own words and the fields it printed change alike.
    """
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[ProofDraft, ProofDraft]]] = {}
    old_by_contact = {each.brief.contact.id: each for each in before}
    for new in after:
        old = old_by_contact.get(new.brief.contact.id)
        if old and (old.subject, old.body) != (new.subject, new.body):
            change = (_without(old.units, new.units), _without(new.units, old.units))
            found.setdefault(change, []).append((old, new))
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return [
        LetterChange(removed, added, tuple(old for old, _ in pairs), tuple(new for _, new in pairs))
        for (removed, added), pairs in ordered
    ]


def _without(units: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    known = frozenset(others)
    return tuple(unit for unit in units if unit not in known)
