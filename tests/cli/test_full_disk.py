"""What is said after the disk refused is true at every step, and doing as told ends well."""

import errno
import json
import shutil
from pathlib import Path

import pytest

from composer.records.book import HISTORY
from composer.workspace.history_log import LAST
from tests.cli.conftest import NAME
from tests.conftest import DAY, Ran, Run
from tests.disks import failing_at, posix

LINE = "- {date: 2026-11-24, contact: abena-osei, event: called}\n"
CALLS = ("open", "write", "fsync", "replace", "ftruncate", "close", "unlink")


class Book:
    """A workspace that is put back before each try."""

    def __init__(self, folder: Path, scratch: Path, run: Run) -> None:
        self.folder, self.before, self.run = folder, scratch, run
        shutil.copytree(folder, self.before)

    def put_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.before, self.folder)

    def __call__(self, *words: str) -> Ran:
        return self.run("-C", self.folder, *DAY, *words)

    @property
    def history(self) -> str:
        return (self.folder / HISTORY).read_text()

    @property
    def head(self) -> str:
        return (self.folder / f"drafts/{NAME}.md").read_text().split("---")[1]


@pytest.fixture
def book(sample: Path, made: Path, tmp_path: Path, run: Run) -> Book:
    return Book(sample, tmp_path / "before", run)


@posix
@pytest.mark.parametrize("call", CALLS)
def test_log_says_whether_the_event_stands(book: Book, call: str) -> None:
    was = book.history
    for failing in range(1, 30):
        book.put_back()
        with failing_at(call, failing, errno.ENOSPC) as reached:
            ran = book("log", "called", "abena-osei")
        assert "fault of the program" not in ran.err
        if ran.code:
            noted = ran.err.startswith("error: it was noted, but could not ")
            assert book.history == (was + LINE if noted else was), (failing, ran.err)
            assert ("do not do it again" in ran.err) == noted
            assert ("run this again; nothing was lost" in ran.err) != noted
            if not noted:
                assert book("log", "called", "abena-osei").code == 0
        assert book.history == was + LINE, (failing, ran.err)
        assert book("log", "--undo").code == 0
        assert book.history == was
        if not reached():
            break
    assert ran.code == 0


@posix
@pytest.mark.parametrize("call", CALLS)
def test_undo_says_whether_it_was_taken_back(book: Book, call: str) -> None:
    """Two events that are alike: trying again after a refusal never takes back the first of them."""
    book("log", "called", "abena-osei")
    was = book.history
    book("log", "called", "abena-osei")
    shutil.rmtree(book.before)
    shutil.copytree(book.folder, book.before)
    for failing in range(1, 30):
        book.put_back()
        with failing_at(call, failing, errno.ENOSPC) as reached:
            ran = book("log", "--undo")
        assert "fault of the program" not in ran.err
        if ran.code:
            back = ran.err.startswith("error: it was taken back, but could not ")
            assert book.history == (was if back else was + LINE), (failing, ran.err)
            assert ("do not do it again" in ran.err) == back
            if not back:
                assert book("log", "--undo").code == 0
        assert book.history == was, (failing, ran.err)
        if not reached():
            break
    assert ran.code == 0


@posix
@pytest.mark.parametrize("call", CALLS)
def test_sent_and_ready_are_completed_by_doing_them_again(book: Book, call: str) -> None:
    was = book.history
    for failing in range(1, 40):
        book.put_back()
        with failing_at(call, failing, errno.ENOSPC) as reached:
            ran = [book("ready", NAME), book("sent", NAME)]
        for one in ran:
            assert "fault of the program" not in one.err
            assert one.code == 0 or "it is not ready" in one.out or "run this again; nothing" in one.err, (failing, one)
        book("ready", NAME)
        assert book("sent", NAME).code == 0
        assert (
            book.history.count("event: sent, letter: introduction")
            == was.count("event: sent, letter: introduction") + 1
        )
        assert "status: sent" in book.head
        if not reached():
            break
    assert all(one.code == 0 for one in ran)


ODD = [
    "", "x", "[]", "7", "null", "true", '"text"', "{}", '{"lines": []}', '{"lines": "- x", "drafts": {}}', '{"lines": [7], "drafts": {}}',
    '{"lines": ["no end"], "drafts": {}}', '{"lines": [], "drafts": []}', '{"lines": [], "drafts": {"a": 7}}', '{"lines": [], "drafts": {"a": ["sent"]}}',
    '{"lines": null, "drafts": null}', '{"lines": [], "drafts": {"a": "burnt"}}', '{"lines": [], "drafts": {}, "more": 1}', "[" * 100_000, "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_a_damaged_memory_of_the_last_act_is_set_aside_and_said(book: Book, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    last = book.folder / LAST
    last.write_bytes(data)
    was = book.history
    ran = book("log", "--undo")
    assert (ran.code, ran.err) == (1, (
        "error: there is nothing to take back: .outreach/last-logged.json is damaged\n  hint: it was set aside as "
        "last-logged.json.damaged; edit history.yaml yourself, every line of it is one event\n"
    ))  # fmt: skip
    assert last.with_name("last-logged.json.damaged").read_bytes() == data
    assert not last.exists()
    assert book("log", "called", "abena-osei").code == 0
    assert json.loads(last.read_text()) == {"lines": [LINE], "drafts": {}, "kept": []}
    assert book("log", "--undo").code == 0
    assert book.history == was


@posix
def test_a_torn_line_is_not_set_aside_through_a_link(book: Book, tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("precious")
    (book.folder / "history.torn.txt").symlink_to(tmp_path / "victim")
    with (book.folder / HISTORY).open("a") as file:
        file.write("- {date: 2026-11-20, contact: abena-osei, event: me")
    was = book.history
    ran = book("log", "called", "grace-wang")
    assert ran.code == 1
    assert "history.torn.txt: there is a link in its place\n  hint: delete the link" in ran.err
    assert ((tmp_path / "victim").read_text(), book.history) == ("precious", was)


@posix
def test_a_history_that_lies_elsewhere_stays_there(book: Book, tmp_path: Path) -> None:
    """Somebody keeps it in the folder of a sync program, and has a link to it."""
    real = tmp_path / "history.yaml"
    (book.folder / HISTORY).rename(real)
    (book.folder / HISTORY).symlink_to(real)
    was = real.read_text()
    assert book("log", "called", "abena-osei").code == 0
    assert real.read_text() == was + LINE
    assert book("log", "--undo").code == 0
    assert real.read_text() == was
    assert (book.folder / HISTORY).is_symlink()
