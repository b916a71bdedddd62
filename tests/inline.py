"""For tests that take a thousand steps: a pool without processes, and a workspace whose records are read once."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

from composer.workspace.snapshot import Snapshot


class Inline:
    """The pool's place taken by this process: the same functions, without a process for each step of a game."""

    def __init__(self, held: tuple[Any, ...], **_: object) -> None:
        self._held = held[0](*held[1:])

    def __class_getitem__(cls, _: object) -> "type[Inline]":
        return cls

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, function: Callable[..., Any], items: Iterable[Any], **_: object) -> Iterator[tuple[Any, Any]]:
        return ((item, function(self._held, item)) for item in items)


def read_once(snapshot: Snapshot) -> Snapshot:
    """The same workspace, which sees every change of a draft and none of its records, however often it is read anew."""
    parts = {"records": snapshot.records, "library": snapshot.library, "catalogue": snapshot.catalogue}

    def again() -> Snapshot:
        fresh = Snapshot(snapshot.folder, snapshot.today)
        fresh.__dict__.update(parts, reread=again)
        return fresh

    return again()


PRACTICE = """\
name: Maya Chen
credentials: LPCC
licences:
  - {title: Licensed Professional Clinical Counselor, state: Ohio}
practice: Harbor Street Counseling
email: maya@harborstreet.example
address: 12 Harbor Street, Fairhaven, OH 45202
phone: 555-0142
panels: [Buckeye]
call_back: within one working day
when_full: When I am full I say so the same day and give other names.
offers:
  - {text: I take Buckeye Medicaid., needs: [medicaid]}
"""
