"""People: everyone as a list, one person with all that is known, and what happened with them."""

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.dates import day_in_words
from composer.app.draft_list import DraftList
from composer.app.event_words import HAPPENED
from composer.app.forms import Form, not_ours
from composer.app.notices import Notice, Undo
from composer.app.people_list import SHOWN, PeopleFilter, PeopleList
from composer.app.person_page import person_page
from composer.app.site import Asked, Done, Site, address_of
from composer.drafts.departures import DELETE
from composer.errors import ComposerError, NotFoundError, RecordsError
from composer.files import read_text
from composer.patterns import regex
from composer.workspace.drafting import DraftRequest, DraftResult, write_drafts
from composer.workspace.history_log import NewEvent, last_act, log_event, undo_last
from composer.workspace.snapshot import Snapshot
from composer.workspace.to_delete import nobody_may_send

QUICK = (
    ("called", "We talked on the phone"),
    ("met", "We met"),
    ("replied", "They replied"),
    ("referral-received", "They sent somebody"),
    ("referral-made", "I sent somebody"),
    ("thanked", "I thanked them"),
    ("update-requested", "They asked for my details"),
    ("bounced", "Mail came back"),
)
"""What is noted with one press, and what its button says."""
_KINDS = frozenset(
    {*(kind for kind, _ in QUICK), "moved", "retired", "snoozed", "asked-to-stop", "did-not-ask-to-stop"}
)
_FOLLOWS = {
    "asked-to-stop": "Nothing goes to them any more.",
    "did-not-ask-to-stop": "Letters to them are chosen as before.",
    "moved": "No letter goes to them; one to their place may be written.",
    "retired": "No letter goes to them; one to their place may be written.",
    "bounced": "Nothing goes to them until their address is mended.",
}
"""What follows from an event, where that is not plain."""
_NUMBER = regex(r"[0-9]{1,5}")
_LONGEST_QUERY = 200


def routes(site: Site, drafts: DraftList, people: PeopleList) -> list[BaseRoute]:
    """The addresses of the list, of one person, and of what is noted of them."""

    def listed(request: Request) -> Response:
        filter_ = _filter_asked(request)
        values: dict[str, Any] = {"filter": filter_, "shown": people.page(filter_), "link": partial(_link, filter_)}
        return site.page(request, "people.html", stamp=site.reloading.stamp(), **values)

    def shown(request: Request) -> Response:
        values = person_values(drafts, request.path_params["id"])
        return site.page(request, "person.html", stamp=site.reloading.stamp(), **values)

    def log(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done | Asked:
        try:
            return _log(snapshot, parts["id"], form)
        except NotFoundError:
            raise
        except ComposerError as error:
            typed = {name: form.text(name) for name in ("event", "on", "mention", "until")}
            values = person_values(drafts, parts["id"]) | {"wrong": error, "typed": typed}
            return Asked("person.html", {**values, "stamp": ""}, status=422)

    at = "/people/{id}"
    return [
        Route("/people", listed),
        Route(at, shown),
        Route(f"{at}/log", site.form(log, back=at), methods=["POST"]),
        Route(f"{at}/unlog", site.form(_unlog, back=at), methods=["POST"]),
        Route(f"{at}/write", site.form(_write, back=at), methods=["POST"]),
    ]


def person_values(drafts: DraftList, who: str) -> dict[str, Any]:
    """What the page of one person shows; a `NotFoundError` where there is nobody of that id."""
    typed = dict.fromkeys(("event", "on", "mention", "until"), "")
    ensure_contact(drafts.snapshot, who)
    file = read_text(drafts.snapshot.folder / drafts.snapshot.records.contacts.file_of(who)).digest
    shown = {"view": person_page(drafts, who), "file": file, "quick": QUICK, "typed": typed, "wrong": None}
    return shown | {"today": drafts.snapshot.today.isoformat()}


def ensure_contact(snapshot: Snapshot, who: str) -> None:
    """An address may say anything: a `NotFoundError` for what is nobody's id of today."""
    if who not in snapshot.records.contacts.by_id:
        raise NotFoundError("there is nobody at this address", hint="the list of people has everyone")


def _filter_asked(request: Request) -> PeopleFilter:
    asked = request.query_params
    number, show = asked.get("page", "1"), asked.get("show", "")
    return PeopleFilter(
        query=asked.get("q", "")[:_LONGEST_QUERY],
        show=show if show in SHOWN else "",
        role=asked.get("role", "")[:_LONGEST_QUERY],
        place=asked.get("place", "")[:_LONGEST_QUERY],
        page=int(number) if _NUMBER.fullmatch(number) else 1,
    )


def _link(filter_: PeopleFilter, **changed: str | int) -> str:
    """The address of the list with some of its filter changed; another filter begins on its first page."""
    fields = {"q": filter_.query, "show": filter_.show, "role": filter_.role, "place": filter_.place, **changed}
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"/people?{query}" if query else "/people"


def _log(snapshot: Snapshot, who: str, form: Form) -> Done:
    ensure_contact(snapshot, who)
    kind = form.one("event")
    if kind not in _KINDS:
        raise not_ours()
    on, until = form.day("on") or snapshot.today, form.day("until")
    log_event(snapshot, NewEvent(kind, [who], on, mention=form.text("mention").strip(), until=until))
    said = [f"Noted for {day_in_words(on, snapshot.today)}: {_happened(kind)}.", _FOLLOWS.get(kind, "")]
    said += [f"`{where}` still lies there: {DELETE}." for where in nobody_may_send(snapshot.reread())]
    undo = Undo(address_of("/people", who, "unlog"), {"act": last_act(snapshot).key})
    return Done(address_of("/people", who), Notice(" ".join(filter(None, said)), undo))


def _happened(kind: str) -> str:
    said = next(words for known, words in HAPPENED.items() if known == kind)
    return f"{said[0].lower()}{said[1:]}"


def _unlog(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    ensure_contact(snapshot, parts["id"])
    undo_last(snapshot, key=form.one("act"))
    return Done(address_of("/people", parts["id"]), Notice("Taken back. It is as it was before."))


def _write(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    """Writes one letter; one that was deleted before is written anew, since somebody asks for it."""
    who = parts["id"]
    ensure_contact(snapshot, who)
    request = DraftRequest(letter=form.one("letter"), who=[who], release=form.day("release"), again=[who])
    if request.release is None and "release" in snapshot.letter(request.letter).head.when:
        raise RecordsError("this letter needs a signed release", hint="say until when it is good, beside the button")
    (result,) = write_drafts(snapshot, request).results
    _ensure_written(result)
    said = "Written. Read it before it leaves." if result.outcome == "written" else "It is there already."
    return Done(address_of("/draft", PurePosixPath(result.path).stem), Notice(said))


def _ensure_written(result: DraftResult) -> None:
    if result.outcome in {"left out", "failed"}:
        raise RecordsError(f"the letter was not written: {result.because}")
