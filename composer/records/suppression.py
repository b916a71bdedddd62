"""The list of those who must not be written to, beside the records: ``do-not-contact.yaml``. It fails closed.

A record can be lost, renamed or imported again; a line here holds whoever the record says it is. What cannot be read is
an error of the whole file, because nobody can tell whom it would have kept safe (CAN-SPAM, 15 U.S.C. 7704(a)(4)). Whom
its names mean is found out in `left_alone.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from pydantic import model_validator

from composer.addresses import domains_above, mailbox, name_and_address, plain_domain
from composer.errors import Problem
from composer.patterns import regex
from composer.records.base import Record, read_records
from composer.records.fields import DayOrMonth, Email, Line
from composer.yaml.reader import Map, Seq, Value, read_yaml

SUPPRESSION = "do-not-contact.yaml"
_DOMAIN = regex(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]+\Z")
_WHOLE = regex(r"\A(?:https?://|mailto:|[*%]?@|[*%]?\.|www\d?\.)+", re.IGNORECASE)
"""What people put before a domain to mean all addresses at it."""


class Suppressed(Record, kind="do-not-contact"):
    """One address, one domain, one person or one organisation that gets nothing."""

    email: Email | None = None
    domain: Line = ""
    """All addresses at it, and below it: ``lakeview.example``."""
    contact: Line = ""
    """A contact's id, now or before, or the name, with or without titles."""
    organization: Line = ""
    """Its id or its name."""
    since: DayOrMonth | None = None
    reason: Line = ""

    @model_validator(mode="after")
    def _ensure_somebody(self) -> Self:
        if not (self.email or self.domain or self.contact or self.organization):
            raise ValueError("say who it is: email, domain, contact or organization")
        if self.email and re.search("[*%?]", self.email):
            raise ValueError(f"'{self.email}': a star stands for all addresses of a domain only; write '*@x.example'")
        if self.domain and not _DOMAIN.match(self.domain):
            raise ValueError(f"'{self.domain}' is not a domain; write it as lakeview.example")
        return self

    @property
    def because(self) -> str:
        """Why, as a sentence's end: ``is on the list in do-not-contact.yaml since 2026-04-02``."""
        since = f" since {self.since}" if self.since else ""
        reason = f" ({self.reason})" if self.reason else ""
        return f"is on the list in {SUPPRESSION}{since}{reason}"


@dataclass(frozen=True)
class Suppression:
    """Everyone who is to be left alone: the list as it was read, and whom it and all other wishes mean."""

    entries: tuple[Suppressed, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    asked: Mapping[str, str] = field(default_factory=dict)
    """Why nothing may go to a contact, under their id, from their record, their organisation's or the history."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """The same for those whom the list names; it is their own wish, and none of the place they have left."""
    mailboxes: Mapping[str, str] = field(default_factory=dict)
    """Why nothing may go to a mailbox that somebody with a wish has, however else it is called in another record."""

    @cached_property
    def _addresses(self) -> dict[str, Suppressed]:
        return {mailbox(entry.email): entry for entry in self.entries if entry.email}

    @cached_property
    def _domains(self) -> dict[str, Suppressed]:
        return {plain_domain(entry.domain): entry for entry in self.entries if entry.domain}

    def entry_of(self, addr_spec: str) -> Suppressed | None:
        """The line of the list that names an address itself."""
        return self._addresses.get(mailbox(addr_spec))

    def address(self, addr_spec: str) -> tuple[str, str] | None:
        """What keeps an address safe, by itself or by a domain it is at or below; ``None`` for nothing.

        As a sentence: the address or the domain on the list, and ``is on the list in do-not-contact.yaml``.
        """
        key = mailbox(addr_spec)
        if entry := self.entry_of(addr_spec):
            return entry.email or "", entry.because
        if entry := next((self._domains[tail] for tail in domains_above(addr_spec) if tail in self._domains), None):
            return entry.domain, entry.because
        return (addr_spec, self.mailboxes[key]) if key in self.mailboxes else None

    def against(self, contact: str, address: str, *, about_gone: bool = False) -> str:
        """Why nothing may go to a contact, by their id and their address, empty for paper; empty where it may.

        A letter that is `about_gone` is about somebody who has left, and goes to their place instead of to them.
        """
        own = self.asked.get(contact) or ("" if about_gone else self.listed.get(contact))
        stop = None if own or not address else self.address(address)
        return own or (" ".join(stop) if stop else "")


def parse_suppression(text: str, path: str) -> Suppression:
    """The list from its text. Whatever is wrong in it is an error, and the whole list counts as unreadable."""
    document = read_yaml(text, path)
    entries, problems = read_records(Suppressed, _spelled_out(document.value), path)
    # Warnings become errors, too: a misspelt field may be the one that named somebody.
    closed = [
        one.at.error(one.code, one.text, one.hint or "mend it; until then nothing is written")
        for one in (*document.problems, *problems)
    ]
    return Suppression(tuple(entries), tuple(sorted(closed)))


def _spelled_out(value: Value) -> Value:
    """The list with each line as a group of fields: ``ann@x.example``, ``*@x.example``, ``x.example`` or a name."""
    if not isinstance(value, Seq):
        return value
    for index, (item, at) in enumerate(zip(value, value.values_at, strict=True)):
        if isinstance(item, str):
            key = "email" if "@" in item else "domain" if _DOMAIN.match(_without_signs(item)) else "contact"
            value[index] = group = Map(at)
            group[key], group.keys_at[key], group.values_at[key] = item, at, at
    for item in value:
        for key in ("email", "contact", "domain"):
            if isinstance(item, Map) and isinstance(written := item.get(key), str):
                _sort_out(item, key, written)
    return value


def _without_signs(text: str) -> str:
    """A domain or an address as it is known, without what stands before it and after: ``https://www.x.example/``."""
    bare = _WHOLE.sub("", text.strip())
    return bare if bare == text.strip() else re.split(r"[/?]", bare, maxsplit=1)[0]


def _sort_out(item: Map, key: str, written: str) -> None:
    """Puts an address or a domain under the key that says so, whichever key it was written under."""
    _, address = name_and_address(written)
    domain = _without_signs(address)
    right = "email" if "@" in domain else "domain" if domain != address or key == "domain" else key
    text = domain if right == "domain" else address if right == "email" else written
    if right != key:
        if right in item:
            return
        del item[key]
    item[right] = text
    item.keys_at[right], item.values_at[right] = item.keys_at[key], item.values_at[key]
