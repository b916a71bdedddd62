"""What the practice has for one reader, as letters say it: offers, openings with their day, news, a talk, a subject."""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from composer.briefs.content import content_stems
from composer.briefs.dates import day_phrase
from composer.briefs.locales import list_words
from composer.briefs.matching import OfferMatch, match_openings, match_talk, match_updates
from composer.briefs.needs import FoundNeed, form_of
from composer.briefs.reader import Reader
from composer.briefs.referring import handout, page_near
from composer.briefs.statement import NOTHING, Statement, Tree
from composer.briefs.talks import asks_for_talk, nearest_talk, talk_dates, talk_given, talk_said, talk_topic
from composer.records.practice import Limit
from composer.records.roles import fill

_MOST = 2
_NEAR = 4
"""What a talk and a record must have in common for it to stand beside an offer; see `Reader.nearness`."""
_WORD = re.compile(r"[\w'-]+")


def has_for(reader: Reader, since: date | None, asked: Collection[str]) -> dict[str, Tree]:
    """All of it; `since` is the day of the last letter, after which news is news.

    What is `answering` is the offer that may stand right behind the question, by the needs that are `asked` about.
    """
    practice = reader.practice
    openings, helps = match_openings(reader.needs, practice), _helps(reader, since)
    said = [*helps, reader.reported.said]
    return {
        "subject": _subject(reader, [match.need for match in reader.helps if _is_chiefly(match)], said),
        "offers": [_offered(match) for match in reader.matches],
        "answering": [_offered(match) for match in reader.matches if match.need.key in asked][:1],
        "helps": helps,
        "usual": [*map(_offered, reader.matches), *_panels(reader, reader.needs)][:1],
        "openings": [_opening(reader, match) for match in openings],
        "subject_openings": _subject(reader, [match.need for match in openings], [*map(_offered, openings)]),
        "for_whom": _whom(reader, openings),
        "news": [
            Statement(update.text, "news since the last letter that matters here", update.cite("text"), update.date)
            for update in match_updates(reader.needs, practice, since)
        ],
        "closed": _limit(reader.closed) if reader.closed else NOTHING,
        "limits": [_limit(limit) for limit in reader.limits[: 0 if reader.closed else 1]],
        "talk": _talk(reader),
    }


def _limit(limit: Limit) -> Statement:
    return Statement(limit.text, "the practice does not do this, and says so", limit.cite("text"))


def _helps(reader: Reader, since: date | None) -> list[Tree]:
    """At most two things that answer what this reader needs: offers, the panels they name, what is new, or a talk."""
    offers: list[Tree] = [_offered(match) for match in reader.helps]
    answered = {need for match in reader.helps for need in match.offer.needs}
    open_needs = [need for need in reader.needs if need.recorded and need.key not in answered]
    if wanted := _wanted_talk(reader):
        return [*wanted, *offers[:1]]
    paper, page = _paper(reader), page_near(reader)
    near = [page] if page and not paper else []
    first = [*offers, *near] if any(match.need.recorded for match in reader.helps) else [*near, *offers]
    helps = [*paper, *first, *_panels(reader, open_needs), *_recent(reader, open_needs, since)]
    near_talk = not helps or (len(helps) < _MOST and reader.talk and reader.nearness(reader.talk) >= _NEAR)
    return helps[:_MOST] + ([*talk_given(reader)] if near_talk else [])


def _wanted_talk(reader: Reader) -> list[Statement]:
    """The talk for somebody who has noted that they look for a speaker."""
    answers = reader.library.phrases.answers
    contact = reader.contact
    notes = [note.text for part in (contact.needs, contact.details) for note in part]
    asking = [note for note in notes if asks_for_talk(note, answers, noted=True)]
    about = {found.need for note in asking for found in reader.index.named_in(note)}
    talk = nearest_talk(reader, about) if asking else None
    return talk_said(talk, reader, answers.talk_offer) if talk else []


def _paper(reader: Reader) -> list[Tree]:
    """The page for somebody who has noted that they look for something to hand on."""
    answers = reader.library.phrases.answers
    said = " ".join(f" {' '.join(_WORD.findall(text.casefold()))} " for text in reader.noted)
    page = handout(reader)["text"] if any(f" {words} " in said for words in answers.to_hand_on) else ""
    return [page] if page else []


def _panels(reader: Reader, needs: Sequence[FoundNeed]) -> list[Statement]:
    """The panels that notes name, or ask for: ``I take Tricare East.`` to somebody who looks for Tricare."""
    form = reader.library.phrases.answers.facts.get("panels", "")
    keys, noted = {need.key for need in needs}, " ".join(reader.noted).casefold()
    named = [
        panel
        for panel in reader.practice.panels
        if panel.casefold() in noted or (keys and not keys.isdisjoint(_named_in(panel, reader)))
    ]
    if not (form and named):
        return []
    value = list_words(reader.library.language).join(named)
    because = "they need it, and the practice takes it"
    return [Statement(form.replace("{value}", value), because, reader.practice.cite("panels"))]


