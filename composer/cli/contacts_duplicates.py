"""`outreach contacts duplicates`: who may be in the records twice, and places that are spelled in two ways."""

import click

from composer.cli.console import as_json, heading, note, out, plural, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.records.doubles import likely_doubles, likely_places


@click.command("duplicates")
@json_option
@click.pass_context
def contacts_duplicates(context: click.Context, as_data: bool) -> int:
    """Say who may be here twice, and why; `outreach contacts merge` makes one record of two."""
    snapshot = snapshot_of(context)
    book = snapshot.records.contacts
    people = likely_doubles(book, snapshot.library)
    places = likely_places(book, snapshot.library)
    if as_data:
        pairs = [
            {"first": match.contact.id, "second": one.id, "sure": match.sure, "why": match.why} for one, match in people
        ]
        as_json({"people": pairs, "organizations": places})
        return 0
    show_problems(snapshot.records.problems)
    if people:
        heading(f"People who may be one ({len(people)})")
    for one, match in people:
        out(f"  {match.contact.display_name} ({match.contact.id}) and {one.display_name} ({one.id}): {match.why}")
    if places:
        heading(f"Places that may be one ({len(places)})")
    for names in places:
        out(f"  {'; '.join(names)}")
    if not people and not places:
        out("Nobody seems to be here twice.")
    elif people:
        note(f"\n{plural(len(people), 'pair')}. `outreach contacts merge FIRST SECOND` makes one record of two.")
    return 0
