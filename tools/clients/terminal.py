"""A terminal that can be typed into and read (tmux), shown on a screen by xterm."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.clients.screen import DrivingError, Screen, running, wait_for


@dataclass(frozen=True)
class Terminal:
    """A terminal with one program in it."""

    screen: Screen
    socket: Path

    def _tmux(self, *arguments: str) -> str:
        return self.screen.ask("tmux", "-S", str(self.socket), *arguments)

    def keys(self, *names: str) -> None:
        """Presses keys, as tmux names them."""
        self._tmux("send-keys", *names)

    def write(self, text: str) -> None:
        """Types."""
        self._tmux("send-keys", "-l", text)

    def shows(self, text: str) -> None:
        """Waits until a text is on the screen.

        Raises:
            DrivingError: it never was; with what is there in its place.
        """
        self._await(lambda: text in self._text(), f"'{text}'")

    def ends(self, question: str) -> None:
        """Waits until the program has ended; a question that it may ask before is answered once, with what it offers.

        Raises:
            DrivingError: it did not end.
        """
        self._await(lambda: self._dead() or question in self._text(), "the end of the program")
        if not self._dead():
            self.keys("Enter")
        self._await(self._dead, "the end of the program")

    def _dead(self) -> bool:
        return self._tmux("display", "-p", "#{pane_dead}") == "1"

    def _text(self) -> str:
        return " ".join(self._tmux("capture-pane", "-p").split())

    def _await(self, wanted: Callable[[], bool], what: str) -> None:
        try:
            wait_for(wanted, what, 15)
        except DrivingError as error:
            raise DrivingError(f"{error}; the terminal shows:\n{self._tmux('capture-pane', '-p')}") from None


@contextmanager
def terminal(screen: Screen, command: str) -> Iterator[Terminal]:
    """A program in a terminal of 100 columns, seen in a window called `terminal`."""
    socket = screen.home / "tmux"
    opened = Terminal(screen, socket)
    start = ["-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "34", command]
    opened._tmux(*start, ";", "set", "status", "off", ";", "set", "remain-on-exit", "on")  # noqa: SLF001  # its maker
    look = [
        "-title",
        "terminal",
        "-fa",
        "DejaVu Sans Mono",
        "-fs",
        "10",
        "-geometry",
        "100x34",
        "-bg",
        "white",
        "-fg",
        "black",
    ]
    with running(["xterm", *look, "-e", "tmux", "-S", socket, "attach"], screen.environment, screen.home):
        try:
            yield opened
        finally:
            opened._tmux("kill-server")  # noqa: SLF001  # its maker
