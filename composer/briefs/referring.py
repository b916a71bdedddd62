"""How somebody gets to the practice, and the page it can send: the practice's own sentences, chosen for one reader."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from composer.briefs.content import first_sentence
from composer.briefs.reader import Reader
from composer.briefs.statement import Statement, Tree
from composer.patterns import regex
from composer.records.contacts import Contact, Organization
from composer.records.own_roles import meant_most
from composer.records.phrases import Phrases
from composer.records.practice import Handout, HowToRefer, Practice
from composer.records.roles import RoleProfile, fill

_MOST = 2
_A_WORD = 0.3
"""How near a page must be that a follow-up brings: one word of its name or first sentence that is no common one."""
_REACH = regex(r"\(?\d[\d ().-]{5,}\d|\S+@\S+\w|\[\[CONFIRM: the number[^]]*\]\]")
_EMAIL = regex(r"\b(?:e-?mail|correo)", re.IGNORECASE)
_INNER_END = regex(r"(?<=[.!?])\s+(?=\S)")
_FACTS = ("phone", "fax", "call_back", "when_full")


def how_to_refer(reader: Reader, reached: Collection[str]) -> list[Statement]:
    """At most two sentences: those for the reader's role, or else one for anybody and one for how they are reached.

    Beside what is for a role no way for everybody stands, which would be a second instruction. What names a number
    stands first, and no number is said twice. A sentence for a channel is said to those who are `reached` by it, but
    for one that is for their role, who know how to send a fax; one whose fact nobody has written down is said to
    nobody. A practice that says none has its number given.
    """
    practice = reader.practice
    words = {**reader.words, **refer_facts(practice)}
    if reader.closed:  # "students can call" is not so where none is seen
        anybody = reader.library.role_by_key["general"]
        words |= {"person": anybody.person, "people": anybody.people, "People": anybody.people.capitalize()}
    told = [(one, text) for one in practice.how_to_refer if (text := fill(one.text, words))]
    for_such = meant_most([one for one, _ in told if one.roles], reader.contact.roles)
    for_role = [pair for pair in told if pair[0] in for_such and (pair[0].channel != "email" or "email" in reached)]
    for_all = _one_for_each(pair for pair in told if not pair[0].roles and pair[0].channel in {None, *reached})
    for_all = [pair for pair in for_all if not _is_about_email(pair)]
    beside = [pair for pair in for_all if pair[0].channel and not _numbers(pair[1])]
    chosen = _numbers_first([*for_role, *beside] if for_role else for_all)
    given_by_hand = [Statement(text, _because(one, reader.role), one.cite("text")) for one, text in chosen]
    plain = fill(reader.library.phrases.refer, words) if not practice.how_to_refer else ""
    return given_by_hand or ([Statement(plain, "the practice's number", practice.cite("phone"))] if plain else [])


def kept_out_of_email(reader: Reader, voice: int) -> list[Statement]:
    """What those who are written to by email are asked to keep out of it: the practice's own sentence, or one of these.

    Nothing where a way to refer speaks of email itself.
    """
    words, phrases = {**reader.words, **refer_facts(reader.practice)}, reader.library.phrases
    own = ((one, text) for one in reader.practice.how_to_refer if (text := fill(one.text, words)))
    for one, text in filter(_is_about_email, own):
        return [Statement(text, _because(one, reader.role), one.cite("text"))]
    return keep_private(how_to_refer(reader, {"email"}), reader.words, phrases, voice)


def _is_about_email(told: "_Told") -> bool:
    """Whether a sentence only says what does not belong into an email."""
    one, text = told
    return one.channel == "email" and not one.roles and not _numbers(text) and bool(_EMAIL.search(text))


def refer_facts(practice: Practice) -> dict[str, str]:
    """The practice's facts that a way to refer may hold, by the names of its slots; one that is missing is empty."""
    return {fact: getattr(practice, fact) for fact in _FACTS}


_Told = tuple[HowToRefer, str]


