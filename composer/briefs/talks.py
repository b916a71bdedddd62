"""A talk of the practice, in the words of a letter."""

from collections.abc import Collection
from datetime import date

from composer.briefs.locales import list_words, written
from composer.briefs.reader import Reader
from composer.briefs.statement import Statement
from composer.records.library import Library
from composer.records.phrases import Answers
from composer.records.practice import Talk

_FEWEST_ALIKE = 2


def talk_topic(talk: Talk) -> str:
    """What the talk is on, as it stands inside a sentence: a title with its capital stands in quotation marks."""
    titled = talk.topic[:1].isupper() and talk.topic[1:2].islower()
    return f"\u201c{talk.topic}\u201d" if titled else talk.topic


def talk_dates(talk: Talk, library: Library, today: date) -> list[str]:
    """Its days: as the practice says them, or, where one is written 2027-01-20 and not over, as the language does."""
    return [said for day in talk.dates if (said := _spoken(day, library, today))]


def _spoken(day: str, library: Library, today: date) -> str:
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return day
    return written(at, library.phrases.dates.weekday, library.language) if at >= today else ""


def talk_given(reader: Reader) -> list[Statement]:
    """The talk about a need of theirs or for readers like them, and when it could be; nothing where there is none."""
    talk = reader.talk
    return talk_said(talk, reader, reader.library.phrases.answers.talk_offer) if talk else []


def asks_for_talk(text: str, answers: Answers, *, noted: bool = False) -> bool:
    """Whether somebody asks for a talk: ``a lunch and learn``, ``looking for speakers``.

    In what is only `noted` of them the word "talk" is mostly a verb, and is passed over.
    """
    said = text.casefold()
    return any(word in said for word in (*answers.talks, *answers.to_speak) if not (noted and word == "talk"))


def nearest_talk(reader: Reader, about: Collection[str] = ()) -> Talk | None:
    """The talk for somebody who asks for one: about what they ask, for such readers, or nearest to what is known.

    `about` are the needs that they name when they ask.
    """
    known = {need.key for need in reader.needs}
    kind = {need.key for need in reader.needs if need.for_reader and not reader.library.is_group(need.key)}

    def rank(talk: Talk) -> tuple[bool, bool, int]:
        needs = {*talk.needs}
        return not needs.isdisjoint(about), not needs.isdisjoint(kind), reader.nearness(talk)

    talks = reader.practice.talks
    fitting = [
        talk for talk in talks if not {*about, *known}.isdisjoint(talk.needs) or reader.nearness(talk) >= _FEWEST_ALIKE
    ]
    return max(fitting, key=rank, default=None)


def talk_said(talk: Talk, reader: Reader, form: str) -> list[Statement]:
    """A talk in one form with ``{minutes}``, ``{topic}`` and ``{takeaways}``, and its days."""
    library = reader.library
    home = f": {list_words(library.language).join(list(talk.takeaways))}" if talk.takeaways else ""
    told = form.replace("{minutes}", str(talk.minutes)).replace("{topic}", talk_topic(talk))
    told = told.replace("{takeaways}", home)
    said = [Statement(told, "a talk that the practice gives", talk.cite("topic"))] if told else []
    if told and (dates := talk_dates(talk, library, reader.today)):
        days = list_words(library.language, "or").join(dates)
        text = library.phrases.answers.dates.replace("{dates}", days)
        said.append(Statement(text, "the dates of the talk", talk.cite("dates")))
    return said
