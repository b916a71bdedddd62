"""A new workspace: three files with commented examples, or the made-up sample."""

import re
from datetime import date, timedelta
from pathlib import Path

from composer.files import make_folder, read_text, write_text
from composer.records.book import CONTACTS, HISTORY, PRACTICE
from composer.records.contact_files import has_contacts
from composer.records.contact_parts import FOLDER
from composer.shipped import sample_folder, templates_folder

_FILES = (CONTACTS, PRACTICE, HISTORY)
_DAY = re.compile(r"@today(?P<shift>[+-]\d+)?@")
_SAMPLE_DAY = date(2026, 11, 24)
_ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def start_workspace(folder: Path, *, sample: bool, today: date) -> tuple[list[Path], list[Path]]:
    """Makes the files that are not there yet; returns those that were made, and those that were there.

    They hold examples with dates counted from today, or a made-up practice and its contacts. An `ExternalError` where
    the folder cannot be written to.
    """
    there = [folder / name for name in _FILES if (folder / name).exists()]
    wanted = [name for name in _FILES if not (folder / name).exists()]
    if has_contacts(folder):
        return [], there or [folder / FOLDER]
    make_folder(folder)
    source = sample_folder() if sample else templates_folder() / "workspace"
    for name in wanted:
        text = read_text(source / name).text
        if sample:  # its days are as far from today as they were from the day it was written
            text = _ISO.sub(lambda day: str(date.fromisoformat(day[0]) - _SAMPLE_DAY + today), text)
        else:
            text = _DAY.sub(lambda found: str(today + timedelta(days=int(found["shift"] or 0))), text)
        write_text(folder / name, text, expect=None)
    return [folder / name for name in wanted], there
