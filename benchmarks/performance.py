"""How fast is the program, beside mailmerge 2.3.0 and beside a bare loop? One run on one machine, written down.

    python -m benchmarks.performance [--people 10000] [--times N] [--growth [1000 10000 100000]] [--drafts]
                                     [--only batch|letter|bytes|growth|page] [--against ../another-checkout]

It writes the part between the marks of docs/performance.md, and keeps all figures in docs/performance.json: with
``--only`` one part is measured and the others are as they were; ``--only page`` measures nothing. ``--growth`` takes
many minutes and is left out without the option. ``--against`` measures another checkout, with this interpreter, turn
by turn with this one. ``--drafts`` measures one letter in books that have a draft for everybody.
"""

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.batch import Bench, measure_batch
from benchmarks.growth import SIZES, measure_bytes, measure_growth
from benchmarks.letter import measure_letters
from benchmarks.page import BEFORE, NOW, PLOT, Results, page_of
from benchmarks.processes import Program

ROOT = Path(__file__).resolve().parents[1]
FIGURES, PAGE = "performance.json", "performance.md"
START, END = "<!-- measured -->", "<!-- /measured -->"
PARTS = ("batch", "letter", "bytes", "growth")
BATCH_TIMES, LETTER_TIMES = 1, 5
_JSON = TypeAdapter(Results)


def read_results(folder: Path) -> Results:
    """What was measured before; nothing where there is no file."""
    file = folder / FIGURES
    return _JSON.validate_json(file.read_bytes()) if file.exists() else Results()


def write_results(folder: Path, results: Results) -> None:
    """Keeps the figures, and writes the page from them."""
    (folder / FIGURES).write_bytes(_JSON.dump_json(results, indent=1) + b"\n")
    page = folder / PAGE
    text = page.read_text(encoding="utf-8") if page.exists() else f"{START}\n{END}\n"
    page.write_text(with_measured(text, page_of(results)), encoding="utf-8")


def with_measured(text: str, measured: str) -> str:
    """A page with what stands between its marks written anew, and the rest as it was."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        sys.exit(f"{PAGE} has no {START} and {END}: what is measured stands between them")
    return f"{before}{START}\n\n{measured}\n\n{END}{after}"


def measure(part: str, bench: Bench, asked: argparse.Namespace, results: Results) -> Results:
    """The results with one part of them measured anew."""
    print(f"{part} …", file=sys.stderr, flush=True)
    if part == "batch":
        return replace(results, batch=measure_batch(bench, asked.people, asked.times or BATCH_TIMES))
    if part == "letter":
        return replace(results, letter=measure_letters(bench, asked.times or LETTER_TIMES, drafts=asked.drafts))
    if part == "bytes":
        return replace(results, bytes=measure_bytes(bench))
    return replace(results, growth=measure_growth(bench, tuple(asked.growth or SIZES)))


def parts_of(asked: argparse.Namespace) -> list[str]:
    """What is to be measured."""
    if asked.only:
        return [part for part in PARTS if part == asked.only]
    return [part for part in PARTS if part != "growth" or asked.growth is not None]


def make_bench(folder: Path, against: Path | None) -> Bench:
    """This checkout, and another one if it is named."""
    homes = {NOW: ROOT} | ({BEFORE: against.resolve()} if against else {})
    programs = [Program(name, home, folder / f"kept-{name}") for name, home in homes.items()]
    return Bench(folder, tuple(programs))


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000, help="contacts of the batch")
    parser.add_argument("--times", type=int, help=f"turns: {BATCH_TIMES} of the batch, {LETTER_TIMES} of a letter")
    parser.add_argument("--growth", type=int, nargs="*", metavar="PEOPLE", help="sizes to measure growth with")
    parser.add_argument("--only", choices=[*PARTS, "page"])
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    parser.add_argument("--drafts", action="store_true")
    parser.add_argument("--into", type=Path, default=ROOT / "docs", metavar="FOLDER", help="where the page stands")
    return parser.parse_args()


def main() -> None:
    """Measures part by part, and writes each down as soon as it is there."""
    asked = options()
    results = read_results(asked.into)
    with tempfile.TemporaryDirectory() as name:
        bench = make_bench(Path(name).resolve(), asked.against)
        for part in parts_of(asked):
            results = measure(part, bench, asked, results)
            write_results(asked.into, results)
            if part == "growth" and results.growth:
                from benchmarks.plot import draw  # it alone needs matplotlib

                draw(results.growth, asked.into / PLOT)
    write_results(asked.into, results)
    print(page_of(results))


if __name__ == "__main__":
    main()
