"""Taking back on a page what was just done to a letter, and to the records with it."""

from collections.abc import Mapping

from composer.app.forms import Form, ensure_draft
from composer.app.notices import Notice, Undo
from composer.app.site import Done, address_of
from composer.workspace.filling import unfill
from composer.workspace.rewriting import TextChange
from composer.workspace.snapshot import Snapshot


def undo_of(name: str, change: TextChange, records: str = "") -> Undo:
    """The button that takes back a change of a letter, and of the records by their own word where they changed, too."""
    fields = {"file": change.digest, "kept": change.backup}
    return Undo(address_of("/draft", name, "restore"), fields | ({"records": records} if records else {}))


def restore(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    """Takes back what the form of such a button names."""
    name = parts["name"]
    ensure_draft(snapshot, name)
    unfill(snapshot, name, digest=form.one("file"), backup=form.one("kept"), records=form.text("records"))
    return Done(address_of("/draft", name), Notice("Taken back: it is as it was before."))
