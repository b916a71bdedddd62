"""Answering on a page what a check asks about a sentence; the form says which sentence, in which state of the draft."""

from collections.abc import Mapping

from composer.app.forms import ensure_draft, not_ours, parse_form
from composer.checks.questions import ANSWERED, OUT
from composer.workspace.answers import QuestionSelector, answer_question
from composer.workspace.snapshot import Snapshot

_REOPENED = "-reopened"
_NOTED = {word: f"Noted: {said}. You will not be asked about this sentence again." for word, said in ANSWERED.items()}
_DONE = {**_NOTED, OUT: "The sentence is out of the letter. What you had is kept as a backup in `.outreach/backup`."}
_READ = "Read it once more: it is no longer marked ready."
SAID: Mapping[str, str] = {**_DONE, **{f"{word}{_REOPENED}": f"{said} {_READ}" for word, said in _DONE.items()}}
"""What a page says about the answer that led to it."""


def give_answer(snapshot: Snapshot, name: str, body: bytes) -> str:
    """Does what a form asks for; returns the word of `SAID` for it.

    Raises:
        NotFoundError: there is no such draft, or this is no answer to the question.
        RecordsError: it is none of our forms.
        ConflictError: the draft has changed since, has left, or this was answered already; nothing was changed.
        ExternalError: the disk refused.
    """
    form = parse_form(body, "choice", "question", "file")
    if form["choice"] not in ANSWERED:
        raise not_ours()
    ensure_draft(snapshot, name)
    which = QuestionSelector(key=form["question"], digest=form["file"])
    done = answer_question(snapshot, name, which, form["choice"])
    return f"{done.answer}{_REOPENED}" if done.reopened else done.answer
