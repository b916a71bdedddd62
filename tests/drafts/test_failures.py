"""The disk fails, or is full, anywhere in a whole run: every file stays whole, no edit is lost, and running again completes it."""

import errno
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from benchmarks.batch import write_workspace
from composer.drafts.format import parse_draft
from composer.drafts.writing import WritePolicy
from composer.errors import ExternalError
from composer.letters.compose import Composed, compose
from composer.workspace import drafting
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY
from tests.disks import failing_at, posix, root, small_disk
from tests.drafts.test_crashes import ENDS, MINE, set_phone
from tests.inline import read_once

PEOPLE = 12
EDITED = "person-7.introduction.md"


class Book:
    """A workspace with an edited draft and a new telephone number, put back to that before every run."""

    fresh = False
    """Whether each run finds the edited draft alone and writes all others."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.before = folder, scratch / "before"
        write_workspace(folder, PEOPLE)
        write_drafts(Snapshot(folder, today=TODAY))
        edited = folder / "drafts" / EDITED
        edited.write_text(edited.read_text().replace("\n\nWith good", f"\n\n{MINE}\n\nWith good"))
        set_phone(folder, 99)
        shutil.copytree(folder, self.before)
        self.workspace = read_once(Snapshot(folder, today=TODAY))
        self.letters: list[Composed] = []
        self.refresh()
        self.calm = self.texts()
        assert all("555-0199" in text for text in self.calm.values())
        self.runs = self.refused = self.damaged = self.lost = 0

    def refresh(self) -> None:
        """A whole run; the letters are merged once, in processes of their own, and written anew each time."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(drafting, "compose", self.merged)
            write_drafts(self.workspace, DraftRequest(policy=WritePolicy(refresh=True)))

    def merged(self, *given: Any, **options: Any) -> list[Composed]:
        self.letters = self.letters or list(compose(*given, **options))
        return self.letters

    def texts(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in (self.folder / "drafts").glob("*.md")}

    def put_back(self) -> None:
        for name in ("drafts", ".outreach"):
            shutil.rmtree(self.folder / name)
            shutil.copytree(self.before / name, self.folder / name)
        for folder in ("drafts", ".outreach/base") if self.fresh else ():
            for path in (self.folder / folder).glob("*.md"):
                if path.name != EDITED:
                    path.unlink()

    def fails(self, hurt: Callable[[], ExitStack]) -> bool:
        """One run with something wrong, then one without; says whether the first was refused."""
        self.put_back()
        said = ""
        with hurt():
            try:
                self.refresh()
            except ExternalError as error:
                said = str(error)
        found = self.texts()
        self.runs += 1
        self.refused += bool(said)
        self.damaged += sum(not is_whole(text, name) for name, text in found.items())
        self.lost += MINE not in found.get(EDITED, "")
        self.refresh()
        assert self.texts() == self.calm, "run again, it is as if nothing had failed"
        return bool(said)


def is_whole(text: str, name: str) -> bool:
    return parse_draft(text, name, name)[0] is not None and text.endswith(ENDS)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[str, Book], None]:
    def tell(what: str, book: Book) -> None:
        with capsys.disabled():
            print(f"\n{what}: {book.runs} runs of {PEOPLE} drafts, {book.refused} refused, "
                  f"{book.damaged} damaged files, {book.lost} lost edits")  # fmt: skip
        assert book.refused, "something did fail"
        assert (book.damaged, book.lost) == (0, 0)

    return tell


@posix
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_the_nth_call_fails_for_every_n_until_a_run_succeeds(
    tmp_path: Path, call: str, told: Callable[[str, Book], None]
) -> None:
    book = Book(tmp_path / "book", tmp_path)
    for failing in range(1, 1_000):
        seen: list[Callable[[], bool]] = []

        def hurt(failing: int = failing, seen: list[Callable[[], bool]] = seen) -> ExitStack:
            stack = ExitStack()
            seen.append(stack.enter_context(failing_at(call, failing, errno.EIO)))
            return stack

        book.fails(hurt)
        if not seen[0]():
            break
    told(f"the nth {call} fails", book)


@root
def test_a_disk_that_fills_up_anywhere_in_a_run(tmp_path: Path, told: Callable[[str, Book], None]) -> None:
    """A small disk in memory with 0, 1, 2 … free pages, until a run fits."""
    with small_disk(tmp_path, "2m") as disk:
        book = Book(disk / "book", tmp_path)
        book.fresh = True
        for free in range(400):

            def hurt(free: int = free) -> ExitStack:
                stack = ExitStack()
                stack.callback((disk / "ballast").unlink)
                fill(disk / "ballast", free * 4_096)
                return stack

            if not book.fails(hurt):
                break
        told("the disk is full", book)


def fill(ballast: Path, free: int) -> None:
    """Fills a disk up to so many bytes."""
    with ballast.open("wb") as file:
        file.write(b"\0" * (shutil.disk_usage(ballast.parent).free - free))
