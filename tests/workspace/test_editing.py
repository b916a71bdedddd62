"""A person's words into a draft: only they change, never over somebody else's, and nothing that was refused is written."""

import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from composer.drafts.approval import approval
from composer.drafts.draft import BODY_LIMIT, Draft
from composer.drafts.format import parse_draft
from composer.errors import ConflictError, ExternalError, NotFoundError, RecordsError
from composer.spelling import without_marks
from composer.workspace.editing import DraftText, OtherVersion, SavedText, keep_aside, save_text
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY
from tests.disks import failing_at

NAME = "ann.introduction"
HEAD = """\
# written on a train
to: Ann Lee <ann@lee.example>   # her new address
subject: 'Evenings, and who has room'   # shorter?
contact: ann
# mine
note: |
  a note of my own:
    subject: not this one
status: draft
"""
BODY = "Dear Ann,\n\nI have two evenings.\n\nMaya\n"


@dataclass(frozen=True)
class Editing:
    """A workspace with one draft."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / f"drafts/{NAME}.md"

    @property
    def draft(self) -> Draft:
        draft, _ = parse_draft(self.file.read_text(encoding="utf-8-sig"), NAME, NAME)
        assert draft
        return draft

    @property
    def digest(self) -> str:
        return self.snapshot.store.file(NAME).digest

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.folder, TODAY)

    def save(self, body: str = BODY, subject: str = "", digest: str = "") -> SavedText | OtherVersion:
        """Saves as the page does that has just been opened, or that shows the file with this digest."""
        text = DraftText(subject or self.draft.subject, body)
        return save_text(self.snapshot, NAME, text, digest=digest or self.digest)

    def kept(self) -> list[bytes]:
        return [path.read_bytes() for path in (self.folder / ".outreach/backup").glob("*")]


@contextmanager
def written(data: bytes) -> Iterator[Editing]:
    """A workspace whose one draft is these bytes."""
    with tempfile.TemporaryDirectory() as name:
        editing = Editing(Path(name))
        editing.file.parent.mkdir()
        editing.file.write_bytes(data)
        yield editing


@pytest.fixture
def editing() -> Iterator[Editing]:
    """A draft whose head has comments, and a key of the person's own."""
    with written(f"---\n{HEAD}---\n\n{BODY}".encode()) as one:
        yield one


# --- only the words change ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_new_text_changes_no_other_byte_of_the_file(newline: str, mark: bytes) -> None:
    before = mark + f"---\n{HEAD}---\n\n{BODY}".replace("\n", newline).encode()
    with written(before) as editing:
        saved = editing.save("Dear Ann,\n\nI have one evening.\n")
        new = "Dear Ann,\n\nI have one evening.\n".replace("\n", newline).encode()
        assert editing.file.read_bytes() == before.replace(BODY.replace("\n", newline).encode(), new)
        assert saved == SavedText(editing.digest)


def test_a_new_subject_changes_its_line_and_keeps_the_comment_behind_it(editing: Editing) -> None:
    before = editing.file.read_text()
    editing.save(subject="  Evenings:\tnow ")
    assert editing.file.read_text() == before.replace("'Evenings, and who has room'", '"Evenings: now"')


def test_both_are_saved_at_once(editing: Editing) -> None:
    before = editing.file.read_text()
    editing.save("Hello.", "New")
    assert editing.file.read_text() == before.replace("'Evenings, and who has room'", "New").replace(BODY, "Hello.\n")


def test_saving_what_is_there_writes_nothing(editing: Editing) -> None:
    before = editing.file.stat()
    assert editing.save() == SavedText(editing.digest)
    assert editing.file.stat() == before


TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), st.sampled_from("\n\n -#*é́\u2028\x85 ")),
    max_size=200,
)  # fmt: skip
SUBJECTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Co", "Cn"], exclude_characters="\ufeff\r\n"), min_size=1, max_size=80
).filter(lambda subject: without_marks(subject).strip())  # fmt: skip
"""Subjects of which something is seen in an inbox."""


