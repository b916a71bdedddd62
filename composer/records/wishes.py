"""A wish to be left alone, in whatever field of a record it is written: understood, or an error that stops.

The field is `do_not_contact`. People, and the programs they come from, write ``opt_out``, ``unsubscribed: 2026-03-04``
or ``status: do not contact`` instead, and a wish that is passed over costs a letter that nobody can take back. So every
such field becomes `do_not_contact` before a record is validated, and what is not understood counts as the wish. Other
fields say it in words (`wish_words.py`): notes, a tag, a name with a remark behind it, one of another program's fields.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, get_args

from composer.days import parse_month
from composer.errors import Problem
from composer.patterns import regex
from composer.records.wish_words import Answer, has_sign, wish_in
from composer.spelling import nearest
from composer.yaml.reader import Map, Position, Value

FIELD: Final = "do_not_contact"
ContactStatus = Literal["active", "moved", "retired", "deceased"]
STATUSES: Final[tuple[str, ...]] = get_args(ContactStatus)

_TO_WRITE = r"(contact|e_?mail|mail|write|written|call|send|disturb|solicit)(ed)?(_to)?"
_LETTERS = r"(contact|e_?mails?|mail|mailings?|letters?|writing)"
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WISH = regex(
    r"((has|is|was|hs|contact|person|client|e?mail|global|all|please|they|marketing|newsletter)_)*"
    rf"((opt(ed|s)?_?out|un_?subscribed?)(_{_LETTERS})?|dnc|(do|does|did|should|must|may|will)_?not_?(want_)?(be_|bulk_?|allow_?)*{_TO_WRITE}"
    rf"|dont_?{_TO_WRITE}|no_?(more_?|further_?)?{_LETTERS}|stop(ped|s)?(_{_LETTERS})?|suppress(ed|ion)?"
    rf"|(black|block|stop)_?list(ed)?|blocked|((hard|soft)_?)?bounced?|(leave|left|be_left)_alone"
    rf"|never_({_TO_WRITE}|again)|asked_to_stop|(asked|wishes|wants)_(not_to_be_{_TO_WRITE}|to_be_left_alone)"
    r"|no_(contactar|escribir|llamar|molestar)|object(ed|ion)|removed?|remov(al|e)_requested|withdrawn|revoked|refused|den(ied|y)|declined)"
    rf"(_(on|at|date|since|day|reason|by|from|me|all|us|\d+|{_MONTH}|(of|from|for|all)_(all_)?{_LETTERS}))*"
)
# Words of one language without which no name of a field is such a wish: most texts hold none of these.
_SIGN = regex(
    r"opt\w*[\W_]*out|un[\W_]*subs|dnc|not|don\W?t|stop|suppress|black[\W_]*list|block|bounce|alone|never|object|remov|withdrawn|revoked"
    r"|refused|denied|deny|declined|no[\W_]*(?:more|further|contact|e[\W_]*mail|mail|letter|writing|escribir|llamar|molestar)"
)
_REPLACED = ("status", "channel")
"""Fields of a record that hold nothing else where they hold a wish; the others stay."""
_ABOUT_OTHERS = frozenset({"needs", "details"})
_MENTIONING = frozenset({"notes", *_ABOUT_OTHERS})
"""Fields that tell of others, too: an address in one need not be its owner's."""
"""Fields that mostly tell what clients want."""
_SILENT = frozenset({"id", "former_ids", "email", "website", "verified", "language", "unknown_person"})
"""Fields that can hold no sentence."""
_NAMES = ("name", "address_as", "family_name", "organization", "team", "notes")
"""Fields in which one word alone, such as ``Stop``, is no wish."""
_AFTER = regex("_(on|at|date|since|day|reason|by|from|me)$")
"""The end of a field that says more of a wish, and nothing where it is empty."""
_WELCOME = regex(
    rf"(write_to|send_{_LETTERS}|subscription|(\w+_)?consent|(is_)?(active|contactable|e?mailable|permission|allowed)|{_LETTERS}|(allow|accept|get)s?_\w+|marketing|newsletters?|mailings?|mailing_list|receives?_\w+"
    rf"|contact_preference|preferred_contact|wants?_{_LETTERS}|consent_basis|{_LETTERS}_(allowed|permission)|(e?mail_)?opt(ed)?_?in|subscribed|(may|can|ok_to|okay_to)_?(be_)?{_TO_WRITE}|{_LETTERS}_ok(ay)?)(_status)?"
)
# Long words only: a short one is near to too many others.
_NEAR = (FIELD, "dont_contact", "opted_out", "unsubscribed", "unsubscribe", "do_not_email", "do_not_mail", "no_contact")
_YES = frozenset({"true", "yes", "y", "x", "on", "1", "ja", "si", "sí", "oui"})
_NO = frozenset({"false", "no", "n", "off", "0", "none", "nein", "non"})
_UNWELCOME = _NO | {"never", "cancelled", "canceled", "ended", "inactive", "expired"}
_UNCLEAR = frozenset(
    {"never", "", "?", "-", "maybe", "perhaps", "unknown", "unclear", "unsure", "not sure", "tbd", "todo", "n/a"}
)
_ADDRESS = regex(r"[^\s<>@,;:()\[\]\"']+@[\w.-]*\w")
_DATE = regex(r"\d{4}-\d{2}-\d{2}")
_LABELLED = regex(r"^\W*(?P<key>[^\W\d][\w' -]{1,40}?)\s*:\s*(?P<value>\S.*)$", re.MULTILINE)
"""A line of a text that looks like a field: ``do_not_contact: true`` in the notes, an indent too deep."""
_COMMENT = regex(r"(?:^[ \t]*#.*\n?)+|(?<=[ \t])#.*", re.MULTILINE)
_RECORD = regex(r"^\s*#+\s*-\s+\w+\s*:", re.MULTILINE)
"""A record that was made a comment as a whole."""
_MAYBE = "'{}' may say that they asked to be left alone"
_DECLINED = "the record says do_not_contact: false, and '{}' says that they asked to be left alone"
_HINT = "write do_not_contact: true, or why; or do_not_contact: false. Until then nothing goes to them"
COMMENTED = ("this comment may say that they asked to be left alone", _HINT)
"""What is said of a comment beside a record."""


