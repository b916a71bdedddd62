"""What the practice has for one reader, as letters say it: offers, openings with their day, news, a talk, a subject."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from composer.briefs.alike import Thing
from composer.briefs.content import content_stems
from composer.briefs.dates import day_phrase
from composer.briefs.matching import OfferMatch, latest_updates, match_openings, match_talk, match_updates
from composer.briefs.nearness import REPEATED, Near
from composer.briefs.needs import FoundNeed, form_of
from composer.briefs.own_answer import OwnAnswer
from composer.briefs.reader import Reader
from composer.briefs.referring import page_said
from composer.briefs.statement import NOTHING, Statement, Tree
from composer.briefs.talks import talk_dates, talk_said, talk_topic
from composer.patterns import regex
from composer.records.practice import Answering, Handout, Limit, Offer, Talk, Update
from composer.records.roles import fill
from composer.spelling import stem

MOST, _LEAST = 2, 2
"""How many things a letter offers: at most of what is near, and at least with what anybody may need."""
_SUBJECTS = 2
_WORD, _LONG = regex(r"[^\W\d_]+"), 5
_SAME, _A_FEW = 0.5, 3
"""Of two things, how much of the shorter stands in the other one that says the same again."""
_AS_NEAR = 0.6
"""How near, beside a talk or a page, an offer must be to come before it."""


def has_for(
    reader: Reader, since: date | None, *, asked: Collection[str], own: OwnAnswer, voice: int
) -> dict[str, Tree]:
    """All of it; `since` is the day of the last letter, after which news is news.

    Where its writer has an answer of their `own`, that stands in the place of offers, limits and pages.

    What is `answering` is the offer that may stand right behind the question, by the needs that are `asked` about.
    `voice` says which of several wordings is this reader's.
    """
    practice = reader.practice
    openings, near = match_openings(reader.needs, practice), _beside_own(own, reader, since)
    fills = near if own else [] if reader.closed else _fills(reader, near)
    links = {} if own else _links((*near, *fills), reader)
    helps = [said for one in near for said in _linked(one, links, reader)]
    more = [said for one in fills for said in _linked(one, links, reader)]
    kept = [one for one in near if not isinstance(one.thing, Update)]
    brings = [] if own else (kept or near or reader.usual)[:_LEAST]
    kinds = [type(one.thing).__name__.casefold() for one in brings]
    for_such = [] if own else [one for one in reader.usual if one.thing.cite("text")]
    helps = [own.said] if own else helps
    about = [one.need for one in near[:_SUBJECTS] if one.need and _is_chiefly(one)]
    about = [need for need in reader.needs if not {*own.said.where}.isdisjoint(need.where)] if own else about
    return {
        "subject": _subject(reader, about, [*helps, reader.reported.said], own.subject),
        "joint": _joint(near, links, reader, voice),
        "offers": helps or [said for one in for_such[:_SUBJECTS] for said in _said(one, reader)],
        "more": more,
        "answering": [said for one in for_such if one.need and one.need.key in asked for said in _said(one, reader)][
            :1
        ],
        "helps": helps,
        "brings": [own.said] if own else [said for one in brings for said in _said(one, reader)],
        "brings_kind": next((kind for kind in ("talk", "handout") if kind in kinds), ""),
        "answers": [own.said] if own else _told(_beside_news(kept[:_LEAST], fills, since, reader), reader),
        "openings": [_opening(reader, match) for match in openings],
        "subject_openings": _subject(reader, [match.need for match in openings], [*map(_opened, openings)]),
        "for_whom": _whom(reader, openings),
        "news": _news(match_updates(reader.needs, practice, since), "that matters here", own, reader),
        "news_for_all": _news(latest_updates(practice, since), "", own, reader),
        "closed": _limit(reader.closed) if reader.closed else NOTHING,
        "limit_asked": NOTHING if own else _asked_limit(reader, voice),
        "limits": [_limit(limit) for limit in reader.limits[: 0 if reader.closed or reader.limits_asked or own else 1]],
        "talk": _talk(reader),
    }


def _beside_own(own: OwnAnswer, reader: Reader, since: date | None) -> list[Near[Thing]]:
    """What is near to a reader; beside an answer of the writer's own one thing for another note of theirs."""
    if not own:
        return _near(reader, since)
    answered = {*own.said.where}
    others = (
        one
        for one in reader.helps
        if one.need
        and one.need.recorded
        and answered.isdisjoint(one.need.where)
        and isinstance(one.thing, Offer)
        and not _alike(one.thing.text, own.said.text, reader)
    )
    return [*others][:1]


def _news(updates: Iterable[Update], which: str, own: OwnAnswer, reader: Reader) -> list[Statement]:
    """News as a letter says it, without what an answer of the writer's own says already."""
    because = f"news since the last letter {which}".strip()
    fresh = (one for one in updates if not (own and _alike(one.text, own.said.text, reader)))
    return [Statement(one.text, because, one.cite("text"), one.date) for one in fresh]


def _told(things: Iterable[Near[Thing]], reader: Reader) -> list[Statement]:
    return [said for one in things for said in _said(one, reader)]


