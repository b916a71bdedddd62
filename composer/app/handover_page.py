"""What the page of handing over shows: what leaves, what stays and why, and what waits for a person's word."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from composer.app.draft_list import DraftList
from composer.app.handing import Outcome
from composer.app.reloading import stamp_of
from composer.cache import stamps_in
from composer.checks.pages import sentence
from composer.drafts.attachments import FOLDER
from composer.drafts.departures import Departed
from composer.drafts.draft import DRAFTS
from composer.drafts.lifecycle import CHANGED
from composer.drafts.outbox_places import SUFFIX, maildir_folders
from composer.drafts.summary import DraftSummary
from composer.errors import Problem, RecordsError, errors_in
from composer.outputs.export import ON_PAPER, OTHER_WAYS, ExportRequest
from composer.outputs.gate import LEFT_ALREADY
from composer.outputs.outbox import Exported
from composer.planning.eligibility import likes_post
from composer.workspace.exporting import letter_by_hand, places_of, plan_export
from composer.workspace.snapshot import Snapshot
from composer.workspace.to_delete import messages_to_delete, pushed_to_delete

MOST = 400
"""So many letters can be noted as sent at once: each is a field of one form."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter on the page."""

    name: str
    to: str
    """Whom it is for, as they are called."""
    organization: str
    subject: str
    address: str
    """Where it goes; empty where it goes on paper."""
    likes_post: bool = False
    goes_with: str = ""
    """The files that go with it, in words; empty for none."""
    day: str = ""
    """When it was handed over; empty where that is not known, or it was not."""
    lies: str = ""
    """Where it lies since then, in words; empty where it lies nowhere that is known."""
    is_file: bool = False
    """Whether one of these is a message file, which a page can hand on."""
    why: str = ""
    """Why it stays, or how it leaves where that is by hand; empty for one that leaves as a file."""


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """All letters by what becomes of them."""

    leaving: tuple[Letter, ...] = ()
    """What would become a file now."""
    by_hand: tuple[Letter, ...] = ()
    """Approved, and no mail: paper, cards, and what leaves from a record system."""
    staying: tuple[Letter, ...] = ()
    """Approved, and kept here by something; or a file that cannot be read."""
    aside: tuple[Letter, ...] = ()
    unapproved: tuple[Letter, ...] = ()
    handed_over: tuple[Letter, ...] = ()
    """What waits for somebody to say whether it went; the first `MOST` of them."""
    more: int = 0
    """How many more do."""
    sent: int = 0
    to_delete: Mapping[str, str] = field(default_factory=dict)
    """Messages in the outbox that nobody may send, each with its draft where opening that one takes it away."""
    to_delete_there: Mapping[str, str] = field(default_factory=dict)
    """The same of letters in a mailbox: by their drafts, where each lies, in words."""
    problems: tuple[Problem, ...] = ()
    """What has to be mended in the records before anything leaves."""

    @property
    def key(self) -> str:
        """Tells what would leave from anything else that would."""
        return blake2b(repr([one.name for one in self.leaving]).encode(), digest_size=16).hexdigest()

    @property
    def waiting(self) -> frozenset[str]:
        """The drafts that may still go, or be said to have gone."""
        return frozenset(one.name for one in (*self.leaving, *self.staying, *self.handed_over))

    @property
    def everything(self) -> int:
        """How many drafts there are."""
        groups = (self.leaving, self.by_hand, self.staying, self.aside, self.unapproved, self.handed_over)
        return sum(map(len, groups)) + self.more + self.sent


class HandoverPages:
    """Makes that page; a look that takes long is taken once, until a file has changed."""

    def __init__(self, drafts: DraftList) -> None:
        self._drafts = drafts
        self._seen: tuple[Snapshot, Hashable] | None = None
        self._page = HandoverPage()

    def page(self) -> HandoverPage:
        """The page as everything is now."""
        snapshot = self._drafts.snapshot
        seen = (snapshot, _stamps(snapshot))
        if self._seen != seen:
            self._page = _page(snapshot, self._drafts.summaries())
            self._seen = seen
        return self._page


def _stamps(snapshot: Snapshot) -> Hashable:
    """Is another one after a change of any file that decides what leaves, beside the records."""
    departures, drafts = snapshot.store.departures, snapshot.folder / DRAFTS
    folders: list[Path] = [drafts, snapshot.folder / FOLDER, departures.outbox,
                           maildir_folders(departures.outbox)[0], departures.left,
                           snapshot.store.pushes.folder]  # fmt: skip
    return tuple((stamp_of(folder), tuple(sorted(stamps_in(folder).items()))) for folder in folders)


