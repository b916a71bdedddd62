"""Answering what a check asks about a sentence: what is open in a draft, and what an answer makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from composer.checks.questions import ANSWERED, OUT, Question, questions
from composer.drafts.approval import no_longer_ready
from composer.drafts.cutting import can_be_cut, without
from composer.drafts.draft import Draft, path_of
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.store import DraftFile
from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.spelling import did_you_mean
from composer.workspace.checking import inspector_of
from composer.workspace.snapshot import Snapshot, draft_name, writing

_AGAIN = "look again, then answer"


@dataclass(frozen=True, slots=True)
class QuestionSelector:
    """Which question is meant: by its number, or by what somebody was shown some time ago."""

    number: int = 0
    """Counted from 1; 0 where no number is said."""
    key: str = ""
    """The question's `Question.key`."""
    digest: str = ""
    """The draft's file as it was shown then; another one is refused."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer did."""

    draft: str
    sentence: str
    answer: str
    left: int
    """How many questions are still open in the draft."""
    reopened: bool = False
    """Whether the draft was ready, and is a draft again."""


def open_questions(snapshot: Snapshot, name: str) -> tuple[Question, ...]:
    """What is asked about a draft, numbered.

    Raises:
        NotFoundError: there is no such draft.
        RecordsError: its file cannot be read as one.
    """
    return _look(snapshot, draft_name(name))[2]


def answer_question(snapshot: Snapshot, name: str, which: QuestionSelector, word: str) -> Answered:
    """Keeps an answer in a draft's head, or takes the sentence out of its body; a backup is kept of what was.

    Raises:
        NotFoundError: there is no such draft, question or answer.
        ConflictError: the draft is no longer as it was shown, has left, or was saved meanwhile; nothing was written.
        RecordsError: the file cannot be read as a draft, cannot be changed safely, or is read-only.
    """
    with writing(snapshot) as now:
        file, draft, asked = _look(now, draft_name(name))
        if not LIFECYCLE[draft.status].is_open:
            raise ConflictError(f"nothing was changed: {LIFECYCLE[draft.status].refusal}")
        question = _pick(file, asked, which)
        _ensure_answer(question, word)
        made, changed = _taken_out(now, file, draft, question) if word == OUT else _noted(now, file, question, word)
        now.store.rewrite(file.name, file.text, made, backup=word == OUT)
        left = len(open_questions(now.reread_drafts(), file.name))
    return Answered(file.name, question.sentence, word, left, reopened=changed)


def _look(snapshot: Snapshot, name: str) -> tuple[DraftFile, Draft, tuple[Question, ...]]:
    file = snapshot.store.file_to_check(name)
    checked = replace(inspector_of(snapshot), looking=True).check_file(file)
    if checked.draft is None:
        raise RecordsError(f"the draft {checked.path} cannot be read", problems=checked.problems)
    return file, checked.draft, questions(checked.problems)


def _pick(file: DraftFile, asked: Sequence[Question], which: QuestionSelector) -> Question:
    if which.digest and which.digest != file.digest:
        raise ConflictError("the draft has changed since you looked at it, so nothing was done", hint=_AGAIN)
    if which.key:
        found = next((question for question in asked if question.key == which.key), None)
        if found is None:
            text = "this was answered already, or the sentence has changed, so nothing was done"
            raise ConflictError(text, hint=_AGAIN)
        return found
    if not 0 < which.number <= len(asked):
        asks = f"it asks {len(asked)}" if asked else "nothing is asked about it"
        hint = f"`outreach answer {file.name}` lists what is asked"
        raise NotFoundError(f"there is no question {which.number} about {file.name}; {asks}", hint=hint)
    return asked[which.number - 1]


def _ensure_answer(question: Question, word: str) -> None:
    """A `NotFoundError` for a word that is no answer to this question."""
    known = question.answers
    if word in known:
        return
    words = f"{', '.join(known[:-1])} or {known[-1]}" if known[1:] else known[0]
    if word == OUT:
        hint = f"write another one in {question.at}, or answer: {words}"
        raise NotFoundError("the subject cannot be taken out: a letter needs one", hint=hint)
    if word in ANSWERED:
        raise NotFoundError(f"'{word}' does not answer this question: {question.words}", hint=f"answer: {words}")
    raise NotFoundError(f"there is no answer '{word}'", hint=did_you_mean(word, known, f"answer: {words}"))


def _noted(snapshot: Snapshot, file: DraftFile, question: Question, word: str) -> tuple[str, bool]:
    """The file with an answer in its head, and whether it is no longer ready."""
    path = path_of(file.name)
    made = read_head(file.text, path).with_entry("answers", question.sentence, word)
    head = read_head(made, path)
    changed = no_longer_ready(head, snapshot.today, "you answered what was asked about it")
    return (head.with_fields(changed) if changed else made), bool(changed)


def _taken_out(snapshot: Snapshot, file: DraftFile, draft: Draft, question: Question) -> tuple[str, bool]:
    """The file without the sentence, and whether it is no longer ready."""
    path = path_of(file.name)
    found = inspector_of(snapshot).inspection(draft, path).where(question.sentence)
    if found is None:
        raise ConflictError("the sentence does not stand in the letter any more, so nothing was done", hint=_AGAIN)
    end = found.start + len(found.text)
    if not can_be_cut(draft.body, found.start, end):
        text = "the sentence is part of a heading, a quote, a table or a link, so nothing was done"
        raise ConflictError(text, hint=f"take it out yourself, in {question.at}")
    head = read_head(without(read_head(file.text, path), found.start, end), path)
    changed = no_longer_ready(head, snapshot.today)
    return (head.with_fields(changed) if changed else head.text), bool(changed)
