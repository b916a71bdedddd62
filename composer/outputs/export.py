"""Handing over: what is ready becomes files in ``outbox/``, and what is not says why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from composer.checks.inspector import Inspector
from composer.checks.questions import in_the_way
from composer.drafts.approval import approval, unapproved
from composer.drafts.draft import Draft, path_of
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE, stays
from composer.drafts.store import DraftFile
from composer.errors import MessageError, Place, Problem, RecordsError, errors_in
from composer.mail.layout import Layout, load_layout
from composer.outputs.outbox import Exported, Outbox, Rendered
from composer.outputs.registry import FORMATS
from composer.planning.eligibility import Eligibility
from composer.records.library import TemplateFile
from composer.workers import Pool, Stopped

_LAYOUT = "layouts/letter"


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


@dataclass(frozen=True, slots=True)
class Exporter:
    """What a worker holds: the checks, the compiled layout, and what was asked. It reads and writes nothing."""

    inspector: Inspector
    layout: Layout
    request: ExportRequest

    def export(self, file: DraftFile) -> Rendered | Exported:
        """The message that may leave, or why none does."""
        checked = self.inspector.check_file(file)
        draft, path = checked.draft, checked.path
        blocks = errors_in(checked.problems)
        if draft is None:
            return Exported(file.name, because="its file cannot be read as a draft", problems=blocks)
        if obstacle := self._obstacle(draft, blocks):
            return obstacle
        try:
            noted = self._noted(file, draft, path)
            return Rendered(draft, FORMATS[self.request.form].render(draft, self.layout), noted)
        except RecordsError as error:
            return Exported(file.name, because=error.message, problems=error.problems)
        except MessageError as error:
            return _refused(file, Place(path, draft.lines.get("subject", 1)), error.message, error.hint)

    def _noted(self, file: DraftFile, draft: Draft, path: str) -> str:
        """The draft's file as it reads once it has left; one that left before stays as it is."""
        if not LIFECYCLE[draft.status].is_open:
            return file.text
        day = self.inspector.standards.today.isoformat()
        fields = {"status": "handed-over", "approved": approval(draft), "handed-over": day}
        return read_head(file.text, path).with_fields(fields)

    def _obstacle(self, draft: Draft, blocks: tuple[Problem, ...]) -> Exported | None:
        """Why a draft does not leave; ``None`` where it does."""
        head = self.inspector.heads.get(draft.letter)
        why = _ELSEWHERE.get(head.medium, "") if head and LIFECYCLE[draft.status].leaves else ""
        why = why or stays(draft.status, draft.reason, everything=self.request.everything, again=self.request.again)
        if blocks and not why:
            return Exported(draft.name, because=in_the_way(blocks, draft.name), problems=blocks)
        # A word that binds nothing counts as none where all may leave.
        if not why and draft.status != "draft" and (draft.approved or not self.request.everything):
            why = unapproved(draft)
        if not why and FORMATS[self.request.form].needs_address and not draft.to:
            why = "no address to send it to; this letter can leave on paper only"
        return Exported(draft.name, because=why) if why else None


LEFT_BEFORE = LIFECYCLE["handed-over"].stays
"""Said of a draft that left in an earlier run."""
_ELSEWHERE = {
    "card": "a card: copy it by hand",
    "record": "it is finished in your record system, and leaves from there",
}


def layout_of(files: Mapping[str, TemplateFile]) -> Layout:
    """The layout of letters, compiled from the library's files; a `LetterError` where it cannot be used."""
    html, css = files[f"{_LAYOUT}.html"], files[f"{_LAYOUT}.css"]
    return load_layout(html.text, css.text, path=html.path.removesuffix(".html"))


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
    with Pool[DraftFile, Rendered | Exported]((copy, exporter)) as pool:
        outbox = Outbox(folder, eligibility, again=exporter.request.again)
        for file, result in pool.map(Exporter.export, drafts, progress=progress):
            if isinstance(result, Exported):
                yield result
            elif isinstance(result, Stopped):
                hint = result.hint("look for a very long run of one character in it")
                yield _refused(file, Place(path_of(file.name)), f"this letter {result.because}", hint)
            elif why := outbox.put(file, result):
                yield Exported(file.name, because=why)
            else:
                yield from outbox.hand_over()
        yield from outbox.hand_over(last=True)


def _refused(file: DraftFile, at: Place, text: str, hint: str) -> Exported:
    return Exported(file.name, because=text, problems=(at.error("message-refused", text, hint),))
