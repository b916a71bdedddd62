"""The `outreach` group: what every command shares, and where each command lives. Commands are imported when called."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from composer import __version__
from composer.spelling import nearest

if TYPE_CHECKING:
    from composer.workspace.snapshot import Snapshot

F = TypeVar("F", bound=Callable[..., Any])

# In the order in which somebody meets them: where each lives, and its line in `--help`.
_COMMANDS = {
    "init": ("composer.cli.start", "Make a workspace of your own."),
    "contacts": ("composer.cli.people", "Show who is who, and what is missing."),
    "due": ("composer.cli.planning", "Say who to write to now, and why."),
    "draft": ("composer.cli.drafting", "Write drafts, one file a letter."),
    "settle": ("composer.cli.drafting", "Choose between your words and the new ones where both changed."),
    "check": ("composer.cli.checking", "Look for what must not go out."),
    "rule": ("composer.cli.checking", "Explain a rule: what it looks for, why, and what to do."),
    "measure": ("composer.cli.checking", "Measure how personal each draft is."),
    "explain": ("composer.cli.drafting", "Say where every sentence of a draft comes from."),
    "proof": ("composer.cli.proofing", "Proofread a letter: the fewest drafts that show all of it."),
    "preview": ("composer.cli.review", "Show the drafts in your browser."),
    "ready": ("composer.cli.states", "Say that drafts may leave as they are now."),
    "skip": ("composer.cli.states", "Put drafts aside, with a reason."),
    "reopen": ("composer.cli.states", "Make drafts again of what was ready, skipped or handed over."),
    "export": ("composer.cli.handover", "Write files that open as drafts in your mail program."),
    "sent": ("composer.cli.states", "Note that letters were sent."),
    "log": ("composer.cli.states", "Remember a call, a reply, a referral, a wish to be left alone."),
    "letters": ("composer.cli.library", "List the letters."),
    "roles": ("composer.cli.library", "List the kinds of readers."),
    "completion": ("composer.cli.start", "Complete commands with the Tab key."),
}


class LateGroup(click.Group):
    """A group whose commands are imported when they are needed, so that `--help` is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands in the order in which somebody meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """A command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(_COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101  # a test walks all of them
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """The list in `--help`, from the lines above: no command is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a word that is nearly a command."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], _COMMANDS)
            also = f" Did you mean '{near}'?" if near else " `outreach --help` lists them."
            raise click.UsageError(f"There is no command '{args[0]}'.{also}", ctx)
        return super().resolve_command(ctx, args)


class Day(click.ParamType[date]):
    """A day on the command line, written 2026-03-09."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day; write it like 2026-03-09", param, ctx)


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="outreach")
@click.option("-C", "folder", type=click.Path(path_type=Path), default=Path(), help="Work in this folder.")
@click.option(
    "--today",
    type=Day(),
    default=None,
    metavar="DATE",
    help="See everything as of this day, like 2026-03-09.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only results and problems.")
@click.pass_context
def outreach(context: click.Context, folder: Path, today: date | None, quiet: bool) -> None:  # noqa: ARG001
    """Personal letters to the people who refer to you.

    Your records are plain files in one folder. Start with `outreach init`, then `outreach draft`, then
    `outreach preview`. Nothing is ever sent by this program.
    """
    context.obj = (folder, today)


def snapshot_of(context: click.Context) -> "Snapshot":
    """The workspace that the options of the group name, as it is now."""
    from composer.workspace.snapshot import Snapshot

    folder, today = context.obj
    return Snapshot(folder, today=today or date.today())  # noqa: DTZ011  # the day on the user's own wall


def json_option(command: F) -> F:
    """The `--json` flag that every command with a result has."""
    return click.option("--json", "as_data", is_flag=True, help="One JSON object, for other programs.")(command)
