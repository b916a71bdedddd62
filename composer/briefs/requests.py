"""What this reader asked for, answered from the practice: a page, a fact, a talk, or an offer; or nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Literal

from composer.briefs.content import content_stems, first_sentence
from composer.briefs.dates import when_phrase
from composer.briefs.discretion import further_names, tells_on_somebody
from composer.briefs.facts import NamedFact, facts_named
from composer.briefs.locales import language_names, languages_in, list_words, month_name
from composer.briefs.matching import match_offers
from composer.briefs.nearness import asks_for_talk
from composer.briefs.needs import FoundNeed
from composer.briefs.own_answer import whole
from composer.briefs.reader import Reader
from composer.briefs.referring import page_text, way_of
from composer.briefs.sources import told_by_another
from composer.briefs.statement import NOTHING, Statement
from composer.briefs.talks import talk_dates, talk_said
from composer.briefs.who import begin, form_for
from composer.patterns import regex
from composer.records.base import Cited
from composer.records.phrases import Answers
from composer.records.practice import Handout, Talk
from composer.spelling import stem

_LONG, _MOST_OF_NOTE = 6, 80
_BRACKETS = str.maketrans("[]", "()")  # a bracket of a note must not end the question
_ASKED_FOR = 0.35
"""How near a talk must be to somebody who asks for one."""
_ALIKE = 2
_DO_I = regex(r"(?P<verb>do|can|could|will|would|am|are|have|should) (?P<who>I|we) ", re.IGNORECASE)
_AUXILIARY = regex(r"(?:do|does|did|can|could|will|would|are|is|have|has|should|am|may)\s", re.IGNORECASE)
_WHETHER = frozenset({"if", "whether", "si"})
_QUESTIONS = frozenset({"if", "whether", "what", "how", "when", "who", "which", "where"})
_AND_WHETHER = regex(
    r"(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:if(?! not\b| so\b)|whether|what|how|when|who|which(?! is\b| are\b)|where"
    r"|my|our|the|a list|a copy|(?:do|can|could|will|would) (?:I|we))\b(?! hr| to\b))",
    re.IGNORECASE,
)
_AND_PAGE = regex(
    r"\s+and\s+(?=(?:a|an|one|another)\s(?:page|sheet|flyer|flier|handout|leaflet|card)\b)", re.IGNORECASE
)
_THE_SAME = regex(r"(?:the )?same\b", re.IGNORECASE)
_BESIDE = regex(r"\s*(?:[,;:(\u2013\u2014]|\.\s|\s-\s).*", re.DOTALL)
_THEIRS = regex(
    r"\s+(?:\S+\s+(?:his|her|their|him|them)|(?:(?:that|which|when|if|as)\s+)?(?:she|he|they))\b.*",
    re.DOTALL | re.IGNORECASE,
)
_WORD = regex(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and what has to be done beside the letter."""

    said: tuple[Statement, ...] = ()
    note: str = ""
    subject: Statement = NOTHING
    kind: Literal["page", "talk", "other"] = "other"
    own: bool = False
    """Whether it is in the writer's own words for this reader, beside which nothing else is offered."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One thing that somebody asked for; a note may hold several."""

    text: str
    heard: date | None
    where: tuple[Cited, ...]
    answer: str
    """The writer's own, which answers all of the note; empty where there is none."""


def answer_request(asker: Reader) -> Answered:
    """What they asked for, the newest first, each with its answer; where the practice has none the writer is asked."""
    requests = list(_each(asker))
    found = [(request, _answer(request, asker)) for request in requests]
    met = [(request, answer) for request, answer in found if answer]
    unmet = [request for request, answer in found if not answer]
    listed = " and ".join(f"'{one.text}'" for one in unmet)
    missing = f"nothing in practice.yaml answers {listed}, which they asked for" if unmet else ""
    notes = [*(answer.note for _, answer in met), missing]
    told = [*met, *((request, Answered(_open(request, asker))) for request in unmet)]
    said = [part for place, (one, answer) in enumerate(told) for part in (_asked(one, asker, place), *answer.said)]
    subject = _subject(*told[0], asker) if told else NOTHING
    own = any(answer.own for _, answer in met)
    return Answered(tuple(said), "; ".join(filter(None, notes)), subject, own=own)


def _each(asker: Reader) -> Iterator[_Asked]:
    """Each thing, the newest note first: ``a lunch talk, and what it costs`` is two. None that somebody else asked."""
    contact = asker.contact
    notes = [
        (at, note)
        for at, note in enumerate(contact.asked_for)
        if not told_by_another(note.source, asker.library.phrases, contact.roles)
        and (note.heard is None or note.heard <= asker.today)
    ]
    for position, note in sorted(notes, key=lambda pair: pair[1].heard or date.min, reverse=True):
        parts = _AND_WHETHER.split(note.text)
        for text in [note.text] if note.answer else parts:
            yield _Asked(text.strip(), note.heard, contact.cite("asked_for", position), note.answer)


