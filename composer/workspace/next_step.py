"""What a person has to do next with the drafts there are: answer, read, hand over, say that they were sent."""

from dataclasses import dataclass

from composer.drafts.draft import path_of
from composer.drafts.holes import open_holes
from composer.errors import Place
from composer.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What a draft still asks the writer."""

    at: Place
    words: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """How the drafts stand, as far as they wait for a person."""

    questions: tuple[OpenQuestion, ...] = ()
    """In drafts that are not ready yet."""
    waiting: int = 0
    """How many drafts are not ready yet."""
    ready: int = 0
    handed_over: int = 0


def next_step(snapshot: Snapshot) -> NextStep:
    """How the drafts in the folder stand now; one that cannot be read is left out, for `check` speaks of it."""
    read = [draft for name in snapshot.store.names() if (draft := snapshot.store.read(name)[0])]
    questions = (
        OpenQuestion(Place(path_of(draft.name), line), asked)
        for draft in read
        if draft.status == "draft"
        for first, text in ((draft.lines.get("subject", 1), draft.subject), (draft.lines.get("body", 1), draft.body))
        for line, words in enumerate(text.split("\n"), start=first)
        for asked in open_holes(words)
    )
    count = [draft.status for draft in read].count
    return NextStep(tuple(questions), count("draft"), count("ready"), count("handed-over"))
