"""What may lie in ``attachments/`` and go with a letter, and what is refused; each in words, and nothing hangs."""

import hashlib
import os
import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from composer.drafts.attachment_folder import AttachmentFolder
from composer.drafts.attachments import FoundFile, goes_with, merged, size_in_words
from tests.disks import posix

PDF = b"%PDF-1.7 one page"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "book"
    (made / "attachments" / "flyers").mkdir(parents=True)
    (made / "attachments" / "one-page.pdf").write_bytes(PDF)
    (made / "attachments" / "flyers" / "day.pdf").write_bytes(b"day")
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    return made


def look(folder: Path, name: str) -> FoundFile:
    [found] = AttachmentFolder(folder).look([name])
    return found


def test_a_file_is_found_with_its_size_and_the_digest_of_its_bytes(folder: Path) -> None:
    found = look(folder, "one-page.pdf")
    assert found == FoundFile("one-page.pdf", len(PDF), hashlib.sha256(PDF).hexdigest())
    assert look(folder, "flyers/day.pdf").name == "day.pdf"


def test_the_card_is_no_file(folder: Path) -> None:
    assert AttachmentFolder(folder).look(["card", "vCard"]) == ()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../secret.pdf", "it leads out of attachments/"), ("flyers/../../secret.pdf", "it leads out of attachments/"),
        ("./one-page.pdf", "it leads out of attachments/"), ("flyers//day.pdf", "it leads out of attachments/"),
        ("/etc/hostname", "it is a place on this computer"), ("~/x.pdf", "it is a place on this computer"),
        ("C:/x.pdf", "it is a place on this computer"), ("C:x.pdf", "it is a place on this computer"),
        ("flyers\\day.pdf", "it holds a backslash"), ("\\\\server\\x.pdf", "it is a place on this computer"),
        ("a/b/c.pdf", "it lies deeper than one folder"), (".secret.pdf", "its name begins with a dot"),
        (".git/x.pdf", "its name begins with a dot"), ("~$x.pdf", "it is a place on this computer"),
        ("flyers/ day.pdf", "a blank"), ("flyers/", "it names no file"), ("", "it names no file"), (" ", "it names no file"),
        ("a\nb.pdf", "its name holds a character that does not print"), ("a\rb.pdf", "its name holds a character"),
        ("a\0b.pdf", "its name holds a character"), ("a\u202efdp.exe", "that turns the writing round"),
        ("a\u200ffdp.pdf", "that turns the writing round"), ("a\u2067b.pdf", "that turns the writing round"),
        ("x" * 200 + ".pdf", "its name is too long"), ("missing.pdf", "there is no such file"),
        ("attachments/one-page.pdf", "there is no such file"), ("flyers", "it is a folder"),
        ("one-page.pdf/x.pdf", "could not"),
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_or_says_more_than_it_shows_is_refused(folder: Path, name: str, fault: str) -> None:
    found = look(folder, name)
    assert fault in found.fault
    assert (found.hint, found.digest) != ("", "") or fault == "could not"
    assert not found.digest


def test_a_slip_in_a_name_is_told_with_what_was_meant(folder: Path) -> None:
    assert look(folder, "one-pge.pdf").hint == "did you mean 'one-page.pdf'?"
    assert look(folder, "attachments/one-page.pdf").hint.endswith("write 'one-page.pdf'")


def test_without_the_folder_no_file_is_found(tmp_path: Path) -> None:
    assert look(tmp_path, "one-page.pdf").fault == "there is no such file in attachments/"


@posix
@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("../../secret.pdf", "it is a link that leads out of attachments/"),
        ("/etc/hostname", "it is a link that leads out of attachments/"),
        ("nowhere.pdf", "it is a link to a file that is not there"),
        ("link.pdf", "could not read attachments/link.pdf: its links lead round in a circle"),
        ("flyers", "it is a folder"),
    ],
)
def test_a_link_may_lead_to_a_file_in_the_folder_only(folder: Path, target: str, fault: str) -> None:
    link = folder / "attachments" / "link.pdf"
    link.symlink_to(target)
    assert look(folder, "link.pdf").fault == fault
    link.unlink()
    link.symlink_to("flyers/day.pdf")
    assert look(folder, "link.pdf").size == 3


@posix
def test_a_folder_that_is_a_link_to_elsewhere_is_not_followed(folder: Path) -> None:
    (folder / "attachments" / "out").symlink_to(folder.parent)
    assert look(folder, "out/secret.pdf").fault == "it is a link that leads out of attachments/"
    (folder / "attachments").rename(folder.parent / "moved")
    (folder / "attachments").symlink_to(folder.parent / "moved")
    assert look(folder, "one-page.pdf").fault == "it is a link that leads out of attachments/"


