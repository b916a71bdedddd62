"""A screen that needs none (Xvfb), a keyboard for it (xdotool), and pictures of its windows."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

POLL = 0.2
T = TypeVar("T")


class DrivingError(Exception):
    """A mail program did not come to where its user would be; the sentence says where it stayed."""


def wait_for(wanted: Callable[[], T], what: str, seconds: float = 20) -> T:
    """Asks again until the answer is something.

    Raises:
        DrivingError: it never was.
    """
    end = time.monotonic() + seconds
    while not (found := wanted()):
        if time.monotonic() > end:
            raise DrivingError(f"{what} did not come within {seconds:.0f} seconds")
        time.sleep(POLL)
    return found


@contextmanager
def running(
    command: Sequence[str | Path], environment: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended at the end, with what it said kept out of sight."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@dataclass(frozen=True)
class Screen:
    """A display with a window manager on it, in a throw-away home."""

    environment: Mapping[str, str]
    home: Path

    def ask(self, *command: str) -> str:
        """What a small program says, or nothing where it fails."""
        ran = subprocess.run(command, env=self.environment, cwd=self.home, capture_output=True, text=True, check=False)
        return "" if ran.returncode else ran.stdout.strip()

    def window(self, title: str, seconds: float = 20) -> str:
        """The newest visible window whose title matches, with the keyboard given to it."""
        found = wait_for(
            lambda: self.ask("xdotool", "search", "--onlyvisible", "--name", title), f"a window '{title}'", seconds
        )
        window = found.split()[-1]
        self.ask("xdotool", "windowactivate", "--sync", window)
        return window

    def opened(self, title: str, *keys: str) -> str:
        """The window that keys open, pressed again where a program was not ready for them yet.

        Raises:
            DrivingError: it never came.
        """
        for attempt in range(6):
            for key in keys:
                self.keys(key)
                time.sleep(POLL)
            try:
                return self.window(title, 3 + attempt)
            except DrivingError:
                self.keys("Escape", "Escape")
        raise DrivingError(f"{' '.join(keys)} opened no window '{title}'")

    def gone(self, title: str, seconds: float = 20) -> None:
        """Waits until no such window is seen."""
        wait_for(
            lambda: not self.ask("xdotool", "search", "--onlyvisible", "--name", title),
            f"the end of the window '{title}'",
            seconds,
        )

    def keys(self, *names: str, times: int = 1) -> None:
        """Presses keys, as xdotool names them."""
        if times:
            self.ask("xdotool", "key", "--clearmodifiers", "--delay", "12", "--repeat", str(times), *names)

    def write(self, text: str) -> None:
        """Types."""
        self.ask("xdotool", "type", "--clearmodifiers", "--delay", "15", text)

    def replace_after(self, letters: int, before: str, after: str) -> None:
        """Types a sentence in the place of another, which begins so many letters after the cursor, in the next line.

        Letters are deleted one by one: with what is selected, some editors count the end of a wrapped line, too.
        """
        self.keys("Right", times=letters)
        self.keys("Delete", times=len(before))
        self.write(after)

    def picture(self, window: str, target: Path) -> None:
        """A window as it is seen, in few colours, so that the file is small."""
        target.parent.mkdir(parents=True, exist_ok=True)
        time.sleep(3 * POLL)  # until it is drawn
        self.ask("import", "-window", window, "-resize", "900x>", "-colors", "64", "-strip", f"png8:{target}")


@contextmanager
def screen(home: Path, size: str = "1000x940") -> Iterator[Screen]:
    """A display of its own; programs started on it reach no other bus, home or settings than these."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {key: os.environ[key] for key in ("PATH",) if key in os.environ}
    environment = {
        **kept,
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "XDG_RUNTIME_DIR": str(home),
        "NO_AT_BRIDGE": "1",
    }
    with ExitStack() as stack:
        read, written = os.pipe()
        stack.callback(os.close, read)
        command = ["Xvfb", "-displayfd", str(written), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
        process = stack.enter_context(
            subprocess.Popen(command, pass_fds=[written], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )
        stack.callback(process.terminate)
        os.close(written)
        number = os.read(read, 16).decode().strip()
        environment["DISPLAY"] = f":{number}"
        stack.enter_context(running(["openbox"], environment, home))
        shown = Screen(environment, home)
        wait_for(lambda: shown.ask("xdotool", "get_num_desktops"), "the window manager")
        yield shown
