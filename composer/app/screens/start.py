"""The first run: an empty folder becomes a practice, two people and a first letter, without a file to be opened."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from composer.app.forms import Form
from composer.app.notices import Notice
from composer.app.practice_form import MAIL_HELP, MAIL_QUESTION, mail_choices
from composer.app.site import Asked, Done, Site, address_of
from composer.errors import ComposerError, RecordsError
from composer.workspace.drafting import write_drafts
from composer.workspace.snapshot import Snapshot
from composer.workspace.starting import (
    has_records,
    is_without_records,
    look_around,
    missing_step,
    tell_people,
    tell_practice,
)
from composer.yaml.writer import Field

STEPS = {"practice": "Who writes", "offers": "What you have", "people": "Whom you write to"}
OFFERS = PEOPLE = (1, 2)
CALL = "{People} can call {phone} themselves."
CALLED_BACK = "{People} can call {phone} themselves, and I call back {call_back}."
"""The usual way to refer, in the words of `practice.yaml`: the reader's own word for people, and what stands there."""
EMAIL = "Please leave names and reasons out of email."
_FREE = ("/start", "/static/", "/stamp", "/login")


class FirstRun:
    """An ASGI application around another that leads to the first run while the folder has no records."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for the application where there is nothing yet that it could show."""
        app = self._app
        if scope["type"] == "http" and not scope["path"].startswith(_FREE) and self._is_first(scope["path"]):
            app = RedirectResponse("/start", 303)
        await app(scope, receive, send)

    def _is_first(self, path: str) -> bool:
        snapshot = self._site.snapshot
        try:
            return not has_records(snapshot) or (path == "/" and missing_step(snapshot) != "")
        except ComposerError:
            return False  # there is something to read, and the page says what is wrong with it


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of the first run."""

    def shown(step: str) -> Callable[[Request], Response]:
        def page(request: Request) -> Response:
            return site.page(request, "start.html", **_values(site.snapshot, step, Form({})))

        return page

    def begin(_: Request) -> Response:
        step = missing_step(site.snapshot)
        return RedirectResponse(f"/start/{step}" if step else "/", 303)

    def taking(step: str, take: Callable[[Snapshot, Form], Done]) -> Callable[[Request], Awaitable[Response]]:
        def taken(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done | Asked:
            try:
                return take(snapshot, form)
            except RecordsError as error:
                return Asked("start.html", {**_values(snapshot, step, form), "error": error}, status=422)

        return site.form(taken, back=f"/start/{step}")

    takers = {"practice": _practice, "offers": _offers, "people": _people}
    return [
        Route("/start", begin),
        *(Route(f"/start/{step}", shown(step)) for step in STEPS),
        *(Route(f"/start/{step}", taking(step, take), methods=["POST"]) for step, take in takers.items()),
        Route("/start/sample", site.form(_sample), methods=["POST"]),
    ]


def _values(snapshot: Snapshot, step: str, form: Form) -> dict[str, Any]:
    """What the page of a step shows: what was typed, otherwise what is known already."""
    known = snapshot.records.practice if has_records(snapshot) else None
    roles = sorted({role.name for role in snapshot.library.roles})
    people = snapshot.records.contacts.contacts if has_records(snapshot) else ()
    return {"step": step, "steps": STEPS, "form": form, "known": known, "roles": roles, "people": people,
            "error": None, "numbers": OFFERS, "today": snapshot.today, "empty": is_without_records(snapshot),
            "mail": (MAIL_QUESTION, MAIL_HELP, mail_choices(snapshot.library))}  # fmt: skip


def _practice(snapshot: Snapshot, form: Form) -> Done:
    plain = ("name", "credentials", "practice", "email", "mail", "address", "phone")
    fields: dict[str, Field] = {key: form.text(key).strip() for key in plain}
    if not fields["name"]:
        raise RecordsError("your name is missing", hint="write it as it stands under your letters")
    if form.text("title").strip():
        fields["licences"] = [{"title": form.text("title").strip(), "state": form.text("state").strip()}]
    tell_practice(snapshot, fields)
    return Done("/start/offers")


def _offers(snapshot: Snapshot, form: Form) -> Done:
    told = [_offer(form, number) for number in OFFERS if form.text(f"offer-{number}").strip()]
    if not told and not snapshot.records.practice.offers:
        raise RecordsError("nothing is offered yet", hint="write one sentence, as it will stand in a letter")
    known = {one.text for one in snapshot.records.practice.how_to_refer}
    meant = {"call": CALLED_BACK if form.text("call_back").strip() else CALL, "email": EMAIL}
    ways = [meant[way] for way in form.every("way") if way in meant and meant[way] not in known]
    offered = {one.text for one in snapshot.records.practice.offers}
    fields: dict[str, Field] = {"call_back": form.text("call_back").strip()}
    fields["offers"] = [one for one in told if one["text"] not in offered]
    fields["how_to_refer"] = [{"text": way, "channel": "email"} if way == EMAIL else {"text": way} for way in ways]
    tell_practice(snapshot, fields)
    return Done("/start/people")


def _offer(form: Form, number: int) -> dict[str, Field]:
    needs = [need.strip() for need in form.text(f"needs-{number}").split(",") if need.strip()]
    if not needs:
        hint = "say what it answers, in a word or two: evening hours, Medicaid, grief"
        raise RecordsError(f"'{form.text(f'offer-{number}').strip()}' answers no need yet", hint=hint)
    offer: dict[str, Field] = {"text": form.text(f"offer-{number}").strip(), "needs": needs}
    days = {key: form.text(f"{key}-{number}").strip() for key in ("from", "until")}
    return {**offer, **{key: day for key, day in days.items() if day}}


def _people(snapshot: Snapshot, form: Form) -> Done:
    known = {one.name for one in snapshot.records.contacts.contacts}  # a form may be sent twice
    names = {number: form.text(f"name-{number}").strip() for number in PEOPLE}
    told = [_person(form, number) for number, name in names.items() if name and name not in known]
    if not told and not snapshot.records.contacts.contacts:
        raise RecordsError("nobody is there to write to yet", hint="write one name, and what this person does")
    if told:
        tell_people(snapshot, told)
    run = write_drafts(snapshot.reread())
    written = [result for result in run.results if result.path]
    if not written:
        why = "; ".join(f"{one.display_name}: {one.because}" for one in run.results)
        return Done("/", Notice(f"Your records are there. No letter is due yet. {why}"))
    first = written[0].path.removeprefix("drafts/").removesuffix(".md")
    count = "Here is your first letter." if len(written) == 1 else f"Here is the first of {len(written)} letters."
    return Done(address_of("/draft", first), Notice(f"{count} Read it as its reader would, and change what you like."))


def _person(form: Form, number: int) -> dict[str, Field]:
    person: dict[str, Field] = {
        key: form.text(f"{key}-{number}").strip() for key in ("name", "role", "organization", "email")
    }
    if not person["role"]:
        name = form.text(f"name-{number}").strip()
        raise RecordsError(f"what does {name} do?", hint="a word or two: pediatrician, school counselor, attorney")
    if told := form.text(f"told-{number}").strip():
        _ensure_dated(form, number)
        need = {
            "text": told,
            "heard": form.text(f"heard-{number}").strip(),
            "source": form.text(f"source-{number}").strip(),
            "answer": form.text(f"answer-{number}").strip(),
        }
        person["needs"] = [{key: value for key, value in need.items() if value}]
    return person


def _ensure_dated(form: Form, number: int) -> None:
    """What somebody has said is said back to them only with its day and where it is from, so both are asked for."""
    name = form.text(f"name-{number}").strip()
    if not form.text(f"heard-{number}").strip():
        raise RecordsError(f"when did {name} tell you that?", hint="a month is enough, such as October 2026")
    if not form.text(f"source-{number}").strip():
        raise RecordsError(f"how do you know that of {name}?", hint="a word or two: phone, a visit, at the open day")


def _sample(snapshot: Snapshot, _: Mapping[str, str], __: Form) -> Done:
    look_around(snapshot)
    write_drafts(snapshot.reread())
    text = "This practice and everyone in it are made up. Look around; nothing here goes anywhere."
    return Done("/", Notice(text))
