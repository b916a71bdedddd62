"""How somebody gets to the practice, and the page it can send: the practice's own sentences, chosen for one reader."""

import re
from collections.abc import Collection

from composer.briefs.statement import Statement, Tree
from composer.records.contacts import Contact, Organization
from composer.records.phrases import Answers, Phrases
from composer.records.practice import Handout, HowToRefer, Practice
from composer.records.roles import RoleProfile, fill

_MOST = 2
_REACH = re.compile(r"\(?\d[\d ().-]{5,}\d|\S+@\S+\w|\[\[CONFIRM: the number[^]]*\]\]")
_EMAIL = re.compile(r"\b(?:e-?mail|correo)", re.IGNORECASE)
_INNER_END = re.compile(r"[.!?]\s+\S")
_FACTS = ("phone", "fax", "call_back", "when_full")


def how_to_refer(
    practice: Practice, role: RoleProfile, words: dict[str, str], reached: Collection[str], phrases: Phrases
) -> list[Statement]:
    """At most two sentences: those for the reader's role come before the others, and no number is said twice.

    What names a number stands first. A sentence for a channel is said to those who are `reached` by it, and one whose
    fact neither the practice nor `words` have to nobody. A practice that says none has its number given.
    """
    fitting = [
        one
        for one in practice.how_to_refer
        if (not one.roles or role.key in one.roles) and (not one.channel or one.channel in reached)
    ]
    words = {**words, **{fact: getattr(practice, fact) for fact in _FACTS}}
    told = [(one, text) for one in sorted(fitting, key=lambda one: not one.roles) if (text := fill(one.text, words))]
    first = next((pair for pair in told if _numbers(pair[1])), None)
    chosen = [first] if first else []
    for one, text in told:
        given = {number for _, said in chosen for number in _numbers(said)}
        if len(chosen) < _MOST and (one, text) not in chosen and given.isdisjoint(_numbers(text)):
            chosen.append((one, text))
    chosen.sort(key=lambda pair: not _numbers(pair[1]))
    given_by_hand = [Statement(text, _because(one, role), one.cite("text")) for one, text in chosen]
    plain = fill(phrases.refer, words) if not practice.how_to_refer else ""
    return given_by_hand or ([Statement(plain, "the practice's number", practice.cite("phone"))] if plain else [])


def keep_private(refer: list[Statement], words: dict[str, str], phrases: Phrases, voice: int) -> list[Statement]:
    """The request to keep details out of email, where a way to refer is given that does not speak of email itself."""
    told = any(_EMAIL.search(said.text) for said in refer)
    if told or not refer or not phrases.private:
        return []
    text = fill(phrases.private[voice % len(phrases.private)], words)
    return [Statement(text, "whoever is invited to refer may answer by email")] if text else []


def _numbers(text: str) -> set[str]:
    """The numbers to call or to fax that a sentence names, the addresses, and the question where one is missing."""
    return set(_REACH.findall(text))


def page_text(page: Handout, answers: Answers) -> str:
    """What a letter says of a page: the practice's sentence where it is one, otherwise what the page is called."""
    if page.text.partition(" ")[0].casefold() in answers.begin_sentence and not _INNER_END.search(page.text):
        return page.text
    return (answers.page if page.name[:1].isupper() else answers.page_plain).replace("{name}", page.name)


def handout(practice: Practice, role: RoleProfile, answers: Answers) -> dict[str, Tree]:
    """The page to send to readers of a role, its ``name`` and its ``text``; both are empty where there is none."""
    fitting = [one for one in practice.handouts if not one.roles or role.key in one.roles]
    chosen: Handout | None = min(fitting, key=lambda one: not one.roles, default=None)
    because = "a page that the practice has"
    if chosen is None:
        return {"name": "", "text": ""}
    return {
        "name": Statement(chosen.name, because, chosen.cite("name")),
        "text": Statement(page_text(chosen, answers), because, chosen.cite("text")),
    }


def channels(contact: Contact, place: Organization | None) -> frozenset[str]:
    """How a reader can be reached: by what the record has for them, and by what it says that they like."""
    fields = {
        "email": contact.email,
        "fax": contact.fax or (place.fax if place else ""),
        "phone": contact.phone or (place.phone if place else ""),
        "post": contact.address or (place.address if place else ""),
    }
    return frozenset({name for name, value in fields.items() if value} | set(contact.channel.casefold().split()))


def _because(one: HowToRefer, role: RoleProfile) -> str:
    if one.roles:
        return f"how the practice says it to {role.name.lower()} readers"
    return "how the practice says it" + (f" to those it reaches by {one.channel}" if one.channel else "")
