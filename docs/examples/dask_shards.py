"""The letters of one workspace, made by Dask: each task makes those of a range of contacts, and writes nothing.

    python docs/examples/dask_shards.py FOLDER [--shards 1 5] [--today 2026-11-24] [--to letters.jsonl]
                                        [--workers 2 | --scheduler tls://HOST:PORT]

Every worker reads the whole workspace once, since a letter depends on its reader's colleagues. What comes back is what
`outreach draft`, `check` and `export eml --all` make in a folder that holds no drafts yet; what lets letters wait for
each other (`composer/outputs/gate.py`) is left to the export.

The stages called here start no processes of their own, which a worker of Dask may not: `composing` is `compose` for
one letter, and `check_file` and `export` are what the program's own workers call.
"""

import argparse
import asyncio
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from distributed import Client, LocalCluster, Worker, WorkerPlugin, get_worker

from composer.checks.inspector import Checked, Inspector
from composer.drafts.draft import Draft, path_of
from composer.drafts.format import format_draft
from composer.drafts.store import DraftFile
from composer.errors import ComposerError, ConflictError
from composer.letters.compose import Composed, Order, composing
from composer.letters.lint import merge_problems
from composer.outputs.export import Exporter, ExportRequest
from composer.outputs.outbox import Rendered
from composer.workspace.checking import inspector_of
from composer.workspace.drafting import choose_letters, order
from composer.workspace.exporting import exporter_of
from composer.workspace.snapshot import Snapshot, open_snapshot

ALL = ExportRequest(form="eml", everything=True)
"""``outreach export eml --all``."""


@dataclass(frozen=True, slots=True)
class Made:
    """One letter, made without a look at the others."""

    checked: Checked
    text: str = ""
    """The draft's file; empty where the merge failed."""
    message: bytes = b""
    """Empty where something stands against its leaving."""


@dataclass(frozen=True, slots=True)
class Stages:
    """What is called for each letter, and the workspace that it is called with."""

    snapshot: Snapshot
    compose: Callable[[Order], Composed]
    inspector: Inspector
    exporter: Exporter

    def letters(self, shard: range) -> list[Made]:
        """The letters of the contacts at these places in the records; those who get none now have none."""
        who = [self.snapshot.records.contacts.contacts[at].id for at in shard]
        choices = choose_letters(self.snapshot, who=who) if who else []  # nobody named would be everybody
        return [self._made(self.compose(order(self.snapshot, choice))) for choice in choices if choice.letter]

    def _made(self, composed: Composed) -> Made:
        if composed.draft is None:
            faults = [(fault, composed.contact.display_name) for fault in composed.faults]
            problems = tuple(merge_problems(faults, self.snapshot.catalogue))
            return Made(Checked(path_of(f"{composed.contact.id}.{composed.letter}"), None, problems))
        file = self._file(composed.draft)
        contents = self.snapshot.store.attachments.contents(file.attached)
        left = replace(self.exporter, contents=contents).export(file)
        return Made(self.inspector.check_file(file), file.text, left.data if isinstance(left, Rendered) else b"")

    def _file(self, draft: Draft) -> DraftFile:
        """A draft as its file will be read, which nobody has written yet."""
        text = format_draft(draft)
        return DraftFile(draft.name, text, generated=text, attached=self.snapshot.store.attachments.look(draft.attach))


def read_workspace(folder: Path, today: date) -> Snapshot:
    """Reads a workspace; a `ComposerError` where it cannot be used, or holds drafts, which the program would leave."""
    snapshot = open_snapshot(folder, today)
    snapshot.ensure_usable()
    if snapshot.store.names() or snapshot.store.deleted():
        raise ConflictError("this workspace has drafts already", hint="take a copy without drafts/ and .outreach/")
    return snapshot


def read_stages(folder: Path, today: date) -> Stages:
    """Reads a workspace, and makes of it what is called for each letter."""
    snapshot = read_workspace(folder, today)
    compose = composing(snapshot.records, snapshot.catalogue, today)
    exporter, _ = exporter_of(snapshot, ALL, ())
    return Stages(snapshot, compose, replace(inspector_of(snapshot), looking=True), exporter)


