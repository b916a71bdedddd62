"""Where the files that ship with the program lie: inside an installed package, or in the checkout around it."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "shipped"


def templates_folder() -> Path:
    """The folder of shipped letters, roles, needs and layouts."""
    return _INSTALLED / "templates" if _INSTALLED.is_dir() else _PACKAGE.parent / "templates"


def sample_folder() -> Path:
    """The folder that holds the sample ``contacts.yaml``, ``practice.yaml`` and ``history.yaml``."""
    return _INSTALLED / "sample" if _INSTALLED.is_dir() else _PACKAGE.parent
