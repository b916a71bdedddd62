"""The `outreach` group: what stands in front of every command, and the commands, imported when they are called."""

from datetime import date
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any

import click

from composer import __version__
from composer.spelling import nearest

# In the order in which somebody meets them, each with its line in `--help`. Each lives in the file of its name.
COMMANDS = {
    "init": "Make a workspace of your own.",
    "import": "Bring the contacts of another program.",
    "contacts": "Show who is who, and keep it true.",
    "due": "Say who to write to now, and why.",
    "draft": "Write drafts, one file a letter.",
    "settle": "Choose between your words and the new ones where both changed.",
    "check": "Look for what must not go out.",
    "answer": "Answer what a check asks about a sentence.",
    "rule": "Explain a rule: what it looks for, why, and what to do.",
    "measure": "Measure how personal each draft is.",
    "explain": "Say where every sentence of a draft comes from.",
    "proof": "Proofread a letter: the fewest drafts that show all of it.",
    "preview": "Open your letters in your browser, as `outreach` alone does.",
    "ready": "Say that drafts may leave as they are now.",
    "skip": "Put drafts aside, with a reason.",
    "reopen": "Make drafts again of what was ready, skipped or handed over.",
    "export": "Write files that open as drafts in your mail program.",
    "push": "Put letters into the Drafts folder of your mailbox.",
    "sent": "Note that letters were sent.",
    "sync": "Note what was really sent and what came back, from your mail.",
    "log": "Remember a call, a reply, a referral, a wish to be left alone.",
    "letters": "List the letters.",
    "roles": "List the kinds of readers.",
    "needs": "List what readers need, or try a note.",
    "schema": "Let your editor check and explain the records as you type.",
    "completion": "Complete commands with the Tab key.",
}
# Days that leave room on both sides for what is counted from them, in the calendar and in the files of other programs.
_EARLIEST, _LATEST = date(1970, 1, 1), date(9000, 12, 31)


class Day(click.ParamType[date]):
    """A day on the command line, written 2026-03-09."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was written."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day; write it like 2026-03-09", param, ctx)
        if not _EARLIEST <= day <= _LATEST:
            self.fail(f"{value} is out of reach; days from {_EARLIEST} to {_LATEST} are understood", param, ctx)
        return day


def module_of(command: str) -> str:
    """The file of a command and the function in it, which no word of Python may name: ``import_`` for ``import``."""
    return f"{command}_" if iskeyword(command) else command


class LateGroup(click.Group):
    """A group whose commands are imported when they are needed, so that `--help` is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands in the order in which somebody meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """A command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        name = module_of(cmd_name)
        command = getattr(import_module(f"composer.cli.{name}"), name)
        assert isinstance(command, click.Command)  # noqa: S101  # a test walks all of them
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """The list in `--help`, from the lines above: no command is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a word that is nearly a command."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], COMMANDS)
            also = f" Did you mean '{near}'?" if near else " `outreach --help` lists them."
            raise click.UsageError(f"There is no command '{args[0]}'.{also}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LateGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="outreach")
@click.option("-C", "folder", type=click.Path(path_type=Path), default=None, help="Work in this folder.")
@click.option(
    "--today",
    type=Day(),
    default=None,
    metavar="DATE",
    help="See everything as of this day, like 2026-03-09.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only results and problems.")
@click.option("--all", "all_problems", is_flag=True, help="Every problem, where there are very many of a kind.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Without a command: listen on this port.")
@click.option("--no-open", is_flag=True, help="Without a command: print the address and open no browser.")
@click.pass_context
def outreach(
    context: click.Context,
    folder: Path | None,
    today: date | None,
    quiet: bool,  # noqa: ARG001  # the console looks it up
    all_problems: bool,  # noqa: ARG001  # so is this
    port: int | None,
    no_open: bool,
) -> None:
    """Personal letters to the people who refer to you.

    `outreach` alone opens them in your browser: the workspace in this folder, or the one that was open last. Your
    records are plain files in that folder, and every step has a command, too. Nothing is ever sent by this program.
    """
    context.obj = (folder, today)
    if context.invoked_subcommand is None:
        preview = outreach.get_command(context, "preview")
        assert preview is not None  # noqa: S101  # it is in the list above
        context.invoke(preview, port=port or 0, no_open=no_open)
    elif no_open or port is not None:
        raise click.UsageError("--port and --no-open are for `outreach` alone, or stand behind `preview`.", context)
