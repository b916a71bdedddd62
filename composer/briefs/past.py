"""What was between the writer and this reader, as a letter may recall it: nothing that the history does not hold."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from composer.briefs.clauses import is_clause
from composer.briefs.dates import when_phrase, years_phrase
from composer.briefs.discretion import speaks_of_a_client
from composer.briefs.names import display_name
from composer.briefs.needs import form_of
from composer.briefs.own_answer import whole
from composer.briefs.reader import Reader
from composer.briefs.statement import NOTHING, Statement, Tree
from composer.patterns import regex
from composer.records.contacts import Contact
from composer.records.history import Event, History
from composer.records.library import Library
from composer.records.phrases import Grammar
from composer.records.roles import fill

_NEVER = -1
_A_YEAR, _QUARTER, _A_MONTH = 365.25, 91, 31
_WHEN = regex(r"\b(?:week|month|year|spring|summer|fall|autumn|winter|today|yesterday)\b", re.IGNORECASE)
_OPEN = regex(r"\b(?:asked|told|said|wanted|wondered|worried)\b", re.IGNORECASE)
"""What was said or asked leaves open what became of it."""
_FOLLOW_UP = "follow-up"
_HOLDS_NONE = regex(r"thank|practice-info")
_TOUCH = frozenset({"sent", "called", "met", "replied"})
_STATES = frozenset({"was", "were", "had"})


def remember(history: History, contact: Contact, library: Library, today: date) -> Statement:
    """What happened last that a letter may recall; nothing where no ``mention`` of the history reads as a clause."""
    phrases = library.phrases
    for event in reversed(history.of(contact.id)):
        form = phrases.memories.get(event.event, "")
        if (
            form
            and not speaks_of_a_client(event.mention, phrases.grammar)
            and is_clause(event.mention, phrases.grammar, addressed=True)
        ):
            when = when_phrase(event.date, today, phrases.dates, library.language)
            if _tells_itself(event.mention, phrases.grammar.past) and (alone := phrases.memories.get("together")):
                form, when = alone, _capital(when)
            if when.casefold() in event.mention.casefold():  # "you wrote in June" says when itself
                form, when = form.replace("{when} {mention}", "{mention}"), ""
            text = _capital(form.replace("{when}", when).replace("{mention}", event.mention.removesuffix(".")))
            return Statement(text, "your own words for it in the history", event.cite("mention"), event.date)
    return NOTHING


def recall_meeting(history: History, contact: Contact, library: Library, today: date) -> Statement:
    """What happened where the two have met, behind a sentence that says where; or what else a letter may recall."""
    memory, event = remember(history, contact, library, today), history.last(contact.id, "met")
    day = contact.met.date if contact.met else None
    if not (memory and event and day) or memory.where != event.cite("mention"):
        return memory
    there = (event.date.year, event.date.month) == (day.year, day.month)
    return memory._replace(text=f"{_capital(event.mention.removesuffix('.'))}.") if there else memory


def _tells_itself(mention: str, past: Collection[str]) -> bool:
    """Whether a mention says what was done, ``you called to ask``, so that no "when we spoke" belongs before it."""
    second = (*mention.casefold().split(), "", "")[1]
    return second.endswith("ed") or (second in past and second not in _STATES)


def silence(history: History, contact: Contact, library: Library, today: date) -> dict[str, Tree]:
    """How long there has been no word: ``days``, and ``words`` in whole years; -1 days where there never was one."""
    last = history.last_touch_event(contact.id)
    if last is None:
        return {"days": _NEVER, "words": NOTHING}
    days = (today - last.date).days
    words = _about_years(days, library)
    return {"days": days, "words": Statement(words, "the time since the last contact", last.cite("date"), last.date)}


def acquainted(history: History, contact: Contact, library: Library) -> Statement:
    """Where the two met, or what is remembered of a call or a letter, without a day; nothing of what led to thanks."""
    forms, grammar = library.phrases.acquainted, library.phrases.grammar
    events = [event for event in history.of(contact.id) if event.event in _TOUCH]
    met = next((event for event in events if event.event == "met" and event.mention), None)
    if met and _is_of_both(met.mention, grammar) and (form := forms.get("met", "")):
        return Statement(_capital(form.replace("{mention}", met.mention)), "where you met", met.cite("mention"))
    if event := _recalled_event(history, contact, library):
        text = forms[f"when_{event.event}"].replace("{mention}", event.mention.removesuffix("."))
        return Statement(text, "your own words for it in the history", event.cite("mention"))
    return NOTHING


def thanks(history: History, contact: Contact, today: date) -> Statement:
    """The writer's own sentence for whom they thank; nothing where they had a thank-you within a year."""
    sent = (event for event in history.of(contact.id) if event.event == "sent" and event.letter.startswith("thank-you"))
    used = any((today - event.date).days < _A_YEAR for event in sent)
    text = "" if used or not contact.thanks else whole(contact.thanks)
    return Statement(text, "your own words to thank them (thanks:)", contact.cite("thanks")) if text else NOTHING


def recalls(history: History, contact: Contact, library: Library) -> bool:
    """Whether the history has something that thanks may recall without its day."""
    return _recalled_event(history, contact, library) is not None


def _recalled_event(history: History, contact: Contact, library: Library) -> Event | None:
    forms, grammar = library.phrases.acquainted, library.phrases.grammar
    events = (event for event in reversed(history.of(contact.id)) if f"when_{event.event}" in forms)
    return next((event for event in events if _is_told(event.mention, grammar)), None)


