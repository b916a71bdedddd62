"""The drafts as a list shows them: found by words and by how they stand, a page of them with what the checks say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from composer.app.reloading import ReloadingSnapshot
from composer.checks.inspector import Checked
from composer.checks.questions import questions
from composer.drafts import lifecycle
from composer.drafts.draft import path_of
from composer.drafts.folders import CONFLICTS
from composer.drafts.settling import OpenConflicts
from composer.drafts.summary import DraftSummary, KnownSummaries, summarize
from composer.drafts.writing import unreadable
from composer.errors import ComposerError, Place, Problem
from composer.workspace.checking import inspector_of
from composer.workspace.snapshot import Snapshot

PAGE_SIZE = 50
TO_CHOOSE, TO_ANSWER, UNREADABLE = "conflicts", "answers", "unreadable"
_CHANGED = lifecycle.CHANGED.replace(", ", "-").replace(" ", "-")
SHOWN: Mapping[str, str] = {
    "draft": "to read",
    TO_ANSWER: "with something to fill in",
    TO_CHOOSE: "to choose between two texts",
    _CHANGED: "ready, changed since",
    "ready": "ready to hand over",
    "handed-over": "handed over",
    "sent": "sent",
    "skipped": "put aside",
    UNREADABLE: "cannot be read",
}
"""By which drafts are picked out, each with its words; the key stands in the list's address."""


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
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which drafts the list is to show."""

    query: str = ""
    """Words that each of them holds."""
    page: int = 1
    show: str = ""
    """A key of `SHOWN`; empty for all."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list."""

    rows: tuple[Row, ...]
    total: int
    everything: int
    """How many drafts there are without the search."""
    counts: Mapping[str, int]
    """How many drafts each key of `SHOWN` picks out, where there are any."""
    page: int
    pages: int
    problems: tuple[Problem, ...]
    """What is wrong in the records."""


