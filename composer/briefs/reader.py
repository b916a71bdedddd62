"""One reader, understood: in which role, with which needs, what they said, and what the practice has for that."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from composer.briefs.alike import Thing
from composer.briefs.hats import hats_of, in_their_words, of_another, own_needs
from composer.briefs.matching import answers, asked_limits, closing_limit, match_limits
from composer.briefs.nearness import RECALLED, REPEATED, Near, Nearness, T, Weights
from composer.briefs.needs import FoundNeed, needs_of
from composer.briefs.reported import Reported, report
from composer.briefs.their_word import Rewording
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.need_index import NeedIndex
from composer.records.practice import HOME, Limit, Offer, Practice, Talk, Update
from composer.records.role_names import FoundRole
from composer.records.roles import GENERAL, RoleProfile

_STRONG = 0.9
"""How near a talk must be to stand beside what is nearer, or be for somebody of whom nobody knows whom they gather."""
_A_NOTE = 3
_USUAL, _NEARLY = 0.35, 0.35
"""How near what has something for such readers must be, where nothing is near to what is noted; and what only fills."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all readers of letters in one language have in common on a day."""

    practice: Practice
    """With its sentences in that language."""
    library: Library
    """That language's own."""
    index: NeedIndex
    today: date
    nearness: Nearness
    _meant: dict[frozenset[str], Practice] = field(default_factory=dict, compare=False)
    _told: dict[tuple[frozenset[str], str, str], Practice] = field(default_factory=dict, compare=False)

    def practice_for(self, hats: frozenset[str]) -> Practice:
        """What of the practice is for readers with these hats, worked out once for all of them."""
        if hats not in self._meant:
            self._meant[hats] = self.practice.for_readers(hats, self.today)
        return self._meant[hats]

    def told_to(self, hats: frozenset[str], word: Rewording) -> Practice:
        """The same with its sentences in a reader's word for people."""
        key = (hats, word.person, word.people)
        if key not in self._told:
            self._told[key] = word.practice(self.practice_for(hats))
        return self._told[key]


@dataclass(frozen=True)
class Reader:
    """What is understood of one contact before anything is chosen to be said."""

    contact: Contact
    found: FoundRole
    """How the record's role was understood."""
    role: RoleProfile
    """Its profile, in the letter's language and with this reader's word for people."""
    needs: tuple[FoundNeed, ...]
    reported: Reported
    wanted: Mapping[str, float]
    """All that the record says, weighed; see `Nearness.wanted`."""
    helps: tuple[Near[Thing], ...]
    """What the practice has that is near to it, the nearest first."""
    usual: tuple[Near[Thing], ...]
    """What it has for what such readers usually need, where nothing is near."""
    wide: tuple[Near[Thing], ...]
    """What else it has that anybody's people may need: how to get in at all."""
    practice: Practice
    """What of the practice is for this reader, in their word for people."""
    library: Library
    index: NeedIndex
    today: date
    nearness: Nearness

    @cached_property
    def words(self) -> dict[str, str]:
        """What fills the slots of a profile's sentences."""
        people, place = self.role.people, self.contact.organization
        yours, capital = _your_people(people, self.library), people[:1].upper() + people[1:]
        return {
            "person": self.role.person, "people": people, "People": capital, "organization": place, "your_people": yours
        }  # fmt: skip

    @cached_property
    def near(self) -> tuple[FoundNeed, ...]:
        """Their own needs, and what the practice has for readers like them; not what such readers usually need."""
        return tuple(need for need in self.needs if need.recorded or need.for_reader)

    @cached_property
    def closed(self) -> Limit | None:
        """What the practice says of all whom this reader looks after, where it sees none of them."""
        return closing_limit(self.needs, self.practice, self.library)

    @cached_property
    def limits_asked(self) -> tuple[Limit, ...]:
        """What they look for, and the practice does not do."""
        return tuple(limit for limit in asked_limits(self.needs, self.practice, self.library) if limit != self.closed)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """What it does not do, and this reader should be told, beside that."""
        notes = [f"{need.text} {need.say}" for need in self.contact.needs]
        asked = match_limits(self.needs, notes, self.practice, self.library)
        told = (
            limit
            for limit in self.practice.does_not
            if not {*limit.roles}.isdisjoint(self.found.hats) or not {*limit.needs}.isdisjoint(self.role.told_limits)
        )
        return tuple(limit for limit in (*told, *asked) if limit != self.closed)

    def nearest(self, things: Iterable[T], about: Collection[str] | None = None, **least: float) -> Near[T] | None:
        """The nearest of some things to all that the record says; to somebody who asked for it, with what `about`."""
        wanted = {**self.nearness.usual(self.wanted, self.needs), **{f"#{key}": 2.0 for key in about or ()}}
        found = self.nearness.ranked(things, wanted, self.needs, for_all=about is not None, **least)
        return next(iter(found), None)

    @property
    def noted(self) -> tuple[str, ...]:
        """All that the record says of them in words: role and place, needs, details, what they asked for."""
        contact = self.contact
        notes = (note.text for part in (contact.needs, contact.details, contact.asked_for) for note in part)
        return (*contact.roles, contact.organization, contact.people_word, *notes)


