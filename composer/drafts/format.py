"""A draft as a file: YAML front matter with header names, then Markdown; parsing and formatting are inverse."""

import json
from collections.abc import Container, Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from composer.addresses import name_and_address, split_addresses
from composer.drafts.attachments import FOLDER, merged
from composer.drafts.draft import ANSWERS, BODY_LIMIT, Address, Draft
from composer.drafts.head import Head, read_head
from composer.drafts.lifecycle import Status, parse_status
from composer.errors import Place, Problem, errors_in
from composer.records.base import Record, read_record
from composer.records.fields import Email, IsoDate, Language, Line, Lines, composed, listed
from composer.spelling import without_marks
from composer.yaml.reader import Map, Position
from composer.yaml.writer import format_front_matter


def _mailbox(value: Any) -> Any:
    """``Dr. Abena Osei <a@b.example>`` as its two parts; a bare address has no name."""
    if not isinstance(value, str):
        return value
    name, address = name_and_address(value)
    return {"name": name, "email": address}


def _recipients(value: Any) -> Any:
    """One text or several, each with one recipient or with several between commas."""
    written = listed(value)
    if not isinstance(written, list | tuple):
        return written
    return [one for item in written for one in (split_addresses(item) if isinstance(item, str) else [item])]


class _Mailbox(Record, kind="draft"):
    name: Line = ""
    email: Email


_Mailboxes = Annotated[tuple[Annotated[_Mailbox, BeforeValidator(_mailbox)], ...], BeforeValidator(_recipients)]


def _one_writer(mailboxes: tuple[_Mailbox, ...]) -> tuple[_Mailbox, ...]:
    if len(mailboxes) > 1:
        raise ValueError("one person writes a letter; keep one address in 'from'")
    return mailboxes


def _subject(value: str) -> str:
    if not without_marks(value).strip():
        raise ValueError("'subject' is empty, and it is what an inbox shows first")
    return value


def _overrides(value: Any) -> Any:
    """Each code with a reason in words; an override without one lets nothing pass."""
    if isinstance(value, Map):
        empty = [code for code, reason in value.items() if not isinstance(reason, str) or not reason.strip()]
        if empty:
            raise ValueError(f"'overrides' gives no reason for {empty[0]}; write '{empty[0]}: why it is right here'")
    return {} if value is None else value


def _answers(value: Any) -> Any:
    """Each sentence with one of the answers that there are."""
    if isinstance(value, Map):
        odd = next(((said, given) for said, given in value.items() if given not in ANSWERS), None)
        if odd:
            raise ValueError(f"'answers' has '{odd[1]}' for '{odd[0]}'; an answer is one of {', '.join(ANSWERS)}")
    return {} if value is None else value


class DraftLife(Record, kind="draft"):
    """What the front matter says of a draft's own life: all that planning asks of a letter on its way."""

    letter: Line = ""
    contact: Line = ""
    status: Annotated[Status, BeforeValidator(parse_status)] = "draft"
    reason: Line = ""
    approved: Line = ""
    handed_over: IsoDate | None = None
    question: Line = ""
    language: Language = "en"
    made: IsoDate | None = None
    release: IsoDate | None = None


class DraftHead(DraftLife, kind="draft"):
    """The front matter of a draft."""

    to: _Mailboxes = ()
    cc: _Mailboxes = ()
    bcc: _Mailboxes = ()
    reply_to: _Mailboxes = ()
    sender: Annotated[_Mailboxes, AfterValidator(_one_writer)] = ()
    """Written ``from:`` in the file."""
    in_reply_to: Line = ""
    subject: Annotated[Line, AfterValidator(_subject)]
    attach: Lines = ()
    attached: Line = ""
    overrides: Annotated[dict[str, Line], BeforeValidator(_overrides)] = Field(default_factory=dict)
    answers: Annotated[dict[str, Line], BeforeValidator(_answers)] = Field(default_factory=dict)


_READERS = ("to", "cc", "bcc", "reply_to")
# What is the same in the file and in the value, in the order of the file.
_PLAIN = ("letter", "contact", "status", "reason", "approved", "handed_over", "language", "question", "made", "release")
# The keys of the file that are not Python names.
_RENAMED = {
    "from": "sender",
    "reply-to": "reply_to",
    "in-reply-to": "in_reply_to",
    "handed-over": "handed_over",
}


