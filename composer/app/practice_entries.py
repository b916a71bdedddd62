"""The form of one record in a list of the practice, found again where the list was changed elsewhere meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from composer.app.practice_form import entry_form
from composer.app.record_editing import RecordForm
from composer.app.record_forms import Texts
from composer.app.sent_forms import SentForm
from composer.errors import NotFoundError
from composer.workspace.practice_edits import LISTS, list_entries, written_practice
from composer.workspace.snapshot import Snapshot

_TELLS: Mapping[str, str] = {"talks": "topic", "facts": "name"}
"""The field that tells one record of a list from another, where that is not its sentence."""


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """The form of one record, and where the record stands now."""

    form: RecordForm
    number: int
    """From 1; 0 for a new one."""


def new_entry(snapshot: Snapshot, part: str) -> OpenedEntry:
    """The form for a record that is to be added to a list."""
    return OpenedEntry(RecordForm(entry_form(part, snapshot.library), LISTS[part].model, has_wish=False), 0)


def opened_entry(snapshot: Snapshot, part: str, number: int) -> OpenedEntry:
    """The form of the record at a place of a list; a `NotFoundError` where there is none."""
    forms = _forms(snapshot, part)
    if not 0 < number <= len(forms):
        raise NotFoundError("there is nothing at this place of the list", hint="your practice's page has all of it")
    return OpenedEntry(forms[number - 1], number)


def found_again(snapshot: Snapshot, part: str, number: int, sent: SentForm) -> OpenedEntry | None:
    """The form of the record that somebody was shown at a place; `None` where it is not known which that is now.

    A list that was changed elsewhere has another record at the same place: what was typed would go into that one.
    """
    forms = _forms(snapshot, part)
    if 0 < number <= len(forms) and forms[number - 1].digest == sent.digest:
        return OpenedEntry(forms[number - 1], number)
    tells = _TELLS.get(part, "text")
    same = [at for at, form in enumerate(forms) if form.texts == sent.was]
    same = same or [at for at, form in enumerate(forms) if _told(form.texts, tells) == _told(sent.was, tells)]
    return OpenedEntry(forms[same[0]], same[0] + 1) if len(same) == 1 else None


def _told(texts: Texts, field: str) -> str:
    return texts.get(field, "")


def _forms(snapshot: Snapshot, part: str) -> list[RecordForm]:
    written, groups = written_practice(snapshot), entry_form(part, snapshot.library)
    return [
        RecordForm(groups, LISTS[part].model, one.fields, written.place.digest, has_wish=False)
        for one in list_entries(written, part)
    ]
