"""Who may ask the preview anything: this browser, on this computer, with the link that was opened for it.

Every request passes here before it is routed. Browsers send cookies to every port of a host and to names that were
made to point at it, so neither a cookie nor the loopback address is enough by itself. Everything is for reading but for
one kind of address, which takes one kind of small form, and only from a page of ours.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from secrets import token_urlsafe
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A page of ours may load what we serve and nothing else; no other page may frame it.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A letter is somebody else's text: no script, no request, no form, not even our own origin.
LETTER_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
CHOOSE = "/choose/"
"""Where the addresses begin that take a form; no other address takes anything."""
_FORM, _MOST_BYTES = "application/x-www-form-urlencoded", 64 * 1024
Handler = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """An ASGI application around another that lets only its own browser through.

    Args:
        app: what is guarded.
        port: the port it is served on; the exact Host values follow from it.
    """

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self._app = app
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
        """Answers a request itself, or hands it on with safe headers around the answer."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is None and scope["method"] == "POST":
            body = await _body(receive)
            refusal = PlainTextResponse("This is more than any form of ours holds.", 413) if body is None else None
            receive = _again(body or b"", receive)
        await _with_headers(refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        """Why this request is not answered; ``None`` where it may pass."""
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This address does not belong to the preview.", 421)
        reads = scope["method"] in {"GET", "HEAD"}
        if not reads and headers.get("origin", "") not in self._origins:
            return PlainTextResponse("This request came from another page.", 403)
        if reads and scope["path"] == "/login":
            return self._login(scope)
        if not hmac.compare_digest(_cookie(headers.get("cookie", ""), self._cookie_name), self._session):
            text = "Open the preview with the link that `outreach preview` printed. It works once, in one browser."
            return PlainTextResponse(text, 401)
        return None if reads else _no_form(scope, headers)

    def _login(self, scope: Scope) -> Response:
        """Exchanges the one-time token for a cookie; the token is worth nothing afterwards."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not self._token or not hmac.compare_digest(given, self._token):
            return PlainTextResponse("This link has been used. Start `outreach preview` again for a new one.", 401)
        self._token = ""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie_name, self._session, httponly=True, samesite="strict")
        return answer


def _no_form(scope: Scope, headers: Mapping[str, str]) -> Response | None:
    """Why a request that would change something is none of our forms; ``None`` where it may be one."""
    if scope["method"] != "POST" or not scope["path"].startswith(CHOOSE):
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


def _cookie(header: str, name: str) -> str:
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def _with_headers(app: ASGIApp) -> Handler:
    """The same application with the safe headers on every answer; a policy of its own is kept."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {key.lower() for key, _ in message["headers"]}
                safe = {**_HEADERS, "content-security-policy": PAGE_POLICY}
                missing = [(k.encode(), v.encode()) for k, v in safe.items() if k.encode() not in present]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        await app(scope, receive, send_with_headers)

    return answer