def _has_no_word(role: RoleProfile, library: Library) -> bool:
    """Whether a profile speaks of people as anybody does, since its readers are of many trades."""
    return library.language == HOME and role.people == library.role_by_key[GENERAL].people


def rewording(role: RoleProfile, library: Library) -> Rewording:
    """How the practice's sentences are said in a role's word for people."""
    phrases = library.phrases
    return Rewording(role.person, role.people, _your_people(role.people, library), phrases.their_word)


def _your_people(people: str, library: Library) -> str:
    known = people != library.role_by_key["general"].people
    return library.phrases.your_people.called(people, known=known)


@dataclass(frozen=True, slots=True)
class Past:
    """What the history has of writer and reader that decides what is understood of them."""

    recalled: Sequence[str] = ()
    """Its `mention` of events."""
    met_on: Sequence[date] = ()
    last: date | None = None
    """The last day in touch; ``None`` where they never were."""
    turn: int = 0
    """Which of several wordings is this reader's."""


def understand(contact: Contact, found: FoundRole, setting: Setting, past: Past) -> Reader:
    """A contact as a reader in one role."""
    library, index, today = setting.library, setting.index, setting.today
    role = library.role_by_key.get(found.role.key) or library.role_by_key["general"]
    trades = library.role_words.people_word(contact.roles) if _has_no_word(role, library) else ""
    role = in_their_words(role, contact.people_word or trades, library.phrases.your_people)
    practice, word = setting.practice_for(found.hats), rewording(role, library)
    needs = needs_as(contact, found, setting)
    known = past.last is not None
    reported = report(contact, needs, role, library, today, known=known, met_on=past.met_on, turn=past.turn)
    needs = tuple(sorted(needs, key=lambda need: need.key not in reported.needs))  # what was said is answered first
    notes = [*_noted(contact, found, reported, library), *((text, RECALLED) for text in past.recalled)]
    wanted = setting.nearness.wanted(contact, needs, notes, reported.needs)
    things, is_known = _spoken_of(practice, setting, past.last), role.key != GENERAL
    stranger = not (is_known or contact.needs or contact.details or contact.asked_for)
    nearby = (
        _for_strangers(things, wanted, needs, setting)
        if stranger
        else _near(things, wanted, needs, setting, known=is_known)
    )
    helps, usual, wide = (tuple(replace(one, thing=word.thing(one.thing)) for one in near) for near in nearby)
    if closing_limit(needs, practice, library) is None:  # the practice's ways to refer are for others than theirs
        practice = setting.told_to(found.hats, word)
    return Reader(
        contact,
        found,
        role,
        needs,
        reported,
        wanted,
        helps,
        usual,
        wide,
        practice,
        library,
        index,
        today,
        setting.nearness,
    )


def _noted(contact: Contact, found: FoundRole, reported: Reported, library: Library) -> Iterator[tuple[str, float]]:
    """The needs of a contact in one role as they are noted, each with what it counts."""
    others = of_another(contact, found, library)
    for at, need in enumerate(contact.needs):
        if need.text not in others:
            repeated = not {*reported.said.where}.isdisjoint(contact.cite("needs", at))
            short = len(need.text.split()) < _A_NOTE  # the wording of one's own says more than a word or two
            yield (need.say if short and need.say else need.text or need.need), REPEATED if repeated else 1.0


_Things = list[Near[Thing]]


def _near(
    things: Sequence[Thing], wanted: Weights, needs: Sequence[FoundNeed], setting: Setting, *, known: bool
) -> tuple[_Things, _Things, _Things]:
    """What is near to a reader; where nothing is, what is for such readers; and what else anybody may need.

    Their role is `known`, or nobody knows whom they could gather.
    """
    near = setting.nearness
    helps = _helps(things, wanted, needs, near, known=known)
    weights = near.usual(wanted, needs)
    lasting = [thing for thing in things if _is_lasting(thing, setting.today) and near.is_about(thing, weights)]
    usual = [] if helps else near.ranked(lasting, weights, needs, least=_USUAL)
    offers = _without(_written_offers(lasting), [*helps, *usual])
    nearly: _Things = [*near.ranked(offers, wanted, needs, least=_NEARLY)]
    access = setting.library.phrases.access
    anybody = [
        Near(offer, 0, (), FoundNeed(key, "anybody's people may need it", (), recorded=False))
        for offer in _open_to(_without(offers, nearly), wanted, needs, setting)
        if (key := next((key for key in access if key in offer.needs), ""))
    ]
    return helps, usual, [*nearly, *anybody]


