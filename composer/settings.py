"""What the program remembers for this user outside any workspace: which one was open last.

It is one small file in the system's folder for settings. Nothing depends on it: without it, one is asked.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from composer.errors import ComposerError, NotFoundError
from composer.files import is_there, make_folder, read_text, rename_file, write_bytes

VARIABLE: Final = "OUTREACH_SETTINGS"
"""The environment variable that names another folder for the settings, or says ``off``."""
_FILE, _DAMAGED, _LARGEST = "settings.json", "settings-damaged.json", 100_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered."""

    workspace: Path | None = None
    """The folder that was open last, while it is there."""
    trouble: str = ""
    """Why nothing could be read, in a sentence; empty where all is well."""


def read_settings() -> Settings:
    """What is remembered. A file that is damaged is set aside, and said to be so."""
    path = _path()
    if path is None:
        return Settings()
    try:
        if not is_there(path):
            return Settings()
        remembered = _parse(read_text(path, limit=_LARGEST).text)
    except ComposerError as error:
        return Settings(trouble=f"Your settings could not be read: {error.message}.")
    if remembered is None:
        return Settings(trouble=_set_aside(path))
    return Settings(remembered if remembered.is_dir() else None)


def remember_workspace(folder: Path) -> str:
    """Remembers the folder that is open; returns what is to be said of the settings before, as in `Settings`.

    Raises:
        ExternalError: the disk refuses.
    """
    path, wanted, known = _path(), folder.resolve(), read_settings()
    if path and known.workspace != wanted:
        make_folder(path.parent)
        write_bytes(path, json.dumps({"workspace": str(wanted)}).encode(), mode=0o600)
    return known.trouble


def usual_place() -> Path:
    """Where a workspace is kept if nobody says otherwise: among the user's documents, or at home."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    return (documents if documents.is_dir() else full_path("~")) / "Outreach"


def full_path(said: str) -> Path:
    """A folder as a person writes it, with ``~`` for their home; a `NotFoundError` where that is nobody's."""
    try:
        return Path(said).expanduser().absolute()
    except RuntimeError as error:
        raise NotFoundError(f"nobody's home is known as {said}", hint="write the whole path of a folder") from error


def settings_folder() -> Path | None:
    """The folder of this user's settings, there or not; ``None`` where none is wanted, or without a home."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen == "off":
        return None
    from platformdirs import user_config_path

    folder = Path(chosen) if chosen else user_config_path("outreach-composer", appauthor=False)
    return folder if folder.is_absolute() else None


def _path() -> Path | None:
    """The file; ``None`` where there is no folder for it."""
    folder = settings_folder()
    return folder / _FILE if folder else None


def _parse(text: str) -> Path | None:
    """The folder that a file of settings names; ``None`` where it is damaged."""
    try:
        folder = json.loads(text)["workspace"]
        usable = isinstance(folder, str) and "\0" not in folder and Path(folder).is_absolute()
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return Path(folder) if usable else None


def _set_aside(path: Path) -> str:
    kept = path.with_name(_DAMAGED)
    try:
        rename_file(path, kept)
    except ComposerError as error:
        return f"Your settings in {path} are damaged: {error.message}."
    return f"Your settings were damaged and are set aside in {kept}."
