"""Connections to the app: only so many, each for a bounded time, and none of them a reason to print a traceback.

uvicorn ends a connection that idles after an answer. It keeps one that never finishes its request for ever, counts
requests and not connections, and says no without our headers; what is here adds that.
"""

import asyncio
import errno
import socket
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from composer.app.guard import SAFE_HEADERS

MOST_CONNECTIONS = 24
"""A browser opens six to one address: room for four windows, and for a system that lends a program only 64 files."""
REQUEST_SECONDS = 10.0
"""In which a request has to arrive, counted from its connection or from the answer before it."""
BACKLOG = 16
"""Connections that wait to be accepted; asyncio accepts as many in one go before it can close any."""
_LARGEST_HEAD = 64 * 1024  # the cookies of every program on this computer come along, whatever its port
_NO_FILES_LEFT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


class Connection(H11Protocol):
    """One connection. It ends where its request does not arrive in time, and where others need its place."""

    _late: asyncio.TimerHandle | None = None
    began = 0.0
    """When it was made, by the loop's clock."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Where there are too many, the one that has been idle longest goes; where none is idle, this one."""
        super().connection_made(transport)
        self.began = self.loop.time()
        self._expect_request()
        if len(self.connections) > MOST_CONNECTIONS:
            others = [one for one in self.connections if isinstance(one, Connection) and one is not self and one.idle]
            min(others, key=lambda one: one.began, default=self).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """A timer that went on would keep all that belongs to the connection."""
        self._expect_nothing()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Times what is still to come. More bytes give a request no more time, or one byte a second would hold it."""
        super().handle_events()
        if self.conn.their_state in {h11.IDLE, h11.SEND_BODY}:
            self._expect_request()
        else:
            self._expect_nothing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # uvicorn's own words say less
        """What is no request of HTTP is refused in words, with the headers that every answer has."""
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            self.transport.abort()  # an answer has begun already, and two would be read as one
            return
        headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close"), *SAFE_HEADERS.items()]
        answer = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
        for part in (answer, h11.Data(b"This is no request of a browser."), h11.EndOfMessage()):
            self.transport.write(self.conn.send(part) or b"")
        self.transport.close()

    @property
    def idle(self) -> bool:
        """Whether nobody waits for an answer here, or the other side does not take the one it gets."""
        answered = self.cycle is None or self.cycle.response_complete
        return not self.transport.is_closing() and (answered or self.transport.get_write_buffer_size() > 0)

    def _expect_request(self) -> None:
        if self._late is None and not self.transport.is_closing():
            self._late = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class Server(uvicorn.Server):
    """uvicorn over one listening socket, with such connections."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Connection,
                ws="none",
                lifespan="off",
                log_level="critical",  # what is no request would be a line each, and work that is cut off a traceback
                access_log=False,
                server_header=False,
                backlog=BACKLOG,
                h11_max_incomplete_event_size=_LARGEST_HEAD,
                timeout_graceful_shutdown=1,
            )
        )

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves until a signal, and a second longer for what is being answered.

        `asyncio.run` would then wait for the threads of those answers, however long. Whatever they write is whole or
        not at all, so they may end with the process.
        """
        loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(self.serve(sockets))
        finally:
            loop.run_until_complete(asyncio.sleep(0))  # in which threads that have nothing to do learn of the end
            loop.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listens. Where the system lends no more files, asyncio tries again after a second; that is no news."""
        asyncio.get_running_loop().set_exception_handler(_handle)
        await super().startup(sockets)


def _handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    # asyncio's second try finds its socket closed where the server has ended within that second.
    ended = isinstance(error, ValueError) and "_start_serving" in str(context.get("handle"))
    if getattr(error, "errno", None) not in _NO_FILES_LEFT and not ended:
        loop.default_exception_handler(context)
