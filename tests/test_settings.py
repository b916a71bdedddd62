"""What is remembered for a user: one private file that nothing depends on, and that no test of ours has for its own."""

import json
import stat
from pathlib import Path

import platformdirs
import pytest

from composer.errors import ExternalError, NotFoundError
from composer.settings import Settings, full_path, read_settings, remember_workspace, usual_place
from tests.disks import posix


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings, in a folder that is not there yet."""
    folder = tmp_path / "config" / "outreach"
    monkeypatch.setenv("OUTREACH_SETTINGS", str(folder))
    return folder / "settings.json"


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    folder = tmp_path / "practice"
    folder.mkdir()
    return folder


def test_a_workspace_is_remembered(kept: Path, practice: Path) -> None:
    assert read_settings() == Settings()
    assert remember_workspace(practice) == ""
    assert read_settings() == Settings(practice)


@posix
def test_what_is_remembered_is_for_its_owner_only(kept: Path, practice: Path) -> None:
    remember_workspace(practice)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (kept, kept.parent)] == [0o600, 0o700]


def test_a_folder_is_remembered_wherever_one_stands(
    kept: Path, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(practice)
    remember_workspace(Path())
    monkeypatch.chdir("/")
    assert read_settings().workspace == practice


def test_the_same_folder_is_not_written_again(kept: Path, practice: Path) -> None:
    remember_workspace(practice)
    before = kept.stat()
    remember_workspace(practice)
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@posix
def test_a_folder_with_any_name_is_remembered(kept: Path, tmp_path: Path) -> None:
    """On a disk from elsewhere a name need not be text."""
    folder = Path(str(tmp_path / "Übung \udcff"))
    folder.mkdir()
    remember_workspace(folder)
    assert read_settings().workspace == folder


def test_a_workspace_that_is_gone_is_forgotten(kept: Path, practice: Path) -> None:
    remember_workspace(practice)
    practice.rmdir()
    assert read_settings() == Settings()
    practice.write_text("a file now")
    assert read_settings() == Settings()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "7", '"/tmp"', "{}", '{"workspace": null}', '{"workspace": 7}', '{"workspace": "here"}',
     '{"workspace": "/a\\u0000b"}', '{"workspace": ["/tmp"]}', "[" * 50_000],
)  # fmt: skip
def test_a_damaged_file_is_set_aside_and_said(text: str, kept: Path, practice: Path) -> None:
    kept.parent.mkdir(parents=True)
    kept.write_text(text)
    aside = kept.with_name("settings-damaged.json")
    assert read_settings() == Settings(trouble=f"Your settings were damaged and are set aside in {aside}.")
    assert (aside.read_text(), kept.exists()) == (text, False)
    remember_workspace(practice)
    assert read_settings() == Settings(practice)


def test_remembering_says_what_was_damaged(kept: Path, practice: Path) -> None:
    kept.parent.mkdir(parents=True)
    kept.write_text("{")
    assert remember_workspace(practice).startswith("Your settings were damaged and are set aside")
    assert remember_workspace(practice) == ""


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.mkdir(), "could not read {}: there is a folder of that name."),
        (lambda path: path.write_bytes(b"\xff"), "{}:1: this is not UTF-8 text."),
        (lambda path: path.symlink_to("nowhere"), "{} is a link to a file that is not there."),
        (lambda path: path.write_text("x" * 200_000), "{} is larger than 100,000 bytes."),
    ],
)
def test_a_file_that_cannot_be_read_is_said(make: object, says: str, kept: Path) -> None:
    kept.parent.mkdir(parents=True)
    assert callable(make)
    make(kept)
    assert read_settings() == Settings(trouble=f"Your settings could not be read: {says.format(kept)}")


def test_a_disk_that_refuses_is_a_sentence(tmp_path: Path, practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OUTREACH_SETTINGS", str(tmp_path / "file" / "below"))
    with pytest.raises(ExternalError, match="a part of its path is a file"):
        remember_workspace(practice)


@pytest.mark.parametrize("chosen", ["off", "relative/folder"])
def test_nothing_is_kept_where_none_is_wanted(
    chosen: str, tmp_path: Path, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OUTREACH_SETTINGS", chosen)
    remember_workspace(practice)
    assert read_settings() == Settings()
    assert [path.name for path in tmp_path.iterdir()] == ["practice"]


def test_it_lies_in_the_folder_that_the_system_has_for_it(
    tmp_path: Path, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OUTREACH_SETTINGS")
    monkeypatch.setattr(platformdirs, "user_config_path", lambda name, appauthor: tmp_path / name)
    remember_workspace(practice)
    kept = tmp_path / "outreach-composer" / "settings.json"
    assert json.loads(kept.read_text()) == {"workspace": str(practice)}


@pytest.mark.parametrize(("documents", "place"), [(True, "Documents/Outreach"), (False, "Outreach")])
def test_the_usual_place_is_among_the_documents(
    documents: bool, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path / "Documents")
    if documents:
        (tmp_path / "Documents").mkdir()
    assert usual_place() == tmp_path / place


@posix
def test_a_folder_is_understood_as_people_write_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert [full_path(said) for said in ("~/a", "a", "/a/b")] == [tmp_path / "a", tmp_path / "a", Path("/a/b")]
    with pytest.raises(NotFoundError, match="nobody's home is known as ~nobody-of-that-name/a"):
        full_path("~nobody-of-that-name/a")
