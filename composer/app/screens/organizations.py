"""Places: all of them with who is known there, one of them, and the forms that add or change one."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.forms import Form
from composer.app.people_form import organization_form
from composer.app.people_list import PeopleList
from composer.app.place_list import PLACES_SHOWN, PlaceFilter, place_page, places_page
from composer.app.record_editing import FormPage, RecordForm, save_form
from composer.app.screens.people_forms import change_notice, restore_to
from composer.app.sent_forms import read_sent
from composer.app.site import Asked, Done, Site, address_of
from composer.errors import NotFoundError
from composer.patterns import regex
from composer.planning.contact_rows import contact_rows
from composer.records.contacts import Organization
from composer.workspace.organization import OrganizationStanding, organization_named, organization_standings
from composer.workspace.people_edits import add_organization, change_organization
from composer.workspace.record_edits import contacts_place, organization_place
from composer.workspace.record_faults import written_record
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot

_NUMBER = regex(r"[0-9]{1,5}")
_LONGEST_QUERY = 200
ALL, NEW = "/organizations", "/organizations/new"
AT = "/organizations/{name:path}"
"""A name may hold anything, a slash too."""
_BACK = "/organizations/{name}"
_HERE = "/people/"
"""Places are a part of the screen of people."""


def routes(site: Site, people: PeopleList) -> list[BaseRoute]:
    """The addresses of the list, of one place, and of the forms."""

    def listed(request: Request) -> Response:
        filter_ = _filter_asked(request)
        shown = places_page(people.places(), filter_)
        values: dict[str, Any] = {"filter": filter_, "shown": shown, "link": partial(_link, filter_)}
        return site.page(request, "organizations.html", stamp=site.reloading.stamp(), here=_HERE, **values)

    def shown(request: Request) -> Response:
        place = organization_named(people.places(), request.path_params["name"])
        view = place_page(place, site.snapshot.today)
        return site.page(request, "organization.html", stamp=site.reloading.stamp(), here=_HERE, view=view)

    def add(request: Request) -> Response:
        return site.page(request, "record_form.html", **_new_values(_empty_form(site.snapshot).page()))

    def edit(request: Request) -> Response:
        name = request.path_params["name"]
        form = _form(site.snapshot, name)
        texts = form.texts or {"name": organization_named(people.places(), name).name}
        return site.page(request, "record_form.html", **_values(name, form.page(texts)))

    return [
        Route(ALL, listed),
        Route(NEW, add, methods=["GET"]),
        Route(NEW, site.form(_add, back=NEW), methods=["POST"]),
        Route(f"{ALL}/restore", site.form(restore_to(ALL), back=ALL), methods=["POST"]),
        Route(f"{AT}/edit", edit, methods=["GET"]),
        Route(f"{AT}/edit", site.form(_change, back=f"{_BACK}/edit"), methods=["POST"]),
        Route(f"{AT}/restore", site.form(restore_to(_BACK), back=_BACK), methods=["POST"]),
        Route(AT, shown),
    ]


def _filter_asked(request: Request) -> PlaceFilter:
    asked = request.query_params
    number, show = asked.get("page", "1"), asked.get("show", "")
    return PlaceFilter(
        query=asked.get("q", "")[:_LONGEST_QUERY],
        show=show if show in PLACES_SHOWN else "",
        page=int(number) if _NUMBER.fullmatch(number) else 1,
    )


def _link(filter_: PlaceFilter, **changed: str | int) -> str:
    """The address of the list with some of its filter changed; another filter begins on its first page."""
    fields = {"q": filter_.query, "show": filter_.show, **changed}
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"{ALL}?{query}" if query else ALL


def _place(snapshot: Snapshot, name: str) -> OrganizationStanding:
    rows = contact_rows(snapshot.records, snapshot.today)
    return organization_named(organization_standings(snapshot.records, rows), name)


def _empty_form(snapshot: Snapshot) -> RecordForm:
    """The form of a place without a record; another that is added meanwhile changes the file it was made from."""
    return RecordForm(organization_form(), Organization, digest=contacts_place(snapshot, "organizations").digest)


def _form(snapshot: Snapshot, name: str) -> RecordForm:
    _place(snapshot, name)
    try:
        record = written_record(snapshot, organization_place(snapshot, name))
    except NotFoundError:
        return _empty_form(snapshot)
    return RecordForm(organization_form(), Organization, record.fields, record.place.digest)


def _values(name: str, page: FormPage) -> dict[str, Any]:
    words = {"title": name, "asked": "", "here": _HERE, "button": "Save", "to": address_of(ALL, name, "edit")}
    return {"form": page, "back": address_of(ALL, name), "lists": {}, **words}


def _new_values(page: FormPage) -> dict[str, Any]:
    words = {"title": "Add a place", "asked": "", "here": _HERE, "button": "Add", "to": NEW, "back": ALL}
    return {"form": page, "lists": {}, **words}


def _add(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done | Asked:
    opened = _empty_form(snapshot)
    sent = read_sent(opened.fields, form)

    def write(fields: Mapping[str, Any], _: bool) -> RecordsEdit:
        return add_organization(snapshot, fields, digest=sent.digest)

    done = save_form(opened, sent, snapshot.library, snapshot.today, write)
    if isinstance(done, FormPage):
        return Asked("record_form.html", _new_values(done), done.status)
    return Done(address_of(ALL, form.text("name").strip()), change_notice("Added.", done, ALL))


def _change(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done | Asked:
    name = parts["name"]
    opened = _form(snapshot, name)
    sent = read_sent(opened.fields, form)

    def write(changes: Mapping[str, Any], lifted: bool) -> RecordsEdit:
        return change_organization(snapshot, name, changes, digest=sent.digest, lifted=lifted)

    done = save_form(opened, sent, snapshot.library, snapshot.today, write)
    if isinstance(done, FormPage):
        return Asked("record_form.html", _values(name, done), done.status)
    to, at = address_of(ALL, form.text("name").strip() or name), address_of(ALL, name)
    said = "Saved." if done.undo else "Nothing was different, so nothing was changed."
    return Done(to, change_notice(said, done, at))