def parse_draft(text: str, name: str, path: str) -> tuple[Draft | None, tuple[Problem, ...]]:
    """A draft from its file's text; ``None`` where it cannot be used, with the reasons."""
    head = read_head(text, path)
    if errors_in(head.problems):
        return None, head.problems
    node = _with_our_names(head.values)
    found, problems = read_record(DraftHead, node, path, Position(2, 1))
    own = tuple(_own_problems(head))
    told = {problem.at for problem in own}
    problems = tuple(sorted([*head.problems, *own, *(one for one in problems if one.at not in told)]))
    if found is None or errors_in(problems):
        return None, problems
    lines = {key: place.line for key, place in node.keys_at.items()} | {"body": head.body_line}
    others = tuple((key, json.dumps(value)) for key, value in node.items() if key not in DraftHead.model_fields)
    return _draft(found, name, head.body, lines, others), problems


def parse_life(text: str, name: str, path: str) -> Draft | None:
    """A draft without its words and addresses, whose fields nobody reads; ``None`` where its life cannot be told."""
    head = read_head(text, path)
    if errors_in(head.problems):
        return None
    found, _ = read_record(DraftLife, _with_our_names(head.values, _PLAIN), path, Position(2, 1))
    return Draft(name, "", "", **{key: getattr(found, key) for key in _PLAIN}) if found else None


def _with_our_names(node: Map, only: Container[str] = ()) -> Map:
    """The same group of fields with `from` and the like under the names that Python allows; some `only`, if given."""
    made = Map(node.start)
    made.last_line = node.last_line
    for key, value in node.items():
        ours = _RENAMED.get(key, key)
        if only and ours not in only:
            continue
        made[ours], made.keys_at[ours], made.values_at[ours] = value, node.keys_at[key], node.values_at[key]
    return made


def _own_problems(head: Head) -> Iterator[Problem]:
    """Python's names for keys, which no command would find again, and a text that is too long to leave."""
    for theirs, ours in _RENAMED.items():
        if ours in head.values:
            at = head.values.keys_at[ours].within(head.path)
            yield at.error("draft-field", f"'{ours}' is written '{theirs}' here", f"write '{theirs}:'")
    for key, place in head.values.keys_at.items():
        if key.casefold().startswith(("attach", "enclos")) and key not in {"attach", "attached"}:
            hint = f"write 'attach:' with the name of a file that lies in {FOLDER}/"
            text = f"'{key}' has no effect: this line attaches no file"
            yield place.within(head.path).warning("draft-attachment", text, hint)
    if len(head.body) > BODY_LIMIT:
        text = f"the letter is longer than {BODY_LIMIT:,} characters, so it can neither be marked ready nor leave"
        yield Place(head.path, head.body_line).error("draft-long", text, "shorten it; a letter fits on one page")


def _draft(head: DraftHead, name: str, body: str, lines: dict[str, int], others: tuple[tuple[str, str], ...]) -> Draft:
    people: dict[str, Any] = {
        key: tuple(Address(one.email, one.name) for one in getattr(head, key)) for key in ("sender", *_READERS)
    }
    return Draft(
        name=name,
        subject=head.subject,
        body=composed(body.strip("\n")) + "\n",
        sender=next(iter(people.pop("sender")), None),
        overrides=tuple(head.overrides.items()),
        attach=merged(head.attach),
        attached=head.attached,
        answers=tuple((" ".join(composed(said).split()), given) for said, given in head.answers.items()),
        others=others,
        lines=lines,
        **people,
        **{key: getattr(head, key) for key in ("in_reply_to", *_PLAIN)},
    )


def attach_names(head: Head) -> tuple[str, ...]:
    """The files that a head attaches, as `parse_draft` has them, without reading anything else of it."""
    said = listed(head.values.get("attach"))
    return merged(" ".join(composed(one).split()) for one in said if isinstance(one, str)) if said else ()


def format_draft(draft: Draft) -> str:
    """The text of a draft's file; fields without a value are left out."""
    people = {"from": [draft.sender] if draft.sender else []} | {key: getattr(draft, key) for key in _READERS}
    written = {key: [str(address) for address in addresses] for key, addresses in people.items()}
    fields: dict[str, str | list[str] | dict[str, str]] = {
        **{key: found[0] if len(found) == 1 else found for key, found in written.items()},
        "in_reply_to": draft.in_reply_to,
        "subject": draft.subject,
        **{key: str(getattr(draft, key) or "") for key in _PLAIN},
        "attach": draft.attach[0] if len(draft.attach) == 1 else list(draft.attach),
        "attached": draft.attached,
        "overrides": dict(draft.overrides),
        "answers": dict(draft.answers),
    }
    shown = {key.replace("_", "-"): value for key, value in fields.items() if value or key == "subject"}
    return f"---\n{format_front_matter(shown)}---\n{draft.body}"
