"""`outreach answer`: what the checks ask about sentences of a draft, and the answers."""

import click

from composer.checks.pages import sentence
from composer.checks.questions import ANSWERED, OUT, Question
from composer.cli import completing
from composer.cli.console import as_json, note, out, plural
from composer.cli.options import json_option, snapshot_of
from composer.workspace.answers import Answered, QuestionSelector, answer_question, open_questions
from composer.workspace.snapshot import draft_name


@click.command()
@click.argument("draft", shell_complete=completing.drafts)
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.argument("answer", metavar="[ANSWER]", required=False)
@json_option
@click.pass_context
def answer(context: click.Context, draft: str, number: int | None, answer: str | None, as_data: bool) -> int:
    """Answer what a check asks about a sentence: who it is about, or whether it is right.

    Without a number it lists what is open in the draft. The answers are colleague (it is about a colleague), nobody
    (about nobody in particular), fine (it is right as it stands) and out (take the sentence out of the letter).
    """
    if (number is None) != (answer is None):
        raise click.UsageError("Say the number and the answer: colleague, nobody, fine or out.")
    snapshot = snapshot_of(context)
    if number is None or answer is None:
        _list(draft_name(draft), open_questions(snapshot, draft), as_data=as_data)
        return 0
    done = answer_question(snapshot, draft, QuestionSelector(number), answer)
    as_json(done) if as_data else _tell(done)
    return 0


def _list(draft: str, asked: tuple[Question, ...], *, as_data: bool) -> None:
    if as_data:
        as_json({"draft": draft, "questions": [_row(question) for question in asked]})
    elif not asked:
        out(f"Nothing is asked about {draft}.")
    else:
        for question in asked:
            _show(question)
        first = asked[0]
        note(f"Answer each with its number and a word: `outreach answer {draft} {first.number} {first.answers[0]}`.")


def _row(question: Question) -> dict[str, object]:
    at = question.at._asdict()
    shown = {"number": question.number, "sentence": question.sentence, "question": question.words}
    return {**at, **shown, "codes": question.codes, "learned": question.learned, "answers": question.answers}


def _show(question: Question) -> None:
    out(f"{question.number}. {question.sentence}")
    out(f"   in {question.at}")
    for learned in question.learned:
        out(f"   {sentence(learned)}")
    out(f"   {sentence(question.words)}")
    for word in question.answers:
        out(f"     {word:<10} {ANSWERED[word]}")
    out()


def _tell(done: Answered) -> None:
    if done.answer == OUT:
        out(f"Taken out: {done.sentence}")
        out("What you had is in .outreach/backup.")
    else:
        out(f"Noted, {ANSWERED[done.answer]}: {done.sentence}")
    if done.reopened:
        out("It was ready and is a draft again: read it once more.")
    if done.left:
        note(f"{plural(done.left, 'question')} left, numbered anew: `outreach answer {done.draft}` lists what is open.")
    else:
        note(f"Nothing else is asked about {done.draft}.")