def _links(things: Sequence[Near[Thing]], reader: Reader) -> dict[int, str]:
    """By its place among these, how an offer begins that says whom it is for: ``For patients who cannot travel, ``.

    Only what stands as a sentence about the writer can begin so, and none that says the same itself.
    """
    forms = [] if reader.closed else [*reader.library.phrases.links]
    found: dict[int, str] = {}
    told: set[str] = set()
    for one in things:
        theirs = one.recorded and _is_chiefly(one) and one.need and not reader.library.is_group(one.need.key)
        whom = _form(reader, one.need, "people") if theirs and one.need else ""
        whom = "" if any(word[0].isupper() for word in whom.split()) else whom  # "with Medicaid" says that you take it
        if not (
            whom
            and forms
            and whom not in told
            and isinstance(one.thing, Offer)
            and one.thing.text.startswith(("I ", "We "))
        ):
            continue
        if _may_begin(f"{forms[0]} {whom}", whom, one.thing, reader):
            told.add(whom)
            found[id(one)] = forms.pop(0).replace("{whom}", whom)
    return found


def _may_begin(link: str, whom: str, offer: Offer, reader: Reader) -> bool:
    """Whether a sentence of an offer may have such a beginning: it stays short, and says nothing of the kind itself."""
    if len(f"{link} {offer.text}".split()) > reader.library.limits.sentence_words or _names_people(offer.text, reader):
        return False
    said = _long_words(offer.text) - _long_words(reader.role.people)
    return said.isdisjoint(_long_words(whom))


def _names_people(text: str, reader: Reader) -> bool:
    """Whether an offer says itself whom it is for: people of some kind, and not only people."""
    phrases = reader.library.phrases
    kinds = {*phrases.grammar.plurals, *phrases.your_people.as_several.values(), *phrases.kinds_of_people}
    words = set(_WORD.findall(text.casefold()))
    return bool(words & (kinds - {"people", *reader.role.people.casefold().split()}) - {*phrases.no_people})


def _long_words(text: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(text.casefold()) if len(word) >= _LONG}


def _joint(near: Sequence[Near[Thing]], links: Mapping[int, str], reader: Reader, voice: int) -> Statement:
    """What joins an offer to the words that it answers; nothing where it says itself whom it is for."""
    forms = reader.library.phrases.joints
    joined = near and forms and isinstance(near[0].thing, Offer) and id(near[0]) not in links
    if not joined or reader.closed or not reader.reported.said or not _answers_word(near[0], reader):
        return NOTHING
    return Statement(
        forms[voice % len(forms)], "what stands behind it answers what was said", near[0].thing.cite("text")
    )


def _linked(one: Near[Thing], links: Mapping[int, str], reader: Reader) -> list[Statement]:
    said = _said(one, reader)
    if not said:  # these phrases have no form for it
        return []
    first, *rest = said
    link = links.get(id(one), "")
    text = first.text if not link or first.text.startswith("I ") else first.text[:1].lower() + first.text[1:]
    return [first._replace(text=f"{link} {text}".strip()), *rest]


def _fills(reader: Reader, near: Sequence[Near[Thing]]) -> list[Near[Thing]]:
    """What fills a letter that has little else: what is for such readers, then how their people get in at all."""
    said = reader.reported.said and not reader.reported.read
    if said and not near:
        return []  # what nobody has asked for is no answer to what was said
    least = _LEAST if reader.reported.said and reader.role.key != "general" else 1
    missing = max(0, least - len(near))  # to somebody of whom little is known one thing is enough
    others = [one for one in (*reader.usual, *reader.wide) if isinstance(one.thing, Offer) and one.thing.cite("text")]
    others.sort(key=lambda one: not _is_for_role(one))  # what is for their role first
    if not any(need.recorded for need in reader.needs):  # and then what the practice is chiefly there for
        others.sort(key=lambda one: (not _is_for_role(one), one.thing.where("text").line))
    fitting = [*near, *others]
    return _once(fitting, reader)[len(near) :][:missing]


def _is_for_role(one: Near[Thing]) -> bool:
    return isinstance(one.thing, Offer) and bool(one.thing.roles)


def _asked_limit(reader: Reader, voice: int) -> Statement:
    """What they look for and the practice does not do, said at once."""
    if reader.closed or not reader.limits_asked:
        return NOTHING
    limit, forms = reader.limits_asked[0], reader.library.phrases.besides.looked_for
    form = forms[voice % len(forms)] if forms and limit.text.startswith("I ") else "{limit}"
    text = form.replace("{limit}", limit.text)
    return Statement(text, "they look for it, and the practice does not do it", limit.cite("text"))


def _limit(limit: Limit) -> Statement:
    return Statement(limit.text, "the practice does not do this, and says so", limit.cite("text"))


def _near(reader: Reader, since: date | None) -> list[Near[Thing]]:
    """What is near to a reader: at most two things, a talk or a page behind an offer that is nearly as near."""
    known = since or date.min
    near = [one for one in reader.helps if not isinstance(one.thing, Update) or one.thing.date > known]
    near = sorted(_once(near, reader)[:MOST], key=lambda one: not _answers_word(one, reader))
    if len(near) == MOST and (_waits(near[0], near[1], reader) or _was_said_later(near[0], near[1], reader)):
        near.reverse()
    return near


