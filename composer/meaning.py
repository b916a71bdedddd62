"""How near texts are in meaning: by vectors of the pieces of their words, offline and the same at every run.

The vectors are WordLlama's (MIT), learnt from much English text and shipped inside its wheel: 256 numbers for each of
32,000 pieces of words. A text is the mean of its pieces. Only these two files are read, and none of its code, which
would look for newer ones on the network. No word need be in both: "they stop eating before they leave home" is near to
"the fear that goes with bowel disease, and not eating before going out".

The sums are Python's own: numpy begins threads, after which no process may fork, and its last digits differ from one
machine to another.
"""

import json
import mmap
import struct
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from math import dist, hypot
from pathlib import Path
from typing import Any, NamedTuple

_TABLE, _PIECES = "weights/l2_supercat_256.safetensors", "tokenizers/l2_supercat_tokenizer_config.json"
_DIGITS = 3

Vector = tuple[float, ...]


class Meanings:
    """Some things, each said in one text and in further ones, to which notes are held."""

    def __init__(self, things: Sequence[Sequence[str]]) -> None:
        """Each thing begins with what it chiefly says, and has at least that."""
        self._things = [[_vector(text) for text in texts] for texts in things]

    def near(self, note: str) -> tuple[float, ...]:
        """How near a note is to each thing, from 0 to 1: half by what it chiefly says, half by the nearest text of all.

        Texts about the same are beyond 0.35, and those about anything else mostly below 0.2.
        """
        said = _vector(note)
        if not any(said):
            return (0.0,) * len(self._things)
        likeness = ([_cosine(said, vector) for vector in vectors] for vectors in self._things)
        return tuple(round(max(0.0, (each[0] + max(each)) / 2), _DIGITS) for each in likeness)


class _Model(NamedTuple):
    """What takes words into pieces, and the table of their vectors: little-endian half floats behind a head."""

    pieces: Any
    table: mmap.mmap
    first: int
    width: int

    def row(self, piece: int) -> Vector:
        """The vector of one piece."""
        return struct.unpack_from(f"<{self.width}e", self.table, self.first + 2 * self.width * piece)


@cache
def _model() -> _Model:
    """Both files, as the safetensors format has the second: the length of a head in JSON, the head, the numbers."""
    from tokenizers import Tokenizer

    spec = find_spec("wordllama")
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
    with (folder / _TABLE).open("rb") as file:
        table = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    (length,) = struct.unpack_from("<Q", table)
    (entry,) = (one for name, one in json.loads(table[8 : 8 + length]).items() if name != "__metadata__")
    pieces = Tokenizer.from_file(str(folder / _PIECES))
    return _Model(pieces, table, 8 + length + entry["data_offsets"][0], entry["shape"][1])


def _cosine(one: Vector, other: Vector) -> float:
    """How nearly two vectors of length 1 point the same way; 0 where the second is zeros.

    From their distance, which Python works out in C: summing products took a fifth of the time of a letter.
    """
    apart = dist(one, other)
    return 1 - apart * apart / 2 if any(other) else 0.0


def _vector(text: str) -> Vector:
    """Its direction, of length 1; zeros for a text without words."""
    model = _model()
    pieces = model.pieces.encode(text.casefold(), add_special_tokens=False).ids
    if not pieces:
        return (0.0,) * model.width
    sums = [sum(column) for column in zip(*map(model.row, pieces), strict=True)]
    length = hypot(*sums) or 1.0
    return tuple(each / length for each in sums)
