"""Pushing: what is ready goes into the folder for drafts of the person's own mailbox, and never twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from composer.drafts.approval import approval
from composer.drafts.departures import Departures
from composer.drafts.draft import Draft, path_of
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.outbox_places import digest
from composer.drafts.pushes import DELETE_THERE, Push
from composer.drafts.store import DraftFile
from composer.errors import ComposerError, ConflictError, ExternalError, MessageError, Place, Problem, RecordsError
from composer.files import sync_folder
from composer.mail.message import MessageKind, Stored, build_message, message_id
from composer.mailbox.connection import Mailbox, Refused
from composer.outputs.export import Exporter, ExportRequest, rendered
from composer.outputs.gate import Gate
from composer.outputs.outbox import Exported, Rendered
from composer.planning.eligibility import Eligibility
from composer.workspace.exporting import exporter_of, files_of, misnamed_in, plan_export
from composer.workspace.snapshot import Snapshot, writing


@dataclass(frozen=True, slots=True)
class PushRequest:
    """Which drafts are to go into the mailbox."""

    names: Sequence[str] = ()
    """These drafts only; empty means all there are."""
    everything: bool = False
    """Every draft that no check blocks, ready or not."""
    again: bool = False
    """What was handed over already, once more."""

    @property
    def as_export(self) -> ExportRequest:
        """What would leave as a file, which is the same: one decision for both."""
        return ExportRequest("eml", self.names, self.everything, self.again)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of one draft."""

    draft: str
    folder: str = ""
    """The folder that it lies in now; empty where it does not."""
    because: str = ""
    """Why it does not; empty otherwise."""
    note: str = ""
    """What a person should know besides."""
    problems: tuple[Problem, ...] = ()
    """What kept it from leaving, where that is an error."""


@dataclass(slots=True)
class PushRun:
    """What became of all of them."""

    results: list[Pushed] = field(default_factory=list)
    trouble: ComposerError | None = None
    """What ended it early; what stands among the results is done all the same."""

    @property
    def done(self) -> list[Pushed]:
        """What lies in the mailbox now."""
        return [one for one in self.results if one.folder]


@dataclass(frozen=True, slots=True)
class PushPlan:
    """What would go into the mailbox."""

    letters: tuple[str, ...]
    open: tuple[str, ...]
    """What a run that ended early has left on its way: the next one looks for it first."""


def plan_push(snapshot: Snapshot, request: PushRequest) -> PushPlan:
    """What `push_drafts` would put into the mailbox, decided as it decides; nothing is written, and nobody is asked.

    Raises:
        NotFoundError: there is no such draft.
        RecordsError: the records cannot be trusted; nothing would leave.
    """
    going = tuple(one.draft for one in plan_export(snapshot, request.as_export) if one.path)
    return PushPlan(going, tuple(name for name, _ in snapshot.store.pushes.open()))


