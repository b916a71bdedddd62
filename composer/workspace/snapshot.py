"""A snapshot of a workspace: one folder of plain files that the user owns, as it is on one day. The composition root.

The use cases beside this file are functions over a snapshot. It reads and never writes; each part is read once, on
first use, so what is done to the files afterwards shows in a fresh one only.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.store import DraftStore
from composer.errors import NotFoundError, Problem, RecordsError, errors_in, from_os_error
from composer.letters.catalogue import Catalogue, Letter, read_catalogue
from composer.letters.languages import language_problems
from composer.lock import locked
from composer.records.book import Records, read_book, template_folders
from composer.records.contact_files import has_contacts
from composer.records.contacts import Contact
from composer.records.library import Library, TemplateFile, parse_library, read_templates
from composer.records.references import with_names_of_today
from composer.shipped import templates_folder
from composer.spelling import did_you_mean, normalized

Clock = Callable[[], date]
"""Says which day it is now, for a program that runs past midnight."""
_OF_THE_RECORDS = ("_book", "records", "library", "catalogue")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A folder with ``contacts.yaml``, ``practice.yaml`` and what is made from them."""

    folder: Path
    today: date
    """The day everything is seen from."""

    def reread(self, today: date | None = None) -> "Snapshot":
        """A fresh one, for after something was written; seen from another day where one is named."""
        return Snapshot(self.folder, today or self.today)

    def reread_drafts(self) -> "Snapshot":
        """A fresh one with the records that were read already, for after only drafts have changed."""
        fresh = self.reread()
        fresh.__dict__.update({name: self.__dict__[name] for name in _OF_THE_RECORDS if name in self.__dict__})
        return fresh

    def with_templates(self, files: Mapping[str, TemplateFile]) -> "Snapshot":
        """The same with other letters or parts in the place of those of their names; nothing is written for it."""
        library = replace(self.library, files={**self.library.files, **files})
        fresh = self.reread_drafts()
        fresh.__dict__.pop("catalogue", None)
        fresh.__dict__["library"] = library  # the records say nothing of letters, so theirs stays
        return fresh

    # --- the parts --------------------------------------------------------------------------------------------------

    @cached_property
    def store(self) -> DraftStore:
        """The folder of drafts; the one part that shows every change at once."""
        return DraftStore(self.folder)

    @cached_property
    def records(self) -> Records:
        """The records, read and validated; a `NotFoundError` where this folder is no workspace."""
        return replace(self._book, history=with_names_of_today(self._book.history, "letter", self.catalogue.renamed))

    @cached_property
    def _book(self) -> Records:
        """The records with the names that letters had when something happened."""
        return read_book(self.folder, templates_folder())

    @cached_property
    def library(self) -> Library:
        """What letters are made of; it is there without any record, too."""
        if has_contacts(self.folder):
            return self._book.library
        return parse_library(read_templates(template_folders(self.folder, templates_folder())))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The letters: those that ship, and the workspace's own in front of them."""
        return read_catalogue(self.library.files, self.folder)

    def handed_over(self) -> list[Draft]:
        """The drafts that have left, and that nobody has called sent yet."""
        return [draft for draft in self.store.for_planning() if LIFECYCLE[draft.status].on_its_way]

    # --- what is meant by a word, and what is wrong -----------------------------------------------------------------

    def letter(self, key: str) -> Letter:
        """One letter by its name; a `NotFoundError` where there is none of it, a `RecordsError` where it is damaged."""
        key = self.catalogue.renamed.get(key, key)
        if key not in self.catalogue.letters:
            self._ensure_undamaged(key)
            hint = did_you_mean(key, self.catalogue.letters, "`outreach letters` lists them")
            raise NotFoundError(f"there is no letter '{key}'", hint=hint)
        return self.catalogue.letters[key]

    def _ensure_undamaged(self, key: str) -> None:
        file = self.library.files.get(f"letters/{key}.md")
        damaged = [one for one in errors_in(self.catalogue.problems) if file and one.at.path == file.path]
        if damaged:
            raise RecordsError(f"the letter '{key}' cannot be read", hint="mend it first", problems=damaged)

    def contact(self, who: str) -> Contact:
        """One contact, by id, by address or by name; a `NotFoundError` where nobody, or more than one, is meant."""
        book = self.records.contacts
        if known := book.find(who):
            return known
        wanted = normalized(who)
        found = [
            contact
            for contact in book.contacts
            if wanted in {normalized(contact.name), normalized(contact.email or "")}
            or wanted in normalized(contact.name).split()
        ]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(contact.id for contact in found)
            raise NotFoundError(f"'{who}' may be {len(found)} people", hint=f"write the id: {ids}")
        hint = did_you_mean(wanted, book.by_id, "`outreach contacts` shows everyone with their ids")
        raise NotFoundError(f"there is no contact '{who}'", hint=hint)

    def draft_names(self, words: Iterable[str]) -> list[str]:
        """The drafts somebody means by names, names of files or paths; all there are where nothing is said."""
        return [draft_name(word) for word in words] or self.store.names()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything to mend in the records and the letters."""
        return tuple(sorted([*self.records.problems, *self.catalogue.problems, *self.language_problems]))

    @cached_property
    def language_problems(self) -> tuple[Problem, ...]:
        """What letters in other languages lack, so that they go out in English."""
        return language_problems(self.catalogue, self.records)

    @property
    def has_wording(self) -> bool:
        """Whether what letters are made of can be read; otherwise nobody can tell what one would say."""
        return not errors_in(self.library.problems)

    def ensure_wording(self) -> None:
        """A `RecordsError` where what letters are made of cannot be read."""
        if not self.has_wording:
            text = "what letters are made of cannot be read, so nobody can tell what one would say"
            raise RecordsError(text, hint="mend it first", problems=errors_in(self.library.problems))

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """The errors that stop every letter: in the practice, the history, a template or a whole file."""
        return (*self.records.blocking(), *errors_in(self.catalogue.problems))

    def ensure_usable(self) -> None:
        """A `RecordsError` where something stops every letter; its problems are all there are."""
        if self.blocking:
            raise RecordsError("nothing was written; these need mending first", problems=self.problems)


def open_snapshot(folder: Path, today: date) -> Snapshot:
    """A snapshot of a folder; a `NotFoundError` where there is none, an `ExternalError` where nobody may look."""
    hint = "`outreach -C FOLDER …` takes the folder that holds contacts.yaml; `outreach init FOLDER` makes one"
    try:
        with os.scandir(folder):
            return Snapshot(folder, today)
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no folder {folder}", hint=hint) from error
    except NotADirectoryError as error:
        raise NotFoundError(f"{folder} is no folder", hint=hint) from error
    except (OSError, ValueError) as error:
        raise from_os_error(error, folder, "look into") from error


@contextmanager
def writing(snapshot: Snapshot) -> Iterator[Snapshot]:
    """Holds the lock of a workspace, and gives it as it is from then on: nothing is written on what was read before."""
    with locked(snapshot.folder):
        yield snapshot.reread()


def draft_name(word: str) -> str:
    """The draft somebody means by a name, a file's name or a path."""
    return Path(word).name.removesuffix(".md")
