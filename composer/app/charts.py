"""Pictures of numbers as values: where each bar stands, and what it says in words. A page draws them as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from composer.briefs.locales import written

WIDTH, HEIGHT, BASE = 324, 110, 88
"""Of a picture, in its own units, and how far down its bars stand."""
_HIGHEST, _GAP = 64, 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One month's bar."""

    x: float
    y: float
    width: float
    height: float
    value: int
    label: str
    """Below it: ``Nov``."""

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars side by side, one a month, each with its number, so that no colour has to tell anything."""

    key: str
    title: str
    description: str
    """What the picture shows, for whoever does not see it."""
    total: int
    bars: tuple[Bar, ...]


def bar_chart(key: str, title: str, months: Sequence[tuple[date, int]]) -> BarChart:
    """The bars of some months; the highest has the whole height, and a month without anything has none."""
    step, highest = WIDTH / max(len(months), 1), max((value for _, value in months), default=0)
    bars = []
    for place, (first, value) in enumerate(months):
        height = round(_HIGHEST * value / highest, 1) if highest else 0.0
        x, label = round(place * step + _GAP / 2, 1), written(first, "MMM", "en")
        bars.append(Bar(x, round(BASE - height, 1), round(step - _GAP, 1), height, value, label))
    return BarChart(key, title, _described(months, highest), sum(value for _, value in months), tuple(bars))


def _described(months: Sequence[tuple[date, int]], highest: int) -> str:
    if not highest:
        return "None in these twelve months."
    most = next(first for first, value in months if value == highest)
    total = sum(value for _, value in months)
    return f"{total} in these twelve months; most in {written(most, 'MMMM y', 'en')}, {highest}."
