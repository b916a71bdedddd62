"""From a reader's needs to the practice's offers: what to say to this one, and why that.

The rule: an offer appears only where one of the reader's needs is among those it answers, where it is meant for the
reader's role, and where it still stands. The reader's own needs come first, in the record's order; then the usual
ones of the role. At most two offers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from composer.briefs.needs import FoundNeed
from composer.records.practice import Limit, Offer, Practice, Talk, Update

_MOST_OFFERS = 2
_MOST_NEWS = 2


@dataclass(frozen=True, slots=True)
class OfferMatch:
    """An offer for a reader, and the need it answers."""

    offer: Offer
    need: FoundNeed
    because: str


def match_offers(needs: Sequence[FoundNeed], practice: Practice, role: str, day: date) -> tuple[OfferMatch, ...]:
    """The offers of a practice that answer these needs on that day, best first, at most two."""
    return _match(needs, practice.offers, role, day)


def _match(needs: Sequence[FoundNeed], offers: Sequence[Offer], role: str, day: date) -> tuple[OfferMatch, ...]:
    matches: list[OfferMatch] = []
    for need in needs:
        offer = _offer_for(need.key, offers, role, day, [match.offer for match in matches])
        if offer:
            because = f"it answers '{need.key}': {need.because}"
            matches.append(OfferMatch(offer, need, because))
        if len(matches) == _MOST_OFFERS:
            break
    return tuple(matches)


def _offer_for(need: str, offers: Iterable[Offer], role: str, day: date, taken: Sequence[Offer]) -> Offer | None:
    """The offer chiefly about a need before one that also answers it; one for the role before one for anybody."""
    fitting = [
        offer
        for offer in offers
        if need in offer.needs
        and offer.stands_on(day)
        and (not offer.roles or role in offer.roles)
        and offer not in taken
    ]
    return min(fitting, key=lambda offer: (offer.needs.index(need), not offer.roles), default=None)


def match_openings(needs: Sequence[FoundNeed], practice: Practice, role: str, day: date) -> tuple[OfferMatch, ...]:
    """The offers that begin or end on a day and answer one of these needs: what has come free, for whom it suits."""
    dated = tuple(offer for offer in practice.offers if offer.until or offer.start)
    return _match(needs, dated, role, day)


def match_talk(needs: Iterable[FoundNeed], practice: Practice, role: str, day: date) -> Talk | None:
    """The talk about one of these needs, by the first need that has one; ``None`` where none fits this reader."""
    for need in needs:
        for talk in practice.talks:
            meant = not talk.roles or role in talk.roles
            if need.key in talk.needs and meant and (talk.until is None or day <= talk.until):
                return talk
    return None


def match_limits(needs: Iterable[FoundNeed], practice: Practice, role: str) -> tuple[Limit, ...]:
    """What to say the practice does not do: where the reader's own need is one, or the role asks; one at most."""
    own = {need.key for need in needs if need.recorded}
    return tuple(limit for limit in practice.does_not if role in limit.roles or own & set(limit.needs))[:1]


def match_updates(
    needs: Iterable[FoundNeed], practice: Practice, role: str, since: date | None, day: date
) -> tuple[Update, ...]:
    """News since the last letter that matters to this reader, newest first; an undated past means all of it."""
    keys = {need.key for need in needs}
    fresh = [
        update
        for update in practice.updates
        if update.date <= day
        and (since is None or update.date > since)
        and (update.until is None or day <= update.until)
        and (not update.roles or role in update.roles)
        and (not update.needs or keys & set(update.needs))
    ]
    return tuple(sorted(fresh, key=lambda update: update.date, reverse=True))[:_MOST_NEWS]
