"""What was read is kept in a folder that nothing depends on: whatever lies there, the answer is the file's."""

import hashlib
import os
import pickle
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import cache as room
from composer.cache import Cache, as_one, stamps_in, user_cache
from composer.errors import ExternalError

CLASSES: frozenset[type] = frozenset()


@dataclass(frozen=True)
class Words:
    """What a text is read as here."""

    words: tuple[str, ...]


@dataclass
class Reader:
    """Reads texts, and counts how often."""

    times: int = 0

    def read(self, cache: Cache, text: str, file: str = "words.txt") -> Words:
        def anew() -> Words:
            self.times += 1
            return Words(tuple(text.split()))

        return cache.keep(Words, Path(file), text, anew)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept", frozenset([Words]))


@pytest.fixture
def reader() -> Reader:
    return Reader()


def entries(cache: Cache) -> list[Path]:
    assert cache.folder
    return sorted(cache.folder.iterdir())


def test_a_text_is_read_once(cache: Cache, reader: Reader) -> None:
    assert [reader.read(cache, "one two") for _ in range(3)] == [Words(("one", "two"))] * 3
    assert reader.times == 1


def test_a_text_that_changed_is_read_and_takes_the_place_of_the_other(cache: Cache, reader: Reader) -> None:
    for text in ("one", "two", "two and", "one"):
        assert reader.read(cache, text) == Words(tuple(text.split()))
    assert (reader.times, len(entries(cache))) == (4, 1)


def test_each_file_keeps_its_own(cache: Cache, reader: Reader) -> None:
    for _ in range(2):
        reader.read(cache, "one", "a/words.txt")
        reader.read(cache, "two", "b/words.txt")
    assert (reader.times, len(entries(cache))) == (2, 2)


def test_what_is_kept_is_open_to_its_owner_only(cache: Cache, reader: Reader) -> None:
    """It holds names and notes of people."""
    reader.read(cache, "one")
    assert cache.folder
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(entry.stat().st_mode) for entry in entries(cache)] == [0o600]


# --- what else may lie there -----------------------------------------------------------------------------------------


def spoil(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda entry: entry.write_bytes(change(entry.read_bytes()))


def as_folder(entry: Path) -> None:
    entry.unlink()
    entry.mkdir()


SPOILED: dict[str, Callable[[Path], object]] = {
    "cut off": spoil(lambda data: data[:-3]),
    "empty": spoil(lambda data: b""),
    "one bit": spoil(lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]),
    "one bit of its length": spoil(lambda data: data[:39] + bytes([data[39] ^ 4]) + data[40:]),
    "another program's": spoil(lambda data: bytes(32) + data[32:]),
    "longer": spoil(lambda data: data + b"."),
    "foreign": lambda entry: entry.write_text("dear diary", encoding="utf-8"),
    "a folder": as_folder,
    "gone": Path.unlink,
}


@pytest.mark.parametrize("how", sorted(SPOILED))
def test_what_is_damaged_is_read_again_in_silence(
    how: str, cache: Cache, reader: Reader, capfd: pytest.CaptureFixture[str]
) -> None:
    reader.read(cache, "one two")
    SPOILED[how](entries(cache)[0])
    assert [reader.read(cache, "one two") for _ in range(2)] == [Words(("one", "two"))] * 2
    assert reader.times == (3 if how == "a folder" else 2)
    assert capfd.readouterr() == ("", "")


def sealed(cache: Cache, payload: bytes) -> None:
    """An entry as somebody would forge it who knows how they are made."""
    (entry,) = entries(cache)
    head = entry.read_bytes()[:72]
    entry.write_bytes(head + hashlib.sha256(head + payload).digest() + payload)


class Mischief:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("other", [("one",), "one", 7, None, [Words(("x",))]])
def test_a_forged_entry_of_another_kind_is_not_believed(other: object, cache: Cache, reader: Reader) -> None:
    reader.read(cache, "one")
    sealed(cache, pickle.dumps(other))
    assert reader.read(cache, "one") == Words(("one",))


def test_a_forged_entry_does_nothing(tmp_path: Path, cache: Cache, reader: Reader) -> None:
    reader.read(cache, "one")
    sealed(cache, pickle.dumps(Mischief(tmp_path / "done")))
    assert reader.read(cache, "one") == Words(("one",))
    assert not (tmp_path / "done").exists()


@pytest.mark.parametrize("name", [b"cposix\nsystem\n.", b"cbuiltins\neval\n.", b"ctest_cache\nWords.__init__\n.", b"."])
def test_a_forged_entry_names_no_function(name: bytes, cache: Cache, reader: Reader) -> None:
    reader.read(cache, "one")
    sealed(cache, name)
    assert reader.read(cache, "one") == Words(("one",))


