"""The practice: who writes and all that letters say of it, whose letter says it today, and the forms that change it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.dates import day_in_words
from composer.app.forms import Form
from composer.app.letter_pages import broken_letters
from composer.app.practice_entries import OpenedEntry, found_again, new_entry, opened_entry
from composer.app.practice_form import LIST_WORDS, practice_form
from composer.app.record_editing import FormPage, RecordForm, save_form
from composer.app.reloading import ReloadingSnapshot
from composer.app.screens.people_forms import change_notice, restore_to
from composer.app.sent_forms import SentForm, read_sent
from composer.app.site import Asked, Done, Site, address_of
from composer.errors import ConflictError, NotFoundError
from composer.patterns import regex
from composer.records.library import Library
from composer.records.practice import Practice
from composer.workspace.practice_edits import (
    add_entry,
    change_entry,
    change_practice,
    remove_entry,
    written_practice,
)
from composer.workspace.practice_view import PracticeView, practice_view
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot

AT, EDIT = "/practice", "/practice/edit"
_ENTRY, _NEW = f"{AT}/{{part}}/{{number}}", f"{AT}/{{part}}/new"
_NUMBER = regex(r"[1-9][0-9]{0,4}", re.ASCII)
_WRITTEN = "Letters that are written keep their words; the page of each shows what would be written now."
_SAVED, _SAME = "Saved.", "Nothing was different, so nothing was changed."
_GONE = ConflictError(
    "this was changed or taken out elsewhere while you were typing, so nothing is saved yet",
    hint="what you typed stands below, and would be added as a new one; look at your practice's page first",
)


class PracticeViews:
    """The practice with whose letter says what, worked out once until a file of the records changes."""

    def __init__(self, reloading: ReloadingSnapshot) -> None:
        self._reloading = reloading
        self._made: tuple[object, object, PracticeView] | None = None

    @property
    def view(self) -> PracticeView:
        """As the files are now."""
        snapshot = self._reloading.snapshot
        if self._made is None or self._made[0] is not snapshot.records or self._made[1] != snapshot.today:
            self._made = snapshot.records, snapshot.today, practice_view(snapshot)
        return self._made[2]


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of the practice's page and of its forms."""
    views = PracticeViews(site.reloading)

    def shown(request: Request) -> Response:
        today = site.snapshot.today
        return site.page(
            request,
            "practice.html",
            stamp=site.reloading.stamp(),
            view=views.view,
            broken=broken_letters(site.snapshot),
            words=LIST_WORDS,
            today=today,
            in_words=lambda day: day_in_words(day, today),
        )

    def edit(request: Request) -> Response:
        return site.page(request, "practice_form.html", **_values(_practice_form(site.snapshot).page()))

    def add(request: Request) -> Response:
        part = _part(request.path_params)
        opened = new_entry(site.snapshot, part)
        values = _entry_values(site.snapshot, part, opened, opened.form.page())
        return site.page(request, "practice_form.html", **values)

    def entry(request: Request) -> Response:
        part, number = _part(request.path_params), _number(request.path_params)
        opened = opened_entry(site.snapshot, part, number)
        values = _entry_values(site.snapshot, part, opened, opened.form.page())
        return site.page(request, "practice_form.html", **values)

    return [
        Route(AT, shown),
        Route(EDIT, edit, methods=["GET"]),
        Route(EDIT, site.form(_change, back=EDIT), methods=["POST"]),
        Route(f"{AT}/restore", site.form(restore_to(AT), back=AT), methods=["POST"]),
        Route(_NEW, add, methods=["GET"]),
        Route(_NEW, site.form(_add, back=_NEW), methods=["POST"]),
        Route(_ENTRY, entry, methods=["GET"]),
        Route(_ENTRY, site.form(_change_entry, back=AT), methods=["POST"]),
        Route(f"{_ENTRY}/remove", site.form(_remove, back=AT), methods=["POST"]),
    ]


