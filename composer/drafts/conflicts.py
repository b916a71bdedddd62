"""Places that a person and the program both changed, on disk: both versions until somebody chooses, and the choice.

No version is ever dropped: what somebody has chosen between, and what newer text has overtaken, goes to the backups.
"""

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from composer.drafts.approval import no_longer_ready
from composer.drafts.draft import path_of
from composer.drafts.folders import CONFLICTS, DraftFolders
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.settling import (
    EVERY,
    ConflictPlace,
    ConflictSelector,
    OpenConflicts,
    Resolution,
    find_places,
    pick,
    take,
)
from composer.drafts.three_way import Conflict
from composer.errors import ComposerError, RecordsError
from composer.filenames import draft_name_fault, names_in
from composer.files import FileText, is_there, make_folder, read_text, remove_file, write_text
from composer.yaml.reader import Map, Seq, read_yaml
from composer.yaml.writer import format_front_matter

_VERSIONS = ("base", "yours", "new")


class Conflicts:
    """The open conflicts of a workspace, one file a draft; those that are no longer open go to the backups."""

    def __init__(self, folders: DraftFolders) -> None:
        self._folders = folders
        self._folder = folders.conflicts

    def names(self) -> list[str]:
        """The drafts that have any, sorted."""
        stems = [name.removesuffix(".yaml") for name in names_in(self._folder) if name.endswith(".yaml")]
        return [stem for stem in stems if not draft_name_fault(stem)]

    def keep(self, name: str, conflicts: Sequence[Conflict], *, like: FileText | None = None) -> None:
        """Keeps conflicts beside those that a draft has already; newer text at a place takes the older one's place.

        Whoever may not read the file that they are `like` may not read what is kept, either.

        Raises:
            RecordsError: the record cannot be read; it stays as it is.
        """
        found, standing = self._read(name)
        known = {(one.yours, one.new) for one in standing}
        fresh = tuple(one for one in dict.fromkeys(conflicts) if (one.yours, one.new) not in known)
        overtaken = tuple(old for old in standing if any(_overtakes(one, old) for one in fresh))
        make_folder(self._folder)
        self._put_aside(name, overtaken, found)
        text = _format(*(one for one in standing if one not in overtaken), *fresh)
        write_text(self._path(name), text, like=like)

    def read(self, name: str) -> tuple[Conflict, ...]:
        """The conflicts of a draft; none where none is open, a `RecordsError` where the record cannot be read."""
        return self._read(name)[1]

    def end(self, name: str, ended: Collection[Conflict]) -> None:
        """Takes conflicts from the open ones, and keeps them among the backups: somebody has chosen.

        Raises:
            ConflictError: the record was changed meanwhile.
            RecordsError: the record cannot be read; it stays as it is.
        """
        found, standing = self._read(name)
        left = [one for one in standing if one not in ended]
        self._put_aside(name, [one for one in standing if one in ended], found)
        if left and found:
            write_text(self._path(name), _format(*left), expect=found.digest)
        else:
            remove_file(self._path(name))

    def places(self, name: str) -> OpenConflicts:
        """What waits for a choice in a draft, be it gone or not; a `RecordsError` where a file cannot be read."""
        conflicts = self.read(name)
        path = self._folders.draft(name)
        found, made = read_text(path) if is_there(path) else None, ""
        with suppress(ComposerError):  # what was made cannot be read: it is not known then
            made = (self._folders.generated(name) if conflicts else None) or ""
        text = found.text if found else ""
        finished = bool(found and conflicts) and not LIFECYCLE[read_head(text, path_of(name)).status].is_open
        return OpenConflicts(found.digest if found else "", find_places(text, made, conflicts, finished=finished))

    def settle(self, name: str, *, new: bool, which: ConflictSelector = EVERY, today: date | None = None) -> Resolution:
        """Ends places of a draft.

        The draft is kept as a backup before its text changes, and both versions of what is ended after it. Where the
        `new` text is chosen and cannot be put in, nothing changes and the place stays open. `today` is the day that is
        named where the draft was ready.

        Raises:
            NotFoundError: there is no such place.
            ConflictError: somebody changed the draft meanwhile; nothing was written.
            RecordsError: the draft is read-only.
        """
        opened = self.places(name)
        chosen = pick(name, opened, which)
        done = self._take(name, chosen, opened.digest, today) if new else Resolution(kept=chosen)
        ended = [place.conflict for place in (*done.taken, *done.kept)]
        if ended:
            self.end(name, ended)
        return done

    def _take(self, name: str, chosen: Sequence[ConflictPlace], digest: str, today: date | None) -> Resolution:
        """Puts the new text into a draft that is still the one its places were looked for in."""
        if all(place.blocker for place in chosen):
            return Resolution(left=tuple(chosen))
        found = read_text(self._folders.draft(name))
        text, done = take(found.text, chosen)
        head = read_head(text, path_of(name))
        changed = no_longer_ready(head, today)
        self._folders.backup(name, found)
        self._folders.write(name, head.with_fields(changed) if changed else text, replace(found, digest=digest))
        return replace(done, reopened=bool(changed))

    def _put_aside(self, name: str, conflicts: Sequence[Conflict], found: FileText | None) -> None:
        """Keeps conflicts under a name that holds their digest, so that none is ever written over another."""
        if conflicts and found:
            text = _format(*conflicts)
            make_folder(self._folders.backups)
            digest = hashlib.sha256(text.encode()).hexdigest()[:12]
            write_text(self._folders.backups / f"{name}.{digest}.conflicts.yaml", text, like=found)

    def _read(self, name: str) -> tuple[FileText | None, tuple[Conflict, ...]]:
        path = self._path(name)
        if not is_there(path):
            return None, ()
        found = read_text(path)
        document = read_yaml(found.text, f"{CONFLICTS}/{name}.yaml")
        rows = document.value.get("conflicts") if isinstance(document.value, Map) else None
        listed = rows if isinstance(rows, Seq) else ()
        texts = [[row.get(key) for key in _VERSIONS] if isinstance(row, Map) else [] for row in listed]
        conflicts = tuple(Conflict(*map(str, three)) for three in texts if all(isinstance(text, str) for text in three))
        if document.problems or not isinstance(rows, Seq) or not all(texts) or len(conflicts) != len(texts):
            hint = "it holds your words and the new ones; mend it, or move it away"
            raise RecordsError(f"{CONFLICTS}/{name}.yaml cannot be read", hint=hint, problems=document.problems)
        return found, conflicts

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.yaml"


def _overtakes(newer: Conflict, older: Conflict) -> bool:
    """Whether a conflict is about the place of an older one, whose new text the program no longer writes."""
    wrote, writes = older.new.strip(), newer.base.strip()
    mine = older.yours.strip()
    same_edit = bool(older.base.strip() or mine) and (older.base, older.yours) == (newer.base, newer.yours)
    stood_before = bool(wrote) and (wrote == writes or (bool(mine) and wrote in writes and mine in newer.yours))
    return stood_before or same_edit


def _format(*conflicts: Conflict) -> str:
    rows = [{"base": one.base, "yours": one.yours, "new": one.new} for one in conflicts]
    return format_front_matter({"conflicts": rows})