def _named_in(panel: str, reader: Reader) -> set[str]:
    return {found.need for found in reader.index.named_in(panel)}


def _recent(reader: Reader, needs: Sequence[FoundNeed], since: date | None) -> list[Statement]:
    """What is new lately and since the last letter, where it answers a need of theirs."""
    fresh = max(reader.today - timedelta(days=reader.library.phrases.fresh_days), since or date.min)
    keys = {need.key for need in needs}
    return [
        Statement(update.text, "it answers a need of theirs", update.cite("text"), update.date)
        for update in match_updates(needs, reader.practice, fresh)
        if keys & set(update.needs[:1])  # what it is chiefly about
    ]


def _is_chiefly(match: OfferMatch) -> bool:
    """Whether an offer is chiefly about the need it answers: a subject about that need promises nothing else."""
    return match.offer.needs[:1] == (match.need.key,)


def _offered(match: OfferMatch) -> Statement:
    return Statement(match.offer.text, match.because, (*match.offer.cite("text"), *match.need.where))


def _opening(reader: Reader, match: OfferMatch) -> list[Tree]:
    """What has come free, and until when."""
    until, phrases = match.offer.until, reader.library.phrases
    if until is None:
        return [_offered(match)]
    text = phrases.until.replace("{date}", day_phrase(until, reader.today, phrases.dates, reader.library.language))
    return [_offered(match), Statement(text, "an opening says when it ends", match.offer.cite("until"))]


def _subject(reader: Reader, needs: Sequence[FoundNeed], said: Sequence[Tree]) -> Statement:
    """A subject about the first of these needs that has one and is spoken of in what is `said`; or else the role's."""
    told = " ".join(one.text for one in said if isinstance(one, Statement))
    for need in needs:
        text = _form(reader, need, "subject")
        if text and _speaks_of(told, need, text, reader):
            return Statement(text, f"the letter is about '{need.key}'", need.where)
    besides = fill(reader.library.phrases.besides.subject, reader.words)
    if reader.closed and besides:
        return Statement(besides, "the practice does not see those whom they look after", reader.closed.cite("text"))
    role = reader.role
    return Statement(fill(role.subject, reader.words) or role.subject, "the role's own subject", role.cite("subject"))


def _speaks_of(told: str, need: FoundNeed, subject: str, reader: Reader) -> bool:
    """Whether a text names a need, or one within it, or says a word of its name or subject that carries meaning."""
    words = f"{subject} {need.key.replace('-', ' ')}"
    named = {found.need for found in reader.index.named_in(told)}
    alike = content_stems(told, reader.library) & content_stems(words, reader.library)
    return bool(alike) or need.key in {*named, *map(reader.index.wider, named)}


def _whom(reader: Reader, matches: Sequence[OfferMatch]) -> Statement:
    """The people whom the first of these offers suits: ``patients who should start at once``."""
    for match in matches[:1]:
        if text := _form(reader, match.need, "people"):
            return Statement(text, f"the first opening answers '{match.need.key}'", match.need.where)
    known = reader.role.key != "general"
    return Statement(reader.role.people, "the reader's own word", reader.role.cite("people")) if known else NOTHING


def _form(reader: Reader, need: FoundNeed, field: str) -> str:
    return fill(form_of(need.key, field, reader.role, reader.library), reader.words) or ""  # type: ignore[arg-type]


def _talk(reader: Reader) -> dict[str, Tree]:
    """A talk as templates see it, and the people it is about in this reader's work; empty fields where none fits."""
    talk = reader.talk or match_talk(reader.needs, reader.practice)
    if talk is None:
        return {
            "problem": "",
            "topic": "",
            "suits": "",
            "takeaways": [],
            "dates": [],
            "minutes": 0,
            "whom": "",
            "said": "",
        }
    because = "the practice gives this talk, and it is about a need of theirs"
    said_as = {"problem": talk.problem, "topic": talk_topic(talk), "suits": talk.suits}
    texts = {field: Statement(text, because, talk.cite(field)) for field, text in said_as.items()}
    listed = {"takeaways": talk.takeaways, "dates": talk_dates(talk, reader.library, reader.today)}
    lists = {
        field: [Statement(item, because, talk.cite(field, index)) for index, item in enumerate(items)]
        for field, items in listed.items()
    }
    about = next((need for need in reader.needs if need.key in talk.needs), None)
    people = _form(reader, about, "people") if about else ""
    whom = Statement(people, "the talk is about them", about.where) if about and people else NOTHING
    said = reader.reported.said if set(reader.reported.needs) & set(talk.needs) else NOTHING
    return {**texts, **lists, "minutes": talk.minutes, "whom": whom, "said": said}
