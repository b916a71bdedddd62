"""What must be so for a letter to go to somebody: the words that stand in ``when:`` in its head, each a rule."""

from collections.abc import Callable, Mapping

from composer.days import days_after
from composer.letters.catalogue import Condition
from composer.planning.contact_facts import ContactFacts
from composer.planning.reason import OVER, UNMET, Reason

_INTRODUCE = Reason(UNMET, "you have not been in touch yet; an introduction comes first")


def _new(facts: ContactFacts) -> Reason | None:
    sent = facts.sent
    return Reason(OVER, f"you have written to them on {sent.date}, so it is no introduction") if sent else None


def _in_touch(facts: ContactFacts) -> Reason | None:
    return None if facts.touch else _INTRODUCE


def _referral(facts: ContactFacts) -> Reason | None:
    if facts.unthanked:
        return None
    if facts.thanked:
        return Reason(OVER, f"thanks went to them on {facts.thanked.date}, and no referral has come since")
    return Reason(UNMET, "no referral is waiting for thanks")


def _unanswered(facts: ContactFacts) -> Reason | None:
    """The last letter was commercial, and nothing has come back for two weeks to six months."""
    sent, limits = facts.sent, facts.limits
    since = facts.last("replied", "met", "called", "referral-received") if sent else None
    if sent and since and since.date >= sent.date:
        return Reason(OVER, f"they have been in touch on {since.date}, after your letter")
    head = facts.heads.get(sent.letter) if sent else None
    if sent is None or head is None or head.purpose != "commercial" or head.once == "per letter":
        return Reason(UNMET, "no letter of yours is waiting for an answer")
    days, patience = (facts.today - sent.date).days, limits.follow_up_days
    if days < patience:
        text = f"your letter of {sent.date} is {days} days old; give it {patience}"
        return Reason(UNMET, text, "later", days_after(sent.date, patience))
    old = days > limits.follow_up_until_days
    return Reason(UNMET, f"your letter of {sent.date} is too old to follow up") if old else None


def _asked_for_facts(facts: ContactFacts) -> Reason | None:
    if facts.open_request:
        return None
    if facts.sent and facts.last("update-requested"):
        return Reason(OVER, f"your letter of {facts.sent.date} has answered them")
    return Reason(UNMET, "nobody there has asked for your details")


def _silent(facts: ContactFacts) -> Reason | None:
    if facts.touch is None or _long_silent(facts):
        return _in_touch(facts)
    text = f"you were in touch on {facts.touch}, and that is not long ago"
    return Reason(UNMET, text, "later", days_after(facts.touch, facts.limits.silence_days + 1))


def _not_silent(facts: ContactFacts) -> Reason | None:
    text = f"you were last in touch on {facts.touch}; after so long, write to reconnect first"
    return Reason(UNMET, text) if _long_silent(facts) else None


def _long_silent(facts: ContactFacts) -> bool:
    return facts.touch is not None and (facts.today - facts.touch).days > facts.limits.silence_days


def _gone(facts: ContactFacts) -> Reason | None:
    if facts.gone not in {"moved", "retired"}:
        return Reason(UNMET, "they are still there, as far as the record knows")
    if facts.contact.successor:
        return Reason(UNMET, f"you know who came after them: {facts.contact.successor}")
    return None if facts.contact.organization else Reason(UNMET, "the record names no organization to ask")


def _release(facts: ContactFacts) -> Reason | None:
    if facts.release is None:
        return Reason(UNMET, "it needs a signed release; give its last day with --release")
    return None if facts.release >= facts.today else Reason(UNMET, f"the release ended on {facts.release}")


BY_EVENTS: Mapping[Condition, Callable[[ContactFacts], Reason | None]] = {
    "new": _new,
    "in-touch": _in_touch,
    "referral": _referral,
    "unanswered": _unanswered,
    "asked-for-facts": _asked_for_facts,
    "silent": _silent,
    "not-silent": _not_silent,
    "gone": _gone,
    "release": _release,
}
"""The conditions that hang on what happened; ``talk`` and ``opening`` hang on what the practice has to offer."""
