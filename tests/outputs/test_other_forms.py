"""Whatever the form in which letters leave, each leaves once, and is taken back where it lies."""

import errno
import json
import mailbox
import shutil
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

import pytest

from composer.drafts.outbox_names import INDEX
from composer.drafts.outbox_places import NAMED, PLACE_OF
from composer.errors import ExternalError
from composer.files import sync_folder
from composer.outputs.export import LEFT_BEFORE, ExportRequest
from composer.outputs.registry import FORMATS
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run, change
from tests.disks import failing_at, posix
from tests.outputs.conftest import CALLED, NAME, OTHER

pytestmark = pytest.mark.usefixtures("inline")
WHERE = {
    "eml": f"outbox/{CALLED[NAME]}.eml",
    "eml-text": f"outbox/{CALLED[NAME]}.eml",
    "mbox": "outbox/letters.mbox",
    "maildir": f"outbox/maildir/cur/{NAME}:2,DS",
    "html": f"outbox/{CALLED[NAME]}.html",
    "text": f"outbox/{CALLED[NAME]}.txt",
    "mailto": "outbox/letters.htm",
    "json": f"outbox/{CALLED[NAME]}.json",
}
SUBJECTS = ["Medicaid, and who has room", "Families with Medicaid"]
TOMORROW = ("--today", "2026-11-25")


def everything(folder: Path) -> dict[str, bytes]:
    """Every file in the outbox, with what it holds, but for what says whose they are."""
    files = [path for path in (folder / "outbox").rglob("*") if path.is_file() and path.name != INDEX]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def times(folder: Path, word: str) -> int:
    """How many letters in the outbox say this; each says it once in its head or its first lines."""
    return sum(data.count(word.encode()) for data in everything(folder).values())


@pytest.mark.parametrize("form", FORMATS)
def test_a_letter_is_handed_over_in_a_form_once(ready: Path, run: Run, form: str) -> None:
    ran = run("-C", ready, *DAY, "export", form)
    assert ran.code == 0
    assert WHERE[form] in ran.out
    assert f"2 letters in outbox/. Nothing was sent. {FORMATS[form].then}" in ran.err
    calm = everything(ready)
    assert WHERE[form] in calm
    assert "status: handed-over" in (ready / f"drafts/{NAME}.md").read_text()
    assert "2 drafts left before; --again hands them over once more." in run("-C", ready, *DAY, "export", form).out
    assert everything(ready) == calm
    run("-C", ready, *DAY, "export", form, "--again")
    assert everything(ready) == calm


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("day", [DAY, TOMORROW])
def test_a_crash_before_the_draft_knows_it_is_ended_by_the_next_run(
    ready: Path, run: Run, form: str, day: tuple[str, ...]
) -> None:
    """On the next day, too, on which a stored message has another date: nothing is there twice."""
    texts = {path: path.read_text() for path in (ready / "drafts").glob("*.md")}
    run("-C", ready, *DAY, "export", form)
    calm = everything(ready)
    for path, text in texts.items():
        path.write_text(text)  # as if the plug had been pulled before
    ran = run("-C", ready, *day, "export", form)
    assert "Written (2)" in ran.out
    assert len(everything(ready)) == len(calm)
    assert times(ready, "Dear Dr. Osei") == sum(data.count(b"Dear Dr. Osei") for data in calm.values())
    assert "status: handed-over" in (ready / f"drafts/{NAME}.md").read_text()


@pytest.mark.parametrize("form", FORMATS)
def test_a_crash_before_it_is_remembered_is_ended_by_the_next_run(ready: Path, run: Run, form: str) -> None:
    class PulledError(Exception):
        pass

    def pulled(*_: object) -> None:
        raise PulledError

    with patch("composer.drafts.departures.Departures.note", pulled), pytest.raises(PulledError):
        list(export_drafts(Snapshot(ready, TODAY), ExportRequest(form)))
    assert not list((ready / ".outreach").glob("left/*"))
    written = times(ready, "Dear Dr. Osei")
    assert written
    assert "Written (2)" in run("-C", ready, *TOMORROW, "export", form).out
    assert times(ready, "Dear Dr. Osei") == written


@pytest.mark.parametrize("form", FORMATS)
def test_a_letter_that_is_opened_again_is_taken_out_and_the_other_stays(ready: Path, run: Run, form: str) -> None:
    run("-C", ready, *DAY, "export", form)
    said = run("-C", ready, *DAY, "reopen", NAME).err
    [kept] = (ready / ".outreach/backup").glob(f"{NAME}.*{FORMATS[form].suffix}")
    assert f"{NAME}: its message went from outbox/ to .outreach/backup/{kept.name}" in said
    assert times(ready, "Dear Dr. Osei") == 0
    assert times(ready, "Dear Jonah") or times(ready, "Brandt")
    in_a_mailbox = "if your mail program has read it from there, delete it there, too"
    assert (in_a_mailbox in said) is (form in {"mbox", "maildir"})
    for words in (["ready", NAME], ["export", form, NAME]):
        assert run("-C", ready, *DAY, *words).code == 0
    assert times(ready, "Dear Dr. Osei")
    run("-C", ready, *DAY, "reopen", NAME, OTHER)
    assert everything(ready) == {}


