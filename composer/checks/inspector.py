"""Inspecting drafts with all that is known about everyone: a value that can be handed to a worker."""

from collections.abc import Mapping
from dataclasses import dataclass

from composer.checks.registry import inspect
from composer.checks.rule import Inspection, Recipient
from composer.drafts.format import parse_draft
from composer.drafts.store import DraftFile, Stored, path_of
from composer.errors import Problem
from composer.letters.catalogue import Catalogue, LetterHead
from composer.planning.rules import may_not_write
from composer.records.book import Records
from composer.records.contacts import Contact, ContactBook
from composer.records.history import History
from composer.records.practice import Practice


@dataclass(frozen=True, slots=True)
class Checked:
    """One draft and everything to mend in it."""

    stored: Stored
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Inspector:
    """Looks at drafts as text or as values; it reads nothing itself."""

    practice: Practice
    heads: Mapping[str, LetterHead]
    recipients: Mapping[str, Recipient]

    def check_file(self, file: DraftFile) -> Checked:
        """A draft's file, from its text."""
        path = path_of(file.name)
        if file.problems:
            return Checked(Stored(path, None, file.problems), file.problems)
        draft, problems = parse_draft(file.text, file.name, path)
        return self.check(Stored(path, draft, problems))

    def check(self, stored: Stored) -> Checked:
        """A draft that has been read."""
        draft = stored.draft
        if draft is None:
            return Checked(stored, stored.problems)
        inspection = Inspection(
            draft, stored.path, self.practice, self.recipients.get(draft.contact), self.heads.get(draft.letter)
        )
        return Checked(stored, tuple(sorted([*stored.problems, *inspect(inspection)])))


def make_inspector(records: Records, catalogue: Catalogue) -> Inspector:
    """An inspector for one set of records."""
    book, history = records.contacts, records.history
    recipients = {contact.id: _recipient(contact, book, history) for contact in book.contacts}
    return Inspector(records.practice, {key: letter.head for key, letter in catalogue.letters.items()}, recipients)


def _recipient(contact: Contact, book: ContactBook, history: History) -> Recipient:
    place = book.organization_of(contact)
    return Recipient(
        contact.called,
        contact.email or "",
        may_not_write(contact, book, history),
        may_not_write(contact, book, history, about_gone=True),
        (place.email or "") if place else "",
    )
