"""Places that a person and the program both changed: both versions, kept beside the drafts until somebody chooses."""

from collections.abc import Sequence
from pathlib import Path

from composer.drafts.merging import Conflict
from composer.files import make_folder, read_text, remove_file, write_text
from composer.records.yaml_reader import Map, Seq, read_yaml
from composer.records.yaml_writer import format_front_matter

FOLDER = ".outreach/conflicts"


class Conflicts:
    """The open conflicts of a workspace, one file a draft."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / FOLDER

    def names(self) -> list[str]:
        """The drafts that have any, sorted."""
        return sorted(path.stem for path in self._folder.glob("*.yaml")) if self._folder.is_dir() else []

    def keep(self, name: str, conflicts: Sequence[Conflict]) -> None:
        """Keeps conflicts beside those that a draft has already."""
        make_folder(self._folder)
        known = {(one.yours, one.new): one for one in (*self.read(name), *conflicts)}
        rows = [{"base": one.base, "yours": one.yours, "new": one.new} for one in known.values()]
        write_text(self._path(name), format_front_matter({"conflicts": rows}))

    def read(self, name: str) -> tuple[Conflict, ...]:
        """The conflicts of a draft; none where none is open."""
        path = self._path(name)
        found = read_yaml(read_text(path).text, str(path)).value if path.is_file() else None
        rows = found.get("conflicts") if isinstance(found, Map) else None
        return tuple(
            Conflict(*(str(row.get(key) or "") for key in ("base", "yours", "new")))
            for row in (rows if isinstance(rows, Seq) else ())
            if isinstance(row, Map)
        )

    def settle(self, name: str) -> None:
        """Forgets the conflicts of a draft: somebody has chosen."""
        remove_file(self._path(name))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.yaml"
