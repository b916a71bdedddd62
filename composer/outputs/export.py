"""Handing over: what is ready becomes files in ``outbox/``, and what is not says why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from composer.cache import as_one, user_cache
from composer.checks.inspector import Inspector
from composer.checks.questions import in_the_way
from composer.drafts.approval import approval, unapproved
from composer.drafts.attachments import Attachment, changed_files, goes_with
from composer.drafts.draft import Draft, path_of
from composer.drafts.format import parse_draft
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE, stays
from composer.drafts.store import DraftFile
from composer.errors import MessageError, Place, RecordsError, errors_in
from composer.mail.layout import Layout, load_layout
from composer.outputs.gate import Gate
from composer.outputs.occasion import Occasion
from composer.outputs.outbox import Exported, Outbox, Rendered
from composer.outputs.registry import FORMATS, OutputFormat
from composer.planning.eligibility import Eligibility
from composer.records.library import TemplateFile
from composer.worker_process import WorkerLimits
from composer.workers import Pool, Stopped

_LAYOUT = "layouts/letter"
_LONG = WorkerLimits(seconds=15.0)
"""Ten megabytes are encoded, read back and compared in one second, or on an old computer in five."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which drafts are to leave, and as what."""

    form: str = ""
    """The output format's name; empty for a message that opens as a draft, with HTML or without as the practice's mail
    program takes it."""
    names: Sequence[str] = ()
    """These drafts only; empty means all there are."""
    everything: bool = False
    """Every draft that no check blocks, ready or not."""
    again: bool = False
    """What was handed over already, once more."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """What a worker holds: the checks, the compiled layout, and what was asked. It reads and writes nothing."""

    inspector: Inspector
    layout: Layout
    request: ExportRequest
    occasion: Occasion
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of what letters attach, under their digests, each read once for all of them."""

    @property
    def form(self) -> OutputFormat:
        """The format that was asked for."""
        return FORMATS[self.request.form]

    def export(self, file: DraftFile) -> Rendered | Exported:
        """The message that may leave, or why none does."""
        draft, path = self._may_leave(file), path_of(file.name)
        if isinstance(draft, Exported):
            return draft
        try:
            draft = self.as_it_leaves(file, draft)
            noted = self._noted(file, draft, path)
            occasion = replace(self.occasion, attached=self.attachments(file, draft))
            return Rendered(draft, self.form.render(draft, self.layout, occasion), noted)
        except RecordsError as error:
            return Exported(file.name, because=error.message, problems=error.problems)
        except MessageError as error:
            return _refused(file, Place(path, draft.lines.get("subject", 1)), error.message, error.hint)

    def as_it_leaves(self, file: DraftFile, draft: Draft) -> Draft:
        """A draft with the digests of its files; nobody's word is bound to any where it has not been approved."""
        return (
            self.inspector.attachable.bound(draft, file.attached)
            if draft.status == "draft" or not draft.approved
            else draft
        )

    def attachments(self, file: DraftFile, draft: Draft) -> tuple[Attachment, ...]:
        """The files that go with a draft which may leave, as they were read."""
        return self.inspector.attachable.attachments(draft, file.attached, self.contents)

    def by_hand(self, file: DraftFile) -> Draft | Exported:
        """The draft, where it may leave by hand: on paper, or copied into another program; or why it may not."""
        return self._may_leave(file, by_hand=True)

    def _may_leave(self, file: DraftFile, *, by_hand: bool = False) -> Draft | Exported:
        """The draft, where nothing in it or in the records stands against its leaving; or what does."""
        path = path_of(file.name)
        draft, faults = (None, file.problems) if file.problems else parse_draft(file.text, file.name, path)
        if draft is None:
            return Exported(file.name, because="its file cannot be read as a draft", problems=errors_in(faults))
        way = "" if by_hand else self._other_way(draft)
        why = way or stays(draft.status, draft.reason, everything=self.request.everything, again=self.request.again)
        if why:
            return Exported(file.name, because=why)
        blocks = errors_in(self.inspector.check(path, draft, faults, file).problems)
        if blocks:
            return Exported(file.name, because=in_the_way(blocks, file.name), problems=blocks)
        # A word that binds nothing counts as none where all may leave.
        bound = draft.status != "draft" and (draft.approved or not self.request.everything)
        files = self.inspector.attachable.files(draft, file.attached)
        why = unapproved(draft) or changed_files(draft, files) if bound else ""
        if not why and not by_hand and self.form.needs_address and not draft.to:
            why = ON_PAPER
        return Exported(file.name, because=why) if why else draft

    def _other_way(self, draft: Draft) -> str:
        """How a letter leaves that is no mail; empty for one that is."""
        head = self.inspector.heads.get(draft.letter)
        return OTHER_WAYS.get(head.medium, "") if head and LIFECYCLE[draft.status].leaves else ""

    def _noted(self, file: DraftFile, draft: Draft, path: str) -> str:
        """The draft's file as it reads once it has left; one that left before stays as it is."""
        if not LIFECYCLE[draft.status].is_open:
            return file.text
        day = self.inspector.standards.today.isoformat()
        fields = {
            "status": "handed-over",
            "attached": draft.attached,
            "approved": approval(draft),
            "handed-over": day,
        }
        return read_head(file.text, path).with_fields(fields)


