"""Where a person and the program both changed one place of a draft: what waits for a choice, and the choice."""

from collections.abc import Mapping

from composer.drafts.folders import CONFLICTS
from composer.drafts.settling import EVERY, ConflictPlace, ConflictSelector, Resolution
from composer.errors import ComposerError, Place, Problem
from composer.lock import locked
from composer.workspace.snapshot import Snapshot, draft_name


def open_conflicts(snapshot: Snapshot) -> tuple[Mapping[str, tuple[ConflictPlace, ...]], list[Problem]]:
    """Every place that waits, under its draft's name and numbered in it, and a problem for each that cannot be read."""
    found: dict[str, tuple[ConflictPlace, ...]] = {}
    problems: list[Problem] = []
    conflicts = snapshot.store.conflicts
    for name in conflicts.names():
        try:
            found[name] = conflicts.places(name).places
        except ComposerError as error:
            problems.append(Place(f"{CONFLICTS}/{name}.yaml").error("conflicts-unreadable", error.message, error.hint))
    return found, problems


def settle_conflicts(snapshot: Snapshot, name: str, *, new: bool, which: ConflictSelector = EVERY) -> Resolution:
    """Ends places of a draft that a person and the program both changed; see `Conflicts.settle`."""
    store, draft = snapshot.store, draft_name(name)
    with locked(snapshot.folder):
        if draft not in store.conflicts.names():
            store.text(draft)  # it says where there is none
        return store.conflicts.settle(draft, new=new, which=which, today=snapshot.today)
