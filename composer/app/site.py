"""What all screens share: the workspace as it is now, pages, forms, and what is said when something is in the way."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from composer.app.command_words import on_a_page
from composer.app.forms import Form, parse_form
from composer.app.notices import Notice, Notices
from composer.app.reloading import ReloadingSnapshot
from composer.app.repeats import FIELD, Repeats, once
from composer.checks.questions import ANSWERED
from composer.checks.registry import RULES
from composer.drafts.lifecycle import LIFECYCLE
from composer.errors import ComposerError, Kind
from composer.workspace.snapshot import Clock, Snapshot

STATUS = {Kind.INVALID: 422, Kind.MISSING: 404, Kind.CONFLICT: 409, Kind.EXTERNAL: 503}
SCREENS = (("Today", "/"), ("Letters to read", "/drafts"), ("People", "/people"), ("Practice", "/practice"),
           ("Hand over", "/export"), ("Wording", "/letters"))  # fmt: skip
"""The screens with their addresses, in the order of a day's work."""
_JSON = "application/json"
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Done:
    """What a form did, and where the person goes from there."""

    to: str
    """The address of the page that shows it."""
    notice: Notice | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    """What a script of ours is told that sent the form itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that nothing was done with, because the person has to say more first: a page that asks."""

    template: str
    values: Mapping[str, object]
    status: int = 409
    data: Mapping[str, Any] = field(default_factory=dict)
    """What a script of ours is told, beside the page as ``html``."""


FormHandler = Callable[[Snapshot, Mapping[str, str], Form], Done | Asked]
"""Takes the workspace, the parts of the address, and the form; it raises a `ComposerError` where nothing was done."""
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


class Site:
    """The app over one workspace: every screen is made with it."""

    def __init__(self, snapshot: Snapshot, clock: Clock | None = None) -> None:
        self.reloading = ReloadingSnapshot(snapshot, clock)
        self.notices = Notices()
        self._repeats: Repeats[Done | Asked] = Repeats(self.reloading.stamp)
        self._pages = Environment(
            loader=PackageLoader("composer.app", "pages"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.filters["sentence"] = on_a_page
        self._pages.filters["address"] = lambda words: quote(words, safe="")
        self._pages.globals.update(rules=RULES, lifecycle=LIFECYCLE, answers=ANSWERED, screens=SCREENS, once=once)

    @property
    def snapshot(self) -> Snapshot:
        """The workspace as its files are now."""
        return self.reloading.snapshot

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from its template, with the notice that its address names."""
        notice = self.notices.get(request.query_params.get("said", ""))
        shown = {"notice": notice, "here": request.url.path, **values}
        text = self._pages.get_template(template).render(**shown)
        # A file's name may hold what is no character. Under "no-referrer" a form of the page would come from nowhere.
        return HTMLResponse(text.encode("utf-8", "replace"), status, {"Referrer-Policy": "same-origin"})

    def sorry(self, request: Request, error: ComposerError, *, status: int = 0, back: str = "") -> Response:
        """A page that says what is in the way and what to do; a script that asks gets the words as JSON.

        `status` is HTTP's, where it does not follow from the error; `back` is where to look again.
        """
        problems = [problem for problem in error.problems if problem.level == "error"][:_MOST_PROBLEMS]
        code = status or STATUS[error.kind]
        if not wants_json(request):
            values = {"message": error.message, "hint": error.hint, "problems": problems, "back": back}
            return self.page(request, "problem.html", code, **values)
        told = [{"text": on_a_page(one.text), "hint": _said(one.hint), "code": one.code} for one in problems]
        return JSONResponse({"error": on_a_page(error.message), "hint": _said(error.hint), "problems": told}, code)

    def form(self, handler: FormHandler, *, back: str = "/") -> Endpoint:
        """An endpoint that takes a form; `back` is an address to look again, with the parts of the form's own in it."""

        async def taken(request: Request) -> Response:
            body = await request.body()
            parts = {key: str(value) for key, value in request.path_params.items()}
            try:
                work = self._work(handler, parts, body, request)
                done = await run_in_threadpool(work)
            except ComposerError as error:
                here = back.format(**{key: quote(value, safe="") for key, value in parts.items()})
                return self.sorry(request, error, back=here)
            return self._answer(request, done)

        return taken

    def _work(
        self, handler: FormHandler, parts: Mapping[str, str], body: bytes, request: Request
    ) -> Callable[[], Done | Asked]:
        """What a form asks for, done once however often a browser sends it; a script of ours sends each word once."""
        form = parse_form(body)

        def work() -> Done | Asked:
            return handler(self.snapshot, parts, form.without(FIELD))

        if FIELD not in form.fields or wants_json(request):
            return work
        return partial(self._repeats.do, request.url.path, body, work)

    def _answer(self, request: Request, done: Done | Asked) -> Response:
        if isinstance(done, Asked):
            page = self.page(request, done.template, done.status, **done.values)
            html = bytes(page.body).decode()
            return JSONResponse({"html": html, **done.data}, done.status) if wants_json(request) else page
        if wants_json(request):
            return JSONResponse({"to": done.to, "said": done.notice.text if done.notice else "", **done.data})
        return RedirectResponse(self.with_notice(done.to, done.notice), 303)

    def with_notice(self, to: str, notice: Notice | None) -> str:
        """An address that shows a notice."""
        if notice is None:
            return to
        parts = urlsplit(to)
        query = "&".join(filter(None, (parts.query, urlencode({"said": self.notices.keep(notice)}))))
        return parts._replace(query=query, fragment=parts.fragment or "said").geturl()


def _said(hint: str) -> str:
    return on_a_page(hint) if hint else ""


def address_of(screen: str, *parts: str) -> str:
    """An address of ours: of a screen, and of what is on it, whose names may hold anything."""
    return "/".join([screen, *(quote(part, safe="") for part in parts)])


def wants_json(request: Request) -> bool:
    """Whether a script of ours asks, which shows the answer in the page that is open."""
    return request.headers.get("accept", "").startswith(_JSON)
