"""The preview as a web application: a function of its workspace. It reads; there is nothing in it that writes."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from composer.checks.pages import sentence
from composer.checks.registry import PAGES
from composer.errors import ComposerError, Kind, Problem
from composer.preview.guard import LETTER_POLICY
from composer.preview.views import PAGE_SIZE, Shelf, draft_view, letter_html
from composer.workspace import Workspace

_STATUS = {Kind.INVALID: 422, Kind.MISSING: 404, Kind.CONFLICT: 409, Kind.EXTERNAL: 503}
_STATIC = {"app.css": "text/css", "app.js": "text/javascript"}


def create_app(workspace: Workspace) -> Starlette:  # noqa: C901  # seven small endpoints over one workspace
    """The application for one workspace; guard it before serving it."""
    shelf = Shelf(workspace)
    pages = Environment(
        loader=PackageLoader("composer.preview", "pages"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["sentence"] = sentence
    pages.globals["rules"] = PAGES

    def page(name: str, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(pages.get_template(name).render(**values), status)

    def queue(request: Request) -> Response:
        query = request.query_params.get("q", "")[:200]
        number = request.query_params.get("page", "1")
        shown = shelf.list(query, int(number) if number.isdigit() and len(number) < 6 else 1)  # noqa: PLR2004
        return page("queue.html", query=query, shown=shown, size=PAGE_SIZE)

    def draft(request: Request) -> Response:
        view = draft_view(shelf, request.path_params["name"])
        return page("draft.html", view=view)

    def letter(request: Request) -> Response:
        html = letter_html(shelf, request.path_params["name"])
        return HTMLResponse(html, headers={"Content-Security-Policy": LETTER_POLICY})

    def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            return PlainTextResponse("There is nothing here.", 404)
        return Response(_static_file(name), media_type=_STATIC[name])

    async def failed(_: Request, error: Exception) -> Response:
        if isinstance(error, ComposerError):
            return page(
                "problem.html",
                _STATUS[error.kind],
                message=error.message,
                hint=error.hint,
                problems=_worst(error.problems),
            )
        text = "This is a fault of the program, not of your files."
        return page("problem.html", 500, message=text, hint="", problems=())

    async def lost(_: Request, __: Exception) -> Response:
        return page("problem.html", 404, message="There is nothing at this address.", hint="", problems=())

    return Starlette(
        routes=[
            Route("/", queue),
            Route("/draft/{name}", draft),
            Route("/letter/{name}", letter),
            Route("/static/{name}", static),
        ],
        exception_handlers={ComposerError: failed, 404: lost, 500: failed},
    )


def _worst(problems: Sequence[Problem]) -> Sequence[Problem]:
    return [problem for problem in problems if problem.level == "error"][:20]


@cache
def _static_file(name: str) -> bytes:
    return files("composer.preview").joinpath("static", name).read_bytes()
