"""The preview as a web application: a function of its workspace.

It reads, but for two forms: which of two texts stands where a person and the program both changed a place, and the
answer to what a check asks about a sentence.
"""

import re
from collections.abc import Callable, Coroutine, Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from composer.app import answering, choices
from composer.app.guard import ANSWER, CHOOSE, LETTER_POLICY
from composer.app.views import PAGE_SIZE, WAITING, ListFilter, ReloadingSnapshot, draft_view, letter_html
from composer.checks.pages import sentence
from composer.checks.questions import ANSWERED
from composer.checks.registry import RULES
from composer.drafts.lifecycle import LIFECYCLE
from composer.errors import ComposerError, Kind, Problem
from composer.workspace.snapshot import Snapshot

_STATUS = {Kind.INVALID: 422, Kind.MISSING: 404, Kind.CONFLICT: 409, Kind.EXTERNAL: 503}
_NUMBER = re.compile(r"[0-9]{1,5}")
_Form = Callable[[Snapshot, str, bytes], str]
_SAID = {**choices.SAID, **answering.SAID}
_STATIC = {"app.css": "text/css", "app.js": "text/javascript"}


def create_app(snapshot: Snapshot) -> Starlette:  # noqa: C901  # small endpoints over one workspace
    """The application for one workspace; guard it before serving it."""
    shelf = ReloadingSnapshot(snapshot)
    pages = Environment(
        loader=PackageLoader("composer.app", "pages"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["sentence"] = sentence
    pages.globals.update(rules=RULES, lifecycle=LIFECYCLE, answers=ANSWERED)

    def page(name: str, status: int = 200, **values: object) -> HTMLResponse:
        text = pages.get_template(name).render(**values)
        return HTMLResponse(text.encode("utf-8", "replace"), status)  # a file's name may hold what is no character

    def sorry(message: str, status: int, hint: str = "", problems: Sequence[Problem] = (), again: str = "") -> Response:
        return page("problem.html", status, message=message, hint=hint, problems=problems, again=again)

    def queue(request: Request) -> Response:
        query = request.query_params.get("q", "")[:200]
        number = request.query_params.get("page", "1")
        waiting = request.query_params.get("show") == WAITING
        filter_ = ListFilter(query, int(number) if _NUMBER.fullmatch(number) else 1, waiting=waiting)
        return page("queue.html", filter=filter_, shown=shelf.list(filter_), size=PAGE_SIZE)

    def draft(request: Request) -> Response:
        view = draft_view(shelf, request.path_params["name"])
        answer = page("draft.html", view=view, said=_SAID.get(request.query_params.get("chosen", ""), ""))
        answer.headers["Referrer-Policy"] = "same-origin"  # under "no-referrer" its form would come from nowhere
        return answer

    def taking(form: _Form) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def taken(request: Request) -> Response:
            name, body = request.path_params["name"], await request.body()
            at = f"/draft/{quote(name, safe='')}"
            try:
                word = await run_in_threadpool(lambda: form(shelf.snapshot, name, body))
            except ComposerError as error:
                return sorry(error.message, _STATUS[error.kind], error.hint, _worst(error.problems), at)
            return RedirectResponse(f"{at}?chosen={word}#chosen", 303)

        return taken

    def letter(request: Request) -> Response:
        html = letter_html(shelf, request.path_params["name"])
        return HTMLResponse(html, headers={"Content-Security-Policy": LETTER_POLICY})

    def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            return PlainTextResponse("There is nothing here.", 404)
        return Response(files("composer.app").joinpath("static", name).read_bytes(), media_type=_STATIC[name])

    async def failed(_: Request, error: Exception) -> Response:
        if isinstance(error, ComposerError):
            return sorry(error.message, _STATUS[error.kind], error.hint, _worst(error.problems))
        return sorry("This is a fault of the program, not of your files.", 500)

    async def lost(_: Request, __: Exception) -> Response:
        return sorry("There is nothing at this address.", 404)

    async def only_forms(_: Request, __: Exception) -> Response:
        return sorry("There is nothing to see at this address.", 405)

    return Starlette(
        routes=[
            Route("/", queue),
            Route("/draft/{name}", draft),
            Route("/letter/{name}", letter),
            Route(CHOOSE + "{name}", taking(choices.choose), methods=["POST"]),
            Route(ANSWER + "{name}", taking(answering.give_answer), methods=["POST"]),
            Route("/static/{name}", static),
        ],
        exception_handlers={ComposerError: failed, 404: lost, 405: only_forms, 500: failed},
    )


def _worst(problems: Sequence[Problem]) -> Sequence[Problem]:
    return [problem for problem in problems if problem.level == "error"][:20]
