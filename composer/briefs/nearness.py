"""How near each thing that the practice has is to one reader: one measure for offers, news, talks and pages.

What the record says (role, place, people, needs, details, requests) is held against all that a thing says. A word or a
need counts the more the fewer of the practice's own things have it: what one alone shares with a reader is meant for
them. Nothing is near that shares but one word, or a need of others.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from composer.briefs.alike import MEANT, Alike, Thing, is_surely
from composer.briefs.content import content_stems, first_sentence
from composer.briefs.dates import is_noted
from composer.briefs.needs import FoundNeed
from composer.filenames import slug
from composer.patterns import regex
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.need_index import NeedIndex
from composer.records.notes import NoteReader
from composer.records.own_needs import is_readers
from composer.records.phrases import Answers
from composer.records.practice import Answering, Handout, Offer, Practice, Talk, Update
from composer.spelling import stem

T_co = TypeVar("T_co", bound=Thing, covariant=True)
T = TypeVar("T", bound=Thing)
Weights: TypeAlias = Mapping[str, float]
"""What is said, and how much: stems, ``#grief`` for a need, ``=never hear back`` for an entry, ``~3`` by meaning."""

_WORD = regex(r"[\w'-]+")
_LEAST = 0.65
"""What a thing and a record must have in common, however rare: less is a word by chance."""
_MORE, _BESIDE = 0.7, 0.5
"""What of it must be new beside a thing that is nearer, of the same kind or of another."""
_KINDS: Mapping[type, float] = {Update: 0.7, Talk: 0.55, Handout: 0.9}
_PANEL = 1.0
"""What a kind of thing counts beside an offer: a talk needs a place and an evening, and news is told to all."""
_ASIDE, _OTHERS = 0.7, 0.5
"""What counts of a thing that is chiefly about something else, or for others than this reader and their people."""
_COVERED = 0.5
"""What counts of what another thing has answered already."""
_COMMON = 0.75
"""What a word counts that several needs or roles have."""
_NAMED, _COUNTS, _LISTENERS = 0.39, 0.4, 1.5
"""What a need counts that a note only names, from what on one makes a thing near, and whom a talk is for."""
TALK, _PAGE = "@talk", "@page"
"""What somebody looks for, whatever it is about."""
_LOOKED_FOR = 0.66
REPEATED, RECALLED, _DETAIL = 1.8, 0.75, 0.6
"""What counts of what the letter repeats: it is answered before what is only noted."""


@dataclass(frozen=True, slots=True)
class Near(Generic[T_co]):
    """A thing of the practice, how near it is to a reader, and by what."""

    thing: T_co
    points: float
    """What they have in common, whatever else answers it."""
    shared: tuple[str, ...]
    need: FoundNeed | None
    """The need of theirs that it answers; ``None`` where it says the same words."""

    @property
    def recorded(self) -> bool:
        """Whether it answers a need of their own that the record has, or is near in meaning to what is noted."""
        return (self.need is not None and self.need.recorded) or any(term[0] == "~" for term in self.shared)

    @property
    def because(self) -> str:
        """The reason in words."""
        if self.need:
            return f"it answers '{self.need.key}': {self.need.because}"
        words = sorted(f"'{word.lstrip('=')}'" for word in self.shared if word[0] not in "#@~")
        if not words:
            return "it is near in meaning to what the record has of them"
        return f"it and the record both say {' and '.join(words)}"


