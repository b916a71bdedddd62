"""Handing over: what is ready becomes files in ``outbox/``."""

from collections.abc import Callable, Iterator
from pathlib import Path

from composer.outputs.export import Exporter, ExportRequest, export, layout_of
from composer.outputs.outbox import Exported
from composer.planning.eligibility import Eligibility
from composer.workspace.checking import inspector_of
from composer.workspace.snapshot import Snapshot, writing


def export_drafts(
    snapshot: Snapshot, request: ExportRequest, *, progress: Callable[[int], None] | None = None
) -> Iterator[Exported]:
    """Writes what may leave into ``outbox/``; for what may not, says why.

    Everything is read once the lock is held: who noted a wish or an event before that keeps a letter here by it.

    Raises:
        ConflictError: another run is writing here.
        NotFoundError: there is no such draft.
        RecordsError: the records cannot be trusted; nothing was written.
    """
    with writing(snapshot) as now:
        now.ensure_usable()
        handed_over = now.handed_over()
        inspector, layout = inspector_of(now, handed_over), layout_of(now.library.files)
        exporter = Exporter(inspector, layout, request)
        files = map(now.store.file, now.draft_names(request.names))
        eligibility = Eligibility(now.records, now.catalogue.heads, now.today, handed_over)
        for one in () if request.names else now.store.misnamed():
            yield Exported(Path(one.at.path).stem, because=one.text, problems=(one,))
        yield from export(now.folder, exporter, files, eligibility, progress)