def push_drafts(
    snapshot: Snapshot,
    request: PushRequest,
    mailbox: Mailbox,
    *,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> PushRun:
    """Puts what may leave into the folder for drafts; of what may not, says why.

    Before a message goes, it is written down that it does, and afterwards that it has arrived; a run that ends in
    between is settled by the next one, which looks into the folder first. `now` is the Date of the messages.

    Raises:
        ConflictError: another run is writing here.
        NotFoundError: there is no such draft.
        RecordsError: the records cannot be trusted; nothing left.
    """
    run = PushRun()
    with writing(snapshot) as current:
        files = list(files_of(current, request.as_export))
        exporter, eligibility = exporter_of(current, request.as_export, files)
        pusher = _Pusher(current, mailbox, exporter, eligibility)
        try:
            run.results += pusher.settle()
            run.results += [_as_pushed(one) for one in misnamed_in(current, request.as_export)]
            fresh = [file for file in files if file.name not in pusher.settled]
            for file, result in rendered(exporter, fresh, progress):
                run.results.append(_as_pushed(result) if isinstance(result, Exported)
                                   else pusher.push(file, result, now))  # fmt: skip
        except _EndsError as end:
            run.results.append(end.result)
            run.trouble = end.trouble
        except ExternalError as error:
            run.trouble = error
    return run


def _as_pushed(one: Exported) -> Pushed:
    return Pushed(one.draft, because=one.because, problems=one.problems)


class _EndsError(Exception):
    """Ends a run: what became of the letter at which it did, and why no other is tried."""

    def __init__(self, result: Pushed, trouble: ComposerError) -> None:
        super().__init__(trouble.message)
        self.result, self.trouble = result, trouble


class _Pusher:
    """Puts letters into one mailbox, in their order; the lock is held."""

    def __init__(self, snapshot: Snapshot, mailbox: Mailbox, exporter: Exporter, eligibility: Eligibility) -> None:
        self._store, self._today, self._again = snapshot.store, snapshot.today, exporter.request.again
        self._pushes, self._departures = snapshot.store.pushes, Departures(snapshot.folder)
        self._gate = Gate(snapshot.folder, eligibility, again=self._again)
        self._mailbox, self._exporter = mailbox, exporter
        self._lying = self._departures.seen()
        self.settled: set[str] = set()
        """The drafts of which all is said that there is to say."""

    # --- what a run that ended early has left ----------------------------------------------------------------------

    def settle(self) -> Iterator[Pushed]:
        """Finds out of each letter that was on its way whether it has arrived, and notes it."""
        begun, names = list(self._pushes.open()), set(self._store.names())
        for name, push in begun:
            if push.address not in ("", self._mailbox.account.address):
                self.settled.add(name)
                how = f"`outreach push --account {push.account}` looks for it there"
                yield Pushed(name, because=f"it may lie in {push.where} since a run ended early; {how}")
                continue
            draft = self._store.read(name)[0] if name in names else None
            draft = self._as_it_leaves(name, draft) if draft else None
            known = push if push.message_id or not draft else replace(push, message_id=_id_of(draft))
            if known.arrived or (known.message_id and self._mailbox.holds(known.message_id, folder=known.folder)):
                self.settled.add(name)
                yield self._settled(name, draft, known)
            else:
                self._pushes.give_up(name)

    def _as_it_leaves(self, name: str, draft: Draft) -> Draft:
        return self._exporter.as_it_leaves(self._store.file_to_check(name), draft)

    def _settled(self, name: str, draft: Draft | None, push: Push) -> Pushed:
        """Notes a letter that has arrived, whatever stands against it by now: it lies there."""
        note, where = "it had arrived before a run ended early", push.folder or self._mailbox.folder
        self._note_departure(name, push)
        if draft and LIFECYCLE[draft.status].is_open:
            if _id_of(draft) == push.message_id:
                note = self._set_head(name, draft) or note
            else:
                note = f"{note}, as it was before you changed it: {DELETE_THERE}, or send that one"
        self._pushes.end(name)
        return Pushed(name, where, note=note)

    def _set_head(self, name: str, draft: Draft) -> str:
        """Notes in a draft that it has left; what to say where that cannot be written into it."""
        today = self._today.isoformat()
        fields = {
            "status": "handed-over",
            "attached": draft.attached,
            "approved": approval(draft),
            "handed-over": today,
        }
        try:
            self._store.set_head(name, fields)
        except (ConflictError, RecordsError) as error:
            return f"it had arrived before, and its draft could not be told: {error.message}"
        return ""

    # --- one letter ------------------------------------------------------------------------------------------------

    def push(self, file: DraftFile, message: Rendered, now: datetime) -> Pushed:
        """Puts a letter into the folder, where it may leave."""
        if why := self._gate.against(message.draft, None):
            return Pushed(file.name, because=why)
        try:
            push = self._push_of(message.draft)
            kind = MessageKind(html=not self._exporter.occasion.text_alone, stored=Stored(now, push.message_id))
            attached = self._exporter.attachments(file, message.draft)
            data = build_message(message.draft, self._exporter.layout, kind, attached)
        except MessageError as error:
            problem = Place(path_of(file.name)).error("message-refused", error.message, error.hint)
            return Pushed(file.name, because=error.message, problems=(problem,))
        if self._store.text(file.name) != file.text:
            return Pushed(file.name, because="it was saved just now; push it again")
        self._pushes.begin(file.name, push)
        note, refused = self._deliver(file.name, push, data)
        if refused:
            return self._refused(file.name, refused)
        self._pushes.arrive(file.name, push)
        self._note_departure(file.name, push)
        note = self._note(file, message.noted) or note
        self._pushes.end(file.name)
        self._gate.passed(message.draft)
        return Pushed(file.name, push.folder, note="; ".join(filter(None, (note, self._lies_too(file.name)))))

    def _lies_too(self, name: str) -> str:
        """What to say of a letter that lies in the outbox as well, where a program may find it."""
        lies = " and ".join(self._lying.where(name))
        return f"it lies in the outbox, too ({lies}): delete one of them, so that it goes once" if lies else ""

    def _push_of(self, draft: Draft) -> Push:
        account = self._mailbox.account
        return Push(message_id(draft), account.name, account.address, self._mailbox.folder)

    def _deliver(self, name: str, push: Push, data: bytes) -> tuple[str, Refused | None]:
        """Sees that a message is in the folder once; what a person should know besides, and why it is not there.

        One that was pushed before is looked for: it may lie there still, just as it is, or as it was before an edit.
        """
        note, last = "", self._pushes.last(name)
        try:
            if (last or self._again) and self._mailbox.holds(push.message_id):
                return "it lay there already, just as it is", None
            earlier = last and last.address == push.address and last.message_id not in ("", push.message_id)
            if earlier and last and self._mailbox.holds(last.message_id, folder=last.folder):
                note = f"the letter as it was before lies there, too: {DELETE_THERE}"
            return note, self._mailbox.put(data)
        except ExternalError as error:
            why = "nobody knows whether it arrived; the next `outreach push` looks first"
            raise _EndsError(Pushed(name, because=why), error) from error

    def _refused(self, name: str, refused: Refused) -> Pushed:
        """What the server has refused, and does not hold; where the next one would fare no better, all ends."""
        self._pushes.give_up(name)
        if refused.only_this:
            problem = Place(path_of(name)).error("message-refused", refused.because, refused.hint)
            return Pushed(name, because=refused.because, problems=(problem,))
        trouble = ExternalError(refused.because, hint=refused.hint)
        raise _EndsError(Pushed(name, because=refused.because), trouble)

    def _note_departure(self, name: str, push: Push) -> None:
        """Remembers that a draft has left, as an export does; what lies in the outbox of it stays known as it is."""
        if self._departures.digest_of(name) is None:
            self._departures.note(name, digest(push.message_id.encode()))
            sync_folder(self._departures.left)

    def _note(self, file: DraftFile, noted: str) -> str:
        """Notes in a draft that it has left; what to say where it is not the one that left any more."""
        if noted == file.text:
            return ""
        try:
            self._store.replace(file.name, file.text, noted)
        except (ConflictError, RecordsError):
            return f"its file was saved meanwhile, and what lies in the mailbox is as it was before: {DELETE_THERE}"
        return ""


def _id_of(draft: Draft) -> str:
    """The Message-ID that a draft would have now; empty where it could not be a message."""
    try:
        return message_id(draft)
    except MessageError:
        return ""
