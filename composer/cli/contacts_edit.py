"""`outreach contacts edit`: one record in an editor, and back into its lines."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import click

from composer.cli import completing
from composer.cli.boundary import show_error
from composer.cli.console import as_json, note, out, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.errors import ComposerError, ExternalError
from composer.files import read_text, remove_file, write_private_temporary
from composer.workspace.contact_changes import OpenRecord, open_record, save_record
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot


@click.command("edit")
@click.argument("who", shell_complete=completing.contacts)
@click.option("--may-write", is_flag=True, help="A wish to be left alone that you take out does not hold any more.")
@json_option
@click.pass_context
def contacts_edit(context: click.Context, who: str, may_write: bool, as_data: bool) -> int:
    """Open one record in your editor ($VISUAL or $EDITOR), and put back what you changed; nothing else changes.

    What is wrong is said, and the editor opens again with your text. Your text is never lost: where it cannot be put
    back, it is said in which file it is.
    """
    snapshot = snapshot_of(context)
    opened = open_record(snapshot, who)
    path = write_private_temporary(opened.text, name=f"{opened.contact}.yaml")
    edit = _edited(snapshot, opened, path, lifted=may_write)
    remove_file(path)
    if as_data:
        as_json({"contact": opened.contact, "changed": bool(edit and edit.undo), "undo": edit.undo if edit else ""})
        return 0
    show_problems(edit.problems if edit else ())
    out(f"The record of {opened.contact} is changed." if edit and edit.undo else "Nothing was changed.")
    if edit and edit.undo:
        note("`outreach contacts undo` takes it back.")
    return 0


def _edited(snapshot: Snapshot, opened: OpenRecord, path: Path, *, lifted: bool) -> RecordsEdit | None:
    """Opens the editor until the text can be put back; ``None`` where it was left as it was."""
    while True:
        _open_editor(path)
        text = read_text(path).text
        if text.strip() == opened.text.strip():
            return None
        try:
            return save_record(snapshot, opened, text, lifted=lifted)
        except ComposerError as error:
            if not sys.stdin.isatty():
                raise _kept(error, path) from error
            show_error(error)
            if not click.confirm("Open it again?", default=True):
                raise _kept(error, path) from error


def _kept(error: ComposerError, path: Path) -> ComposerError:
    """The same error, with the place of the person's text."""
    hint = f"{error.hint}; " if error.hint else ""
    return type(error)(error.message, hint=f"{hint}your text is kept in {path}", problems=error.problems)


def _open_editor(path: Path) -> None:
    """Waits until the editor ends; its name comes from the person's own settings, and the path is one word to it."""
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "nano")
    words = shlex.split(wanted, posix=os.name != "nt")
    try:
        code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603  # their own editor
    except OSError as error:
        hint = "say which one in the variable EDITOR, for example EDITOR=nano"
        raise ExternalError(
            f"the editor '{wanted}' cannot be opened", hint=f"{hint}; the record is in {path}"
        ) from error
    if code:
        text = f"the editor '{wanted}' ended with an error, so nothing was changed"
        raise ExternalError(text, hint=f"what it wrote is in {path}")