def _for_strangers(
    things: Sequence[Thing], wanted: Weights, needs: Sequence[FoundNeed], setting: Setting
) -> tuple[_Things, _Things, _Things]:
    """For somebody of whom nothing is known what is for anybody, in the order of the practice: what it is there for."""
    literal = setting.library.phrases.literal
    helps = _helps(things, wanted, needs, setting.nearness, known=False)
    offers = _written_offers(thing for thing in things if _is_lasting(thing, setting.today))
    anybody: _Things = [
        Near(offer, 0, (), FoundNeed(offer.needs[0], "it is for anybody", (), recorded=False))
        for offer in _open_to(_without(offers, helps), wanted, needs, setting)
        if offer.needs and offer.needs[0] not in literal
    ]
    return helps, [], anybody


def _written_offers(things: Iterable[Thing]) -> list[Offer]:
    """The offers that the practice has written itself."""
    return [thing for thing in things if isinstance(thing, Offer) and thing.cite("text")]


def _open_to(offers: Iterable[Offer], wanted: Weights, needs: Sequence[FoundNeed], setting: Setting) -> Iterator[Offer]:
    """Those that are kept for nobody else, in the order of the practice."""
    have, near = {need.key for need in needs}, setting.nearness
    return (offer for offer in offers if near.is_of_theirs(offer, wanted) and near.is_open(offer, have))


def _helps(
    things: Sequence[Thing], wanted: Weights, needs: Sequence[FoundNeed], near: Nearness, *, known: bool
) -> _Things:
    """What is near; a talk that nobody looks for has to be nearest or strong.

    And it has to be more than about a need of somebody of whom nobody knows whom they could gather.
    """

    def is_weak(at: int, one: Near[Thing]) -> bool:
        only_a_need = one.recorded and not any(term[0] == "=" for term in one.shared)
        return isinstance(one.thing, Talk) and one.points < _STRONG and bool(at or (only_a_need and not known))

    ranked = near.ranked(things, wanted, needs)
    weak = [one for at, one in enumerate(ranked) if is_weak(at, one)]
    return near.ranked(_without(things, weak), wanted, needs) if weak else ranked


def _without(things: Sequence[T], near: Iterable[Near[Thing]]) -> list[T]:
    """Things but those that are near: the very same, since two of a practice may say the same."""
    gone = {id(one.thing) for one in near}
    return [thing for thing in things if id(thing) not in gone]


def _is_lasting(thing: Thing, today: date) -> bool:
    """Whether it is no news, and no offer that has yet to begin."""
    later = isinstance(thing, Offer) and thing.start is not None and thing.start > today
    return not (later or isinstance(thing, Update))


def _spoken_of(practice: Practice, setting: Setting, last: date | None) -> list[Thing]:
    """All that the practice has for a reader, without what has long been no news, to them at least."""
    fresh = setting.today - timedelta(days=setting.library.phrases.fresh_days)
    fresh = min(fresh, last) if last else fresh
    updates = (update for update in practice.updates if update.date > fresh)
    return [*practice.offers, *setting.nearness.panels, *updates, *practice.talks, *practice.handouts]


def needs_as(contact: Contact, found: FoundRole, setting: Setting) -> tuple[FoundNeed, ...]:
    """What a contact needs in one role, own needs first; what they need in another is left out.

    What such readers usually need is left out, too, where the practice does not see those whom they look after.
    """
    library = setting.library
    needs = needs_of(contact, found.role, setting.index, library)
    others = of_another(contact, found, library)
    closed = closing_limit(needs, setting.practice, library) is not None
    return tuple(
        need for need in needs
        if not (need.recorded and need.text in others) and (need.recorded or need.for_reader or not closed)
    )  # fmt: skip


def role_of(contact: Contact, setting: Setting) -> FoundRole:
    """The role in which a contact is written to, and how sure that is.

    Of several it is the first, unless more of their needs are of another, or the practice answers more of them there.
    """
    library = setting.library
    hats = hats_of(contact, library)

    def of_use(hat: FoundRole) -> int:
        offers, needs = setting.practice_for(hat.hats).offers, needs_as(contact, hat, setting)
        met = (need for need in needs if need.recorded and any(answers(offer, need) for offer in offers))
        return own_needs(contact, hat, library) + len([*met][:2])

    return hats[0] if len(hats) == 1 else max(hats, key=of_use)
