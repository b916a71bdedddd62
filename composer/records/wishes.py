"""A wish to be left alone, in whatever field of a record it is written: understood, or an error that stops.

The field is `do_not_contact`. People, and the programs they come from, write ``opt_out``, ``unsubscribed: 2026-03-04``
or ``status: do not contact`` instead, and a wish that is passed over costs a letter that nobody can take back. So every
such field becomes `do_not_contact` before a record is validated, and what is not understood counts as the wish.
"""

import re
from functools import lru_cache
from typing import Any, Final, Literal, get_args

from composer.errors import Problem
from composer.spelling import nearest
from composer.yaml.reader import Map, Position, Value

FIELD: Final = "do_not_contact"
ContactStatus = Literal["active", "moved", "retired", "deceased"]
STATUSES: Final[tuple[str, ...]] = get_args(ContactStatus)

_TO_WRITE = r"(contact|e_?mail|mail|write|written|call|send|disturb|solicit)(ed)?(_to)?"
_LETTERS = r"(contact|e_?mails?|mail|mailings?|letters?|writing)"
_WISH = re.compile(
    rf"((e?mail_)?opt(ed|s)?_?out|un_?subscribed?|dnc|(do|does|did|should|must|may|will)_?not_?(want_)?(be_)?{_TO_WRITE}"
    rf"|dont_?{_TO_WRITE}|no_?(more_?|further_?)?{_LETTERS}|(please_)?stop(ped|s)?(_{_LETTERS})?|suppress(ed|ion)?"
    rf"|(black|block|stop)_?list(ed)?|blocked|((hard|soft)_?)?bounced?|(leave|left|be_left)_alone"
    rf"|never_({_TO_WRITE}|again)|asked_to_stop|(asked|wishes|wants)_(not_to_be_{_TO_WRITE}|to_be_left_alone)"
    r"|no_(contactar|escribir|llamar|molestar)|object(ed|ion)|removed?|withdrawn|revoked|refused)(_(on|at|date|since|day|reason|by|from|me))*"
)
_KEPT = ("tags", "notes")
"""Fields that say other things, too, and stay."""
_AFTER = re.compile("_(on|at|date|since|day|reason|by|from|me)$")
"""The end of a field that says more of a wish, and nothing where it is empty."""
_WELCOME = re.compile(rf"consent|opt(ed)?_?in|subscribed|(may|can|ok_to|okay_to)_?(be_)?{_TO_WRITE}|{_LETTERS}_ok(ay)?")
# Long words only: a short one is near to too many others.
_NEAR = (FIELD, "dont_contact", "opted_out", "unsubscribed", "unsubscribe", "do_not_email", "do_not_mail", "no_contact")
_YES = frozenset({"true", "yes", "y", "x", "on", "1", "ja", "si", "sí", "oui"})
_NO = frozenset({"false", "no", "n", "off", "0", "none", "nein", "non"})
_UNCLEAR = frozenset(
    {"", "?", "-", "maybe", "perhaps", "unknown", "unclear", "unsure", "not sure", "tbd", "todo", "n/a"}
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HINT = "write do_not_contact: true, or why; or do_not_contact: false. Until then nothing goes to them"


def plain_key(words: str) -> str:
    """A field's name as it is compared: ``Opt-Out`` is ``opt_out``."""
    return re.sub(r"[\W_]+", "_", re.sub("['\u2019]", "", words).strip().lower()).strip("_")


@lru_cache(maxsize=4096)
def is_wish(words: str) -> bool:
    """Whether words say that somebody is to be left alone: ``Do not contact``, ``opted out``."""
    return bool(_WISH.fullmatch(plain_key(words)))


@lru_cache(maxsize=4096)
def _slip(key: str) -> bool:
    """Whether a field is nearly such a one: ``do_not_contct``."""
    return bool(nearest(plain_key(key), _NEAR))


def understand_wishes(node: Value, kind: str, path: str, known: frozenset[str]) -> list[Problem]:
    """Turns every wish of a record into its field `do_not_contact`, in place; returns what is not understood.

    Args:
        node: the record as it was read.
        kind: the record's, for the codes of problems.
        path: the file.
        known: the record's own fields.
    """
    if not isinstance(node, Map):
        return []
    problems: list[Problem] = []
    wishes: list[tuple[Value, Position]] = []
    for key in list(node):
        unclear, wish = _wish_in(key, node[key], known)
        if unclear:
            at = node.values_at.get(key, node.start).within(path)
            problems.append(at.error(f"{kind}-{FIELD}", unclear, _HINT))
        if wish is not None:
            wishes.append((wish, node.values_at.get(key, node.start)))
        if is_wish(key) or (wish is not None and key not in _KEPT):
            del node[key]
    if wishes:
        node[FIELD], node.values_at[FIELD] = wishes[0]
        node.keys_at[FIELD] = node.values_at[FIELD]
    return problems


def may_hold_wish(node: Value) -> bool:
    """Whether a record that cannot be used may say, after `understand_wishes`, that somebody is to be left alone."""
    if not isinstance(node, Map):
        return False
    status = node.get("status", "active")
    return FIELD in node or not isinstance(status, str) or status.strip().lower() not in STATUSES


def _wish_in(key: str, value: Value, known: frozenset[str]) -> tuple[str, Value]:
    """What is unclear about a field, if anything, and its wish as a value of `do_not_contact`; ``None`` for no wish."""
    if is_wish(key):
        return _read(key, value)
    if key in {"status", "channel", *_KEPT}:
        said = value if isinstance(value, list) else [value]
        return "", next((word for word in said if isinstance(word, str) and is_wish(word)), None)
    if _WELCOME.fullmatch(plain_key(key)):
        against = value is False or (isinstance(value, str) and (_plain(value) in _NO or is_wish(value)))
        return "", f"{key}: {'no' if value is False else value}" if against else None
    if key not in known and _slip(key):
        return f"there is no field '{key}', and it may be a wish to be left alone", True
    return "", None


def _read(key: str, value: Value) -> tuple[str, Value]:
    said = _plain(value) if isinstance(value, str) else ""
    if value is False or said in _NO or (not value and _AFTER.search(plain_key(key))):
        return "", None
    if value is True or said in _YES:
        return "", True
    if (isinstance(value, Map) and value) or said not in _UNCLEAR:
        return "", value
    return f"'{key}' does not say whether they asked to be left alone", True


def _plain(text: str) -> str:
    return text.strip().rstrip(".!").casefold()


def as_stop(value: Any) -> Any:
    """The fields that a value of `do_not_contact` stands for: ``true``, a day, or the reason."""
    if value is True:
        return {}
    if value is False:
        return None
    if isinstance(value, str):
        return {"since": value} if _DATE.fullmatch(value.strip()) else {"reason": value}
    return value
