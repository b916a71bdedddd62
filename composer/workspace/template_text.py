"""The file of a letter or of a part as a person changes it: its subject, its text, and what is settled about it."""

from dataclasses import dataclass
from typing import Final, Literal

from composer.drafts.head import Head, read_head
from composer.errors import RecordsError, errors_in
from composer.yaml.writer import dump_scalar

_SUBJECT: Final = "subject"
Field = Literal["subject", "settings", "body"]


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template in the fields of its page."""

    body: str
    """Of a letter what stands below its head; of a part, and of a letter whose head cannot be understood, all of it."""
    subject: str = ""
    settings: str = ""
    """The lines of the head without the subject, each with its end; empty where `body` is all of the file."""


def take_apart(text: str) -> TemplateText:
    """The fields of a template's file."""
    head = read_head(text, "")
    try:
        head.text_of(_SUBJECT)
    except RecordsError:
        return TemplateText(text)
    settings = "".join(f"{line}\n" for line in head.lines_without(_SUBJECT))
    subject = head.values.get(_SUBJECT)
    if not settings or not isinstance(subject, str | None):
        return TemplateText(text)
    return TemplateText(head.body, " ".join((subject or "").split()), settings)


def put_together(typed: TemplateText, before: str) -> str:
    """The file with these fields; where no setting was changed, every other byte of the file `before` stays.

    Raises:
        RecordsError: its head is written so that the subject cannot be changed in it.
    """
    was = take_apart(before)
    ended = not typed.body or typed.body.endswith("\n") or typed.body == was.body
    body = typed.body if ended else f"{typed.body}\n"
    if not typed.settings:
        return body
    if typed.settings != was.settings:
        subject = f"{_SUBJECT}: {dump_scalar(typed.subject)}\n" if typed.subject else ""
        return f"---\n{typed.settings.rstrip()}\n{subject}---\n{body}"
    head = read_head(before, "")
    made = before if typed.subject.split() == was.subject.split() else head.with_fields({_SUBJECT: typed.subject})
    return made.removesuffix(head.body) + body


def field_at(typed: TemplateText, text: str, line: int) -> tuple[Field, int]:
    """In which field a line of the file stands that these make, and which of its lines, counted from 1.

    Line 0, which means the whole file, is the first of its text.
    """
    if not typed.settings:
        return "body", max(line, 1)
    head = read_head(text, "")
    if not line or line >= head.body_line:
        return "body", max(line - head.body_line + 1, 1)
    return _in_head(head, line)


def _in_head(head: Head, line: int) -> tuple[Field, int]:
    """The same of a line of the head; where nothing of it can be understood, the subject is its last line."""
    at, below = line - 2, 0  # the first line of the head is the file's second
    if _SUBJECT in head.values and not errors_in(head.problems):
        begin = head.values.keys_at[_SUBJECT].line - 2
        end = begin + head.text_of(_SUBJECT).count("\n")
        if begin <= at < end:
            return "subject", 1
        below = end - begin if at >= end else 0
    return "settings", max(at - below + 1, 1)
