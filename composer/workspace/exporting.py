"""Handing over: what is ready becomes files in ``outbox/``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from composer.drafts.departures import Departed
from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.outbox_names import is_called
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
from composer.planning.stops import stop
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


def messages_to_delete(snapshot: Snapshot) -> dict[str, str]:
    """What lies in ``outbox/`` that nobody may send: its draft is to stay here, or its reader gets nothing more.

    Each is a place in words, ``outbox/2026-11-24 Dr Abena Osei – introduction.eml``, with the name of its draft. Of one
    whose draft was sent nothing is said. Nothing at all is read where no letter lies there.
    """
    store, departed = snapshot.store, snapshot.store.departures.seen()
    if not departed.lying:
        return {}
    planned, names = {draft.name: draft for draft in store.for_planning()}, set(store.names())
    unknown = departed.lying.keys() & names - departed.left - set(planned)
    planned |= {name: draft for name in unknown if (draft := store.read(name)[0])}
    # What is among the drafts, has left, and waits for nothing, is sent.
    lying = sorted(name for name in departed.lying if name in planned or name not in names)
    stays = (name for name in lying if is_to_stay(snapshot, name, planned.get(name)))
    return {where: name for name in stays for where in departed.where(name)}


def pushed_to_delete(snapshot: Snapshot) -> dict[str, str]:
    """Letters in a mailbox that nobody may send, by their drafts, each with where it may still lie, in words.

    Their draft is to stay here, or their reader gets nothing more; of one whose draft was sent nothing is said.
    """
    store, there = snapshot.store, dict(snapshot.store.pushes.there())
    names = set(store.names()) if there else set()
    found = {name: store.read(name)[0] if name in names else None for name in there}
    return {name: there[name].where for name, draft in sorted(found.items()) if is_to_stay(snapshot, name, draft)}


def nobody_may_send(snapshot: Snapshot) -> tuple[str, ...]:
    """Where all of these lie, in words: in ``outbox/``, and letters in a mailbox by the names of their drafts."""
    pushed = (f"the letter {name} in {where}" for name, where in pushed_to_delete(snapshot).items())
    return (*messages_to_delete(snapshot), *pushed)


def is_to_stay(snapshot: Snapshot, name: str, draft: Draft | None) -> bool:
    """Whether a message is not to be sent; that of a draft which is gone is for whom its name says."""
    if draft and draft.status == "sent":
        return False
    book = snapshot.records.contacts
    contact = book.find(draft.contact if draft else name.partition(".")[0])
    if not draft and not contact:  # what the file was called may have been lost
        contact = next(
            (one for one in book.contacts if is_called(name, one.display_name) and stop(one, snapshot.records)), None
        )
    head = snapshot.catalogue.heads.get(snapshot.catalogue.renamed.get(draft.letter, draft.letter)) if draft else None
    stopped = contact and stop(contact, snapshot.records, about_gone=bool(head and "gone" in head.when))
    return bool(stopped or (draft and LIFECYCLE[draft.status].leaves != "--again"))
