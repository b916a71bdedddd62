"""Serving the app: on loopback only, ended by Ctrl-C within two seconds. A second start opens what runs."""

import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
from composer.workspace.snapshot import Snapshot
from composer.workspace.visits import remember_visit

_BRIDGE = ".outreach/open.html"


def serve(snapshot: Snapshot, *, port: int, open_browser: bool, on_fault: Callable[[], None]) -> None:
    """Serves a workspace until Ctrl-C; where an app runs over it already, opens that one and is done.

    Raises:
        ExternalError: the port is taken.
        ConflictError: the app runs already, and not as it is asked for here.
    """
    if _opened_what_runs(snapshot, port, open_browser=open_browser):
        return
    listener = listen(port)
    try:
        app = create_app(snapshot, remember_visit(snapshot, datetime.now(UTC)))
        read_ahead(app)
        if _opened_what_runs(snapshot, port, open_browser=open_browser):  # it was started meanwhile, and was quicker
            return
        guard = Guard(app, port=listener.getsockname()[1], on_fault=on_fault)
        _serve(snapshot, listener, guard, open_browser=open_browser)
    except KeyboardInterrupt:
        click.echo("Outreach has ended.", err=True)
    finally:
        listener.close()


def _opened_what_runs(snapshot: Snapshot, port: int, *, open_browser: bool) -> bool:
    """Opens the app that runs over this workspace already; whether one does."""
    address = _running(snapshot, port)
    if address is None:
        return False
    click.echo(f"Outreach is at {address}")
    click.echo("It was running already. This link works once, in one browser.", err=True)
    if open_browser:
        _open(address, snapshot.folder)
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


def _running(snapshot: Snapshot, port: int) -> str | None:
    """A fresh link to the app that runs over this workspace; ``None`` where none does."""
    found = running_app(snapshot.folder)
    address = found.fresh_address() if found else None
    if found is None or address is None:
        return None
    hint = f"end it where it runs, with Ctrl-C (it is process {found.pid})"
    if port not in {0, found.port}:
        hint = f"leave --port out to open it, or {hint}"
        raise ConflictError(f"{found.folder} is open already, on port {found.port}", hint=hint)
    if found.today != str(snapshot.today):
        hint = f"{hint}, then start again"
        raise ConflictError(f"{found.folder} is open already, as of {found.today}", hint=hint)
    return address


def _serve(snapshot: Snapshot, listener: socket.socket, guard: Guard, *, open_browser: bool) -> None:
    port = listener.getsockname()[1]
    server, address = Server(guard), f"http://{LOOPBACK}:{port}{guard.login_path}"
    told = announced(snapshot.folder, port=port, today=str(snapshot.today), start_key=guard.start_key)
    with _ended_by_signals(server), told as can_be_found:
        click.echo(f"Outreach is at {address}")
        click.echo("This link works once, in one browser. Ctrl-C ends the app.", err=True)
        if not can_be_found:
            click.echo("Nothing can be written in this folder, so a second start will not find this one.", err=True)
        if open_browser:  # beside us: a browser within the terminal would be waited for, and would wait for us
            Thread(target=_open, args=(address, snapshot.folder), daemon=True).start()
        try:
            server.run(sockets=[listener])
        finally:
            with suppress(ComposerError):
                remove_file(snapshot.folder / _BRIDGE)


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
