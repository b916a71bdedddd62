"""From a reader's needs to the practice's offers: what to say to this one, and why that.

The rule: an offer appears only where one of the reader's needs is among those it answers, where it is meant for the
reader's role, where it still stands, and where the reader has such people as it says it is for. The reader's own needs
come first, those that the letter has spoken of before the others; then the usual ones of the role. At most two offers.

The practice is here one that holds only what is for this reader and still stands; see `Practice.for_readers`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from composer.briefs.content import content_stems
from composer.briefs.needs import FoundNeed
from composer.patterns import regex
from composer.records.library import Library
from composer.records.practice import Limit, Offer, Practice, Talk, Update

_MOST_OFFERS = 2
_MOST_NEWS = 2
_ALIKE = 2
_WORD = regex(r"\w+")


class OfferMatch(NamedTuple):
    """An offer for a reader, and the need it answers."""

    offer: Offer
    need: FoundNeed
    because: str


def match_offers(needs: Sequence[FoundNeed], offers: Iterable[Offer]) -> tuple[OfferMatch, ...]:
    """The offers that answer these needs, in the order of the needs, at most two."""
    matches: list[OfferMatch] = []
    have, own = {need.key for need in needs}, {need.key for need in needs if need.recorded}
    open_to = [offer for offer in offers if not offer.whom or have & {*offer.whom}]
    for need in needs:
        taken = [match.offer for match in matches]
        fitting = [offer for offer in open_to if answers(offer, need) and offer not in taken]
        if fitting:
            best = min(fitting, key=lambda offer: _rank(offer, need, own))
            matches.append(OfferMatch(best, need, f"it answers '{need.key}': {need.because}"))
        if len(matches) == _MOST_OFFERS:
            break
    return tuple(matches)


def answers(offer: Offer | Talk, need: FoundNeed) -> bool:
    """Whether a need is among those of an offer or a talk; one that only names their people has to be the first."""
    return need.key in (offer.needs[:1] if need.for_reader else offer.needs)


def _rank(offer: Offer, need: FoundNeed, own: Collection[str]) -> tuple[int, int, bool]:
    """What answers more of their own needs first, then what is chiefly about this one, then what is for the role."""
    return -len({*offer.needs} & {*own}), offer.needs.index(need.key), not offer.roles


def match_openings(needs: Sequence[FoundNeed], practice: Practice) -> tuple[OfferMatch, ...]:
    """The offers that begin or end on a day and answer one of these needs: what has come free, for whom it suits."""
    return match_offers(needs, [offer for offer in practice.offers if offer.until or offer.start])


def match_talk(needs: Iterable[FoundNeed], practice: Practice) -> Talk | None:
    """The talk about one of these needs, by the first need that has one; ``None`` where none fits this reader."""
    return next((talk for need in needs for talk in practice.talks if answers(talk, need)), None)


def match_limits(
    needs: Iterable[FoundNeed], notes: Iterable[str], practice: Practice, library: Library
) -> Iterator[Limit]:
    """What the practice does not do, and a reader should be told.

    It is what they need, where that is what it is chiefly about, its first need, or their note says the same word;
    what one of their `notes` says with two words of it; and what is about the people whom they look after.
    """
    own = [need for need in needs if need.recorded or need.for_reader]
    said = [content_stems(note, library) for note in notes]

    def is_asked(limit: Limit) -> bool:
        about, of_people = content_stems(limit.text, library), _is_about_people(limit, library)
        asked = (need for need in own if need.key in limit.needs)
        return any(len(about & words) >= _ALIKE for words in said) or any(
            (need.for_reader and (of_people or not library.is_group(need.key)))
            or not (need.text or need.for_reader)
            or need.key in limit.needs[:1]
            or not about.isdisjoint(content_stems(need.text, library))
            for need in asked
        )

    return filter(is_asked, practice.does_not)


def asked_limits(needs: Iterable[FoundNeed], practice: Practice, library: Library) -> Iterator[Limit]:
    """What they look for, by a need of their own, and the practice does not do: what it is chiefly about."""
    own = [need for need in needs if need.recorded]

    def is_looked_for(limit: Limit) -> bool:
        about = content_stems(limit.text, library)
        return any(
            len(about & content_stems(need.text, library)) >= (1 if need.key == limit.needs[0] else _ALIKE)
            for need in own
            if need.key in limit.needs
        )

    return filter(is_looked_for, practice.does_not)


def closing_limit(needs: Iterable[FoundNeed], practice: Practice, library: Library) -> Limit | None:
    """The limit about all the people whom a reader looks after, so that nothing for them is left to offer.

    It is about people where its first need is a group or a word of the practice's own, and about all of them where its
    text keeps none back: "under sixteen" leaves the older ones.
    """
    theirs = {need.key for need in needs if need.for_reader and library.is_group(need.key)}

    def is_of_all(limit: Limit) -> bool:
        said = f" {' '.join(_WORD.findall(limit.text.casefold()))} "
        some = any(f" {words} " in said for words in library.phrases.besides.only_some)
        return not some and all({key, _wider(key, library)} & {*limit.needs} for key in theirs)

    about = (limit for limit in practice.does_not if theirs and _is_about_people(limit, library))
    return next(filter(is_of_all, about), None)


def _is_about_people(limit: Limit, library: Library) -> bool:
    forms = library.need_by_key.get(limit.needs[0]) if limit.needs else None
    return forms is None or forms.group or forms.own


def _wider(key: str, library: Library) -> str:
    forms = library.need_by_key.get(key)
    return forms.within if forms else ""


def latest_updates(practice: Practice, since: date | None) -> tuple[Update, ...]:
    """All news since the last letter, the newest first; nothing where there was none."""
    fresh = [update for update in practice.updates if since is not None and update.date > since]
    return tuple(sorted(fresh, key=lambda update: update.date, reverse=True))[:_MOST_NEWS]


def match_updates(needs: Iterable[FoundNeed], practice: Practice, since: date | None) -> tuple[Update, ...]:
    """News since the last letter that matters to this reader, newest first; an undated past means all of it."""
    keys = {need.key for need in needs}
    fresh = [
        update
        for update in practice.updates
        if (since is None or update.date > since) and (not update.needs or keys & set(update.needs))
    ]
    return tuple(sorted(fresh, key=lambda update: update.date, reverse=True))[:_MOST_NEWS]
