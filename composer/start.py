"""A new workspace: three files with commented examples, or the made-up sample."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from composer.files import make_folder, read_text, write_text
from composer.records.book import CONTACTS, HISTORY, PRACTICE
from composer.shipped import sample_folder, templates_folder

_FILES = (CONTACTS, PRACTICE, HISTORY)
_DAY = re.compile(r"@today(?P<shift>[+-]\d+)?@")
_SAMPLE_DAY = date(2026, 11, 24)
_ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def start_workspace(folder: Path, *, sample: bool, today: date) -> tuple[list[Path], list[Path]]:
    """Makes the files that are not there yet; returns those that were made, and those that were there.

    They are empty but for examples with dates counted from today, or a made-up practice and its contacts.

    Raises:
        ExternalError: the folder cannot be written to.
    """
    there = [folder / name for name in _FILES if (folder / name).exists()]
    wanted = [name for name in _FILES if not (folder / name).exists()]
    if CONTACTS not in wanted:
        return [], there
    make_folder(folder)
    return list(_write(folder, wanted, sample=sample, today=today)), there


def _write(folder: Path, names: Iterable[str], *, sample: bool, today: date) -> Iterable[Path]:
    source = sample_folder() if sample else templates_folder() / "workspace"
    for name in names:
        text = read_text(source / name).text
        moved = _ISO.sub(lambda day: _shifted(day[0], today), text) if sample else _dated(text, today)
        write_text(folder / name, moved, expect=None)
        yield folder / name


def _dated(text: str, today: date) -> str:
    """The examples with days near today, so that none has expired."""
    return _DAY.sub(lambda found: (today + timedelta(days=int(found["shift"] or 0))).isoformat(), text)


def _shifted(day: str, today: date) -> str:
    """A day of the sample as far from today as it was from the day the sample was written."""
    return (date.fromisoformat(day) - _SAMPLE_DAY + today).isoformat()
