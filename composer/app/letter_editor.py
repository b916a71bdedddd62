"""The page on which a letter or a part is changed: its fields, what is wrong in each, and a letter beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from composer.app.draft_page import LetterLook, look_at_text
from composer.app.forms import Form
from composer.app.letter_pages import LetterShelf, Reader, title_of
from composer.checks.pages import sentence
from composer.errors import ComposerError, Problem
from composer.records.contacts import Contact
from composer.workspace.editing import DraftText
from composer.workspace.letter_readers import ShownLetter
from composer.workspace.snapshot import Snapshot
from composer.workspace.template_edits import own_template, programs_template, show_with_text
from composer.workspace.template_text import TemplateText, field_at, put_together, take_apart

_LABELS = {"subject": "Subject", "settings": "Settings", "body": "Text"}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A problem beside the field that it is in."""

    field: str
    line: int
    """Of the field, counted from 1; 0 where the whole of it is meant."""
    words: str
    """What stands on that line."""
    text: str
    hint: str

    @property
    def place(self) -> str:
        """Where it is, in words; empty where the whole wording is meant."""
        if not self.line:
            return ""
        return _LABELS[self.field] if self.field == "subject" else f"{_LABELS[self.field]}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a wording, each beside its field, and what lies elsewhere."""

    here: tuple[FieldProblem, ...] = ()
    elsewhere: tuple[Problem, ...] = ()

    def of(self, name: str) -> list[FieldProblem]:
        """Those of one field."""
        return [one for one in self.here if one.field == name]

    def __bool__(self) -> bool:
        return bool(self.here or self.elsewhere)


@dataclass(frozen=True, slots=True)
class Editor:
    """One wording of the workspace's own as it is being changed."""

    key: str
    """The letter from whose page it was opened."""
    name: str
    """``letters/introduction.md``, or a part."""
    title: str
    typed: TemplateText
    digest: str
    """The file that it was opened from, or that was seen last; a save is good for no other."""
    shipped: bool
    """Whether the program has a wording of this name."""
    reader: Reader
    shown: ShownLetter | None = None
    look: LetterLook | None = None
    problems: Problems = field(default_factory=Problems)
    is_unsaved: bool = False
    tried: int = 0
    """On how many people it was just tried; 0 where it was not."""
    says_nothing: bool = False
    """Whether nobody's letter says anything of this part today."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A wording that was typed, and the file that it was begun from."""

    fields: TemplateText
    digest: str


def editor(shelf: LetterShelf, key: str, name: str, reader: Reader, typed: Typed | None = None) -> Editor:
    """The page of a wording as it stands, or as it was typed.

    Raises:
        NotFoundError: there is no such template.
        ConflictError: it is the program's, or was removed meanwhile.
    """
    snapshot = shelf.snapshot
    standing = own_template(snapshot, name)
    fields = typed.fields if typed else take_apart(standing.text)
    text = put_together(fields, standing.text)
    shown = _shown(snapshot, key, reader.contact, name=name, text=text)
    return Editor(
        key=key,
        name=name,
        title=title_of(snapshot, name),
        typed=fields,
        digest=typed.digest if typed else standing.digest,
        shipped=programs_template(name),
        reader=reader,
        shown=shown,
        look=look_of(snapshot, shown) if shown else None,
        problems=by_field(shown.problems if shown else (), name, fields, text),
        is_unsaved=text != standing.text,
        says_nothing=name.startswith("parts/") and not shelf.readers_with(key, name),
    )


def _shown(snapshot: Snapshot, key: str, contact: Contact | None, *, name: str, text: str) -> ShownLetter | None:
    return show_with_text(snapshot, key, contact, name=name, text=text) if contact else None


def typed_in(form: Form) -> TemplateText:
    """What was typed into the fields of a wording."""
    return TemplateText(form.text("body"), " ".join(form.text("subject").split()), form.text("settings"))


def look_of(snapshot: Snapshot, shown: ShownLetter) -> LetterLook | None:
    """A letter as its reader would see it; ``None`` where it cannot be written, or could not leave as mail."""
    draft = shown.draft
    try:
        return look_at_text(snapshot, DraftText(draft.subject, draft.body), draft) if draft else None
    except ComposerError:  # a layout of one's own that is broken; what hands letters over says so
        return None


def look_data(page: Editor) -> Mapping[str, Any]:
    """The letter for a script of ours that shows it while somebody types."""
    shown, look = page.shown, page.look
    return {
        "html": look.html if look else "",
        "text": look.text if look else "",
        "subject": shown.draft.subject if shown and shown.draft else "",
        "language": shown.draft.language if shown and shown.draft else "",
        "to": shown.contact.display_name if shown else "",
        "contact": shown.contact.id if shown else "",
        "asked": page.reader.asked,
        "problems": [
            {"field": one.field, "line": one.line, "place": one.place, "words": one.words,
             "text": sentence(one.text), "hint": sentence(one.hint) if one.hint else ""}
            for one in page.problems.here
        ],
        "elsewhere": [sentence(one.text) for one in page.problems.elsewhere],
    }  # fmt: skip


def by_field(problems: Sequence[Problem], name: str, typed: TemplateText, text: str) -> Problems:
    """Problems beside the fields of a wording's page, which make a text of its file."""
    path = f"templates/{name}"
    here = tuple(_in_field(problem, typed, text) for problem in problems if problem.at.path == path)
    return Problems(here, tuple(problem for problem in problems if problem.at.path != path))


def _in_field(problem: Problem, typed: TemplateText, text: str) -> FieldProblem:
    name, line = field_at(typed, text, problem.at.line)
    lines = str(getattr(typed, name)).split("\n")
    words = lines[line - 1].strip() if problem.at.line and line <= len(lines) else ""
    return FieldProblem(name, line if problem.at.line else 0, words, problem.text, problem.hint)
