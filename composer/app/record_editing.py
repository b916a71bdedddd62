"""A form over a record: opened, sent back, and written or shown again with what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from composer.app.record_forms import (
    Changed,
    FormField,
    FormGroup,
    ShownField,
    ShownGroup,
    Texts,
    changes,
    shown,
    texts_of,
    with_changes,
    wrong_inputs,
)
from composer.app.sent_forms import SentForm, as_shown, brought_together
from composer.app.wish_form import ASKED, LEFT_ALONE, LIFTED, wish_change, wish_texts
from composer.errors import ComposerError, ConflictError, Kind, NotFoundError
from composer.records.base import Record
from composer.records.contacts import Contact
from composer.records.faults import Fault
from composer.records.library import Library
from composer.workspace.record_faults import record_faults
from composer.workspace.record_writing import RecordsEdit
from composer.yaml.writer import Field

Write = Callable[[Mapping[str, "Field | None"], bool], RecordsEdit]
"""Writes what changed; it is told whether a wish to be left alone was lifted."""
_NAMELESS = "a name belongs here; for a place where you know nobody yet, say so below, and where it is"
_ROW = "say what it is, or empty the whole line"
_WISH_STAYS = (
    "to take this out, say below, too, that they have told you so; until then nothing is written to them"
)  # fmt: skip
_ELSEWHERE = ConflictError(
    "this was changed elsewhere while you were typing, so nothing is saved yet",
    hint="what you typed stands below, in what is there now; read it, then save again",
)


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form as its page shows it."""

    groups: tuple[ShownGroup, ...]
    wish: ShownField | None
    """The inputs for a wish to be left alone; ``None`` for a record that is nobody's."""
    was: str
    """What the inputs of the record hold, for the form to bring back."""
    file: str
    error: ComposerError | None = None
    both: frozenset[str] = frozenset()
    """The fields that were changed here and elsewhere meanwhile."""
    status: int = 200
    was_left_alone: bool = False
    """Whether the record says so, in its own field for it."""

    @property
    def wrong(self) -> int:
        """How many inputs have something wrong."""
        every = [*(one for group in self.groups for one in group.fields), *([self.wish] if self.wish else [])]
        return sum(bool(input_.wrong) for one in every for row in one.rows for input_ in row)


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A form over one record."""

    groups: tuple[FormGroup, ...]
    model: type[Record]
    record: Mapping[str, Field] = field(default_factory=dict)
    """As it is written; empty for a new one."""
    digest: str = ""
    """SHA-256 of its file; empty for a new one."""
    has_wish: bool = True
    """Whether it is somebody's, who may ask to be left alone."""

    @property
    def own(self) -> tuple[FormField, ...]:
        """The fields in its groups."""
        return tuple(one for group in self.groups for one in group.fields)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields, and that for a wish to be left alone."""
        return (*self.own, *([LEFT_ALONE] if self.has_wish else []))

    @property
    def texts(self) -> dict[str, str]:
        """What the inputs hold for the record as it is."""
        return texts_of(self.own, self.record) | (wish_texts(self.record) if self.has_wish else {})

    def page(self, texts: Texts | None = None, wrong: Mapping[str, str] | None = None) -> FormPage:
        """The form with what is typed, or with what the record says."""
        own = self.texts
        held = own if texts is None else texts
        (wish,) = shown([FormGroup(LEFT_ALONE.label, (LEFT_ALONE,))], held, wrong)[0].fields
        return FormPage(
            groups=shown(self.groups, held, wrong),
            wish=wish if self.has_wish else None,
            was=as_shown(own),
            file=self.digest,
            status=422 if wrong else 200,
            was_left_alone=ASKED in own,
        )

    def changed(self, texts: Texts, today: date) -> tuple[Changed, ...]:
        """The fields that a form gives another value."""
        wish = wish_change(self.record, texts, today) if self.has_wish else ()
        return (*changes(self.own, self.record, texts), *wish)

    def wrong(self, changed: tuple[Changed, ...], texts: Texts, library: Library, today: date) -> dict[str, str]:
        """What is wrong with what was typed, beside the input it is about."""
        made = with_changes(self.record, changed)
        faults = record_faults(self.model, made, library, typed=[one.name for one in changed], today=today)
        beside, others = wrong_inputs(map(_in_words, faults), changed)
        for fault in others:
            beside.setdefault(_first_input(self.own, fault), _NAMELESS if self.model is Contact else fault.text)
        if ASKED in self.texts and not texts.get(ASKED) and not texts.get(LIFTED):
            beside[ASKED] = _WISH_STAYS
        return beside


def _first_input(fields: tuple[FormField, ...], fault: Fault) -> str:
    """The input where a fault is shown that is beside none that was changed; the first of the form where none fits."""
    at = str(fault.at[0]) if fault.at else ""
    return next((one.name for one in fields if at in {one.name, *one.also}), fields[0].name)


def _in_words(fault: Fault) -> Fault:
    """A fault of a whole row says what to do with it."""
    is_row = len(fault.at) == len(("needs", 0)) and isinstance(fault.at[1], int) and "has a text" in fault.text
    return Fault(fault.at, _ROW) if is_row else fault


def save_form(form: RecordForm, sent: SentForm, library: Library, today: date, write: Write) -> RecordsEdit | FormPage:
    """Writes what a form changes; otherwise the page that shows it again, with what was typed and what is in the way.

    Raises:
        NotFoundError: the record is not there any more.
    """
    if sent.digest != form.digest:
        return _brought_together(form, sent)
    changed = form.changed(sent.texts, today)
    if wrong := form.wrong(changed, sent.texts, library, today):
        return form.page(sent.texts, wrong)
    if not changed:
        return RecordsEdit("")
    try:
        return write({one.name: one.value for one in changed}, bool(sent.texts.get(LIFTED)))
    except NotFoundError:
        raise
    except ComposerError as error:
        return _with_error(form.page(sent.texts), error)


def _brought_together(form: RecordForm, sent: SentForm) -> FormPage:
    texts, both = brought_together(form.fields, sent, form.texts)
    return _with_error(form.page(texts), _ELSEWHERE, both)


def _with_error(page: FormPage, error: ComposerError, both: frozenset[str] = frozenset()) -> FormPage:
    return replace(page, error=error, both=both, status=409 if error.kind is Kind.CONFLICT else 422)
