"""Attacks on the app in a real browser: each is made in earnest, and again where one wall is missing, so that it shows."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from composer.app import server
from composer.app.application import create_app
from composer.app.connections import Server
from composer.app.guard import LETTER_POLICY, Guard
from composer.app.running import LOOPBACK
from composer.app.server import listen
from composer.workspace.snapshot import Snapshot
from tests.app.payloads import PAYLOADS, armed
from tests.conftest import TODAY

pytestmark = pytest.mark.browser
EVERY_METHOD = ["GET", "POST"]


@contextmanager
def on_a_port(make: Callable[[int], ASGIApp]) -> Iterator[int]:
    """Serves an application that is made for its port, beside this test."""
    listener = listen(0)
    port = listener.getsockname()[1]
    running = Server(make(port))
    thread = Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield port
    finally:
        running.should_exit = True
        thread.join()
        listener.close()


# --- what a letter's text may do ------------------------------------------------------------------------------------


@dataclass
class Watch:
    """A window of a browser, what its pages have run, and what they have asked of another server."""

    page: Any
    leak_port: int
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def did(self) -> set[int]:
        """The numbers of the texts that ran or asked for something; all that they began has come to its end."""
        last = self.page.context.new_page()
        last.goto(f"http://evil.test:{self.leak_port}/last")
        last.evaluate("console.log('last')")
        while self.said.count("last") < self.asked.count("/last"):
            last.evaluate("1")
        asked = [found[1] for path in self.asked if (found := re.match(r"/(\d+)", path))]
        ran = [found[1] for text in self.said if (found := re.fullmatch(r"ran-(\d+)", text))]
        return {int(number) for number in (*asked, *ran)}


@pytest.fixture
def watch(browser: Any) -> Iterator[Watch]:
    asked: list[str] = []

    async def note(request: Request) -> Response:
        asked.append(request.url.path)
        return PlainTextResponse("", headers={"access-control-allow-origin": "*"})

    context = browser.new_context()
    with on_a_port(lambda _: Starlette(routes=[Route("/{path:path}", note, methods=EVERY_METHOD)])) as port:
        watching = Watch(context.new_page(), port, asked)
        context.on("console", lambda message: watching.said.append(message.text))
        yield watching
        context.close()


def letters_of(texts: list[str], *, guarded: bool) -> Starlette:
    """An application whose one page shows each text as a letter in its frame, as if nobody had made it harmless."""
    headers = {"Content-Security-Policy": LETTER_POLICY} if guarded else {}

    def page(_: Request) -> Response:
        return HTMLResponse("".join(f"<iframe src=/letter/{number}></iframe>" for number in range(len(texts))))

    def letter(request: Request) -> Response:
        text = texts[int(request.path_params["number"])]
        return HTMLResponse(f"<!DOCTYPE html><title>A letter</title>{text}", headers=headers)

    return Starlette(routes=[Route("/", page), Route("/letter/{number}", letter)])


POKE = """for (const frame of document.querySelectorAll('iframe')) try {
  for (const one of frame.contentDocument.querySelectorAll('*')) {
    one.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
    one.focus?.();
    one.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
  }
} catch { /* its text has led it elsewhere */ }"""
TYPE = (
    "all => document.querySelectorAll('iframe').forEach((one, at) => { one.contentDocument.body.innerHTML = all[at]; })"
)


@contextmanager
def letters_shown(watch: Watch, texts: list[str], *, guarded: bool) -> Iterator[None]:
    """The window shows these letters, under our policies or without any."""
    app = letters_of(texts, guarded=guarded)
    guards: list[Guard] = []

    def make(port: int) -> ASGIApp:
        guards.append(Guard(app, port=port))
        return guards[0] if guarded else app

    with on_a_port(make) as port:
        watch.page.goto(f"http://{LOOPBACK}:{port}{guards[0].login_path}")
        watch.page.goto(f"http://{LOOPBACK}:{port}/")
        yield


@pytest.mark.parametrize(("guarded", "most", "least"), [(True, 0, 0), (False, len(PAYLOADS), 60)])
def test_nothing_in_a_letter_runs_or_asks(guarded: bool, most: int, least: int, watch: Watch) -> None:
    """Whatever it holds, and whatever in it is pointed at, entered or pressed. Without our policies it does."""
    with letters_shown(watch, armed(watch.leak_port), guarded=guarded):
        watch.page.evaluate(POKE)
        found = watch.did()
    assert least <= len(found) <= most, found


@pytest.mark.parametrize(("guarded", "most", "least"), [(True, 0, 0), (False, len(PAYLOADS), 40)])
def test_nothing_that_is_typed_into_a_letter_runs_or_asks(guarded: bool, most: int, least: int, watch: Watch) -> None:
    """The page puts what somebody types into the frame at once."""
    texts = armed(watch.leak_port)
    with letters_shown(watch, ["<body>"] * len(texts), guarded=guarded):
        watch.page.evaluate(TYPE, texts)
        watch.page.evaluate(POKE)
        found = watch.did()
    assert least <= len(found) <= most, found


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize(
    "text", ["<a target=_top href=OUT>go</a>", "<form target=_top action=OUT><button>go</button></form>"]
)
def test_no_click_in_a_letter_takes_its_page_away(text: str, guarded: bool, watch: Watch) -> None:
    out = f"http://evil.test:{watch.leak_port}/0"
    with letters_shown(watch, [text.replace("OUT", out)], guarded=guarded):
        before = watch.page.url
        watch.page.frame_locator("iframe").get_by_text("go").click(no_wait_after=True)
        if not guarded:
            watch.page.wait_for_url(f"{out}*")
        assert (watch.did(), watch.page.url == before) == ((set(), True) if guarded else ({0}, False))


def hostile(folder: Path, texts: list[str]) -> list[str]:
    """Writes the texts into every part of drafts and contacts; returns the names of the drafts."""
    names = []
    for number in range(0, len(texts), 9):
        some = texts[number : number + 9]
        line, name = " ".join(some), f"zz-{number}"
        to = [{"name": text, "email": f"{name}-{at}@river.example"} for at, text in enumerate(some)]
        head = {"to": to, "subject": line, "contact": name, "reason": line, "letter": line}
        lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in head.items())
        (folder / f"drafts/{name}.md").write_text(
            f"---\n{lines}---\n" + "\n\n".join(some) + "\n\n[[CONFIRM: " + line + "]]\n"
        )
        fields = {
            "id": name,
            "name": line,
            "title": line,
            "organization": line,
            "team": line,
            "role": some[0],
            "notes": some,
        }
        with (folder / "contacts.yaml").open("a") as file:
            file.write(f"  - {json.dumps(fields)}\n")
        names.append(name)
    return names


def test_nothing_in_a_draft_or_a_record_runs_or_asks_on_any_page(watch: Watch, drafted: Path, tmp_path: Path) -> None:
    """All the way from the files; every text is there to be read."""
    folder = shutil.copytree(drafted, tmp_path / "hostile")
    texts = armed(watch.leak_port)
    names = hostile(folder, texts)
    guards: list[Guard] = []

    def make(port: int) -> ASGIApp:
        guards.append(Guard(create_app(Snapshot(folder, TODAY)), port=port))
        return guards[0]

    with on_a_port(make) as port:
        home = f"http://{LOOPBACK}:{port}"
        watch.page.goto(home + guards[0].login_path)
        shown = ""
        for path in ("/?q=zz", *(f"/{kind}/{name}" for name in names for kind in ("draft", "letter"))):
            watch.page.goto(home + path)
            watch.page.evaluate(POKE)
            shown += watch.page.inner_text("body")
        assert watch.did() == set()
    assert [text for text in texts if text not in shown] == []


# --- who may ask the app --------------------------------------------------------------------------------------------


@dataclass
class Victim:
    """An application that shows a secret and counts the forms that come."""

    forms: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        def page(_: Request) -> Response:
            return HTMLResponse("<title>Letters</title><h1>Abena Osei</h1>")

        async def change(request: Request) -> Response:
            self.forms.append((await request.body()).decode())
            return HTMLResponse("done")

        return Starlette(routes=[Route("/", page), Route("/change", change, methods=["POST"])])


@dataclass
class Open:
    """A victim that is open in the browser: its port, and a window that has its cookie."""

    victim: Victim
    port: int
    page: Any
    guard: Guard

    @property
    def home(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"


def as_it_is(guard: Guard) -> ASGIApp:
    """Nothing is missing."""
    return guard


class Everything(frozenset[str]):
    """Whatever is asked for is in it."""

    def __contains__(self, _: object) -> bool:
        return True


def without_names(guard: Guard) -> ASGIApp:
    """It answers to any name and asks for no cookie, as most servers on a person's own computer do."""
    guard._hosts = guard._origins = Everything()
    vars(guard)["_knows"] = lambda _: True
    return guard


