"""`outreach contacts`: who is who; behind it the commands that keep the records true, each in a file of its own."""

from importlib import import_module

import click

from composer.cli.console import as_json, note, plural, say_nobody, show_problems, table
from composer.cli.options import json_option, snapshot_of
from composer.errors import errors_in
from composer.planning.contact_rows import contact_rows

# In the order in which somebody meets them; each lives in `contacts_NAME.py`.
COMMANDS = {
    "add": "Add somebody.",
    "edit": "Open one record in your editor.",
    "move": "Somebody works at another place now.",
    "retire": "Somebody has retired, or is gone.",
    "stop": "Somebody asked to be left alone.",
    "merge": "Make one record of two of the same person.",
    "duplicates": "Say who may be here twice.",
    "export": "Write everybody into a file for another program.",
    "undo": "Take the last change of the records back.",
}


class ContactsGroup(click.Group):
    """The commands about contacts; a word that is none of them is looked for among the contacts."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands in the order in which somebody meets them."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """A command, imported now."""
        if cmd_name == "list":
            return list_contacts
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"composer.cli.contacts_{cmd_name}"), f"contacts_{cmd_name}")
        assert isinstance(command, click.Command)  # noqa: S101  # a test walks all of them
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What begins with no command is a list's."""
        if not {"-h", "--help"} & set(args[:1]) and (not args or (args[0] not in COMMANDS and args[0] != "list")):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """The list in `--help`, from the lines above: no command is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=ContactsGroup, context_settings={"help_option_names": ["-h", "--help"]})
def contacts() -> None:
    """Show everyone, or those whose name, role, organization or id holds a word: `outreach contacts osei`.

    With one of the commands below it keeps their records true.
    """


@click.command("list")
@click.argument("query", default="")
@json_option
@click.pass_context
def list_contacts(context: click.Context, query: str, as_data: bool) -> int:
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
