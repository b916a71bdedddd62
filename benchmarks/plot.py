"""The plot of growth: seconds and memory by contacts, as an SVG with its words as text and nothing of this computer."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from benchmarks.growth import Growth

_INK, _PALE = "#1f5f8b", "#999999"
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "outreach",
    "font.family": "sans-serif",
    "font.size": 9,
}


def draw(growth: Growth, file: Path) -> None:
    """Writes the plot; the same figures give the same file."""
    people = [size.people for size in growth.sizes]
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(7.2, 2.9), layout="constrained")
        time, memory = figure.subplots(1, 2)
        _draw_seconds(time, people, [size.seconds for size in growth.sizes])
        _draw_memory(memory, people, [size.memory for size in growth.sizes])
        nothing = dict.fromkeys(("Date", "Creator"))
        figure.savefig(file, format="svg", metadata=nothing)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("".join(f"{line.rstrip()}\n" for line in lines), encoding="utf-8")


def _draw_seconds(axes: Axes, people: list[int], seconds: list[float]) -> None:
    """With the line that twice the contacts would take twice the time by."""
    axes.set_yscale("log")
    straight = [seconds[0] * count / people[0] for count in people]
    axes.plot(people, straight, color=_PALE, linestyle="--", label="twice the contacts, twice the time")
    axes.plot(people, seconds, color=_INK, marker="o", label="draft, check and export")
    axes.legend(frameon=False, loc="lower right")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(FuncFormatter(_number))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.margins(y=0.25)
    _finish(axes, people, "Seconds")


def _draw_memory(axes: Axes, people: list[int], megabytes: list[float]) -> None:
    axes.plot(people, megabytes, color=_INK, marker="o")
    axes.yaxis.set_major_formatter(FuncFormatter(_number))
    axes.set_ylim(0, 1.2 * max(megabytes))
    _finish(axes, people, "Memory of the largest process, MB")


def _finish(axes: Axes, people: list[int], title: str) -> None:
    axes.set_xscale("log")
    axes.set_xticks(people, [f"{count:,}" for count in people])
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("contacts")
    axes.set_title(title, fontsize=10)
    axes.grid(visible=True, color="#e5e5e5")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _number(value: float, _position: int | None) -> str:
    return f"{value:,g}"
