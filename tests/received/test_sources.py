"""Where messages come from: mbox files, Maildirs, folders of files; as programs write them, and never changed."""

import mailbox
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from composer.errors import NotFoundError, RecordsError
from composer.received.header import read_header
from composer.received.message import RawMessage
from composer.received.sources import open_boxes
from tests.received.conftest import NAME, Office
from tests.received.posted import mail, mbox

ONE, TWO = mail("One.\n", subject="One"), mail("Two.\n", subject="Two")


@contextmanager
def opened(*paths: Path) -> Iterator[list[RawMessage]]:
    with open_boxes(paths) as boxes:
        found = [raw for box in boxes for raw in box]
        assert sum(map(len, boxes)) >= len(found)
        yield found


def subjects(*paths: Path) -> list[str]:
    with opened(*paths) as found:
        return [read_header(raw).subject for raw in found]


def test_an_mbox_is_read_message_by_message(tmp_path: Path) -> None:
    path = mbox(tmp_path / "Sent", [ONE, TWO])
    assert subjects(path) == ["One", "Two"]
    with opened(path) as found:
        assert [raw.place for raw in found] == ["Sent, message 1", "Sent, message 2"]
        assert b"Two." in found[1].whole()
        assert b"One." not in found[1].whole()


def test_a_line_of_a_letter_that_begins_with_from_begins_no_message(tmp_path: Path) -> None:
    """As programs leave it that do not put a mark before it."""
    path = mbox(
        tmp_path / "Sent.mbox",
        [mail("Dear Ann,\n\nFrom January on I have room.\n\nFrom Monday, too.\nM.\n", subject="One"), TWO],
    )
    assert subjects(path) == ["One", "Two"]
    with opened(path) as found:
        assert b"From Monday, too.\nM." in found[0].whole()


def test_the_standard_librarys_own_mailboxes_are_read(tmp_path: Path) -> None:
    for kind, name in ((mailbox.mbox, "box"), (mailbox.Maildir, "dir")):
        box = kind(tmp_path / name)
        box.add(ONE)
        box.add(TWO)
        box.close()
        assert sorted(subjects(tmp_path / name)) == ["One", "Two"]


def test_an_mbox_with_windows_line_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Sent.mbox"
    path.write_bytes(mbox(path, [ONE, TWO]).read_bytes().replace(b"\n", b"\r\n"))
    assert subjects(path) == ["One", "Two"]


def test_a_mailbox_as_apple_mail_exports_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "Sent.mbox").mkdir()
    mbox(tmp_path / "Sent.mbox/mbox", [ONE])
    (tmp_path / "Sent.mbox/table_of_contents").write_bytes(b"\0\1")
    assert subjects(tmp_path / "Sent.mbox") == ["One"]


def test_a_folder_of_files_is_read_with_those_below_it(tmp_path: Path) -> None:
    (tmp_path / "mail/2026").mkdir(parents=True)
    (tmp_path / "mail/2026/one.eml").write_bytes(ONE)
    (tmp_path / "mail/TWO.EML").write_bytes(TWO)
    (tmp_path / "mail/notes.txt").write_text("no message")
    assert sorted(subjects(tmp_path / "mail")) == ["One", "Two"]
    assert subjects(tmp_path / "mail/2026/one.eml") == ["One"]


def test_a_draft_in_a_maildir_is_known_by_its_flag(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "dir")
    for flags in ("D", "S", ""):
        message = mailbox.MaildirMessage(ONE)
        message.set_subdir("cur" if flags else "new")
        message.set_flags(flags)
        box.add(message)
    with opened(tmp_path / "dir") as found:
        assert sorted(raw.is_draft for raw in found) == [False, False, True]


def test_nothing_in_the_mail_is_changed(office: Office, tmp_path: Path) -> None:
    """Neither content nor time, in files that nobody may write to, and no file is put beside them."""
    home = tmp_path / "mail"
    home.mkdir()
    mbox(home / "Sent.mbox", [office.went()])
    box = mailbox.Maildir(home / "Inbox")
    box.add(mail("Thanks.\n"))
    for path in home.rglob("*"):
        os.utime(path, (1_000, 1_000))
        if path.is_file():
            path.chmod(0o400)
    before = {
        path: (path.stat().st_mtime, path.stat().st_mode, path.is_file() and path.read_bytes())
        for path in home.rglob("*")
    }
    assert office.outreach("sync", home / "Sent.mbox", home / "Inbox").code == 0
    assert len(office.history) == 2
    assert {
        path: (path.stat().st_mtime, path.stat().st_mode, path.is_file() and path.read_bytes())
        for path in home.rglob("*")
    } == before


def test_several_places_are_read_at_once(office: Office, tmp_path: Path) -> None:
    (tmp_path / "reply.eml").write_bytes(mail("Thanks.\n"))
    ran = office.outreach("sync", tmp_path / "reply.eml", mbox(tmp_path / "Sent.mbox", [office.went()]))
    assert NAME in ran.out
    assert "answered you" in ran.out


def test_what_is_not_there_or_no_mail_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no file or folder"), open_boxes([tmp_path / "none"]):
        pass
    (tmp_path / "letter.msg").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(500))
    with pytest.raises(RecordsError, match="holds no messages"), open_boxes([tmp_path / "letter.msg"]):
        pass
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "nothing").mkdir()
    assert subjects(tmp_path / "empty", tmp_path / "nothing") == []
    ran = office.outreach("sync", tmp_path / "letter.msg")
    assert (ran.code, "an mbox file, a Maildir" in ran.err) == (1, True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="a link that leads nowhere is unreadable for everyone")
def test_a_file_that_cannot_be_read_is_named_and_stops_nothing(office: Office, tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail/a.eml").symlink_to(tmp_path / "gone")
    (tmp_path / "mail/b.eml").write_bytes(office.went())
    ran = office.outreach("sync", tmp_path / "mail")
    assert "as drafted" in ran.out
    assert "mail/a.eml" in ran.out


def test_a_pipe_is_no_file_of_messages(office: Office, tmp_path: Path) -> None:
    pipe = tmp_path / "mail/pipe.eml"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    ran = office.outreach("sync", pipe)
    assert ran.code == 1
    assert "it is not a file" in ran.err
    assert "Not understood (1)" in office.outreach("sync", pipe.parent).out