class Nearness:
    """What one practice has, weighed by how rare its words are; asked for each reader."""

    def __init__(self, practice: Practice, library: Library, index: NeedIndex) -> None:
        self._library, self._index = library, index
        self.panels = tuple(_panels(practice, library, index))
        """The panels, each as an offer."""
        every = (*_things(practice), *self.panels)
        self._alike = Alike(every, index, library)
        self._things = {id(thing): {**self._said(thing), f"~{place}": MEANT} for place, thing in enumerate(every)}
        self._panel_ids = frozenset(map(id, self.panels))
        self._having: dict[str, list[int]] = defaultdict(list)  # the things that say a term
        for key, said in self._things.items():
            for term in said:
                self._having[term].append(key)
        often: Counter[str] = Counter(term for said in self._things.values() for term in said)
        most = math.log(len(self._things) + 1)
        self._rare = {term: math.log((len(self._things) + 1) / count) / most for term, count in often.items()}
        self._days = [day for talk in practice.talks for day in talk.dates]
        self._rare |= {TALK: 1.0, _PAGE: 1.0} | {f"@{day}": 1.0 for day in self._days}
        self._kept = practice  # the things are known by their ids, which hold as long as they do
        self._heard: dict[str, frozenset[str]] = {}

    def ranked(
        self,
        things: Iterable[T],
        wanted: Weights,
        needs: Sequence[FoundNeed],
        *,
        least: float = _LEAST,
        for_all: bool = False,
    ) -> list[Near[T]]:
        """Things by how near they are, the nearest first; each further one for what is not answered yet.

        Of equally near ones the first of the practice's comes first. What is not near is left out, and so is what this
        reader is never offered, and what is for others than theirs, but `for_all` who ask for it.
        """
        now, have = dict(wanted), {need.key for need in needs}
        sharing = {key for term in self._having.keys() & wanted.keys() for key in self._having[term]}
        near = [one for one in things if id(one) in sharing and self._strength(one, wanted) >= least]
        left = [one for one in near if self.is_open(one, have) and (for_all or self.is_of_theirs(one, wanted))]
        found = list[Near[T]]()
        while left := [one for one in left if self._is_more(one, wanted, found)]:
            best = max(left, key=lambda one: self.points(one, now))
            found.append(self._near(best, wanted, needs))
            left.remove(best)
            now |= {term: now[term] * _COVERED for term in found[-1].shared}
        return found

    def is_open(self, thing: Thing, have: Collection[str]) -> bool:
        """Whether a thing may be offered to a reader with these needs.

        It is not where it is for a group that they do not look after, nor where it could harm those whom they do, as
        an hour for couples harms who is afraid at home.
        """
        if isinstance(thing, Offer) and thing.whom and {*thing.whom}.isdisjoint(have):
            return False
        forms = self._library.need_by_key
        theirs = [forms[key] for key in have if key in forms]
        never = {other for one in theirs for other in (*one.never_beside, *({*one.unasked} - {*have}))}
        return not never or never.isdisjoint(self._named_by(thing))

    def is_of_theirs(self, thing: Thing, wanted: Weights) -> bool:
        """Whether an offer or news that is chiefly for a group is for one that the record names, or they look after."""
        if isinstance(thing, Talk):
            readers = [key for key in thing.needs if is_readers(key)]
            if TALK in wanted or any(f"#{key}" in wanted for key in readers):
                return True
            if readers:
                return False
        chiefly = thing.needs[0] if isinstance(thing, Answering) and thing.needs else ""
        theirs = not self._library.is_group(chiefly) or f"#{chiefly}" in wanted
        return theirs or is_surely(self._things[id(thing)], wanted)

    def _named_by(self, thing: Thing) -> set[str]:
        """The needs that a thing is for, and those that its words name."""
        keys = thing.needs if isinstance(thing, Answering) else ()
        return {*keys, *(found.need for text, _ in _texts(thing) for found in self._index.named_in(text))}

    def _is_more(self, thing: Thing, wanted: Weights, found: Sequence[Near[T]]) -> bool:
        """Whether a thing has something new beside what is nearer: a page beside an offer less than another offer."""
        kinds = {type(near.thing) for near in found} & {Talk, Handout}
        if not found or type(thing) in kinds:
            return not found
        other_kind = bool(kinds) or isinstance(thing, Talk | Handout)
        covered = {term for near in found for term in near.shared}
        counts = _COVERED if other_kind else 0
        rest = {term: weight * (counts if term in covered else 1) for term, weight in wanted.items()}
        return self._strength(thing, rest) >= (_BESIDE if other_kind else _MORE)

    def points(self, thing: Thing, wanted: Weights) -> float:
        """How near one thing is."""
        said, kind = self._things[id(thing)], _PANEL if id(thing) in self._panel_ids else _KINDS.get(type(thing), 1.0)
        common = said.keys() & wanted.keys()
        repeated = any(wanted[term] == REPEATED for term in common if term[0] in "#=")
        if common & {TALK, _PAGE} or (repeated and not isinstance(thing, Talk)):  # a talk needs a day
            kind = 1.0
        return kind * self._theirs(thing, wanted) * sum(said[term] * wanted[term] * self._rare[term] for term in common)

    def _theirs(self, thing: Thing, wanted: Weights) -> float:
        """Less than 1 for what is chiefly about something else than this reader needs, or for others than theirs."""
        keys = thing.needs if isinstance(thing, Answering) else ()
        chiefly = next(iter(keys), "")
        group = self._library.is_group
        whose = [key for key in keys if key == chiefly or is_readers(key) or (group(chiefly) and group(key))]
        if not keys or any(f"#{key}" in wanted for key in whose):
            return 1.0
        known = any(self._library.is_group(term[1:]) for term in wanted if term.startswith("#"))
        return _OTHERS if is_readers(chiefly) or (known and self._library.is_group(chiefly)) else _ASIDE

    def _near(self, thing: T, wanted: Weights, needs: Sequence[FoundNeed]) -> Near[T]:
        said = self._things[id(thing)]
        worth = {term: said[term] * wanted[term] * self._rare[term] for term in said if term in wanted}
        keys = [need for need in needs if f"#{need.key}" in worth]
        need = max(keys, key=lambda need: worth[f"#{need.key}"], default=None)
        return Near(thing, self.points(thing, wanted), tuple(worth), need)

    def _strength(self, thing: Thing, wanted: Weights) -> float:
        """What they have in common, however rare; that somebody looks for a talk makes none near by itself."""
        said = self._things[id(thing)]
        if isinstance(thing, Update) and not self._is_chiefly(thing, wanted):
            return 0
        common = (term for term in said.keys() & wanted.keys() - {TALK, _PAGE} if wanted[term] >= _COUNTS)
        sums = sum(said[term] * min(wanted[term], 1.0) for term in common)  # a word is no more for being repeated
        looked_for = said.keys() & wanted.keys() & ({TALK, _PAGE} if sums else {TALK})
        return sums + (_LOOKED_FOR if looked_for else 0)

    @staticmethod
    def _is_chiefly(thing: Update, wanted: Weights) -> bool:
        """Whether news is about what a reader needs, and does not only touch it."""
        return any(f"#{key}" in wanted for key in thing.needs[:1]) or any(f"={one}" in wanted for one in thing.entries)

    @staticmethod
    def is_about(thing: Thing, wanted: Weights) -> bool:
        """Whether a talk is chiefly about something of theirs, or looked for; everything else is."""
        return not isinstance(thing, Talk) or TALK in wanted or any(f"#{key}" in wanted for key in thing.needs[:1])

    # --- what a thing says -----------------------------------------------------------------------------------------

    def _said(self, thing: Thing) -> Weights:
        entries = thing.entries if isinstance(thing, Answering) else ()
        looked_for: list[str] = [TALK, *(f"@{day}" for day in thing.dates)] if isinstance(thing, Talk) else []
        said = dict.fromkeys([_PAGE] if isinstance(thing, Handout) else looked_for, 1.0)
        for text, weight in (*_texts(thing), *((entry, 0.5) for entry in entries)):
            for word in self._stems(text) - self._plain:
                said[word] = max(said.get(word, 0), weight * (_COMMON if word in self._library.common else 1))
        whole = {f"={entry}": 0.7 for entry in entries if self._tells(entry)}
        return {**said, **whole, **self._keys(thing)}

    def _keys(self, thing: Thing) -> Weights:
        """The needs that a thing is for, and less those of which it only speaks."""
        if isinstance(thing, Handout):
            named = {found.need: 0.2 for found in self._index.named_in(first_sentence(thing.text))}
            return _as_terms(named | {found.need: 0.9 for found in self._index.named_in(thing.name)})
        told = thing.topic if isinstance(thing, Talk) else thing.text
        keys = {found.need: 0.3 for found in self._index.named_in(told)}
        most = 0.4 if isinstance(thing, Update) else _LISTENERS
        weights = {key: self._key_weight(key, first=not at) for at, key in enumerate(thing.needs)}
        if isinstance(thing, Talk):
            weights |= {key: _LISTENERS for key in weights if is_readers(key)}
        return _as_terms(
            keys | {key: min(weights[key], most) if at else weights[key] for at, key in enumerate(thing.needs)}
        )

    def _key_weight(self, key: str, *, first: bool) -> float:
        forms = self._library.need_by_key.get(key)
        if forms and forms.own and not self._stems(forms.label) and " " not in forms.label:
            return 0.3  # "families" are whom anybody looks after
        return 1.0 if first else 0.6 if self._library.is_group(key) else 0.8

    def _tells(self, entry: str) -> bool:
        """Whether an entry says what a thing is for in words of its own, and not in one common one."""
        stems, forms = self._stems(entry), self._library.need_by_key.get(slug(entry))
        if forms and not forms.own:
            return False
        return len(stems) > 1 or (len(entry.split()) == len(stems) and stems.isdisjoint(self._library.common))

    # --- what a record says ----------------------------------------------------------------------------------------

    def wanted(
        self, contact: Contact, needs: Sequence[FoundNeed], notes: Sequence[tuple[str, float]], spoken: Collection[str]
    ) -> Weights:
        """All that a record says, weighed; what such readers usually need aside.

        Args:
            contact: the record.
            needs: what its reader needs.
            notes: its needs as they are noted, and what else is, each with what it counts: `REPEATED` in the letter.
            spoken: the needs of which the letter speaks.
        """
        wanted: dict[str, float] = {}
        texts = [
            *notes,
            *((role, 1.0) for role in contact.roles),
            *((request.text, 0.8) for request in contact.asked_for),
            (contact.people_word, 0.8),
            (contact.organization, _DETAIL),
            *((detail.text, _DETAIL) for detail in contact.details),
        ]
        named = {contact.organization, contact.people_word}  # what is a name denies nothing
        for text, weight in texts:
            meant = self._stems(text) if text in named else self._meant(text)
            whole = self._entries.items() if weight > RECALLED else ()
            entries = [f"={entry}" for entry, stems in whole if stems <= meant]
            wanted |= {term: max(wanted.get(term, 0), weight) for term in (*meant, *entries)}
        wanted |= self._alike.terms(
            contact, ((note, weight == REPEATED) for note, weight in notes if weight > RECALLED and self._asserts(note))
        )
        for note, weight in notes:  # what a note names though it hardly asks for it
            wanted |= {f"#{found.need}": _NAMED for found in self._index.named_in(note) if weight > RECALLED}
        theirs = {need.key for need in needs if need.for_reader and self._library.is_group(need.key)}
        for need in needs:
            if need.recorded or need.for_reader:
                weight = (REPEATED if need.key in spoken else 1.0) if need.recorded else 0.8 * need.sure
                if theirs and self._library.is_group(need.key) and need.key not in theirs:
                    weight *= _OTHERS  # "seniors" of a high school are no older people
                wanted[f"#{need.key}"] = max(wanted.get(f"#{need.key}", 0), weight)
        looked_for = self._looked_for(contact)
        return {**looked_for, **wanted} if looked_for else wanted

    def _looked_for(self, contact: Contact) -> Weights:
        """A talk, a page or a day that is noted, and what they should be about."""
        noted = [*contact.roles, *(note.text for part in (contact.needs, contact.details) for note in part)]
        answers = self._library.phrases.answers
        asking = {
            TALK: [note for note in noted if asks_for_talk(note, answers, noted=True)],
            _PAGE: [note for note in noted if _has_words(note, answers.to_hand_on)],
        }
        days = {f"@{day}": 1.5 for day in self._days if is_noted([day], noted)}
        about = [found for notes in asking.values() for note in notes for found in self._index.named_in(note)]
        return {
            **{f"#{found.need}": 1.0 for found in about},
            **days,
            **{kind: 2.0 for kind, notes in asking.items() if notes},
        }

    @staticmethod
    def usual(wanted: Weights, needs: Iterable[FoundNeed]) -> Weights:
        """The same with what such readers usually need."""
        return {**{f"#{need.key}": 0.5 for need in needs}, **wanted}

    @cached_property
    def _entries(self) -> Mapping[str, frozenset[str]]:
        terms = {term for said in self._things.values() for term in said if term.startswith("=")}
        return {term[1:]: self._stems(term) for term in sorted(terms)}

    def _meant(self, note: str) -> frozenset[str]:
        """What a note says, without what it denies."""
        if note not in self._heard:
            clauses = (one for one in self._reader.clauses(note) if not one.barred)
            said = (self._stems(" ".join(one.words[: one.denied_from])) for one in clauses)
            self._heard[note] = self._stems(note) & frozenset().union(*said)
        return self._heard[note]

    def _asserts(self, note: str) -> bool:
        """Whether nothing in a note is denied: likeness in meaning knows no "not"."""
        clauses = self._reader.clauses(note)
        return all(not one.barred and one.denied_from >= len(one.words) for one in clauses)

    def _stems(self, text: str) -> frozenset[str]:
        same = self._library.notes.same
        words = (same.get(word, word) for word in _WORD.findall(text.casefold()))
        return content_stems(" ".join(words), self._library)

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(map(stem, self._library.notes.plain))

    @cached_property
    def _reader(self) -> NoteReader:
        return NoteReader(self._library.notes)


