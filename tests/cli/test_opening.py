"""The folder a command works in: where it is none, one sentence says so, and nothing is made."""

from pathlib import Path

import pytest

from tests.conftest import DAY, Run
from tests.disks import folder_of_nobody, posix

COMMANDS = [
    ("contacts",), ("due",), ("draft",), ("draft", "--conflicts"), ("check",), ("measure",), ("export",), ("ready", "x"), ("log", "--undo"),
    ("letters",), ("letters", "check"), ("letters", "copy", "introduction"), ("roles",), ("proof", "introduction"), ("preview", "--no-open"),
]  # fmt: skip
HINT = "\n  hint: `outreach -C FOLDER …` takes the folder that holds contacts.yaml; `outreach init FOLDER` makes one\n"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("odd", ["a file", "nothing", "below a file", "a link to nothing", "a link to a file"])
def test_a_folder_that_is_none_is_one_sentence(command: tuple[str, ...], odd: str, tmp_path: Path, run: Run) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_text("a letter to keep")
    match odd:
        case "a file":
            folder = file
        case "below a file":
            folder = file / "x"
        case "a link to nothing":
            folder.symlink_to(tmp_path / "gone")
        case "a link to a file":
            folder.symlink_to(file)
    before = sorted(tmp_path.iterdir())
    ran = run("-C", folder, *DAY, *command)
    missing = odd in {"nothing", "a link to nothing"}
    said = f"error: there is no folder {folder}" if missing else f"error: {folder} is no folder"
    assert (ran.code, ran.out, ran.err) == (1, "", said + HINT)
    assert (sorted(tmp_path.iterdir()), file.read_text()) == (before, "a letter to keep")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("round", "its links lead round in a circle\n  hint: put the file itself there\n"),
        ("n" * 300, "the name is too long\n  hint: use a shorter one\n"),
    ],
)
def test_a_folder_that_cannot_be_looked_into_says_why(name: str, why: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    ran = run("-C", tmp_path / name, "contacts")
    assert (ran.code, ran.out, ran.err) == (1, "", f"error: could not look into {tmp_path / name}: {why}")


@posix
@pytest.mark.parametrize("command", [("contacts",), ("letters",), ("due",)], ids=" ".join)
def test_a_folder_that_may_not_be_read_says_so(command: tuple[str, ...], run: Run) -> None:
    with folder_of_nobody(0o000) as folder:
        ran = run("-C", folder, *DAY, *command)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"error: could not look into {folder}: you are not allowed to\n  hint: ")


def test_init_makes_the_folder_that_is_not_there(tmp_path: Path, run: Run) -> None:
    assert run("-C", tmp_path / "new", *DAY, "init").code == 0
    assert (tmp_path / "new" / "contacts.yaml").is_file()
    assert run("-C", tmp_path / "new", *DAY, "contacts").code == 0


def test_the_answer_for_other_programs_is_json_there_too(tmp_path: Path, run: Run) -> None:
    ran = run("-C", tmp_path / "nope", "due", "--json")
    assert (ran.code, ran.err) == (1, "")
    assert f'"error": "there is no folder {tmp_path / "nope"}"' in ran.out
