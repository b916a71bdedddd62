"""Which folder is meant: the one that is named, this one, the one that was open last, or one that is asked for."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from composer.cli import preview
from composer.settings import read_settings, remember_workspace
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, Run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's settings, with nothing in them."""
    folder = tmp_path / "settings"
    monkeypatch.setenv("OUTREACH_SETTINGS", str(folder))
    return folder / "settings.json"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no workspace, in which somebody stands."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that the app was to be served from; here it ends at once."""
    folders: list[Path] = []

    def serve(snapshot: Snapshot, **_: object) -> None:
        folders.append(snapshot.folder)

    monkeypatch.setattr(preview, "serve", serve)
    return folders


# --- commands -------------------------------------------------------------------------------------------------------


def test_a_command_anywhere_works_in_the_workspace_that_was_open_last(
    settings: Path, sample: Path, elsewhere: Path, run: Run
) -> None:
    remember_workspace(sample)
    ran = run(*DAY, "contacts", "Abena")
    assert (ran.code, ran.err.splitlines()[0]) == (0, f"In {sample}")
    assert "Abena Osei" in ran.out
    assert "In " not in run("-q", *DAY, "contacts").err
    assert list(elsewhere.iterdir()) == []


def test_this_folder_comes_first_if_it_is_a_workspace(settings: Path, sample: Path, elsewhere: Path, run: Run) -> None:
    run("init")
    remember_workspace(sample)
    ran = run(*DAY, "contacts")
    assert (ran.code, ran.err) == (0, "`outreach contacts add` asks you about the first one.\n")
    assert "Abena" not in ran.out


@pytest.mark.parametrize("left", ["practice.yaml", "history.yaml", ".outreach"])
def test_a_workspace_without_its_contacts_is_still_the_one_that_is_meant(
    left: str, settings: Path, sample: Path, elsewhere: Path, run: Run
) -> None:
    """Nothing is written into another one because a file was moved away here."""
    remember_workspace(sample)
    (elsewhere / left).mkdir()
    ran = run(*DAY, "contacts")
    assert (ran.code, ran.out) == (1, "")
    assert "contacts.yaml" in ran.err
    assert str(sample) not in ran.err


def test_the_folder_that_is_named_is_the_one(settings: Path, sample: Path, elsewhere: Path, run: Run) -> None:
    remember_workspace(sample)
    ran = run("-C", elsewhere, *DAY, "contacts")
    assert (ran.code, ran.out) == (1, "")
    assert str(sample) not in ran.err
    assert run("-C", ".", *DAY, "contacts").code == 1


def test_init_makes_a_workspace_here_whatever_is_remembered(
    settings: Path, sample: Path, elsewhere: Path, run: Run
) -> None:
    remember_workspace(sample)
    ran = run(*DAY, "init")
    assert (ran.code, ran.err) == (0, "")
    assert (elsewhere / "contacts.yaml").is_file()


def test_with_nothing_remembered_a_command_says_what_it_did_before(elsewhere: Path, settings: Path, run: Run) -> None:
    ran = run(*DAY, "contacts")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: ")


def test_damaged_settings_are_said_and_stop_nothing(settings: Path, elsewhere: Path, run: Run) -> None:
    settings.parent.mkdir()
    settings.write_text("{")
    ran = run("letters")
    assert ran.code == 0
    assert ran.err.startswith(
        f"Your settings were damaged and are set aside in {settings.parent}/settings-damaged.json.\n"
    )
    assert "settings" not in run("letters").err


# --- the app --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [(), ("--no-open",), ("--port", "0"), ("preview",), ("preview", "--no-open")], ids=" ".join
)
def test_alone_or_by_its_name_it_opens_the_folder_it_is_started_in(
    words: tuple[str, ...], settings: Path, sample: Path, served: list[Path], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample)
    ran = run(*words)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert [folder.resolve() for folder in served] == [sample]
    assert read_settings().workspace == sample


def test_what_was_opened_is_opened_from_anywhere(
    settings: Path, sample: Path, elsewhere: Path, served: list[Path], run: Run
) -> None:
    run("-C", sample)
    ran = run()
    assert (ran.code, ran.out, ran.err) == (0, "", f"In {sample}\n")
    assert served == [sample, sample]


def test_an_empty_folder_may_be_opened(settings: Path, elsewhere: Path, served: list[Path], run: Run) -> None:
    """Its first page says how to begin."""
    assert run("-C", elsewhere).code == 0
    assert served == [elsewhere]