def _answer(request: _Asked, asker: Reader) -> Answered | None:
    if request.answer:
        because = "your own answer to what they asked for (answer:)"
        return Answered((Statement(whole(request.answer), because, request.where, request.heard),), own=True)
    if _has_name(request, asker) or _THE_SAME.match(request.text):
        return None  # "the same in Spanish" is about what was asked before, and no question whether one speaks it
    return next(filter(None, (find(request, asker) for find in (_page, _talk, _panel, _facts, _limit, _offer))), None)


def _has_name(request: _Asked, asker: Reader) -> bool:
    """Whether a request holds a name that is not the reader's, the practice's or a plan's: it may be a client's."""
    grammar, practice = asker.library.phrases.grammar, asker.practice
    pages = (f"{page.name} {page.text}" for page in practice.handouts)
    talks = (f"{talk.topic} {talk.problem}" for talk in practice.talks)
    own = (asker.contact.name, asker.contact.organization, practice.name, practice.practice, practice.address)
    told = (one.text for part in (practice.offers, practice.does_not, practice.introduction) for one in part)
    states = (licence.state for licence in practice.licences)
    known = " ".join(
        (
            *own,
            *told,
            *states,
            *practice.panels,
            *pages,
            *talks,
            *asker.library.phrases.answers.known_names,
            *language_names(asker.library.language),
        )
    )
    return bool(further_names(request.text, known)) or tells_on_somebody(request.text, grammar)


def _open(request: _Asked, asker: Reader) -> tuple[Statement, ...]:
    unsaid = _has_name(request, asker) or _is_direct(request) or _is_bare(request, asker.library.phrases.answers)
    thing = shorten(request.text.translate(_BRACKETS), _MOST_OF_NOTE, placeholder="\u2026")
    asked = "this" if unsaid else f"\u2018{thing}\u2019"
    text = asker.library.phrases.answers.open.replace("{asked}", asked)
    return (Statement(text, "no record answers it", request.where),) if text else ()


def _asked(request: _Asked, asker: Reader, place: int) -> Statement:
    """What was asked: ``In October you asked me for a page for the front desk``, and after the first ``You also``."""
    phrases = asker.library.phrases
    if _has_name(request, asker) or _is_direct(request) or _is_bare(request, phrases.answers):
        return Statement(_unsaid(request, asker), "no letter repeats it as it is noted", request.where, request.heard)
    when = _when(request, asker)
    also = phrases.answers.also if place else ""
    text = begin(_indirect(_thing(request)), phrases.answers.asked)
    text = text.replace("{when} you", also).strip() if also else text.replace("{when}", when).strip()
    return Statement(text[:1].upper() + text[1:], "what they asked for comes first", request.where, request.heard)


def _when(request: _Asked, asker: Reader) -> str:
    day, phrases = request.heard, asker.library.phrases
    return when_phrase(day, asker.today, phrases.dates, asker.library.language) if day and day <= asker.today else ""


def _unsaid(request: _Asked, asker: Reader) -> str:
    """What stands before an answer to what no letter repeats."""
    answers, when = asker.library.phrases.answers, _when(request, asker)
    back = answers.asked_back if request.answer else ""
    return back.replace("{when}", when).replace(" .", ".") if back else answers.asked_something


def _indirect(text: str) -> str:
    """A question about the writer as it stands behind "asked": ``do I take Medicare``, ``whether I take Medicare``."""
    found = _DO_I.match(text)
    if not found:
        return text
    verb = "" if found["verb"].casefold() == "do" else f" {found['verb'].casefold()}"
    return f"whether {found['who']}{verb} {text[found.end() :].rstrip('?')}"


def _is_direct(request: _Asked) -> bool:
    """Whether it is noted as it was put, ``do you take Aetna``: whom it means would have to be turned around."""
    return bool(_AUXILIARY.match(request.text)) and not _DO_I.match(request.text)


def _is_bare(request: _Asked, answers: Answers) -> bool:
    """Whether nothing but an article is left of it: ``a "yes or no" in writing``."""
    return {*_thing(request).casefold().split()} <= {*answers.articles}


def _thing(request: _Asked) -> str:
    """What was asked for, without what is noted behind it for oneself or speaks of its reader as of somebody else.

    ``workshop for his 6 coordinators, an hr`` is ``workshop``.
    """
    return _BESIDE.sub("", _THEIRS.sub("", _BESIDE.sub("", request.text))).rstrip(" .")


