"""Between approval and the post: what was confirmed first holds, nobody's words are lost, and nothing leaves twice."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from composer.app.draft_list import DraftList
from composer.app.draft_page import draft_page
from composer.app.reloading import ReloadingSnapshot
from composer.lock import locked
from composer.outputs.export import ExportRequest
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.history_log import NewEvent, log_event
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready, mark_sent
from tests.conftest import DAY, TODAY, Run, change
from tests.outputs.conftest import CALLED, NAME, OTHER, hand_over

pytestmark = pytest.mark.usefixtures("inline")


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
def test_a_wish_that_was_noted_first_keeps_the_letter_that_was_about_to_leave(ready: Path, wish: str) -> None:
    snapshot = Snapshot(ready, TODAY)
    assert snapshot.records, "they were read before"
    with just_before_its_turn(WISHES[wish]):
        results = {one.draft: one for one in export_drafts(snapshot, ExportRequest())}
    assert results[NAME].path == ""
    assert results[OTHER].path == f"outbox/{CALLED[OTHER]}.eml"
    assert [path.stem for path in (ready / "outbox").glob("*.eml")] == [CALLED[OTHER]]


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_that_was_noted_first_keeps_a_draft_from_being_made(ready: Path, wish: str) -> None:
    (ready / f"drafts/{NAME}.md").unlink()
    (ready / f".outreach/base/{NAME}.md").unlink()
    snapshot = Snapshot(ready, TODAY)
    assert snapshot.records
    with just_before_its_turn(WISHES[wish]):
        [result] = write_drafts(snapshot, DraftRequest("introduction", ["abena-osei"])).results
    assert (result.outcome, (ready / f"drafts/{NAME}.md").exists()) == ("left out", False)


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_that_was_noted_first_keeps_a_draft_from_being_marked_ready(ready: Path, wish: str) -> None:
    snapshot = Snapshot(ready, TODAY)
    assert snapshot.records
    with just_before_its_turn(WISHES[wish]):
        [change_] = mark_ready(snapshot, [NAME])
    assert change_.because


def test_what_another_run_noted_as_sent_is_not_noted_again(ready: Path) -> None:
    snapshot = Snapshot(ready, TODAY)
    assert snapshot.records
    before = (ready / "history.yaml").read_text()
    sent = NewEvent("sent", ["abena-osei"], TODAY, letter="introduction")
    with just_before_its_turn(lambda folder: log_event(Snapshot(folder, TODAY), sent)):
        mark_sent(snapshot, [NAME], TODAY)
    added = (ready / "history.yaml").read_text().removeprefix(before)
    assert added == "- {date: 2026-11-24, contact: abena-osei, event: sent, letter: introduction}\n"


def test_a_contact_whose_id_changed_meanwhile_is_logged_under_the_new_one(ready: Path) -> None:
    snapshot = Snapshot(ready, TODAY)
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
def test_a_message_that_a_person_changed_is_kept_before_it_is_replaced(ready: Path, run: Run, edit: str) -> None:
    hand_over(run, ready, NAME)
    message = ready / f"outbox/{CALLED[NAME]}.eml"
    calm = message.read_bytes()
    EDITS[edit](message)
    edited = message.read_bytes()
    ran = run("-C", ready, *DAY, "export", "eml", NAME, "--again")
    assert message.read_bytes() == calm
    [kept] = (ready / ".outreach/backup").glob("*.eml")
    assert kept.read_bytes() == edited
    assert f"{NAME}: what lay in its place was not as the program wrote it; it is kept in .outreach/backup/" in ran.err
    assert kept.name in ran.err


def test_a_message_that_nobody_changed_is_replaced_without_a_word(ready: Path, run: Run) -> None:
    hand_over(run, ready, NAME)
    change(ready / f"drafts/{NAME}.md", "With good wishes", "With warm wishes")
    run("-C", ready, *DAY, "reopen", NAME)
    shutil.rmtree(ready / ".outreach/backup")
    run("-C", ready, *DAY, "ready", NAME)
    ran = run("-C", ready, *DAY, "export", "eml", NAME)
    assert "With warm wishes" in (ready / f"outbox/{CALLED[NAME]}.eml").read_text()
    assert "backup" not in ran.err
    assert not (ready / ".outreach/backup").exists()


def test_what_lay_in_the_outbox_before_is_kept_even_where_nothing_is_known_of_it(ready: Path, run: Run) -> None:
    (ready / "outbox").mkdir()
    (ready / f"outbox/{CALLED[NAME]}.eml").write_text("a message of my own")
    hand_over(run, ready, NAME)
    assert [path.read_text() for path in (ready / ".outreach/backup").iterdir()] == ["a message of my own"]


# --- what is opened again or put aside is not sent by mistake -------------------------------------------------------


@pytest.mark.parametrize("words", [["reopen", NAME], ["reopen", OTHER, NAME]])
def test_the_message_of_a_draft_that_is_opened_again_leaves_the_outbox(ready: Path, run: Run, words: list[str]) -> None:
    hand_over(run, ready)
    message = (ready / f"outbox/{CALLED[NAME]}.eml").read_bytes()
    ran = run("-C", ready, *DAY, *words)
    assert not (ready / f"outbox/{CALLED[NAME]}.eml").exists()
    assert [path.read_bytes() for path in (ready / ".outreach/backup").glob(f"{NAME}*.eml")] == [message]
    assert f"{NAME}: its message went from outbox/ to .outreach/backup/{NAME}." in ran.err


def test_a_changed_message_of_a_draft_that_is_opened_again_stays_and_is_told(ready: Path, run: Run) -> None:
    hand_over(run, ready)
    (ready / f"outbox/{CALLED[NAME]}.eml").write_text("mine")
    lies = f"outbox/{CALLED[NAME]}.eml still lies there"
    ran = run("-C", ready, *DAY, "reopen", NAME)
    says = f"{NAME}: {lies}, and is not as the program wrote it: delete it, so that nobody sends it.\n"
    assert says in ran.err
    assert (ready / f"outbox/{CALLED[NAME]}.eml").read_text() == "mine"
    assert lies in run("-C", ready, *DAY, "skip", NAME, "--reason", "she asked").err
    assert lies in run("-C", ready, *DAY, "check").out
    (ready / f"outbox/{CALLED[NAME]}.eml").unlink()
    assert lies not in run("-C", ready, *DAY, "check").out


def test_a_letter_that_was_handed_over_and_is_kept_by_a_wish_now_is_told_by_check(ready: Path, run: Run) -> None:
    hand_over(run, ready)
    (ready / "do-not-contact.yaml").write_text("- contact: abena-osei\n")
    said = run("-C", ready, *DAY, "check").out
    assert f"outbox/{CALLED[NAME]}.eml still lies there and opens as a draft" in said
    assert f"outbox/{CALLED[OTHER]}.eml" not in said


@pytest.mark.parametrize("event", ["asked to stop", "moved", "retired", "bounced"])
def test_an_event_that_stops_letters_names_what_lies_in_the_outbox(ready: Path, run: Run, event: str) -> None:
    hand_over(run, ready)
    (ready / "outbox/abena-osei.thank-you.eml").write_text("of a draft that somebody deleted, by an earlier version")
    told = [f"outbox/{name}.eml still lies there: delete it, so that nobody sends it." for name in
            (CALLED[NAME], "abena-osei.thank-you")]  # fmt: skip
    ran = run("-C", ready, *DAY, "log", event, "abena-osei")
    assert [line for line in ran.err.splitlines() if "outbox" in line] == told
    assert [line for line in run("-C", ready, *DAY, "due").err.splitlines() if "outbox" in line] == told
    assert json.loads(run("-C", ready, *DAY, "due", "--json").out)["delete"] == [
        line.partition(" still")[0] for line in told
    ]


def test_nothing_is_said_of_messages_that_may_be_sent_or_were(ready: Path, run: Run) -> None:
    hand_over(run, ready)
    assert "outbox" not in run("-C", ready, *DAY, "log", "met", "abena-osei").err
    assert "outbox" not in run("-C", ready, *DAY, "due").err
    run("-C", ready, *DAY, "sent", NAME)
    shutil.rmtree(ready / ".outreach/left")  # as in a workspace of an earlier version
    assert "outbox" not in run("-C", ready, *DAY, "log", "asked to stop", "abena-osei").err


@pytest.mark.parametrize("status", ["draft", "ready", "skipped"])
def test_due_names_a_message_whose_draft_is_to_stay(ready: Path, run: Run, status: str) -> None:
    hand_over(run, ready)
    change(ready / f"drafts/{NAME}.md", "status: handed-over", f"status: {status}")
    shutil.rmtree(ready / ".outreach/left")
    assert f"outbox/{CALLED[NAME]}.eml still lies there: delete it" in run("-C", ready, *DAY, "due").err
    assert f"outbox/{CALLED[NAME]}.eml still lies there" in run("-C", ready, *DAY, "check").out


def test_the_preview_sees_that_a_message_was_deleted(ready: Path, run: Run) -> None:
    hand_over(run, ready)
    (ready / f"outbox/{CALLED[NAME]}.eml").write_text("mine")
    run("-C", ready, *DAY, "reopen", NAME)
    drafts = DraftList(ReloadingSnapshot(Snapshot(ready, TODAY)))
    assert "message-lies" in {problem.code for problem in draft_page(drafts, NAME).problems}
    (ready / f"outbox/{CALLED[NAME]}.eml").unlink()
    assert "message-lies" not in {problem.code for problem in draft_page(drafts, NAME).problems}


# --- a draft leaves once, whatever its head says later --------------------------------------------------------------


@pytest.mark.parametrize("edit", ["With warm wishes", "With good wishes"])
@pytest.mark.parametrize("sent", [True, False])
def test_an_older_text_saved_over_a_head_does_not_leave_again(ready: Path, run: Run, edit: str, *, sent: bool) -> None:
    path, message = ready / f"drafts/{NAME}.md", ready / f"outbox/{CALLED[NAME]}.eml"
    buffer = path.read_text().replace("With good wishes", edit)
    hand_over(run, ready, NAME)
    if sent or edit == "With good wishes":
        message.unlink()  # it was sent, and nobody noted it
    before = {one.name: one.read_bytes() for one in (ready / "outbox").iterdir()}
    path.write_text(buffer)
    assert "it has left already, and its head does not say so" in run("-C", ready, *DAY, "check").out
    assert "it has left already" in run("-C", ready, *DAY, "ready", NAME).err
    ran = run("-C", ready, *DAY, "export", "eml", NAME)
    assert "it left before; --again hands it over once more" in ran.out
    assert {one.name: one.read_bytes() for one in (ready / "outbox").iterdir()} == before
    assert message.name in run("-C", ready, *DAY, "export", "eml", NAME, "--again").out
    assert edit in message.read_text()


def test_a_draft_that_was_opened_again_leaves_again(ready: Path, run: Run) -> None:
    hand_over(run, ready, NAME)
    for words in (["reopen", NAME], ["ready", NAME], ["export", "eml", NAME]):
        ran = run("-C", ready, *DAY, *words)
        assert ran.code == 0, ran
    assert (ready / f"outbox/{CALLED[NAME]}.eml").exists()


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"three words"])
def test_a_letter_whose_note_is_damaged_counts_as_left(ready: Path, run: Run, damage: bytes) -> None:
    path = ready / f"drafts/{NAME}.md"
    text = path.read_text()
    hand_over(run, ready, NAME)
    (ready / f"outbox/{CALLED[NAME]}.eml").unlink()
    (ready / f".outreach/left/{NAME}.eml").write_bytes(damage)
    path.write_text(text)
    assert "it left before; --again hands it over once more" in hand_over(run, ready, NAME)
