"""Days, months and lists as a language says them, from Babel's copy of the Unicode CLDR; `babel`'s one owner."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from composer.records.phrases import Dates

if TYPE_CHECKING:
    from babel import Locale

_SHORT_YEAR_DAYS = 300
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class ListWords:
    """What stands between the items of a list."""

    two: str
    """Between the only two: `` or ``."""
    middle: str
    last: str
    """Before the last of three or more: ``, or ``."""

    def join(self, items: list[str]) -> str:
        """``a``, ``a or b``, ``a, b, or c``."""
        if len(items) <= len("ab"):
            return self.two.join(items)
        return f"{self.middle.join(items[:-1])}{self.last}{items[-1]}"


@cache
def _locale(language: str) -> "Locale":
    """The locale of a BCP 47 tag; English for one that CLDR does not know."""
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@cache
def list_words(language: str, kind: Literal["standard", "or"] = "standard") -> ListWords:
    """The words of a list in a language (CLDR list patterns)."""
    patterns = _locale(language).list_patterns[kind]
    return ListWords(*(patterns[part].replace("{0}", "").replace("{1}", "") for part in ("2", "middle", "end")))


@cache
def month_name(month: int, language: str) -> str:
    """A month by its number from 1, as it stands inside a sentence."""
    return str(_locale(language).months["format"]["wide"][month])


def written(day: date, pattern: str, language: str) -> str:
    """A day by a CLDR pattern: ``MMMM d, y`` is ``November 24, 2026``."""
    from babel.dates import format_date

    return format_date(day, pattern, _locale(language))


def month_phrase(day: date, today: date, dates: Dates, language: str) -> str:
    """``in February``, ``earlier this month``, or ``in February 2025`` once the month alone would mislead."""
    if (day.year, day.month) == (today.year, today.month):
        return dates.this_month
    form = dates.month if (today - day).days < _SHORT_YEAR_DAYS else dates.year
    return form.replace("{month}", month_name(day.month, language)).replace("{year}", str(day.year))


def day_phrase(day: date, today: date, dates: Dates, language: str) -> str:
    """A day to come: ``February 28``, with its year where it is not within the next twelve months."""
    near = (day - today).days < _YEAR
    return written(day, dates.day if near else dates.long, language)


def years_phrase(days: int, dates: Dates) -> str:
    """A long time in words, in whole years: ``four years``."""
    years = max(1, int(days / _YEAR))
    if years == 1:
        return dates.a_year
    number = dates.numbers[years - 1] if years <= len(dates.numbers) else str(years)
    return dates.years.replace("{number}", number)
