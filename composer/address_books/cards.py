"""A vCard as its properties, before anything is made of them."""

import quopri
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from composer.address_books.cells import cleaned
from composer.patterns import regex

Parameters = tuple[tuple[str, tuple[str, ...]], ...]
"""Names in capitals, each with its values in small letters; a bare one, as vCard 2.1 has it, has no values."""
_ESCAPED = regex(r"\\(.)", re.DOTALL)
_SEMICOLON, _COMMA = regex(r"(?<!\\);"), regex(r"(?<!\\),")
_LABEL = regex(r"_\$!<(.*?)>!\$_")
_BACKSLASH: Final = "\ue000"
_LAST = 101
"""Behind every place that PREF can give, which ends at 100."""


class Property(NamedTuple):
    """One property of a card."""

    name: str
    """In capitals."""
    group: str
    """What stands before its name, in small letters: ``item1``."""
    parameters: Parameters
    value: str
    """As it stands, unfolded and no longer quoted-printable, but still escaped."""

    @property
    def text(self) -> str:
        """What it says."""
        return unescaped(self.value)

    def parts(self) -> list[str]:
        """The parts of a structured value, between semicolons."""
        return _split(_SEMICOLON, self.value)

    def items(self) -> list[str]:
        """The values of a list, between commas."""
        return _split(_COMMA, self.value)

    @property
    def types(self) -> frozenset[str]:
        """What it is for, however that is written: ``TYPE=WORK,VOICE``, ``type=work;type=pref``, ``WORK;VOICE``."""
        return _types(self.parameters)

    @property
    def place(self) -> int:
        """Its place among several: the preferred one has the lowest number."""
        return _place(self.parameters)


@dataclass(frozen=True)
class Card:
    """One card of a file."""

    number: int
    """Counted from 1."""
    line: int
    """The line of the file in which it begins."""
    properties: tuple[Property, ...]
    written: str
    """Its lines, without pictures."""

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Property]]:
        found: dict[str, list[Property]] = {}
        for one in self.properties:
            found.setdefault(one.name, []).append(one)
        return found

    def all(self, name: str) -> Sequence[Property]:
        """The properties of one name, in their order."""
        return self._by_name.get(name, ())

    def preferred(self, name: str) -> Sequence[Property]:
        """The properties of one name, the preferred one first."""
        found = self.all(name)
        return sorted(found, key=lambda one: one.place) if len(found) > 1 else found

    def text(self, name: str) -> str:
        """The preferred value of a name that says something; empty where there is none."""
        return next((text for one in self.preferred(name) if (text := one.text)), "")

    def label(self, one: Property) -> str:
        """What a Mac says of a property: ``Front desk``; what it means by ``_$!<Work>!$_`` without the signs."""
        if not one.group:
            return ""
        labels = (other.text for other in self.all("X-ABLABEL") if other.group == one.group)
        return _LABEL.sub(r"\1", next(labels, ""))


@lru_cache(maxsize=1024)
def _types(parameters: Parameters) -> frozenset[str]:
    return frozenset(
        word
        for name, values in parameters
        for word in ((name.lower(),) if not values else values if name == "TYPE" else ())
    )


@lru_cache(maxsize=1024)
def _place(parameters: Parameters) -> int:
    for name, values in parameters:
        if name == "PREF" and values and values[0].isascii() and values[0].isdigit():
            return int(values[0][:4])
    return 1 if "pref" in _types(parameters) else _LAST


def unescaped(value: str) -> str:
    """A value with line feeds, commas and semicolons for what stands for them."""
    if "\\" in value:
        value = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return cleaned(value)


def _split(sign: re.Pattern[str], value: str) -> list[str]:
    if "\\" not in value:
        return [cleaned(part) for part in value.split(";" if sign is _SEMICOLON else ",")]
    parts = sign.split(value.replace("\\\\", _BACKSLASH))
    return [unescaped(part.replace(_BACKSLASH, "\\\\")) for part in parts]


def decoded(value: str, parameters: Parameters) -> str | None:
    """A value that was written in another encoding; nothing where it is no text but a picture or a key."""
    encoding = charset = ""
    for name, values in parameters:
        if name == "ENCODING" or not values:
            encoding = values[0] if values else encoding or (name.lower() if name in _ENCODINGS else "")
        elif name == "CHARSET":
            charset = values[0]
    if encoding in {"b", "base64"}:
        return None
    return _unquoted(value, charset) if encoding == "quoted-printable" else value


_ENCODINGS: Final = frozenset({"QUOTED-PRINTABLE", "BASE64", "B"})


def _unquoted(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("utf-8", "surrogatepass"))
    for name in (charset or "utf-8", "utf-8"):
        try:
            return data.decode(name).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace").replace("\r\n", "\n")