def _subject(request: _Asked, answer: Answered, asker: Reader) -> Statement:
    """``The page for the front desk you asked for``."""
    answers = asker.library.phrases.answers
    text = "" if _has_name(request, asker) or _is_direct(request) else _thing(request)
    form, (first, _, rest) = form_for(text, answers.asked), text.partition(" ")
    thing = rest if first.casefold() in answers.articles else text if form and not form.begins else ""
    kinds = {"page": answers.subject_page, "talk": answers.subject_talk, "other": answers.subject_other}
    long = kinds[answer.kind] or answers.subject_other
    text = answers.subject.replace("{thing}", thing) if thing and len(thing.split()) < _LONG else long
    return Statement(text, "what they asked for", request.where)


def _page(request: _Asked, asker: Reader) -> Answered | None:
    """The page that is asked for, of those for this role the one that says most of it; one for each language named."""
    answers, wanted = asker.library.phrases.answers, _stems(_thing(request))
    if not wanted & {stem(word) for word in answers.pages}:
        return None
    parts = _AND_PAGE.split(_thing(request))
    found = {page.name: page for part in parts for page in _pages_for(part, request, asker)}
    plain = {page.name: page for part in parts if (page := _page_in("", part, request, asker))}
    pages = [*(found or plain).values()]
    if not pages:
        return None
    several, way, because = len(pages) > 1, way_of(asker.contact), "they asked for it, and the practice has it"
    names = list_words(asker.library.language).join([f"\u201c{page.name}\u201d" for page in pages])
    told = answers.both_pages.replace("{names}", names) if several else page_text(pages[0], asker.library.phrases)
    said = [Statement(told, because, tuple(cited for page in pages for cited in page.cite("text")))]
    if comes := (answers.both_come if several else answers.comes).get(way, "").replace("{fax}", asker.contact.fax):
        said.append(Statement(comes, f"how a page reaches somebody by {way}", pages[0].cite("name")))
    if len(pages) < len(parts) or not found:  # it is not there in the language that they asked for
        said += _open(request, asker)
    it_comes = "they come" if several else "it comes"
    return Answered(tuple(said), f"send {names} too: the letter says that {it_comes}", kind="page")


def _pages_for(thing: str, request: _Asked, asker: Reader) -> list[Handout]:
    """The page that one thing asks for, one for each language that the request names."""
    spoken = languages_in(request.text, asker.library.language) or {""}
    return [page for tag in sorted(spoken) if (page := _page_in(tag, thing, request, asker))]


def _page_in(language: str, thing: str, request: _Asked, asker: Reader) -> Handout | None:
    """The page in a language, or in any, the letter's own first, that says most of what is asked for.

    Of several none that has no need, and no word of its name or first sentence, in common with that, nor two of others.
    """
    answers, home, library = asker.library.phrases.answers, asker.library.language, asker.library
    small = (
        *answers.pages,
        *answers.articles,
        *answers.of_pages,
        *library.small_words.difference(library.notes.anybody),
        *map(str.casefold, language_names(home)),
    )
    beside = _WORD.findall(request.text.partition(",")[2].casefold())
    words = [word for word in _WORD.findall(thing) if word.casefold() not in {*small, *beside}]
    about, needs = _stems(" ".join(words)), {found.need for found in asker.index.named_in(" ".join(words))}

    def written_in(page: Handout) -> frozenset[str]:
        told = languages_in(first_sentence(page.text), home)  # "Two sides, English and Vietnamese."
        return languages_in(page.name, home) or frozenset({home, *told})

    def alike(page: Handout) -> tuple[int, int, int, int]:
        near = needs & {found.need for found in asker.index.named_in(f"{page.name}. {page.text}")}
        first = first_sentence(page.text)
        rest = len(_stems(page.text) & about)
        return len(_stems(page.name) & about), len(near), len(_stems(first) & about), rest if rest >= _ALIKE else 0

    fitting = [page for page in asker.practice.handouts if not language or language in written_in(page)]
    if about and len(asker.practice.handouts) > 1:
        fitting = [page for page in fitting if any(alike(page))]
    return max(
        fitting,
        key=lambda page: (home in written_in(page), alike(page), asker.nearness.points(page, asker.wanted)),
        default=None,
    )


