"""What each mail program is to this check."""

import subprocess
from pathlib import Path
from typing import Protocol

from tools.clients.letters import Trial


class Client(Protocol):
    """A mail program that a draft can be opened in, changed in, and sent from."""

    @property
    def name(self) -> str:
        """Its command."""
        ...

    @property
    def program(self) -> str:
        """Its key in `templates/mail-programs.yaml`, which prescribes the form."""
        ...

    def version(self) -> str:
        """The version that is installed."""
        ...

    def send(self, trial: Trial, *, port: int, home: Path, picture: Path | None) -> None:
        """Opens a draft as its user would, types over the sentence, and sends it to a server on loopback.

        Raises:
            DrivingError: it did not come to that.
        """
        ...


def installed(package: str) -> str:
    """The version of a Debian package."""
    asked = ["dpkg-query", "-W", "-f", "${source:Upstream-Version}", package]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout
