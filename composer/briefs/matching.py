"""From a reader's needs to the practice's offers: what to say to this one, and why that.

The rule: an offer appears only where one of the reader's needs is among those it answers, where it is meant for the
reader's role, where it still stands, and where the reader has such people as it says it is for. The reader's own needs
come first, those that the letter has spoken of before the others; then the usual ones of the role. At most two offers.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from composer.briefs.content import content_stems
from composer.briefs.needs import FoundNeed
from composer.records.library import Library
from composer.records.practice import Handout, HowToRefer, Limit, Offer, Practice, Talk, Update

_MOST_OFFERS = 2
_MOST_NEWS = 2
_ALIKE = 2


@dataclass(frozen=True, slots=True)
class OfferMatch:
    """An offer for a reader, and the need it answers."""

    offer: Offer
    need: FoundNeed
    because: str


def is_meant_for(one: Offer | Update | Talk | Handout | HowToRefer, hats: Collection[str]) -> bool:
    """Whether something of the practice is for readers with one of these hats: for anybody, or for one of them."""
    return not one.roles or not {*one.roles}.isdisjoint(hats)


def match_offers(
    needs: Sequence[FoundNeed], practice: Practice, hats: Collection[str], day: date
) -> tuple[OfferMatch, ...]:
    """The offers of a practice that answer these needs on that day, best first, at most two."""
    return _match(needs, practice.offers, hats, day)


def _match(
    needs: Sequence[FoundNeed], offers: Sequence[Offer], hats: Collection[str], day: date
) -> tuple[OfferMatch, ...]:
    matches: list[OfferMatch] = []
    have, own = {need.key for need in needs}, {need.key for need in needs if need.recorded}
    suiting = [offer for offer in offers if not offer.whom or have & {*offer.whom}]
    suiting.sort(key=lambda offer: -len(own & {*offer.needs}))
    for need in needs:
        offer = _offer_for(need.key, suiting, hats, day, [match.offer for match in matches])
        if offer:
            because = f"it answers '{need.key}': {need.because}"
            matches.append(OfferMatch(offer, need, because))
        if len(matches) == _MOST_OFFERS:
            break
    return tuple(matches)


def _offer_for(
    need: str, offers: Iterable[Offer], hats: Collection[str], day: date, taken: Sequence[Offer]
) -> Offer | None:
    """The offer chiefly about a need before one that also answers it; one for the role before one for anybody."""
    fitting = [
        offer
        for offer in offers
        if need in offer.needs and offer.stands_on(day) and is_meant_for(offer, hats) and offer not in taken
    ]
    return min(fitting, key=lambda offer: (offer.needs.index(need), not offer.roles), default=None)


def match_by_words(
    notes: Iterable[FoundNeed], practice: Practice, hats: Collection[str], day: date, library: Library
) -> tuple[OfferMatch, ...]:
    """The offer that says most of what one of these notes says, where the vocabulary has no answer to any of them.

    Two words that carry meaning at least: one alone is too often a chance.
    """
    standing = [offer for offer in practice.offers if offer.stands_on(day) and is_meant_for(offer, hats)]
    stems = [(offer, content_stems(" ".join((offer.text, *offer.needs)), library)) for offer in standing]
    alike = [
        (len(both), OfferMatch(offer, note, f"it and the record both say {_listed(both)}"))
        for note in notes
        for offer, said in stems
        if len(both := sorted(said & content_stems(note.text, library))) >= _ALIKE
    ]
    return (max(alike, key=lambda pair: pair[0])[1],) if alike else ()


def _listed(stems: Sequence[str]) -> str:
    return " and ".join(f"'{stem}'" for stem in stems)


def match_openings(
    needs: Sequence[FoundNeed], practice: Practice, hats: Collection[str], day: date
) -> tuple[OfferMatch, ...]:
    """The offers that begin or end on a day and answer one of these needs: what has come free, for whom it suits."""
    dated = tuple(offer for offer in practice.offers if offer.until or offer.start)
    return _match(needs, dated, hats, day)


def match_talk(needs: Iterable[FoundNeed], practice: Practice, hats: Collection[str], day: date) -> Talk | None:
    """The talk about one of these needs, by the first need that has one; ``None`` where none fits this reader."""
    for need in needs:
        for talk in practice.talks:
            if need.key in talk.needs and is_meant_for(talk, hats) and (talk.until is None or day <= talk.until):
                return talk
    return None


def match_limits(
    needs: Iterable[FoundNeed], practice: Practice, hats: Collection[str], *, said: Collection[str], library: Library
) -> tuple[Limit, ...]:
    """What to say the practice does not do, one thing at most.

    It is said where the letter speaks of a need that it is about, where the reader's note says what the sentence says,
    or where it is for all of this role. Out of nowhere it would only turn people away. `said` are the needs that the
    letter has already spoken of.
    """
    own = [need for need in needs if need.recorded]

    def is_asked(limit: Limit) -> bool:
        about = content_stems(limit.text, library)
        asked = (need for need in own if need.key in limit.needs)
        return any(
            need.key in said or not need.text or not about.isdisjoint(content_stems(need.text, library))
            for need in asked
        )

    return tuple(limit for limit in practice.does_not if not {*limit.roles}.isdisjoint(hats) or is_asked(limit))[:1]


def match_updates(
    needs: Iterable[FoundNeed], practice: Practice, hats: Collection[str], since: date | None, day: date
) -> tuple[Update, ...]:
    """News since the last letter that matters to this reader, newest first; an undated past means all of it."""
    keys = {need.key for need in needs}
    fresh = [
        update
        for update in practice.updates
        if update.date <= day
        and (since is None or update.date > since)
        and (update.until is None or day <= update.until)
        and is_meant_for(update, hats)
        and (not update.needs or keys & set(update.needs))
    ]
    return tuple(sorted(fresh, key=lambda update: update.date, reverse=True))[:_MOST_NEWS]
