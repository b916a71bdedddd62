"""The status that a draft's head names, read and changed in its text: the words of one step in a draft's life."""

import re
from datetime import date

from composer.drafts.head import with_head

FINISHED = frozenset({"handed-over", "sent", "skipped"})
"""A draft that has left, or was put aside; its text stays as it is."""
_STATUS = re.compile(r"^status:[ \t]*(?P<status>[a-z-]+(?: over)?)", re.MULTILINE)


def status_of(text: str) -> str:
    """The status that a draft's head names; ``draft`` where it names none."""
    found = _STATUS.search(text.partition("\n---")[0])
    return found["status"].replace(" ", "-") if found else "draft"


def no_longer_ready(text: str, today: date | None) -> str:
    """A draft that was ready and has other words now is a draft again, and says why."""
    if status_of(text) != "ready":
        return text
    on = f" on {today}" if today else ""
    reason = f"its text changed{on}; read it again, then mark it ready"
    return with_head(text, {"status": "draft", "reason": reason, "approved": ""})
