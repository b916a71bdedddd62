"""Draft files that cannot be read: each is a row that says why, and hides no other."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.app.conftest import Disputed

NAME = "abena-osei.introduction"


def _named(name: bytes | str) -> Callable[[Path], None]:
    """Lays a draft of that name among the others."""

    def lay(drafts: Path) -> None:
        (drafts / os.fsdecode(name)).write_bytes((drafts / f"{NAME}.md").read_bytes())

    return lay


ODD_FILES: dict[str, Callable[[Path], object]] = {
    "a folder": lambda drafts: (drafts / "odd.md").mkdir(),
    "a pipe": lambda drafts: os.mkfifo(drafts / "odd.md"),
    "a link to nowhere": lambda drafts: (drafts / "odd.md").symlink_to("nowhere"),
    "a link to itself": lambda drafts: (drafts / "odd.md").symlink_to("odd.md"),
    "no text": lambda drafts: (drafts / "odd.md").write_bytes(b"\xff\xfe\x00"),
    "empty": lambda drafts: (drafts / "odd.md").write_bytes(b""),
    "NUL bytes": lambda drafts: (drafts / "odd.md").write_bytes(b"---\n\0\n---\n\0"),
    "a newline in its name": _named("a\nb.md"),
    "a backslash in its name": _named("a\\b.md"),
    "a name that is not UTF-8": _named(b"odd-\xff\xfe.md"),
    "a very long name": _named("x" * 252 + ".md"),
    "a name of blanks": _named("   .md"),
    "a question mark and a hash in its name": _named("what?#.md"),
    "a percent in its name": _named("100%41.md"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such files")
@pytest.mark.parametrize("kind", ODD_FILES)
def test_one_bad_draft_hides_no_other(kind: str, client: TestClient, sample: Path) -> None:
    ODD_FILES[kind](sample / "drafts")
    for path in ("/drafts", "/drafts?q=osei", "/drafts?show=conflicts", f"/draft/{NAME}", f"/letter/{NAME}"):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text)
    page = client.get("/drafts").text
    assert "Dr. Abena Osei, MD" in page
    assert page.count('class="row"') == 23 or "No draft can have this name" in page


@pytest.mark.parametrize("kind", ["no text", "empty", "NUL bytes"])
def test_the_row_of_a_bad_draft_says_why(kind: str, client: TestClient, sample: Path) -> None:
    ODD_FILES[kind](sample / "drafts")
    why = {"no text": "drafts/odd.md:1: this is not UTF-8 text", "empty": "this draft has no head"}.get(kind, "")
    page = client.get("/drafts").text
    assert "odd cannot be read" in page
    assert why in page
    assert client.get("/draft/odd").status_code == 422


@pytest.mark.parametrize("damage", [b"", b"\xff", b"[" * 5000, b"- {yours: 1}\n", b"places: x\n", b"\0"])
def test_a_damaged_choice_hides_neither_its_letter_nor_the_others(
    damage: bytes, client: TestClient, disputed: Disputed
) -> None:
    for record in (disputed.folder / ".outreach/conflicts").iterdir():
        record.write_bytes(damage)
    for path in ("/drafts", "/drafts?show=conflicts", f"/draft/{NAME}", f"/letter/{NAME}"):
        assert client.get(path).status_code == 200
    assert client.get("/drafts").text.count('class="row"') == 22


@pytest.mark.parametrize("damage", [b"", b"\xff", b"no head\n", None])
def test_a_damaged_base_hides_neither_its_letter_nor_the_others(
    damage: bytes | None, client: TestClient, disputed: Disputed
) -> None:
    base = disputed.folder / f".outreach/base/{NAME}.md"
    base.unlink()
    base.mkdir() if damage is None else base.write_bytes(damage)
    for path in ("/drafts", "/drafts?show=conflicts", f"/draft/{NAME}", f"/letter/{NAME}"):
        assert client.get(path).status_code == 200
    assert client.get("/drafts").text.count('class="row"') == 22
