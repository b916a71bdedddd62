"""What the pages show, as values: rows of the list, one draft with its parts, and the letter as mail."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from composer.app.choices import Versions, versions
from composer.app.forms import ensure_draft
from composer.checks.inspector import Checked
from composer.checks.pages import sentence
from composer.checks.questions import Question, questions
from composer.drafts import lifecycle
from composer.drafts.approval import changed_since
from composer.drafts.departures import OUTBOX
from composer.drafts.draft import DRAFTS, Draft, path_of
from composer.drafts.folders import CONFLICTS
from composer.drafts.settling import OpenConflicts
from composer.drafts.writing import unreadable
from composer.errors import ComposerError, Place, Problem, RecordsError
from composer.mail.body import render_body
from composer.mail.layout import direction
from composer.outputs.export import layout_of
from composer.workspace.checking import inspector_of
from composer.workspace.snapshot import Snapshot

PAGE_SIZE = 50
WAITING = "conflicts"
"""The word in the list's address that leaves only drafts with something to choose."""
_FIRST_WORDS = 140
_TOLD_ABOVE = "draft-choice"


@dataclass(frozen=True, slots=True)
class Row:
    """One draft in the list."""

    name: str
    to: str
    organization: str
    subject: str
    begins: str
    letter: str
    status: str
    blocks: int
    warnings: int
    asks: int = 0
    """How many sentences somebody has to be asked about."""
    places: int = 0
    """In how many places somebody has to choose between two texts."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which drafts the list is to show."""

    query: str = ""
    """Words that each of them holds."""
    page: int = 1
    waiting: bool = False
    """Only those with something to choose."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list."""

    rows: tuple[Row, ...]
    total: int
    everything: int
    """How many drafts there are without the search."""
    waiting: int
    """How many of them have something to choose."""
    page: int
    pages: int
    problems: tuple[Problem, ...]
    """What is wrong in the records."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """One draft with all that its page shows."""

    row: Row
    draft: Draft
    text: str
    """The text part, as it will leave."""
    problems: tuple[Problem, ...]
    stands: str
    """How it stands, in a sentence; empty for a draft that waits to be read."""
    place: int
    """Counted from 1, among all drafts."""
    count: int
    """How many drafts there are."""
    before: str
    """The draft before this one; empty at the beginning."""
    after: str
    digest: str
    """The file that the places and the questions were found in; a choice or an answer is good for no other."""
    places: tuple[Versions, ...]
    """Where a person and the program both changed the text."""
    questions: tuple[Question, ...]
    """What is asked about its sentences, while it may still leave."""


class ReloadingSnapshot:
    """A workspace that is read again once one of its files has changed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._seen, self._drafts_seen = self._stamp(), self._drafts_stamp()

    @property
    def snapshot(self) -> Snapshot:
        """The workspace as its files are now."""
        stamp = self._stamp()
        if stamp != self._seen:
            self._snapshot = self._snapshot.reread()
            self._seen = stamp
        if (drafts := self._drafts_stamp()) != self._drafts_seen:
            self._snapshot = self._snapshot.reread_drafts()
            self._drafts_seen = drafts
        return self._snapshot

    def _stamp(self) -> tuple[tuple[str, int, int], ...]:
        folder = self._snapshot.folder
        paths = [*folder.glob("*.yaml"), *(folder / "templates").rglob("*")]
        return tuple(sorted(_stamp_of(path) for path in paths))

    def _drafts_stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Changes with every file that comes, goes or is replaced among drafts, messages and choices that wait."""
        return tuple(_stamp_of(self._snapshot.folder / name) for name in (DRAFTS, CONFLICTS, OUTBOX))

    def list(self, filter_: ListFilter) -> ListPage:
        """A page of the drafts that are wanted."""
        snapshot = self.snapshot
        names = snapshot.store.names()
        open_ones = set(snapshot.store.conflicts.names()) & set(names)
        words = filter_.query.casefold().split()
        among = [name for name in names if name in open_ones] if filter_.waiting else names
        matching = [name for name in among if not words or self._holds(name, words)]
        pages = max(1, -(-len(matching) // PAGE_SIZE))
        page = min(max(1, filter_.page), pages)
        chosen = matching[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        problems = (*snapshot.problems, *snapshot.store.misnamed())
        rows = tuple(self._row(name, waits=name in open_ones) for name in chosen)
        return ListPage(rows, len(matching), len(names), len(open_ones), page, pages, problems)

    def _row(self, name: str, *, waits: bool) -> Row:
        row = self.row(self.look(name))
        return replace(row, places=len(self.opened(name)[0].places)) if waits else row

    def opened(self, name: str) -> tuple[OpenConflicts, tuple[Problem, ...]]:
        """What is to choose in a draft; a record that cannot be read is a problem of its own, and hides no letter."""
        try:
            return self.snapshot.store.conflicts.places(name), ()
        except ComposerError as error:
            path = f"{CONFLICTS}/{name}.yaml"
            problem = Place(path).warning("conflicts-unreadable", error.message, error.hint)
            return OpenConflicts("", ()), (problem,)

    def look(self, name: str) -> Checked:
        """One of the drafts as its file is now, with what the checks say; one that cannot be read hides no other."""
        snapshot = self.snapshot
        inspector = replace(inspector_of(snapshot), looking=True)
        try:
            checked = inspector.check_file(snapshot.store.file_to_check(name))
            # Nothing leaves while these stand, so no letter may look as if it could.
            return replace(checked, problems=tuple(sorted([*checked.problems, *snapshot.records.blocking()])))
        except ComposerError as error:  # it went away since the list was made, or its folder cannot be read any more
            problem = unreadable(name, error)
            return Checked(path_of(name), None, (problem,))

    def _holds(self, name: str, words: Sequence[str]) -> bool:
        draft = self.look(name).draft
        contact = self.snapshot.records.contacts.by_id.get(draft.contact) if draft else None
        texts = [name, draft.subject if draft else ""]
        texts += [contact.display_name, contact.organization, *contact.roles] if contact else []
        text = " ".join(texts).casefold()
        return all(word in text for word in words)

    def row(self, checked: Checked) -> Row:
        """One draft as a row of the list."""
        problems, draft = checked.problems, checked.draft
        blocks, warnings = (sum(problem.level == level for problem in problems) for level in ("error", "warning"))
        if draft is None:
            name = checked.path.removeprefix(f"{DRAFTS}/").removesuffix(".md")
            why = problems[0].text if problems else ""
            return Row(name, "", "", f"{name} cannot be read", why, "", "", blocks, warnings)
        contact = self.snapshot.records.contacts.by_id.get(draft.contact)
        return Row(
            name=draft.name,
            to=contact.display_name if contact else ", ".join(map(str, draft.to)) or "nobody",
            organization=contact.organization if contact else "",
            subject=draft.subject,
            begins=first_words(draft.body),
            letter=draft.letter.replace("-", " "),
            status=lifecycle.CHANGED if changed_since(draft) else lifecycle.LIFECYCLE[draft.status].label,
            blocks=blocks,
            warnings=warnings,
            asks=len(questions(problems)) if lifecycle.LIFECYCLE[draft.status].is_open else 0,
        )


def _stamp_of(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, 0)  # it went away between the listing and the look
    return (str(path), found.st_mtime_ns, found.st_size)


def first_words(body: str) -> str:
    """What an inbox shows beside the subject: the letter's first words after the greeting."""
    _, _, rest = body.partition("\n\n")
    text = " ".join((rest or body).replace("\\", "").split())
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"