@settings(max_examples=200)
@given(TEXTS)
@example("---\nsubject: another\n---\n")
@example("---")
@example("Dear Ann,  \n\ntwo blanks  \n   \n")
@example("\n\n\n")
@example("")
@example("# no head\n\n```\n---\n```")
@example("e\u0301 is two characters")
@example("\ufeffmark, \0 nul, \x1b escape")
@example("<script>alert(1)</script> {{ 7*7 }} [[CONFIRM: what?]]")
def test_whatever_is_typed_stands_in_the_file_and_the_head_stays(text: str) -> None:
    front = f"---\n{HEAD}---\n".encode()
    with written(front + BODY.encode()) as editing:
        saved = editing.save(text)
        assert isinstance(saved, SavedText)
        assert editing.file.read_bytes() == front + (text.strip("\n") + "\n").encode()
        assert editing.draft.body == unicodedata.normalize("NFC", text.strip("\n")) + "\n"
        again = editing.save(BODY, digest=saved.digest)
        assert isinstance(again, SavedText)
        assert editing.file.read_bytes() == front + BODY.encode(), "and back, as if nothing had been"


@settings(max_examples=100)
@given(SUBJECTS)
@example("- : # ' \" {")
@example("null")
@example("2026-11-24")
@example("e\u0301té")
@example("\\n \\u0041")
@example("é" * 300)
def test_whatever_subject_is_typed_is_the_subject(subject: str) -> None:
    with written(f"---\n{HEAD}---\n{BODY}".encode()) as editing:
        wanted = unicodedata.normalize("NFC", " ".join(subject.split()))
        head, _, rest = editing.file.read_text().partition("subject:")
        editing.save(subject=subject)
        assert editing.draft.subject == wanted
        made = editing.file.read_text()
        assert made.startswith(head)
        assert made.endswith(rest.partition("\n")[2])


@pytest.mark.parametrize("subject", ["~", "**", "\u200b"])
def test_a_subject_of_which_nothing_is_seen_is_not_saved(subject: str) -> None:
    with written(f"---\n{HEAD}---\n{BODY}".encode()) as editing:
        before = editing.file.read_bytes()
        with pytest.raises(RecordsError, match="'subject' is empty"):
            editing.save(subject=subject)
        assert editing.file.read_bytes() == before


@settings(max_examples=100)
@given(
    st.text(st.one_of(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), st.sampled_from("\n e\u0301")))
)
@example("\n\n  \n\nDear Ann, \n\n\n")
@example("")
def test_saving_what_the_page_shows_of_any_file_changes_no_byte(body: str) -> None:
    before = f"---\n{HEAD}---\n{body}".encode()
    with written(before) as editing:
        draft = editing.draft
        assert editing.save(draft.body, draft.subject) == SavedText(editing.digest)
        assert editing.file.read_bytes() == before


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n\n\n"])
def test_a_letter_without_a_text_gets_one_and_loses_it_again(end: str) -> None:
    front = "---\nsubject: S\n---"
    with written(f"{front}{end}".encode()) as editing:
        for _ in range(3):
            editing.save("Dear Ann,\n")
            blank = "\n" * max(1, len(end) - 1)
            assert editing.file.read_text() == f"{front}{blank}Dear Ann,\n"
            editing.save("")
            assert editing.draft.body == "\n"


def test_a_hundred_thousand_characters_are_a_letter_and_one_more_is_none(editing: Editing) -> None:
    blank = len("\n")  # the empty line above the letter counts
    longest = "ä" * (BODY_LIMIT - blank - 1)
    editing.save(longest)
    assert editing.draft.body == f"{longest}\n"
    before = editing.file.read_bytes()
    with pytest.raises(RecordsError, match=r"the letter is longer than 100,000 characters.*; nothing was changed"):
        editing.save(f"{longest}ä")
    assert editing.file.read_bytes() == before


def test_the_file_stays_as_private_as_it_was(editing: Editing) -> None:
    editing.file.chmod(0o640)
    editing.save("Other words.")
    assert editing.file.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(editing: Editing) -> None:
    real = editing.folder / "real.md"
    editing.file.rename(real)
    editing.file.symlink_to(real)
    editing.save("Other words.")
    assert editing.file.is_symlink()
    assert real.read_text().endswith("---\n\nOther words.\n")


