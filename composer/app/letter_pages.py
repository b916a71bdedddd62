"""What the pages of wording show, as values: the letters there are, and one of them over its readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from composer.app.reloading import ReloadingSnapshot
from composer.drafts.draft import Draft
from composer.errors import ComposerError, NotFoundError, errors_in
from composer.letters.catalogue import Letter
from composer.letters.head_words import way_words, whom_words
from composer.mail.body import render_body
from composer.records.contacts import Contact
from composer.records.library import TemplateFile
from composer.workspace.letter_readers import ShownLetter, find_people, readers_of_each, show_examples, show_letter
from composer.workspace.snapshot import Snapshot
from composer.workspace.template_edits import template
from composer.workspace.template_impact import readers_with, templates_in
from composer.workspace.template_text import TemplateText, take_apart

MOST_NAMES: Final = 300
"""How many people a field suggests; others are found by their words."""
_MOST_FOUND, _MOST_SHOWN, _MOST_TRIED = 20, 32, 60


@dataclass(frozen=True, slots=True)
class LetterCard:
    """One letter in the gallery."""

    key: str
    title: str
    about: str
    whom: str
    ways: tuple[str, ...]
    own: bool
    languages: tuple[str, ...]
    """Its translations, as BCP 47 tags."""
    fits: int
    example: Draft | None
    to: str
    """Whose letter the example is."""
    text: str
    """The example's plain text."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a page shows a letter for."""

    contact: Contact | None
    asked: str = ""
    """What somebody typed, where it names nobody, or more than one."""
    found: tuple[Contact, ...] = ()
    """Who may be meant by it."""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One of the files that a letter is made of."""

    file: TemplateFile
    title: str
    others: tuple[str, ...]
    """The titles of the other letters that it stands in."""
    is_said: bool
    """Whether the letter that is shown says anything of it."""

    @property
    def text(self) -> TemplateText:
        """Its subject, its text and its settings."""
        return take_apart(self.file.text)


class LetterShelf:
    """The letters of a workspace and their readers; what was worked out is kept until the files change."""

    def __init__(self, reloading: ReloadingSnapshot) -> None:
        self._reloading = reloading
        self._of: Snapshot | None = None
        self._readers: Mapping[str, tuple[Contact, ...]] | None = None
        self._shown: dict[tuple[str, str], ShownLetter] = {}
        self._with: dict[tuple[str, str], tuple[Contact, ...]] = {}
        self._in: dict[tuple[str, str], frozenset[str]] = {}

    @property
    def snapshot(self) -> Snapshot:
        """The workspace as its files are now."""
        snapshot = self._reloading.snapshot
        if snapshot is not self._of:
            self._of, self._readers, self._shown, self._with, self._in = snapshot, None, {}, {}, {}
        return snapshot

    def readers(self, key: str) -> tuple[Contact, ...]:
        """Everyone whom a letter fits today."""
        snapshot = self.snapshot
        if self._readers is None:
            self._readers = readers_of_each(snapshot, snapshot.catalogue.letters)
        return self._readers.get(key, ())

    def readers_with(self, key: str, name: str) -> tuple[Contact, ...]:
        """Some whose letter says something of a template now."""
        snapshot, asked = self.snapshot, (key, name)
        if asked not in self._with:
            self._with[asked] = readers_with(snapshot, key, name, most=_MOST_TRIED)
        return self._with[asked]

    def cards(self) -> list[LetterCard]:
        """The gallery, in the order in which letters take their turn; those that are asked for by name at the end."""
        snapshot = self.snapshot
        letters = sorted(snapshot.catalogue.letters.values(), key=lambda one: (one.head.turn or 99, one.head.title))
        people = {} if snapshot.records.blocking() else {one.key: self.readers(one.key) for one in letters}
        examples = show_examples(snapshot, people)
        return [_card(snapshot, one, people.get(one.key, ()), examples.get(one.key)) for one in letters]

    def show(self, key: str, contact: Contact) -> ShownLetter:
        """One letter over one contact."""
        snapshot, asked = self.snapshot, (key, contact.id)
        if asked not in self._shown:
            if len(self._shown) >= _MOST_SHOWN:
                self._shown.clear()
            self._shown[asked] = show_letter(snapshot, key, contact)
        return self._shown[asked]

    def templates_in(self, key: str, contact: Contact) -> frozenset[str]:
        """The names of the files that say something in a contact's letter."""
        snapshot, asked = self.snapshot, (key, contact.id)
        if asked not in self._in:
            self._in[asked] = templates_in(snapshot, key, contact)
        return self._in[asked]

    def reader(self, key: str, *, to: str = "", query: str = "", name: str = "") -> Reader:
        """Whom a page shows a letter for: by id, or by words.

        Otherwise the first whose letter has the template of that name in it, whom the letter fits, or who is there.
        """
        snapshot = self.snapshot
        book = snapshot.records.contacts
        known = book.find(to) if to else None
        if query and not (known and known.display_name == query):
            found = _meant(snapshot, query)
            return Reader(found[0]) if len(found) == 1 else Reader(known, query, found)
        if to and known is None:
            raise NotFoundError("there is nobody of that name any more", hint="choose somebody else")
        having = self.readers_with(key, name) if name and not known else ()
        return Reader(known or next(iter([*having, *self.readers(key)[:1], *book.contacts[:1]]), None))

    def suggestions(self, key: str) -> list[Contact]:
        """Whom a field suggests: those whom the letter fits first, then the others."""
        fitting = self.readers(key)[:MOST_NAMES]
        known = {contact.id for contact in fitting}
        others = (one for one in self.snapshot.records.contacts.contacts if one.id not in known)
        return [*fitting, *islice(others, MOST_NAMES - len(fitting))]


