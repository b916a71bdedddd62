"""Handing over: what is ready becomes files in ``outbox/``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from composer.outputs.export import Exporter, export, layout_of
from composer.outputs.outbox import Exported
from composer.planning.eligibility import Eligibility
from composer.workspace.checking import inspector_of
from composer.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which drafts are to leave, and as what."""

    form: str = "eml"
    """The output format's name."""
    names: Sequence[str] = ()
    """These drafts only; empty means all there are."""
    everything: bool = False
    """Every draft that no check blocks, ready or not."""
    again: bool = False
    """What was handed over already, once more."""


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
    exporter = Exporter(inspector, request.form, layout, request.everything, request.again)
    files = map(snapshot.store.file, snapshot.draft_names(request.names))
    eligibility = Eligibility(snapshot.records, snapshot.catalogue.heads, snapshot.today, handed_over)
    misnamed = () if request.names else snapshot.store.misnamed()
    left = (Exported(Path(one.at.path).stem, "", one.text, (one,)) for one in misnamed)
    return chain(left, export(snapshot.folder, exporter, files, eligibility, progress))
