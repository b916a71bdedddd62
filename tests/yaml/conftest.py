"""YAML read with either loader, and texts that chance makes of what means something to it."""

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import strategies as st

from composer.errors import Problem
from composer.yaml import reader
from composer.yaml.reader import (
    Map,
    Position,
    Seq,
    Value,
    read_yaml,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
KEY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
NESTED = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3), max_leaves=8
)
FIELDS = st.dictionaries(KEY, NESTED, max_size=4)
# Pieces that mean something to YAML, so that chance finds its corners.
YAMLISH = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "&x ", "*x", "!t ", "|", ">", "'", '"', "\\", "#", " #x", "%",
         "@", "`", "\n", "\n  ", "\n    ", "\t", "\r", "\r\n", "---", "...", "<<", "null", "~", "é", "😀", "\x85", "\u2028",
         "\ufeff", "\x00", "\x1b", "\ud800", "\ue000", "{{ x }}"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With libyaml, and as it is where PyYAML was built without it."""
    if not hasattr(yaml, request.param):
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(reader, "_LOADER", getattr(yaml, request.param))
    return str(request.param)


def problem_of(text: str) -> Problem:
    """The one problem of a text."""
    document = read_yaml(text, "f.yaml")
    assert len(document.problems) == 1, document.problems
    return document.problems[0]


def places_in(value: Value) -> Iterator[Position]:
    """Every place that a value knows, and the last line of each group."""
    if isinstance(value, Map | Seq):
        yield value.start
        yield Position(value.last_line, 1)
        yield from value.values_at.values() if isinstance(value, Map) else value.values_at
        for inner in value.values() if isinstance(value, Map) else value:
            yield from places_in(inner)
    if isinstance(value, Map):
        yield from value.keys_at.values()


def assert_inside(text: str, places: Iterator[Position]) -> None:
    """As an editor counts: a line ends at LF, CR or both; and there is always a last, empty one to stand on."""
    lines = [*text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
