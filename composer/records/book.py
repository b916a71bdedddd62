"""All records of a workspace together, each file read once, with the problems of every file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from composer.cache import as_one
from composer.errors import NotFoundError, Problem, errors_in
from composer.files import is_there, read_if_there, read_text
from composer.records.beside import nearly_named, unread_files
from composer.records.contact_files import ContactFiles, read_contact_files
from composer.records.contact_parts import LIST, holds_contacts, holds_one
from composer.records.contacts import ContactBook
from composer.records.history import History
from composer.records.kept import Answers, Kept, user_cache
from composer.records.library import SHIPPED, Library, TemplateFile, read_templates
from composer.records.mail_programs import find_program, program_hint
from composer.records.need_index import NeedIndex
from composer.records.own_roles import role_words
from composer.records.practice import Practice
from composer.records.references import resolve
from composer.records.suppression import SUPPRESSION, Suppression, parse_suppression
from composer.spelling import did_you_mean
from composer.yaml.reader import uncollected

CONTACTS, PRACTICE, HISTORY = LIST, "practice.yaml", "history.yaml"
FILES = (CONTACTS, PRACTICE, HISTORY, SUPPRESSION)

_NOTHING_KEPT = Kept()
_NO_TEXTS: Mapping[str, str | None] = {}
_NO_FILES: Mapping[str, str] = {}
_WHOLE = ("yaml-", "contacts-", "misnamed-", "sync-")
"""How the codes begin of problems that concern a whole file of contacts."""
_ELSEWHERE = "`outreach init` makes a workspace here; `outreach -C FOLDER …` uses another folder"
_GENERAL_LETTER = "the general letter is used; `outreach roles` lists the others"


@dataclass(frozen=True)
class Records:
    """What is known about everyone, as one value."""

    contacts: ContactBook
    practice: Practice
    history: History
    library: Library
    suppression: Suppression = field(default_factory=Suppression)
    problems: tuple[Problem, ...] = ()
    answers: Answers = field(default_factory=Answers, compare=False)
    mark: str = field(default="", compare=False)
    """A digest of the texts that they were read from, but for the templates; empty where nobody knows."""

    @cached_property
    def need_index(self) -> NeedIndex:
        """What free text means here, in the words of every language."""
        spoken = (self.library, *self.library.languages.values())
        needs = (need for library in spoken for need in library.needs)
        return NeedIndex(needs, self.library.notes, self.answers.known)

    def blocking(self) -> tuple[Problem, ...]:
        """The errors that stop every letter.

        A bad contact stops only its own. A bad practice or template would be in every letter, and a bad history or a
        bad list of those not to be written to may hide somebody's wish, as may a file of contacts that cannot be read.
        """
        return tuple(
            problem
            for problem in errors_in(self.problems)
            if not holds_contacts(problem.at.path) or problem.code.startswith(_WHOLE) or problem.code.endswith("-shape")
        )


def read_book(folder: Path, shipped: Path, *, texts: Mapping[str, str | None] = _NO_TEXTS) -> Records:
    """The records of a workspace; a file of its own `templates/` wins over a shipped one of the same name.

    With `texts` in place of some files, under their names, they are what the records would be; ``None`` is no file.

    Raises:
        NotFoundError: a file that every workspace has is not there.
        ExternalError: the system would not let it be read.
    """
    files = read_contact_files(folder)
    own = {path: text for path, text in {**files.texts, **texts}.items() if holds_one(path) and text is not None}
    alone = bool(own or files.problems)
    found = parse_book(
        contacts=_text_of(folder, CONTACTS, texts, needed=not alone),
        files=dict(sorted(own.items())),
        practice=_text_of(folder, PRACTICE, texts),
        history=read_if_there(folder / HISTORY),
        suppression=read_if_there(folder / SUPPRESSION),
        templates=read_templates(template_folders(folder, shipped)),
        kept=Kept(folder, user_cache()),
    )
    beside = unread_files(folder, FILES, read=(*files.texts, *(problem.at.path for problem in files.problems)))
    return replace(found, problems=tuple(sorted([*found.problems, *files.problems, *beside])))


def _text_of(folder: Path, name: str, texts: Mapping[str, str | None], *, needed: bool = True) -> str:
    """What a file says, or is to say; nothing for one that is not there and need not be."""
    if name in texts:
        return texts[name] or ""
    if not is_there(folder / name):
        if not needed:
            return ""
        near = nearly_named(folder, name)
        hint = f"rename {near} to {name}" if near else _ELSEWHERE
        raise NotFoundError(f"there is no {name} in {folder.resolve()}", hint=hint)
    return read_text(folder / name).text


def read_contacts(folder: Path) -> tuple[ContactBook, Mapping[str, str]]:
    """Everyone in the records, before any reference is resolved, with the texts that they were read from.

    Raises:
        ExternalError: the system would not let ``contacts.yaml`` be read.
        RecordsError: it is not UTF-8.
    """
    files: ContactFiles = read_contact_files(folder)
    text = read_if_there(folder / CONTACTS)
    return Kept(folder, user_cache()).contacts(text, CONTACTS, files.texts), {CONTACTS: text, **files.texts}


def template_folders(folder: Path, shipped: Path) -> list[tuple[Path, str]]:
    """The shipped templates, then a workspace's own, each with what problems call it; one where they are the same."""
    own = folder / "templates"
    if own.exists() and shipped.exists() and own.samefile(shipped):
        return [(shipped, "templates/")]
    return [(shipped, f"{SHIPPED}templates/"), (own, "templates/")]