def without_origins(guard: Guard) -> ASGIApp:
    """It takes forms from any page."""
    guard._origins = Everything()
    return guard


def without_policy(guard: Guard) -> ASGIApp:
    """Its answers do not say who may frame them."""
    return guard._app


@contextmanager
def opened(browser: Any, weaken: Callable[[Guard], ASGIApp] = as_it_is) -> Iterator[Open]:
    """A victim whose guard lacks what `weaken` takes from it, and a window in which its link was opened."""
    victim, guards = Victim(), list[Guard]()

    def make(port: int) -> ASGIApp:
        guards.append(Guard(victim.app(), port=port))
        return weaken(guards[0])

    with on_a_port(make) as port:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://{LOOPBACK}:{port}{guards[0].login_path}")
        yield Open(victim, port, page, guards[0])
        context.close()


@contextmanager
def attacker(html: str) -> Iterator[str]:
    """The address of somebody else's page, on another port of this computer: browsers send our cookie from there."""
    with on_a_port(lambda _: Starlette(routes=[Route("/", lambda _: HTMLResponse(html))])) as port:
        yield f"http://{LOOPBACK}:{port}/"


SEND = "path => fetch(path, {method: 'POST', body: new URLSearchParams({word: 'attack'})}).then(one => one.status)"


@pytest.mark.parametrize(("weaken", "status", "forms"), [(as_it_is, 421, []), (without_names, 200, ["word=attack"])])
def test_a_name_that_is_made_to_point_here_reads_and_changes_nothing(
    weaken: Callable[[Guard], ASGIApp], status: int, forms: list[str], browser: Any
) -> None:
    """DNS rebinding: the browser believes that evil.test, whose page it shows, is here."""
    with opened(browser, weaken) as ours:
        read = ours.page.goto(f"http://evil.test:{ours.port}/")
        assert (read.status, "Osei" in read.text()) == (status, status == 200)
        assert ours.page.evaluate(SEND, "/change") == status
        assert ours.victim.forms == forms