# --- a ready draft is a draft again ---------------------------------------------------------------------------------


def _approve(editing: Editing) -> None:
    text = editing.file.read_text()
    editing.file.write_text(text.replace("status: draft\n", f"status: ready\napproved: {approval(editing.draft)}\n"))


@pytest.mark.parametrize(("body", "subject"), [("Other words.\n", ""), (BODY, "Another")])
def test_a_ready_draft_is_a_draft_again_and_says_why(body: str, subject: str, editing: Editing) -> None:
    _approve(editing)
    saved = editing.save(body, subject)
    assert saved == SavedText(editing.digest, reopened=True)
    draft = editing.draft
    assert (draft.status, draft.approved) == ("draft", "")
    assert draft.reason == "its text changed on 2026-11-24; read it again, then mark it ready"
    assert editing.file.read_text().startswith("---\n# written on a train\nto: Ann Lee <ann@lee.example>   # her")


def test_a_ready_draft_that_is_saved_as_it_is_stays_ready(editing: Editing) -> None:
    _approve(editing)
    before = editing.file.read_bytes()
    assert editing.save() == SavedText(editing.digest)
    assert editing.file.read_bytes() == before


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("sent", "it was sent"),
        ("handed-over\nhanded-over: 2026-11-20", "it was handed over"),
        ("skipped\nreason: I will call her", "it is skipped"),
    ],
)
def test_a_letter_that_has_left_or_was_put_aside_is_not_changed(status: str, says: str, editing: Editing) -> None:
    text = editing.file.read_text().replace("status: draft", f"status: {status}")
    editing.file.write_text(text)
    for act in (
        lambda: editing.save("Other words."),
        lambda: editing.save("Other words.", digest="0" * 64),
        lambda: keep_aside(editing.snapshot, NAME, DraftText("S", "Other words.")),
    ):
        with pytest.raises(ConflictError, match=f"nothing was changed: {says}"):
            act()
    assert editing.file.read_text() == text
    assert editing.kept() == []


@pytest.mark.parametrize("subject", [" ", "\t\n", "\u2028\u00a0"])
def test_an_empty_subject_is_refused(subject: str, editing: Editing) -> None:
    before = editing.file.read_bytes()
    with pytest.raises(RecordsError, match="the subject is empty, so nothing was saved") as refused:
        editing.save("Other words.", subject)
    assert refused.value.hint == "write one; it is what an inbox shows first"
    assert editing.file.read_bytes() == before


@pytest.mark.parametrize(
    ("subject", "says"),
    [("a bell\x07", "it holds a character that does not print \\(U\\+0007\\)"), ("x" * 1001, "longer than 1000 characters")],
)  # fmt: skip
def test_a_subject_that_no_inbox_could_show_is_refused(subject: str, says: str, editing: Editing) -> None:
    before = editing.file.read_bytes()
    with pytest.raises(RecordsError, match=f"{says}; nothing was changed"):
        editing.save("Other words.", subject)
    assert editing.file.read_bytes() == before


def test_a_read_only_file_is_refused(editing: Editing) -> None:
    editing.file.chmod(0o400)
    before = editing.file.read_bytes()
    with pytest.raises(RecordsError, match=f"drafts/{NAME}.md is read-only, so nothing was changed"):
        editing.save("Other words.")
    assert editing.file.read_bytes() == before


def test_a_head_on_one_line_keeps_its_subject_and_takes_a_text() -> None:
    with written(b"---\n{subject: S, to: a@x.example}\n---\nOld.\n") as editing:
        editing.save("New.")
        assert editing.file.read_text() == "---\n{subject: S, to: a@x.example}\n---\nNew.\n"
        with pytest.raises(RecordsError, match="each field on a line of its own; nothing was changed"):
            editing.save("Newer.", "T")
        assert editing.file.read_text() == "---\n{subject: S, to: a@x.example}\n---\nNew.\n"


