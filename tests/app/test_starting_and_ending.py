"""The app as a process: a second start opens the one that runs, and each ends quickly and leaves nothing behind."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from composer.app import server
from composer.app.connections import Server
from composer.app.guard import StartKey
from composer.app.running import Running, announced, running_app
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import free_port
from tests.conftest import DAY, TODAY
from tests.disks import posix, root

ROOT = Path(__file__).parents[2]
NOTE = ".outreach/app.json"
FIRST = "This link works once, in one browser. Ctrl-C ends the app.\n"
AGAIN = "It was running already. This link works once, in one browser.\n"
# A browser that writes down which file it was to open, and what stood in it.
BROWSER = '#!/bin/sh\nexec cat "${1#file://}" >> "$OPENED"\n'


@dataclass
class Started:
    """A start of the program: its process, and the link that it has printed; none where it printed none."""

    process: "subprocess.Popen[str]"
    link: str

    @property
    def port(self) -> int:
        return urlsplit(self.link).port or 0

    def ended(self) -> tuple[int, str]:
        """Its exit code, and what it has said on the error stream."""
        said = self.process.communicate(timeout=60)[1]
        return self.process.returncode, said

    def opens(self) -> bool:
        """Whether its link lets somebody in who has no cookie yet."""
        request = urllib.request.Request(self.link, headers={"sec-fetch-site": "cross-site"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return "outreach-" in answer.headers["set-cookie"]
        except urllib.error.HTTPError as error:
            error.close()
            return False


Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program over a folder, and reads what it prints first."""
    started: list[subprocess.Popen[str]] = []

    def go(
        folder: Path, *options: str, program: tuple[str, ...] = ("-m", "composer"), browser: bool = False
    ) -> Started:
        command = [sys.executable, *program, "-C", str(folder), *DAY, *(() if browser else ("--no-open",)), *options]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENED": str(tmp_path / "opened")}
        if browser:
            (tmp_path / "browser").write_text(BROWSER)
            (tmp_path / "browser").chmod(0o755)
            environment["BROWSER"] = f"{tmp_path / 'browser'} %s"
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
        )
        started.append(process)
        assert process.stdout is not None
        words = process.stdout.readline().split()
        return Started(process, words[-1] if words else "")

    yield go
    for process in started:
        process.kill()
        process.communicate(timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with nothing in it yet: the app starts there, too."""
    made = tmp_path / "practice"
    made.mkdir()
    return made


# --- a second start -------------------------------------------------------------------------------------------------


def test_a_second_start_opens_the_one_that_runs(folder: Path, start: Start) -> None:
    first = start(folder)
    second = start(folder)
    assert second.ended() == (0, AGAIN)
    assert second.port == first.port
    assert second.link != first.link
    assert [second.opens(), second.opens(), first.opens()] == [True, False, True]


def test_by_its_name_it_does_so_too(folder: Path, start: Start) -> None:
    first = start(folder)
    second = start(folder, program=("-c", "import sys; from composer.cli.boundary import run; sys.exit(run([*sys.argv[1:-1], 'preview', '--no-open']))"))  # fmt: skip
    assert second.ended() == (0, AGAIN)
    assert second.port == first.port


@posix
def test_what_lets_it_in_is_for_its_user_only(folder: Path, start: Start) -> None:
    first = start(folder)
    assert stat.S_IMODE((folder / NOTE).stat().st_mode) == 0o600
    assert first.link.partition("token=")[2] not in (folder / NOTE).read_text()


def test_another_way_to_the_same_folder_is_the_same_folder(folder: Path, tmp_path: Path, start: Start) -> None:
    first = start(folder)
    (tmp_path / "link").symlink_to(folder)
    assert start(tmp_path / "link").port == first.port


def test_a_copy_of_the_folder_is_another_one(folder: Path, tmp_path: Path, start: Start) -> None:
    """What runs is noted within it, and comes along."""
    first = start(folder)
    copy = tmp_path / "copy"
    (copy / ".outreach").mkdir(parents=True)
    (copy / NOTE).write_bytes((folder / NOTE).read_bytes())
    assert start(copy).port not in {0, first.port}


def test_another_port_is_refused_in_words_and_the_same_one_is_not(folder: Path, start: Start) -> None:
    first = start(folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        other = free.getsockname()[1]
    second = start(folder, "--port", str(other))
    assert second.link == ""
    code, said = second.ended()
    assert (code, said.splitlines()) == (
        1,
        [
            f"error: {folder} is open already, on port {first.port}",
            f"  hint: leave --port out to open it, or end it where it runs, with Ctrl-C (it is process {first.process.pid})",
        ],
    )
    assert start(folder, "--port", str(first.port)).ended() == (0, AGAIN)


def test_another_day_is_refused_in_words(folder: Path, start: Start) -> None:
    first = start(folder)
    second = start(folder, "--today", "2026-03-09")
    code, said = second.ended()
    assert (code, said.splitlines()) == (
        1,
        [
            f"error: {folder} is open already, as of 2026-11-24",
            f"  hint: end it where it runs, with Ctrl-C (it is process {first.process.pid}), then start again",
        ],
    )


def test_one_that_was_killed_is_replaced(folder: Path, start: Start) -> None:
    first = start(folder)
    first.process.kill()
    first.process.wait(60)
    assert (folder / NOTE).exists()
    second = start(folder)
    assert second.opens()
    assert running_app(folder) is not None
    assert start(folder).ended() == (0, AGAIN)


def test_what_was_killed_is_not_waited_for_on_a_port_that_is_ours_by_now(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it listens there, whoever asks that port waits for an answer of his own."""
    port = free_port()
    with announced(folder, port=port, today="", start_key=StartKey()):
        left = (folder / NOTE).read_bytes()
    (folder / NOTE).write_bytes(left)
    asked: list[bool] = []

    def address(running: Running) -> None:
        with socket.socket() as ours:
            asked.append(ours.connect_ex(("127.0.0.1", running.port)) == 0)

    monkeypatch.setattr(Running, "fresh_address", address)
    monkeypatch.setattr(Server, "run", lambda _, sockets: None)
    monkeypatch.setattr(server, "read_ahead", lambda _: None)
    server.serve(Snapshot(folder, TODAY), clock=date.today, port=port, open_browser=False, on_fault=lambda: None)
    assert asked == [False]


class Impostor(BaseHTTPRequestHandler):
    """Another program that has the port by now, and answers as if it were the app."""

    answer = b""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the library's signature
        """Says nothing."""


@pytest.mark.parametrize(
    "answer",
    [b"", b"SEAL", b"SEAL /", b"SEAL //evil.test/login?token=aaaaaaaaaaaaaaaaaaaaaaaa", b"\xff", b"x" * 100_000,
     b"a-seal-of-somebody-else-that-is-long /login?token=aaaaaaaaaaaaaaaaaaaaaaaa", b"SEAL /login?token=aaaaaaaaaaaaaaaaaaaaaaaa\r\nx: y"],
)  # fmt: skip
def test_what_answers_at_its_port_and_is_not_the_app_is_not_opened(answer: bytes, tmp_path: Path) -> None:
    seal = "the-seal-of-the-app-that-was-there"
    answers = type("Answers", (Impostor,), {"answer": answer.replace(b"SEAL", seal.encode())})
    with HTTPServer(("127.0.0.1", 0), answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found = Running(str(tmp_path), server.server_port, 1, "2026-11-24", "k" * 43, seal).fresh_address()
        server.shutdown()
        thread.join()
    assert found is None


def test_what_answers_no_http_at_its_port_is_not_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            server.accept()[0].close()

        thread = Thread(target=hang_up)
        thread.start()
        port = server.getsockname()[1]
        assert Running(str(tmp_path), port, 1, "2026-11-24", "k" * 43, "s" * 43).fresh_address() is None
        thread.join()


TRUE = {"port": 4000, "pid": 1, "today": "2026-11-24", "key": "k" * 43, "seal": "s" * 43}


@pytest.mark.parametrize(
    "change",
    [{"port": 0}, {"port": 70_000}, {"port": "4000"}, {"key": ""}, {"key": "k" * 30 + "\r\nx: y"}, {"key": 7}, {"seal": ""},
     {"seal": None}, {"folder": "/elsewhere"}, {"folder": None}, {"more": 1}],
)  # fmt: skip
def test_a_note_that_is_not_the_apps_own_is_passed_over(change: dict[str, object], folder: Path) -> None:
    (folder / ".outreach").mkdir()
    true = TRUE | {"folder": str(folder)}
    (folder / NOTE).write_text(json.dumps(true))
    assert running_app(folder) is not None
    (folder / NOTE).write_text(json.dumps(true | change))
    assert running_app(folder) is None


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"[" * 9_000, b"\xff", b"{}", b"x" * 20_000])
def test_a_note_that_is_damaged_is_passed_over(text: bytes, folder: Path) -> None:
    (folder / ".outreach").mkdir()
    (folder / NOTE).write_bytes(text)
    assert running_app(folder) is None


