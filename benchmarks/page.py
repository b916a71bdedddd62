"""What was measured, as the tables of docs/performance.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.batch import STEPS, Batch
from benchmarks.growth import Growth, SameBytes
from benchmarks.letter import Answers, Letters
from benchmarks.processes import COUNT, Figure, Machine

NOW, BEFORE = "now", "before"
PLOT = "performance.svg"
COLD = "Each step is a process of its own; the first finds nothing kept of what was read before."
KEPT = "What was read once is kept. **Bold** is over the bar."


@dataclass(frozen=True)
class Results:
    """The last figures of each part; ``None`` where it was never measured."""

    batch: Batch | None = None
    letter: Letters | None = None
    bytes: SameBytes | None = None
    growth: Growth | None = None


def page_of(results: Results) -> str:
    """All parts that there are."""
    parts = [
        batch_part(results.batch) if results.batch else [],
        letter_part(results.letter) if results.letter else [],
        bytes_part(results.bytes) if results.bytes else [],
        growth_part(results.growth) if results.growth else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table whose first column is words and whose others are figures; lines that are too short are filled up."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *([*row, *[""] * (len(head) - len(row))] for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]


def machine_line(machine: Machine) -> str:
    """Where it was, and how fast the machine was meanwhile."""
    slow = max(machine.loops) / min(machine.loops)
    return (
        f"{machine.about}. A loop that counts to {COUNT:,} took {min(machine.loops):.2f} to {max(machine.loops):.2f} s"
        f" before, between and after: the machine's own speed varied by {slow:.1f}."
    )


def together(steps: Mapping[str, Figure]) -> Figure:
    """The steps one after the other."""
    figures = list(steps.values())
    most = max(figure.memory for figure in figures)
    return Figure(sum(one.wall for one in figures), sum(one.cpu for one in figures), most)


def batch_part(batch: Batch) -> list[str]:
    """Each step, their sum, the two others, and what one is against the other."""
    ours = [batch.programs[name] for name in (NOW, BEFORE) if name in batch.programs]
    head = ["", "seconds", "processor s", "memory MB"]
    if len(ours) > 1:
        head += [f"{BEFORE}: seconds", "processor s", "memory MB"]
    rows = [[step, *(cell for steps in ours for cell in cells(steps[step]))] for step in STEPS]
    rows += [["**together**", *(cell for steps in ours for cell in cells(together(steps)))]]
    rows += [["mailmerge 2.3.0", *cells(batch.mailmerge)], ["bare loop", *cells(batch.floor)]]
    rows += [["together, against mailmerge", *times([together(steps) for steps in ours], batch.mailmerge)]]
    rows += [["export, against the bare loop", *times([steps["export"] for steps in ours], batch.floor)]]
    return [
        "## A batch",
        "",
        f"{batch.people:,} letters to {batch.people:,} contacts, {turns(batch.times)}. {COLD}",
        "",
        *table(head, rows),
        "",
        *verdict(together(ours[0]), batch.mailmerge),
        "",
        machine_line(batch.machine),
    ]


def turns(count: int) -> str:
    """How often it was measured."""
    return "measured once" if count == 1 else f"the median of {count} turns"


def cells(figure: Figure) -> list[str]:
    """One figure's three columns."""
    return [f"{figure.wall:.2f}", f"{figure.cpu:.2f}", f"{figure.memory:.0f}"]


def times(figures: Sequence[Figure], other: Figure) -> Iterator[str]:
    """How many times as much each takes, in the columns of figures."""
    for one in figures:
        yield from (
            f"{mine / theirs:.2f} times"
            for mine, theirs in ((one.wall, other.wall), (one.cpu, other.cpu), (one.memory, other.memory))
        )


def verdict(ours: Figure, mailmerge: Figure) -> list[str]:
    """The ratio that matters, as a sentence."""
    if ours.wall <= mailmerge.wall:
        return [f"mailmerge takes {mailmerge.wall / ours.wall:.1f} times as long as all three steps."]
    return [f"All three steps take {ours.wall / mailmerge.wall:.1f} times as long as mailmerge."]


def letter_part(letters: Letters) -> list[str]:
    """One column a book, two where there was another checkout; what is over the bar is bold."""
    columns = [(book, who) for book in letters.books for who in (NOW, BEFORE) if who in book.seconds]
    head = ["", *(heading(book, who) for book, who in columns)]
    names = letters.books[0].seconds[NOW]
    rows = [[name, *(second(book, who, name) for book, who in columns)] for name in names]
    starts = [
        [f"`{name}`", *(f"{letters.starts[who][name]:.2f}" for who in letters.starts)]
        for name in ("--help", "--version")
    ]
    book = "a draft for everybody" if letters.drafts else "hardly any drafts"
    return [
        "## One letter",
        "",
        f"Seconds until the prompt is back, {turns(letters.times)}, in a book with {book}. {KEPT}",
        "",
        *table(head, rows),
        "",
        offered(letters),
        "",
        *table(["", *(who if who == "mailmerge" else f"outreach, {who}" for who in letters.starts)], starts),
        "",
        machine_line(letters.machine),
    ]  # fmt: skip


def heading(answers: Answers, who: str) -> str:
    """What a column of the letters is about."""
    if who == BEFORE:
        return BEFORE
    return f"{answers.book.contacts:,} contacts, {answers.book.events:,} events; bar {answers.book.bar:.2f}"


def second(answers: Answers, who: str, name: str) -> str:
    """A task's seconds; bold where they are over the bar."""
    seconds = answers.seconds[who][name]
    return f"**{seconds:.2f}**" if seconds > answers.book.bar else f"{seconds:.2f}"


def offered(letters: Letters) -> str:
    """Whether the shell was told any names."""
    if all(answers.offered for answers in letters.books):
        return "The shell was offered the contact's name."
    return "The shell was offered no name: the program completes commands and options, not contacts."


def bytes_part(same: SameBytes) -> list[str]:
    """The digest of each number of workers, and whether they are one."""
    rows = [[str(workers), f"`{digest[:16]}`"] for workers, digest in same.digests.items()]
    are = "the same to the byte" if len(set(same.digests.values())) == 1 else "**not the same**"
    return [
        "## The same bytes",
        "",
        f"{same.people:,} letters drafted and exported by one process and by several at once: the messages are {are}.",
        "",
        *table(["processes that write letters", "digest of all messages"], rows),
    ]


def growth_part(growth: Growth) -> list[str]:
    """Each size, with what a thousand letters of it take, and the plot."""
    rows = [
        [f"{size.people:,}", f"{size.seconds:.2f}", f"{1000 * size.seconds / size.people:.2f}", f"{size.memory:.0f}"]
        for size in growth.sizes
    ]
    return [
        "## Growth",
        "",
        "Draft, check and export of books of different size, each from cold.",
        "",
        f"![Seconds and memory by the number of contacts; the table has the figures]({PLOT})",
        "",
        *table(["contacts", "seconds", "seconds for 1,000 letters", "memory of the largest process, MB"], rows),
        "",
        machine_line(growth.machine),
    ]
