"""What is wrong with a letter, seen over everyone it could go to: faults, length, questions, words that jar."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from composer.briefs.brief import Brief
from composer.briefs.statement import NOTHING, Statement
from composer.errors import Place, Problem
from composer.letters.catalogue import Catalogue, Letter
from composer.letters.compose import jobs, tidy, unescape_line
from composer.patterns import regex
from composer.templating.job import Merged, MergeFault
from composer.templating.merge_workers import compile_check, merge_all

_SHOWN = 3
_CONFIRM = regex(r"\[\[CONFIRM")
_SUBJECT_WORDS = (2, 9)


@dataclass(frozen=True, slots=True)
class Trial:
    """Somebody a letter is tried on."""

    brief: Brief
    applies: bool
    """Whether it may go to them now; only then are its length and its words looked at."""


@dataclass(frozen=True, slots=True)
class _MergedLetter:
    """One reader's letter."""

    brief: Brief
    subject: str
    text: str
    """Without greeting and signature."""


def lint(letters: Sequence[Letter], trials: Sequence[Sequence[Trial]], catalogue: Catalogue) -> tuple[Problem, ...]:
    """All problems of these letters, each once, with the readers it concerns; `trials` are in the letters' order."""
    problems = [fault_problem(fault, catalogue) for fault in compile_check(catalogue.sources)]
    broken = {problem.at.path for problem in problems}
    for letter, readers in zip(letters, trials, strict=True):
        if letter.path not in broken:
            problems += _one(letter, readers, catalogue)
    return tuple(sorted(set(problems)))


def _one(letter: Letter, trials: Sequence[Trial], catalogue: Catalogue) -> Iterator[Problem]:
    """The problems that one letter has for some of its readers."""
    made: list[_MergedLetter] = []
    faults: list[tuple[MergeFault, str]] = []
    merged = merge_all(catalogue.sources, (job for each in trials for job in jobs(letter, each.brief)))
    for each in trials:
        parts: tuple[Merged, Merged] = next(merged), next(merged)
        subject, body = parts
        if each.applies and isinstance(subject, str) and isinstance(body, str):
            made.append(_MergedLetter(each.brief, unescape_line(subject), _text(tidy(body), each.brief)))
        name = each.brief.contact.display_name
        faults += [(part, name) for part in parts if isinstance(part, MergeFault)]
    yield from merge_problems(faults, catalogue)
    yield from _shape(letter, made)


def _text(body: str, brief: Brief) -> str:
    """A letter between its greeting and its valediction."""
    practice = brief.tree["practice"]
    valediction = practice["valediction"] if isinstance(practice, dict) else NOTHING
    sign = valediction.text if isinstance(valediction, Statement) else ""
    return body.partition("\n\n")[2].partition(f"\n\n{sign}\n")[0]


def _shape(letter: Letter, made: Sequence[_MergedLetter]) -> Iterator[Problem]:
    """Length, questions, subject and words, each with the readers for whom they are off."""
    head = letter.head
    for field, low, high, count, what in (
        ("words", *head.words, lambda each: len(each.text.split()), "words long"),
        ("questions", *head.questions, lambda each: each.text.count("?"), "questions in it"),
        ("subject", *_SUBJECT_WORDS, lambda each: len(each.subject.split()), "words in its subject"),
    ):
        off = [each for each in made if not low <= count(each) <= high and not _CONFIRM.search(each.text)]
        if off:
            text = f"it has {count(off[0])} {what} for {_people(each.brief.contact.display_name for each in off)}"
            yield _warning(letter, field, f"letter-{field}", text, f"{low} to {high} is what its head allows")
    for word, readers in _jarring(made).items():
        text = f"it says '{word}' to {_people(readers)}"
        yield _warning(letter, "letter", "letter-word", text, "`outreach roles ROLE` has the reader's own words")


def _jarring(made: Iterable[_MergedLetter]) -> dict[str, list[str]]:
    """Words that mark a stranger to a reader's trade, with those who would read them."""
    found: dict[str, list[str]] = {}
    for each in made:
        text = each.text.casefold()
        for word in each.brief.role.words.avoid:
            if re.search(rf"\b{re.escape(word.casefold())}\b", text):
                found.setdefault(word, []).append(each.brief.contact.display_name)
    return found


def _people(names: Iterable[str]) -> str:
    people = list(dict.fromkeys(names))
    more = f" and {len(people) - _SHOWN} more" if len(people) > _SHOWN else ""
    return ", ".join(people[:_SHOWN]) + more


def _warning(letter: Letter, field: str, code: str, text: str, hint: str) -> Problem:
    line = letter.head.where(field).line or 1
    return Place(letter.path, line).warning(code, text, hint)


def fault_problem(fault: MergeFault, catalogue: Catalogue, people: Sequence[str] = ()) -> Problem:
    """A fault at its place in the file, with those it happened to."""
    name = fault.template.partition("#")[0]
    paths = {letter.source.name: letter.path for letter in catalogue.every()}
    text = f"{fault.text} (for {_people(people)})" if people else fault.text
    path = paths.get(name, f"templates/{name}")
    return Place(path, fault.line, fault.column).error(fault.code, text, fault.hint)


def merge_problems(faults: Iterable[tuple[MergeFault, str]], catalogue: Catalogue) -> list[Problem]:
    """The faults of many letters, each place once, with those it happened to."""
    met: dict[MergeFault, list[str]] = {}
    for fault, display_name in faults:
        met.setdefault(fault, []).append(display_name)
    return [fault_problem(fault, catalogue, readers) for fault, readers in met.items()]
