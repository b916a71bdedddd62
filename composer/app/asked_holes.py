"""What a letter still asks its writer, as its page shows it: the question in words, and what would be remembered."""

from dataclasses import dataclass
from datetime import date

from composer.app.dates import days_in_words
from composer.briefs.facts import ANSWERED_BY
from composer.checks.pages import sentence
from composer.drafts.draft import Draft
from composer.workspace.filling import OpenHole, holes_to_fill
from composer.workspace.remembering import AnswerPlace
from composer.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ShownHole:
    """One open question on the page of its letter."""

    hole: OpenHole
    question: str
    remember: str
    """What the records will have besides; empty where no record can have it."""


def shown_holes(snapshot: Snapshot, draft: Draft) -> tuple[ShownHole, ...]:
    """The open questions of a draft."""
    found = holes_to_fill(snapshot, draft)
    return tuple(
        ShownHole(hole, _question(hole, snapshot.today), remembered(snapshot, hole.kept_in, "will be"))
        for hole in found
    )


def remembered(snapshot: Snapshot, place: AnswerPlace | None, verb: str) -> str:
    """What an answer changes in the records, as a clause; empty where nothing."""
    if place is None:
        return ""
    if place.kind == "fact":
        return f"\u201c{place.label}\u201d {verb} among the facts on your Practice page"
    who = snapshot.contact(place.contact).display_name
    if place.kind == "greeting":
        return f"every letter to {who} {verb} greeted so"
    return f"the note on {who} {verb} dated today"


def _question(hole: OpenHole, today: date) -> str:
    asks = days_in_words(hole.asks, today)
    if asks.endswith(f"; {ANSWERED_BY}"):
        return f"Their list asks for \u201c{asks.removesuffix(f'; {ANSWERED_BY}')}\u201d. What do you write there?"
    return sentence(asks.replace("practice.yaml", "your practice\u2019s record") or "what belongs here?")
