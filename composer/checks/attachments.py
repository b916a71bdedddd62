"""What may be attached to a letter: kinds of files, sizes, and the practice's own card among them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

from composer.drafts.attachments import (
    FOLDER,
    Attachment,
    FoundFile,
    attached_line,
    is_card,
    pictures_in,
    pictures_named,
    size_in_words,
)
from composer.drafts.draft import Draft, path_of
from composer.errors import Place, Problem
from composer.records.card import CARD_TYPE
from composer.records.file_kinds import FileKind, kind_of
from composer.records.limits import Limits
from composer.spelling import normalized

_MEGA = 1_000_000
_SMALLER = "take one out, make it smaller, or write where it can be read"
_UNSEEN = FoundFile("", fault="it was not looked for", hint="write its name plainly, on the line of 'attach:'")


@dataclass(frozen=True, slots=True)
class Attachable:
    """Decides what may go with letters; it reads nothing."""

    kinds: tuple[FileKind, ...] = ()
    limits: Limits = field(default_factory=Limits)
    card: Attachment = field(default_factory=partial(Attachment, "card.vcf", CARD_TYPE, b""))
    """The practice's own."""

    def files(self, draft: Draft, found: Iterable[FoundFile]) -> tuple[FoundFile, ...]:
        """What goes with a draft, in the order of its head: the card, what was found, and why one cannot go."""
        known = {one.written: one for one in found}
        return tuple(self._file(name, known) for name in draft.attach)

    def _file(self, name: str, known: Mapping[str, FoundFile]) -> FoundFile:
        if is_card(name):
            return FoundFile(name, self.card.size, sha256(self.card.data).hexdigest(), shown=self.card.name)
        one = known.get(name) or replace(_UNSEEN, written=name)
        kind = kind_of(one.name, self.kinds)
        if one.fault or (kind and kind.type):
            return one
        if kind:
            return replace(one, fault=kind.because, hint=kind.instead)
        endings = ", ".join(ending for known_kind in self.kinds if known_kind.type for ending in known_kind.endings)
        return replace(one, fault="its ending is not one of those that may go", hint=f"save it as one of {endings}")

    def problems(self, draft: Draft, found: Iterable[FoundFile]) -> Iterator[Problem]:
        """Everything to mend in what a draft attaches, each with its line."""
        files, place = self.files(draft, found), Place(path_of(draft.name), draft.lines.get("attach", 1))
        for one in files:
            if one.fault:
                yield place.error("draft-attach", f"'{one.written}' cannot be attached: {one.fault}", one.hint)
        names = Counter(normalized(one.name) for one in files)
        for twice in dict.fromkeys(one.name for one in files if names[normalized(one.name)] > 1):
            text = f"two files have the name '{twice}', and nobody could tell them apart"
            yield place.error("draft-attach", text, "rename one of them")
        yield from self._pictures(draft, files, place)
        yield from self._heavy(sum(one.size for one in files), place)

    def _pictures(self, draft: Draft, files: Iterable[FoundFile], place: Place) -> Iterator[Problem]:
        """Pictures that the text shows and that do not go with it, or of which it does not say what they are."""
        there = pictures_in(one.name for one in files)
        for name, alt in pictures_named(draft.body).items():
            if name not in there:
                text = f"the letter is to show '{name}', and no such picture goes with it"
                yield place.error("draft-picture", text, "name it behind 'attach:' in the head: a png, jpg or gif")
            elif not alt:
                text = f"nobody who cannot see '{name}' learns what it shows"
                yield place.warning("draft-picture", text, f"say it in a few words: ![Our front door]({name})")

    def _heavy(self, size: int, place: Place) -> Iterator[Problem]:
        said, most = size_in_words(size), self.limits.attachments_megabytes
        if size > most * _MEGA:
            text = f"what is attached has {said} together, and a letter may carry {most} MB"
            yield place.error("draft-attach", text, _SMALLER)
        elif size >= self.limits.attachments_heavy_megabytes * _MEGA:
            text = f"what is attached has {said} together; some servers refuse so much, and a phone loads it for long"
            yield place.warning("draft-heavy", text, _SMALLER)

    def bound(self, draft: Draft, found: Iterable[FoundFile]) -> Draft:
        """The draft with the digests of what goes with it now."""
        return replace(draft, attached=attached_line(self.files(draft, found)))

    def attachments(
        self, draft: Draft, found: Iterable[FoundFile], contents: Mapping[str, bytes]
    ) -> tuple[Attachment, ...]:
        """What goes with a draft as it leaves; `contents` has the bytes that were read, by their digests.

        Raises:
            KeyError: a file was not read. Whoever asks has looked for `problems` first.
        """
        return tuple(
            self.card if is_card(one.written) else Attachment(one.name, self._type(one.name), contents[one.digest])
            for one in self.files(draft, found)
        )

    def _type(self, name: str) -> str:
        kind = kind_of(name, self.kinds)
        return kind.type if kind else "application/octet-stream"


def record_problems(attachable: Attachable, place: Place, files: Iterable[FoundFile]) -> Iterator[Problem]:
    """Why files that a record or a letter names could go with no letter."""
    named = tuple(files)
    draft = Draft("", "", "", attach=tuple(one.written for one in named))
    for one in attachable.files(draft, named):
        if one.fault:
            text = f"'{one.written}' cannot be attached: {one.fault}"
            yield place.error("attach-file", text, one.hint or f"put it into {FOLDER}/")
