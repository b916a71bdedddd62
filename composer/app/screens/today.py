"""Today: who is due and why, the letters that are written for them, how all letters stand, and the year."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from composer.app.background import Runs, Tell
from composer.app.draft_list import SHOWN, DraftList
from composer.app.due_lines import letters_to_write
from composer.app.forms import Form
from composer.app.notices import Notice
from composer.app.site import Done, Site, address_of, wants_json
from composer.app.today_page import TodayPage
from composer.app.writing_outcome import outcome_in_words
from composer.app.year_picture import SERIES
from composer.errors import RecordsError
from composer.patterns import regex
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.snapshot import Snapshot
from composer.workspace.visits import Visit

_NUMBER = regex(r"[0-9]{1,5}")
_AT_ONCE = 1.0
"""Seconds: a run that takes no longer needs no page that says how far it is."""
_EVERYONE = "all"
_BUSY = "letters are being written already, so nothing more was begun"
_MERGES = 2
"""A letter is worded in two steps, its subject and its text."""


def routes(site: Site, drafts: DraftList, last_visit: Visit | None) -> list[BaseRoute]:
    """The addresses of the first screen, and of what it writes."""
    screen = TodayPage(drafts, last_visit)
    runs: Runs[str] = Runs(busy=_BUSY, hint="wait until they are there; the page Today says how far it is")

    def today(request: Request) -> Response:
        stamp = site.reloading.stamp()
        view, tick = screen.view(_page_asked(request)), request.query_params.get("tick", "")
        words = {"kinds": SHOWN, "series": SERIES}
        return site.page(request, "today.html", view=view, tick=tick, words=words, going=runs.going(), stamp=stamp)

    def write(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
        request = _request(form)
        count = len(request.who) or letters_to_write(screen.overview().agenda.due)
        run = runs.start(count, lambda tell: _write(site, snapshot, request, count, tell))
        return Done(run.result(_AT_ONCE) or address_of("/writing", run.number))

    def progress(request: Request) -> Response:
        run = runs.get(request.path_params["number"])
        to = run.result()
        if wants_json(request):
            return JSONResponse({"done": run.done, "total": run.total, "to": to or ""})
        return RedirectResponse(to, 303) if to else site.page(request, "writing.html", run=run)

    return [
        Route("/", today),
        Route("/write", site.form(write), methods=["POST"]),
        Route("/writing/{number}", progress),
    ]


def _page_asked(request: Request) -> int:
    number = request.query_params.get("page", "")
    return int(number) if _NUMBER.fullmatch(number) else 1


def _request(form: Form) -> DraftRequest:
    """The due letters that are ticked, those that were deleted before among them only by a tick of their own."""
    if form.one("which") == _EVERYONE:
        return DraftRequest(only_due=True)
    again = form.every("again")
    who = (*form.every("who"), *again)
    if not who:
        hint = "tick the letters that are to be written"
        raise RecordsError("no letter is ticked, so nothing was written", hint=hint)
    return DraftRequest(who=who, only_due=True, again=again)


def _write(site: Site, snapshot: Snapshot, request: DraftRequest, count: int, tell: Tell) -> str:
    """Writes due letters, for everyone where nobody is named; returns the address of the page that shows them."""
    run = write_drafts(snapshot, request, progress=lambda merged: tell(merged // _MERGES))
    some = any(result.outcome == "written" for result in run.results)
    return site.with_notice("/drafts?show=draft" if some else "/", Notice(outcome_in_words(run, count)))
