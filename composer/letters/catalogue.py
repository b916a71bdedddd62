"""The letters there are: Markdown with Jinja fields below a head that says what each is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, model_validator

from composer.errors import Problem
from composer.letters.job import Source
from composer.records.base import Record, read_record
from composer.records.fields import Identifier, Line, Sentence
from composer.records.front_matter import split_front_matter
from composer.records.library import TemplateFile
from composer.records.yaml_reader import Map, Place, Seq, read_yaml

Purpose = Literal["commercial", "relationship", "thanks", "coordination"]
Once = Literal["ever", "12 months", "per referral"]
_BAND = 2


def _band(value: object) -> object:
    """``[60, 170]`` is written as texts; the field wants whole numbers."""
    if isinstance(value, Seq):
        return tuple(int(item) if isinstance(item, str) and item.isdigit() else item for item in value)
    return value


class LetterHead(Record):
    """What the head of a letter says."""

    kind: ClassVar[str] = "letter"
    letter: Identifier
    title: Line
    about: Sentence
    purpose: Purpose
    """What kind of mail it is; a commercial one shows a postal address and a way to be left alone."""
    once: Once
    """How often one person may get it."""
    words: Annotated[tuple[int, int], BeforeValidator(_band)] = (20, 200)
    """The shortest and the longest it should be, without greeting and signature."""
    subject: Sentence
    """Jinja, like the letter itself."""

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if self.words[0] > self.words[1]:
            raise ValueError("'words' has the smaller number first")
        return self


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of the catalogue."""

    head: LetterHead
    source: Source
    """The body, as the merge reads it."""
    subject: Source
    path: str
    """The file it stands in, as problems name it."""

    @property
    def key(self) -> str:
        """The name it is called by: ``annual-update``."""
        return self.head.letter


@dataclass(frozen=True)
class Catalogue:
    """Every letter and every part that letters include."""

    letters: Mapping[str, Letter]
    sources: Mapping[str, Source]
    """All that the merge may load: letters, their subjects, and the parts."""
    problems: tuple[Problem, ...] = field(default=())


def parse_catalogue(files: Mapping[str, TemplateFile]) -> Catalogue:
    """The catalogue from the library's files under ``letters/`` and ``parts/``."""
    letters: dict[str, Letter] = {}
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    for name, file in sorted(files.items()):
        if name.startswith("parts/") and name.endswith(".md"):
            sources[name] = Source(name, file.text)
        if name.startswith("letters/") and name.endswith(".md"):
            letter, found = parse_letter(file)
            problems += found
            if letter:
                letters[letter.key] = letter
                sources |= {letter.source.name: letter.source, letter.subject.name: letter.subject}
    return Catalogue(letters, sources, tuple(sorted(problems)))


def parse_letter(file: TemplateFile) -> tuple[Letter | None, tuple[Problem, ...]]:
    """One letter from its file."""
    parts = split_front_matter(file.text)
    if parts is None:
        hint = "it begins with a line '---', then letter, title, about, purpose, once and subject, then '---' again"
        return None, (Problem(file.path, 1, 1, "letter-head", "error", "this letter has no head", hint),)
    document = read_yaml(parts.head, file.path)
    if document.value is None:
        return None, document.problems
    start = document.value.start if isinstance(document.value, Map) else Place(2, 1)
    head, problems = read_record(LetterHead, document.value, file.path, start)
    if head is None:
        return None, (*document.problems, *problems)
    line = int(head.where("subject").rpartition(":")[2] or 1)
    body = Source(file.name, parts.body, parts.body_line)
    subject = Source(f"{file.name}#subject", head.subject, line)
    return Letter(head, body, subject, file.path), (*document.problems, *problems)
