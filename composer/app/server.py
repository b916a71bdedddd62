"""Serving the preview: on loopback only, on a free port, ended by Ctrl-C within two seconds."""

import socket
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import click

from composer.app.application import create_app
from composer.app.connections import BACKLOG, Server
from composer.app.guard import Guard
from composer.errors import ExternalError
from composer.files import remove_file, write_private_temporary
from composer.workspace.snapshot import Snapshot
from composer.workspace.visits import remember_visit

LOOPBACK = "127.0.0.1"


def serve(snapshot: Snapshot, *, port: int, open_browser: bool, on_fault: Callable[[], None]) -> None:
    """Serves a workspace until Ctrl-C; an `ExternalError` where the port is taken."""
    listener = listen(port)
    chosen = listener.getsockname()[1]
    last_visit = remember_visit(snapshot, datetime.now(UTC))
    guard = Guard(create_app(snapshot, last_visit), port=chosen, on_fault=on_fault)
    address = f"http://{LOOPBACK}:{chosen}{guard.login_path}"
    click.echo(f"The preview is at {address}")
    click.echo("The link works once. Ctrl-C ends the preview.", err=True)
    bridge = _open(address) if open_browser else None
    try:
        Server(guard).run(sockets=[listener])
    except KeyboardInterrupt:
        click.echo("The preview has ended.", err=True)
    finally:
        listener.close()
        if bridge:
            remove_file(bridge)


def listen(port: int) -> socket.socket:
    """A socket on loopback; an `ExternalError` where the port is taken."""
    try:  # once it listens, a browser waits for the server instead of being refused
        return socket.create_server((LOOPBACK, port), backlog=BACKLOG)
    except OSError as error:
        hint = "leave --port out for a free one; another preview may be open already"
        raise ExternalError(f"port {port} is taken", hint=hint) from error


def _open(address: str) -> Path | None:
    """Opens the browser through a private file, so that the token stands in no process list.

    ``None`` where none can be written; the address that was printed has to be opened by hand then.
    """
    page = f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={escape(address)}">'
    try:
        bridge = write_private_temporary(page, name="outreach-preview.html")
    except ExternalError:
        return None
    webbrowser.open(bridge.as_uri())
    return bridge
