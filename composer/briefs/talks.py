"""A talk of the practice, in the words of a letter."""

from datetime import date

from composer.briefs.locales import written
from composer.records.library import Library
from composer.records.practice import Talk


def talk_topic(talk: Talk) -> str:
    """What the talk is on, as it stands inside a sentence: a title with its capital stands in quotation marks."""
    titled = talk.topic[:1].isupper() and talk.topic[1:2].islower()
    return f"\u201c{talk.topic}\u201d" if titled else talk.topic


def talk_dates(talk: Talk, library: Library) -> list[str]:
    """Its days: as the practice says them, or, where one is written 2027-01-20, as the language writes a day."""
    return [_spoken(day, library) for day in talk.dates]


def _spoken(day: str, library: Library) -> str:
    try:
        return written(date.fromisoformat(day), library.phrases.dates.weekday, library.language)
    except ValueError:
        return day
