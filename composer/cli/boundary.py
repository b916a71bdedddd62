"""The one place where an exception becomes a sentence and an exit code."""

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

import click

from composer import __version__
from composer.cli.console import as_json, clean, show_problems
from composer.errors import ComposerError

FINE, PROBLEMS, USAGE, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; nothing escapes as a traceback."""
    from composer.cli.root import outreach

    try:
        result = outreach.main(list(arguments), prog_name="outreach", standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo("Stopped; nothing was left half-written.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ComposerError as error:
        if "--json" in arguments:
            as_json(_error_data(error))
        else:
            show_error(error)
        return PROBLEMS
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; there is nobody to tell
        return FINE
    except Exception:  # noqa: BLE001  # whatever it is, a person reads a sentence and a file holds the rest
        show_bug(list(arguments))
        return OUR_BUG
    return result if isinstance(result, int) else FINE


def _error_data(error: ComposerError) -> dict[str, object]:
    """An error for other programs, its problems under the names that every answer uses."""
    problems = [problem.as_dict() for problem in error.problems]
    return {"error": error.message, "hint": error.hint, "kind": error.kind, "problems": problems}


def show_error(error: ComposerError) -> None:
    """What went wrong and what to do, on the error stream."""
    show_problems(error.problems)
    click.echo(f"{click.style('error:', fg='red', bold=True)} {clean(error.message)}", err=True)
    if error.hint:
        click.echo(f"  hint: {clean(error.hint)}", err=True)


def show_bug(arguments: list[str]) -> None:
    """Says that it is our fault and where the report is; the report holds no letter and no record."""
    report = Path(gettempdir()) / "outreach-bug-report.txt"
    command = next((word for word in arguments if not word.startswith("-")), "")
    details = f"outreach {__version__}, Python {sys.version.split()[0]}, {sys.platform}\ncommand: {command}\n\n"
    frames = "".join(traceback.format_exc().splitlines(keepends=True))
    try:
        report.write_text(details + frames, encoding="utf-8")
        where = f"What happened is written down in {report}; please send it with a word about what you did."
    except OSError:
        where = frames
    click.echo(f"This is a fault of the program, not of your files.\n{where}", err=True)