def _answers_word(near: Near[Thing], reader: Reader) -> bool:
    """Whether a thing answers what the letter repeats, by a need or an entry and not by a word."""
    return any(term[0] in "#=" and reader.wanted.get(term) == REPEATED for term in near.shared)


def _once(near: Sequence[Near[Thing]], reader: Reader) -> list[Near[Thing]]:
    """Without what says again what is nearer: news of an offer, and the offer."""
    kept: list[Near[Thing]] = []
    for one in near:
        if not any(_says_again(one.thing, other.thing, reader) for other in kept):
            kept.append(one)
    return kept


def _beside_news(
    own: Sequence[Near[Thing]], fills: Sequence[Near[Thing]], since: date | None, reader: Reader
) -> list[Near[Thing]]:
    """What a yearly letter offers beside its news: what answers a need, or else what fills it; nothing told twice."""
    fresh = match_updates(reader.needs, reader.practice, since)
    told = fresh or latest_updates(reader.practice, since)
    offered = [one for one in own if one.recorded] or ([] if fresh else fills)
    return [one for one in offered if not any(_says_again(one.thing, news, reader) for news in told)]


def _says_again(one: Thing, other: Thing, reader: Reader) -> bool:
    """Whether two things say much the same: half of the shorter one, or of news and an offer a few words."""
    said, told = (content_stems(_text_of(thing), reader.library) for thing in (one, other))
    both = len(said & told)
    news = isinstance(one, Update) != isinstance(other, Update) and both >= _A_FEW
    return news or both >= _SAME * min(len(said), len(told)) > 0


def _alike(one: str, other: str, reader: Reader) -> bool:
    """Whether half of what the shorter of two texts says stands in the other."""
    said, told = (content_stems(text, reader.library) for text in (one, other))
    return len(said & told) >= _SAME * min(len(said), len(told)) > 0


def _text_of(thing: Thing) -> str:
    return thing.topic if isinstance(thing, Talk) else thing.name if isinstance(thing, Handout) else thing.text


def _was_said_later(first: Near[Thing], second: Near[Thing], reader: Reader) -> bool:
    """Whether both answer what the letter repeats, and the second what is said first."""
    said = reader.reported.needs
    places = [said.index(one.need.key) for one in (first, second) if one.need and one.need.key in said]
    return len(places) == MOST and places[1] < places[0]


def _waits(first: Near[Thing], second: Near[Thing], reader: Reader) -> bool:
    """Whether the second comes first: it alone answers what was said, or is an offer nearly as near as a page."""
    answers = [any(reader.wanted.get(term) == REPEATED for term in one.shared) for one in (first, second)]
    kind = {Talk: "@talk", Handout: "@page"}.get(type(first.thing), "")
    looked_for = not kind or kind in reader.wanted
    if answers[0] != answers[1] or looked_for or not isinstance(second.thing, Offer | Update):
        return answers[1] and not answers[0]
    return second.points >= _AS_NEAR * first.points


def _said(near: Near[Thing], reader: Reader) -> list[Statement]:
    """A thing in the words of a letter."""
    thing = near.thing
    if isinstance(thing, Talk):
        form = reader.library.phrases.answers.talk_offer
        return talk_said(thing, form, library=reader.library, today=reader.today)
    if isinstance(thing, Handout):
        return [page_said(thing, near.because, reader)]
    cited = thing.cite("text") or reader.practice.cite("panels")
    return [Statement(thing.text, near.because, (*cited, *(near.need.where if near.need else ())))]


def _is_chiefly(near: Near[Thing]) -> bool:
    """Whether a thing is chiefly about the need it answers: a subject about that need promises nothing else."""
    about = near.thing.needs[:1] if isinstance(near.thing, Answering) else ()
    return near.need is not None and about == (near.need.key,)


def _opened(match: OfferMatch) -> Statement:
    return Statement(match.offer.text, match.because, (*match.offer.cite("text"), *match.need.where))


def _opening(reader: Reader, match: OfferMatch) -> list[Tree]:
    """What has come free, and until when."""
    until, phrases = match.offer.until, reader.library.phrases
    if until is None:
        return [_opened(match)]
    text = phrases.until.replace("{date}", day_phrase(until, reader.today, phrases.dates, reader.library.language))
    return [_opened(match), Statement(text, "an opening says when it ends", match.offer.cite("until"))]


def _subject(reader: Reader, needs: Sequence[FoundNeed], said: Sequence[Tree], own: Statement = NOTHING) -> Statement:
    """A subject about the first of these needs that has one and is spoken of in what is `said`; or else the role's.

    One that goes back to what somebody's `own` answer is about comes before both.
    """
    told = " ".join(one.text for one in said if isinstance(one, Statement))
    if own:
        return own
    for need in needs if not reader.closed else ():  # "therapy for your patients" is not so where none is seen
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
    near = reader.nearest(reader.practice.talks)
    talk = near.thing if near else match_talk(reader.needs, reader.practice)
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
