"""Many letters are made whole by several processes, and are those that one process would have made."""

import subprocess
import sys
from pathlib import Path

import pytest

from composer.records.book import read_book
from composer.shipped import templates_folder
from tests.conftest import TODAY

pytestmark = pytest.mark.workers

NOTES = ("patients wait months", "nobody who takes Medicaid", "wants to hear back", "evenings, for teachers", "grief")
ROLES = ("pcp", "pastor", "school counselor", "attorney", "dietitian", "hospice social worker", "bookbinder")
LETTER = "introduction"
COMMAND = """
import os, sys
import composer.letters.compose, composer.workers
processes, *sys.argv[1:] = sys.argv[1:]
os.cpu_count = lambda: int(processes)
if processes == "0":
    composer.letters.compose.may_fork = lambda: False
from composer.cli import main
main()
"""


def spelt(number: int) -> str:
    """A number as a family name, which holds no digit: 133 is ``Bdd``."""
    return str(number).translate(str.maketrans("0123456789", "abcdefghij")).capitalize()


@pytest.fixture
def book(tmp_path: Path, sample: Path) -> Path:
    """A workspace with 240 people, four at each place, and sixty at one."""
    people = (
        f"  - {{id: p{at}, name: Dr. Ann {spelt(at)}, role: {ROLES[at % 7]}, organization: House {min(at // 4, 45)},"
        f" email: p{at}@h{at // 4}.example, needs: [{{text: {NOTES[at % 5]}, heard: 2026-02-11, source: phone}}]}}\n"
        for at in range(240)
    )
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "contacts.yaml").write_text(f"contacts:\n{''.join(people)}")
    (tmp_path / "book" / "practice.yaml").write_text((sample / "practice.yaml").read_text())
    return tmp_path / "book"


def drafted(book: Path, processes: int) -> tuple[dict[str, str], str]:
    """The drafts that so many processes make, none of them for 0, and what was said."""
    for old in (*book.glob("drafts/*"), *book.glob(".outreach/base/*")):
        old.unlink()
    command = [sys.executable, "-c", COMMAND, str(processes), "-C", str(book), "--today", str(TODAY), "draft", LETTER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {path.name: path.read_text() for path in sorted(book.glob("drafts/*.md"))}, done.stdout + done.stderr


def test_letters_and_what_notes_mean_are_the_same_however_many_processes_make_them(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for processes in (0, 1, 3):
        monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / f"kept-{processes}"))
        drafts, said = drafted(book, processes)
        made.append((drafts, said, read_book(book, templates_folder()).answers.known))
    assert made[0] == made[1] == made[2]
    drafts, _, known = made[0]
    assert len(drafts) == 240
    assert known


def test_a_letter_without_end_stops_no_other(book: Path) -> None:
    text = (templates_folder() / "letters" / "introduction.md").read_text()
    endless = "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}{% endfor %}{% endfor %}{% endfor %}"
    (book / "templates" / "letters").mkdir(parents=True)
    letter = book / "templates" / "letters" / "introduction.md"
    letter.write_text(f"{text}{{% if reader.name == 'Dr. Ann Bdd' %}}{endless}{{% endif %}}\n")
    made, said = drafted(book, 2)
    assert len(made) == 239
    assert "p133.introduction.md" not in made
    assert "this letter took more than 2 seconds of processor time, so it was stopped (for Dr. Ann Bdd)" in said
