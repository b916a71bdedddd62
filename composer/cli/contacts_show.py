"""`outreach contacts show`: one person with all that is known."""

from typing import Any

import click

from composer.cli import completing
from composer.cli.console import as_json, clean, heading, note, out, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.errors import NotFoundError
from composer.records.contacts import Contact
from composer.workspace.contact_list import ContactFilter, pick_contacts
from composer.workspace.person import Person, look_at_person
from composer.workspace.record_edits import contact_place
from composer.workspace.record_faults import written_record
from composer.workspace.snapshot import Snapshot
from composer.yaml.writer import Field, format_front_matter

_EVENTS = 10
"""How many of the last events are shown; `--json` has all."""


@click.command("show")
@click.argument("who", shell_complete=completing.contacts)
@json_option
@click.pass_context
def contacts_show(context: click.Context, who: str, as_data: bool) -> int:
    """Show one person: what the record says, who else is there, what happened, and which letters fit now."""
    snapshot = snapshot_of(context)
    contact = _meant(snapshot, who)
    person = look_at_person(snapshot, contact.id)
    fields = dict(written_record(snapshot, contact_place(snapshot, contact.id)).fields)
    if as_data:
        as_json(_as_data(person, fields))
        return 0
    show_problems(person.problems)
    heading(f"{contact.display_name} ({contact.id})")
    out(clean(format_front_matter(fields)).rstrip())
    _say_standing(person)
    _say_events(person)
    fitting = [one.head.title for one in person.letters if one.fits and not one.needs_release]
    out(f"\nLetters that fit now: {', '.join(fitting) or 'none'}")
    note(f"`outreach contacts edit {contact.id}` changes what the record says.")
    return 0


def _meant(snapshot: Snapshot, who: str) -> Contact:
    """Who has an id or a name, or is the only one in whose line some words stand; a `NotFoundError` otherwise."""
    try:
        return snapshot.contact(who)
    except NotFoundError:
        rows = pick_contacts(snapshot, ContactFilter(who))
        if len(rows) != 1:
            raise
        return rows[0].contact


def _say_standing(person: Person) -> None:
    row = person.row
    if row.stopped:
        out(f"\nNothing goes to them: {row.stopped}")
    elif row.missing:
        out(f"\nMissing: {', '.join(row.missing)}")
    if person.colleagues:
        out(f"Also there: {', '.join(f'{one.display_name} ({one.id})' for one in person.colleagues)}")


def _say_events(person: Person) -> None:
    if not person.events:
        return
    heading("\nWhat happened")
    for event in person.events[:_EVENTS]:
        more = " ".join(filter(None, (event.letter, event.mention)))
        out(f"  {event.date}  {event.event}{f': {more}' if more else ''}")
    if (left := len(person.events) - _EVENTS) > 0:
        out(f"  and {left} before that")


def _as_data(person: Person, fields: dict[str, Field]) -> dict[str, Any]:
    return {
        "id": person.contact.id,
        "fields": fields,
        "stopped": person.row.stopped,
        "missing": person.row.missing,
        "colleagues": [one.id for one in person.colleagues],
        "events": [
            {"date": event.date, "event": event.event, "letter": event.letter, "mention": event.mention}
            for event in person.events
        ],
        "letters": [
            {"letter": one.head.letter, "verdict": one.reason.verdict, "why": one.reason.sentence, "draft": one.draft}
            for one in person.letters
        ],
        "problems": person.problems,
    }