def test_a_damaged_note_keeps_nobody_out(folder: Path, start: Start) -> None:
    (folder / ".outreach").mkdir()
    (folder / NOTE).write_text("{")
    first = start(folder)
    assert first.opens()
    assert start(folder).port == first.port


@posix
def test_nothing_is_written_through_a_link_in_its_place(folder: Path, start: Start) -> None:
    (folder / ".outreach").mkdir()
    (folder / "mine").write_text("precious")
    (folder / NOTE).symlink_to("../mine")
    first = start(folder)
    assert first.opens()
    first.process.send_signal(signal.SIGINT)
    assert "a second start will not find this one" in first.ended()[1]
    assert (folder / "mine").read_text() == "precious"


@root
def test_a_disk_that_is_read_only_is_shown_all_the_same(folder: Path, start: Start) -> None:
    mount = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount anything")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        first = start(folder)
        assert first.opens()
        first.process.send_signal(signal.SIGINT)
        assert first.ended() == (
            0,
            f"{FIRST}Nothing can be written in this folder, so a second start will not find this one.\nOutreach has ended.\n",
        )
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@posix
def test_the_browser_is_opened_by_both_and_no_token_stands_in_a_process_list(
    folder: Path, tmp_path: Path, start: Start
) -> None:
    """It is handed a private file, which leads to the link."""
    first = start(folder, browser=True)
    opened = tmp_path / "opened"
    while not opened.exists() or first.link not in opened.read_text():
        assert first.process.poll() is None
    assert stat.S_IMODE((folder / ".outreach/open.html").stat().st_mode) == 0o600
    second = start(folder, browser=True)
    assert second.ended() == (0, AGAIN)
    assert second.link in opened.read_text()
    first.process.send_signal(signal.SIGINT)
    assert first.ended()[0] == 0
    assert not (folder / ".outreach/open.html").exists()


