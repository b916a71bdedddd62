"""Regular expressions of a module, compiled when they are first used.

Compiling all of them took a fifth of the time in which a command answers, and a command uses few of those that it
imports.
"""

import re
from typing import Any, AnyStr, Generic, cast


class _Pattern(Generic[AnyStr]):
    """A pattern that is compiled on first use, and then answers as one that was compiled at once."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self._source: AnyStr = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """An attribute of the compiled pattern, which is kept: the next time nothing is called for it."""
        if name.startswith("__"):  # what copying and the like ask for before anything else
            raise AttributeError(name)
        found = getattr(re.compile(self._source, self._flags), name)
        self.__dict__[name] = found
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return regex, (self._source, self._flags)

    def __repr__(self) -> str:
        return repr(re.compile(self._source, self._flags))


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern as `re.compile` makes it, compiled on first use: what is wrong with it shows only then."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
