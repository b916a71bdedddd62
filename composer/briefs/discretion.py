"""What of a record's words no letter repeats, whatever else is right about them: a client, a family, an aside.

What is noted for oneself stands among what may be said. Left out too often is a sentence less; once too seldom, and
somebody is told on.
"""

from composer.patterns import regex
from composer.records.phrases import Grammar

_FAMILY = regex(
    r"\bthe\s+[A-Z][a-z]+(?:e?s\b(?!\s+[A-Z])"
    r"|\s+(?:twins?|boys?|girls?|family|kids?|child|children|case|couple|brothers?|sisters?|baby|sons?|daughters?)\b)"
)
"""``the Hendersons``, ``the Nguyen twins``."""
_SAY_SO = regex(r"\b(?:don['\u2019]t|do not) say so\b(?! to\b)")
"""What somebody keeps to themselves, and no request to do so."""
_ABOUT = regex(r"(?<=\d) or so\b|\b(?:minutes?|hours?|days?|weeks?|months?|years?|dozen|hundred|couple) or so\b")
"""``30 or so``, ``half an hour or so``, which is no hearsay."""
_WORD = regex(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_NAMES = regex(r"(?<=\S )[A-Z][^\W\d_]+")
_NO_NAME = regex(r"[?()\[\]{}]")


def tells_on_somebody(text: str, grammar: Grammar) -> bool:
    """Whether a text names a family, or says that it is for nobody else's ears."""
    said = f" {' '.join(_WORD.findall(_ABOUT.sub('', _SAY_SO.sub('', text.casefold()))))} "
    return bool(_FAMILY.search(text)) or any(aside in said and f" {aside} " in said for aside in grammar.asides)


def speaks_of_a_client(text: str, grammar: Grammar) -> bool:
    """Whether a text about a meeting or an introduction has somebody's client in it, or may have."""
    said = f" {' '.join(_WORD.findall(text.casefold()))} "
    return tells_on_somebody(text, grammar) or any(word in said and f" {word} " in said for word in grammar.clients)


def further_names(text: str, known: str) -> list[str]:
    """The words with a capital inside a text that `known` has not: a name that nobody said may be repeated."""
    held = known.casefold()
    return [word for word in _NAMES.findall(text) if word.casefold() not in held]


def is_name(text: str, grammar: Grammar) -> bool:
    """Whether a text is the name of a person, as ``introduced_by`` has to be: ``maybe Ruth?`` is none."""
    words = text.partition(",")[0].split()
    small = [word for word in words if not word[0].isupper()]
    return bool(words) and words[0][0].isupper() and not _NO_NAME.search(text) and {*small} <= {*grammar.in_names}
