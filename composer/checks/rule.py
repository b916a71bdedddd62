"""What a rule is, what it looks at, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from composer.drafts.draft import Draft
from composer.errors import Problem
from composer.letters.catalogue import LetterHead
from composer.records.practice import Practice

Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """What the records know of the contact that a draft is for."""

    called: str
    """The name, or the place where nobody is known."""
    email: str = ""
    stop: str = ""
    """Why nothing may go to them; empty where it may."""
    stop_there: str = ""
    """The same for a letter about them to the place where they were."""
    email_there: str = ""
    """The address of that place."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One draft, with what is known about everyone in it."""

    draft: Draft
    path: str
    practice: Practice
    recipient: Recipient | None
    """``None`` where no record has the draft's contact."""
    head: LetterHead | None
    """What its letter is for; ``None`` for a letter that is no longer in the catalogue."""

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of a place in the body."""
        before = self.draft.body[:offset]
        line = self.draft.lines.get("body", 1) + before.count("\n")
        return line, offset - (before.rfind("\n") + 1) + 1

    def line(self, key: str) -> int:
        """The line of a front matter key; the first line where the key is not there."""
        return self.draft.lines.get(key, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that a rule objects to."""

    line: int
    column: int
    text: str
    """One sentence about this draft."""
    hint: str = ""
    """The remedy, where it is not the rule's usual one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, with its reason."""

    code: str
    """Family and name: ``holes-confirm``."""
    severity: Severity
    """A block keeps a draft from being marked ready or leaving; a warning stops nobody."""
    summary: str
    why: str
    remedy: str
    check: Callable[[Inspection], Iterable[Finding]]

    def problems(self, inspection: Inspection) -> list[Problem]:
        """What this rule finds in a draft, as problems with its code and remedy."""
        level: Literal["error", "warning"] = "error" if self.severity == "block" else "warning"
        return [
            Problem(
                inspection.path,
                found.line,
                found.column,
                self.code,
                level,
                found.text,
                found.hint or self.remedy,
            )
            for found in self.check(inspection)
        ]
