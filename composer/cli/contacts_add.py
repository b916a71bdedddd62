"""`outreach contacts add`: somebody new, by options or by questions."""

import sys

import click

from composer.cli.console import as_json, note, out, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.workspace.contact_changes import add_contact
from composer.yaml.writer import Field

_ASKED = (
    ("name", "Name, as on an envelope (Dr. Abena Osei, MD)"),
    ("role", "What they do, in your words (school counselor)"),
    ("organization", "Where they work"),
    ("email", "Email"),
    ("phone", "Phone"),
    ("needs", "What they need from a therapist, as they said it"),
)


@click.command("add")
@click.argument("name", default="")
@click.option("--role", default="", help="What they do, in ordinary words.")
@click.option("--at", "organization", default="", metavar="ORGANIZATION", help="Where they work.")
@click.option("--email", default="")
@click.option("--phone", default="")
@click.option(
    "--need", "needs", multiple=True, metavar="TEXT", help="What they need from a therapist; may be repeated."
)
@click.option("--note", "notes", default="", metavar="TEXT", help="Private; no letter can hold it.")
@click.option("--anyway", is_flag=True, help="Add them although somebody here may be the same person.")
@json_option
@click.pass_context
def contacts_add(context: click.Context, /, name: str, anyway: bool, as_data: bool, **said: Field) -> int:
    """Add somebody. Without a name it asks, one question after the other; Enter passes over one."""
    snapshot = snapshot_of(context)
    fields: dict[str, Field] = {"name": name, **said}
    if not name:
        if as_data or not sys.stdin.isatty():
            raise click.UsageError("Say the name: outreach contacts add 'Dr. Abena Osei, MD' --role 'family doctor'.")
        fields |= _asked()
    edit = add_contact(snapshot, {key: value for key, value in fields.items() if value}, anyway=anyway)
    if as_data:
        as_json({"contact": edit.contact, "undo": edit.undo, "problems": edit.problems})
        return 0
    show_problems(edit.problems)
    out(f"{fields['name']} is in your contacts, as {edit.contact}.")
    note(f"`outreach contacts undo` takes it back. Next: `outreach draft --to {edit.contact}`.")
    return 0


def _asked() -> dict[str, Field]:
    found: dict[str, Field] = {}
    for key, question in _ASKED:
        answer = click.prompt(question, default="", show_default=False).strip()
        while key == "name" and not answer:
            answer = click.prompt("A name is needed", default="", show_default=False).strip()
        found[key] = [answer] if key == "needs" and answer else answer
    return found
