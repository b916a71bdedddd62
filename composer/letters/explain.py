"""Where every sentence of a letter comes from: the template's line, the rule that chose it, the record behind it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from composer.briefs.brief import Brief
from composer.briefs.statement import Statement, marked
from composer.errors import LetterError
from composer.letters.catalogue import Catalogue, Letter
from composer.patterns import regex
from composer.records.base import Citation
from composer.templating.escape import squeeze
from composer.templating.job import MergeFault, MergeJob
from composer.templating.merge_workers import trace_all
from composer.templating.trace import Piece

State = Literal["as made", "changed", "yours"]
"""``as made`` stands in the draft; ``changed`` does not stand there any more, or would read differently today;
``yours`` was written by a person."""
_BLANK = regex(r"\s+")


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence, or one run of sentences with the same reason."""

    text: str
    state: State
    template: str
    """``letters/introduction.md:13``; empty for a person's own words."""
    field: str
    """The merge field that gave it; empty for words of the template itself."""
    because: str
    where: tuple[Citation, ...]
    """The records behind it: file, line, record and field."""
    noted: date | None = None


def explain(body: str, letter: Letter, brief: Brief, catalogue: Catalogue) -> tuple[Explained, ...]:
    """The sentences of a draft with their sources, then those that are a person's own.

    Raises:
        LetterError: the letter cannot be merged any more.
    """
    values, said = marked(brief.tree)
    (merged,) = trace_all(catalogue.sources, [MergeJob(letter.source.name, values)])
    if isinstance(merged, MergeFault):
        raise LetterError(f"{merged.template}:{merged.line}: {merged.text}", hint=merged.hint)
    standing = squeeze(body)
    made = [_explained(unit, said, standing) for unit in _units(merged.pieces)]
    return (*made, *_own_words(body, made))


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    first: Piece


def _units(pieces: Iterable[Piece]) -> list[_Unit]:
    """Pieces of one origin joined; literal text cut at its blank lines; nothing that is only blanks."""
    units: list[_Unit] = []
    for piece in pieces:
        for text in piece.text.split("\n\n") if piece.source is None else [piece.text]:
            if not text.strip(" \n,"):
                continue
            last = units[-1] if units else None
            origin = (piece.source, piece.value)
            if last and piece.source is not None and (last.first.source, last.first.value) == origin:
                units[-1] = _Unit(last.text + text, last.first)
            else:
                units.append(_Unit(text, piece))
    return units


def _explained(unit: _Unit, said: Sequence[Statement], standing: str) -> Explained:
    text = _BLANK.sub(" ", unit.text).strip()
    origin = said[unit.first.source] if unit.first.source is not None else None
    return Explained(
        text=text,
        state="as made" if squeeze(text) in standing else "changed",
        template=f"{unit.first.template}:{unit.first.line}",
        field=unit.first.value,
        because=origin.because if origin else "the letter's own words",
        where=tuple(dict.fromkeys(cited.look_up() for cited in origin.where)) if origin else (),
        noted=origin.noted if origin else None,
    )


def _own_words(body: str, made: Iterable[Explained]) -> list[Explained]:
    """What is left of each paragraph once everything the program wrote is taken out."""
    texts = sorted({squeeze(unit.text) for unit in made if unit.state == "as made"}, key=len, reverse=True)
    own = []
    for paragraph in filter(_has_words, body.split("\n\n")):
        rest = squeeze(paragraph)
        for text in texts[bisect_left(texts, -len(rest), key=lambda text: -len(text)) :]:  # none that is longer than it
            rest = rest.replace(text, " ")
        rest = _BLANK.sub(" ", rest).strip(" ,")
        if _has_words(rest):
            own.append(Explained(rest, "yours", "", "", "written by hand, or made before a record changed", ()))
    return own


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
