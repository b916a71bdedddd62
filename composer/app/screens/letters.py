"""Wording: the letters there are, each over anybody, and one's own copies changed, with what a change does first."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from composer.app.differences import side_by_side
from composer.app.forms import Form
from composer.app.guard import LETTER_POLICY
from composer.app.letter_changes import change_views, proof_view
from composer.app.letter_editor import Editor, Typed, by_field, editor, look_data, look_of, typed_in
from composer.app.letter_pages import LetterShelf, Reader, broken_letters, parts_of, title_of
from composer.app.notices import Notice, Undo
from composer.app.site import Asked, Done, Site, address_of
from composer.errors import NotFoundError, RecordsError
from composer.filenames import slug
from composer.letters.head_words import way_words, whom_words
from composer.workspace.authoring import copy_letter, lint_letters, proof_letter
from composer.workspace.letter_readers import MOST_LETTERS
from composer.workspace.snapshot import Snapshot
from composer.workspace.template_edits import (
    PROGRAMS,
    OtherTemplate,
    SavedTemplate,
    keep_text,
    own_template,
    programs_template,
    put_back,
    save_template,
    template_digest,
)
from composer.workspace.template_impact import template_impact
from composer.workspace.template_text import put_together

_LONGEST_NAME = 40
_STAY = "Letters that are already written keep their words; new ones get these."


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of the gallery, of each letter, and of the forms that change a wording."""
    shelf = LetterShelf(site.reloading)
    copying = (("own", _own), ("back", _back), ("undo", _put_back))
    back = "/letters/{key}"
    return [
        *_reading(site, shelf),
        *_editing(site, shelf, back),
        *(Route(f"/letters/{{key}}/{verb}", site.form(do, back=back), methods=["POST"]) for verb, do in copying),
    ]


# --- reading ----------------------------------------------------------------------------------------------------


def _reading(site: Site, shelf: LetterShelf) -> list[BaseRoute]:
    def gallery(request: Request) -> Response:
        stamp, snapshot = site.reloading.stamp(), shelf.snapshot
        problems = (*snapshot.records.blocking(), *snapshot.catalogue.problems)
        broken, cards = broken_letters(snapshot), shelf.cards()
        return site.page(request, "letters.html", cards=cards, problems=problems, broken=broken, stamp=stamp)

    def letter(request: Request) -> Response:
        values = _letter_values(shelf, request.path_params["key"], request.query_params)
        return site.page(request, "letter.html", stamp=site.reloading.stamp(), **values)

    def frame(request: Request) -> Response:
        snapshot, key = shelf.snapshot, shelf.snapshot.letter(request.path_params["key"]).key
        contact = shelf.reader(key, to=request.query_params.get("to", "")).contact
        look = look_of(snapshot, shelf.show(key, contact)) if contact else None
        if look is None:
            raise NotFoundError("this letter cannot be written to them", hint="choose somebody else")
        return HTMLResponse(look.html, headers={"Content-Security-Policy": LETTER_POLICY})

    def proof(request: Request) -> Response:
        return site.page(request, "letter_proof.html", **_proof_values(shelf, request.path_params["key"]))

    return [
        Route("/letters", gallery),
        Route("/letters/{key}", letter),
        Route("/letters/{key}/shown", frame),
        Route("/letters/{key}/blank", _blank),
        Route("/letters/{key}/proof", proof),
    ]


def _letter_values(shelf: LetterShelf, key: str, asked: Mapping[str, str]) -> dict[str, Any]:
    snapshot = shelf.snapshot
    found = snapshot.letter(key)
    reader = shelf.reader(found.key, to=asked.get("to", ""), query=asked.get("q", "").strip())
    return {
        "letter": found,
        "whom": whom_words(found.head),
        "ways": way_words(found.head),
        "reader": reader,
        "shown": shelf.show(found.key, reader.contact) if reader.contact else None,
        "fits": len(shelf.readers(found.key)),
        "parts": parts_of(
            snapshot, found, shelf.templates_in(found.key, reader.contact) if reader.contact else frozenset()
        ),
        "people": shelf.suggestions(found.key),
    }


