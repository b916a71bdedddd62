"""What a page says once about what was just done, with the button that takes it back."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

_MOST = 100


@dataclass(frozen=True, slots=True)
class Undo:
    """A form of one button that takes back what was done."""

    action: str
    """The address that it is sent to."""
    fields: Mapping[str, str] = field(default_factory=dict)
    label: str = "Undo"


@dataclass(frozen=True, slots=True)
class Notice:
    """What was done, in a sentence or two; words between backticks are shown as they would be typed."""

    text: str
    undo: Undo | None = None


class Notices:
    """The last notices, each under a number that an address can hold: what a page says comes from us alone."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Notice] = OrderedDict()
        self._numbers = count(1)

    def keep(self, notice: Notice) -> str:
        """Keeps a notice; returns its number."""
        number = str(next(self._numbers))
        self._kept[number] = notice
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return number

    def get(self, number: str) -> Notice | None:
        """The notice of that number; ``None`` where it is none, or long gone."""
        return self._kept.get(number)
