"""Handing over: what is ready becomes files in ``outbox/``, and what is not says why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, tee
from pathlib import Path

from composer.drafts.draft import Draft
from composer.drafts.store import Stored
from composer.errors import ComposerError, MessageError, Problem, errors_in
from composer.files import make_folder, sync_folder, write_bytes
from composer.mail.layout import Layout, load_layout
from composer.outputs.registry import FORMATS, OutputFormat
from composer.records.library import TemplateFile
from composer.workers import Limits, Pool, Stopped

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
class Rendering:
    """What a worker holds: the format and the compiled layout."""

    form: str
    layout: Layout

    def __call__(self, draft: Draft) -> bytes | MessageError:
        """The file's bytes, or why there are none."""
        try:
            return FORMATS[self.form].render(draft, self.layout)
        except MessageError as error:
            return error


def layout_of(files: Mapping[str, TemplateFile]) -> Layout:
    """The layout of letters, compiled from the library's files.

    Raises:
        LetterError: it cannot be used.
    """
    html, css = files[f"{_LAYOUT}.html"], files[f"{_LAYOUT}.css"]
    return load_layout(html.text, css.text, path=html.path.removesuffix(".html"))


def export(  # noqa: PLR0913  # where, how, what, with what, and how much of it
    folder: Path,
    form: str,
    checked: Iterable[tuple[Stored, tuple[Problem, ...]]],
    files: Mapping[str, TemplateFile],
    *,
    everything: bool,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Exported]:
    """Renders what may leave in workers and writes it, in the drafts' order.

    Args:
        folder: the workspace.
        form: the output format's name.
        checked: each draft with its problems.
        files: the library's files, for the layout.
        everything: drafts that are not marked ready, too.
        progress: told how many are done.

    Raises:
        ExternalError: the disk refused; what was written before is whole.
    """
    layout, output, outbox = layout_of(files), FORMATS[form], folder / OUTBOX
    make_folder(outbox)
    for_all, for_mail = tee(
        ((stored, _obstacle(stored, problems, output, everything=everything)) for stored, problems in checked)
    )
    leaving = (stored.draft for stored, obstacle in for_mail if obstacle is None and stored.draft)
    done = 0
    with Pool[Draft, "bytes | MessageError"]((Rendering, form, layout), limits=Limits()) as pool:
        rendered = pool.map(_render, leaving)
        for stored, obstacle in for_all:
            done += 1
            if obstacle is not None:
                yield obstacle
            else:
                ((draft, result),) = islice(rendered, 1)
                yield _written(draft, stored.path, result, outbox / f"{draft.name}{output.suffix}")
            if progress:
                progress(done)
    sync_folder(outbox)


def _render(rendering: Rendering, draft: Draft) -> bytes | MessageError:
    return rendering(draft)


def _obstacle(
    stored: Stored, problems: tuple[Problem, ...], output: OutputFormat, *, everything: bool
) -> Exported | None:
    """Why a draft does not leave; ``None`` where it does."""
    name = Path(stored.path).stem
    draft, blocks = stored.draft, errors_in(problems)
    if draft is None:
        return Exported(name, "", "its file cannot be read as a draft", blocks)
    if draft.status == "skipped":
        return Exported(name, "", f"skipped: {draft.reason or 'no reason is given'}")
    if draft.status != "ready" and not everything:
        return Exported(name, "", "not marked ready; set status: ready in its file, or use --all")
    if blocks:
        return Exported(name, "", f"{blocks[0].text}; `outreach check {name}` says more", blocks)
    if output.needs_address and not draft.to:
        return Exported(name, "", "no address to send it to; this letter can leave on paper only")
    return None


def _written(draft: Draft, source: str, result: "bytes | MessageError | Stopped", path: Path) -> Exported:
    if isinstance(result, Stopped):
        result = MessageError("this letter could not be rendered in time", hint="look for long runs of brackets in it")
    if isinstance(result, ComposerError):
        line = draft.lines.get("subject", 1)
        problem = Problem(source, line, 0, "message-refused", "error", result.message, result.hint)
        return Exported(draft.name, "", result.message, (problem,))
    write_bytes(path, result, sync=False)
    return Exported(draft.name, f"{OUTBOX}/{path.name}", "")
