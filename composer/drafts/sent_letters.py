"""The letters as they were really sent, kept beside the drafts: what a reader got, and under which id."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from composer.errors import ComposerError
from composer.filenames import names_in
from composer.files import is_there, make_folder, read_text, remove_file, sync_files, sync_folder, write_text
from composer.yaml.front_matter import split_front_matter
from composer.yaml.reader import Map, read_yaml
from composer.yaml.writer import format_front_matter

SENT = ".outreach/sent"


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter as it went."""

    draft: str
    """The draft's name."""
    contact: str
    """Their id."""
    on: str
    """When it went, with its offset: ``2026-11-20T09:12:00-05:00``."""
    subject: str
    text: str
    message_id: str = ""


class SentLetters:
    """What was sent, one file a letter; losing it loses no event, only the words that went."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / SENT

    def keep(self, letter: SentLetter) -> None:
        """Writes a letter's file, in the place of an earlier one; it lasts when `make_last` returns."""
        make_folder(self._folder)
        fields = {
            "contact": letter.contact,
            "sent": letter.on,
            "subject": letter.subject,
            "message-id": letter.message_id,
        }
        head = format_front_matter({key: value for key, value in fields.items() if value})
        write_text(self._path(letter.draft), f"---\n{head}---\n{letter.text.strip()}\n", sync=False)

    def make_last(self, names: list[str]) -> None:
        """Makes the files of some letters last through a power cut."""
        if names:
            sync_files(map(self._path, names))
            sync_folder(self._folder)

    def forget(self, names: Iterable[str]) -> None:
        """Takes away what was kept of some letters."""
        for name in names:
            remove_file(self._path(name))

    def all(self) -> Iterator[SentLetter]:
        """Every letter that is kept; a file that cannot be read is passed over, for the history knows the event."""
        for name in names_in(self._folder):
            with suppress(ComposerError):
                if name.endswith(".md") and (found := self._read(name.removesuffix(".md"))):
                    yield found

    def _read(self, name: str) -> SentLetter | None:
        if not is_there(self._path(name)):
            return None
        parts = split_front_matter(read_text(self._path(name)).text)
        said = read_yaml(parts.head, SENT).value if parts else None
        if parts is None or not isinstance(said, Map):
            return None
        contact, on, subject, message_id = (
            str(said.get(key, "")) for key in ("contact", "sent", "subject", "message-id")
        )
        return SentLetter(name, contact, on, subject, parts.body, message_id)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.md"