def _readable(shelf: ReloadingSnapshot, name: str) -> tuple[Checked, Draft]:
    ensure_draft(shelf.snapshot, name)
    checked = shelf.look(name)
    if checked.draft is None:
        raise RecordsError(f"the draft {checked.path} cannot be read", problems=checked.problems)
    return checked, checked.draft


def draft_view(shelf: ReloadingSnapshot, name: str) -> DraftView:
    """One draft with its parts; an error where there is none of that name, or its file cannot be read as one."""
    checked, draft = _readable(shelf, name)
    names = shelf.snapshot.store.names()
    place = names.index(name)
    opened, unreadable = shelf.opened(name)
    # The page shows both texts of each place, and each question, so it need not also say that there are any.
    asked = questions(checked.problems) if lifecycle.LIFECYCLE[draft.status].is_open else ()
    told = {_TOLD_ABOVE} if opened.places else set()
    said = (one for one in checked.problems if one.code not in told and not (asked and one.level == "ask"))
    problems = (*said, *unreadable)
    return DraftView(
        row=shelf.row(checked),
        draft=draft,
        text=render_body(draft.body).text,
        problems=tuple(sorted(problems, key=lambda one: (one.level != "error", one.level == "warning", one))),
        stands=stands(draft),
        place=place + 1,
        count=len(names),
        before=names[place - 1] if place else "",
        after=names[place + 1] if place + 1 < len(names) else "",
        digest=shelf.snapshot.store.file(name).digest,
        questions=asked,
        places=versions(opened),
    )


def stands(draft: Draft) -> str:
    """How a draft stands, in a sentence; empty for one that waits to be read, and never was ready."""
    if changed := changed_since(draft):
        return sentence(changed)
    left = f"on {draft.handed_over}" if draft.handed_over else "before"
    if draft.status == "draft":
        return sentence(draft.reason) if draft.reason else ""
    return lifecycle.stands(draft.status, draft.reason, left)


def letter_html(shelf: ReloadingSnapshot, name: str) -> str:
    """The letter as the HTML part of its message."""
    _, draft = _readable(shelf, name)
    layout = layout_of(shelf.snapshot.library.files)
    body = render_body(draft.body, layout.styles)
    return layout.wrap(body.html, draft.language, direction(draft.language), draft.subject)