@pytest.mark.parametrize(("weaken", "forms"), [(as_it_is, []), (without_origins, ["word=attack"])])
def test_a_form_of_another_page_changes_nothing(
    weaken: Callable[[Guard], ASGIApp], forms: list[str], browser: Any
) -> None:
    """It comes with our cookie; only where it comes from tells it from a form of ours."""
    with opened(browser, weaken) as ours:
        form = f"<form method=post action={ours.home}/change><input name=word value=attack><button>Win</button></form>"
        with attacker(form) as address:
            ours.page.goto(address)
            with ours.page.expect_response(f"{ours.home}/change") as answer:
                ours.page.get_by_role("button").click()
        assert answer.value.status == (200 if forms else 403)
        assert ours.victim.forms == forms


@pytest.mark.parametrize(("weaken", "forms"), [(as_it_is, []), (without_origins, ["word=attack"])])
def test_a_script_of_another_page_changes_nothing(
    weaken: Callable[[Guard], ASGIApp], forms: list[str], browser: Any
) -> None:
    """It may send what a form could; the answer to that is not for it in any case."""
    script = SEND.replace("method:", "mode: 'no-cors', credentials: 'include', method:")
    with opened(browser, weaken) as ours, attacker("") as address:
        ours.page.goto(address)
        assert ours.page.evaluate(f"{script}.catch(() => 'no answer')", f"{ours.home}/change") == "no answer"
        assert ours.victim.forms == forms


def test_our_own_form_changes_what_it_should(browser: Any) -> None:
    with opened(browser) as ours:
        assert ours.page.evaluate(SEND, "/change") == 200
        assert ours.victim.forms == ["word=attack"]


def test_no_page_gets_a_link_even_if_it_knew_the_key(browser: Any) -> None:
    """A browser asks before it sends such a header to another place, and is told no."""
    ask = "([at, key]) => fetch(at, {method: 'POST', headers: {'x-outreach-key': key}}).catch(() => 'refused')"
    with opened(browser) as ours, attacker("") as address:
        before = list(ours.guard._tokens)
        ours.page.goto(address)
        given = [f"{ours.home}/another-start", ours.guard.start_key.key]
        assert ours.page.evaluate(ask, given) == "refused"
        assert list(ours.guard._tokens) == before


def test_another_browser_sees_nothing(browser: Any) -> None:
    """Nor with the link that was used; the one that has opened it does, and with the same link again."""
    with opened(browser) as ours:
        stranger = browser.new_context()
        page = stranger.new_page()
        for path in ("/", ours.guard.login_path):
            answer = page.goto(ours.home + path)
            assert (answer.status, "Osei" in page.inner_text("body")) == (401, False)
        stranger.close()
        for path in ("/", ours.guard.login_path):
            ours.page.goto(ours.home + path)
            assert (ours.page.url, "Osei" in ours.page.inner_text("body")) == (f"{ours.home}/", True)


@pytest.mark.parametrize("weaken", [as_it_is, without_policy])
def test_no_page_frames_ours(weaken: Callable[[Guard], ASGIApp], browser: Any) -> None:
    """Or somebody could be led to press what they do not see."""
    with opened(browser, weaken) as ours, attacker(f"<iframe src={ours.home}/></iframe>") as address:
        ours.page.goto(address)
        shown = [frame.url for frame in ours.page.frames[1:]]
        assert shown == ([f"{ours.home}/"] if weaken is without_policy else ["chrome-error://chromewebdata/"])


def test_the_file_that_opens_the_browser_leads_in_and_again(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser that comes from a file does not send our cookie at once."""
    files: list[str] = []
    monkeypatch.setattr("webbrowser.open", files.append)
    victim, guards = Victim(), list[Guard]()

    def make(port: int) -> ASGIApp:
        guards.append(Guard(victim.app(), port=port))
        return guards[0]

    with on_a_port(make) as port:
        server._open(f"http://{LOOPBACK}:{port}{guards[0].login_path}", tmp_path)
        context = browser.new_context()
        page = context.new_page()
        for _ in range(2):
            page.goto(files[0])
            page.get_by_role("heading", name="Abena Osei").wait_for()
            assert page.url == f"http://{LOOPBACK}:{port}/"
        context.close()
