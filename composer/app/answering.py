"""Answering on a page what a check asks about a sentence; the form says which sentence, in which state of the draft."""

from composer.app.forms import Form, ensure_draft, not_ours
from composer.checks.questions import ANSWERED, OUT
from composer.workspace.answers import QuestionSelector, answer_question
from composer.workspace.snapshot import Snapshot

_NOTED = {word: f"Noted: {said}. You will not be asked about this sentence again." for word, said in ANSWERED.items()}
_DONE = {**_NOTED, OUT: "The sentence is out of the letter. What you had is kept as a backup in `.outreach/backup`."}
_READ = "Read it once more: it is no longer marked ready."


def give_answer(snapshot: Snapshot, name: str, form: Form) -> str:
    """Does what a form asks for; returns what a page says of it.

    Raises:
        NotFoundError: there is no such draft, or this is no answer to the question.
        RecordsError: it is none of our forms.
        ConflictError: the draft has changed since, has left, or this was answered already; nothing was changed.
        ExternalError: the disk refused.
    """
    chosen = form.one("choice")
    if chosen not in ANSWERED:
        raise not_ours()
    ensure_draft(snapshot, name)
    which = QuestionSelector(key=form.one("question"), digest=form.one("file"))
    done = answer_question(snapshot, name, which, chosen)
    return f"{_DONE[done.answer]} {_READ}" if done.reopened else _DONE[done.answer]