def _proof_values(shelf: LetterShelf, key: str) -> dict[str, Any]:
    letter = shelf.snapshot.letter(key)
    found, changes = proof_letter(shelf.snapshot, letter.key, most=MOST_LETTERS)
    return {
        "letter": letter,
        "fits": len(shelf.readers(letter.key)),
        "proof": proof_view(found),
        "faults": found.faults,
        "changes": change_views(changes),
        "ways": len(changes),
        "changed": sum(len(one.after) for one in changes),
    }


def _blank(_: Request) -> Response:
    """A frame without a letter, for a script of ours to show one in that is not saved."""
    return HTMLResponse("<!DOCTYPE html>", headers={"Content-Security-Policy": LETTER_POLICY})


# --- changing -----------------------------------------------------------------------------------------------------


def _editing(site: Site, shelf: LetterShelf, back: str) -> list[BaseRoute]:
    def edit(request: Request) -> Response:
        key, asked = request.path_params["key"], request.query_params
        name = asked.get("of", "") or _file_of(shelf.snapshot, key)
        reader = _reader(shelf, key, name, to=asked.get("to", ""), query=asked.get("q", ""))
        page = editor(shelf, key, name, reader)
        page = _tried(shelf.snapshot, page) if asked.get("tried") else page
        return site.page(request, "letter_edit.html", **_values(shelf, page))

    def look(_: Snapshot, parts: Mapping[str, str], form: Form) -> Asked:
        page = _typed_page(shelf, parts, form)
        return Asked("letter_edit.html", _values(shelf, page), status=200, data=look_data(page))

    def impact(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Asked:
        try:
            return Asked("letter_impact.html", _impact_values(snapshot, parts["key"], form), status=200)
        except RecordsError as error:
            return _refused(shelf, parts, form, error)

    def save(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done | Asked:
        try:
            return _save(snapshot, parts["key"], form)
        except RecordsError as error:
            return _refused(shelf, parts, form, error)

    forms = (("look", look), ("impact", impact), ("text", save))
    return [
        Route("/letters/{key}/edit", edit),
        *(Route(f"/letters/{{key}}/{verb}", site.form(do, back=back), methods=["POST"]) for verb, do in forms),
    ]


def _typed_page(shelf: LetterShelf, parts: Mapping[str, str], form: Form) -> Editor:
    """The page as somebody has changed it and not saved it."""
    key, name = parts["key"], form.one("of")
    reader = _reader(shelf, key, name, to=form.text("to"), query=form.text("who"))
    return editor(shelf, key, name, reader, Typed(typed_in(form), form.one("file")))


def _reader(shelf: LetterShelf, key: str, name: str, *, to: str, query: str) -> Reader:
    """Whom a wording is shown over; where nobody is named, somebody whose letter has it in."""
    whole = name == _file_of(shelf.snapshot, key)  # it stands in all of them
    return shelf.reader(key, to=to, query=query.strip(), name="" if whole else name)


def _refused(shelf: LetterShelf, parts: Mapping[str, str], form: Form, error: RecordsError) -> Asked:
    """The page with what was typed, and beside each field what is wrong in it; the error where it is no field's."""
    if not error.problems:
        raise error
    page = _typed_page(shelf, parts, form)
    text = put_together(page.typed, own_template(shelf.snapshot, page.name).text)
    page = replace(page, problems=by_field(error.problems, page.name, page.typed, text))
    return Asked("letter_edit.html", {**_values(shelf, page), "refusal": error.message}, status=422)


def _impact_values(snapshot: Snapshot, key: str, form: Form) -> dict[str, Any]:
    name, typed = form.one("of"), typed_in(form)
    found = template_impact(snapshot, name, put_together(typed, own_template(snapshot, name).text))
    return {
        "key": key,
        "name": name,
        "title": title_of(snapshot, name),
        "typed": typed,
        "digest": form.one("file"),
        "to": form.text("to"),
        "impact": found,
        "changes": change_views(found.changes),
        "changed": sum(len(one.after) for one in found.changes),
    }


def _save(snapshot: Snapshot, key: str, form: Form) -> Done | Asked:
    """Saves what was typed; where the file was changed elsewhere, asks which of the two is to stand."""
    name = form.one("of")
    text = put_together(typed_in(form), own_template(snapshot, name).text)
    page = _edit_address(key, name, form.text("to"))
    if form.text("choice") == "theirs":
        keep_text(snapshot, name, text)
        return Done(page, Notice("The other wording stands. What you had written is kept in `.outreach/backup`."))
    saved = save_template(snapshot, name, text, digest=form.one("file"))
    if isinstance(saved, OtherTemplate):
        return _elsewhere(key, saved, form, text)
    return Done(f"{page}&tried=1", Notice(f"Saved. {_STAY}", _undo(key, name, saved) if saved.kept else None))


def _values(shelf: LetterShelf, page: Editor) -> dict[str, Any]:
    return {"page": page, "people": shelf.suggestions(page.key), "refusal": ""}


def _file_of(snapshot: Snapshot, key: str) -> str:
    """A letter's own file, were its head broken, too."""
    known = snapshot.catalogue.letters.get(key)
    return known.source.name if known else f"letters/{key}.md"


def _tried(snapshot: Snapshot, page: Editor) -> Editor:
    """The page with what is wrong for anybody, from all over the book."""
    if page.key not in snapshot.catalogue.letters:
        return page
    problems = lint_letters(snapshot, page.key, most=MOST_LETTERS)
    tried = min(len(snapshot.records.contacts.contacts), MOST_LETTERS)
    text = own_template(snapshot, page.name).text
    return replace(page, problems=by_field(problems, page.name, page.typed, text), tried=tried)


def _edit_address(key: str, name: str, to: str = "") -> str:
    return f"{address_of('/letters', key, 'edit')}?{urlencode({'of': name, 'to': to})}"


def _undo(key: str, name: str, saved: SavedTemplate) -> Undo:
    """The button that lets the version before stand again, which was none or one that is kept."""
    fields = {"of": name, "version": saved.kept, "file": saved.digest}
    return Undo(address_of("/letters", key, "undo"), fields)


def _elsewhere(key: str, other: OtherTemplate, form: Form, text: str) -> Asked:
    mine, theirs = side_by_side(text, other.text)
    typed = {"name": form.one("of"), "to": form.text("to"), "typed": typed_in(form)}
    values = {"key": key, **typed, "digest": other.digest, "mine": mine, "theirs": theirs}
    return Asked("letter_elsewhere.html", values)


def _own(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    """Copies a wording into the workspace; under a name of its own it is another letter."""
    name, title = form.one("of"), " ".join(form.text("title").split())
    new = slug(title)[:_LONGEST_NAME].strip("-") if title else ""
    path = copy_letter(snapshot, name, new, title=title).removeprefix("templates/")
    key = new or parts["key"]
    copied = SavedTemplate(template_digest(snapshot, path), PROGRAMS)
    said = "This is a letter of your own now." if new else "It is your own now, and used in place of the program's."
    return Done(_edit_address(key, path), Notice(f"{said} Change what you like.", _undo(key, path, copied)))


def _back(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    """Takes one's own copy away, and keeps it."""
    key, name = parts["key"], form.one("of")
    gone = put_back(snapshot, name, PROGRAMS, digest=form.one("file"))
    said = "The program's wording stands again." if programs_template(name) else "The letter is gone."
    said = f"{said} Yours is kept in `.outreach/backup`."
    return Done(_page_after(key, name, gone), Notice(said, _undo(key, name, gone)))


def _put_back(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    key, name = parts["key"], form.one("of")
    done = put_back(snapshot, name, form.text("version"), digest=form.text("file"))
    return Done(_page_after(key, name, done), Notice("It is as it was before.", _undo(key, name, done)))


def _page_after(key: str, name: str, saved: SavedTemplate) -> str:
    """Where a wording is to be seen; the gallery where a letter of one's own is gone."""
    is_there = saved.digest or programs_template(name)
    return address_of("/letters", key) if is_there else "/letters"