def by_a_person(path: Path) -> None:
    change(path, "Dear Dr. Osei", "Dear Abena")


@pytest.mark.parametrize("form", FORMATS)
def test_a_letter_that_somebody_changed_is_not_taken_out(ready: Path, run: Run, form: str) -> None:
    run("-C", ready, *DAY, "export", form)
    by_a_person(ready / WHERE[form])
    before = everything(ready)
    said = run("-C", ready, *DAY, "reopen", NAME).err
    assert everything(ready) == before
    assert "as the program wrote it" in said


@pytest.mark.parametrize("first", FORMATS)
@pytest.mark.parametrize("then", ["eml", "mbox", "html"])
def test_a_letter_that_leaves_again_in_another_form_does_not_lie_there_twice(
    ready: Path, run: Run, first: str, then: str
) -> None:
    run("-C", ready, *DAY, "export", first)
    ran = run("-C", ready, *DAY, "export", then, "--again")
    assert "Written (2)" in ran.out
    calm = everything(ready)
    assert {path for path in calm if "brandt" not in path.casefold()} == {WHERE[then]}
    run("-C", ready, *DAY, "export", then, "--again")
    assert everything(ready) == calm
    run("-C", ready, *DAY, "reopen", NAME, OTHER)
    assert everything(ready) == {}


def test_what_lies_there_in_two_forms_is_said(ready: Path, run: Run) -> None:
    run("-C", ready, *DAY, "export", "eml", NAME)
    shutil.copy(ready / f"outbox/{CALLED[NAME]}.eml", ready / f"outbox/{CALLED[NAME]}.html")
    twice = f"it lies there twice: outbox/{CALLED[NAME]}.eml and outbox/{CALLED[NAME]}.html"
    assert twice in run("-C", ready, *DAY, "check", NAME).out


@pytest.mark.parametrize("form", FORMATS)
def test_a_wish_that_comes_later_names_what_lies_there(ready: Path, run: Run, form: str) -> None:
    run("-C", ready, *DAY, "export", form)
    suffix = FORMATS[form].suffix
    where = PLACE_OF[suffix].says(CALLED[NAME] if suffix in NAMED else NAME)
    ran = run("-C", ready, *DAY, "log", "asked to stop", "abena-osei")
    assert f"{where} still lies there: delete it, so that nobody sends it." in ran.err
    assert json.loads(run("-C", ready, *DAY, "due", "--json").out)["delete"] == [where]
    assert f"{where} still lies there" in run("-C", ready, *DAY, "check").out
    assert OTHER not in ran.err


def test_a_draft_saved_while_it_is_handed_over_is_taken_out_of_the_mbox(ready: Path) -> None:
    path = ready / f"drafts/{NAME}.md"

    def saved(folder: Path) -> None:
        if folder.name == "left":
            change(path, "Dear Dr. Osei", "Dear Abena")
        sync_folder(folder)

    with patch("composer.outputs.outbox.sync_folder", saved):
        results = {one.draft: one for one in export_drafts(Snapshot(ready, TODAY), ExportRequest("mbox"))}
    assert results[NAME].because == "it was saved while it was being handed over; run the export again"
    assert results[OTHER].path == "outbox/letters.mbox"
    assert times(ready, "Dear Dr. Osei") == 0
    assert [one["Subject"] for one in in_mbox(ready)] == SUBJECTS[1:]


def test_another_run_adds_to_the_mbox_that_is_there(ready: Path, run: Run) -> None:
    run("-C", ready, *DAY, "export", "mbox", NAME)
    first = (ready / "outbox/letters.mbox").read_bytes()
    run("-C", ready, *DAY, "export", "mbox", OTHER)
    assert (ready / "outbox/letters.mbox").read_bytes().startswith(first)
    assert [one["Subject"] for one in in_mbox(ready)] == SUBJECTS


def test_what_a_mail_program_put_into_the_mbox_stays_as_it_is(ready: Path, run: Run) -> None:
    theirs = b"From a@x.example Tue Nov 24 12:00:00 2026\nFrom: a@x.example\nSubject: mine\n\nHello\n"
    (ready / "outbox").mkdir()
    (ready / "outbox/letters.mbox").write_bytes(theirs)
    run("-C", ready, *DAY, "export", "mbox")
    assert [one["Subject"] for one in in_mbox(ready)] == ["mine", *SUBJECTS]
    run("-C", ready, *DAY, "reopen", NAME, OTHER)
    assert (ready / "outbox/letters.mbox").read_bytes().strip() == theirs.strip()


def test_many_letters_in_batches_are_all_in_the_mbox(ready: Path) -> None:
    with patch("composer.outputs.outbox._BATCH", 1):
        results = list(export_drafts(Snapshot(ready, TODAY), ExportRequest("mbox")))
    assert {one.path for one in results} == {"outbox/letters.mbox"}
    assert [one["Subject"] for one in in_mbox(ready)] == SUBJECTS


