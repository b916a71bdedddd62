"""One small template, merged."""

from typing import Any

from composer.templating.job import MergeFault, MergeJob, Source
from composer.templating.merge import Merger

VALUES: dict[str, Any] = {
    "name": "Ann", "offers": ["One.", "Two."], "practice": {"phone": "555-0142", "lines": "a\nb"}, "nothing": "", "some": 3,
}  # fmt: skip


def merge(text: str, **values: Any) -> str | MergeFault:
    return Merger({"t": Source("t", text)}).merge(MergeJob("t", {**VALUES, **values}))