def _about_years(days: int, library: Library) -> str:
    """How many years, and whether it is more: ``a year``, ``more than a year``, ``nearly two years``."""
    forms, over = library.phrases.acquainted, int(days % _A_YEAR)
    if over > _A_YEAR - _QUARTER and "nearly" in forms:
        return forms["nearly"].replace("{years}", years_phrase(days + _QUARTER, library.phrases.dates))
    whole = years_phrase(days - over, library.phrases.dates)
    return forms["over"].replace("{years}", whole) if over > _A_MONTH and "over" in forms else whole


def _is_told(mention: str, grammar: Grammar) -> bool:
    """Whether a mention can stand without its day: nothing in it is of a day itself."""
    stays = mention and not _WHEN.search(mention) and not _OPEN.search(mention)
    stays = stays and not speaks_of_a_client(mention, grammar)
    return bool(stays) and is_clause(mention, grammar, addressed=True)


def _is_of_both(mention: str, grammar: Grammar) -> bool:
    ours = mention.casefold().startswith("we ") and not _OPEN.search(mention)
    ours = ours and not speaks_of_a_client(mention, grammar)
    return ours and is_clause(mention, grammar, addressed=True)


def follow_up_about(reader: Reader, voice: int) -> Statement:
    """Whom a follow-up is about: those of the first need that is noted, or the people at the reader's place."""
    forms, words = reader.library.phrases.earlier, reader.words
    for need in reader.needs:
        fits = need.recorded and not reader.library.is_group(need.key)
        if fits and (whom := fill(form_of(need.key, "people", reader.role, reader.library), words)):
            return Statement(_turn(forms.about, {"whom": whom}, voice), f"they need '{need.key}'", need.where)
    named = reader.contact.organization.casefold() not in {"", *reader.library.phrases.no_names}
    whom = (fill(forms.place, words) if named else "") or ""
    where = reader.contact.cite("organization")
    return Statement(_turn(forms.about, {"whom": whom}, voice), "their people", where) if whom else NOTHING


def earlier(reader: Reader, history: History, voice: int) -> Statement:
    """How a follow-up recalls the last letter: by what the history says of it, or by the question it asked.

    `voice` says which of several wordings is this reader's.
    """
    sent = history.last(reader.contact.id, "sent")
    if sent is None:
        return NOTHING
    phrases, language = reader.library.phrases, reader.library.language
    known = (*reader.practice.questions, *reader.role.questions, *phrases.go_on.all, *phrases.besides.questions)
    question = next((question for question in known if question.key == sent.question), None)
    when = when_phrase(sent.date, reader.today, phrases.dates, language)
    words = {**reader.words, "when": when, "When": _capital(when)}
    words["asked"] = (fill(question.asked, words) if question else "") or ""
    told = sent.mention if _is_of_letter(sent.mention, phrases.grammar) else ""
    if told := told.removesuffix("."):
        named = any(word.istitle() and word in told for word in when.split())  # "I wrote at the start of November"
        dated = named or _WHEN.search(told) is not None
        text = f"{told}." if dated else _turn(phrases.earlier.mentioned, {**words, "mention": told}, voice)
        return Statement(_capital(text), "your own words for the last letter", sent.cite("mention"), sent.date)
    text = _turn(phrases.earlier.asked, words, voice) or _turn(phrases.earlier.wrote, words, voice)
    cited = (*sent.cite("date"), *(question.cite("asked") if question and words["asked"] else ()))
    return Statement(_capital(text), "the last letter, by what it asked", cited, sent.date) if text else NOTHING


def _is_of_letter(mention: str, grammar: Grammar) -> bool:
    """Whether a mention says what the writer did in a letter: ``I offered to come by after the morning groups``."""
    mine = mention.startswith("I ") and not speaks_of_a_client(mention, grammar)
    return mine and is_clause(mention, grammar, addressed=True)


def _turn(forms: Sequence[str], words: dict[str, str], voice: int) -> str:
    """The form whose turn it is, filled; empty where there is none, or a word for it is missing."""
    return (fill(forms[voice % len(forms)], words) if forms else "") or ""


def times_sent(events: Iterable[Event], letter: str) -> int:
    """How often a letter has gone to somebody, so that the next one says it in other words."""
    return sum(1 for event in events if event.event == "sent" and event.letter == letter)


def letter_answered(history: History, contact: Contact, letter: str) -> date | None:
    """The day of the last letter that may have held an answer: what was noted before it has been answered.

    ``None`` where none went, and for a follow-up, which may say again what its letter said. Thanks and facts hold none.
    """
    sent = [event for event in history.of(contact.id) if event.event == "sent"]
    last = next((event for event in reversed(sent) if not _HOLDS_NONE.match(event.letter)), None)
    return None if last is None or letter == _FOLLOW_UP else last.date


def departed(history: History, contact: Contact, library: Library, today: date) -> dict[str, Tree]:
    """Who is gone from a place, how, and ``when`` a letter last went to them; empty where nobody is or none went."""
    how: str = contact.status if contact.status in {"moved", "retired"} else ""
    event = history.last(contact.id, "moved", "retired")
    how = how or (event.event if event else "")
    words = library.phrases.departures.get(how, "")
    if not words:
        return {"name": "", "how": "", "when": ""}
    sent = history.last(contact.id, "sent")
    cited = event.cite("event") if event and contact.status == "active" else contact.cite("status")
    return {
        "name": Statement(display_name(contact.name, library.names), "who was written to there", contact.cite("name")),
        "how": Statement(words, "the record says so", cited),
        "when": Statement(
            when_phrase(sent.date, today, library.phrases.dates, library.language),
            "the last letter to them",
            sent.cite("date"),
            sent.date,
        )
        if sent
        else NOTHING,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
