"""The one place where an exception becomes a sentence and an exit code."""

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from composer import __version__
from composer.cli.console import as_json, clean, open_streams, show_problems, silence, tell
from composer.errors import ComposerError, ExternalError, NotFoundError, from_os_error

FINE, PROBLEMS, OUR_BUG, INTERRUPTED = 0, 1, 3, 130  # click says 2 for wrong usage


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; nothing escapes as a traceback."""
    open_streams()
    try:
        return _outcome(list(arguments))
    except OSError:
        return PROBLEMS  # not even what went wrong could be said
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                silence(stream)


def _outcome(arguments: list[str]) -> int:
    from composer.cli.root import outreach

    try:
        _ensure_somewhere()
        result = outreach.main(arguments, prog_name="outreach", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.exceptions.Abort):
        tell("Stopped; nothing was left half-written.")
        return INTERRUPTED
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        return error.exit_code
    except ComposerError as error:
        if "--json" in arguments:
            as_json({"error": error.message, "hint": error.hint, "kind": error.kind, "problems": error.problems})
        else:
            show_error(error, everything="--all" in arguments)
        return PROBLEMS
    except (BrokenPipeError, SystemExit):  # click's word for it is the second
        return FINE  # the reader of our output has seen enough
    except Exception as error:  # noqa: BLE001  # whatever it is, a person reads a sentence and a file holds the rest
        return _unexpected(error, arguments)
    return result if isinstance(result, int) else FINE


def _unexpected(error: Exception, arguments: list[str]) -> int:
    if refused := _refusal(error):
        show_error(refused)
        return PROBLEMS
    show_bug(arguments)
    return OUR_BUG


def _ensure_somewhere() -> None:
    try:
        os.getcwd()  # noqa: PTH109  # it says whether the folder is there; a Path of it is not needed
    except OSError as error:
        text = "the folder that this command was started in is gone"
        raise NotFoundError(text, hint="change into a folder that is there, then try again") from error


def _refusal(error: Exception) -> ExternalError | None:
    """What the system refused, where it did: to show the result, or something about a file that it names."""
    if not isinstance(error, OSError):
        return None
    if error.filename is not None:
        return from_os_error(error, Path(os.fsdecode(error.filename)), "use")
    innermost = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
    if "click" not in innermost.parts and innermost != Path(__file__):
        return None
    hint = "what you asked for may be done all the same: look before you run it again"
    return ExternalError(from_os_error(error, Path("the result"), "show").message, hint=hint)


def show_error(error: ComposerError, *, everything: bool = False) -> None:
    """What went wrong and what to do, on the error stream."""
    show_problems(error.problems, everything=everything)
    tell(f"{click.style('error:', fg='red', bold=True)} {clean(error.message)}")
    if error.hint:
        tell(f"  hint: {clean(error.hint)}")


def show_bug(arguments: list[str]) -> None:
    """Says that it is our fault and where the report is; the report holds no letter and no record."""
    from composer.files import write_private_temporary

    command = next((word for word in arguments if not word.startswith("-")), "")
    details = f"outreach {__version__}, Python {sys.version.split()[0]}, {sys.platform}\ncommand: {command}\n\n"
    try:
        report = write_private_temporary(details + traceback.format_exc(), name="outreach-bug-report.txt")
        where = f"What happened is written down in {report}; please send it with a word about what you did."
    except ExternalError as error:
        where = f"It could not be written down: {error.message}. Please tell us what you did."
    tell(f"This is a fault of the program, not of your files.\n{clean(where)}")
