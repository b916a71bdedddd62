"""What the options of several commands have in common."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


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


def json_option(command: F) -> F:
    """The `--json` flag that every command with a result has."""
    return click.option("--json", "as_data", is_flag=True, help="One JSON object, for other programs.")(command)
