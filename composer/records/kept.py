"""The files of records, read as they are or as they were kept: which are worth it, and how a history is read on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from composer import cache
from composer.cache import Cache, as_one, cannot
from composer.errors import Place, Problem
from composer.records.address_book_layouts import Layouts
from composer.records.base import Origin, Record
from composer.records.contacts import ContactBook, parse_contact_files
from composer.records.history import History, extend_history, parse_history
from composer.records.jurisdictions import Jurisdictions
from composer.records.library import Library, TemplateFile, mark_of, parse_library
from composer.records.need_index import FoundPhrase, Known
from composer.records.own_words import Understood, read_practice

_LEAST = 50_000
"""How many characters a file has that is kept: no second copy of names and notes for a twentieth of a second."""

_NO_FILES: Mapping[str, str] = {}

T = TypeVar("T")


def user_cache() -> Cache:
    """The user's cache of records."""
    return cache.user_cache(frozenset(_classes()))


@dataclass(frozen=True, slots=True)
class Answers:
    """What notes were found to speak of, by the commands before and by this one."""

    known: Known = field(default_factory=dict)
    save: Callable[[Known], None] = lambda _: None
    before: int = 0
    """How many were known when they were read."""

    def keep(self) -> None:
        """Keeps them for the next command, where there are more."""
        if len(self.known) > self.before:
            self.save(self.known)

    def __reduce__(self) -> tuple[type["Answers"], tuple[()]]:
        """A worker begins with none, and keeps none."""
        return Answers, ()


@dataclass(frozen=True, slots=True)
class Kept:
    """How the files of one workspace are read."""

    folder: Path = Path()
    """The workspace; each has what was kept of its own files only."""
    cache: Cache = field(default_factory=Cache)
    least: int = _LEAST

    def contacts(self, text: str, path: str, files: Mapping[str, str] = _NO_FILES) -> ContactBook:
        """See `parse_contact_files`: of ``contacts.yaml`` and of the files of one contact each, by their paths."""
        both = as_one([text, *(part for pair in files.items() for part in pair)])
        return self._of_people(ContactBook, path, both, lambda: parse_contact_files({path: text, **files}))

    def history(self, text: str, path: str) -> History:
        """See `parse_history`; of one that was appended to only the new lines are read."""

        def extend(before: History, length: int) -> History | None:
            return extend_history(before, length, text, path)

        return self._of_people(History, path, text, lambda: parse_history(text, path), extend)

    def _of_people(
        self, kind: type[T], path: str, text: str, read: Callable[[], T], extend: Callable[[T, int], T | None] = cannot
    ) -> T:
        if len(text) < self.least:
            self.cache.forget(kind, self.folder / path)
            return read()
        return self.cache.keep(kind, self.folder / path, text, read, extend=extend)

    def library(self, files: Mapping[str, TemplateFile]) -> Library:
        """See `parse_library`."""
        file, mark = self.folder / "templates", mark_of(files)
        found = self.cache.keep(Library, file, mark, lambda: replace(parse_library(files), files={}))
        return replace(found, files=files)  # the texts are read at every run, and need not be kept as well

    def practice(self, text: str, path: str, library: Library) -> Understood:
        """See `read_practice`; what its words mean depends on the templates, too."""
        both = f"{text}\0{library.mark}"
        return self.cache.keep(Understood, self.folder / path, both, lambda: read_practice(text, path, library))

    def answers(self, practice: str, library: Library) -> Answers:
        """What notes speak of in the words of these templates and this practice."""
        file, both = self.folder / "notes", f"{practice}\0{library.mark}"
        known = self.cache.recall(dict, file, both) or {}
        return Answers(known, lambda more: self.cache.remember(dict, file, both, more), len(known))


def _classes() -> Iterator[type]:
    """All that a record may hold, or that holds records."""
    yield from (ContactBook, History, Library, Understood, FoundPhrase)
    yield from (TemplateFile, Jurisdictions, Layouts, Origin, Place, Problem, date)
    kinds = [Record]
    while kinds:
        kind = kinds.pop()
        yield kind
        kinds += kind.__subclasses__()
