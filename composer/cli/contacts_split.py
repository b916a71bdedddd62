"""`outreach contacts-split` and `outreach contacts-join`: one file a person, or all of them in one."""

from collections.abc import Callable

import click

from composer.cli.console import note, out, plural
from composer.cli.options import snapshot_of
from composer.records.contact_parts import FOLDER
from composer.workspace.contact_moves import ContactMove, join_contacts, put_move, split_contacts
from composer.workspace.record_writing import undo_records
from composer.workspace.snapshot import Snapshot

_who = click.option("--who", multiple=True, metavar="WHO", help="Only this person; may be given several times.")
_yes = click.option("--yes", is_flag=True, help="Do not ask.")
_undo = click.option("--undo", default="", metavar="WORD", help="Take a move back, by the word that it printed.")


@click.command()
@_who
@_yes
@_undo
@click.pass_context
def split(context: click.Context, who: tuple[str, ...], yes: bool, undo: str) -> int:
    """Give everyone in contacts.yaml a file of their own in contacts/, or only those named with --who.

    Every line and comment of a record goes with it, and nothing else changes.
    """
    asked = f"{{}} from contacts.yaml into {FOLDER}/, one file each"
    return _run(context, who, split_contacts, asked=asked, yes=yes, undo=undo)


@click.command()
@_who
@_yes
@_undo
@click.pass_context
def join(context: click.Context, who: tuple[str, ...], yes: bool, undo: str) -> int:
    """Bring everyone who has a file in contacts/ into contacts.yaml, or only those named with --who."""
    return _run(context, who, join_contacts, asked=f"{{}} from {FOLDER}/ into contacts.yaml", yes=yes, undo=undo)


def _run(  # what the two commands differ in, and what they are told
    context: click.Context,
    who: tuple[str, ...],
    plan: Callable[[Snapshot, list[str]], ContactMove],
    *,
    asked: str,
    yes: bool,
    undo: str,
) -> int:
    snapshot = snapshot_of(context)
    if undo:
        undo_records(snapshot, undo)
        out("Taken back: the files are as they were before.")
        return 0
    move = plan(snapshot, [snapshot.contact(one).id for one in who])
    what = asked.format(plural(len(move.contacts), "contact"))
    if not yes and not click.confirm(f"Move {what}?"):
        out("Nothing was moved.")
        return 0
    done = put_move(snapshot, move)
    out(f"Moved {what}.")
    note(f"To take it back: `outreach {context.info_name} --undo {done.undo}`")
    return 0
