"""The letters there are: Markdown with Jinja fields below a head that says what each is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from composer.cache import as_one, user_cache
from composer.errors import Place, Problem
from composer.patterns import regex
from composer.records.base import Origin, Record, read_record
from composer.records.fields import Identifier, Line, Lines, Sentence, listed
from composer.records.library import TemplateFile
from composer.records.practice import HOME
from composer.templating.job import Source
from composer.yaml.front_matter import split_front_matter
from composer.yaml.reader import Map, Position, Seq, read_yaml

Purpose = Literal["commercial", "relationship", "thanks", "coordination"]
Once = Literal["ever", "12 months", "per referral", "per letter", "as asked"]
Medium = Literal["email", "card", "record"]
Condition = Literal[
    "new", "in-touch", "referral", "unanswered", "asked-for-facts", "talk", "opening", "silent", "not-silent", "gone",
    "release",
]  # fmt: skip
_FOLDERS = ("letters/", "parts/")
_NAMED = regex(r"letters/(?P<key>[^/]+?)(?:\.(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]+)*))?\.md\Z")


def _band(value: object) -> object:
    """``[60, 170]`` is written as texts; the field wants whole numbers. One number is both ends."""
    items = value if isinstance(value, Seq) else [value, value] if isinstance(value, str | int) else None
    if items is None:
        return value
    return tuple(int(item) if isinstance(item, str) and item.isdigit() else item for item in items)


class LetterHead(Record):
    """What the head of a letter says."""

    kind: ClassVar[str] = "letter"
    letter: Identifier
    title: Line
    about: Sentence
    purpose: Purpose
    """What kind of mail it is; a commercial one shows a postal address and a way to be left alone."""
    formerly: Annotated[tuple[Identifier, ...], BeforeValidator(listed)] = ()
    """What it was called before: whoever got it under such a name has had this letter."""
    once: Once
    """How often one person may get it: ``per letter`` once after each other one, ``as asked`` whenever it applies."""
    when: Annotated[tuple[Condition, ...], BeforeValidator(listed)] = ()
    """What must be so for it to go to somebody; each is explained in ``docs/writing-letters.md``."""
    turn: int = Field(default=0, ge=0)
    """Where it stands among the letters that are chosen by themselves, 1 first; 0 only when asked for by name."""
    rest: int = Field(default=0, ge=0)
    """For one chosen by itself: the days that must have passed since the last contact of any kind."""
    apart: int = Field(default=0, ge=0)
    """The days that must lie between the last commercial letter to a person and this one."""
    colleagues: int = Field(default=0, ge=0)
    """The days that must lie between a letter to a colleague at the same place and this one."""
    medium: Medium = "email"
    """``card`` is copied by hand; ``record`` is finished in the clinical record system and leaves from there."""
    blanks: int = Field(default=0, ge=0)
    """For a ``record`` letter: how many ``[[CLIENT: …]]`` it has, all of which stay empty here."""
    questions: Annotated[tuple[int, int], BeforeValidator(_band)] = (0, 1)
    """The fewest and the most question marks it may hold."""
    words: Annotated[tuple[int, int], BeforeValidator(_band)] = (20, 200)
    """The shortest and the longest it should be, without greeting and signature."""
    attach: Lines = ()
    """Files in ``attachments/`` that always go with it, by their names; ``card`` is the practice's own vCard."""
    subject: Sentence
    """Jinja, like the letter itself."""

    @model_validator(mode="after")
    def _grows(self) -> Self:
        for name in ("words", "questions"):
            if getattr(self, name)[0] > getattr(self, name)[1]:
                raise ValueError(f"'{name}' has the smaller number first")
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
    language: str = "en"
    """What it is written in, as a BCP 47 tag; ``introduction.es.md`` is in Spanish."""

    @property
    def key(self) -> str:
        """The name it is called by: ``annual-update``."""
        return self.head.letter


