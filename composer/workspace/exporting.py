"""Handing over: what is ready becomes files in ``outbox/``."""

from collections.abc import Callable, Iterator
from pathlib import Path

from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.outputs.export import Exporter, ExportRequest, export, layout_of
from composer.outputs.outbox import Exported
from composer.planning.eligibility import Eligibility
from composer.planning.stops import stop
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
        files = map(now.store.file_to_check, now.draft_names(request.names))
        eligibility = Eligibility(now.records, now.catalogue.heads, now.today, handed_over)
        for one in () if request.names else now.store.misnamed():
            yield Exported(Path(one.at.path).stem, because=one.text, problems=(one,))
        yield from export(now.folder, exporter, files, eligibility, progress)


def messages_to_delete(snapshot: Snapshot) -> list[str]:
    """The files in ``outbox/`` that nobody may send: their draft is to stay here, or their reader gets nothing more.

    Of one whose draft was sent nothing is said. Nothing at all is read where no message lies there.
    """
    store, departed = snapshot.store, snapshot.store.departures.seen()
    if not departed.lying:
        return []
    planned, names = {draft.name: draft for draft in store.for_planning()}, set(store.names())
    unknown = departed.lying & names - departed.left - set(planned)
    planned |= {name: draft for name in unknown if (draft := store.read(name)[0])}
    # What is among the drafts, has left, and waits for nothing, is sent.
    lying = sorted(name for name in departed.lying if name in planned or name not in names)
    return [store.departures.message(name).relative_to(snapshot.folder).as_posix()
            for name in lying if _is_to_stay(snapshot, name, planned.get(name))]  # fmt: skip


def _is_to_stay(snapshot: Snapshot, name: str, draft: Draft | None) -> bool:
    """Whether a message is not to be sent; that of a draft which is gone is for whom its name says."""
    if draft and draft.status == "sent":
        return False
    contact = snapshot.records.contacts.find(draft.contact if draft else name.partition(".")[0])
    head = snapshot.catalogue.heads.get(snapshot.catalogue.renamed.get(draft.letter, draft.letter)) if draft else None
    stopped = contact and stop(contact, snapshot.records, about_gone=bool(head and "gone" in head.when))
    return bool(stopped or (draft and LIFECYCLE[draft.status].leaves != "--again"))