@pytest.mark.parametrize("form", ["mbox", "maildir"])
def test_a_mailbox_is_read_by_the_standard_library(ready: Path, run: Run, form: str) -> None:
    run("-C", ready, *DAY, "export", form)
    eml = ready.parent / "eml"
    shutil.copytree(ready, eml)
    shutil.rmtree(eml / "outbox")
    run("-C", eml, *DAY, "export", "eml", "--again")
    meant = {}
    for path in (eml / "outbox").glob("*.eml"):
        one = message_from_bytes(path.read_bytes(), policy=policy.default)
        meant[str(one["To"])] = (one["Subject"], text_of(one))
    read = in_mbox(ready) if form == "mbox" else in_maildir(ready)
    assert {str(one["To"]): (one["Subject"], text_of(one)) for one in read} == meant
    assert len(meant) == 2


def in_mbox(folder: Path) -> list[EmailMessage]:
    """What Python's mailbox finds in the mbox."""
    with closing(mailbox.mbox(folder / "outbox/letters.mbox", create=False)) as box:
        return [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.iterkeys()]


def in_maildir(folder: Path) -> list[EmailMessage]:
    with closing(mailbox.Maildir(folder / "outbox/maildir", create=False)) as box:
        return [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.iterkeys()]


def text_of(message: EmailMessage) -> list[str]:
    parts = [part for part in message.walk() if isinstance(part, EmailMessage) and not part.is_multipart()]
    return [part.get_content().replace("\r\n", "\n").rstrip() for part in parts]


def test_a_maildir_has_its_three_folders_and_its_messages_are_drafts(ready: Path, run: Run) -> None:
    run("-C", ready, *DAY, "export", "maildir")
    assert sorted(path.name for path in (ready / "outbox/maildir").iterdir()) == ["cur", "new", "tmp"]
    assert [one.get_flags() for one in mailbox.Maildir(ready / "outbox/maildir")] == ["DS", "DS"]


def test_a_message_that_a_mail_program_flagged_is_still_found_in_the_maildir(ready: Path, run: Run) -> None:
    run("-C", ready, *DAY, "export", "maildir")
    path = ready / WHERE["maildir"]
    path.rename(path.with_name(f"{NAME}:2,DFS"))
    run("-C", ready, *DAY, "reopen", NAME)
    assert [path.name for path in (ready / "outbox/maildir/cur").iterdir()] == [f"{OTHER}:2,DS"]


def test_what_a_mail_program_has_read_from_the_mbox_is_said_when_it_is_opened_again(ready: Path, run: Run) -> None:
    run("-C", ready, *DAY, "export", "mbox")
    (ready / "outbox/letters.mbox").unlink()
    said = run("-C", ready, *DAY, "reopen", NAME).err
    there = f"the letter {NAME} in outbox/letters.mbox is not there any more as the program wrote it"
    assert f"{there}; if your mail program has read it from there, delete it there, too." in said


@pytest.mark.parametrize("form", ["mbox", "mailto"])
def test_a_shared_file_is_written_once_a_batch_and_not_once_a_letter(ready: Path, form: str) -> None:
    written = []
    real = PLACE_OF[FORMATS[form].suffix].__class__.write  # type: ignore[attr-defined]

    def counted(*words: object, **more: object) -> None:
        written.append(words)
        real(*words, **more)

    with patch("composer.drafts.outbox_places.SharedFile.write", counted):
        list(export_drafts(Snapshot(ready, TODAY), ExportRequest(form)))
    assert len(written) == 1


def test_an_outbox_that_cannot_be_written_hands_over_nothing(ready: Path, run: Run) -> None:
    (ready / "outbox").mkdir()
    (ready / "outbox/letters.mbox").mkdir()
    ran = run("-C", ready, *DAY, "export", "mbox")
    assert ran.code != 0
    assert "status: ready" in (ready / f"drafts/{NAME}.md").read_text()


@posix
@pytest.mark.parametrize("form", ["mbox", "maildir", "html", "mailto"])
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_whatever_call_fails_each_letter_is_there_once_after_the_next_run(ready: Path, form: str, call: str) -> None:
    """The nth call of its kind fails, for every n; the next run ends what is left."""
    before, calm = ready.parent / "before", b""
    shutil.copytree(ready, before)
    refused = 0
    for failing in range(1, 100):
        shutil.rmtree(ready)
        shutil.copytree(before, ready)
        with failing_at(call, failing, errno.ENOSPC) as happened:
            try:
                list(export_drafts(Snapshot(ready, TODAY), ExportRequest(form)))
            except ExternalError:
                refused += 1
        assert {one.because for one in export_drafts(Snapshot(ready, TODAY), ExportRequest(form))} <= {"", LEFT_BEFORE}
        found = everything(ready)
        whole = b"".join(found[path] for path in sorted(found))
        calm = calm or whole
        assert whole == calm, failing
        assert all("status: handed-over" in path.read_text() for path in (ready / "drafts").glob("*.md"))
        if not happened():
            break
    assert refused
    assert calm.count(b"Dear Dr. Osei") == times(ready, "Dear Dr. Osei")
