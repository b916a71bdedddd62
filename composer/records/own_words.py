"""The practice as letters take it: its own words for needs and roles put under the keys that they mean."""

from dataclasses import dataclass, replace

from composer.errors import Problem
from composer.records.library import Library
from composer.records.own_needs import understand
from composer.records.own_roles import understand_roles
from composer.records.practice import Practice, parse_practice
from composer.records.roles import NeedForms


@dataclass(frozen=True)
class Understood:
    """What a practice's file says, with one set of templates."""

    practice: Practice | None
    """``None`` where the file cannot be used."""
    needs: tuple[NeedForms, ...]
    """The needs that are its own."""
    problems: tuple[Problem, ...]

    def knowing(self, library: Library) -> Library:
        """The library with the practice's own needs before its others."""
        return replace(library, needs=(*self.needs, *library.needs)) if self.needs else library


def read_practice(text: str, path: str, library: Library) -> Understood:
    """``practice.yaml`` from its text, understood."""
    practice, problems = parse_practice(text, path)
    if practice is None:
        return Understood(None, (), problems)
    practice, knowing, strange = understand(practice, library)
    practice, strange_roles = understand_roles(practice, knowing)
    own = knowing.needs[: len(knowing.needs) - len(library.needs)]
    return Understood(practice, own, (*problems, *strange, *strange_roles))