def _meant(snapshot: Snapshot, query: str) -> tuple[Contact, ...]:
    """Who is meant by some words: the one person they name, or those who have them."""
    try:
        return (snapshot.contact(query),)
    except ComposerError:
        return find_people(snapshot, query, most=_MOST_FOUND)


def _card(snapshot: Snapshot, letter: Letter, people: Sequence[Contact], example: Draft | None) -> LetterCard:
    head, translations = letter.head, snapshot.catalogue.translations
    return LetterCard(
        key=letter.key,
        title=head.title,
        about=head.about,
        whom=whom_words(head),
        ways=way_words(head),
        own=any(snapshot.library.files[name].is_own for name in snapshot.catalogue.files_of(letter)),
        languages=tuple(language for key, language in translations if key == letter.key),
        fits=len(people),
        example=example,
        to=people[0].display_name if people else "",
        text=render_body(example.body).text if example else "",
    )


# --- one letter -------------------------------------------------------------------------------------------------


def parts_of(snapshot: Snapshot, letter: Letter, said: frozenset[str]) -> list[LetterPart]:
    """The files that a letter is made of: those that the letter shown says something of, then the others."""
    catalogue = snapshot.catalogue
    spoken = [letter, *(one for (key, _), one in catalogue.translations.items() if key == letter.key)]
    names = dict.fromkeys(name for one in spoken for name in catalogue.files_of(one))
    return [_part(snapshot, letter, name, said) for name in sorted(names, key=lambda name: name not in said)]


def _part(snapshot: Snapshot, letter: Letter, name: str, said: frozenset[str]) -> LetterPart:
    catalogue, file = snapshot.catalogue, template(snapshot, name)
    others = (one for one in catalogue.letters.values() if one.key != letter.key and name in catalogue.files_of(one))
    titles = tuple(one.head.title for one in others)
    return LetterPart(file, title_of(snapshot, name), others=titles, is_said=name in said)


def title_of(snapshot: Snapshot, name: str) -> str:
    """What a template is called on a page: the letter's title, or the part's name in words."""
    for letter in snapshot.catalogue.every():
        if letter.source.name == name:
            return letter.head.title if letter.language == "en" else f"{letter.head.title} ({letter.language})"
    words = name.rpartition("/")[2].removesuffix(".md").replace("-", " ").replace(".", ", ")
    return words[:1].upper() + words[1:]


def broken_letters(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Letters of the workspace's own that cannot be read, as the key of a page and the file."""
    paths = {problem.at.path for problem in errors_in(snapshot.catalogue.problems)}
    files = (file for file in snapshot.library.files.values() if file.path in paths and file.is_own)
    return [(file.name.removeprefix("letters/").removesuffix(".md"), file.name) for file in files]
