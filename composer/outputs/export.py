"""Handing over: what is ready becomes files in ``outbox/``, and what is not says why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from composer.checks.inspector import Checked, Inspector
from composer.drafts.approval import approval, unapproved
from composer.drafts.draft import Draft
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE, stays
from composer.drafts.store import DraftFile
from composer.errors import MessageError, Place, Problem, RecordsError, errors_in
from composer.lock import locked
from composer.mail.layout import Layout, load_layout
from composer.outputs.outbox import HandedOver, Outbox, Rendered
from composer.outputs.registry import FORMATS
from composer.planning.eligibility import Eligibility
from composer.records.library import TemplateFile
from composer.workers import Pool, Stopped

_LAYOUT = "layouts/letter"


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one draft."""

    draft: str
    path: str
    """The file, relative to the workspace; empty where none was written."""
    because: str
    """Why none was written; empty otherwise."""
    problems: tuple[Problem, ...] = ()
    """What kept it from leaving, where that is an error."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """What a worker holds: the checks, the format, and the compiled layout. It reads and writes nothing."""

    inspector: Inspector
    form: str
    layout: Layout
    everything: bool
    """Whether drafts that are not marked ready leave, too."""
    again: bool = False
    """Whether what was handed over already leaves once more."""

    def export(self, file: DraftFile) -> "Rendered | Exported":
        """The message that may leave, or why none does."""
        checked = self.inspector.check_file(file)
        obstacle = self._obstacle(file.name, checked)
        draft = checked.stored.draft
        if obstacle is not None or draft is None:
            return obstacle or Exported(file.name, "", "its file cannot be read as a draft")
        try:
            noted = self._noted(file, draft, checked.stored.path)
            return Rendered(draft, FORMATS[self.form].render(draft, self.layout), noted)
        except RecordsError as error:
            return Exported(file.name, "", error.message, error.problems)
        except MessageError as error:
            line = draft.lines.get("subject", 1)
            problem = Place(checked.stored.path, line).error("message-refused", error.message, error.hint)
            return Exported(file.name, "", error.message, (problem,))

    def _noted(self, file: DraftFile, draft: Draft, path: str) -> str:
        """The draft's file as it reads once it has left; one that left before stays as it is."""
        if not LIFECYCLE[draft.status].is_open:
            return file.text
        day = self.inspector.standards.today.isoformat()
        fields = {"status": "handed-over", "approved": approval(draft), "handed-over": day}
        return read_head(file.text, path).with_fields(fields)

    def _stays(self, draft: Draft) -> str:
        """Why a draft without fault does not leave as a file; empty where it may."""
        head = self.inspector.heads.get(draft.letter)
        elsewhere = _ELSEWHERE.get(head.medium, "") if head and LIFECYCLE[draft.status].leaves else ""
        return elsewhere or stays(draft.status, draft.reason, everything=self.everything, again=self.again)

    def _changed(self, draft: Draft) -> str:
        """Why a draft is not what a person approved; a word that binds nothing counts as none where all may leave."""
        said = draft.status != "draft" and (bool(draft.approved) or not self.everything)
        return unapproved(draft) if said else ""

    def _obstacle(self, name: str, checked: Checked) -> Exported | None:
        """Why a draft does not leave; ``None`` where it does."""
        draft, blocks = checked.stored.draft, errors_in(checked.problems)
        if draft is None:
            return Exported(name, "", "its file cannot be read as a draft", blocks)
        stays = self._stays(draft)
        if stays:
            return Exported(name, "", stays)
        if blocks:
            return Exported(name, "", f"{blocks[0].text}; `outreach check {name}` says more", blocks)
        if changed := self._changed(draft):
            return Exported(name, "", changed)
        if FORMATS[self.form].needs_address and not draft.to:
            return Exported(name, "", "no address to send it to; this letter can leave on paper only")
        return None


LEFT_BEFORE = LIFECYCLE["handed-over"].stays
"""Said of a draft that left in an earlier run."""
_ELSEWHERE = {
    "card": "a card: copy it by hand",
    "record": "it is finished in your record system, and leaves from there",
}


def layout_of(files: Mapping[str, TemplateFile]) -> Layout:
    """The layout of letters, compiled from the library's files.

    Raises:
        LetterError: it cannot be used.
    """
    html, css = files[f"{_LAYOUT}.html"], files[f"{_LAYOUT}.css"]
    return load_layout(html.text, css.text, path=html.path.removesuffix(".html"))


def export(
    folder: Path,
    exporter: Exporter,
    drafts: Iterable[DraftFile],
    eligibility: Eligibility,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Exported]:
    """Checks and renders drafts in workers and hands over what may leave, in the drafts' order.

    Args:
        folder: the workspace; its lock is held meanwhile.
        exporter: how.
        drafts: their files.
        eligibility: what has left already, so that two letters keep their distance within one run, too.
        progress: told how many are done.

    Raises:
        ConflictError: another run is writing here.
        ExternalError: the disk refused; what was written before is whole.
    """
    with locked(folder), Pool[DraftFile, "Rendered | Exported"]((_held, exporter)) as pool:
        counter = Outbox(folder, FORMATS[exporter.form].suffix, eligibility)
        for file, result in pool.map(_export_one, drafts, progress=progress):
            if isinstance(result, Exported):
                yield result
            elif isinstance(result, Stopped):
                yield _stopped(file, result)
            elif why := counter.put(file, result):
                yield Exported(file.name, "", why)
            else:
                yield from map(_handed, counter.hand_over())
        yield from map(_handed, counter.hand_over(last=True))


def _handed(one: HandedOver) -> Exported:
    return Exported(one.draft, one.path, one.because)


def _held(exporter: Exporter) -> Exporter:
    return exporter


def _export_one(exporter: Exporter, file: DraftFile) -> "Rendered | Exported":
    return exporter.export(file)


def _stopped(file: DraftFile, result: Stopped) -> Exported:
    text, hint = f"this letter {result.because}", result.hint("look for a very long run of one character in it")
    problem = Place(f"drafts/{file.name}.md").error("message-refused", text, hint)
    return Exported(file.name, "", text, (problem,))
