"""`outreach contacts`: who is who, when you were last in touch, and what is missing."""

import click

from composer.cli.console import as_json, note, plural, say_nobody, show_problems, table
from composer.cli.options import json_option, snapshot_of
from composer.errors import errors_in
from composer.planning.contact_rows import contact_rows


@click.command()
@click.argument("query", default="")
@json_option
@click.pass_context
def contacts(context: click.Context, query: str, as_data: bool) -> int:
    """Show everyone, or those whose name, role, organization or id holds QUERY."""
    snapshot = snapshot_of(context)
    rows = [
        row
        for row in (one.as_dict() for one in contact_rows(snapshot.records, snapshot.today))
        if query.casefold() in " ".join(map(str, row.values())).casefold()
    ]
    problems = snapshot.records.problems
    if as_data:
        as_json({"contacts": rows, "problems": problems})
        return 1 if errors_in(problems) else 0
    show_problems(problems)
    if not rows:
        say_nobody(problems, query)
    else:
        titles = ("Id", "Name", "Role", "Organization", "Last contact", "Missing or in the way")
        keys = ("id", "name", "role", "organization", "last_contact", "missing")
        table([[str(row[key]) for key in keys] for row in rows], titles=titles)
        note(f"\n{plural(len(rows), 'contact')}")
    if count := snapshot.records.contacts.left_out:
        note(f"{plural(count, 'contact')} could not be read; the problems above say why.")
    return 1 if errors_in(problems) else 0
