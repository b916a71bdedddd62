"""`outreach contacts`: who is who; behind it the commands that keep the records true, each in a file of its own."""

from importlib import import_module

import click

from composer.cli.contact_commands import COMMANDS


class ContactsGroup(click.Group):
    """The commands about contacts; a word that is none of them is looked for among the contacts."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands in the order in which somebody meets them."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """A command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"composer.cli.contacts_{cmd_name}"), f"contacts_{cmd_name}")
        assert isinstance(command, click.Command)  # noqa: S101  # a test walks all of them
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What begins with no command is a list's."""
        if not {"-h", "--help"} & set(args[:1]) and (not args or args[0] not in COMMANDS):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """The list in `--help`, from the lines above: no command is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=ContactsGroup, context_settings={"help_option_names": ["-h", "--help"]})
def contacts() -> None:
    """Show who is who and what is missing, and keep it true.

    Alone it lists everyone; with words, those in whose line they stand: `outreach contacts osei`. What `list` takes to
    pick people out, `outreach contacts list --help` says.
    """
