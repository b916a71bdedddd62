"""Between approval and the post: what was confirmed first holds, nobody's words are lost, and nothing leaves twice."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from composer.lock import locked
from composer.outputs.export import ExportRequest
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.history_log import NewEvent, log_event
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready, mark_sent
from tests.conftest import DAY, TODAY, Run, change
from tests.inline import PRACTICE, Inline

CONTACTS = """\
- name: Dr. Abena Osei, MD
  role: pcp
  email: a.osei@riverstreet.example
  needs: [{text: Medicaid patients wait months, heard: 2026-06-03, source: phone}]
- name: Jonah Brandt
  role: school counselor
  email: jonah@lakeschool.example
  needs: [{text: families on Medicaid find nobody, heard: 2026-06-03, source: email}]
"""
NAME, OTHER = "abena-osei.introduction", "jonah-brandt.introduction"


@pytest.fixture(autouse=True)
def _inline() -> Iterator[None]:
    with patch("composer.outputs.export.Pool", Inline):
        yield


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("approved")
    (folder / "practice.yaml").write_text(PRACTICE)
    (folder / "contacts.yaml").write_text(CONTACTS)
    (folder / "history.yaml").write_text("")
    write_drafts(Snapshot(folder, TODAY), DraftRequest("introduction"))
    assert [one.because for one in mark_ready(Snapshot(folder, TODAY), [NAME, OTHER])] == ["", ""]
    return folder


@pytest.fixture
def book(approved: Path, tmp_path: Path) -> Path:
    """A workspace with two drafts that a person has approved."""
    return shutil.copytree(approved, tmp_path / "book")


def hand_over(run: Run, folder: Path, *words: str) -> str:
    return run("-C", folder, *DAY, "export", "eml", *words).out


# --- what is confirmed before a letter is handed over keeps it ------------------------------------------------------

WISHES: dict[str, Callable[[Path], object]] = {
    "logged": lambda folder: log_event(Snapshot(folder, TODAY), NewEvent("asked to stop", ["abena-osei"], TODAY)),
    "logged as moved": lambda folder: log_event(Snapshot(folder, TODAY), NewEvent("moved", ["abena-osei"], TODAY)),
    "in the record": lambda folder: change(
        folder / "contacts.yaml", "name: Dr. Abena Osei, MD", "name: Dr. Abena Osei, MD\n  do_not_contact: true"
    ),
    "on the list": lambda folder: (folder / "do-not-contact.yaml").write_text("- contact: abena-osei\n"),
}


@contextmanager
def just_before_its_turn(deed: Callable[[Path], object]) -> Iterator[None]:
    """Another run does something while this one waits for the lock."""
    done: list[Path] = []

    @contextmanager
    def late(folder: Path) -> Iterator[None]:
        if not done:
            done.append(folder)
            deed(folder)
        with locked(folder):
            yield

    with patch("composer.workspace.snapshot.locked", late):
        yield
    assert done


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_that_was_noted_first_keeps_the_letter_that_was_about_to_leave(book: Path, wish: str) -> None:
    snapshot = Snapshot(book, TODAY)
    assert snapshot.records, "they were read before"
    with just_before_its_turn(WISHES[wish]):
        results = {one.draft: one for one in export_drafts(snapshot, ExportRequest())}
    assert results[NAME].path == ""
    assert results[OTHER].path == f"outbox/{OTHER}.eml"
    assert [path.stem for path in (book / "outbox").iterdir()] == [OTHER]


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_that_was_noted_first_keeps_a_draft_from_being_made(book: Path, wish: str) -> None:
    (book / f"drafts/{NAME}.md").unlink()
    (book / f".outreach/base/{NAME}.md").unlink()
    snapshot = Snapshot(book, TODAY)
    assert snapshot.records
    with just_before_its_turn(WISHES[wish]):
        [result] = write_drafts(snapshot, DraftRequest("introduction", ["abena-osei"])).results
    assert (result.outcome, (book / f"drafts/{NAME}.md").exists()) == ("left out", False)


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_that_was_noted_first_keeps_a_draft_from_being_marked_ready(book: Path, wish: str) -> None:
    snapshot = Snapshot(book, TODAY)
    assert snapshot.records
    with just_before_its_turn(WISHES[wish]):
        [change_] = mark_ready(snapshot, [NAME])
    assert change_.because


def test_what_another_run_noted_as_sent_is_not_noted_again(book: Path) -> None:
    snapshot = Snapshot(book, TODAY)
    assert snapshot.records
    before = (book / "history.yaml").read_text()
    sent = NewEvent("sent", ["abena-osei"], TODAY, letter="introduction")
    with just_before_its_turn(lambda folder: log_event(Snapshot(folder, TODAY), sent)):
        mark_sent(snapshot, [NAME], TODAY)
    added = (book / "history.yaml").read_text().removeprefix(before)
    assert added == "- {date: 2026-11-24, contact: abena-osei, event: sent, letter: introduction}\n"


def test_a_contact_whose_id_changed_meanwhile_is_logged_under_the_new_one(book: Path) -> None:
    snapshot = Snapshot(book, TODAY)
    assert snapshot.records
    renamed = "name: Dr. Abena Osei, MD\n  id: osei\n  former_ids: [abena-osei]"
    with just_before_its_turn(lambda folder: change(folder / "contacts.yaml", "name: Dr. Abena Osei, MD", renamed)):
        [line] = log_event(snapshot, NewEvent("called", ["abena-osei"], TODAY))
    assert line == "- {date: 2026-11-24, contact: osei, event: called}"


# --- a message that a person changed is not lost --------------------------------------------------------------------


def write_protected(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o400)


EDITS: dict[str, Callable[[Path], object]] = {
    "another greeting": lambda path: change(path, "Dear Dr. Osei", "Dear Abena"),
    "saved by a mail program": lambda path: path.write_bytes(b"X-Mozilla-Status: 0001\r\n" + path.read_bytes()),
    "emptied but for a word": lambda path: path.write_text("mine"),
    "read-only": lambda path: write_protected(path, "mine"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_message_that_a_person_changed_is_kept_before_it_is_replaced(book: Path, run: Run, edit: str) -> None:
    hand_over(run, book, NAME)
    message = book / f"outbox/{NAME}.eml"
    calm = message.read_bytes()
    EDITS[edit](message)
    edited = message.read_bytes()
    ran = run("-C", book, *DAY, "export", "eml", NAME, "--again")
    assert message.read_bytes() == calm
    [kept] = (book / ".outreach/backup").glob("*.eml")
    assert kept.read_bytes() == edited
    assert f"The message of {NAME} was not as the program wrote it; what lay there is in .outreach/backup/" in ran.err
    assert kept.name in ran.err


def test_a_message_that_nobody_changed_is_replaced_without_a_word(book: Path, run: Run) -> None:
    hand_over(run, book, NAME)
    change(book / f"drafts/{NAME}.md", "With good wishes", "With warm wishes")
    run("-C", book, *DAY, "reopen", NAME)
    shutil.rmtree(book / ".outreach/backup")
    run("-C", book, *DAY, "ready", NAME)
    ran = run("-C", book, *DAY, "export", "eml", NAME)
    assert "With warm wishes" in (book / f"outbox/{NAME}.eml").read_text()
    assert "backup" not in ran.err
    assert not (book / ".outreach/backup").exists()


def test_what_lay_in_the_outbox_before_is_kept_even_where_nothing_is_known_of_it(book: Path, run: Run) -> None:
    (book / "outbox").mkdir()
    (book / f"outbox/{NAME}.eml").write_text("a message of my own")
    hand_over(run, book, NAME)
    assert [path.read_text() for path in (book / ".outreach/backup").iterdir()] == ["a message of my own"]


# --- what is opened again or put aside is not sent by mistake -------------------------------------------------------


@pytest.mark.parametrize("words", [["reopen", NAME], ["reopen", OTHER, NAME]])
def test_the_message_of_a_draft_that_is_opened_again_leaves_the_outbox(book: Path, run: Run, words: list[str]) -> None:
    hand_over(run, book)
    message = (book / f"outbox/{NAME}.eml").read_bytes()
    ran = run("-C", book, *DAY, *words)
    assert not (book / f"outbox/{NAME}.eml").exists()
    assert [path.read_bytes() for path in (book / ".outreach/backup").glob(f"{NAME}*.eml")] == [message]
    assert f"{NAME}: its message went from outbox/ to .outreach/backup/{NAME}." in ran.err


def test_a_changed_message_of_a_draft_that_is_opened_again_stays_and_is_told(book: Path, run: Run) -> None:
    hand_over(run, book)
    (book / f"outbox/{NAME}.eml").write_text("mine")
    lies = f"outbox/{NAME}.eml still lies there"
    ran = run("-C", book, *DAY, "reopen", NAME)
    says = f"{NAME}: {lies}, and is not as the program wrote it: delete it, so that nobody sends it.\n"
    assert says in ran.err
    assert (book / f"outbox/{NAME}.eml").read_text() == "mine"
    assert lies in run("-C", book, *DAY, "skip", NAME, "--reason", "she asked").err
    assert lies in run("-C", book, *DAY, "check").out
    (book / f"outbox/{NAME}.eml").unlink()
    assert lies not in run("-C", book, *DAY, "check").out


def test_a_letter_that_was_handed_over_and_is_kept_by_a_wish_now_is_told_by_check(book: Path, run: Run) -> None:
    hand_over(run, book)
    (book / "do-not-contact.yaml").write_text("- contact: abena-osei\n")
    said = run("-C", book, *DAY, "check").out
    assert f"outbox/{NAME}.eml still lies there and opens as a draft" in said
    assert f"outbox/{OTHER}.eml" not in said


# --- a draft leaves once, whatever its head says later --------------------------------------------------------------


@pytest.mark.parametrize("edit", ["With warm wishes", "With good wishes"])
@pytest.mark.parametrize("sent", [True, False])
def test_an_older_text_saved_over_a_head_does_not_leave_again(book: Path, run: Run, edit: str, *, sent: bool) -> None:
    path, message = book / f"drafts/{NAME}.md", book / f"outbox/{NAME}.eml"
    buffer = path.read_text().replace("With good wishes", edit)
    hand_over(run, book, NAME)
    if sent or edit == "With good wishes":
        message.unlink()  # it was sent, and nobody noted it
    before = {one.name: one.read_bytes() for one in (book / "outbox").iterdir()}
    path.write_text(buffer)
    assert "it has left already, and its head does not say so" in run("-C", book, *DAY, "check").out
    assert "it has left already" in run("-C", book, *DAY, "ready", NAME).err
    ran = run("-C", book, *DAY, "export", "eml", NAME)
    assert "it left before, on 2026-11-24; --again hands it over once more" in ran.out
    assert {one.name: one.read_bytes() for one in (book / "outbox").iterdir()} == before
    assert message.name in run("-C", book, *DAY, "export", "eml", NAME, "--again").out
    assert edit in message.read_text()


def test_a_draft_that_was_opened_again_leaves_again(book: Path, run: Run) -> None:
    hand_over(run, book, NAME)
    for words in (["reopen", NAME], ["ready", NAME], ["export", "eml", NAME]):
        ran = run("-C", book, *DAY, *words)
        assert ran.code == 0, ran
    assert (book / f"outbox/{NAME}.eml").exists()


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"three words here now"])
def test_a_letter_whose_note_is_damaged_counts_as_left(book: Path, run: Run, damage: bytes) -> None:
    path = book / f"drafts/{NAME}.md"
    text = path.read_text()
    hand_over(run, book, NAME)
    (book / f"outbox/{NAME}.eml").unlink()
    (book / f".outreach/left/{NAME}.eml").write_bytes(damage)
    path.write_text(text)
    assert "it left before; --again hands it over once more" in hand_over(run, book, NAME)
