"""A talk of the practice, in the words of a letter."""

from datetime import date

from composer.briefs.locales import list_words, written
from composer.briefs.statement import Statement
from composer.records.library import Library
from composer.records.practice import Talk


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


def talk_said(talk: Talk, form: str, *, library: Library, today: date) -> list[Statement]:
    """A talk in one form with ``{minutes}``, ``{topic}`` and ``{takeaways}``, and its days.

    What people take home is left out where the sentence would be longer than one breath.
    """
    home = f": {list_words(library.language).join(list(talk.takeaways))}" if talk.takeaways else ""
    told = form.replace("{minutes}", str(talk.minutes)).replace("{topic}", talk_topic(talk))
    whole = told.replace("{takeaways}", home)
    told = whole if len(whole.split()) <= library.limits.sentence_words else told.replace("{takeaways}", "")
    said = [Statement(told, "a talk that the practice gives", talk.cite("topic"))] if told else []
    if told and (dates := talk_dates(talk, library, today)):
        days = list_words(library.language, "or").join(dates)
        text = library.phrases.answers.dates.replace("{dates}", days)
        said.append(Statement(text, "the dates of the talk", talk.cite("dates")))
    return said
