"""Fixed work on fixed letters, whose instructions `tests/test_instructions.py` counts.

    cd FOLDER; python -m benchmarks.work prepare    # once, uncounted: modules are compiled, and what is read is kept
    cd FOLDER; valgrind --tool=massif --peak-inaccuracy=0 --massif-out-file=%p python -m benchmarks.work

The work is done in one process, one step after the other, so that Python's start and the imports are counted once.
After each step a child is forked, which ends with what was counted in both; so the difference of two children is what a
step took. Massif counts instructions as a clock for the memory that it watches, at half the cost of a tool that says
where they were. It notes the time at which most memory was in use, when some of it is given back: that is the end of
a child, which uses more than anything before it. Each step prints its child's number, for how many letters it was, and
its name. Nothing else is forked: the merges, too, happen here.
"""

import gc
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

DAY = "2026-11-24"
BOOK, SAMPLE = Path("book"), Path("sample")
FIRST, WARM, COUNTED = 1, 7, 16
"""Letters: the first one, those after it that are not counted, and those that are."""
MUCH = 1 << 27
"""Bytes that a child uses: three times what the whole work does."""
_WHO = ("new mothers", "teenagers", "nurses", "couples", "veterans", "retired teachers")
_WHEN = ("on Saturdays", "after six", "by video", "at short notice")


def prepare() -> None:
    """The made-up book, a note of its own for everybody, and the sample practice, in the folder where this runs."""
    from benchmarks.batch import write_workspace
    from composer.shipped import sample_folder

    write_workspace(BOOK, FIRST + WARM + COUNTED)
    contacts = BOOK / "contacts.yaml"
    first, *others = contacts.read_text(encoding="utf-8").split("someone who can start soon")
    notes = (f"somebody who sees {who} {when}" for when in _WHEN for who in _WHO)
    contacts.write_text(first + "".join(map("".join, zip(notes, others, strict=True))), encoding="utf-8")
    SAMPLE.mkdir()
    for name in ("contacts.yaml", "practice.yaml", "history.yaml"):
        shutil.copy(sample_folder() / name, SAMPLE / name)


def counted(step: str, letters: int = 1) -> None:
    """The end of a step, which a child notes."""
    child = os.fork()
    if not child:
        bytes(MUCH)
        os._exit(0)
    os.waitpid(child, 0)
    print(child, letters, step, flush=True)


def start() -> None:
    """What a person waits for who asks what is due, from Python's start on."""
    from composer.cli.boundary import run

    with redirect_stdout(io.StringIO()):
        code = run(["-C", str(SAMPLE), "--today", DAY, "due"])
    if code:
        sys.exit(f"due ended with {code}")


def merge_here() -> None:
    """Lets what workers do be done in this process, one item after the other, as it is in a worker that has begun."""
    from composer.workers import Pool

    def each(
        pool: Any, function: Callable[[Any, Any], Any], items: Iterable[Any], **_options: object
    ) -> Iterator[tuple[Any, Any]]:
        make, *arguments = pool._setup  # noqa: SLF001
        held = make(*arguments)
        for item in items:
            yield item, function(held, item)

    setattr(Pool, "map", each)  # noqa: B010


class Letters:
    """The letters of the made-up book, through their three steps."""

    def __init__(self) -> None:
        from composer.letters.compose import compose
        from composer.outputs.export import layout_of
        from composer.workspace.checking import inspector_of
        from composer.workspace.drafting import choose_letters, order
        from composer.workspace.snapshot import Snapshot

        book = Snapshot(BOOK, today=date.fromisoformat(DAY))
        book.ensure_usable()
        orders = [order(book, choice) for choice in choose_letters(book)]
        self._composed = compose(orders, book.records, book.catalogue, book.today)
        self._inspector, self._layout = inspector_of(book), layout_of(book.library.files)

    def draft(self, count: int) -> list[Any]:
        """The next letters, each from its brief to the text of its file."""
        from composer.drafts.format import format_draft
        from composer.drafts.store import DraftFile

        drafts = [made.draft for made in islice(self._composed, count) if made.draft]
        files = [DraftFile(draft.name, text, generated=text) for draft in drafts for text in [format_draft(draft)]]
        if len(files) != count:
            sys.exit(f"{len(files)} of {count} letters were drafted")
        return files

    def check(self, files: list[Any]) -> list[Any]:
        """What the checks say, with the comparison of each letter with every other."""
        return list(self._inspector.compare([self._inspector.check_file(file) for file in files]))

    def message(self, checked: list[Any]) -> None:
        """The bytes of each message, read back and compared."""
        from composer.outputs.occasion import Occasion
        from composer.outputs.registry import FORMATS

        for one in checked:
            FORMATS["eml"].render(one.draft, self._layout, Occasion(date.fromisoformat(DAY)))


def main() -> None:
    """All steps; no garbage is collected, which would fall now into one of them and now into another."""
    if sys.argv[1:] == ["prepare"]:
        prepare()
    gc.disable()
    start()
    counted("start")
    merge_here()
    letters = Letters()
    letters.message(letters.check(letters.draft(FIRST)))
    counted("first letter")
    letters.message(letters.check(letters.draft(WARM)))
    counted("not counted", WARM)
    files = letters.draft(COUNTED)
    counted("draft", COUNTED)
    checked = letters.check(files)
    counted("check", COUNTED)
    letters.message(checked)
    counted("message", COUNTED)


if __name__ == "__main__":
    main()
