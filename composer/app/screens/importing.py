"""Bringing the contacts of another program: a file is chosen, what would come of it is shown, and then it comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from composer.address_books.entry import AddressBook
from composer.app.forms import Form
from composer.app.guard import FILE
from composer.app.import_page import answers_of, import_page
from composer.app.notices import Notice, Undo
from composer.app.site import Done, Site
from composer.errors import ComposerError, ConflictError, NotFoundError
from composer.workspace.importing import apply_import, plan_import, read_books, write_left_rows
from composer.workspace.snapshot import Snapshot

_PAGE, _PLAN = "/import", "/import/plan"
_LONGEST_NAME = 200


@dataclass
class _Brought:
    """The file that was chosen last, read; it is kept until another is, or the program ends."""

    books: tuple[AddressBook, ...] = ()

    def ensure(self) -> tuple[AddressBook, ...]:
        """The books; a `NotFoundError` where none was chosen since the program was started."""
        if not self.books:
            raise NotFoundError("no file is chosen", hint="choose one first")
        return self.books


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of bringing contacts."""
    brought = _Brought()

    def choose(request: Request) -> Response:
        return site.page(request, "import.html")

    async def take(request: Request) -> Response:
        """Takes a file from a script of ours, as it is; the guard has looked at who asks, and how much it is."""
        name = unquote(request.headers.get("x-file-name", ""))[:_LONGEST_NAME].replace("\\", "/").rpartition("/")[2]
        data = await request.body()
        try:
            brought.books = await run_in_threadpool(lambda: read_books(site.snapshot, [(name or "contacts", data)]))
        except ComposerError as error:
            return site.sorry(request, error)
        return JSONResponse({"to": _PLAN})

    def plan(request: Request) -> Response:
        found = plan_import(site.snapshot, brought.ensure())
        return site.page(request, "import_plan.html", view=import_page(found))

    def bring(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
        books = brought.ensure()
        if import_page(plan_import(snapshot, books)).key != form.one("seen"):
            text = "your records have changed since you looked, so nothing was brought"
            raise ConflictError(text, hint="look at the plan again, then bring them")
        found = plan_import(snapshot, books, answers_of(form))
        edit = apply_import(snapshot, found)
        left = write_left_rows(snapshot, found, snapshot.folder)
        brought.books = ()
        new, filled = len(found.plan.of("create")), len(found.plan.of("fill"))
        said = (
            [f"{new} {'person or place is' if new == 1 else 'people and places are'} new in your records."]
            if new
            else []
        )
        said += [f"{filled} {'has' if filled == 1 else 'have'} more than before."] if filled else []
        said += ["Nothing had to be written."] if not (new or filled) else []
        said += [f"What could not be used is in the file {left.name} in your folder, with the reasons."] if left else []
        undo = Undo("/people/restore", {"undo": edit.undo}) if edit.undo else None
        return Done("/people", Notice(" ".join(said), undo))

    return [
        Route(_PAGE, choose),
        Route(FILE, take, methods=["POST"]),
        Route(_PLAN, plan),
        Route("/import/now", site.form(bring, back=_PLAN), methods=["POST"]),
    ]
