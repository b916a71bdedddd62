"""The forms of people: somebody added, somebody's details changed, and either taken back."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.dates import days_in_words
from composer.app.forms import Form
from composer.app.notices import Notice, Undo
from composer.app.people_form import contact_form, suggestions
from composer.app.record_editing import FormPage, RecordForm, save_form
from composer.app.screens.people import ensure_contact
from composer.app.sent_forms import read_sent
from composer.app.site import Asked, Done, FormHandler, Site, address_of
from composer.checks.pages import sentence
from composer.records.contacts import Contact
from composer.spelling import normalized
from composer.workspace.people_edits import change_contact, verify_contact
from composer.workspace.record_edits import contact_place, new_contact
from composer.workspace.record_faults import written_record
from composer.workspace.record_writing import RecordsEdit, undo_records
from composer.workspace.snapshot import Snapshot

_LONGEST = 200
_MOST_SAID = 2
AT, NEW = "/people/{id}", "/people/new"


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of the forms; they come before that of one person."""

    def add(request: Request) -> Response:
        form = RecordForm(contact_form(site.snapshot.library), Contact)
        place = request.query_params.get("organization", "")[:_LONGEST]
        return site.page(request, "record_form.html", **_new_values(site.snapshot, form.page({"organization": place})))

    def edit(request: Request) -> Response:
        who = request.path_params["id"]
        return site.page(request, "record_form.html", **_values(site.snapshot, who, _form(site.snapshot, who).page()))

    return [
        Route(NEW, add, methods=["GET"]),
        Route(NEW, site.form(_add, back=NEW), methods=["POST"]),
        Route(f"{AT}/edit", edit, methods=["GET"]),
        Route(f"{AT}/edit", site.form(_change, back=f"{AT}/edit"), methods=["POST"]),
        Route(f"{AT}/verified", site.form(_verify, back=AT), methods=["POST"]),
        Route("/people/restore", site.form(restore_to("/people"), back="/people"), methods=["POST"]),
        Route(f"{AT}/restore", site.form(restore_to(AT), back=AT), methods=["POST"]),
    ]


def _form(snapshot: Snapshot, who: str) -> RecordForm:
    ensure_contact(snapshot, who)
    record = written_record(snapshot, contact_place(snapshot, who))
    return RecordForm(contact_form(snapshot.library), Contact, record.fields, record.place.digest)


def _values(snapshot: Snapshot, who: str, page: FormPage) -> dict[str, Any]:
    contact = snapshot.records.contacts.by_id[who]
    asked = snapshot.records.suppression.against(who, contact.email or "")
    words = {
        "title": contact.display_name,
        "asked": days_in_words(asked, snapshot.today),
        "button": "Save",
        "to": address_of("/people", who, "edit"),
    }
    return {"form": page, "back": address_of("/people", who), "lists": suggestions(snapshot.records), **words}


def _new_values(snapshot: Snapshot, page: FormPage) -> dict[str, Any]:
    words = {"title": "Add somebody", "asked": "", "button": "Add", "to": NEW, "back": "/people"}
    return {"form": page, "lists": suggestions(snapshot.records), **words}


def _add(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done | Asked:
    opened = RecordForm(contact_form(snapshot.library), Contact)

    def write(fields: Mapping[str, Any], _: bool) -> RecordsEdit:
        return new_contact(snapshot, fields)

    done = save_form(opened, read_sent(opened.fields, form), snapshot.library, snapshot.today, write)
    if isinstance(done, FormPage):
        return Asked("record_form.html", _new_values(snapshot, done), done.status)
    name = form.text("name").strip()
    same = name and any(normalized(one.name) == normalized(name) for one in snapshot.records.contacts.contacts)
    said = "Added. Somebody of this name was there already: are they two people?" if same else "Added."
    return Done(address_of("/people", done.contact), change_notice(said, done, "/people"))


def _change(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done | Asked:
    who = parts["id"]
    opened = _form(snapshot, who)
    sent = read_sent(opened.fields, form)

    def write(changes: Mapping[str, Any], lifted: bool) -> RecordsEdit:
        return change_contact(snapshot, who, changes, digest=sent.digest, lifted=lifted)

    done = save_form(opened, sent, snapshot.library, snapshot.today, write)
    if isinstance(done, FormPage):
        return Asked("record_form.html", _values(snapshot, who, done), done.status)
    at = address_of("/people", who)
    return Done(
        at, change_notice("Saved." if done.undo else "Nothing was different, so nothing was changed.", done, at)
    )


def _verify(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    ensure_contact(snapshot, parts["id"])
    done = verify_contact(snapshot, parts["id"], digest=form.one("file"))
    at = address_of("/people", parts["id"])
    return Done(at, change_notice("Noted: name, role and address are right today.", done, at))


def restore_to(at: str) -> FormHandler:
    """The form that takes a change of the records back; `at` is the page that shows it, with parts of the address."""

    def restore(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
        undo_records(snapshot, form.one("undo"))
        to = at.format(**{key: quote(value, safe="") for key, value in parts.items()})
        return Done(to, Notice("Taken back. It is as it was before."))

    return restore


def change_notice(said: str, done: RecordsEdit, to: str) -> Notice:
    """What was done, what is worth a look since, and the button that takes it back."""
    looks = [f"{sentence(one.text)} {_on_a_page(one.hint)}".strip() for one in done.problems]
    undo = Undo(f"{to}/restore", {"undo": done.undo}) if done.undo else None
    return Notice(" ".join([said, *looks[:_MOST_SAID]]), undo)


def _on_a_page(hint: str) -> str:
    """What to do, where that is no command to type."""
    return sentence(hint) if hint and "`" not in hint else ""
