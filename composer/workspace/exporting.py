"""Handing over: what is ready becomes files in ``outbox/``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from composer.drafts.departures import Departed
from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.outbox_places import OUTBOX
from composer.drafts.store import DraftFile
from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.files import read_bytes
from composer.outputs.export import Exporter, ExportRequest, export, foresee, layout_of
from composer.outputs.gate import Gate
from composer.outputs.occasion import Occasion
from composer.outputs.outbox import Exported
from composer.outputs.registry import FORMATS, USUAL, USUAL_TEXT
from composer.planning.eligibility import Eligibility
from composer.records.book import PRACTICE
from composer.records.mail_programs import MailProgram, find_program, program_hint
from composer.spelling import did_you_mean
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
        files = list(files_of(now, request))
        exporter, eligibility = exporter_of(now, request, files)
        yield from misnamed_in(now, request)
        for one in export(now.folder, exporter, files, eligibility, progress):
            push = now.store.pushes.last(one.draft) if one.path else None
            yield replace(one, lies_too=push.where) if push and not push.reopened else one


def plan_export(snapshot: Snapshot, request: ExportRequest) -> list[Exported]:
    """What `export_drafts` would say of each draft, decided as it decides; nothing is written, and no lock is held.

    The drafts are in order. A file that would be written is named as if it were there already.

    Raises:
        NotFoundError: there is no such draft.
        RecordsError: the records cannot be trusted; nothing would be written.
    """
    files = list(files_of(snapshot, request))
    exporter, eligibility = exporter_of(snapshot, request, files)
    gate = Gate(snapshot.folder, eligibility, again=request.again, suffix=exporter.form.suffix)
    planned = foresee(snapshot.folder, exporter, files, gate)
    return [*misnamed_in(snapshot, request), *planned]


def letter_by_hand(snapshot: Snapshot, name: str) -> Draft | Exported:
    """An approved letter, handed over or not, that may leave by hand: on paper, or copied into another program.

    It is as it was approved, and nothing stands against its leaving now; otherwise the answer says what does.

    Raises:
        NotFoundError: there is no such draft.
        RecordsError: the records cannot be trusted.
    """
    draft, _ = snapshot.store.read(name)
    on_its_way = bool(draft and LIFECYCLE[draft.status].on_its_way)
    request = ExportRequest(names=(name,), again=on_its_way)  # what was sent does not leave by hand once more
    file = snapshot.store.file_to_check(name)
    exporter, eligibility = exporter_of(snapshot, request, [file])
    found = exporter.by_hand(file)
    if isinstance(found, Exported):
        return found
    why = Gate(snapshot.folder, eligibility, again=on_its_way).against(found, None)
    return Exported(name, because=why) if why else found


def handed_over_message(snapshot: Snapshot, draft: Draft) -> bytes:
    """The message in ``outbox/`` of a letter that was handed over; `letter_by_hand` gives it where it may still leave.

    Raises:
        NotFoundError: it was not handed over, or its message does not lie there any more.
        ConflictError: the message is not the one that was handed over.
    """
    departures, name = snapshot.store.departures, draft.name
    if not LIFECYCLE[draft.status].on_its_way:
        raise NotFoundError("this letter was not handed over, so there is no message of it", hint="hand it over first")
    data = read_bytes(departures.message(name))
    if data is None and (places := places_of(snapshot, name, departures.seen())):
        raise NotFoundError("this letter left in another form", hint=f"look for {' and '.join(places)}")
    if data is None:
        raise NotFoundError(f"the message of {name} does not lie in {OUTBOX}/ any more", hint=_AGAIN)
    if not departures.is_as_written(name, data):
        raise ConflictError(f"the message of {name} in {OUTBOX}/ is not as it was handed over", hint=_AGAIN)
    return data


def places_of(snapshot: Snapshot, name: str, departed: Departed) -> tuple[str, ...]:
    """Where the letter of a draft that was handed over lies, in words: the outbox, a mailbox, neither or both."""
    push = snapshot.store.pushes.last(name)
    return (*departed.where(name), *([push.where] if push and not push.reopened else ()))


_AGAIN = "make it a draft again, approve it, and hand it over once more"


def mail_program(snapshot: Snapshot) -> MailProgram | None:
    """The program that the practice writes mail in; ``None`` where it says none, or one that nobody knows."""
    said = snapshot.records.practice.mail
    return find_program(said, snapshot.library.mail_programs) if said else None


def format_for_program(snapshot: Snapshot) -> str:
    """The format of the practice's mail program, for somebody who names none; the usual one where it says no program.

    Raises:
        RecordsError: the program opens no file as a draft, or nobody knows it; the hint says what to do instead.
    """
    said, program = snapshot.records.practice.mail, mail_program(snapshot)
    if said and program is None:
        hint = program_hint(said, snapshot.library.mail_programs)
        raise RecordsError(f"{PRACTICE} says 'mail: {said}', and nobody knows that program here", hint=hint)
    if program and not program.format:
        raise RecordsError(f"{program.name} opens no file as a draft, so nothing was handed over", hint=program.then)
    form = program.format if program else USUAL
    if form not in FORMATS:
        hint = did_you_mean(form, FORMATS, f"there are {', '.join(FORMATS)}")
        raise RecordsError(
            f"templates/mail-programs.yaml says the format '{form}', and there is none of that name", hint=hint
        )
    return form


def exporter_of(snapshot: Snapshot, request: ExportRequest, files: Iterable[DraftFile]) -> tuple[Exporter, Eligibility]:
    """What decides which of these drafts leave, with all that has left already, and the bytes of what they attach."""
    snapshot.ensure_usable()
    handed_over, program = snapshot.handed_over(), mail_program(snapshot)
    text_alone = bool(program and program.text_alone)
    exporter = Exporter(
        inspector_of(snapshot, handed_over),
        layout_of(snapshot.library.files),
        replace(request, form=request.form or (USUAL_TEXT if text_alone else USUAL)),
        Occasion(snapshot.today, text_alone),
        snapshot.store.attachments.contents(one for file in files for one in file.attached),
    )
    return exporter, Eligibility(snapshot.records, snapshot.catalogue.heads, snapshot.today, handed_over)


def files_of(snapshot: Snapshot, request: ExportRequest) -> Iterator[DraftFile]:
    """The files of the drafts that are meant; a `NotFoundError` where one is not there."""
    return map(snapshot.store.file_to_check, snapshot.draft_names(request.names))


def misnamed_in(snapshot: Snapshot, request: ExportRequest) -> Iterator[Exported]:
    """Files among the drafts that no draft may be, where all drafts are meant."""
    for one in () if request.names else snapshot.store.misnamed():
        yield Exported(Path(one.at.path).stem, because=one.text, problems=(one,))
