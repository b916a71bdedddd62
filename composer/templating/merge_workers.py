"""The merge: plain values into a letter's Jinja text, inside a sandbox, inside a worker.

A template may be pasted from anywhere and a value may hold anything. So a template sees texts, lists and groups of
them, and no object; it has the filters of `filters.py` and few others; what it prints is escaped as Markdown; and it
runs, compiling included, in a process that is ended when it takes too long or too much.

This module hands jobs to workers; it never imports Jinja, which `sandbox.py` and `merge.py` own
and only a worker needs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Protocol

from composer.templating.job import Merged, MergeFault, MergeJob, Source
from composer.templating.outline import Outline
from composer.templating.trace import Traced, branches_in, read_trace
from composer.worker_process import WorkerLimits
from composer.workers import Pool, Stopped


def merge_all(
    sources: Mapping[str, Source],
    jobs: Iterable[MergeJob],
    *,
    limits: WorkerLimits | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Merged]:
    """Merges jobs in workers, in their order; what takes too long or too much becomes a fault, and the rest goes on.

    A worker gets up while the first job is made.

    A template that is stopped for three readers in a row is given up: it would be stopped for all of them.
    """
    with Pool[MergeJob, Merged]((_merger, sources, False), limits=limits) as pool:
        kind = attrgetter("template")
        for job, result in pool.map(_merge_one, jobs, alike=kind, progress=progress, at_once=True):
            yield stopped(job.template, result) if isinstance(result, Stopped) else result


def trace_all(
    sources: Mapping[str, Source], jobs: Iterable[MergeJob], *, progress: Callable[[int], None] | None = None
) -> Iterator[Traced | MergeFault]:
    """Merges jobs with the origin of every piece and the branches taken, in their order.

    The pieces' texts joined are the untraced merge. A value that `statement.marked` gave a number keeps it: its pieces
    have that number as their source.
    """
    with Pool[MergeJob, Merged]((_merger, sources, True)) as pool:
        for job, result in pool.map(_merge_one, jobs, alike=attrgetter("template"), progress=progress):
            if isinstance(result, Stopped):
                yield stopped(job.template, result)
            else:
                yield result if isinstance(result, MergeFault) else Traced(read_trace(result), branches_in(result))


def outlines(sources: Mapping[str, Source]) -> dict[str, Outline]:
    """All that each template may say, by its name."""
    with Pool[str, Outline]((_merger, sources, False)) as pool:
        return {name: found for name, found in pool.map(_outline_one, list(sources)) if not isinstance(found, Stopped)}


def compile_check(sources: Mapping[str, Source], *, limits: WorkerLimits | None = None) -> tuple[MergeFault, ...]:
    """The faults of templates that can be seen without a reader: syntax, unknown filters, parts that do not exist."""
    faults: list[MergeFault] = []
    with Pool[str, tuple[MergeFault, ...]]((_merger, sources, False), limits=limits) as pool:
        for name, result in pool.map(_check_one, sources):
            faults += [stopped(name, result)] if isinstance(result, Stopped) else result
    return tuple(faults)


def stopped(template: str, result: Stopped) -> MergeFault:
    """What is said of a template whose merge did not come to its end."""
    hint = result.hint("look for a loop in it")
    return MergeFault("merge-stopped", f"this letter {result.because}", hint, template, 0)


# --- called in workers, where alone Jinja is imported -----------------------------------------------------------------


class _Merger(Protocol):
    def merge(self, job: MergeJob) -> Merged: ...
    def outline(self, name: str) -> Outline: ...
    def check(self, name: str) -> tuple[MergeFault, ...]: ...


def _merger(sources: Mapping[str, Source], trace: bool) -> _Merger:
    from composer.templating.merge import Merger

    return Merger(sources, trace=trace)


def merging(sources: Mapping[str, Source]) -> Callable[[MergeJob], Merged]:
    """What merges one job, for whoever is in a worker already."""
    return _merger(sources, False).merge


def _merge_one(held: _Merger, job: MergeJob) -> Merged:
    return held.merge(job)


def _outline_one(held: _Merger, name: str) -> Outline:
    return held.outline(name)


def _check_one(held: _Merger, name: str) -> tuple[MergeFault, ...]:
    return held.check(name)