def _page(snapshot: Snapshot, summaries: Mapping[str, DraftSummary]) -> HandoverPage:
    problems: tuple[Problem, ...] = ()
    try:
        plan = plan_export(snapshot, ExportRequest())
    except RecordsError as error:
        problems = snapshot.blocking or errors_in(error.problems)
        plan = [Exported(name, because="your records have to be mended first") for name in summaries]
    groups: dict[str, list[Letter]] = {}
    departed = snapshot.store.departures.seen()
    for one in plan:
        summary = summaries.get(one.draft, DraftSummary(one.draft, readable=False))
        group, why = _group(snapshot, one, summary, mended=not problems)
        groups.setdefault(group, []).append(replace(_letter(snapshot, summary, why, departed), goes_with=one.goes_with))
    out = groups.get("handed_over", [])
    return HandoverPage(
        **{group: tuple(groups.get(group, ())) for group in _SHOWN},
        handed_over=tuple(out[:MOST]),
        more=len(out[MOST:]),
        sent=len(groups.get("sent", ())),
        to_delete={where: _opens(name, summaries) for where, name in messages_to_delete(snapshot).items()},
        to_delete_there=pushed_to_delete(snapshot),
        problems=problems,
    )


def _group(snapshot: Snapshot, one: Exported, summary: DraftSummary, *, mended: bool) -> tuple[str, str]:
    """Where on the page a letter stands, and why."""
    if one.path:
        return "leaving", ""
    if group := _BY_STATUS.get(summary.status):
        return group, in_words(one, summary.status)
    if mended and summary.status != CHANGED and one.because in {ON_PAPER, *OTHER_WAYS.values()}:
        found = letter_by_hand(snapshot, one.draft)
        if isinstance(found, Exported):
            return "staying", in_words(found, summary.status)
        return "by_hand", _WAYS.get(one.because, "")
    return "staying", in_words(one, summary.status)


_SHOWN = ("leaving", "by_hand", "staying", "aside", "unapproved")
_BY_STATUS = {"draft": "unapproved", "skipped": "aside", "handed-over": "handed_over", "sent": "sent"}
_WAYS = {
    ON_PAPER: "It has no address, so it goes on paper.",
    OTHER_WAYS["card"]: "A card: copy it by hand.",
    OTHER_WAYS["record"]: "Finish it in your record system; it goes from there.",
}


def _letter(snapshot: Snapshot, summary: DraftSummary, why: str, departed: Departed) -> Letter:
    contact = snapshot.records.contacts.find(summary.contact)
    draft = snapshot.store.read(summary.name)[0] if summary.status == "handed-over" else None
    lies = places_of(snapshot, summary.name, departed) if draft else ()
    return Letter(
        name=summary.name,
        to=contact.display_name if contact else summary.to or summary.name,
        organization=contact.organization if contact else "",
        subject=summary.subject,
        address=summary.to,
        likes_post=bool(contact and likes_post(contact)),
        day=str(draft.handed_over or "") if draft else "",
        lies=" and ".join(lies),
        is_file=bool(draft) and SUFFIX in departed.lying.get(summary.name, {}).values(),
        why=why,
    )


def _opens(name: str, summaries: Mapping[str, DraftSummary]) -> str:
    """The draft that a message goes with when it is opened again; empty where that would change more than it should."""
    status = summaries[name].status if name in summaries else ""
    return name if status in {"draft", "handed-over"} else ""


def in_words(one: Exported | Outcome, status: str) -> str:
    """Why a letter stays, and what to do, for whoever reads it on a page; `status` is that of its summary."""
    if one.problems:
        first = min(one.problems, key=lambda problem: (problem.level == "ask", problem))
        asks = "It asks you something first" if first.level == "ask" else "It is stopped"
        return sentence(f"{asks}: {first.text}")
    if said := _OF_STATUS.get(status) or _SAID.get(one.because):
        return said
    if status == "skipped":
        return sentence(f"you put it aside: {one.because.removeprefix('skipped: ')}")
    said = without_command(one.because)
    if said == one.because:
        return sentence(said)
    said = said.replace("marked it ready", "approved it")
    again = "Make it a draft again, then read and approve it." if status == "handed-over" else "Read it and approve it."
    return f"{sentence(said)} {again}"


def without_command(because: str) -> str:
    """A reason without the command that its last clause tells somebody to type."""
    said, _, last = because.rpartition("; ")
    return said if said and "`" in last else because


_SAID = {
    LEFT_ALREADY: "It has left before. If that one did not go, make it a draft again and approve it once more.",
    ON_PAPER: _WAYS[ON_PAPER],
}
_OF_STATUS = {"draft": "You have not approved it yet.", "sent": "It was sent already."}