def test_half_of_a_character_is_refused(editing: Editing) -> None:
    before = editing.file.read_bytes()
    with pytest.raises(RecordsError, match="half of a character"):
        editing.save("Dear \ud83d Ann")
    assert editing.file.read_bytes() == before


def test_a_draft_that_is_not_there_or_cannot_be_read_is_refused(editing: Editing) -> None:
    digest = editing.digest
    editing.file.write_text("no head\n")
    with pytest.raises(RecordsError, match=f"the draft drafts/{NAME}.md cannot be read"):
        editing.save("Other words.", "S", digest)
    assert editing.file.read_text() == "no head\n"
    editing.file.unlink()
    with pytest.raises(NotFoundError, match=f"there is no draft '{NAME}'"):
        editing.save("Other words.", "S", digest)
    assert not editing.file.exists()


@pytest.mark.parametrize("call", ["write", "replace"])
def test_a_disk_that_refuses_leaves_the_file_as_it_was(call: str, editing: Editing) -> None:
    before = editing.file.read_bytes()
    with failing_at(call, 1, 28), pytest.raises(ExternalError):
        editing.save("Other words.", "S", editing.digest)
    assert editing.file.read_bytes() == before
    assert [path.name for path in editing.file.parent.iterdir()] == [f"{NAME}.md"]


# --- changed elsewhere ----------------------------------------------------------------------------------------------


def test_where_the_file_was_changed_elsewhere_both_versions_are_there_and_nothing_is_written(editing: Editing) -> None:
    seen = editing.digest
    theirs = editing.file.read_text().replace("two evenings", "three evenings").replace("'Evenings", "'Late evenings")
    editing.file.write_text(theirs)
    answer = editing.save("Mine.", "My subject", seen)
    other = DraftText("Late evenings, and who has room", BODY.replace("two", "three"))
    assert answer == OtherVersion(other, editing.digest)
    assert editing.file.read_text() == theirs
    assert editing.kept() == []


def test_who_keeps_their_own_keeps_the_other_as_a_backup(editing: Editing) -> None:
    seen = editing.digest
    editing.file.write_text(editing.file.read_text().replace("two evenings", "three evenings"))
    theirs = editing.file.read_bytes()
    answer = editing.save("Mine.", digest=seen)
    assert isinstance(answer, OtherVersion)
    saved = save_text(editing.snapshot, NAME, DraftText("S", "Mine."), digest=answer.digest, backup=True)
    assert saved == SavedText(editing.digest)
    assert (editing.draft.subject, editing.draft.body) == ("S", "Mine.\n")
    assert editing.kept() == [theirs]


def test_who_takes_the_other_keeps_their_own_as_a_backup(editing: Editing) -> None:
    before = editing.file.read_bytes()
    keep_aside(editing.snapshot, NAME, DraftText("My subject", "Mine."))
    assert editing.file.read_bytes() == before
    [kept] = editing.kept()
    assert kept == before.replace(BODY.encode(), b"Mine.\n").replace(b"'Evenings, and who has room'", b"My subject")


def test_the_same_words_from_elsewhere_are_no_conflict(editing: Editing) -> None:
    """An answer that got lost on its way: the page asks again with the digest of before."""
    seen = editing.digest
    editing.save("Mine.", digest=seen)
    before = editing.file.stat()
    assert editing.save("Mine.", digest=seen) == SavedText(editing.digest)
    assert editing.file.stat() == before


def test_an_editor_that_saves_in_the_last_instant_is_not_written_over(
    editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the file and its new name: the digest is compared last of all."""
    seen, theirs = editing.digest, editing.file.read_text().replace("two", "three")
    real = os.open

    def opened(path: str, *others: int) -> int:
        if ".outreach-tmp-" in str(path):
            editing.file.write_text(theirs)
        return real(path, *others)

    monkeypatch.setattr(os, "open", opened)
    with pytest.raises(ConflictError, match="has changed since it was read, so nothing was written"):
        editing.save("Mine.", digest=seen)
    assert editing.file.read_text() == theirs
