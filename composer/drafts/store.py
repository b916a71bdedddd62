"""The drafts of a workspace on disk, and beside each the text as it was generated, so that an edit is known.

The file in `drafts/` is the user's. The one in `.outreach/base/` is the program's, and losing it loses no words: a
draft without a base counts as edited, and an edited draft is never overwritten.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from composer.cache import Cache, stamps_in, user_cache
from composer.drafts.approval import changed_since
from composer.drafts.attachment_folder import AttachmentFolder
from composer.drafts.attachments import FoundFile
from composer.drafts.conflicts import Conflicts
from composer.drafts.departures import Departures
from composer.drafts.draft import DRAFTS, Draft, path_of
from composer.drafts.folders import DraftFolders, ensure_changeable
from composer.drafts.format import attach_names, parse_draft, parse_life
from composer.drafts.head import read_head
from composer.drafts.pushes import Pushes
from composer.drafts.summary import DraftSummary, KnownSummaries, summarize
from composer.drafts.three_way import units
from composer.drafts.writing import DraftWriter, misnamed, unreadable
from composer.errors import ComposerError, ConflictError, NotFoundError, Place, Problem, RecordsError, errors_in
from composer.filenames import draft_name_fault, names_in, sync_copies
from composer.files import FileText, is_there, make_folder, read_text, write_text
from composer.spelling import did_you_mean

_NOT_OURS = ("._", ".#", "~$")
"""How names begin that a Mac, Emacs and Word give to files of their own for a while."""
_SHOWN = 80
_MANY = 200
"""How many drafts there are before anything of them is kept outside the workspace."""
_KEPT: frozenset[type] = frozenset({Draft, date})
_SUMMARIES: frozenset[type] = frozenset({DraftSummary})


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One draft file as text, or why it could not be read."""

    name: str
    text: str
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    """SHA-256 of the file's bytes: whoever was shown the draft hands it back, and changes no other."""
    generated: str = ""
    """The file as the program made it, where that was asked for; empty where nobody knows."""
    attached: tuple[FoundFile, ...] = ()
    """The files that its head names, as they are now, where that was asked for; their bytes stand elsewhere."""


