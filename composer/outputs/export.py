"""Handing over: what is ready becomes files in ``outbox/``, and what is not says why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from composer.checks.inspector import Checked, Inspector
from composer.drafts.draft import Draft, unapproved
from composer.drafts.store import DraftFile, DraftStore, status_of
from composer.errors import MessageError, Problem, errors_in
from composer.files import make_folder, sync_folder, write_bytes
from composer.mail.layout import Layout, load_layout
from composer.outputs.registry import FORMATS
from composer.records.library import TemplateFile
from composer.workers import Pool, Stopped

OUTBOX = "outbox"
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

    def export(self, file: DraftFile) -> "bytes | Exported":
        """The bytes that may leave, or why nothing does."""
        checked = self.inspector.check_file(file)
        obstacle = self._obstacle(file.name, checked)
        draft = checked.stored.draft
        if obstacle is not None or draft is None:
            return obstacle or Exported(file.name, "", "its file cannot be read as a draft")
        try:
            return FORMATS[self.form].render(draft, self.layout)
        except MessageError as error:
            line = draft.lines.get("subject", 1)
            problem = Problem(checked.stored.path, line, 0, "message-refused", "error", error.message, error.hint)
            return Exported(file.name, "", error.message, (problem,))

    def _stays(self, draft: Draft) -> str:
        """Why a draft without fault does not leave as a file; empty where it may."""
        head = self.inspector.heads.get(draft.letter)
        if draft.status == "skipped":
            return f"skipped: {draft.reason or 'no reason is given'}"
        if head and head.medium in _ELSEWHERE:
            return _ELSEWHERE[head.medium]
        if draft.status in _GONE:
            return "" if self.again else f"{_GONE[draft.status]}; --again hands it over once more"
        ready = draft.status == "ready" or self.everything
        return "" if ready else "not marked ready; `outreach ready` does it, or use --all"

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


_GONE = {"handed-over": "handed over already", "sent": "sent already"}
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
    folder: Path, exporter: Exporter, drafts: Iterable[DraftFile], progress: Callable[[int], None] | None = None
) -> Iterator[Exported]:
    """Checks and renders drafts in workers and writes what may leave, in the drafts' order.

    Args:
        folder: the workspace.
        exporter: how.
        drafts: their files.
        progress: told how many are done.

    Raises:
        ExternalError: the disk refused; what was written before is whole.
    """
    outbox, store = folder / OUTBOX, DraftStore(folder)
    make_folder(outbox)
    suffix = FORMATS[exporter.form].suffix
    with Pool[DraftFile, "bytes | Exported"]((_held, exporter)) as pool:
        for file, result in pool.map(_export_one, drafts, progress=progress):
            if isinstance(result, Exported):
                yield result
            elif isinstance(result, Stopped):
                yield _stopped(file)
            else:
                write_bytes(outbox / f"{file.name}{suffix}", result, sync=False)
                _handed_over(store, file)
                yield Exported(file.name, f"{OUTBOX}/{file.name}{suffix}", "")
    sync_folder(outbox)


def _handed_over(store: DraftStore, file: DraftFile) -> None:
    """Notes that a ready draft has left. One that somebody changed meanwhile is not the one that left."""
    if status_of(file.text) == "ready" and store.text(file.name) == file.text:
        store.set_head(file.name, {"status": "handed-over"})


def _held(exporter: Exporter) -> Exporter:
    return exporter


def _export_one(exporter: Exporter, file: DraftFile) -> "bytes | Exported":
    return exporter.export(file)


def _stopped(file: DraftFile) -> Exported:
    text, hint = "this letter could not be rendered in time", "look for long runs of brackets in it"
    problem = Problem(f"drafts/{file.name}.md", 0, 0, "message-refused", "error", text, hint)
    return Exported(file.name, "", text, (problem,))
