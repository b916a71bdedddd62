"""What a letter still asks its writer: the answer goes in, or its sentence out; and the way back."""

from collections.abc import Mapping

from starlette.routing import BaseRoute, Route

from composer.app.asked_holes import remembered
from composer.app.forms import Form, ensure_draft
from composer.app.notices import Notice
from composer.app.site import Done, Site, address_of
from composer.app.undoing import restore, undo_of
from composer.workspace.filling import HoleAnswer, fill_hole, take_hole_out
from composer.workspace.snapshot import Snapshot

_REOPENED = "Read it once more: it is no longer marked ready."


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of its forms; the page itself is that of the letter."""
    back = "/draft/{name}"
    return [
        Route("/draft/{name}/fill", site.form(_fill, back=back), methods=["POST"]),
        Route("/draft/{name}/restore", site.form(restore, back=back), methods=["POST"]),
    ]


def _fill(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    name, key, digest = parts["name"], form.one("hole"), form.one("file")
    ensure_draft(snapshot, name)
    here = address_of("/draft", name)
    if form.text("out"):
        change = take_hole_out(snapshot, name, key, digest=digest)
        return Done(here, Notice(_said("The sentence is out of the letter.", change.reopened), undo_of(name, change)))
    answer = HoleAnswer(key, digest, form.text("words"), remember=bool(form.text("remember")))
    filled = fill_hole(snapshot, name, answer)
    kept = remembered(snapshot.reread(), filled.kept_in, "is now")
    said = "Put in." + (f" Remembered: {kept}." if kept else "")
    return Done(here, Notice(_said(said, filled.text.reopened), undo_of(name, filled.text, filled.undo)))


def _said(what: str, reopened: bool) -> str:
    return f"{what} {_REOPENED}" if reopened else what
