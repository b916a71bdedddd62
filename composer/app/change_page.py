"""What a person changed in a letter and what the program would write now, as a page shows it: word by word."""

from dataclasses import dataclass

from composer.app.differences import WordRun, side_by_side
from composer.templating.escape import squeeze
from composer.workspace.comparing import Comparison, TextPlace


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One place with the two texts that can stand there."""

    place: TextPlace
    yours: tuple[WordRun, ...]
    other: tuple[WordRun, ...]
    """What the program wrote, or would write now."""
    only_blanks: bool
    """Whether nothing but blanks and line ends differs."""


def edited(comparison: Comparison) -> tuple[ShownChange, ...]:
    """What a person changed, beside what the program wrote."""
    return tuple(_shown(place, place.texts.base) for place in comparison.edited)


def renewed(comparison: Comparison) -> tuple[ShownChange, ...]:
    """What stands in the letter, beside what the program would write now."""
    return tuple(_shown(place, place.texts.new) for place in comparison.renewed)


def _shown(place: TextPlace, other: str) -> ShownChange:
    yours = place.texts.yours
    return ShownChange(place, *side_by_side(yours, other), squeeze(yours) == squeeze(other))
