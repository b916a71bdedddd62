"""A wish to be left alone, in whatever field of a record it is written: understood, or an error that stops.

The field is `do_not_contact`. People, and the programs they come from, write ``opt_out``, ``unsubscribed: 2026-03-04``
or ``status: do not contact`` instead, and a wish that is passed over costs a letter that nobody can take back. So every
such field becomes `do_not_contact` before a record is validated, and what is not understood counts as the wish. Other
fields say it in words (`wish_words.py`): notes, a tag, a name with a remark behind it, one of another program's fields.
"""

import re
from functools import lru_cache
from typing import Any, Final, Literal, get_args

from composer.days import parse_month
from composer.errors import Problem
from composer.records.wish_words import Answer, wish_in
from composer.spelling import nearest
from composer.yaml.reader import Map, Position, Value

FIELD: Final = "do_not_contact"
ContactStatus = Literal["active", "moved", "retired", "deceased"]
STATUSES: Final[tuple[str, ...]] = get_args(ContactStatus)

_TO_WRITE = r"(contact|e_?mail|mail|write|written|call|send|disturb|solicit)(ed)?(_to)?"
_LETTERS = r"(contact|e_?mails?|mail|mailings?|letters?|writing)"
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WISH = re.compile(
    r"((has|is|was|hs|contact|person|client|e?mail|global|all|please|they|marketing|newsletter)_)*"
    rf"((opt(ed|s)?_?out|un_?subscribed?)(_{_LETTERS})?|dnc|(do|does|did|should|must|may|will)_?not_?(want_)?(be_|bulk_?|allow_?)*{_TO_WRITE}"
    rf"|dont_?{_TO_WRITE}|no_?(more_?|further_?)?{_LETTERS}|stop(ped|s)?(_{_LETTERS})?|suppress(ed|ion)?"
    rf"|(black|block|stop)_?list(ed)?|blocked|((hard|soft)_?)?bounced?|(leave|left|be_left)_alone"
    rf"|never_({_TO_WRITE}|again)|asked_to_stop|(asked|wishes|wants)_(not_to_be_{_TO_WRITE}|to_be_left_alone)"
    r"|no_(contactar|escribir|llamar|molestar)|object(ed|ion)|removed?|withdrawn|revoked|refused|den(ied|y)|declined)"
    rf"(_(on|at|date|since|day|reason|by|from|me|all|us|\d+|{_MONTH}|(of|from|for|all)_(all_)?{_LETTERS}))*"
)
_REPLACED = ("status", "channel")
"""Fields of a record that hold nothing else where they hold a wish; the others stay."""
_ABOUT_OTHERS = frozenset({"needs", "details", "id", "former_ids"})
"""Fields that tell what clients want, or how somebody is filed."""
_SILENT = _ABOUT_OTHERS | {"email", "website", "verified", "language", "state", "country", "unknown_person"}
"""Fields that hold no sentence, or nobody's own."""
_NAMES = ("name", "address_as", "family_name", "organization", "team", "notes")
"""Fields in which one word alone, such as ``Stop``, is no wish."""
_AFTER = re.compile("_(on|at|date|since|day|reason|by|from|me)$")
"""The end of a field that says more of a wish, and nothing where it is empty."""
_WELCOME = re.compile(
    r"((is_)?(active|contactable|e?mailable|permission|allowed)|contact|letters|(allow|accept|get)s?_\w+|marketing|newsletters?|mailings?|mailing_list|receives?_\w+"
    rf"|contact_preference|preferred_contact|wants?_{_LETTERS}|consent(_basis)?|{_LETTERS}_(allowed|permission)|(e?mail_)?opt(ed)?_?in|subscribed|(may|can|ok_to|okay_to)_?(be_)?{_TO_WRITE}|{_LETTERS}_ok(ay)?)(_status)?"
)
# Long words only: a short one is near to too many others.
_NEAR = (FIELD, "dont_contact", "opted_out", "unsubscribed", "unsubscribe", "do_not_email", "do_not_mail", "no_contact")
_YES = frozenset({"true", "yes", "y", "x", "on", "1", "ja", "si", "sí", "oui"})
_NO = frozenset({"false", "no", "n", "off", "0", "none", "never", "nein", "non"})
_UNCLEAR = frozenset(
    {"", "?", "-", "maybe", "perhaps", "unknown", "unclear", "unsure", "not sure", "tbd", "todo", "n/a"}
)
_ADDRESS = re.compile(r"[^\s<>@,;:()\[\]\"']+@[\w.-]*\w")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MAYBE = "'{}' may say that they asked to be left alone"
_HINT = "write do_not_contact: true, or why; or do_not_contact: false. Until then nothing goes to them"