class DraftList:
    """The drafts of a workspace; what was read of them is kept until their files change."""

    def __init__(self, reloading: ReloadingSnapshot) -> None:
        self._reloading = reloading
        self._known = KnownSummaries()
        self._looked: dict[str, tuple[object, Checked]] = {}

    @property
    def snapshot(self) -> Snapshot:
        """The workspace as its files are now."""
        return self._reloading.snapshot

    def summaries(self) -> Mapping[str, DraftSummary]:
        """Each draft in short, by its name, in the order of the list."""
        self._known = self.snapshot.store.summaries(self._known)
        return self._known.by_name

    def counts(self) -> dict[str, int]:
        """How many drafts there are of each kind of `SHOWN`, in its order."""
        waiting = set(self.snapshot.store.conflicts.names())
        found = Counter(key for summary in self.summaries().values() for key in _kinds(summary, waiting))
        return {key: found[key] for key in SHOWN if found[key]}

    def page(self, filter_: ListFilter) -> ListPage:
        """A page of the drafts that are wanted."""
        snapshot, summaries = self.snapshot, self.summaries()
        waiting = set(snapshot.store.conflicts.names())
        words = filter_.query.casefold().split()
        matching = [
            summary
            for summary in summaries.values()
            if (not filter_.show or filter_.show in _kinds(summary, waiting)) and _holds(snapshot, summary, words)
        ]
        pages = max(1, -(-len(matching) // PAGE_SIZE))
        page = min(max(1, filter_.page), pages)
        chosen = matching[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        rows = tuple(self._row(snapshot, summary.name, waits=summary.name in waiting) for summary in chosen)
        problems = (*snapshot.problems, *snapshot.store.misnamed())
        return ListPage(rows, len(matching), len(summaries), self.counts(), page, pages, problems)

    def next_to_read(self, after: str) -> str:
        """The next draft that waits to be read, from one on and around; empty where none does."""
        summaries = self.summaries()
        names = list(summaries)
        at = names.index(after) if after in summaries else -1
        order = (*names[at + 1 :], *names[: at + 1])
        return next((name for name in order if name != after and _to_read(summaries[name])), "")

    def _row(self, snapshot: Snapshot, name: str, *, waits: bool) -> Row:
        row = row_of(snapshot, self.look(name))
        return replace(row, places=len(opened(snapshot, name)[0].places)) if waits else row

    def look(self, name: str) -> Checked:
        """One of the drafts as its file is now, with what the checks say; one that cannot be read hides no other."""
        snapshot = self.snapshot
        inspector = replace(inspector_of(snapshot), looking=True)
        try:
            file = snapshot.store.file_to_check(name)
            known, checked = self._looked.get(name, (None, None))
            seen = (id(snapshot), file.digest, hash(file.generated), file.attached)
            if checked is None or known != seen or not file.digest:
                checked = inspector.check_file(file)
                self._looked[name] = (seen, checked)
            # Nothing leaves while these stand, so no letter may look as if it could.
            return replace(checked, problems=tuple(sorted([*checked.problems, *snapshot.records.blocking()])))
        except ComposerError as error:  # it went away since the list was made, or its folder cannot be read any more
            return Checked(path_of(name), None, (unreadable(name, error),))


def _kinds(summary: DraftSummary, waiting: set[str]) -> list[str]:
    """The keys of `SHOWN` that pick a draft out."""
    if not summary.readable:
        return [UNREADABLE]
    kind = _CHANGED if summary.status == lifecycle.CHANGED else summary.status
    asks = summary.holes and kind in {"draft", "ready", _CHANGED}
    return [kind, *([TO_ANSWER] if asks else []), *([TO_CHOOSE] if summary.name in waiting else [])]


def _to_read(summary: DraftSummary) -> bool:
    return summary.readable and summary.status in {"draft", lifecycle.CHANGED}


def _holds(snapshot: Snapshot, summary: DraftSummary, words: Sequence[str]) -> bool:
    if not words:
        return True
    contact = snapshot.records.contacts.by_id.get(summary.contact)
    texts = [summary.name, summary.subject]
    texts += [contact.display_name, contact.organization, *contact.roles] if contact else []
    text = " ".join(texts).casefold()
    return all(word in text for word in words)


def opened(snapshot: Snapshot, name: str) -> tuple[OpenConflicts, tuple[Problem, ...]]:
    """What is to choose in a draft; a record that cannot be read is a problem of its own, and hides no letter."""
    try:
        return snapshot.store.conflicts.places(name), ()
    except ComposerError as error:
        problem = Place(f"{CONFLICTS}/{name}.yaml").warning("conflicts-unreadable", error.message, error.hint)
        return OpenConflicts("", ()), (problem,)


def row_of(snapshot: Snapshot, checked: Checked) -> Row:
    """One draft as a row of the list."""
    problems, draft = checked.problems, checked.draft
    blocks, warnings = (sum(problem.level == level for problem in problems) for level in ("error", "warning"))
    if draft is None:
        name = checked.path.removeprefix("drafts/").removesuffix(".md")
        why = problems[0].text if problems else ""
        return Row(name, "", "", f"{name} cannot be read", why, "", "", blocks, warnings)
    summary = summarize(draft)
    contact = snapshot.records.contacts.by_id.get(draft.contact)
    is_open = lifecycle.LIFECYCLE[draft.status].is_open
    return Row(
        name=draft.name,
        to=contact.display_name if contact else summary.to or "nobody",
        organization=contact.organization if contact else "",
        subject=draft.subject,
        begins=summary.begins,
        letter=draft.letter.replace("-", " "),
        status=summary.status if summary.status == lifecycle.CHANGED else lifecycle.LIFECYCLE[draft.status].label,
        blocks=blocks,
        warnings=warnings,
        asks=len(questions(problems)) if is_open else 0,
        contact=contact.id if contact else "",
    )