def asks_for_talk(text: str, answers: Answers, *, noted: bool = False) -> bool:
    """Whether somebody asks for a talk: ``a lunch and learn``, ``looking for speakers``.

    In what is only `noted` of them the word "talk" is mostly a verb, and is passed over.
    """
    said = text.casefold()
    return any(word in said for word in (*answers.talks, *answers.to_speak) if not (noted and word == "talk"))


def _as_terms(keys: Mapping[str, float]) -> Weights:
    return {f"#{key}": weight for key, weight in keys.items()}


def _has_words(text: str, words: Iterable[str]) -> bool:
    said = f" {' '.join(_WORD.findall(text.casefold()))} "
    return any(f" {each} " in said for each in words)


def _panels(practice: Practice, library: Library, index: NeedIndex) -> Iterator[Offer]:
    form = library.phrases.answers.facts.get("panels", "")
    for panel in practice.panels if form else ():
        if not panel[:1].isupper():
            continue  # "self-pay" is no plan
        keys = tuple(found.need for found in index.named_in(panel))
        offer = Offer.model_construct(text=form.replace("{value}", panel), needs=(panel,))  # of what was validated
        yield offer.under_keys(keys)


def _things(practice: Practice) -> Iterable[Thing]:
    return (*practice.offers, *practice.updates, *practice.talks, *practice.handouts)


def _texts(thing: Thing) -> Sequence[tuple[str, float]]:
    """What a thing says beside its entries, and how much that counts."""
    if isinstance(thing, Talk):
        return (thing.topic, 0.5), (thing.problem, 0.4), *((one, 0.4) for one in thing.takeaways)
    if isinstance(thing, Handout):
        return (thing.name, 0.6), (first_sentence(thing.text), 0.35)
    return ((thing.text, 0.4),)