def plain_key(words: str) -> str:
    """A field's name as it is compared: ``Opt-Out`` is ``opt_out``."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", re.sub("['\u2019]", "", words))
    return re.sub(r"[\W_]+", "_", apart.lower()).strip("_")


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

    The codes of problems begin with the record's `kind`; `known` are its own fields.
    """
    if not isinstance(node, Map):
        return []
    problems: list[Problem] = []
    wishes: list[tuple[Value, Position]] = []
    declined = any(plain_key(key) == FIELD and _read(key, node[key]) == ("", None) for key in node)
    if "other_addresses" in known and (addresses := _addresses_in(node)):
        node["other_addresses"], node.values_at["other_addresses"] = addresses, node.start
        node.keys_at["other_addresses"] = node.start
    for key in list(node):
        at = node.values_at.get(key, node.start)
        unclear, wish = _weighed(key, _wish_in(key, node[key], known), declined=declined)
        if unclear and wish is not None:
            problems.append(at.within(path).error(f"{kind}-{FIELD}", unclear, _HINT))
        if wish is not None:
            wishes.append((wish, at))
        if is_wish(key) or (wish is not None and (key in _REPLACED or key not in known or isinstance(wish, str))):
            del node[key]
    if wishes or declined:
        node[FIELD], node.values_at[FIELD] = wishes[0] if wishes else (False, node.start)
        node.keys_at[FIELD] = node.values_at[FIELD]
    return problems


def _addresses_in(node: Map) -> str:
    """Every address in a field that is no note, but for the one that letters go to."""
    values = (value for key, value in node.items() if key not in {"email", "notes", *_ABOUT_OTHERS})
    texts = (text for value in values for text in (value if isinstance(value, list) else [value]))
    return " ".join(
        found for text in texts if isinstance(text, str) and "@" in text for found in _ADDRESS.findall(text)
    )


def may_hold_wish(node: Value) -> bool:
    """Whether a record that cannot be used may say, after `understand_wishes`, that somebody is to be left alone."""
    if not isinstance(node, Map):
        return False
    status = node.get("status", "active")
    return node.get(FIELD, False) is not False or not isinstance(status, str) or status.strip().lower() not in STATUSES


def _weighed(key: str, found: tuple[str, Value], *, declined: bool) -> tuple[str, Value]:
    """What is unclear of a field, and its wish, beside what the record's own `do_not_contact` says."""
    unclear, wish = found
    if wish is not None and declined:
        return f"the record says do_not_contact: false, and '{key}' says that they asked to be left alone", wish
    return (unclear, True) if unclear and wish is None and not declined else found


def _wish_in(key: str, value: Value, known: frozenset[str]) -> tuple[str, Value]:
    """What is unclear about a field, if anything, and its wish as a value of `do_not_contact`; ``None`` for no wish.

    What may be a wish is unclear, and none yet: the record may say `do_not_contact: false`.
    """
    if key in _SILENT or is_wish(key):
        return ("", None) if key in _SILENT else _read(key, value)
    if key not in known and (said := wish_in(plain_key(key).replace("_", " "))):
        found = _read(key, value)
        return (_MAYBE.format(key), None) if said == "possible" and found[1] is not None else found
    welcome = key == "channel" or _WELCOME.fullmatch(plain_key(key))
    if welcome:
        basis = value.get("basis", "") if isinstance(value, Map) else value
        if basis is False or (isinstance(basis, str) and (_plain(basis) in _NO or is_wish(basis))):
            return "", True if isinstance(value, Map) else f"{key}: {'no' if basis is False else basis}"
    if not welcome and key not in known and _slip(key):
        return f"there is no field '{key}', and it may be a wish to be left alone", True
    alone = key == "notes" and isinstance(value, str) and is_wish(value)
    answer = "clear" if alone else said_in(value, label=key not in _NAMES)
    return _MAYBE.format(key) if answer == "possible" else "", True if answer == "clear" else None


def said_in(value: Value, *, label: bool) -> Answer:
    """Whether a field's value says a wish, or one of the values that it holds.

    In a `label` one word alone is a wish: a tag may be ``stop``, a name may not.
    """
    if isinstance(value, str):
        whole = label and any(is_wish(part) for part in (value, *value.split(",")))
        return "clear" if whole else wish_in(value)
    inner = value.values() if isinstance(value, Map) else value if isinstance(value, list) else ()
    answers = {said_in(one, label=label) for one in inner}
    return "clear" if "clear" in answers else "possible" if "possible" in answers else ""


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
        return {"since": value} if _DATE.fullmatch(value.strip()) or parse_month(value.strip()) else {"reason": value}
    return value