LEFT_BEFORE = LIFECYCLE["handed-over"].stays
"""Said of a draft that left in an earlier run."""
ON_PAPER = "no address to send it to; this letter can leave on paper only"
"""Said of a letter that is mail, but for its address."""
OTHER_WAYS: Mapping[str, str] = {
    "card": "a card: copy it by hand",
    "record": "it is finished in your record system, and leaves from there",
}
"""What is said of letters that are no mail, by their medium."""


def layout_of(files: Mapping[str, TemplateFile]) -> Layout:
    """The layout of letters, compiled from the library's files or as it was kept; a `LetterError` for a bad one."""
    html, css = files[f"{_LAYOUT}.html"], files[f"{_LAYOUT}.css"]
    told = as_one((html.path, html.text, css.text))
    kept = Path("/layouts", sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16])  # for all workspaces
    return user_cache(frozenset({Layout})).keep(
        Layout, kept, told, lambda: load_layout(html.text, css.text, path=html.path.removesuffix(".html"))
    )


def export(
    folder: Path,
    exporter: Exporter,
    drafts: Iterable[DraftFile],
    eligibility: Eligibility,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Exported]:
    """Checks and renders drafts in workers and hands over what may leave, in the drafts' order. The lock is held.

    `eligibility` knows what has left already, so that two letters keep their distance within one run, too.

    Raises:
        ExternalError: the disk refused; what was written before is whole.
    """
    outbox = Outbox(folder, eligibility, exporter.form, again=exporter.request.again)
    for file, result in rendered(exporter, drafts, progress):
        if isinstance(result, Exported):
            yield result
        elif why := outbox.put(file, result):
            yield Exported(file.name, because=why)
        else:
            yield from outbox.hand_over()
    yield from outbox.hand_over(last=True)


def rendered(
    exporter: Exporter, drafts: Iterable[DraftFile], progress: Callable[[int], None] | None = None
) -> Iterator[tuple[DraftFile, Rendered | Exported]]:
    """Each draft with its message, or with why it stays, checked and rendered in workers; in the drafts' order."""
    limits = _LONG if exporter.contents else None
    with Pool[DraftFile, Rendered | Exported]((copy, exporter), limits=limits) as pool:
        for file, result in pool.map(Exporter.export, drafts, progress=progress):
            if isinstance(result, Stopped):
                hint = result.hint("look for a very long run of one character in it")
                yield file, _refused(file, Place(path_of(file.name)), f"this letter {result.because}", hint)
            else:
                yield file, result


def foresee(folder: Path, exporter: Exporter, drafts: Iterable[DraftFile], gate: Gate) -> Iterator[Exported]:
    """What `export` would make of drafts as everything is now, decided as it decides; nothing is written."""
    for file in drafts:
        result = exporter.export(file)
        if isinstance(result, Exported):
            yield result
        elif why := gate.against(result.draft, result.data):
            yield Exported(file.name, because=why)
        else:
            path = gate.path(result.draft).relative_to(folder).as_posix()
            gate.passed(result.draft)
            files = exporter.inspector.attachable.files(result.draft, file.attached)
            yield Exported(file.name, path, goes_with=goes_with(files))


def _refused(file: DraftFile, at: Place, text: str, hint: str) -> Exported:
    return Exported(file.name, because=text, problems=(at.error("message-refused", text, hint),))
