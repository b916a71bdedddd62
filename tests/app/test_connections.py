"""Connections that stay: only so many are held, none for long, and a person at the browser is answered meanwhile."""

import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from composer.app.server import listen
from tests.conftest import TODAY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it counts open files under /proc")
# The program as it is, in a process that may open few files, with the time for a request made short.
_PROGRAM = """
import resource, sys
from composer.app.server import listen
from composer.app import connections
from composer.cli.boundary import run
connections.REQUEST_SECONDS = float(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[2]),) * 2)
sys.exit(run(sys.argv[3:]))
"""
_LONGEST = 20.0
_ALL_IT_SAYS = "This link works once, in one browser. Ctrl-C ends the app.\nOutreach has ended.\n"


@dataclass
class Served:
    """A preview in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int
    errors: Path

    def open(self, held: ExitStack, sent: bytes = b"") -> socket.socket:
        """A connection that sends this and no more."""
        opened = held.enter_context(socket.create_connection(("127.0.0.1", self.port), timeout=_LONGEST))
        opened.sendall(sent)
        return opened

    def status(self) -> int:
        """Of an answer to somebody who comes now, without the cookie."""
        with ExitStack() as held:
            host = f"Host: 127.0.0.1:{self.port}".encode()
            opened = self.open(held, b"GET / HTTP/1.1\r\n" + host + b"\r\nConnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: opened.recv(65536), b""))
            return int(answer.split()[1])

    def files(self) -> int:
        """How many files the process holds."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def processor_seconds(self) -> float:
        """What it has used so far."""
        user, system = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / 100


@contextmanager
def preview(folder: Path, errors: Path, *, seconds: float, files: int) -> Iterator[Served]:
    """A preview that gives requests so many seconds, and may open so many files."""
    command = [sys.executable, "-c", _PROGRAM, str(seconds), str(files), "-C", str(folder), "--today",
               TODAY.isoformat(), "preview", "--no-open"]  # fmt: skip
    with errors.open("w") as stream, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stream, text=True) as run:
        try:
            assert run.stdout is not None
            address = urlsplit(run.stdout.readline().split()[-1])
            served = Served(run, address.port or 0, errors)
            assert served.status() == 401  # it listens from before its first word on, and is up with its first answer
            yield served
        finally:
            run.terminate()
            run.wait(10)


def closed(opened: socket.socket) -> bool:
    """Waits until the other side ends a connection; no where it holds it for longer than any should be held."""
    opened.settimeout(_LONGEST)
    try:
        while opened.recv(65536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def still_open(sockets: list[socket.socket]) -> int:
    """How many the other side has not ended."""
    readable, _, _ = select.select(sockets, [], [], 0)
    return len(sockets) - len(readable)


HALVES = {
    "nothing": b"",
    "a first line": b"GET / HTTP/1.1\r\n",
    "half a header": b"GET / HTTP/1.1\r\nHost: 127",
    "blank lines": b"\r\n\r\n",
    "half a form": b"POST /choose/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nchoice=",
    "half a piece": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
}


def test_what_never_becomes_a_request_is_ended(drafted: Path, tmp_path: Path) -> None:
    with preview(drafted, tmp_path / "errors", seconds=0.5, files=256) as served, ExitStack() as held:
        opened = {what: served.open(held, sent) for what, sent in HALVES.items()}
        assert [what for what, each in opened.items() if not closed(each)] == []


def test_a_byte_now_and_then_holds_no_connection(drafted: Path, tmp_path: Path) -> None:
    with preview(drafted, tmp_path / "errors", seconds=0.5, files=256) as served, ExitStack() as held:
        slow = served.open(held, b"GET / HTTP/1.1\r\n")
        assert any(_ended(slow) for _ in _until(_LONGEST))


def _until(seconds: float) -> Iterator[float]:
    """Goes round until they are over."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        yield left


def _ended(slow: socket.socket) -> bool:
    """Sends one more header, then waits for an end a little."""
    try:
        slow.sendall(b"x: y\r\n")
    except OSError:
        return True
    return bool(select.select([slow], [], [], 0.05)[0])


def test_a_connection_that_idles_after_its_answer_is_ended(drafted: Path, tmp_path: Path) -> None:
    with preview(drafted, tmp_path / "errors", seconds=0.5, files=256) as served, ExitStack() as held:
        assert closed(served.open(held, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"))


@pytest.mark.parametrize(
    "sent",
    [
        HALVES["nothing"],
        *(pytest.param(HALVES[half], marks=pytest.mark.slow) for half in ("half a header", "half a form")),
    ],
)
def test_a_crowd_is_bounded_and_locks_nobody_out(sent: bytes, drafted: Path, tmp_path: Path) -> None:
    """Requests have all the time in the world here, so that only the number of connections bounds them."""
    with preview(drafted, tmp_path / "errors", seconds=600, files=64) as served, ExitStack() as held:
        before = served.files()
        crowd = [served.open(held, sent) for _ in range(60)]
        assert served.status() == 401
        assert served.files() - before <= 25
        assert still_open(crowd) <= 25
    assert (tmp_path / "errors").read_text() == _ALL_IT_SAYS


def test_with_no_files_left_it_says_nothing_and_goes_on(drafted: Path, tmp_path: Path) -> None:
    """It can hold fewer connections here than it would; what the system refuses is tried again later."""
    with preview(drafted, tmp_path / "errors", seconds=2, files=64) as served:
        enough = served.files() + 4
        import resource

        resource.prlimit(served.process.pid, resource.RLIMIT_NOFILE, (enough, enough))
        with ExitStack() as held:
            used = served.processor_seconds()
            crowd = [served.open(held) for _ in range(12)]
            assert closed(crowd[0])  # two seconds in which it has no file for those that wait
            assert served.processor_seconds() - used < 1
        assert served.status() == 401
    assert (tmp_path / "errors").read_text() == _ALL_IT_SAYS


def test_the_body_of_an_answer_does_not_wait_for_its_head_to_arrive() -> None:
    with listen(0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