@lru_cache(maxsize=4096)
def plain_key(words: str) -> str:
    """A field's name as it is compared: ``Opt-Out`` is ``opt_out``; marks that do not show are none of it."""
    if not words.isascii():
        words = "".join(c for c in words if unicodedata.category(c) != "Cf")
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", re.sub("['\u2019]", "", words))
    return re.sub(r"[\W_]+", "_", apart.lower()).strip("_")


@lru_cache(maxsize=4096)
def is_wish(words: str) -> bool:
    """Whether words say that somebody is to be left alone: ``Do not contact``, ``opted out``."""
    return bool((_SIGN.search(words.lower()) or not words.isascii()) and _WISH.fullmatch(plain_key(words)))


@lru_cache(maxsize=4096)
def _slip(key: str) -> bool:
    """Whether a field is nearly such a one: ``do_not_contct``."""
    return bool(nearest(plain_key(key), _NEAR))


class _Found(NamedTuple):
    """What a field says of a wish to be left alone."""

    wish: Value
    """As a value of `do_not_contact`."""
    unclear: str = ""
    """What is not understood about it."""
    words: bool = False
    """Whether a sentence says it, which may be misunderstood."""


def understand_wishes(node: Value, kind: str, path: str, known: frozenset[str]) -> list[Problem]:
    """Turns every wish of a record into its field `do_not_contact`, in place; returns what is not understood.

    The codes of problems begin with the record's `kind`; `known` are its own fields. Words may be misunderstood, and
    `do_not_contact: false` says so; beside a field that says the opposite it is a contradiction.
    """
    if not isinstance(node, Map):
        return []
    problems: list[Problem] = []
    wishes: list[tuple[Value, Position]] = []
    said = [_of_field(key, node[key]) for key in node if plain_key(key) == FIELD]
    declined, stated = None in said, any(one and not one.unclear for one in said)
    if "other_addresses" in known:
        _note_addresses(node)
    for key in [key for key in node if key not in _SILENT]:
        at = node.values_at.get(key, node.start)
        found = _wish_in(key, node[key], known, at)
        answered = found is not None and declined and found.words
        settled = found is not None and found.unclear and found.words and (answered or stated)
        if found and not settled and (declined or found.unclear):
            text = _DECLINED.format(key) if declined else found.unclear
            place = at.within(path)
            problems.append((place.warning if answered else place.error)(f"{kind}-{FIELD}", text, _HINT))
        if found and not answered:
            wishes.append((found.wish, at))
        gone = found and not answered and (key in _REPLACED or key not in known or isinstance(found.wish, str))
        if is_wish(key) or gone:
            del node[key]
    if wishes or declined:
        put(node, FIELD, *(wishes[0] if wishes else (False, node.start)))
    return problems


def put(node: Map, key: str, value: Value, at: Position) -> None:
    """Gives a record a field, as if it stood at a place."""
    node[key] = value
    node.keys_at[key] = node.values_at[key] = at


def commented_wishes(text: str, records: Iterable[Value], *, only: bool = False) -> Iterator[tuple[Map, Position]]:
    """The comments that may hold a wish, each with the record in which it stands, or directly above which.

    Where a record is the `only` one of its file, all comments are its own.
    """
    nodes = [node for node in records if isinstance(node, Map)]
    starts = [node.start.line for node in nodes]
    for found in _COMMENT.finditer(text) if "#" in text and nodes else ():
        said = re.sub(r"^[ \t]*#+", "", found[0], flags=re.MULTILINE)
        if _RECORD.search(found[0]) or not said_in(said, label=True):
            continue
        line = text.count("\n", 0, found.start()) + 1
        alone = text.rfind("\n", 0, found.start()) == found.start() - 1
        column = found[0].index("#") + 1 if alone else 0
        index = bisect_right(starts, line)
        if only:
            yield nodes[0], Position(line, column or 1)
        elif index and (line <= nodes[index - 1].last_line or column >= nodes[index - 1].start.column):
            yield nodes[index - 1], Position(line, column or 1)
        elif index < len(nodes) and starts[index] == line + found[0].rstrip().count("\n") + 1:
            yield nodes[index], Position(line, column or 1)


def _note_addresses(node: Map) -> None:
    """Every address in a record but the one that letters go to: its owner's, and those that its notes mention."""
    told = [(key in _MENTIONING, text) for key, value in node.items() for text in _texts_in(value) if "@" in text]
    for name, mentioned in (("other_addresses", False), ("mentioned_addresses", True)):
        texts = (text for mentions, text in told if mentions == mentioned)
        if addresses := " ".join(
            found for text in texts for found in _ADDRESS.findall(text) if found != node.get("email")
        ):
            put(node, name, addresses, node.start)


def _texts_in(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, Map) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _texts_in(one)


def may_hold_wish(node: Value) -> bool:
    """Whether a record that cannot be used may say, after `understand_wishes`, that somebody is to be left alone."""
    if not isinstance(node, Map):
        return False
    status = node.get("status", "active")
    return node.get(FIELD, False) is not False or not isinstance(status, str) or status.strip().lower() not in STATUSES


def _wish_in(key: str, value: Value, known: frozenset[str], at: Position) -> _Found | None:
    """What a field of a record says; ``None`` where it is no wish."""
    if is_wish(key):
        return _of_field(key, value)
    if key not in known and (said := wish_in(plain_key(key).replace("_", " "))):
        found = _of_field(key, value)
        return _Found(True, _MAYBE.format(key), words=True) if said == "possible" and found else found
    if key == "channel" or _WELCOME.fullmatch(plain_key(key)):
        basis = value.get("basis", "") if isinstance(value, Map) else value
        if basis is False or (isinstance(basis, str) and (_plain(basis) in _UNWELCOME or is_wish(basis))):
            return _Found(True if isinstance(value, Map) else f"{key}: {'no' if basis is False else basis}")
    elif key not in known and _slip(key):
        return _Found(True, f"there is no field '{key}', and it may be a wish to be left alone")
    return _of_words(key, value, at)


def _of_words(key: str, value: Value, at: Position) -> _Found | None:
    label = key not in _NAMES and key not in _ABOUT_OTHERS
    answer = said_in(value, label=label, of_others=key in _ABOUT_OTHERS)
    if answer != "clear":
        return _Found(True, _MAYBE.format(key), words=True) if answer else None
    where = Map(at)
    put(where, "said", key, at)
    parts = (part for text in _texts_in(value) for part in (text, *text.split(",")))
    return _Found(where, words=not (label and any(map(is_wish, parts))))


def may_say_wish(text: str) -> bool:
    """Whether texts are worth a closer look by any of the others here; most hold no word of a wish."""
    return bool(":" in text or not text.isascii() or _SIGN.search(text.lower()) or has_sign(text))


def said_in(value: "Value | dict[str, Any]", *, label: bool, of_others: bool = False) -> Answer:
    """Whether a field's value says a wish, or one of the values that it holds, or a field inside it or in its text.

    In a `label` one word alone is a wish: a tag may be ``stop``, a name may not. See `wish_in` for `of_others`.
    """
    if isinstance(value, str):
        if label and any(is_wish(part) for part in (value, *value.split(","))):
            return "clear"
        fields = [found for found in _LABELLED.finditer(value) if is_asked(found["key"])] if ":" in value else []
        answers = {_of_inner_field(found["key"], found["value"]) for found in fields}
        for found in fields:
            value = value.replace(found[0], "")
        answers.add(wish_in(value, of_others=of_others))
    else:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        answers = {said_in(one, label=label, of_others=of_others) for one in inner}
        answers |= {_of_inner_field(*field) for field in (value.items() if isinstance(value, dict) else ())}
    return "clear" if "clear" in answers else "possible" if "possible" in answers else ""


def is_asked(key: str) -> bool:
    """Whether a field's name asks for a wish, or for its contrary."""
    return bool(is_wish(key) or _WELCOME.fullmatch(plain_key(key)))


def _of_inner_field(key: str, value: Value) -> Answer:
    """What a field says that is none of a record's own, but stands in a group or in a text."""
    text = _plain(value) if isinstance(value, str) else ""
    if is_wish(key) and _of_field(key, value):
        return "clear" if value is True or text in _YES or _DATE.fullmatch(text) else "possible"
    return "possible" if (value is False or text in _UNWELCOME) and is_asked(key) and not is_wish(key) else ""


def _of_field(key: str, value: Value) -> _Found | None:
    said = _plain(value) if isinstance(value, str) else ""
    if value is False or said in _NO or (not value and _AFTER.search(plain_key(key))):
        return None
    if value is True or said in _YES:
        return _Found(True)
    if (isinstance(value, Map) and value) or said not in _UNCLEAR:
        return _Found(value)
    return _Found(True, f"'{key}' does not say whether they asked to be left alone")


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
