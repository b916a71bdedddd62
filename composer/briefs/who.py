"""Who writes, for a reader who does not know the writer: one plain line, and how the two came to know of each other."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from composer.briefs.dates import when_phrase
from composer.briefs.discretion import is_name, speaks_of_a_client
from composer.briefs.statement import NOTHING, Statement
from composer.patterns import regex
from composer.records.contacts import Contact
from composer.records.history import History
from composer.records.library import Library
from composer.records.own_roles import meant_most
from composer.records.phrases import Beginning, Phrases
from composer.records.practice import Practice

_SECOND = regex(r";|[.!?]\s+\S")
"""Where a note has a second sentence, which no clause of a letter can hold."""
_OF_THEM = regex(
    r"(?:we \w+|(?:has|is|works|runs|leads|teaches|knows|lives)|(?:she|he|they|we)(?:['\u2019](?:s|re|ve)| is| are| has"
    r"| have| works?| runs?| leads?| teach(?:es)?))\b"
    r"(?!.*(?:\b(?:my|our) (?:name|number|card|page)\b|\b(?:not|never|late|dead|fired|left)\b|n['\u2019]t\b))",
    re.IGNORECASE | re.DOTALL,
)
"""How a note begins that says who somebody is, so that the plain sentence is right that they gave the name."""
_SLIGHT = frozenset({"met", "sent"})
_SLOTS = regex(r"\{how\}|\{rest\}")
# Words of a note that may mean its reader, and are never turned around by rule; where it says "you" they mean another.
_OTHERS = frozenset({"she", "he", "they", "her", "his", "their", "him", "them"})
_ASIDE = regex(r"\s*[,;(]\s*(?:she|he|they|we|you|I)\b.*", re.IGNORECASE | re.DOTALL)


def who_writes(
    practice: Practice, hats: frozenset[str], roles: Iterable[str], phrases: Phrases, voice: int
) -> Statement:
    """The practice's own sentence for a role's readers, who take turns with several; or one made of licence and town.

    Nothing where neither is known. The `roles` are the reader's own words for what they are.
    """
    fitting = meant_most([each for each in practice.introduction if not hats.isdisjoint(each.roles)], roles)
    fitting = fitting or [each for each in practice.introduction if not each.roles]
    own = fitting[voice % len(fitting)] if fitting else None
    if own:
        return Statement(own.text, "strangers are told who writes", own.cite("text"))
    words = {"trade": trade(practice, phrases), "town": town(practice), "practice": practice.practice}
    form = next((form for form in phrases.who if all(words[slot] for slot in words if f"{{{slot}}}" in form)), "")
    for slot, word in words.items():
        form = form.replace(f"{{{slot}}}", word)
    field = "licences" if words["trade"] else "practice"
    return (
        Statement(form, "strangers are told who writes, by licence and town", practice.cite(field)) if form else NOTHING
    )


def trade(practice: Practice, phrases: Phrases) -> str:
    """What the licence makes the writer, in everyday words: ``a counselor``; in full for somebody under supervision."""
    titles = " / ".join(licence.title.casefold() for licence in practice.licences)
    if practice.supervised_by or any(word in titles for word in phrases.no_trades):
        return ""
    for said, words in phrases.trades.items():
        if said in titles:
            return words
    return ""


def town(practice: Practice) -> str:
    """The town of the practice's address: what stands before the comma of its last line that has one."""
    lines = [line for line in practice.address.split("\n") if "," in line]
    found = lines[-1].partition(",")[0].strip() if lines else ""
    return found if not any(letter.isdigit() for letter in found) else ""  # a street, or a box


def known(contact: Contact, history: History) -> bool:
    """Whether this reader knows who writes: a letter had an answer, or they have spoken, and not only met."""
    events = {event.event for event in history.of(contact.id)}
    return history.last_touch_event(contact.id) is not None and not events <= _SLIGHT


def introduced(contact: Contact, phrases: Phrases) -> Statement:
    """Who gave the writer this reader's name; nothing where nobody did."""
    by, grammar = contact.introduced_by, phrases.grammar
    if by is None or contact.unknown_person or not is_name(by.name, grammar) or speaks_of_a_client(by.name, grammar):
        return NOTHING
    if by.how and speaks_of_a_client(by.how, grammar):
        return NOTHING  # without it the sentence would still be about that client
    how = "" if _SECOND.search(by.how) else by.how
    text = begin(how, phrases.introduced) if how == by.how else ""
    text = text or (begin("", phrases.introduced) if _OF_THEM.match(by.how) else "")
    if not text:
        return NOTHING  # it may be that they were given your name, or what no letter begins with
    return Statement(text.replace("{name}", by.name), "somebody you both know", contact.cite("introduced_by"))


def met(contact: Contact, library: Library, today: date, *, dated: bool = True) -> Statement:
    """Where writer and reader have met, and when; nothing where they have not."""
    if contact.met is None or contact.unknown_person:
        return NOTHING
    phrases, day, said = library.phrases, contact.met.date, contact.met.text
    if speaks_of_a_client(said, phrases.grammar) or "?" in said or (day and day > today):
        return NOTHING
    when = when_phrase(day, today, phrases.dates, library.language) if day and dated else ""
    text = begin(contact.met.text, phrases.met).replace(" {when}", f" {when}" if when else "")
    return Statement(text[:1].upper() + text[1:], "you have met", contact.cite("met"), day) if text else NOTHING


def form_for(how: str, forms: Sequence[Beginning]) -> Beginning | None:
    """The first form that is for these words, or the one for any; ``None`` where there is neither."""
    said = f"{how.casefold()} "
    form = next((form for form in forms if any(said.startswith(f"{words} ") for words in form.begins)), None)
    return form or next((form for form in forms if not form.begins), None)


def begin(how: str, forms: Sequence[Beginning]) -> str:
    """A record's words in the sentence that fits their first one; empty where none does."""
    how = _ASIDE.sub("", how).rstrip(" .")
    form, said = form_for(how, forms), set(how.casefold().split())
    if form is None or (how and not (_SLOTS.search(form.text) and (_OTHERS.isdisjoint(said) or "you" in said))):
        return ""
    how = how[:1].lower() + how[1:] if form.begins and not how.startswith("I ") else how
    return form.text.replace("{how}", how).replace("{rest}", how.partition(" ")[2])
