"""`outreach contacts join`: everyone in one file again."""

import click

from composer.cli.contacts_split import move_contacts, who_option, yes_option
from composer.records.contact_parts import FOLDER
from composer.workspace.contact_moves import join_contacts


@click.command("join")
@who_option
@yes_option
@click.pass_context
def contacts_join(context: click.Context, who: tuple[str, ...], yes: bool) -> int:
    """Bring everyone who has a file in contacts/ into contacts.yaml, or only those named with --who."""
    asked = f"{{}} from {FOLDER}/ into contacts.yaml"
    return move_contacts(context, who, join_contacts, asked=asked, yes=yes)
