"""Where a person and the program both changed one place of a draft: what waits for a choice, and the choice."""

from collections.abc import Mapping

from composer.drafts.settling import EVERY, ConflictPlace, ConflictSelector, Resolution
from composer.lock import locked
from composer.workspace.snapshot import Snapshot, draft_name


def open_conflicts(snapshot: Snapshot) -> Mapping[str, tuple[ConflictPlace, ...]]:
    """Every place that waits, with both versions, under its draft's name and numbered within it."""
    store = snapshot.store
    return {name: store.places(name).places for name in store.conflicts.names()}


def settle_conflicts(snapshot: Snapshot, name: str, *, new: bool, which: ConflictSelector = EVERY) -> Resolution:
    """Ends places of a draft that a person and the program both changed; see `DraftStore.settle`."""
    with locked(snapshot.folder):
        return snapshot.store.settle(draft_name(name), new=new, which=which, today=snapshot.today)