def parse_book(  # noqa: PLR0913  # the files of a workspace, and how they are read
    *,
    contacts: str,
    practice: str,
    history: str,
    templates: Mapping[str, TemplateFile],
    suppression: str = "",
    kept: Kept = _NOTHING_KEPT,
    files: Mapping[str, str] = _NO_FILES,
) -> Records:
    """The records from their texts, every reference resolved; see `references.resolve`."""
    with uncollected():
        book = kept.contacts(contacts, CONTACTS, files)
        library = kept.library(templates)
        writer = kept.practice(practice, PRACTICE, library)
        read = kept.history(history, HISTORY), parse_suppression(suppression, SUPPRESSION)
        people, past, wishes, unresolved = resolve(book, *read, library.names)
        answers, library = kept.answers(practice, library), writer.knowing(library)
        found = [
            *book.problems,
            *writer.problems,
            *library.problems,
            *(problem for one in read for problem in one.problems),
            *unresolved,
            *_unknown_keys(people, library),
            *_unknown_program(writer.practice, library),
        ]
    texts = (contacts, practice, history, suppression, *(part for pair in sorted(files.items()) for part in pair))
    mark = sha256(as_one(texts).encode("utf-8", "surrogatepass")).hexdigest()
    return Records(
        people, writer.practice or Practice(name="nobody"), past, library, wishes, tuple(sorted(found)), answers, mark
    )


def _unknown_program(practice: Practice | None, library: Library) -> list[Problem]:
    """A mail program that nobody knows; letters are written all the same."""
    if not practice or not practice.mail or find_program(practice.mail, library.mail_programs):
        return []
    text = f"there is no mail program '{practice.mail}' that is known here"
    return [practice.where("mail").warning("practice-mail", text, program_hint(practice.mail, library.mail_programs))]


def _unknown_keys(book: ContactBook, library: Library) -> list[Problem]:
    """What a contact names and the library does not have, or no letter can say; a letter is written all the same."""
    found: list[Problem] = []
    for contact in book.contacts:
        for role in contact.roles:
            meant = library.role_of(role, contact.organization)
            if not meant.known:
                words = role_words(role, meant, library, _GENERAL_LETTER)
                found.append(contact.where("roles").warning("contact-role", *words))
        for index, detail in enumerate(contact.details):
            if not detail.source:
                text, hint = (
                    "it does not say where it is from, so no letter says it",
                    "add for example: source: your page",
                )
                found.append(contact.where("details", index).warning("detail-source", text, hint))
        for index, need in enumerate(contact.needs):
            if need.need and not {need.need, need.need.casefold().replace(" ", "-")} & library.need_by_key.keys():
                hint = did_you_mean(need.need, library.need_by_key, "`outreach needs` lists them; or write it as text:")
                text = f"there is no need '{need.need}'; it is read as a note"
                found.append(contact.where("needs", index, "need").warning("need-unknown", text, hint))
    return found
