"""What became of drafts that were given a new state, as a table."""

from collections.abc import Sequence

from composer.cli.console import as_json, note, show_problems, table
from composer.workspace.status_changes import StatusChange


def show_changes(changes: Sequence[StatusChange], word: str, *, as_data: bool) -> int:
    """Shows each draft with its new state, `word`, or why it has none; returns the exit code."""
    refused = [one for one in changes if one.because]
    if as_data:
        as_json({"drafts": changes})
    else:
        show_problems(problem for one in refused for problem in one.problems)
        table([(one.draft, one.because or word) for one in changes])
        for one in changes:
            if one.note:
                note(f"{one.draft}: {one.note}.")
    return 1 if refused else 0