class Workspace(WorkerPlugin):
    """A workspace at hand in every worker, each of which reads it once."""

    name = "workspace"
    stages: Stages

    def __init__(self, folder: Path, today: date) -> None:
        self._folder, self._today = folder, today

    async def setup(self, worker: Worker) -> None:  # noqa: ARG002  # Dask hands it over
        """Reads beside the worker's loop, so that the scheduler hears from it meanwhile."""
        self.stages = await asyncio.to_thread(read_stages, self._folder, self._today)


def letters_of(shard: range) -> list[Made]:
    """The task: what the worker that runs it makes for a shard."""
    return cast("Workspace", get_worker().plugins[Workspace.name]).stages.letters(shard)


def shards_of(count: int, shards: int) -> list[range]:
    """So many contacts in ranges of nearly one size; none is empty."""
    edges = [count * number // shards for number in range(shards + 1)]
    return [range(start, stop) for start, stop in pairwise(edges) if start < stop]


def make_letters(client: Client, snapshot: Snapshot, shards: int) -> list[Made]:
    """All letters in the order of their drafts, compared with each other once all are there."""
    count = len(snapshot.records.contacts.contacts)
    tasks = client.map(letters_of, shards_of(count, shards), pure=False)
    made = sorted((one for found in client.gather(tasks) for one in found), key=lambda one: one.checked.path)
    compared = inspector_of(snapshot).compare([one.checked for one in made])
    return [replace(one, checked=checked) for one, checked in zip(made, compared, strict=True)]


@contextmanager
def workers(count: int, scheduler: str) -> Iterator[Client]:
    """Somebody's Dask, or one of our own: processes on this computer, heard by nobody else.

    A worker has one thread, since what it holds is worked out on first use.
    """
    if scheduler:
        with Client(scheduler) as client:
            yield client
        return
    loopback = {"host": "127.0.0.1", "dashboard_address": None}
    # Its health is told at a port that the system chooses; without this, at 8787.
    options = {"scheduler_kwargs": {"dashboard_address": "127.0.0.1:0"}, "security": True}
    with (
        LocalCluster(n_workers=count, threads_per_worker=1, **loopback, **options) as cluster,
        Client(cluster) as client,
    ):
        yield client


def lines(made: Iterable[Made]) -> Iterator[str]:
    """A line of JSON for each letter: digests of what it is, and its problems."""
    for one in made:
        told: dict[str, Any] = {
            "draft": one.checked.path,
            "text": hashlib.sha256(one.text.encode()).hexdigest(),
            "message": hashlib.sha256(one.message).hexdigest() if one.message else "",
            "problems": [problem.as_dict() for problem in one.checked.problems],
        }
        yield json.dumps(told, ensure_ascii=False)


def summary(shards: int, made: Sequence[Made], told: Iterable[str], seconds: float) -> str:
    """What was made, in two lines."""
    messages, problems = sum(bool(one.message) for one in made), sum(len(one.checked.problems) for one in made)
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()
    counts = f"{len(made)} letters, {messages} messages, {problems} problems"
    return f"shards: {shards}; {counts}; {seconds:.1f} s\n  sha256 of all: {digest}"


def parse_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a workspace without drafts; every worker has it under this name")
    parser.add_argument(
        "--shards",
        type=int,
        nargs="+",
        default=[2],
        choices=range(1, 10_001),
        metavar="N",
        help="several are tried in turn",
    )
    parser.add_argument("--workers", type=int, default=2, help="processes on this computer")
    parser.add_argument("--scheduler", default="", help="the address of a Dask that runs already")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())  # noqa: DTZ011  # where the user is
    parser.add_argument("--to", type=Path, help="a file for one line of JSON a letter")
    return parser.parse_args()


def main() -> None:
    """Makes the letters, prints what they come to, and with `--to` writes a line for each."""
    options = parse_options()
    folder, told = options.folder.resolve(), list[str]()
    try:
        snapshot = read_workspace(folder, options.today)
        with workers(options.workers, options.scheduler) as client:
            client.register_plugin(Workspace(folder, options.today))
            for shards in options.shards:
                started = time.perf_counter()
                made = make_letters(client, snapshot, shards)
                told = list(lines(made))
                print(summary(shards, made, told, time.perf_counter() - started), flush=True)
    except ComposerError as error:
        sys.exit(f"{error.message}; {error.hint}")
    if options.to:
        options.to.write_text("\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
