"""One change of a letter's text that can be taken back: what was there is kept, and comes back if nothing changed."""

from dataclasses import dataclass

from composer.drafts.approval import no_longer_ready
from composer.drafts.draft import Draft, path_of
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.store import DraftFile
from composer.errors import ConflictError
from composer.workspace.editing import open_draft
from composer.workspace.snapshot import Snapshot, writing

_AGAIN = "look at it, then try again"


@dataclass(frozen=True, slots=True)
class TextChange:
    """A change of a draft that was made, with all that takes it back; see `restore_text`."""

    digest: str
    """SHA-256 of its file now."""
    backup: str
    """What the file as it was is kept under."""
    reopened: bool
    """Whether the draft was ready, and is a draft again."""


def shown_draft(snapshot: Snapshot, name: str, digest: str) -> tuple[DraftFile, Draft]:
    """A draft that may be changed and is still the one that was shown.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: it has changed since, or the letter has left.
        RecordsError: it cannot be read.
    """
    file, draft = open_draft(snapshot, name)
    if file.digest != digest:
        raise ConflictError("the letter has changed since you looked at it, so nothing was done", hint=_AGAIN)
    return file, draft


def put_text(snapshot: Snapshot, file: DraftFile, text: str) -> TextChange:
    """Writes another text for a draft's file, which is a draft again where it was ready; the file as it was is kept.

    Raises:
        ConflictError: somebody saved it meanwhile.
        RecordsError: it would not be understood afterwards, or is read-only; nothing was written.
    """
    head = read_head(text, path_of(file.name))
    changed = no_longer_ready(head, snapshot.today)
    made = head.with_fields(changed) if changed else text
    key = snapshot.store.rewrite(file.name, file.text, made, backup=True)
    return TextChange(snapshot.store.file(file.name).digest, key, reopened=bool(changed))


def restore_text(snapshot: Snapshot, name: str, *, digest: str, backup: str) -> None:
    """Puts a draft's file back as it was before a change, where it is still as that change left it.

    Args:
        snapshot: the workspace.
        name: the draft's.
        digest: `TextChange.digest`.
        backup: `TextChange.backup`.

    Raises:
        NotFoundError: there is no such draft, or what it was is not kept any more.
        ConflictError: it has changed since, has left, or had left; nothing was written.
        RecordsError: it cannot be read, or is read-only.
    """
    with writing(snapshot) as now:
        file, _ = open_draft(now, name)
        if file.digest != digest:
            text = "the letter has changed since, so nothing was undone"
            raise ConflictError(text, hint="what it was before is kept in .outreach/backup")
        before = now.store.kept_aside(name, backup)
        if not LIFECYCLE[read_head(before, path_of(name)).status].is_open:
            raise ConflictError("that letter had left already, so nothing was undone", hint=_AGAIN)
        now.store.rewrite(name, file.text, before)
