"""The app as a web application: its screens over one workspace."""

import asyncio
from contextlib import suppress
from importlib.resources import files
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message

from composer.app.draft_list import DraftList
from composer.app.mailboxes import Mailboxes
from composer.app.people_list import PeopleList
from composer.app.screens import (
    changes,
    drafts,
    filling,
    handover,
    importing,
    letters,
    mailbox,
    organizations,
    people,
    people_forms,
    practice,
    review,
    start,
    today,
    twice,
    why,
)
from composer.app.site import Site
from composer.errors import ComposerError, NotFoundError
from composer.workspace.snapshot import Clock, Snapshot
from composer.workspace.visits import Visit

_KINDS = MappingProxyType({".css": "text/css", ".js": "text/javascript"})


def create_app(snapshot: Snapshot, last_visit: Visit | None = None, clock: Clock | None = None) -> Starlette:
    """The application for one workspace; guard it before serving it.

    `last_visit` is when it was opened before, where that is known: the first screen tells what is new since then.
    `clock` says which day it is; without it the day of the snapshot stays.
    """
    site = Site(snapshot, clock)
    drafts_shown, everybody, mailboxes = DraftList(site.reloading), PeopleList(site.reloading), Mailboxes()

    async def failed(request: Request, error: Exception) -> Response:
        if isinstance(error, ComposerError):
            return site.sorry(request, error)
        return site.sorry(request, ComposerError("this is a fault of the program, not of your files"), status=500)

    async def lost(request: Request, _: Exception) -> Response:
        return site.sorry(request, NotFoundError("there is nothing at this address"))

    async def only_forms(request: Request, _: Exception) -> Response:
        return site.sorry(request, NotFoundError("there is nothing to see at this address"), status=405)

    def stamp(request: Request) -> Response:
        """Another word after every change of the files, for a page that wants to know whether it is still true."""
        return PlainTextResponse(site.reloading.stamp(request.query_params.get("draft", "")))

    return Starlette(
        routes=[
            *start.routes(site),
            *today.routes(site, drafts_shown, last_visit),
            *drafts.routes(site, drafts_shown),
            *review.routes(site, drafts_shown),
            *filling.routes(site),
            *why.routes(site),
            *changes.routes(site),
            *importing.routes(site),
            *twice.routes(site),
            *people_forms.routes(site),
            *people.routes(site, drafts_shown, everybody),
            *organizations.routes(site, everybody),
            *practice.routes(site),
            *handover.routes(site, drafts_shown, mailboxes),
            *mailbox.routes(site, mailboxes),
            *letters.routes(site),
            Route("/stamp", stamp),
            *_static(),
        ],
        middleware=[Middleware(start.FirstRun, site=site)],
        exception_handlers={ComposerError: failed, 404: lost, 405: only_forms, 500: failed},
    )


def read_ahead(app: Starlette) -> None:
    """Makes the first pages once, so that what they read is there when the browser asks for them."""
    for path in ("/", "/drafts"):
        with suppress(Exception):  # whoever opens the page is told
            asyncio.run(_made(app, path))


async def _made(app: Starlette, path: str) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: Message) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "root_path": ""}
    await app(scope, receive, send)


def _static() -> list[BaseRoute]:
    """The stylesheets and scripts that ship, each at an address of its own; no address names a file."""
    shipped = {
        path.name: (path.read_bytes(), _KINDS[suffix])
        for path in files("composer.app").joinpath("static").iterdir()
        if (suffix := f".{path.name.rpartition('.')[2]}") in _KINDS
    }

    def static(request: Request) -> Response:
        data, kind = shipped[request.url.path.removeprefix("/static/")]
        return Response(data, media_type=kind)

    return [Route(f"/static/{name}", static) for name in shipped]
