"""A person's word on a draft: what `outreach ready` binds it to, and what has changed since.

Bound is everything of a draft but its own life: what a message is made of, what the checks were asked about, and what
else a person wrote into its head.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from urllib.parse import quote, unquote

from composer.drafts.draft import Address, Draft
from composer.drafts.head import Head
from composer.patterns import regex

BOUND: Mapping[str, str] = {
    "sender": "from", "to": "to", "cc": "cc", "bcc": "bcc", "reply_to": "reply-to", "in_reply_to": "in-reply-to",
    "subject": "subject", "body": "text", "language": "language", "letter": "letter", "contact": "contact",
    "question": "question", "made": "made", "release": "release", "overrides": "overrides",
    "answers": "answers", "attach": "attachments", "attached": "files",
}  # fmt: skip
"""The fields of a draft that an approval binds, each with the word that it has for it; others have their own."""
_PIECE = regex(r"([^ =]+)=([0-9a-f]{8})")
_WRITTEN = regex(r"[0-9a-f]{16}(?: [^ =]+=[0-9a-f]{8})+")
_EARLIER = regex(r"[0-9a-f]{16}")
NOT_READY: Mapping[str, str] = {"approved": "", "attached": ""}
"""What a head loses that is no longer bound to anybody's word."""
_AGAIN = "read it, then `outreach ready` again"


def approval(draft: Draft) -> str:
    """What a person approves, on one line: a digest of all of it, then one of each field, so that a change has a name.

    ``3f2a9c1b77aa00ff to=12ab34cd subject=… text=…``. A field without a value is not named. The text counts letter for
    letter, blanks at the end of a line too (Markdown reads them); only line ends and empty lines around it do not.
    """
    fields = {word: value for field, word in BOUND.items() if (value := getattr(draft, field))}
    for key, value in draft.others:  # on one line, and never taken for a field that the program knows
        fields[quote(f"{key}:" if key in BOUND.values() else key, safe="", errors="replace")] = value
    digests = {word: _digest([word, value]) for word, value in fields.items()}
    return " ".join([_digest(fields)[:16], *(f"{word}={digest[:8]}" for word, digest in digests.items())])


def _plain(value: Address | date) -> object:
    return asdict(value) if isinstance(value, Address) else str(value)


_as_json = json.JSONEncoder(default=_plain).encode  # made once: `json.dumps` would make one for every field


def _digest(value: object) -> str:
    return hashlib.sha256(_as_json(value).encode()).hexdigest()


def unapproved(draft: Draft) -> str:
    """Why a draft that says it is ready is not what a person approved, field by field; empty where it is."""
    if not draft.approved:
        return "its status was written by hand; `outreach ready` binds it to this text"
    now = approval(draft)
    if draft.approved == now:
        return ""
    if _EARLIER.fullmatch(draft.approved):
        return f"it was marked ready by an earlier version, which did not look at everything that leaves; {_AGAIN}"
    then, found = (dict(_PIECE.findall(text)) for text in (draft.approved, now))
    words = dict.fromkeys((*BOUND.values(), *then, *found))
    changes = ((unquote(word), _change(then.get(word), found.get(word))) for word in words)
    said = [f"its {word} {'were' if word.endswith('s') else 'was'} {how}" for word, how in changes if how]
    if not said or not _WRITTEN.fullmatch(draft.approved):
        return f"its 'approved' is not what `outreach ready` writes; {_AGAIN}"
    return f"{' and '.join(said)} after you marked it ready; {_AGAIN}"


def changed_since(draft: Draft) -> str:
    """Why a draft that is marked ready is not what a person approved; empty for every other one."""
    return unapproved(draft) if draft.status == "ready" else ""


def _change(then: str | None, now: str | None) -> str:
    if then == now:
        return ""
    return "changed" if then and now else "added" if now else "taken out"


def no_longer_ready(head: Head, today: date | None, because: str = "its text changed") -> Mapping[str, str]:
    """What the head of a draft that changes has to say: it is a draft again where it was ready, and why.

    Raises:
        RecordsError: the head cannot be understood.
    """
    if head.status != "ready":
        return {}
    on = f" on {today}" if today else ""
    return {"status": "draft", "reason": f"{because}{on}; read it again, then mark it ready", **NOT_READY}
