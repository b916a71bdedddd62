"""Who may ask the preview anything: this browser, on this computer, with the link that was opened for it.

Every request passes here before it is routed. Browsers send cookies to every port of a host and to names that were
made to point at it, so neither a cookie nor the loopback address is enough by itself.
"""

import hmac
from collections.abc import Awaitable, Callable
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
        refusal = self._refusal(scope)
        if refusal is not None:
            await _with_headers(refusal)(scope, receive, send)
            return
        await _with_headers(self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Why this request is not answered; ``None`` where it may pass."""
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This address does not belong to the preview.", 421)
        if scope["method"] not in {"GET", "HEAD"}:
            origin = headers.get("origin", "").removeprefix("http://")
            if origin not in self._hosts:
                return PlainTextResponse("This request came from another page.", 403)
            return PlainTextResponse("The preview changes nothing.", 405)
        if scope["path"] == "/login":
            return self._login(scope)
        if not hmac.compare_digest(_cookie(headers.get("cookie", ""), self._cookie_name), self._session):
            text = "Open the preview with the link that `outreach preview` printed. It works once, in one browser."
            return PlainTextResponse(text, 401)
        return None

    def _login(self, scope: Scope) -> Response:
        """Exchanges the one-time token for a cookie; the token is worth nothing afterwards."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not self._token or not hmac.compare_digest(given, self._token):
            return PlainTextResponse("This link has been used. Start `outreach preview` again for a new one.", 401)
        self._token = ""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie_name, self._session, httponly=True, samesite="strict")
        return answer


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
