"""All that is known of people and places as plain tables, for other programs: to leave with everything, at any time."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from composer.address_books.formula import guarded
from composer.planning.stops import stop
from composer.records.base import FACT_WORDS, Record, words_of
from composer.records.book import Records
from composer.records.contacts import Contact, DoNotContact, Organization
from composer.records.history import Event
from composer.yaml.reader import Value

_FOUND = frozenset({"other_addresses", "mentioned_addresses", "said"})
"""Fields that the program finds in others."""
_FACTS = ("needs", "details", "asked_for", "introduced_by", "met", "consent")


class Table(NamedTuple):
    """A table of texts."""

    name: str
    """``contacts``, ``organizations`` or ``history``."""
    columns: tuple[str, ...]
    """The names of our fields; the same that an import takes."""
    rows: tuple[tuple[str, ...], ...]


def tables(records: Records, wanted: Sequence[Contact]) -> tuple[Table, ...]:
    """Contacts, the places where they are, and what happened with them.

    A wish to be left alone stands in the row of its owner, wherever it was noted.
    """
    ids = {contact.id for contact in wanted}
    places = {contact.organization for contact in wanted}
    everybody = len(wanted) == len(records.contacts.contacts)
    organizations = [one for one in records.contacts.organizations if everybody or one.name in places]
    events = [event for event in records.history.events if event.contact in ids]
    return (
        _table("contacts", Contact, [_contact_row(contact, records) for contact in wanted]),
        _table("organizations", Organization, [_row(one) for one in organizations]),
        _table("history", Event, [_row(event) for event in events]),
    )


def _table(name: str, model: type[Any], rows: Sequence[Mapping[str, str]]) -> Table:
    columns = [key for key in model.model_fields if key not in _FOUND]
    return Table(name, tuple(columns), tuple(tuple(row.get(key, "") for key in columns) for row in rows))


def _contact_row(contact: Contact, records: Records) -> dict[str, str]:
    row = _row(contact)
    stopped = stop(contact, records)
    wish = records.suppression.against(contact.id, contact.email or "")
    row["do_not_contact"] = wish or (stopped.sentence if stopped and contact.do_not_contact else "")
    row["roles"] = "\n".join(contact.roles)
    return row


def _row(record: Contact | Organization | Event) -> dict[str, str]:
    return {key: cell_of(getattr(record, key)) for key in type(record).model_fields}


def cell_of(value: Any) -> str:
    """A field's value as one cell: items one a line, of a fact its words; what is not there is empty."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "true"
    if isinstance(value, tuple | list):
        return "\n".join(cell_of(one) for one in value)
    if isinstance(value, DoNotContact):
        return value.reason or str(value.since or "true")
    return words_of(value) if isinstance(value, Record) else str(value)


def lost_in_tables(contacts: Sequence[Contact]) -> str:
    """What a table has no place for, in words; empty where nothing is lost."""
    more = [
        name
        for name in _FACTS
        if any(_says_more(one) for contact in contacts for one in _items(getattr(contact, name)))
    ]
    return f"only the words of {', '.join(more)}: not the days, nor where they are from" if more else ""


def _items(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, tuple) else [value] if value else []


def _says_more(fact: Any) -> bool:
    return any(getattr(fact, key) for key in type(fact).model_fields if key not in FACT_WORDS)


def as_csv(table: Table) -> bytes:
    """A table as Excel, Numbers and LibreOffice open it: UTF-8 with its mark, commas, CRLF, no cell a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([guarded(cell) for cell in row] for row in table.rows)
    return lines.getvalue().encode("utf-8-sig")


def as_json(parts: Mapping[str, Value], wishes: Mapping[str, str]) -> bytes:
    """The files of the records as one JSON object, whole, each under its name; nothing of them is lost.

    `wishes` are the reasons why nothing is written to somebody, by their ids, wherever they were noted.
    """
    said = {**parts, "left_alone": dict(wishes)}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
