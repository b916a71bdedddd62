"""A person's words into a draft: its subject and its text, saved as they are typed, and never over somebody else's."""

from dataclasses import dataclass

from composer.drafts.approval import no_longer_ready
from composer.drafts.draft import Draft, path_of
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.store import DraftFile
from composer.errors import ConflictError, RecordsError
from composer.workspace.snapshot import Snapshot, writing


@dataclass(frozen=True, slots=True)
class DraftText:
    """What a person may change of a letter on its page."""

    subject: str
    body: str
    """Markdown, LF line ends."""


@dataclass(frozen=True, slots=True)
class SavedText:
    """What became of a draft that was saved."""

    digest: str
    """SHA-256 of its file now; the next save of the same page hands it back."""
    reopened: bool = False
    """Whether the draft was ready, and is a draft again."""


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """What stands in a draft instead, where it was changed elsewhere since its page was shown; nothing was written."""

    text: DraftText
    digest: str
    """SHA-256 of its file; a save that hands it back has seen this version."""


def save_text(
    snapshot: Snapshot, name: str, text: DraftText, *, digest: str, backup: bool = False
) -> SavedText | OtherVersion:
    """Writes a draft's subject and text where its file is still the one that was shown; all else of it stays.

    Args:
        snapshot: the workspace.
        name: the draft's.
        text: what the person typed.
        digest: SHA-256 of the file that the person was shown.
        backup: whether the file as it was is kept in ``.outreach/backup``.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: it has left; nothing was written.
        RecordsError: it would not be understood afterwards, such as without a subject, or is read-only.
    """
    with writing(snapshot) as now:
        file, draft = open_draft(now, name)
        made, reopened = _with_text(now, file, draft, text)
        if made == file.text:  # a save whose answer got lost comes twice, with the digest of before
            return SavedText(file.digest)
        if file.digest != digest:
            return OtherVersion(DraftText(draft.subject, draft.body), file.digest)
        now.store.rewrite(name, file.text, made, backup=backup)
        return SavedText(now.store.file(name).digest, reopened=reopened)


def keep_aside(snapshot: Snapshot, name: str, text: DraftText) -> None:
    """Keeps a text in ``.outreach/backup`` that somebody typed and that is not to stand in the draft.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: the letter has left.
        RecordsError: the draft cannot be read.
    """
    with writing(snapshot) as now:
        file, draft = open_draft(now, name)
        now.store.keep_aside(name, _with_text(now, file, draft, text)[0])


def open_draft(snapshot: Snapshot, name: str) -> tuple[DraftFile, Draft]:
    """A draft whose text may be changed, with its file.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: the letter has left, or was put aside.
        RecordsError: the draft cannot be read.
    """
    file = snapshot.store.file(name)
    draft, problems = snapshot.store.read(name)
    if draft is None:
        raise RecordsError(f"the draft {path_of(name)} cannot be read", problems=problems)
    if not LIFECYCLE[draft.status].is_open:
        raise ConflictError(f"nothing was changed: {LIFECYCLE[draft.status].refusal}")
    return file, draft


def _with_text(snapshot: Snapshot, file: DraftFile, draft: Draft, text: DraftText) -> tuple[str, bool]:
    """The file with another subject and text, and whether it is no longer ready."""
    path, body, subject = path_of(file.name), text.body.strip("\n") + "\n", " ".join(text.subject.split())
    if not subject:
        raise RecordsError(
            "the subject is empty, so nothing was saved", hint="write one; it is what an inbox shows first"
        )
    head = read_head(file.text, path)
    made = head.text if subject == draft.subject else head.with_fields({"subject": subject})
    if body != draft.body:
        front = made.removesuffix(head.body)
        front += "" if front.endswith("\n") else "\n"  # a file may end with its head
        made = f"{front}{_blank_above(head.body)}{body}"
    changed = no_longer_ready(read_head(made, path), snapshot.today) if made != file.text else {}
    return (read_head(made, path).with_fields(changed) if changed else made), bool(changed)


def _blank_above(body: str) -> str:
    """The empty lines above a text; where there is none, the last of them ends the empty text itself."""
    return body[: len(body) - len(body.lstrip("\n"))] if body.strip("\n") else body[:-1]
