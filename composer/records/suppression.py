"""The list of those who must not be written to, beside the records: ``do-not-contact.yaml``. It fails closed.

A record can be lost, renamed or imported again; a line here holds whoever the record says it is. What cannot be read is
an error of the whole file, because nobody can tell whom it would have kept safe (CAN-SPAM, 15 U.S.C. 7704(a)(4)).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Self

from pydantic import model_validator

from composer.errors import Place, Problem
from composer.records.base import Record, read_records
from composer.records.fields import Email, IsoDate, Line
from composer.yaml.reader import Map, Seq, Value, read_yaml

SUPPRESSION = "do-not-contact.yaml"
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}\Z", re.IGNORECASE)


class Suppressed(Record):
    """One address, one domain, one person or one organisation that gets nothing."""

    kind: ClassVar[str] = "do-not-contact"
    email: Email | None = None
    domain: Line = ""
    """All addresses at it, and below it: ``lakeview.example``."""
    contact: Line = ""
    """A contact's id, or a name as the record has it."""
    organization: Line = ""
    since: IsoDate | None = None
    reason: Line = ""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.email or self.domain or self.contact or self.organization):
            raise ValueError("say who it is: email, domain, contact or organization")
        if self.domain and not _DOMAIN.match(self.domain):
            raise ValueError(f"'{self.domain}' is not a domain; write it as lakeview.example")
        return self

    @property
    def because(self) -> str:
        """Why, as a sentence's end: ``it is on the list in do-not-contact.yaml since 2026-04-02``."""
        since = f" since {self.since}" if self.since else ""
        reason = f" ({self.reason})" if self.reason else ""
        return f"is on the list in {SUPPRESSION}{since}{reason}"


@dataclass(frozen=True)
class Suppression:
    """Everyone on the list."""

    entries: tuple[Suppressed, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @cached_property
    def _addresses(self) -> dict[str, Suppressed]:
        return {entry.email.casefold(): entry for entry in self.entries if entry.email}

    @cached_property
    def _domains(self) -> dict[str, Suppressed]:
        return {entry.domain.casefold().lstrip("@."): entry for entry in self.entries if entry.domain}

    @cached_property
    def _names(self) -> dict[str, Suppressed]:
        pairs = [(word, entry) for entry in self.entries for word in (entry.contact, entry.organization) if word]
        return {" ".join(word.casefold().split()): entry for word, entry in pairs}

    def address(self, addr_spec: str) -> Suppressed | None:
        """The entry that keeps an address safe, by itself or by a domain it is at or below; ``None`` for none."""
        whole = addr_spec.casefold()
        if whole in self._addresses:
            return self._addresses[whole]
        labels = whole.rpartition("@")[2].rstrip(".").split(".")
        tails = (".".join(labels[index:]) for index in range(len(labels)))
        return next((self._domains[tail] for tail in tails if tail in self._domains), None)

    def named(self, *words: str) -> Suppressed | None:
        """The entry that names a contact or an organisation; ``None`` for none."""
        found = (self._names.get(" ".join(word.casefold().split())) for word in words if word)
        return next((entry for entry in found if entry), None)


def parse_suppression(text: str, path: str) -> Suppression:
    """The list from its text. Whatever is wrong in it is an error, and the whole list counts as unreadable."""
    document = read_yaml(text, path)
    entries, problems = read_records(Suppressed, _spelled_out(document.value), path)
    found = [*document.problems, *problems]
    return Suppression(tuple(entries), tuple(sorted(_closed(found))))


def _spelled_out(value: Value) -> Value:
    """``ann@x.example`` and ``x.example`` are enough; each becomes the group of fields it stands for."""
    if not isinstance(value, Seq):
        return value
    for index, (item, at) in enumerate(zip(value, value.values_at, strict=True)):
        if isinstance(item, str):
            key = "email" if "@" in item.strip().lstrip("@") else "domain"
            group = Map(at)
            group[key] = item.strip().lstrip("@") if key == "domain" else item
            group.keys_at[key] = group.values_at[key] = at
            value[index] = group
    return value


def _closed(problems: Iterable[Problem]) -> list[Problem]:
    """Warnings become errors: a misspelt field may be the one that named somebody."""
    return [
        Place(p.path, p.line, p.column).error(p.code, p.text, p.hint or "mend it; until then nothing is written")
        for p in problems
    ]