def _part(parts: Mapping[str, Any]) -> str:
    """An address may say anything: a `NotFoundError` for what is none of the lists."""
    part = str(parts["part"])
    if part not in LIST_WORDS:
        raise NotFoundError("there is nothing at this address", hint="your practice's page has all of it")
    return part


def _number(parts: Mapping[str, Any]) -> int:
    number = str(parts["number"])
    return int(number) if _NUMBER.fullmatch(number) else 0


# --- who writes -------------------------------------------------------------------------------------------------------


def _practice_form(snapshot: Snapshot) -> RecordForm:
    written = written_practice(snapshot)
    return RecordForm(practice_form(snapshot.library), Practice, written.fields, written.place.digest, has_wish=False)


def _values(page: FormPage) -> dict[str, Any]:
    words = {"title": "Who writes", "about": "", "button": "Save", "to": EDIT, "remove": "", "one": ""}
    return {"form": page, "known": {}, **words}


def _known(library: Library) -> Mapping[str, tuple[str, ...]]:
    """The words that letters understand, by what they are for."""
    return {
        "Roles": tuple(sorted(role.name for role in library.roles)),
        "Needs": tuple(sorted(need.label or need.need for need in library.needs)),
    }


def _change(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done | Asked:
    opened = _practice_form(snapshot)
    sent = read_sent(opened.fields, form)

    def write(changes: Mapping[str, Any], _: bool) -> RecordsEdit:
        return change_practice(snapshot, changes, digest=sent.digest)

    done = save_form(opened, sent, snapshot.library, snapshot.today, write)
    if isinstance(done, FormPage):
        return Asked("practice_form.html", _values(done), done.status)
    return _done(done, _SAVED)


def _done(done: RecordsEdit, said: str) -> Done:
    said = f"{said} {_WRITTEN}" if done.undo else _SAME
    return Done(AT, change_notice(said, done, AT))


# --- one record of a list ---------------------------------------------------------------------------------------------


def _entry_values(snapshot: Snapshot, part: str, opened: OpenedEntry, page: FormPage) -> dict[str, Any]:
    words, number = LIST_WORDS[part], str(opened.number or "new")
    to = address_of(AT, part, number)
    return {
        "form": page,
        "known": {} if part == "facts" else _known(snapshot.library),
        "title": f"Change {words.one}" if opened.number else f"Add {words.one}",
        "about": words.about,
        "one": words.one,
        "button": "Save" if opened.number else "Add",
        "to": to,
        "remove": f"{to}/remove" if opened.number else "",
    }


def _add(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done | Asked:
    part = _part(parts)
    opened = new_entry(snapshot, part)

    def write(fields: Mapping[str, Any], _: bool) -> RecordsEdit:
        return add_entry(snapshot, part, fields)

    sent = replace(read_sent(opened.form.fields, form), digest="")  # what is new changes nothing that was shown
    return _saved(snapshot, part, opened, sent, write)


def _change_entry(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done | Asked:
    part = _part(parts)
    empty = new_entry(snapshot, part)
    sent = read_sent(empty.form.fields, form)
    opened = found_again(snapshot, part, _number(parts), sent)
    if opened is None:
        page = replace(empty.form.page(sent.texts), error=_GONE)
        return Asked("practice_form.html", _entry_values(snapshot, part, empty, page), 409)
    number = opened.number

    def write(changes: Mapping[str, Any], _: bool) -> RecordsEdit:
        return change_entry(snapshot, part, number, changes, digest=sent.digest)

    return _saved(snapshot, part, opened, sent, write)


def _saved(
    snapshot: Snapshot,
    part: str,
    opened: OpenedEntry,
    sent: SentForm,
    write: Callable[[Mapping[str, Any], bool], RecordsEdit],
) -> Done | Asked:
    done = save_form(opened.form, sent, snapshot.library, snapshot.today, write)
    if isinstance(done, FormPage):
        return Asked("practice_form.html", _entry_values(snapshot, part, opened, done), done.status)
    return _done(done, _SAVED if opened.number else "Added.")


def _remove(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    part = _part(parts)
    return _done(remove_entry(snapshot, part, _number(parts), digest=form.one("file")), "Taken out.")
