"""Whether what a mail program sent is the draft that it was given, with one sentence changed and nothing else."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses
from html.parser import HTMLParser


@dataclass(frozen=True)
class Edit:
    """A sentence of the draft, and what was typed in its place."""

    before: str
    after: str


@dataclass(frozen=True)
class Sent:
    """A message as it reached the server: its envelope, and itself."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


def faults(draft: EmailMessage, edit: Edit, arrived: Sequence[Sent]) -> list[str]:
    """What is wrong with what arrived, a sentence each; none where it is the draft with that one edit.

    In no part may the unedited sentence be left, HTML and files among them. The other paragraphs are held against the
    draft word for word; how they are wrapped is the mail program's matter, and so is whether there is an HTML part.
    """
    if len(arrived) != 1:
        return [f"{len(arrived)} messages arrived, not one"]
    sent = arrived[0]
    return [*_heads(draft, sent), *_words(draft, edit, sent.message), *_files(draft, sent.message)]


def _heads(draft: EmailMessage, sent: Sent) -> Iterator[str]:
    message = sent.message
    for name in ("From", "To", "Cc"):
        if (was := _people(draft, name)) != (now := _people(message, name)):
            yield f"{name} is {now}, not {was}"
    if draft["Subject"] != message["Subject"]:
        yield f"the subject is {message['Subject']!r}, not {draft['Subject']!r}"
    everybody = {address for name in ("To", "Cc", "Bcc") for _, address in _people(draft, name)}
    if sorted(sent.recipients) != sorted(everybody):
        yield f"it went to {sorted(sent.recipients)}, not to {sorted(everybody)}"
    if [sent.sender] != [address for _, address in _people(draft, "From")]:
        yield f"the envelope's sender is {sent.sender}"
    for name in ("Bcc", "X-Unsent"):
        if name in message:
            yield f"it still has the line {name}: {message[name]}"


def _words(draft: EmailMessage, edit: Edit, message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_maintype() == "text" and plain(edit.before) in words(part):
            yield f"the part {part.get_content_type()} still has the unedited sentence"
    letter = [(part.get_content_type(), words(part)) for part in text_parts(message)]
    if not letter:
        yield "it has no text"
    for kind, text in letter:
        if plain(edit.after) not in text:
            yield f"the part {kind} lacks the edited sentence"
        lost = [kept for kept in paragraphs(draft, edit) if kept not in text]
        yield from (f"the part {kind} lost: {paragraph}" for paragraph in lost)
        if not lost and text != " ".join(paragraphs(draft, edit)):
            yield f"the part {kind} says more than the letter: {text}"


def _files(draft: EmailMessage, message: EmailMessage) -> Iterator[str]:
    was, now = dict(_attached(draft)), dict(_attached(message))
    if list(was) != list(now):
        yield f"the files are {list(now)}, not {list(was)}"
    for name in was.keys() & now.keys():
        if was[name] != now[name]:
            yield f"the file {name} was changed"


def _attached(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.iter_attachments():
        held = part.get_payload(decode=True)
        yield part.get_filename() or "", b"" if not isinstance(held, bytes) else _ends(part, held)


def _ends(part: EmailMessage, held: bytes) -> bytes:
    """Lines of a text file may end differently on another computer."""
    return held.replace(b"\r\n", b"\n").rstrip() if part.get_content_maintype() == "text" else held


def _people(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    return getaddresses([str(line) for line in message.get_all(name, [])])


def text_parts(message: EmailMessage) -> Iterable[EmailMessage]:
    """The parts that are the letter's text, in any form; no files."""
    for part in message.walk():
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            yield part


def paragraphs(draft: EmailMessage, edit: Edit) -> list[str]:
    """The paragraphs of a draft's text as they are to arrive."""
    body = draft.get_body(("plain",))
    text = str(body.get_content() if body else "")
    return [plain(part) for part in re.split(r"\n\s*\n", text.replace(edit.before, edit.after)) if part.strip()]


def words(part: EmailMessage) -> str:
    """The words that a part shows, one blank between them."""
    text = str(part.get_content())
    if part.get_content_subtype() == "html":
        reader = _Reader()
        reader.feed(text)
        text = "".join(reader.shown)
    return plain(text)


def plain(text: str) -> str:
    """Words as they are compared, one blank between them: programs wrap lines, and bracket addresses or do not."""
    return " ".join(re.sub(r"[<>]", " ", text).split())


_INLINE = {"a", "b", "em", "font", "i", "span", "strong", "u"}


class _Reader(HTMLParser):
    """What of a page is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's
        self._blank_at(tag)
        if tag in {"style", "title", "script"}:
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()
        self._blank_at(tag)

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.shown.append(data)

    def _blank_at(self, tag: str) -> None:
        if tag not in _INLINE:
            self.shown.append(" ")