class DraftStore:
    """The folder of drafts in a workspace."""

    def __init__(self, workspace: Path) -> None:
        self._folders = DraftFolders(workspace)
        self.conflicts = Conflicts(self._folders)
        self.departures = Departures(workspace)
        self.pushes = Pushes(workspace)
        self.attachments = AttachmentFolder(workspace)
        self.writer = DraftWriter(self._folders, self.conflicts)

    def names(self) -> list[str]:
        """The names of all drafts, sorted; copies left by a sync program are not among them.

        What has such a name and cannot be read is among them: `file` says what is wrong with it.
        """
        stems = self._stems()
        copies = {name for beside in sync_copies(stems).values() for name in beside}
        return [name for name in stems if name not in copies]

    def _stems(self) -> list[str]:
        return [stem for stem in self._named() if not draft_name_fault(stem)]

    def _named(self) -> list[str]:
        return [name.removesuffix(".md") for name in names_in(self._folders.drafts) if name.endswith(".md")]

    def misnamed(self) -> tuple[Problem, ...]:
        """What lies among the drafts under a name that no draft may have; it is left alone."""
        named = [stem for stem in self._named() if not stem.startswith(_NOT_OURS)]
        return tuple(misnamed(stem, why) for stem in named if (why := draft_name_fault(stem)))

    def noticed(self) -> Mapping[str, tuple[Problem, ...]]:
        """What the folders themselves show of drafts: second versions beside one, and choices that wait."""
        found: dict[str, tuple[Problem, ...]] = {}
        for name, copies in sync_copies(self._stems()).items():
            hint = "compare the two, bring what you want to keep into this one, and delete the other"
            beside = "lies beside it, left by a program that keeps folders in step"
            place = Place(path_of(name))
            found[name] = tuple(place.error("draft-copy", f"'{copy}.md' {beside}", hint) for copy in copies)
        for name in self.conflicts.names():
            hint = f"`outreach draft --conflicts` and the preview show both, `outreach settle {name}` chooses"
            text = "you and the program changed the same place; your words stand in it"
            found[name] = (*found.get(name, ()), Place(path_of(name)).warning("draft-choice", text, hint))
        return found

    def for_planning(self) -> Iterator[Draft]:
        """The drafts that are neither waiting to be read nor sent: ready, handed over or put aside.

        They come without their words and addresses, and a ready one that has changed since without its approval. There
        may be thousands, and each is looked at whenever somebody asks what is due, so that what planning needs of many
        is kept. One that cannot be read is left out here; whoever checks or hands over is told of it.
        """
        stamps, names = stamps_in(self._folders.drafts), self.names()
        cache = user_cache(_KEPT) if len(names) >= _MANY else Cache()
        stamped = {name: stamps.get(f"{name}.md", ()) for name in names}
        return filter(None, cache.keep_each(self._folders.drafts, stamped, self._for_planning))

    def _for_planning(self, name: str) -> Draft | None:
        file = self.file(name)
        said = read_head(file.text, path_of(name)).values.get("status")
        if said in (None, "draft", "sent"):
            return None
        life = parse_life(file.text, name, path_of(name))
        if life is None or life.status != "ready":
            return life
        draft = parse_draft(file.text, name, path_of(name))[0]
        return draft and (replace(life, approved="") if changed_since(draft) else life)

    def summaries(self, known: KnownSummaries) -> KnownSummaries:
        """What a list shows of each draft; `known` is what this gave before: only what has changed since is read."""
        stamps = stamps_in(self._folders.drafts)
        if stamps == known.stamps:
            return known
        names = self.names()
        fresh = {name: stamps.get(f"{name}.md", ()) for name in names if not known.has(name, stamps)}
        cache = user_cache(_SUMMARIES) if len(fresh) >= _MANY else Cache()
        found = dict(zip(fresh, cache.keep_each(self._folders.drafts / "summaries", fresh, self._summary), strict=True))
        return KnownSummaries(stamps, {name: found.get(name) or known.by_name[name] for name in names})

    def _summary(self, name: str) -> DraftSummary:
        with suppress(NotFoundError):  # it went away since the folder was listed
            draft, _ = self.read(name)
            return summarize(draft) if draft else DraftSummary(name, readable=False)
        return DraftSummary(name, readable=False)

    def touched_since(self, moment: int) -> dict[str, bool]:
        """The drafts whose files were written after a moment, in nanoseconds as files count them.

        With each stands whether the program made its text since then.
        """
        written, made = stamps_in(self._folders.drafts), stamps_in(self._folders.base)
        later = {name for name, stamp in written.items() if stamp[0] > moment}
        anew = {name for name, stamp in made.items() if stamp[0] > moment}
        return {name: f"{name}.md" in anew for name in self.names() if f"{name}.md" in later}

    def read(self, name: str) -> tuple[Draft | None, tuple[Problem, ...]]:
        """One draft, or why it cannot be read; a `NotFoundError` where there is none of that name."""
        file = self.file(name)
        return (None, file.problems) if file.problems else parse_draft(file.text, name, path_of(name))

    def file(self, name: str) -> DraftFile:
        """One draft's file, or a problem where it cannot be read; a `NotFoundError` where there is none."""
        try:
            found = self._found(name)
            return DraftFile(name, found.text, digest=found.digest)
        except ComposerError as error:
            if isinstance(error, NotFoundError) and (draft_name_fault(name) or not is_there(self._folders.draft(name))):
                raise
            return DraftFile(name, "", (unreadable(name, error),))

    def file_to_check(self, name: str) -> DraftFile:
        """The same with its text as the program made it, and the files it attaches as they are now.

        What differs from what the program made are a person's own words.
        """
        file = self.file(name)
        if "attach" in file.text.partition("\n---")[0]:
            file = replace(file, attached=self.attachments.look(attach_names(read_head(file.text, path_of(name)))))
        try:
            made = read_text(self._folders.made(name)).text
            return replace(file, generated=file.text if made == file.text else made)  # one text goes to a worker once
        except ComposerError:  # without it, every word counts as a person's own
            return file

    def text(self, name: str) -> str:
        """The text of one draft's file; an error where there is none of that name, or it cannot be read."""
        return self._found(name).text

    def _found(self, name: str) -> FileText:
        if draft_name_fault(name) or not is_there(self._folders.draft(name)):
            shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
            raise NotFoundError(f"there is no draft '{shown}'", hint=self._hint(name[:_SHOWN]))
        return read_text(self._folders.draft(name))

    def _hint(self, name: str) -> str:
        names = self.names()
        own = [known for known in names if known.startswith(f"{name}.")]
        if own:  # somebody has named the person
            return f"did you mean {' or '.join(own)}?"
        return did_you_mean(name, names, f"its name is that of a file in {DRAFTS}/")

    def still_asks(self, draft: Draft) -> bool:
        """Whether a question that the program wrote still stands in a draft; no where nobody can tell any more."""
        made = self._generated(draft.name)
        asked = (unit.strip() for unit in units(read_head(made, path_of(draft.name)).body if made else ""))
        return any(unit.endswith("?") and unit in draft.body for unit in asked)

    def deleted(self) -> frozenset[str]:
        """The names of drafts that were written once, and whose files somebody has deleted since; none if unknown."""
        made: list[str] = []
        with suppress(ComposerError):
            made = [name.removesuffix(".md") for name in names_in(self._folders.base) if name.endswith(".md")]
        return frozenset(made).difference(self._named())

    def is_known(self, name: str) -> bool:
        """Whether a draft of that name is there, or was made once and deleted since."""
        return is_there(self._folders.draft(name)) or is_there(self._folders.made(name))

    def is_edited(self, name: str, text: str | None = None) -> bool:
        """Whether a draft, or this text of it, holds anything the program did not write; yes where nobody can tell."""
        return self._generated(name) != (self.text(name) if text is None else text)

    def _generated(self, name: str) -> str | None:
        with suppress(ComposerError):
            return self._folders.generated(name)
        return None

    def keep_letters(self, letters: Mapping[str, str]) -> None:
        """Keeps letters, by names like ``letters/introduction.md``, as they are when drafts are made from them."""
        for name, text in letters.items():
            kept = self._folders.letters / name
            if _text_of(kept) != text and (kept.is_file() or not is_there(kept)):
                make_folder(kept.parent)
                write_text(kept, text, sync=False)

    def kept_letters(self, names: Iterable[str]) -> dict[str, str]:
        """The letters as they were when drafts were last made, as far as they were kept."""
        known = {name: _text_of(self._folders.letters / name) for name in names}
        return {name: text for name, text in known.items() if text is not None}

    def set_head(self, name: str, fields: Mapping[str, str]) -> None:
        """Sets keys of a draft's head, or takes those with an empty value out; nothing else of its file changes.

        Raises:
            NotFoundError: there is no such draft.
            ConflictError: it was saved by somebody meanwhile.
            RecordsError: its head cannot be understood, or not be changed, would not be understood afterwards, or is
                read-only; nothing was written.
        """
        text = self.text(name)
        self.rewrite(name, text, read_head(text, path_of(name)).with_fields(fields))

    def rewrite(self, name: str, text: str, made: str, *, backup: bool = False) -> str:
        """Writes a draft's file anew where it is still as it was read, and reads no worse than it did.

        With `backup` the file as it was is kept; returns what `kept_aside` finds it by then, and nothing otherwise.

        Raises:
            NotFoundError: there is no such draft.
            ConflictError: it was saved by somebody meanwhile.
            RecordsError: it would not be understood afterwards, or is read-only; nothing was written.
        """
        path = path_of(name)
        known = {problem.text for problem in parse_draft(text, name, path)[1]}
        worse = [one for one in errors_in(parse_draft(made, name, path)[1]) if one.text not in known]
        if worse:
            raise RecordsError(f"{worse[0].text}; nothing was changed", hint=worse[0].hint, problems=worse)
        key = ""
        if backup:
            found = self._unchanged(name, text)
            ensure_changeable(name, found)
            key = self._folders.backup(name, found)
        self.replace(name, text, made)
        return key

    def kept_aside(self, name: str, key: str) -> str:
        """A version of a draft that was kept among the backups; a `NotFoundError` where it is not there any more."""
        return self._folders.kept(name, key).text

    def keep_aside(self, name: str, text: str) -> None:
        """Keeps another version of a draft among the backups; the draft stays as it is."""
        self._folders.keep_aside(name, text, like=self._found(name))

    def ensure_changeable(self, name: str) -> None:
        """A `RecordsError` for a draft whose file is read-only."""
        ensure_changeable(name, self._found(name))

    def replace(self, name: str, old: str, new: str, *, sync: bool = True) -> None:
        """Writes a draft's file anew where it is still as it was read.

        Without `sync` it does not last at once: `files.sync_folder` ends a batch that can be done again.

        Raises:
            NotFoundError: there is no such draft.
            ConflictError: it was saved by somebody meanwhile.
            RecordsError: it is read-only.
        """
        self._folders.write(name, new, self._unchanged(name, old), sync=sync)

    def _unchanged(self, name: str, text: str) -> FileText:
        found = self._found(name)
        if found.text != text:
            raise ConflictError(f"{path_of(name)} has changed since it was read", hint="look at it, then try again")
        return found


def _text_of(path: Path) -> str | None:
    """What the program keeps in a file of its own; ``None`` where that is not known any more."""
    try:
        return read_text(path).text if is_there(path) else None
    except ComposerError:
        return None
