"""Is checking a draft cheaper than rendering it? Both, of the same drafts, in one process, one after the other.

    python benchmarks/checking.py [--people 10000]

Checking is everything `outreach check` does: reading the draft's head, every rule, and the comparison with every other
draft. Rendering is everything `outreach export` does with a draft but checking and writing: Markdown to HTML and text,
the message, and its proof. The drafts are those that the sample practice writes to made-up people of every role; half
of them are edited, so that their sentences are nobody else's.
"""

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.batch import write_workspace
from composer.drafts.format import parse_draft
from composer.drafts.store import DraftFile
from composer.outputs.export import layout_of
from composer.outputs.occasion import Occasion
from composer.outputs.registry import FORMATS
from composer.workspace.checking import inspector_of
from composer.workspace.drafting import write_drafts
from composer.workspace.snapshot import Snapshot

TODAY = date(2026, 11, 24)
PLACES = ("harbor", "orchard", "mill", "station", "library", "bakery", "bridge", "garden", "market", "school")


def edited(number: int, file: DraftFile) -> DraftFile:
    """Every second draft with two sentences that no other draft has."""
    if number % 2:
        return file
    place, other = PLACES[number % 10], PLACES[number // 10 % 10]
    own = f"We met near the {place} number {number}, on the way to the {other}. I recall the {other} of {number}.\n\n"
    return DraftFile(file.name, file.text.replace("\n\nWith good wishes", f"\n\n{own}With good wishes", 1))


def measure(count: int) -> tuple[float, float, int]:
    """Seconds of checking, seconds of rendering, and how many drafts."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Snapshot(Path(folder) / "book", today=TODAY)
        write_workspace(workspace.folder, count)
        write_drafts(workspace)
        files = [edited(number, workspace.store.file(name)) for number, name in enumerate(workspace.store.names())]
        inspector, layout = inspector_of(workspace), layout_of(workspace.library.files)
        begin = time.perf_counter()
        list(inspector.compare([inspector.check_file(file) for file in files]))
        checked = time.perf_counter()
        for file in files:
            draft, _ = parse_draft(file.text, file.name, file.name)
            assert draft is not None
            FORMATS["eml"].render(draft, layout, Occasion(TODAY))
        return checked - begin, time.perf_counter() - checked, len(files)


def main() -> None:
    """Prints both, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    checking, rendering, count = measure(parser.parse_args().people)
    print(
        f"{count:,} drafts in one process: checking {checking:.1f} s, rendering {rendering:.1f} s; "
        f"checking takes {checking / rendering:.0%} of rendering"
    )


if __name__ == "__main__":
    main()
