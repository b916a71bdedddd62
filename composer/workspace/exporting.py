"""Handing over: what is ready becomes files in ``outbox/``."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from composer.outputs.export import Exporter, ExportRequest, export, layout_of
from composer.outputs.outbox import Exported
from composer.planning.eligibility import Eligibility
from composer.workspace.checking import inspector_of
from composer.workspace.snapshot import Snapshot


def export_drafts(
    snapshot: Snapshot, request: ExportRequest, *, progress: Callable[[int], None] | None = None
) -> Iterator[Exported]:
    """Writes what may leave into ``outbox/``; for what may not, says why.

    Raises:
        NotFoundError: there is no such draft.
        RecordsError: the records cannot be trusted; nothing was written.
    """
    snapshot.ensure_usable()
    handed_over = snapshot.handed_over()
    inspector, layout = inspector_of(snapshot, handed_over), layout_of(snapshot.library.files)
    exporter = Exporter(inspector, layout, request)
    files = map(snapshot.store.file, snapshot.draft_names(request.names))
    eligibility = Eligibility(snapshot.records, snapshot.catalogue.heads, snapshot.today, handed_over)
    misnamed = () if request.names else snapshot.store.misnamed()
    left = (Exported(Path(one.at.path).stem, "", one.text, (one,)) for one in misnamed)
    return chain(left, export(snapshot.folder, exporter, files, eligibility, progress))
