"""Programs in other languages read our mbox as it was meant: Perl, and mutt where it is installed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from composer.drafts.draft import Address, Draft
from composer.mail.body import render_body
from composer.mail.layout import Layout
from composer.mail.message import message_id
from composer.outputs.occasion import Occasion
from composer.outputs.registry import FORMATS
from tests.conftest import TODAY
from tests.mail.test_foreign_parser import NAMES, SUBJECTS, perl  # noqa: F401  # the fixture

BODIES = [
    "From here on it is near.\n\nFrom there, too.\n",
    "\\>From the bus.\n\n> From a quote.\n\n\\>\\>From far.\n",
    "From maya@harborstreet.example Tue Nov 24 12:00:00 2026\nSubject: another\n\nNo.\n",
    "Dear *José*,\n\nодин, 二 🙂\n\n-- \nMaya\n",
    "",
]
SENDER = Address("maya@harborstreet.example", "Maya Chen")


def drafts() -> list[Draft]:
    """A letter for each body, with odd names and subjects."""
    return [
        Draft(f"n{number}.x", SUBJECTS[number], body, to=(Address(f"to{number}@x.example", NAMES[number + 2]),), sender=SENDER)
        for number, body in enumerate(BODIES)
    ]  # fmt: skip


@pytest.fixture(params=[False, True], ids=["with html", "text alone"])
def mbox(request: pytest.FixtureRequest, layout: Layout, tmp_path: Path) -> Path:
    """A file of these letters, one behind the other."""
    path = tmp_path / "letters.mbox"
    occasion = Occasion(TODAY, text_alone=request.param)
    path.write_bytes(b"".join(FORMATS["mbox"].render(draft, layout, occasion) for draft in drafts()))
    return path


def test_perl_reads_each_letter_of_the_mbox_as_it_was_meant(mbox: Path, perl: str) -> None:  # noqa: F811
    script = Path(__file__).parent / "mbox.pl"
    ran = subprocess.run([perl, script], input=mbox.read_bytes(), capture_output=True, check=True)
    found = json.loads(ran.stdout)
    assert [one["id"] for one in found] == list(map(message_id, drafts()))
    assert [one["subject"] for one in found] == [draft.subject for draft in drafts()]
    assert [one["text"].replace("\r\n", "\n") for one in found] == [render_body(draft.body).text for draft in drafts()]


def test_mutt_finds_each_letter_of_the_mbox(mbox: Path, tmp_path: Path) -> None:
    """Its list has as many as there are, with their subjects."""
    mutt = shutil.which("mutt") or shutil.which("neomutt")
    if not mutt:
        pytest.skip("neither mutt nor neomutt is installed; on Debian: apt-get install mutt")
    (tmp_path / "Mail").mkdir()  # or it asks for one
    settings = tmp_path / "muttrc"
    settings.write_text('set quit=yes\nset index_format="%s|"\npush "<quit>"\n')
    seen = subprocess.run(
        ["script", "-qec", f"{mutt} -n -F {settings} -R -f {mbox}", "/dev/null"],
        env={"TERM": "vt100", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=20,
    ).stdout.decode()  # fmt: skip
    assert f"Msgs:{len(BODIES)} " in seen
    assert all(f"{draft.subject.strip()[:60]}" in seen for draft in drafts())
