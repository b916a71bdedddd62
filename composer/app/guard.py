"""Who may ask the app anything: this browser, on this computer, with the link that was opened for it.

Every request passes here before it is routed. Browsers send cookies to every port of a host and to names that were
made to point at it, so neither a cookie nor the loopback address is enough by itself. Reading changes nothing; what
changes something is one kind of form, and only from a page of ours. A second start of the program is let in by a key
that no page can know, and gets nothing but a link.
"""

import hmac
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A page of ours may load what we serve and nothing else; no other page may frame it.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A letter is somebody else's text: no script, no request, no form. It keeps our origin, so that the page around it can
# put typed words into it and see how tall it is; without scripts it can do nothing with that.
LETTER_POLICY = (
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
SAFE_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # nobody else learns the address; under "no-referrer" no form has an origin
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "content-security-policy": _PAGE_POLICY,
}
"""On every answer; a policy that an answer has of its own is kept."""
ANOTHER_START, KEY_HEADER = "/another-start", "x-outreach-key"
"""Where a second start of the program asks for a link, and the header that its key is in: no form can send one."""
_FORM, _MOST_BYTES = "application/x-www-form-urlencoded", 1024 * 1024
FILE, FILE_TYPE, MOST_FILE_BYTES = "/import/file", "application/octet-stream", 32 * 1024 * 1024
"""The one address that takes a file, as it is, from a script of ours: no form can send this type, and so no other page
without asking first."""
_MOST_LINKS = 8
_STRANGER = (
    "These letters open with the link that `outreach` prints, and each link works once. "
    "Start `outreach` again: it opens what is running, with a fresh link."
)
# A browser that comes from a file, or from another program's page, sends its cookie only after a step of our own.
_ON = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
    "<title>Outreach</title>"
)
_OPENING = f'{_ON}<p><a href="/">Open your letters</a></p></html>'
_USED = f'{_ON}<p>{_STRANGER}</p><p><a href="/">If they are open in this browser already, go to them</a></p></html>'


@dataclass(frozen=True, slots=True)
class StartKey:
    """What a second start and the running app know each other by; both come from a file that only their user reads."""

    key: str = field(default_factory=lambda: token_urlsafe(32))
    """Who asks proves with it that it may."""
    seal: str = field(default_factory=lambda: token_urlsafe(32))
    """Who answers proves with it that it is the app, and not what has its port by now."""


class Guard:
    """An ASGI application around another that lets only its own browser through.

    The exact Host values follow from the port. `on_fault` is called while an exception that nobody expected is handled;
    the browser gets a sentence.
    """

    def __init__(self, app: ASGIApp, *, port: int, on_fault: Callable[[], None] = lambda: None) -> None:
        self._app = app
        self._on_fault = on_fault
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        self._cookie_name = f"outreach-{port}"
        self._session = token_urlsafe(32)
        self._tokens: deque[str] = deque(maxlen=_MOST_LINKS)
        self.start_key = StartKey()
        """What lets a second start in."""
        self.login_path = self._new_link()
        """The address that lets one browser in, once."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request itself, or hands it on with safe headers around the answer; it never raises."""
        if scope["type"] != "http":
            return
        answer = _Answer(send)
        try:
            await self._answer(scope, receive, answer.send)
        except Exception:  # noqa: BLE001  # whatever it is, a person reads a sentence
            self._on_fault()
            if not answer.begun:
                sorry = PlainTextResponse("This is a fault of the program, not of your files.", 500)
                await sorry(scope, receive, answer.send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        refusal = self._refusal(scope, headers)
        if refusal is None and scope["method"] == "POST":
            body = await _body(receive, MOST_FILE_BYTES if scope["path"] == FILE else _MOST_BYTES)
            refusal = PlainTextResponse("This is more than any form of ours holds.", 413) if body is None else None
            receive = _again(body or b"", receive)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        """Why this request is not answered; ``None`` where it may pass."""
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This is no address of these letters. Open the link that `outreach` printed.", 421)
        if (scope["method"], scope["path"]) == ("POST", ANOTHER_START) and _same(
            headers.get(KEY_HEADER, ""), self.start_key.key
        ):
            return PlainTextResponse(f"{self.start_key.seal} {self._new_link()}")
        reads = scope["method"] in {"GET", "HEAD"}
        if not reads and headers.get("origin", "") not in self._origins:
            return PlainTextResponse("This came from another page, so nothing was changed. Use your own pages.", 403)
        if scope["method"] == "GET" and scope["path"] == "/login":
            return self._login(scope, headers)
        if not self._knows(headers):
            return PlainTextResponse(_STRANGER, 401)
        return None if reads else _no_form(scope, headers)

    def _knows(self, headers: Mapping[str, str]) -> bool:
        """Whether our cookie comes along. A page on another port may have set one of its name, and locks nobody out."""
        pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
        return any(key == self._cookie_name and _same(value, self._session) for key, _, value in pairs)

    def _new_link(self) -> str:
        self._tokens.append(token_urlsafe(32))
        return f"/login?token={self._tokens[-1]}"

    def _login(self, scope: Scope, headers: Mapping[str, str]) -> Response:
        """Exchanges a one-time token for a cookie; the token is worth nothing afterwards."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        found = next((token for token in self._tokens if _same(given, token)), None)
        if found:
            self._tokens.remove(found)
        if self._knows(headers):
            return RedirectResponse("/", 303)
        if not found:
            return HTMLResponse(_USED, 401)
        own_step = headers.get("sec-fetch-site") in {"none", "same-origin"}
        answer = RedirectResponse("/", 303) if own_step else HTMLResponse(_OPENING)
        answer.set_cookie(self._cookie_name, self._session, httponly=True, samesite="strict")
        return answer


class _Answer:
    """An answer on its way, with the safe headers."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            present = {key.lower() for key, _ in message["headers"]}
            safe = [(key.encode(), value.encode()) for key, value in SAFE_HEADERS.items()]
            message["headers"] = [*message["headers"], *(pair for pair in safe if pair[0] not in present)]
        await self._send(message)


def _headers(scope: Scope) -> Mapping[str, str]:
    """The headers of a request; one that comes more than once is joined, as HTTP has it, so that no part is hidden."""
    found: dict[str, str] = {}
    for key, value in scope["headers"]:
        name, text = key.decode("latin-1"), value.decode("latin-1")
        joint = "; " if name == "cookie" else ", "
        found[name] = f"{found[name]}{joint}{text}" if name in found else text
    return found


def _same(given: str, secret: str) -> bool:
    """Compares in a time that tells nothing; as bytes, because texts that are not ASCII cannot be compared so."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def _no_form(scope: Scope, headers: Mapping[str, str]) -> Response | None:
    """Why a request that would change something is none of our forms; ``None`` where it may be one."""
    if scope["method"] != "POST":
        return PlainTextResponse("There is nothing to change at this address.", 405)
    wanted = FILE_TYPE if scope["path"] == FILE else _FORM
    if headers.get("content-type", "").partition(";")[0].strip().lower() != wanted:
        return PlainTextResponse("This is no form of ours.", 415)
    return None


async def _body(receive: Receive, most: int) -> bytes | None:
    """What a request brings along; ``None`` where it is too much, whatever its length was said to be."""
    parts: list[bytes] = []
    more, read = True, 0
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""  # half a form is none
        parts.append(message.get("body", b""))
        more, read = message.get("more_body", False), read + len(parts[-1])
        if read > most:
            return None
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Hands out a body that was read already, then what else there is."""
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return unread.pop() if unread else await receive()

    return replay
