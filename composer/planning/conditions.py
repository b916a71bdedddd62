"""What must be so for a letter to go to somebody: the words that stand in ``when:`` in its head, each a rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from composer.briefs.matching import match_openings, match_talk
from composer.letters.catalogue import Condition, LetterHead
from composer.planning.rules import YEAR, is_gone, open_request, unthanked

if TYPE_CHECKING:
    from composer.briefs.brief import Briefer
    from composer.records.book import Records
    from composer.records.contacts import Contact
    from composer.records.history import Event

LONG_SILENCE = 2 * YEAR
_PATIENCE_DAYS = 14
_FORGOTTEN_DAYS = 180


@dataclass(frozen=True, slots=True)
class Case:
    """One contact on one day, with all that a condition may look at."""

    contact: "Contact"
    records: "Records"
    briefer: "Briefer"
    thanks: frozenset[str]
    """The letters that thank for a referral."""
    heads: Mapping[str, LetterHead]
    today: date
    sent: "Event | None"
    """The last letter to them."""
    touch: date | None
    """The day of the last letter, call, meeting or reply."""
    release: date | None = None
    """The last day of a signed release, where one was given."""


def obstacle(head: LetterHead, case: Case) -> str:
    """The first of a letter's conditions that does not hold, as a reason; empty where all hold."""
    for name in head.when:
        if reason := CONDITIONS[name](case):
            return reason
    return ""


def _new(case: Case) -> str:
    sent = case.sent
    return f"you have written to them on {sent.date}, so it is no introduction" if sent else ""


def _in_touch(case: Case) -> str:
    return "" if case.touch else _INTRODUCE


def _referral(case: Case) -> str:
    waiting = unthanked(case.contact, case.records.history, case.thanks)
    return "" if waiting else "no referral is waiting for thanks"


def _unanswered(case: Case) -> str:
    """The last letter was commercial, and nothing has come back for two weeks to six months."""
    history, contact, sent = case.records.history, case.contact.id, case.sent
    head = case.heads.get(sent.letter) if sent else None
    if sent is None or head is None or head.purpose != "commercial" or head.once == "per letter":
        return "no letter of yours is waiting for an answer"
    since = history.last(contact, "replied", "met", "called", "referral-received")
    if since and since.date >= sent.date:
        return f"they have been in touch on {since.date}, after your letter"
    days = (case.today - sent.date).days
    if days < _PATIENCE_DAYS:
        return f"your letter of {sent.date} is {days} days old; give it {_PATIENCE_DAYS}"
    return "" if days <= _FORGOTTEN_DAYS else f"your letter of {sent.date} is too old to follow up"


def _asked_for_facts(case: Case) -> str:
    waiting = open_request(case.contact, case.records.history)
    return "" if waiting else "nobody there has asked for your details; log it as 'update requested'"


def _talk(case: Case) -> str:
    role = case.briefer.role_of(case.contact).role.key
    talk = match_talk(case.briefer.needs(case.contact), case.records.practice, role, case.today)
    return "" if talk else "no talk in practice.yaml is about a need of theirs"


def _opening(case: Case) -> str:
    role = case.briefer.role_of(case.contact).role.key
    found = match_openings(case.briefer.needs(case.contact), case.records.practice, role, case.today)
    return "" if found else "no dated offer in practice.yaml answers a need of theirs"


def _silent(case: Case) -> str:
    last = case.touch
    if last is None:
        return _INTRODUCE
    return "" if case.today - last > LONG_SILENCE else f"you were in touch on {last}, and that is not long ago"


def _not_silent(case: Case) -> str:
    last = case.touch
    silent = last and case.today - last > LONG_SILENCE
    return f"you were last in touch on {last}; after so long, write to reconnect first" if silent else ""


def _gone(case: Case) -> str:
    gone = is_gone(case.contact, case.records.history)
    if gone not in {"moved", "retired"}:
        return "they are still there, as far as the record knows"
    return "" if case.contact.organization else "the record names no organization to ask"


def _release(case: Case) -> str:
    if case.release is None:
        return "it needs a signed release; give its last day with --release"
    return "" if case.release >= case.today else f"the release ended on {case.release}"


_INTRODUCE = "you have not been in touch yet; an introduction comes first"
CONDITIONS: Mapping[Condition, Callable[[Case], str]] = {
    "new": _new,
    "in-touch": _in_touch,
    "referral": _referral,
    "unanswered": _unanswered,
    "asked-for-facts": _asked_for_facts,
    "talk": _talk,
    "opening": _opening,
    "silent": _silent,
    "not-silent": _not_silent,
    "gone": _gone,
    "release": _release,
}
