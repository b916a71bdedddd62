"""The app over the sample: as an application for quick questions, and served to a real browser."""

import shutil
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from composer.app.application import create_app
from composer.app.connections import Server
from composer.app.guard import Guard
from composer.app.running import LOOPBACK
from composer.app.server import listen
from composer.drafts.settling import OpenConflicts
from composer.drafts.store import DraftStore
from composer.drafts.three_way import Conflict
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY

PORT = 8123


@pytest.fixture
def guard(with_drafts: Path, workspace: Snapshot) -> Guard:
    """The guarded application over the sample's drafts."""
    return Guard(create_app(workspace), port=PORT)


@pytest.fixture
def stranger(guard: Guard) -> TestClient:
    """Somebody who has no cookie."""
    opened = TestClient(
        guard, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False, raise_server_exceptions=False
    )
    opened.headers["sec-fetch-site"] = "none"  # as a browser says of an address that somebody has opened
    return opened


@pytest.fixture
def client(stranger: TestClient, guard: Guard) -> TestClient:
    """The browser that the link was opened in."""
    assert stranger.get(guard.login_path).status_code == 303
    return stranger


@dataclass(frozen=True)
class Disputed:
    """A draft with two places that a person and the program both changed."""

    folder: Path
    name: str = "abena-osei.introduction"

    @property
    def file(self) -> Path:
        return self.folder / f"drafts/{self.name}.md"

    @property
    def opened(self) -> OpenConflicts:
        return DraftStore(self.folder).conflicts.places(self.name)

    def kept(self) -> list[str]:
        """The texts of all backups."""
        return [path.read_text() for path in (self.folder / ".outreach/backup").glob("*")]


YOURS = (
    "I take both of their plans. ",
    "Patients can call 555-0142 before nine, and the fax for the chart is 555-0143; ",
)
NEW = ("I take Molina and CareSource Medicaid. ", "Patients can call 555-0199, and the fax for the chart is 555-0143; ")


def said(client: TestClient, answer: Any) -> str:
    """The page that a form led to, which says once what was done; where it led is checked, too."""
    assert answer.status_code == 303, answer.text
    where = urlsplit(answer.headers["location"])
    assert (where.fragment, list(parse_qs(where.query))) == ("said", ["said"])
    page = client.get(answer.headers["location"]).text
    assert 'id="said" role="status"' in page
    return page


def dispute(folder: Path, yours: Sequence[str] = YOURS, new: Sequence[str] = NEW) -> Disputed:
    """Edits a draft in two places, and lets the program write other words there."""
    disputed = Disputed(folder)
    was = (
        "I take Buckeye and Molina Medicaid. ",
        "Patients can call 555-0142, and the fax for the chart is 555-0143; ",
    )
    made = folder / f".outreach/base/{disputed.name}.md"
    for path, words in ((disputed.file, yours), (made, new)):
        text = path.read_text()
        for old, word in zip(was, words, strict=True):
            assert old in text
            text = text.replace(old, word)
        path.write_text(text)
    found = [Conflict(*texts) for texts in zip(was, yours, new, strict=True)]
    DraftStore(folder).conflicts.keep(disputed.name, found)
    return disputed


@pytest.fixture
def disputed(guard: Guard, sample: Path) -> Disputed:
    """The sample with two places to choose in one draft."""
    return dispute(sample)


def _ended(message: Any) -> bool:
    """Whether a page only found that the app has ended, when it asked for news: a window outlives the app it shows."""
    return "net::ERR_" in message.text and urlsplit(message.location["url"]).path == "/stamp"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh window; anything its console calls an error fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" and not _ended(said) else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def window(browser: Any) -> Iterator[Any]:
    """A window whose console may speak of what was refused, or found nobody there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(browser: Any) -> Iterator[Any]:
    """A window that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def served_folder(drafted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its drafts, and one hostile draft among them."""
    folder = tmp_path_factory.mktemp("served") / "sample"
    shutil.copytree(drafted, folder)
    hostile = (
        "---\nto: a.osei@riverstreet.example\nsubject: <script>alert(1)</script>\ncontact: abena-osei\n---\n"
        "<script>window.ran = 1</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))\n\nMaya Chen\n"
    )
    (folder / "drafts/zz-hostile.md").write_text(hostile)
    return folder


@pytest.fixture
def served(served_folder: Path) -> Iterator[str]:
    """The address of an app over it; each has its own one-time link."""
    with serving(served_folder) as address:
        yield address


@pytest.fixture
def disputed_folder(served_folder: Path, tmp_path: Path) -> Disputed:
    """The same with two places to choose in one draft, in a folder that a test may change."""
    folder = tmp_path / "disputed"
    shutil.copytree(served_folder, folder)
    return dispute(folder)


@pytest.fixture
def served_dispute(disputed_folder: Disputed) -> Iterator[str]:
    """The address of an app over it."""
    with serving(disputed_folder.folder) as address:
        yield address


def base(address: str) -> str:
    """The beginning of all addresses of the app that this one belongs to."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def let_in(context: Any, link: str) -> None:
    """Opens a one-time link as a browser does that was handed it."""
    assert context.request.get(link, max_redirects=0, headers={"sec-fetch-site": "none"}).status == 303


def enter(page: Any, link: str, path: str = "/drafts") -> None:
    """Lets a window in by the one-time link, and shows it a page."""
    let_in(page.context, link)
    page.goto(base(link) + path)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """An app over a folder, in a thread of this process, which knows the templates already; its one-time link.

    A fault that nobody expected fails the test.
    """
    faults: list[str] = []
    listener = listen(0)
    port = listener.getsockname()[1]
    guard = Guard(
        create_app(Snapshot(folder, TODAY)), port=port, on_fault=lambda: faults.append(traceback.format_exc())
    )
    server = Server(guard)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{port}{guard.login_path}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
    assert faults == []


@contextmanager
def started(folder: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The same in a process of its own, as it is started; on a port of its own or on this one. It may be dead at the end."""
    command = [sys.executable, "-m", "composer", "-C", str(folder), *DAY, "preview", "--no-open", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
