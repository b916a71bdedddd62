"""Requests that no page of ours makes, sent to a preview that runs: each is answered in words, with every safe header."""

import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from composer.app.application import create_app
from composer.app.draft_list import DraftList
from composer.app.guard import Guard
from composer.app.screens import review
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import PORT, serving

SAFE = ("x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "cross-origin-resource-policy",
        "cache-control", "content-security-policy")  # fmt: skip
DRAFT = "abena-osei.introduction"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Raw:
    """A preview that runs, spoken to in bytes."""

    port: int
    login: str
    cookie: str = ""

    def send(self, request: bytes) -> Answer:
        """What comes back for these bytes, until the other side closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as opened:
            opened.sendall(request)
            answer = b"".join(iter(lambda: opened.recv(65536), b""))
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        return Answer(
            int(first.split()[1]),
            {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)},
            body.decode("utf-8", "replace"),
        )

    def ask(
        self, target: str | bytes, *headers: bytes, method: bytes = b"GET", body: bytes = b"", cookie: bool = True
    ) -> Answer:
        """The answer to one request of this browser's."""
        target = target.encode() if isinstance(target, str) else target
        given = [f"Host: 127.0.0.1:{self.port}".encode(), b"Connection: close", *headers]
        given += [f"Cookie: {self.cookie}".encode()] if cookie else []
        return self.send(method + b" " + target + b" HTTP/1.1\r\n" + b"\r\n".join(given) + b"\r\n\r\n" + body)

    @property
    def origin(self) -> bytes:
        return f"Origin: http://127.0.0.1:{self.port}".encode()


@pytest.fixture(scope="module")
def raw(served_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raw]:
    """A preview of a few drafts that the link was opened in already: a list of all takes longest of what is asked for."""
    folder = tmp_path_factory.mktemp("raw") / "sample"
    shutil.copytree(served_folder, folder)
    for path in (folder / "drafts").iterdir():
        if path.stem not in {DRAFT, "ada-okafor.introduction", "zz-hostile"}:
            path.unlink()
    with serving(folder) as address:
        parts = urlsplit(address)
        stranger = Raw(parts.port or 0, f"{parts.path}?{parts.query}")
        cookie = stranger.ask(stranger.login, cookie=False).headers["set-cookie"].partition(";")[0]
        yield Raw(stranger.port, stranger.login, cookie)


def in_words(answer: Answer, *statuses: int) -> None:
    """It has a status that fits, says something, and has every safe header."""
    assert answer.status in statuses, answer
    assert [name for name in SAFE if name not in answer.headers] == [], answer
    assert answer.body.strip() or answer.headers.get("location")  # one that sends somebody on


ODD = ("é", "%C3%A9", "%FF%FE", "%ED%A0%80", "%00", "a" * 300, "a" * 5_000, "%0A", "%0d%0aset-cookie:x=1", "..%2F..%2Fetc",
       "%5C", ".", "%2e%2e", "-", "%F0%9F%92%8C", "😀", "{{7*7}}", "con", "%E2%80%AE")  # fmt: skip


@pytest.mark.parametrize("token", ODD)
def test_a_token_that_is_none_is_refused_in_words(token: str, raw: Raw) -> None:
    for query in (f"token={token}", f"token=&token={token}", f"token[]={token}", token, f"TOKEN={token}"):
        in_words(raw.ask(f"/login?{query}", cookie=False), 401, 400)


@pytest.mark.parametrize(
    "value", [b"\xc3\xa9", b"\xff\xfe", b"a" * 300, b"\xed\xa0\x80", b"=", b";;;", b'"', b"", b"x=y=z", b"\x80"]
)
def test_a_cookie_that_is_none_is_refused_in_words(value: bytes, raw: Raw) -> None:
    name = f"outreach-{raw.port}".encode()
    for header in (b"Cookie: " + name + b"=" + value, b"Cookie: " + value, b"Cookie: " + value + b"=" + name):
        in_words(raw.ask("/", header, cookie=False), 401, 400)


def test_our_cookie_counts_among_others_whatever_they_are(raw: Raw) -> None:
    """A page on another port can set cookies for this one, too; it must lock nobody out."""
    name, ours = f"outreach-{raw.port}".encode(), raw.cookie.encode()
    for headers in (
        [b"Cookie: " + name + b"=other; " + ours],
        [b"Cookie: " + ours + b"; " + name + b"=\xff"],
        [b"Cookie: " + name + b"=\xe9", b"Cookie: " + ours],
        [b"Cookie: " + ours, b"Cookie: " + name + b"=other"],
    ):
        in_words(raw.ask("/drafts", *headers, cookie=False), 200)


