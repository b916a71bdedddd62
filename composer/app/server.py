"""Serving the app: on loopback only, ended by Ctrl-C within two seconds. A second start opens what runs."""

import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from threading import Thread

import click

from composer.app.application import create_app, read_ahead
from composer.app.connections import BACKLOG, Server
from composer.app.guard import Guard
from composer.app.running import LOOPBACK, announced, running_app
from composer.errors import ComposerError, ConflictError, ExternalError
from composer.files import make_folder, remove_file, write_bytes
from composer.lock import ensure_own
from composer.workspace.snapshot import Clock, Snapshot
from composer.workspace.visits import remember_visit

_BRIDGE = ".outreach/open.html"


def serve(
    snapshot: Snapshot, *, clock: Clock | None, port: int, open_browser: bool, on_fault: Callable[[], None]
) -> None:
    """Serves a workspace until Ctrl-C; where an app runs over it already, opens that one and is done.

    `clock` says which day it is, past midnight, too; without it the day of the snapshot stays.

    Raises:
        ExternalError: the port is taken.
        ConflictError: the app runs already, and not as it is asked for here.
    """
    asked = _Asked(snapshot.folder, "" if clock else str(snapshot.today), port, open_browser)
    if _opened_what_runs(asked):
        return
    listener = listen(port)
    own = listener.getsockname()[1]
    try:
        app = create_app(snapshot, remember_visit(snapshot, datetime.now(UTC)), clock)
        read_ahead(app)
        if _opened_what_runs(asked, besides=own):  # it was started meanwhile, and was quicker
            return
        guard = Guard(app, port=own, on_fault=on_fault)
        _serve(asked, listener, guard)
    except KeyboardInterrupt:
        click.echo("Outreach has ended.", err=True)
    finally:
        listener.close()


@dataclass(frozen=True, slots=True)
class _Asked:
    """The app as somebody asks for it."""

    folder: Path
    today: str
    """The day that it is to see everything from; empty where it goes by the clock."""
    port: int
    open_browser: bool


def _opened_what_runs(asked: _Asked, besides: int = 0) -> bool:
    """Opens the app that runs over this workspace already; whether one does. `besides` is a port of our own."""
    address = _running(asked, besides)
    if address is None:
        return False
    click.echo(f"Outreach is at {address}")
    click.echo("It was running already. This link works once, in one browser.", err=True)
    if asked.open_browser:
        _open(address, asked.folder)
    return True


def listen(port: int) -> socket.socket:
    """A socket on loopback; an `ExternalError` where the port is taken."""
    try:  # once it listens, a browser waits for the server instead of being refused
        listener = socket.create_server((LOOPBACK, port), backlog=BACKLOG)
    except OSError as error:
        hint = "leave --port out for a free one; another workspace may be open there"
        raise ExternalError(f"port {port} is taken", hint=hint) from error
    # An answer goes out as head and body; without this its body waits 40 ms for a word that the head has come. asyncio
    # sets it for sockets that were made with the protocol's number, which `create_server` leaves out.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _running(asked: _Asked, besides: int) -> str | None:
    """A fresh link to the app that runs over this workspace; ``None`` where none does."""
    found = running_app(asked.folder)
    if found is None or found.port == besides:  # what had our port has ended; to ask there is to wait for ourselves
        return None
    address = found.fresh_address()
    if address is None:
        return None
    hint = f"end it where it runs, with Ctrl-C (it is process {found.pid})"
    if asked.port not in {0, found.port}:
        hint = f"leave --port out to open it, or {hint}"
        raise ConflictError(f"{found.folder} is open already, on port {found.port}", hint=hint)
    if found.today != asked.today:
        hint, day = f"{hint}, then start again", f"as of {found.today}" if found.today else "as of today"
        raise ConflictError(f"{found.folder} is open already, {day}", hint=hint)
    return address


def _serve(asked: _Asked, listener: socket.socket, guard: Guard) -> None:
    port = listener.getsockname()[1]
    server, address = Server(guard), f"http://{LOOPBACK}:{port}{guard.login_path}"
    told = announced(asked.folder, port=port, today=asked.today, start_key=guard.start_key)
    with _ended_by_signals(server), told as can_be_found:
        click.echo(f"Outreach is at {address}")
        click.echo("This link works once, in one browser. Ctrl-C ends the app.", err=True)
        if not can_be_found:
            click.echo("Nothing can be written in this folder, so a second start will not find this one.", err=True)
        if asked.open_browser:  # beside us: a browser within the terminal would be waited for, and would wait for us
            Thread(target=_open, args=(address, asked.folder), daemon=True).start()
        try:
            server.run(sockets=[listener])
        finally:
            with suppress(ComposerError):
                remove_file(asked.folder / _BRIDGE)


@contextmanager
def _ended_by_signals(server: Server) -> Iterator[None]:
    """Whoever ends the app, by Ctrl-C, by a signal or by closing its window, lets it clear away what it has written."""
    handlers = {"SIGTERM": signal.default_int_handler, "SIGHUP": server.handle_exit}
    known = {getattr(signal, name): handler for name, handler in handlers.items() if hasattr(signal, name)}
    asked = {number: handler for number, handler in known.items() if signal.getsignal(number) != signal.SIG_IGN}
    before = {number: signal.signal(number, handler) for number, handler in asked.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _open(address: str, folder: Path) -> None:
    """Opens the browser through a private file, so that the token stands in no process list.

    It lies in the workspace, where browsers that are kept apart from other programs may read it, until the app ends.
    Where none can be written, the address that was printed has to be opened by hand.
    """
    page = f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={escape(address)}">'
    bridge = folder.resolve() / _BRIDGE
    with suppress(ComposerError, webbrowser.Error, OSError):
        make_folder(bridge.parent)
        ensure_own(bridge, folder)
        write_bytes(bridge, page.encode(), sync=False, mode=0o600)
        webbrowser.open(bridge.as_uri())
