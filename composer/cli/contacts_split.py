"""`outreach contacts split`: one file a person."""

from collections.abc import Callable

import click

from composer.cli.console import note, out, plural
from composer.cli.options import snapshot_of
from composer.records.contact_parts import FOLDER
from composer.workspace.contact_moves import ContactMove, put_move, split_contacts
from composer.workspace.snapshot import Snapshot

who_option = click.option("--who", multiple=True, metavar="WHO", help="Only this person; may be given several times.")
yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command("split")
@who_option
@yes_option
@click.pass_context
def contacts_split(context: click.Context, who: tuple[str, ...], yes: bool) -> int:
    """Give everyone in contacts.yaml a file of their own in contacts/, or only those named with --who.

    Every line and comment of a record goes with it, and nothing else changes.
    """
    asked = f"{{}} from contacts.yaml into {FOLDER}/, one file each"
    return move_contacts(context, who, split_contacts, asked=asked, yes=yes)


def move_contacts(
    context: click.Context,
    who: tuple[str, ...],
    plan: Callable[[Snapshot, list[str]], ContactMove],
    *,
    asked: str,
    yes: bool,
) -> int:
    """Asks, moves the records of those named, or of everyone, and says how it is taken back; `asked` has a place for
    how many they are.
    """
    snapshot = snapshot_of(context)
    move = plan(snapshot, [snapshot.contact(one).id for one in who])
    what = asked.format(plural(len(move.contacts), "contact"))
    if not yes and not click.confirm(f"Move {what}?"):
        out("Nothing was moved.")
        return 0
    put_move(snapshot, move)
    out(f"Moved {what}.")
    note("`outreach contacts undo` takes it back.")
    return 0