# --- where it is not kept ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_can_write_to_is_left_alone(mode: int, cache: Cache, reader: Reader) -> None:
    reader.read(cache, "one")
    assert cache.folder
    cache.folder.chmod(mode)
    before = [entry.read_bytes() for entry in entries(cache)]
    reader.read(cache, "one")
    reader.read(cache, "two")
    assert reader.times == 3
    assert [entry.read_bytes() for entry in entries(cache)] == before


def test_a_folder_of_somebody_else_is_left_alone(cache: Cache, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.read(cache, "one")
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    reader.read(cache, "one")
    assert reader.times == 2


def test_a_link_in_its_place_is_left_alone(tmp_path: Path, cache: Cache, reader: Reader) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert cache.folder
    cache.folder.symlink_to(tmp_path / "elsewhere")
    reader.read(cache, "one")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_in_its_place_is_left_alone(cache: Cache, reader: Reader) -> None:
    assert cache.folder
    cache.folder.write_text("mine", encoding="utf-8")
    assert reader.read(cache, "one") == Words(("one",))
    assert cache.folder.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("refused", ["make_folder", "write_bytes"])
def test_a_disk_that_refuses_is_no_trouble(
    refused: str, cache: Cache, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ExternalError("the disk is full")

    monkeypatch.setattr(room, refused, refuse)
    assert [reader.read(cache, "one") for _ in range(2)] == [Words(("one",))] * 2
    assert reader.times == 2


def test_it_can_be_turned_off(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CACHE", "off")
    assert user_cache(CLASSES).folder is None
    assert [reader.read(user_cache(CLASSES), "one") for _ in range(2)] == [Words(("one",))] * 2


def test_it_can_be_put_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / "other"))
    assert user_cache(CLASSES).folder == tmp_path / "other"


@pytest.mark.parametrize("home", ["relative/path", "."])
def test_it_is_never_where_the_program_happens_to_run(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace is that folder, more often than not."""
    monkeypatch.setenv("OUTREACH_CACHE", home)
    assert user_cache(CLASSES).folder is None


def test_it_lies_where_the_system_keeps_such_things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    monkeypatch.delenv("OUTREACH_CACHE")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name, appauthor: tmp_path / name)
    assert user_cache(CLASSES).folder == tmp_path / "outreach-composer"


# --- how much is kept ----------------------------------------------------------------------------------------------


def test_the_oldest_make_room(cache: Cache, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MOST", 3)
    for number in range(5):
        reader.read(cache, "one", f"{number}.txt")
        for entry in entries(cache):  # each a minute older than it was: no two of one instant
            os.utime(entry, (entry.stat().st_atime, entry.stat().st_mtime - 60))
    assert len(entries(cache)) == 3
    for number in (2, 3, 4):
        reader.read(cache, "one", f"{number}.txt")
    assert reader.times == 5


def test_the_largest_make_room(cache: Cache, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_LARGEST", 5_000)
    for number in range(5):
        reader.read(cache, "word " * 1_000, f"{number}.txt")
    assert sum(entry.stat().st_size for entry in entries(cache)) <= 5_000


def test_what_was_kept_two_months_ago_goes(cache: Cache, reader: Reader) -> None:
    reader.read(cache, "one", "old.txt")
    os.utime(entries(cache)[0], (0, 0))
    reader.read(cache, "one", "new.txt")
    assert len(entries(cache)) == 1


def test_what_a_crash_left_goes(cache: Cache, reader: Reader) -> None:
    reader.read(cache, "one")
    assert cache.folder
    left = cache.folder / ".outreach-tmp-1-abc"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    reader.read(cache, "two")
    assert not left.exists()


# --- many files of one folder --------------------------------------------------------------------------------------


@dataclass
class Folder:
    """A folder of small files, read as many at once."""

    path: Path
    cache: Cache
    read: list[str]

    def write(self, name: str, text: str, *, ago: float = 60) -> None:
        """As it was written some seconds ago."""
        file = self.path / name
        file.write_text(text, encoding="utf-8")
        written = file.stat().st_mtime_ns - int(ago * 1e9)
        os.utime(file, ns=(written, written))

    def texts(self) -> list[str]:
        """All of them, as the cache has them."""
        self.read.clear()

        def one(name: str) -> str:
            self.read.append(name)
            return (self.path / name).read_text(encoding="utf-8")

        return self.cache.keep_each(self.path, stamps_in(self.path), one)


@pytest.fixture
def folder(tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """What was just written has settled."""
    (tmp_path / "drafts").mkdir()
    monkeypatch.setattr(room, "_SETTLED", -3_000_000_000)
    return Folder(tmp_path / "drafts", cache, [])


def test_of_many_files_only_those_that_changed_are_read(folder: Folder) -> None:
    for name in ("a", "b", "c"):
        folder.write(name, name)
    assert (sorted(folder.texts()), sorted(folder.read)) == (["a", "b", "c"], ["a", "b", "c"])
    folder.write("b", "B")
    assert (sorted(folder.texts()), folder.read) == (["B", "a", "c"], ["b"])
    assert (sorted(folder.texts()), folder.read) == (["B", "a", "c"], [])
    (folder.path / "a").unlink()
    folder.write("d", "d")
    assert (sorted(folder.texts()), folder.read) == (["B", "c", "d"], ["d"])
    assert (sorted(folder.texts()), folder.read) == (["B", "c", "d"], [])


def other_text(folder: Folder) -> None:
    folder.write("a", "two")


def other_length(folder: Folder) -> None:
    folder.write("a", "three")


def same_size_and_time(folder: Folder) -> None:
    """As a program does that puts the time back; the entry in the folder has a time of its own."""
    before = (folder.path / "a").stat()
    (folder.path / "a").write_text("two", encoding="utf-8")
    os.utime(folder.path / "a", ns=(before.st_atime_ns, before.st_mtime_ns))


def renamed_over(folder: Folder) -> None:
    folder.write("b", "two")
    (folder.path / "b").replace(folder.path / "a")


@pytest.mark.parametrize("change", [other_text, other_length, same_size_and_time, renamed_over])
def test_a_file_that_was_changed_in_any_way_is_read(change: Callable[[Folder], None], folder: Folder) -> None:
    folder.write("a", "one")
    assert folder.texts() == ["one"]
    change(folder)
    assert folder.texts() == [(folder.path / "a").read_text(encoding="utf-8")] != ["one"]


def test_what_was_written_a_moment_ago_is_read_again(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be written once more within one step of the clock."""
    monkeypatch.setattr(room, "_SETTLED", 2_000_000_000)
    folder.write("a", "one", ago=0)
    assert [folder.texts(), folder.texts()] == [["one"], ["one"]]
    assert folder.read == ["a"]


def test_what_is_no_file_has_no_stamp(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    assert list(stamps_in(tmp_path)) == ["file"]
    assert stamps_in(tmp_path / "gone") == {}


def test_a_file_without_a_stamp_is_read_at_every_run(folder: Folder) -> None:
    for _ in range(2):
        read: list[str] = []
        folder.cache.keep_each(folder.path, {"pipe": ()}, read.append)
        assert read == ["pipe"]


# --- the program itself --------------------------------------------------------------------------------------------


def test_a_changed_program_trusts_nothing_that_another_kept(
    tmp_path: Path, cache: Cache, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a checkout, where a module is edited and nothing else changes."""
    (tmp_path / "program").mkdir()
    module = tmp_path / "program" / "records.py"
    module.write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr(room, "__file__", str(tmp_path / "program" / "cache.py"))
    for text, times in (("a = 1\n", 1), ("a = 1\n", 1), ("a = 22\n", 2), ("a = 33\n", 3)):
        if module.read_text(encoding="utf-8") != text:
            module.write_text(text, encoding="utf-8")
            os.utime(module, ns=(0, times))
        room._program.cache_clear()
        reader.read(cache, "one")
        assert reader.times == times
    room._program.cache_clear()


@given(
    st.lists(st.text(alphabet="a1 \0", max_size=4), max_size=4),
    st.lists(st.text(alphabet="a1 \0", max_size=4), max_size=4),
)
def test_texts_as_one_are_those_of_no_others(texts: list[str], others: list[str]) -> None:
    assert (as_one(texts) == as_one(others)) == (texts == others)


@pytest.mark.parametrize("there", [True, False])
def test_what_a_link_in_the_place_of_an_entry_leads_to_is_never_written(
    tmp_path: Path, cache: Cache, reader: Reader, there: bool
) -> None:
    reader.read(cache, "one two")
    (entry,) = entries(cache)
    elsewhere = tmp_path / "precious"
    if there:
        elsewhere.write_text("mine")
    entry.unlink()
    entry.symlink_to(elsewhere)
    assert reader.read(cache, "one two") == Words(("one", "two"))
    assert (elsewhere.read_text() == "mine") if there else not elsewhere.exists()
    assert not entry.is_symlink()
    assert reader.read(cache, "one two") == Words(("one", "two"))
    assert reader.times == 2
