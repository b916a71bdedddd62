"""What the options of several commands have in common."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


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


def json_option(command: F) -> F:
    """The `--json` flag that every command with a result has."""
    return click.option("--json", "as_data", is_flag=True, help="One JSON object, for other programs.")(command)
