"""Whether a message may leave now: asked by the outbox, by a look at what would leave, and for what goes by hand."""

from pathlib import Path

from composer.disk import MODE
from composer.drafts.departures import Departures
from composer.drafts.draft import Draft, path_of
from composer.drafts.folders import WRITABLE
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.outbox_places import NAMED, PLACE_OF, SUFFIX
from composer.lock import ensure_own
from composer.outputs.file_names import called_for_people
from composer.planning.eligibility import Eligibility

LEFT_ALREADY = "it left before; --again hands it over once more"
"""Said of a draft that has left, and whose head does not say so."""


class Gate:
    """Where each message passes last, in the order in which they leave. It reads folders, and writes nothing.

    `suffix` tells the place in the outbox to which they go; see `outbox_places`.
    """

    def __init__(self, folder: Path, eligibility: Eligibility, *, again: bool, suffix: str = SUFFIX) -> None:
        self.departures = Departures(folder)
        self._drafts = folder / "drafts"
        self._eligibility = eligibility
        self._again = again
        self._suffix = suffix

    def against(self, draft: Draft, data: bytes | None) -> str:
        """Why a draft may not leave as these bytes, or by hand where they are ``None``; empty where it may.

        Raises:
            ExternalError: the place of its message cannot be read, or is a link that leads out of the workspace.
        """
        is_open = LIFECYCLE[draft.status].is_open
        if is_open and (why := self._eligibility.wait(draft)):
            return f"it waits: {why}"
        if is_open and not self.mode(draft.name) & WRITABLE:
            return f"{path_of(draft.name)} is read-only, so nothing was changed; allow writing to it, then export again"
        for path in (self.departures.message(draft.name, self._suffix), self.path(draft)):
            if path.is_symlink():  # what is none lies where it seems to
                ensure_own(path, self.departures.outbox)
        if is_open and not self._again and self.departures.digest_of(draft.name) is not None:
            # What lies there as it would be written now is of a run that a crash ended: it has not left yet.
            return "" if data and self.departures.lies_as(draft.name, data, self._suffix) else LEFT_ALREADY
        return ""

    def stem(self, draft: Draft) -> str:
        """What the file of a letter is called in its place, without the ending; as its draft where many share one."""
        if self._suffix not in NAMED:
            return draft.name
        return self.departures.names.free(draft.name, called_for_people(draft, self._eligibility))

    def path(self, draft: Draft) -> Path:
        """The file in which a letter is going to lie."""
        return PLACE_OF[self._suffix].path(self.departures.outbox, self.stem(draft))

    def passed(self, draft: Draft) -> None:
        """Counts a draft that has left: within one run, too, letters keep their distance, and names of their own."""
        if self._suffix in NAMED:
            self.departures.names.reserve(draft.name, self.stem(draft))
        self._eligibility.left(draft)

    def mode(self, name: str) -> int:
        """Who may read and write a draft's file, and so at most its message; its owner where it is gone meanwhile."""
        try:
            return (self._drafts / f"{name}.md").stat().st_mode & 0o777
        except OSError:
            return MODE
