"""`outreach contacts` and `outreach contacts list`: who is who, when you were last in touch, and what is missing."""

from typing import Any

import click

from composer.cli.console import as_json, note, out, plural, say_nobody, show_problems, table
from composer.cli.contact_commands import COMMANDS
from composer.cli.options import json_option, snapshot_of
from composer.errors import errors_in
from composer.planning.contact_rows import ContactRow
from composer.records.wishes import STATUSES
from composer.spelling import nearest
from composer.workspace.contact_list import MISSING, SORTS, ContactFilter, pick_contacts, successors_of
from composer.workspace.snapshot import Snapshot

_NARROWED = "Leave out one of the options to see more; `outreach contacts` alone shows everyone."


@click.command("list")
@click.argument("query", nargs=-1)
@click.option("--role", default="", metavar="ROLE", help="Those in this role, in your words.")
@click.option("--at", "place", default="", metavar="ORGANIZATION", help="Those who are there.")
@click.option("--tag", default="", help="Those with this tag.")
@click.option("--status", type=click.Choice(STATUSES), default=None, help="Those who are still there, or have left.")
@click.option("--missing", type=click.Choice(list(MISSING)), multiple=True, help="Those without it; several at once.")
@click.option("--stale", is_flag=True, help="Those with something noted so long ago that it may not be true any more.")
@click.option("--left-alone", is_flag=True, help="Those who asked not to be written to.")
@click.option("--alone", is_flag=True, help="The only person you know at a place.")
@click.option("--replaced", is_flag=True, help="Those who have left a place where you know somebody else.")
@click.option("--sort", type=click.Choice(list(SORTS)), default=None, help="By this, and not as in your file.")
@json_option
@click.pass_context
def contacts_list(context: click.Context, /, query: tuple[str, ...], as_data: bool, **options: Any) -> int:
    """Show everyone, or those in whose line every word of QUERY stands; case and accents do not count."""
    snapshot = snapshot_of(context)
    options["is_stale"] = options.pop("stale")
    wanted = ContactFilter(" ".join(query), **{key: value for key, value in options.items() if value})
    rows, problems = pick_contacts(snapshot, wanted), snapshot.records.problems
    shown = [_as_shown(row, snapshot, wanted) for row in rows]
    if as_data:
        as_json({"contacts": shown, "problems": problems})
        return 1 if errors_in(problems) else 0
    show_problems(problems)
    if rows:
        titles = ("Id", "Name", "Role", "Organization", "Last contact", "Missing or in the way")
        keys = ("id", "name", "role", "organization", "last_contact", "missing")
        table([[row[key] for key in keys] for row in shown], titles=titles)
        note(f"\n{plural(len(rows), 'contact')}")
    else:
        _say_none(snapshot, wanted)
    if count := snapshot.records.contacts.left_out:
        note(f"{plural(count, 'contact')} could not be read; the problems above say why.")
    return 1 if errors_in(problems) else 0


def _as_shown(row: ContactRow, snapshot: Snapshot, wanted: ContactFilter) -> dict[str, str]:
    """A row as it is printed; of those who were replaced the last column names who is there now."""
    told = row.as_dict()
    if wanted.replaced:
        now = ", ".join(one.display_name for one in successors_of(row.contact, snapshot.records))
        told["missing"] = f"now there: {now}"
    return told


def _say_none(snapshot: Snapshot, wanted: ContactFilter) -> None:
    """That nobody is shown, and what to do next."""
    if not snapshot.records.contacts.contacts:
        say_nobody(snapshot.records.problems)
        note("`outreach contacts add` asks you about the first one.")
        return
    if wanted == ContactFilter(wanted.words):
        say_nobody(snapshot.records.problems, wanted.words)
        first = wanted.words.split()[:1]
        near = nearest(first[0], COMMANDS) if first else ""
        note(f"Did you mean `outreach contacts {near}`?" if near else "Fewer letters find more.")
        return
    out("Nobody is like that.")
    note(_NARROWED)
