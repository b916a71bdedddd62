"""Between approval and the post: what was confirmed first holds, nobody's words are lost, and nothing leaves twice."""

import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.drafts.store import DraftStore
from composer.errors import RecordsError
from composer.lock import locked
from composer.outputs.export import ExportRequest
from composer.preview.views import ListFilter, ReloadingSnapshot, draft_view
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.history_log import NewEvent, log_event
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready, mark_sent, mark_skipped, reopen_drafts
from tests.conftest import DAY, TODAY, Run, change
from tests.inline import PRACTICE, Inline

CONTACTS = """\
- name: Dr. Abena Osei, MD
  role: pcp
  email: a.osei@riverstreet.example
  needs: [{text: Medicaid patients wait months, heard: 2026-06-03, source: phone}]
- name: Dr. Jonah Brandt
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


@pytest.mark.parametrize("event", ["asked to stop", "moved", "retired", "bounced"])
def test_an_event_that_stops_letters_names_what_lies_in_the_outbox(book: Path, run: Run, event: str) -> None:
    hand_over(run, book)
    (book / "outbox/abena-osei.thank-you.eml").write_text("of a draft that somebody deleted")
    told = [f"outbox/{name}.eml still lies there: delete it, so that nobody sends it." for name in
            (NAME, "abena-osei.thank-you")]  # fmt: skip
    ran = run("-C", book, *DAY, "log", event, "abena-osei")
    assert [line for line in ran.err.splitlines() if "outbox" in line] == told
    assert [line for line in run("-C", book, *DAY, "due").err.splitlines() if "outbox" in line] == told
    assert json.loads(run("-C", book, *DAY, "due", "--json").out)["delete"] == [line.split()[0] for line in told]


def test_nothing_is_said_of_messages_that_may_be_sent_or_were(book: Path, run: Run) -> None:
    hand_over(run, book)
    assert "outbox" not in run("-C", book, *DAY, "log", "met", "abena-osei").err
    assert "outbox" not in run("-C", book, *DAY, "due").err
    run("-C", book, *DAY, "sent", NAME)
    shutil.rmtree(book / ".outreach/left")  # as in a workspace of an earlier version
    assert "outbox" not in run("-C", book, *DAY, "log", "asked to stop", "abena-osei").err


@pytest.mark.parametrize("status", ["draft", "ready", "skipped"])
def test_due_names_a_message_whose_draft_is_to_stay(book: Path, run: Run, status: str) -> None:
    hand_over(run, book)
    change(book / f"drafts/{NAME}.md", "status: handed-over", f"status: {status}")
    shutil.rmtree(book / ".outreach/left")
    assert f"outbox/{NAME}.eml still lies there: delete it" in run("-C", book, *DAY, "due").err
    assert f"outbox/{NAME}.eml still lies there" in run("-C", book, *DAY, "check").out


def test_the_preview_sees_that_a_message_was_deleted(book: Path, run: Run) -> None:
    hand_over(run, book)
    (book / f"outbox/{NAME}.eml").write_text("mine")
    run("-C", book, *DAY, "reopen", NAME)
    shelf = ReloadingSnapshot(Snapshot(book, TODAY))
    assert "message-lies" in {problem.code for problem in draft_view(shelf, NAME).problems}
    (book / f"outbox/{NAME}.eml").unlink()
    assert "message-lies" not in {problem.code for problem in draft_view(shelf, NAME).problems}


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
    assert "it left before; --again hands it over once more" in ran.out
    assert {one.name: one.read_bytes() for one in (book / "outbox").iterdir()} == before
    assert message.name in run("-C", book, *DAY, "export", "eml", NAME, "--again").out
    assert edit in message.read_text()


def test_a_draft_that_was_opened_again_leaves_again(book: Path, run: Run) -> None:
    hand_over(run, book, NAME)
    for words in (["reopen", NAME], ["ready", NAME], ["export", "eml", NAME]):
        ran = run("-C", book, *DAY, *words)
        assert ran.code == 0, ran
    assert (book / f"outbox/{NAME}.eml").exists()


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"three words"])
def test_a_letter_whose_note_is_damaged_counts_as_left(book: Path, run: Run, damage: bytes) -> None:
    path = book / f"drafts/{NAME}.md"
    text = path.read_text()
    hand_over(run, book, NAME)
    (book / f"outbox/{NAME}.eml").unlink()
    (book / f".outreach/left/{NAME}.eml").write_bytes(damage)
    path.write_text(text)
    assert "it left before; --again hands it over once more" in hand_over(run, book, NAME)


# --- one answer to whether a ready draft is what was approved -------------------------------------------------------


def test_a_draft_that_changed_after_it_was_ready_is_told_everywhere(book: Path, run: Run) -> None:
    change(book / f"drafts/{NAME}.md", "With good wishes", "With warm wishes")
    says = "its text was changed after you marked it ready"
    assert f"warning[draft-changed]: {says}" in run("-C", book, *DAY, "check").out
    rows = [line for line in run("-C", book, *DAY, "due").out.splitlines() if "introduction" in line]
    assert [("(ready, changed since)" in row, "(ready)" in row) for row in rows] == [(True, False), (False, True)]
    assert says in hand_over(run, book)
    shelf = ReloadingSnapshot(Snapshot(book, TODAY))
    assert [row.status for row in shelf.list(ListFilter()).rows] == ["ready, changed since", "handed over"]
    view = draft_view(shelf, NAME)
    assert view.stands == "Its text was changed after you marked it ready; read it, then `outreach ready` again."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("to: Dr.", "to: Prof."),
        ("status: ready", "status: ready\nattach: price-list.pdf"),
        ("approved: ", "approved: f"),
    ],
)
def test_whatever_changed_it_is_not_ready_any_more(book: Path, run: Run, old: str, new: str) -> None:
    change(book / f"drafts/{NAME}.md", old, new)
    assert "(ready, changed since)" in run("-C", book, *DAY, "due").out
    assert "draft-changed" in run("-C", book, *DAY, "check", NAME).out
    assert "draft-changed" not in run("-C", book, *DAY, "check", OTHER).out


# --- every line of the head is bound --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("attach: price-list.pdf", "attach"), ("Resent-To: x@evil.example", "Resent-To"), ("text: 'no'", "text:"),
        ("send after: {day: 2027-01-15}", "send after"), ("größe: [1, 2]", "größe"), ("empty:", "empty"),
        ("a=b c=12ab34cd: d", "a=b c=12ab34cd"),
    ],
)  # fmt: skip
def test_a_field_that_the_program_does_not_know_is_bound_under_its_name(
    book: Path, run: Run, line: str, word: str
) -> None:
    path = book / f"drafts/{NAME}.md"
    before = path.read_text()
    change(path, "status: ready", f"status: ready\n{line}")
    assert f"its {word} was added after you marked it ready; read it, then" in hand_over(run, book, NAME)
    assert run("-C", book, *DAY, "ready", NAME).code == 0
    path.write_text(path.read_text().replace(f"{line}\n", ""))
    assert f"its {word} was taken out after you marked it ready; read it, then" in hand_over(run, book, NAME)
    path.write_text(before)
    assert f"outbox/{NAME}.eml" in hand_over(run, book, NAME)


def test_a_field_that_the_program_does_not_know_may_be_approved_and_leaves_nowhere(book: Path, run: Run) -> None:
    change(book / f"drafts/{NAME}.md", "status: ready", "status: ready\nmine: {a: [b, c]}")
    run("-C", book, *DAY, "ready", NAME)
    assert f"outbox/{NAME}.eml" in hand_over(run, book, NAME)
    assert "mine" not in (book / f"outbox/{NAME}.eml").read_text()
    change(book / f"drafts/{NAME}.md", "{a: [b, c]}", "{a: [b, d]}")
    assert "its mine was changed after you marked it ready" in hand_over(run, book, NAME, "--again")


# --- a head is never written so that nobody can read it -------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(reason=st.text(max_size=40) | st.text("\n\r\t \u2028\u0085\x0c\x00\x1bab:#'\"-", max_size=12))
def test_a_reason_is_read_back_or_refused_and_nothing_is_changed(book: Path, reason: str) -> None:
    path, store = book / f"drafts/{NAME}.md", Snapshot(book, TODAY).store
    before = path.read_text()
    [change_] = mark_skipped(Snapshot(book, TODAY), [NAME], reason)
    if change_.because:
        assert path.read_text() == before
    else:
        draft, _ = store.read(NAME)
        assert draft
        assert draft.reason == unicodedata.normalize("NFC", " ".join(reason.split()))
        assert mark_skipped(Snapshot(book, TODAY), [NAME], "better")[0].because == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(
    key=st.sampled_from(["reason", "approved", "status", "handed-over", "subject", "to", "overrides", "new"]),
    value=st.text(max_size=30) | st.sampled_from(["a\nb", "x" * 1_001, "2026-13-01", "\u202e", "sent", "null"]),
)
def test_no_value_is_written_that_the_reader_refuses(book: Path, key: str, value: str) -> None:
    store, path = DraftStore(book), book / f"drafts/{NAME}.md"
    before = path.read_bytes()
    try:
        store.set_head(NAME, {key: value})
    except RecordsError:
        assert path.read_bytes() == before
    assert store.read(NAME)[0]


def test_a_reason_on_two_lines_becomes_one(book: Path, run: Run) -> None:
    assert run("-C", book, *DAY, "skip", NAME, "--reason", "no.\nAsk Tom").code == 0
    assert "\nreason: no. Ask Tom\n" in (book / f"drafts/{NAME}.md").read_text()
    ran = run("-C", book, *DAY, "skip", NAME, OTHER, "--reason", "it rang\x07")
    assert ran.code == 1
    assert ran.out.count("a character that does not print (U+0007); nothing was changed") == 2


# --- one file under two names ---------------------------------------------------------------------------------------


def link(path: Path, other: Path) -> None:
    other.unlink(missing_ok=True)
    other.hardlink_to(path)


def edit_in_place(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    with path.open("r+") as file:
        file.write(text.replace(old, new))
        file.truncate()


def everything_in(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file() and path.suffix == ".md")


@pytest.fixture
def doubled(book: Path) -> Path:
    """A draft and the text that it was made from, as one file."""
    draft, made = book / f"drafts/{NAME}.md", book / f".outreach/base/{NAME}.md"
    reopen_drafts(Snapshot(book, TODAY), [NAME])
    assert draft.read_bytes() == made.read_bytes()
    link(draft, made)
    return book


@pytest.mark.parametrize("words", [["--refresh"], ["--force"], []])
def test_an_edit_of_a_draft_that_is_one_file_with_its_base_is_kept(doubled: Path, run: Run, words: list[str]) -> None:
    edit_in_place(doubled / f"drafts/{NAME}.md", "With good wishes", "WITH MY OWN WORDS")
    change(doubled / "contacts.yaml", "patients wait months", "patients wait half a year")
    run("-C", doubled, *DAY, "draft", "introduction", "--to", "abena-osei", *words)
    kept = (doubled / ".outreach/backup").glob("*.md") if words == ["--force"] else [doubled / f"drafts/{NAME}.md"]
    assert ["WITH MY OWN WORDS" in path.read_text() for path in kept] == [True]


def test_a_draft_that_is_one_file_with_its_base_is_two_again_where_nothing_changed(doubled: Path, run: Run) -> None:
    run("-C", doubled, *DAY, "draft", "introduction", "--to", "abena-osei")
    change(doubled / "contacts.yaml", "patients wait months", "patients wait half a year")
    assert "Renewed (1)" in run("-C", doubled, *DAY, "draft", "introduction", "--to", "abena-osei", "--refresh").out


def test_an_edit_of_a_draft_that_is_one_file_with_its_backup_is_kept(book: Path, run: Run) -> None:
    draft = book / f"drafts/{NAME}.md"
    edit_in_place(draft, "With good wishes", "FIRST OF MY WORDS")
    run("-C", book, *DAY, "draft", "introduction", "--to", "abena-osei", "--force")
    [backup] = (book / ".outreach/backup").glob(f"{NAME}*.md")
    link(backup, draft)
    edit_in_place(draft, "FIRST OF MY WORDS", "SECOND OF MY WORDS")
    run("-C", book, *DAY, "draft", "introduction", "--to", "abena-osei", "--force")
    assert "SECOND OF MY WORDS" in everything_in(book / ".outreach/backup")
    edit_in_place(draft, "With good wishes", "THIRD OF MY WORDS")
    assert "THIRD OF MY WORDS" not in everything_in(book / ".outreach/backup")


def test_what_is_written_into_one_file_never_stands_in_another(book: Path, tmp_path: Path, run: Run) -> None:
    """Drafts, messages and histories of two practices, alike at first, that a program for doubles made one."""
    hand_over(run, book, NAME)
    names = [f"drafts/{NAME}.md", f"outbox/{NAME}.eml", f".outreach/left/{NAME}.eml", "history.yaml"]
    others = [tmp_path / str(number) for number, _ in enumerate(names)]
    for name, other in zip(names, others, strict=True):
        link(book / name, other)
    before = [other.read_bytes() for other in others]
    for words in (["log", "met", "abena-osei"], ["reopen", NAME], ["ready", NAME], ["export", "eml", NAME],
                  ["sent", NAME]):  # fmt: skip
        assert run("-C", book, *DAY, *words).code == 0, words
    assert [other.read_bytes() for other in others] == before
    assert (book / "history.yaml").read_text().count("event: ") == 2


# --- a draft that is read-only --------------------------------------------------------------------------------------


def test_a_read_only_draft_stops_itself_and_no_other(book: Path, run: Run) -> None:
    path = book / f"drafts/{NAME}.md"
    path.chmod(0o444)
    before = path.read_bytes()
    out = hand_over(run, book)
    assert f"drafts/{NAME}.md is read-only, so nothing was changed" in out
    assert [one.name for one in (book / "outbox").iterdir()] == [f"{OTHER}.eml"]
    assert "status: handed-over" in (book / f"drafts/{OTHER}.md").read_text()
    for words in (["reopen"], ["skip", "--reason", "later"], ["ready"], ["sent"]):
        ran = run("-C", book, *DAY, *words, NAME, OTHER)
        assert "is read-only" in ran.out + ran.err, words
        assert path.read_bytes() == before
    assert run("-C", book, *DAY, "log", "--undo").code == 0
    path.chmod(0o644)
    assert f"outbox/{NAME}.eml" in hand_over(run, book, NAME)


def test_a_read_only_draft_is_not_renewed_and_stops_no_other(book: Path, run: Run) -> None:
    path = book / f"drafts/{NAME}.md"
    path.chmod(0o400)
    before = path.read_bytes()
    change(book / "practice.yaml", "555-0142", "555-0199")
    ran = run("-C", book, *DAY, "draft", "introduction", "--refresh")
    assert (ran.code, path.read_bytes()) == (1, before)
    assert "is read-only" in ran.err
    assert "555-0199" in (book / f"drafts/{OTHER}.md").read_text()


def test_a_read_only_draft_is_not_settled(book: Path, run: Run) -> None:
    path = book / f"drafts/{NAME}.md"
    change(path, "555-0142", "555-0142, before nine,")
    change(book / "practice.yaml", "555-0142", "555-0199")
    run("-C", book, *DAY, "draft", "introduction", "--refresh")
    path.chmod(0o444)
    before = path.read_bytes()
    ran = run("-C", book, *DAY, "settle", NAME, "--new")
    assert (ran.code, path.read_bytes()) == (1, before)
    assert f"drafts/{NAME}.md is read-only, so nothing was changed" in ran.err
    path.chmod(0o644)
    assert "1 place changed" in run("-C", book, *DAY, "settle", NAME, "--new").out


@pytest.mark.parametrize("mode", [0o400, 0o444, 0o440])
def test_a_message_is_never_read_only(book: Path, run: Run, mode: int) -> None:
    hand_over(run, book, NAME)
    message = book / f"outbox/{NAME}.eml"
    message.chmod(mode)
    (book / f"drafts/{NAME}.md").chmod(mode)
    assert run("-C", book, *DAY, "export", "eml", NAME, "--again").code == 0
    assert message.stat().st_mode & 0o600 == 0o600