# --- the end --------------------------------------------------------------------------------------------------------

SLOW = """
import sys, time
from composer.app import server
from composer.cli import main
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
import asyncio

def work(request):
    print("at work", flush=True)
    time.sleep(300)

async def wait(request):
    async def parts():
        while True:
            yield b" "
            await asyncio.sleep(0.05)
    return StreamingResponse(parts())

server.create_app = lambda *_: Starlette(routes=[
    Route("/", lambda _: PlainTextResponse("home")), Route("/work", work), Route("/wait", wait)
])
main()
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
def test_it_ends_at_once_whatever_is_open(number: signal.Signals, folder: Path, start: Start) -> None:
    """With a page that waits, one that is being made, connections that idle, one that asks nothing and one half asked."""
    first = start(folder, program=("-c", SLOW))
    request = urllib.request.Request(first.link, headers={"sec-fetch-site": "cross-site"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        cookie = answer.headers["set-cookie"].partition(";")[0]
    assert first.process.stdout is not None
    with ExitStack() as held:
        for path in ("/wait", "/wait", "/", "/", "/work", None, "half"):
            opened = held.enter_context(socket.create_connection(("127.0.0.1", first.port), timeout=60))
            if path == "half":
                opened.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
            elif path:
                opened.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{first.port}\r\nCookie: {cookie}\r\n\r\n".encode()
                )
                assert first.process.stdout.readline() == "at work\n" if path == "/work" else opened.recv(10)
        began = time.monotonic()
        first.process.send_signal(number)
        code = first.process.wait(30)
        print(f"ended {time.monotonic() - began:.1f} s after {number.name}")
        assert time.monotonic() - began < 10  # it takes one and a half; eight times that is a busy machine
    assert first.process.stderr is not None
    said = first.process.stderr.read()
    assert (code, said) == (0, FIRST + ("" if number == signal.SIGHUP else "Outreach has ended.\n"))
    assert list((folder / ".outreach").iterdir()) == []


@posix
def test_a_signal_that_is_not_to_be_heard_is_not_heard(folder: Path, start: Start) -> None:
    """As `nohup` asks for: the app goes on when its window is closed."""
    ignoring = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n{SLOW}"
    first = start(folder, program=("-c", ignoring))
    first.process.send_signal(signal.SIGHUP)
    assert first.opens()


def test_one_that_ends_late_leaves_the_note_of_another(folder: Path, start: Start) -> None:
    """It did not answer for a while, and somebody started again."""
    first = start(folder)
    (folder / NOTE).write_text(json.dumps(TRUE | {"folder": str(folder)}))
    first.process.terminate()
    assert first.ended()[0] == 0
    assert json.loads((folder / NOTE).read_text())["port"] == TRUE["port"]
