"""What a form of our pages holds, whatever somebody sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs

from composer.errors import NotFoundError, RecordsError
from composer.spelling import did_you_mean
from composer.workspace.snapshot import Snapshot

_LONGEST_SHOWN = 80
_MOST_FIELDS = 500


@dataclass(frozen=True, slots=True)
class Form:
    """The fields that a form came with; a field may come more than once, as ticked boxes do."""

    fields: Mapping[str, Sequence[str]]

    def without(self, name: str) -> "Form":
        """The same but for one field."""
        return Form({key: values for key, values in self.fields.items() if key != name})

    def one(self, name: str) -> str:
        """A field that is there once and not empty; a `RecordsError` for anything else, which no page of ours sends."""
        if len(found := self.fields.get(name, ())) != 1 or not found[0]:
            raise not_ours()
        return found[0]

    def text(self, name: str) -> str:
        """What was typed into a field, with the line ends of our files; empty where it was left empty."""
        found = self.fields.get(name, ("",))
        if len(found) != 1:
            raise not_ours()
        return found[0].replace("\r\n", "\n").replace("\r", "\n")

    def day(self, name: str) -> date | None:
        """A day that was chosen, ``None`` where the field was left empty; a `RecordsError` for what is none."""
        text = self.text(name).strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise RecordsError(f"'{text}' is no day", hint="write it as year-month-day, like 2026-03-09") from error

    def every(self, name: str) -> tuple[str, ...]:
        """What was chosen of several, in the page's order."""
        return tuple(value for value in self.fields.get(name, ()) if value)


def parse_form(body: bytes) -> Form:
    """The fields of a form; a `RecordsError` where it is none that a page of ours sends."""
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:  # not ASCII, which every form of ours is, no UTF-8, or too many fields
        raise not_ours() from error
    return Form(fields)


def not_ours() -> RecordsError:
    """What is said of a form that none of our pages has."""
    return RecordsError("this form is not complete, so nothing was done", hint="look again, then choose")


def ensure_draft(snapshot: Snapshot, name: str) -> None:
    """An address may say anything: a `NotFoundError` for a name that the folder does not show."""
    names, short = snapshot.store.names(), name[:_LONGEST_SHOWN]
    if name not in names:
        raise NotFoundError(f"there is no draft '{short}'", hint=did_you_mean(short, names, "the list has all of them"))