@pytest.mark.parametrize(
    "number",
    [
        "-1",
        "1" + "0" * 30,
        "abc",
        "",
        "0",
        "1.5",
        "%C2%B2",
        "%D9%A3",
        "%00",
        "%FF",
        "1e9",
        "+1",
        " 1".replace(" ", "%20"),
        "9" * 5000,
    ],
)
def test_a_page_number_that_is_none_shows_the_list(number: str, raw: Raw) -> None:
    for query in (f"page={number}", f"page={number}&page=2", f"q=%FF&page={number}", f"show={number}&page="):
        in_words(raw.ask(f"/drafts?{query}"), 200)


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("where", ["/draft/", "/letter/", "/static/", "/", "/drafts/", "/nothing/"])
def test_a_draft_name_that_is_none_is_no_address(where: str, name: str, raw: Raw) -> None:
    in_words(raw.ask(where + name), 307, 400, 404, *([200] if where + name == "/%0A" else []))  # "/" and a line's end


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("verb", ["text", "look", "ready", "skip", "reopen", "choose", "answer"])
def test_a_form_for_a_draft_that_is_none_changes_nothing(verb: str, name: str, raw: Raw) -> None:
    body = b"choice=%s&place=1&question=1&file=0&subject=S&body=Dear" % (b"out" if verb == "answer" else b"new")
    form = (raw.origin, b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: %d" % len(body))
    in_words(raw.ask(f"/draft/{name}/{verb}", *form, method=b"POST", body=body), 400, 404)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"choice=new",
        b"&" * 500,
        b"place=%FF&file=%00&choice=new",
        b"choice=%ED%A0%80",
        b"\0" * 50,
        b"a=b" * 30_000,
    ],
)
def test_a_form_that_is_none_is_refused_in_words(body: bytes, raw: Raw) -> None:
    for kind in (b"application/x-www-form-urlencoded", b"\xff", b"", b"multipart/form-data; boundary=x"):
        form = (raw.origin, b"Content-Type: " + kind, b"Content-Length: %d" % len(body))
        for verb in ("choose", "answer", "text", "ready", "skip"):
            in_words(raw.ask(f"/draft/{DRAFT}/{verb}", *form, method=b"POST", body=body), 400, 413, 415, 422)


@pytest.mark.parametrize("method", [b"HEAD", b"OPTIONS", b"TRACE", b"PUT", b"DELETE", b"PROPFIND", b"CONNECT", b"get"])
def test_another_method_is_refused_in_words(method: bytes, raw: Raw) -> None:
    for target in ("/", f"/draft/{DRAFT}", "/login?token=x", "/drafts", "/draft/x/choose", "*"):
        answer = raw.ask(target, raw.origin, method=method)
        assert answer.status < 500
        assert [name for name in SAFE if name not in answer.headers] == []


NO_REQUESTS = (
    b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nx: " + b"y" * 100_000 + b"\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: odd\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n",
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(raw: Raw) -> dict[bytes, Answer]:
    """What comes back for each, asked at once: some connections are left open for seconds."""
    with ThreadPoolExecutor(len(NO_REQUESTS)) as pool:
        return dict(zip(NO_REQUESTS, pool.map(raw.send, NO_REQUESTS), strict=True))


@pytest.mark.parametrize("request_bytes", NO_REQUESTS)
def test_what_is_no_request_of_a_browser_is_refused_in_words(
    request_bytes: bytes, answers: dict[bytes, Answer]
) -> None:
    in_words(answers[request_bytes], 400, 421, 501, 505)


@settings(max_examples=40)
@given(
    target=st.binary(max_size=60), cookie=st.binary(max_size=40), query=st.text(max_size=20), where=st.sampled_from(["/draft/", "/letter/", "/", "/drafts/", "/login?token=", "/drafts?page="])
)  # fmt: skip
def test_no_request_makes_the_preview_fail(raw: Raw, target: bytes, cookie: bytes, query: str, where: str) -> None:
    """Whatever stands in the address and in the cookie, as it is or in percents."""
    odd = cookie.translate(None, b"\r\n\0")
    for path in (
        target.translate(None, b" \r\n\0"),
        quote(target).encode(),
        quote(query, errors="surrogatepass").encode(),
    ):
        for cookies in ([raw.cookie.encode()], [b"outreach-%d=" % raw.port + odd], [odd, raw.cookie.encode()]):
            answer = raw.ask(where.encode() + path, *(b"Cookie: " + each for each in cookies), cookie=False)
            in_words(answer, 200, 303, 307, 400, 401, 404)


def test_head_does_not_use_the_link_up(guard: Guard, stranger: TestClient) -> None:
    """A program that looks at links before a person does must not take it away."""
    assert stranger.head(guard.login_path).status_code == 401
    assert stranger.get(guard.login_path).status_code == 303


@pytest.mark.parametrize("path", ["/drafts", f"/draft/{DRAFT}", f"/letter/{DRAFT}"])
@pytest.mark.parametrize("fault", [RuntimeError("x"), RecursionError(), OSError(24, "Too many open files")])
def test_a_fault_of_the_program_has_its_page_and_is_told_once(
    path: str, fault: Exception, workspace: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise fault

    told: list[str] = []
    guard = Guard(create_app(workspace), port=PORT, on_fault=lambda: told.append("told"))
    client = TestClient(guard, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False)
    client.get(guard.login_path)
    for name in ("draft_page", "readable"):
        monkeypatch.setattr(review, name, fails)
    monkeypatch.setattr(DraftList, "page", fails)
    answer = client.get(path)
    assert answer.status_code == 500
    assert "This is a fault of the program, not of your files." in answer.text
    assert [name for name in SAFE if name not in answer.headers] == []
    assert told == ["told"]