@dataclass(frozen=True)
class Catalogue:
    """Every letter and every part that letters include."""

    letters: Mapping[str, Letter]
    """Each letter in English, by its name."""
    translations: Mapping[tuple[str, str], Letter]
    """The letters in other languages, by name and language."""
    sources: Mapping[str, Source]
    """All that the merge may load: letters, their subjects, and the parts."""
    problems: tuple[Problem, ...] = field(default=())

    def spoken(self, key: str, language: str) -> Letter:
        """A letter in a language; in English where there is none. ``es-MX`` falls back to ``es``.

        Raises:
            KeyError: there is no letter of that name.
        """
        for tag in (language, language.partition("-")[0]):
            if (key, tag) in self.translations:
                return self.translations[key, tag]
        return self.letters[key]

    def files_of(self, letter: Letter) -> tuple[str, ...]:
        """The names of the files that a letter is made of: its own, then the parts in it, and the parts in those."""
        found, waiting = [letter.source.name], [letter.source.text]
        while waiting:
            text = waiting.pop(0)
            parts = (name for name in self.sources if name.startswith("parts/") and name in text)
            for name in sorted((name for name in parts if name not in found), key=text.index):
                found.append(name)
                waiting.append(self.sources[name].text)
        return tuple(found)

    @cached_property
    def heads(self) -> Mapping[str, LetterHead]:
        """The head of each letter, by its name."""
        return {key: letter.head for key, letter in self.letters.items()}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Today's name for each name that a letter had before; a name that is a letter's today is its own."""
        former = {old: key for key, head in self.heads.items() for old in head.formerly}
        return {old: key for old, key in former.items() if old not in self.letters}

    def every(self) -> tuple[Letter, ...]:
        """All letters in all languages."""
        return (*self.letters.values(), *self.translations.values())


def read_catalogue(files: Mapping[str, TemplateFile], folder: Path) -> Catalogue:
    """The catalogue of a workspace, read or as it was kept of the same texts; see `parse_catalogue`."""
    read = {name: file for name, file in files.items() if name.startswith(_FOLDERS) and name.endswith(".md")}
    told = as_one(part for file in read.values() for part in (file.name, file.path, file.text))
    cache = user_cache(frozenset((Catalogue, Letter, LetterHead, Source, Origin, Place, Problem)))
    return cache.keep(Catalogue, folder / "templates", told, lambda: parse_catalogue(read))


def parse_catalogue(files: Mapping[str, TemplateFile]) -> Catalogue:
    """The catalogue from the library's files under ``letters/`` and ``parts/``."""
    letters: dict[str, Letter] = {}
    translations: dict[tuple[str, str], Letter] = {}
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    for name, file in sorted(files.items()):
        if name.startswith("parts/") and name.endswith(".md"):
            sources[name] = Source(name, file.text)
        if name.startswith("letters/") and name.endswith(".md"):
            letter, found = _parse_letter(file)
            problems += found
            if letter:
                if letter.language == HOME:
                    letters[letter.key] = letter
                else:
                    translations[letter.key, letter.language] = letter
                sources |= {letter.source.name: letter.source, letter.subject.name: letter.subject}
    problems += [_only_translated(letter) for letter in translations.values() if letter.key not in letters]
    return Catalogue(letters, translations, sources, tuple(sorted(problems)))


def _only_translated(letter: Letter) -> Problem:
    text = f"there is no English letter '{letter.key}' beside this translation"
    hint = f"add letters/{letter.key}.md, whose rules both follow"
    return Place(letter.path, 1, 1).warning("letter-translation", text, hint)


def _parse_letter(file: TemplateFile) -> tuple[Letter | None, tuple[Problem, ...]]:
    """One letter from its file."""
    parts = split_front_matter(file.text)
    if parts is None:
        hint = "it begins with a line '---', then letter, title, about, purpose, once and subject, then '---' again"
        return None, (Place(file.path, 1, 1).error("letter-head", "this letter has no head", hint),)
    document = read_yaml(parts.head, file.path)
    if document.value is None:
        return None, document.problems
    start = document.value.start if isinstance(document.value, Map) else Position(2, 1)
    head, problems = read_record(LetterHead, document.value, file.path, start)
    if head is None:
        return None, (*document.problems, *problems)
    line = head.where("subject").line or 1
    body = Source(file.name, parts.body, parts.body_line)
    subject = Source(f"{file.name}#subject", head.subject, line)
    named = _NAMED.match(file.name)
    language = (named["language"] if named else None) or HOME
    return Letter(head, body, subject, file.path, language), (*document.problems, *problems)
