"""Where a command prints: a redirect that knows few letters, a full disk, a closed stream; never a fault of ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DAY, Run

posix = pytest.mark.skipif(os.name != "posix", reason="a shell's redirections, and /dev/full")
FEW = """
contacts:
  - {name: "Dr. José García-Łukasz, MD", role: pcp, email: jose@river.example}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workspace whose one contact has letters that few encodings know."""
    (tmp_path / "contacts.yaml").write_text(FEW, encoding="utf-8")
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n", encoding="utf-8")
    return tmp_path


def shell(folder: Path, words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of the shell's in which O is the program; its exit code is that of O."""
    program = f"{sys.executable} -m composer --today 2026-11-24"
    line = f'O() {{ {program} "$@"; }}; set -o pipefail; {words}'
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env={**os.environ, **environment}, capture_output=True, check=False
    )


# Where Python believes that there is nothing but ASCII, click knows better and writes UTF-8.
ENCODINGS = [
    ({"PYTHONIOENCODING": "cp1252"}, "cp1252", "Dr. José García-Lukasz, MD"),
    ({"PYTHONIOENCODING": "latin-1"}, "latin-1", "Dr. José García-Lukasz, MD"),
    ({"PYTHONIOENCODING": "ascii"}, "utf-8", "Dr. José García-Łukasz, MD"),
    ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "utf-8", "Dr. José García-Łukasz, MD"),
    ({"PYTHONIOENCODING": "utf-8"}, "utf-8", "Dr. José García-Łukasz, MD"),
]


@posix
@pytest.mark.parametrize(("environment", "encoding", "name"), ENCODINGS, ids=lambda value: str(value)[:30])
def test_a_redirect_that_knows_few_letters_shows_the_nearest(
    book: Path, environment: dict[str, str], encoding: str, name: str
) -> None:
    ran = shell(book, "O contacts", **environment)
    assert ran.returncode == 0
    assert name in ran.stdout.decode(encoding)
    assert b"fault of the program" not in ran.stderr


@posix
@pytest.mark.parametrize(("environment", "encoding", "name"), ENCODINGS, ids=lambda value: str(value)[:30])
def test_json_holds_every_letter_whatever_the_encoding(
    book: Path, environment: dict[str, str], encoding: str, name: str
) -> None:
    ran = shell(book, "O contacts --json", **environment)
    assert ran.returncode == 0
    assert "Dr. José García-Łukasz, MD" in str(json.loads(ran.stdout.decode(encoding)))


FULL = (
    b"error: could not show the result: the disk is full\n"
    b"  hint: what you asked for may be done all the same: look before you run it again\n"
)


@posix
@pytest.mark.parametrize(
    "words", ["contacts", "contacts --json", "letters", "due --ics -", "rule privacy-age", "--help"]
)
def test_a_full_output_is_a_sentence_and_a_problem(book: Path, words: str) -> None:
    ran = shell(book, f"O {words} >/dev/full")
    assert (ran.returncode, ran.stderr) == (1, FULL)


@posix
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("O contacts >&-", 0),
        ("O contacts 2>&-", 0),
        ("O contacts <&-", 0),
        ("O contacts >&- 2>&- <&-", 0),
        ("O contacts 2>/dev/full", 0),
        ("O nonsense 2>/dev/full", 2),
        ("O explain nobody 2>/dev/full", 1),
        ("O explain nobody >/dev/full 2>/dev/full", 1),
        ("O contacts >/dev/full 2>&-", 1),
        ("O draft >&- 2>&- <&-", 0),
        ("O --help | true", 0),
        ("O letters | head -1", 0),
        ("O letters --json | head -1", 0),
    ],
)
def test_a_stream_that_is_closed_or_full_changes_nothing_of_the_outcome(book: Path, line: str, code: int) -> None:
    before = {path.name: path.read_bytes() for path in book.glob("*.yaml")}
    ran = shell(book, line)
    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr
    assert b"fault of the program" not in ran.stderr
    assert b"Exception ignored" not in ran.stderr
    assert {path.name: path.read_bytes() for path in book.glob("*.yaml")} == before
    if "draft" in line:
        assert "José" in next((book / "drafts").glob("*.md")).read_text(encoding="utf-8")


@posix
def test_a_folder_that_is_gone_is_named(book: Path) -> None:
    ran = shell(book, "mkdir gone; cd gone; rmdir ../gone; O contacts")
    assert (ran.returncode, ran.stderr.splitlines()[-2:]) == (1, [
        b"error: the folder that this command was started in is gone",
        b"  hint: change into a folder that is there, then try again",
    ])  # fmt: skip


def test_a_hundred_thousand_faults_are_shown_by_their_kinds(tmp_path: Path, run: Run) -> None:
    faults = "".join(f"  - {{name: Ada {number}, role: pcp, email: ada@}}\n" for number in range(2_000))
    (tmp_path / "contacts.yaml").write_text(f"contacts:\n{faults}")
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    ran = run("-C", tmp_path, *DAY, "check")
    assert ran.code == 1
    assert ran.out.count("error[contact-email]") == 3
    assert "  and 1,997 more of contact-email\n" in ran.out
    assert "  hint: `outreach --all check` shows every one\n" in ran.out
    assert run("-C", tmp_path, *DAY, "--all", "check").out.count("error[contact-email]") == 2_000
    assert len([one for one in json.loads(run("-C", tmp_path, *DAY, "check", "--json").out)["problems"]
                if one["code"] == "contact-email"]) == 2_000  # fmt: skip


def test_a_few_faults_are_all_shown(tmp_path: Path, run: Run) -> None:
    faults = "".join(f"  - {{name: Ada {number}, role: pcp, email: ada@}}\n" for number in range(20))
    (tmp_path / "contacts.yaml").write_text(f"contacts:\n{faults}")
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    ran = run("-C", tmp_path, *DAY, "check")
    assert ran.out.count("error[contact-email]") == 20
    assert "more of" not in ran.out