def test_a_folder_that_is_not_there_is_not_made_and_not_remembered(
    settings: Path, tmp_path: Path, served: list[Path], run: Run
) -> None:
    ran = run("-C", tmp_path / "tpyo")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"error: there is no folder {tmp_path / 'tpyo'}\n")
    assert not (tmp_path / "tpyo").exists()
    assert (served, settings.exists()) == ([], False)


def test_where_nobody_can_be_asked_the_usual_place_is_taken_and_said(
    settings: Path, elsewhere: Path, tmp_path: Path, served: list[Path], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Started by an icon or by another program."""
    usual = tmp_path / "Documents" / "Outreach"
    monkeypatch.setattr(preview, "usual_place", lambda: usual)
    ran = run()
    assert (ran.code, ran.out, ran.err) == (0, "", f"Your contacts and letters are kept in {usual}\n")
    assert served == [usual]
    assert os.name != "posix" or usual.stat().st_mode & 0o777 == 0o700
    assert list(elsewhere.iterdir()) == []


def test_settings_that_cannot_be_written_stop_nothing(
    tmp_path: Path, sample: Path, served: list[Path], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OUTREACH_SETTINGS", str(tmp_path / "file" / "below"))
    ran = run("-C", sample)
    assert (ran.code, served) == (0, [sample])
    assert ran.err.startswith("This folder will not be remembered: could not make ")


@pytest.mark.parametrize("option", [("--no-open",), ("--port", "80")], ids=" ".join)
def test_what_is_for_the_app_is_not_for_a_command(option: tuple[str, ...], sample: Path, run: Run) -> None:
    ran = run("-C", sample, *option, "contacts")
    assert (ran.code, ran.out) == (2, "")
    assert "--port and --no-open are for `outreach` alone, or stand behind `preview`." in ran.err


def test_help_is_still_help(run: Run, served: list[Path]) -> None:
    ran = run("--help")
    assert ran.code == 0
    assert "`outreach` alone opens them in your browser" in " ".join(ran.out.split())
    assert served == []


Ask = Callable[[bytes], tuple[str, int]]


@pytest.fixture
def ask(settings: Path, elsewhere: Path, tmp_path: Path) -> Iterator[Ask]:
    """Starts the program on a terminal, as a person does, and types; what it says until it is up or has ended."""
    if sys.platform == "win32":
        pytest.skip("a terminal of one's own is POSIX's")
    started: list[subprocess.Popen[bytes]] = []
    home = tmp_path / "home"
    home.mkdir()

    def typed(keys: bytes) -> tuple[str, int]:
        ours, theirs = pty.openpty()
        environment = os.environ | {"HOME": str(home), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "composer", "--no-open"]
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
        started.append(process)
        os.close(theirs)
        said = b""
        try:
            while b"kept? [" not in said:
                said += os.read(ours, 1000)
            os.write(ours, keys)
            while b"Ctrl-C" not in said:
                said += os.read(ours, 1000)
            process.send_signal(signal.SIGINT)
        except OSError:  # it has ended, and its terminal with it
            pass
        code = process.wait(60)
        os.close(ours)
        return said.decode().replace("\r", ""), code

    yield typed
    for process in started:
        process.kill()


def test_a_person_is_asked_where_to_keep_it_and_only_once(ask: Ask, tmp_path: Path) -> None:
    said, code = ask(b"~/My practice\n")
    folder = tmp_path / "home" / "My practice"
    assert "Where shall your contacts and letters be kept? [" in said
    assert f"Your contacts and letters are kept in {folder}\n" in said
    assert (code, folder.is_dir()) == (0, True)
    assert read_settings().workspace == folder


def test_an_empty_answer_takes_the_usual_place(ask: Ask, tmp_path: Path) -> None:
    said, code = ask(b"\n")
    assert code == 0
    assert f"kept in {tmp_path / 'home' / 'Outreach'}\n" in said


@pytest.mark.parametrize(("keys", "code"), [(b"\x04", 130), (b"/proc/no/such\n", 1)])
def test_no_answer_makes_nothing(keys: bytes, code: int, ask: Ask, tmp_path: Path) -> None:
    said, ended = ask(keys)
    assert ended == code
    assert "Traceback" not in said
    assert list((tmp_path / "home").glob("[!.]*")) == []
    assert read_settings().workspace is None