def _talk(request: _Asked, asker: Reader) -> Answered | None:
    answers = asker.library.phrases.answers
    if not asks_for_talk(request.text, answers):
        return None
    about = {found.need for found in asker.index.named_in(request.text)}
    near = asker.nearest(asker.practice.talks, about, least=_ASKED_FOR)
    if near is None:
        return None
    talk = _in_months(near.thing, request.text, asker.library.language)
    called = any(word in request.text.casefold() for word in answers.talks)
    form = answers.talk if called else answers.talk_offer
    said = talk_said(talk, form, library=asker.library, today=asker.today)
    if days := talk_dates(talk, asker.library, asker.today):
        ask = answers.which_day if len(days) > 1 else answers.that_day
        said += [Statement(ask, "they asked for the talk", talk.cite("dates"))] if ask else []
    return Answered(tuple(said), kind="talk")


def _in_months(talk: Talk, asked: str, language: str) -> Talk:
    """A talk with only those of its days that are in a month that is asked for; with all where none is."""
    words = set(_WORD.findall(asked.casefold()))
    wanted = [f"-{month:02}-" for month in range(1, 13) if month_name(month, language).casefold() in words]
    days = tuple(day for day in talk.dates if any(month in day for month in wanted))
    return talk.model_copy(update={"dates": days}) if days else talk


def _panel(request: _Asked, asker: Reader) -> Answered | None:
    """Whether the practice takes a plan that is named: ``I take Moda``."""
    answers = asker.library.phrases.answers
    words, small = set(_WORD.findall(request.text.casefold())), {*answers.of_plans, *asker.library.small_words}
    asks = _indirect(_thing(request)).partition(" ")[0].casefold() in _WHETHER
    form = answers.facts.get("takes" if asks and "takes" in answers.facts else "panels", "")
    named = [panel for panel in asker.practice.panels if _first_word(panel) in words]
    theirs = {word for panel in named for word in _WORD.findall(panel.casefold())}
    if not (form and named) or words - theirs - small or (theirs & {*answers.other_plans}) - words:
        return None  # "whether I take Molina for teenagers", "whether I am leaving Aetna": another question
    value = list_words(asker.library.language).join(named)
    return Answered((Statement(form.replace("{value}", value), "they asked for it", asker.practice.cite("panels")),))


def _first_word(panel: str) -> str:
    return next(iter(_WORD.findall(panel.casefold())), "")


def _facts(request: _Asked, asker: Reader) -> Answered | None:
    found = facts_named(request.text, asker.practice, asker.library, asker.role)
    if found and _left_over(request, asker):
        return None  # "my fee for couples" is another fact than the fee
    return Answered(tuple(_told(fact, asker) for fact in found)) if found else None


def _left_over(request: _Asked, asker: Reader) -> frozenset[str]:
    """What a request says beside the names of facts."""
    names = " ".join(
        (
            *(name for form in asker.library.facts for name in (form.fact, *form.names)),
            *asker.library.phrases.answers.of_facts,
        )
    )
    return content_stems(request.text, asker.library) - content_stems(names.replace("-", " "), asker.library)


def _told(fact: NamedFact, asker: Reader) -> Statement:
    """One fact as a sentence: ``I take Buckeye and Molina.``."""
    forms = asker.library.phrases.answers.facts
    value = fact.value.text.rstrip(".")
    if fact.key == "panels":
        value = list_words(asker.library.language).join(list(asker.practice.panels))
    text = (forms.get(fact.key) or forms.get("other", "")).replace("{label}", fact.label).replace("{value}", value)
    return Statement(text, "they asked for this fact", fact.value.where)


def _limit(request: _Asked, asker: Reader) -> Answered | None:
    """That the practice does not do it: what somebody asked for is answered even so."""
    library, wanted = asker.library, {found.need for found in asker.index.named_in(request.text)}
    if asks_for_talk(request.text, library.phrases.answers) or _stems(_thing(request)) & {
        *map(stem, library.phrases.answers.pages)
    }:
        return None  # what the practice does not do is no answer to somebody who asks for a page
    about = content_stems(request.text, library)
    for limit in asker.practice.does_not:
        if wanted & set(limit.needs) or not about.isdisjoint(content_stems(limit.text, library)):
            because = "the practice does not do what they asked for"
            return Answered((Statement(limit.text, because, limit.cite("text")),))
    return None


def _offer(request: _Asked, asker: Reader) -> Answered | None:
    if request.text.partition(" ")[0].casefold() in _QUESTIONS:
        return None  # what it costs is a fact, and no offer for people who pay little
    needs = [
        FoundNeed(each.need, f"they asked for it: '{each.phrase}'", (), recorded=True)
        for each in asker.index.named_in(request.text)
    ]
    matches = match_offers(needs, asker.practice.offers)[:1]
    said = tuple(Statement(match.offer.text, match.because, match.offer.cite("text")) for match in matches)
    return Answered(said) if said else None


def _stems(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    return {stem(part) for word in words for part in (word, *word.split("-"))}
