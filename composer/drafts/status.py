"""The status that a draft's head names, read and changed in its text: the words of one step in a draft's life."""

import re
from datetime import date

from composer.drafts.draft import STATUSES, Draft
from composer.drafts.head import with_head

FINISHED = frozenset({"handed-over", "sent", "skipped"})
"""A draft that has left, or was put aside; its text stays as it is."""
_DAY = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")
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


_PLAIN = re.compile(r"^(letter|contact|status|handed-over|reason):[ \t]+([\w(][^\n]*?)[ \t]*$", re.MULTILINE)
_KEYS = re.compile(r"^(?:letter|contact|status|handed-over|reason):", re.MULTILINE)


def standing(name: str, text: str) -> Draft | None:
    """How a draft stands, for whom it is and which letter: the plain lines of its head, and nothing else of it.

    Returns:
        ``None`` where such a line is written in another way than the program writes it, and YAML has to read it.
    """
    head = text.partition("\n---")[0]
    said = dict(_PLAIN.findall(head))
    status = said.get("status", "draft").replace(" ", "-")
    day = said.get("handed-over", "")
    odd = len(_KEYS.findall(head)) != len(said) or any(" #" in value or ": " in value for value in said.values())
    if odd or status not in STATUSES or (day and not _DAY.fullmatch(day)):
        return None
    return Draft(
        name=name,
        subject="",
        body="",
        letter=said.get("letter", ""),
        contact=said.get("contact", ""),
        status=status,
        reason=said.get("reason", ""),
        handed_over=date.fromisoformat(day) if day else None,
    )