def _one_for_each(told: Iterable[_Told]) -> list[_Told]:
    """The first that is for anybody, and the first for each channel: more would be a list of rules."""
    first: dict[str | None, _Told] = {}
    for pair in sorted(told, key=lambda pair: not _numbers(pair[1])):
        first.setdefault(pair[0].channel, pair)
    return list(first.values())


def _numbers_first(told: list[_Told]) -> list[_Told]:
    """At most two, the first with a number before the others, and no number twice."""
    chosen: list[_Told] = []
    for one, text in sorted(told, key=lambda pair: not _numbers(pair[1])):
        given = {number for _, said in chosen for number in _numbers(said)}
        if len(chosen) < _MOST and given.isdisjoint(_numbers(text)):
            chosen.append((one, text))
    return chosen


def keep_private(refer: list[Statement], words: dict[str, str], phrases: Phrases, voice: int) -> list[Statement]:
    """The request to keep details out of email, where a way to refer is given that does not speak of email itself."""
    told = any(_EMAIL.search(said.text) or said.because.endswith(" email") for said in refer)
    if told or not refer or not phrases.private:
        return []
    text = fill(phrases.private[voice % len(phrases.private)], words)
    return [Statement(text, "whoever is invited to refer may answer by email")] if text else []


@lru_cache(maxsize=1_000)  # the practice says the same few sentences to all
def _numbers(text: str) -> frozenset[str]:
    """The numbers to call or to fax that a sentence names, the addresses, and the question where one is missing."""
    return frozenset(_REACH.findall(text))


def page_text(page: Handout, phrases: Phrases) -> str:
    """What a letter says of a page: the practice's sentence where it is one, otherwise its name, and what it is.

    Its first sentence is repeated only where that says so, "For parents …", "One page on …"; others are its contents.
    """
    answers, text = phrases.answers, first_sentence(page.text).rstrip(".")
    said = f"{text.casefold()} "
    if said.partition(" ")[0] in answers.begin_sentence and not _INNER_END.search(page.text):
        return page.text
    form = answers.page if page.name[:1].isupper() else answers.page_plain
    begins = any(said.startswith(f"{words} ") for words in answers.describe)
    describes = begins or any(f" {words} " in said for words in answers.describe_within)
    if (
        not describes
        or " ".join(text.split()[:2]).isupper()
        or ": " in text
        or "__" in text
        or text.casefold() == page.name.casefold()
    ):
        return form.replace(": {text}", "").replace("{name}", page.name)
    if begins and text.split()[0].casefold() in answers.joined_on:
        form = form.replace(": {text}", ", {text}")
    return form.replace("{name}", page.name).replace("{text}", text[:1].lower() + text[1:] if begins else text)


def handout(reader: Reader) -> dict[str, Tree]:
    """The page to send to a reader, its ``name``, its ``text``, and whether it is ``near``; empty where there is none.

    The nearest; where none is, one for their role, or the only one for anybody.
    """
    for_such = [page for page in reader.practice.handouts if page.roles]
    pages = for_such or reader.practice.handouts
    near = reader.nearest(pages, least=_A_WORD)
    page = near.thing if near else next(iter(pages if for_such or len(pages) == 1 else ()), None)
    if not isinstance(page, Handout):
        return {"name": "", "text": "", "near": 0}
    because = "a page that the practice has"
    return {
        "name": Statement(page.name, because, page.cite("name")),
        "text": Statement(page_text(page, reader.library.phrases), because, page.cite("text")),
        "near": 1,
    }


def page_said(page: Handout, because: str, reader: Reader) -> Statement:
    """A page that is near to a reader, in the first of the practice's sentences on it."""
    text = first_sentence(page_text(page, reader.library.phrases))
    return Statement(text, f"a page that the practice has; {because}", page.cite("text"))


def way_of(contact: Contact) -> str:
    """How a letter reaches a contact: ``post`` where they have no email address or like it, ``fax`` or ``email``."""
    liked = set(contact.channel.casefold().split())
    if not contact.email or liked & {"post", "mail", "letter", "paper"}:
        return "post"
    return "fax" if "fax" in liked and contact.fax else "email"


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
