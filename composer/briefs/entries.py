"""What the practice says in its own words that a thing is for, found in notes that say the same."""

from collections.abc import Iterable
from functools import cached_property

from composer.briefs.content import content_stems
from composer.filenames import slug
from composer.records.library import Library
from composer.records.notes import NoteReader
from composer.records.practice import Offer, Talk


class Entries:
    """The entries of `needs:` of offers and talks as they are written, whatever key the vocabulary has for them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._heard: dict[str, frozenset[str]] = {}

    def said(self, one: Offer | Talk, notes: Iterable[str]) -> list[str]:
        """Those all of whose words stand in one of the notes, which does not deny them.

        One word alone has to be an uncommon one: ``absences``, and not ``school``. What is itself a need of the
        vocabulary is left to that.
        """
        told = [(note, content_stems(note, self._library)) for note in notes]
        words = {entry: self._stems(entry) for entry in one.entries}
        return [
            entry for entry, wanted in words.items()
            if any(wanted <= said and wanted <= self._meant(note) for note, said in told) and self._tells(entry, wanted)
        ]  # fmt: skip

    def _tells(self, entry: str, stems: frozenset[str]) -> bool:
        forms = self._library.need_by_key.get(slug(entry))
        if forms and not forms.own:
            return False
        return len(stems) > 1 or (len(entry.split()) == len(stems) and stems.isdisjoint(self._library.common))

    def _stems(self, text: str) -> frozenset[str]:
        return content_stems(" ".join(self._reader.words(text)), self._library)

    def _meant(self, note: str) -> frozenset[str]:
        """What a note says, without what it denies."""
        if note not in self._heard:
            clauses = (one for one in self._reader.clauses(note) if not one.barred)
            said = (content_stems(" ".join(one.words[: one.denied_from]), self._library) for one in clauses)
            self._heard[note] = frozenset().union(*said)
        return self._heard[note]

    @cached_property
    def _reader(self) -> NoteReader:
        return NoteReader(self._library.notes)