@posix
def test_a_workspace_that_is_reached_by_a_link_has_its_files(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)
    assert look(folder.parent / "link", "one-page.pdf").size == len(PDF)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def sock(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket may be short only
        made.bind(path.name)
        os.chdir(here)


@posix
@pytest.mark.parametrize(
    ("make", "fault"),
    [(pipe, "it is not a file"), (sock, "it is not a file"), (device, "it is a link that leads out of attachments/")],
)
def test_what_is_no_file_is_not_opened(folder: Path, make: Callable[[Path], None], fault: str) -> None:
    make(folder / "attachments" / "odd.pdf")
    assert look(folder, "odd.pdf").fault == fault


@posix
@pytest.mark.parametrize(
    ("swap", "fault"), [(pipe, "it is not a file"), (device, "it is a link that leads out of attachments/")]
)
def test_what_is_put_in_a_files_place_in_the_last_moment_is_not_read(
    folder: Path, swap: Callable[[Path], None], fault: str
) -> None:
    path, opening = folder / "attachments" / "one-page.pdf", os.open

    def swapped(name: Path, flags: int) -> int:
        path.unlink()
        swap(path)
        return opening(name, flags)

    with patch.object(os, "open", swapped):
        assert look(folder, "one-page.pdf").fault == fault


def test_a_file_that_grows_while_it_is_read_is_not_taken(folder: Path) -> None:
    path, telling = folder / "attachments" / "one-page.pdf", os.fstat

    def growing(handle: int) -> os.stat_result:
        told = telling(handle)
        with path.open("ab") as more:
            more.write(b"more")
        return told

    with patch.object(os, "fstat", growing):
        found = look(folder, "one-page.pdf")
    assert (found.fault, found.digest) == ("it is being written just now", "")


def test_nothing_goes_of_an_empty_file(folder: Path) -> None:
    (folder / "attachments" / "one-page.pdf").write_bytes(b"")
    assert look(folder, "one-page.pdf").fault == "it is empty"


def test_a_huge_file_is_not_read(folder: Path) -> None:
    with (folder / "attachments" / "one-page.pdf").open("wb") as file:
        file.truncate(30_000_000)
    with patch.object(os, "open", side_effect=AssertionError):
        assert look(folder, "one-page.pdf").fault == "it has 30 MB, more than mail servers take"


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_nobody_may_read_is_told(folder: Path) -> None:
    (folder / "attachments" / "one-page.pdf").chmod(0)
    assert look(folder, "one-page.pdf").fault.endswith("you are not allowed to")


def test_a_name_as_a_mac_writes_it_is_the_same_name(folder: Path) -> None:
    name = "Broschüre für Ärzte.pdf"
    (folder / "attachments" / unicodedata.normalize("NFD", name)).write_bytes(PDF)
    assert look(folder, name).size == len(PDF)
    (folder / "attachments" / "two  blanks.pdf").write_bytes(PDF)
    assert look(folder, "two blanks.pdf").size == len(PDF)


def test_a_file_is_read_once_until_it_changes(folder: Path) -> None:
    attachments, path = AttachmentFolder(folder), folder / "attachments" / "one-page.pdf"
    opening = os.open
    with patch.object(os, "open", side_effect=opening) as opened:
        found = attachments.look(["one-page.pdf"] * 100)
        assert opened.call_count == 1
    assert dict(attachments.contents(found)) == {found[0].digest: PDF}
    path.write_bytes(PDF + b" and more")
    [changed] = attachments.look(["one-page.pdf"])
    assert changed.digest != found[0].digest
    assert attachments.contents(found) == {found[0].digest: PDF}  # what was compared is what leaves


def test_names_from_several_places_are_merged_without_doubles() -> None:
    assert merged(["a.pdf", "Card"], ["vcard", "b.pdf"], ["a.pdf", "card"]) == ("a.pdf", "card", "b.pdf")


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 KB"), (84_200, "84 KB"), (999_499, "999 KB"), (999_500, "1 MB"),
     (1_240_000, "1.2 MB"), (11_000_000, "11 MB")],
)  # fmt: skip
def test_a_size_is_said_in_words(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_what_goes_with_a_letter_is_one_line() -> None:
    files = (FoundFile("flyers/day.pdf", 84_200, "ab"), FoundFile("card", 310, "cd", shown="Maya Lindgren.vcf"))
    assert goes_with(files) == "day.pdf, 84 KB; Maya Lindgren.vcf, 310 bytes"
