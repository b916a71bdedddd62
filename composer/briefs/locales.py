"""Days, months and lists as a language says them, from Babel's copy of the Unicode CLDR; `babel`'s one owner.

Workers import it, too, and nothing of the records, whose library takes a tenth of a second to begin.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from composer.patterns import regex

if TYPE_CHECKING:
    from babel import Locale


_WORD = regex(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class ListWords:
    """What stands between the items of a list."""

    two: str
    """Between the only two: `` or ``."""
    middle: str
    last: str
    """Before the last of three or more: ``, or ``."""

    def join(self, items: list[str]) -> str:
        """``a``, ``a or b``, ``a, b, or c``; where one of them has a comma of its own ``a, so; b; or c``.

        Of two of which one has the same word inside, ``a and a; and b``.
        """
        if len(items) <= len("ab"):
            return (f";{self.two}" if any(self.two in one for one in items[:1]) else self.two).join(items)
        middle, last = self.middle, self.last
        if any(self.middle in one for one in items):
            middle, last = "; ", f"; {self.last.lstrip(', ')}"
        return f"{middle.join(items[:-1])}{last}{items[-1]}"


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


@cache
def language_names(language: str) -> dict[str, str]:
    """What languages are called in one, and their tags, without the many that have only three letters."""
    return {str(name): tag for tag, name in _locale(language).languages.items() if len(tag) == len("en")}


def languages_in(text: str, language: str) -> frozenset[str]:
    """The tags of the languages that a text names: ``the page, English and Portuguese`` names ``en`` and ``pt``."""
    names = language_names(language)
    return frozenset(names[word] for word in _WORD.findall(text) if word in names)


@lru_cache(maxsize=1_000)
def written(day: date, pattern: str, language: str) -> str:
    """A day by a CLDR pattern: ``MMMM d, y`` is ``November 24, 2026``."""
    from babel.dates import format_date

    return format_date(day, pattern, _locale(language))
