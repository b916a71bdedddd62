"""The places of what was read without what was read: small enough to be kept, and opened only when one is asked for."""

import marshal
from typing import Any, cast

from composer.yaml.reader import Map, Position, Seq, Value


def pack_places(value: Map | Seq) -> bytes:
    """The places of a group of fields or a list, and of all inside it; `unpack_places` makes the same of them again."""
    return marshal.dumps(_packed(value))


def unpack_places(packed: bytes) -> Map | Seq:
    """A group or list whose values are nothing, or groups and lists alike, each at its place."""
    return _unpacked(marshal.loads(packed))  # noqa: S302  # what it is read from is sealed, see `cache.py`


def _packed(value: Map | Seq) -> tuple[Any, ...]:
    inside = value.items() if isinstance(value, Map) else enumerate(value)
    at: Any = value.values_at
    return (
        *value.start,
        isinstance(value, Map),
        {key: _packed(inner) if isinstance(inner, Map | Seq) else tuple(at[key]) for key, inner in inside},
    )


def _unpacked(packed: tuple[Any, ...]) -> Map | Seq:
    line, column, is_map, inside = packed
    at = Position(line, column)
    made: Any = Map(at) if is_map else Seq(at)
    for key, one in inside.items():
        inner: Value = _unpacked(one) if len(one) > len(Position._fields) else None
        if is_map:
            made[key], made.values_at[key] = inner, Position(*one[:2])
        else:
            made.append(inner)
            made.values_at.append(Position(*one[:2]))
    return cast("Map | Seq", made)
