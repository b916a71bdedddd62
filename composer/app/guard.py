"""Who may ask the preview anything: this browser, on this computer, with the link that was opened for it.

Every request passes here before it is routed. Browsers send cookies to every port of a host and to names that were
made to point at it, so neither a cookie nor the loopback address is enough by itself. What is asked for changes
nothing; what is sent is a form, and only from a page of ours.
"""

import hmac
from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A page of ours may load what we serve and nothing else; no other page may frame it.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A letter is somebody else's text: no script, no request, no form. Its origin is ours, so that the page around it can
# show what is typed; nothing in it can use that without a script.
LETTER_POLICY = (
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
SAFE_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "content-security-policy": _PAGE_POLICY,
}
"""On every answer; a policy that an answer has of its own is kept."""
_FORM, _MOST_BYTES = "application/x-www-form-urlencoded", 1024 * 1024


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
        self._token = token_urlsafe(32)

    @property
    def login_path(self) -> str:
        """The address that lets one browser in, once."""
        return f"/login?token={self._token}"

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
            body = await _body(receive)
            refusal = PlainTextResponse("This is more than any form of ours holds.", 413) if body is None else None
            receive = _again(body or b"", receive)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        """Why this request is not answered; ``None`` where it may pass."""
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This address does not belong to the preview.", 421)
        reads = scope["method"] in {"GET", "HEAD"}
        if not reads and headers.get("origin", "") not in self._origins:
            return PlainTextResponse("This request came from another page.", 403)
        if scope["method"] == "GET" and scope["path"] == "/login":
            return self._login(scope)
        # All values of that name: a page on another port may have set one, and must lock nobody out.
        pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
        if not any(key == self._cookie_name and _same(value, self._session) for key, _, value in pairs):
            text = "Open the preview with the link that `outreach preview` printed. It works once, in one browser."
            return PlainTextResponse(text, 401)
        return None if reads else _no_form(scope, headers)

    def _login(self, scope: Scope) -> Response:
        """Exchanges the one-time token for a cookie; the token is worth nothing afterwards."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not self._token or not _same(given, self._token):
            return PlainTextResponse("This link has been used. Start `outreach preview` again for a new one.", 401)
        self._token = ""
        answer = RedirectResponse("/", 303)
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
    if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return PlainTextResponse("This is no form of ours.", 415)
    return None


async def _body(receive: Receive) -> bytes | None:
    """What a request brings along; ``None`` where it is too much, whatever its length was said to be."""
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""  # half a form is none
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
        if sum(map(len, parts)) > _MOST_BYTES:
            return None
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Hands out a body that was read already, then what else there is."""
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return unread.pop() if unread else await receive()

    return replay
