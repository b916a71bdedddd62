"""A traced merge is the plain merge, with where each piece came from."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.templating.escape import escape_cut, escape_markdown
from composer.templating.job import MergeJob, Source
from composer.templating.merge import Merger
from composer.templating.merge_workers import trace_all
from composer.templating.trace import Piece, Traced, read_trace
from tests.templating.conftest import VALUES

pytestmark = pytest.mark.workers

# --- where it came from --------------------------------------------------------------------------------------------

RICH = """\
{% import 'parts/macros.md' as macros %}
{% set told = [salutation, 'A constant.', offers] | sentences %}
Dear {{ salutation }},

{% if some %}
I say {{ offers | sentences }} {{ told | upper }} {{ told }}
{% endif %}
{% for offer in offers %}
- {{ loop.index }}: {{ offer | capfirst }}{% if offer == 'One.' %} (first){% endif %}

{% endfor %}
{% set box %}boxed {{ salutation }} **bold**
{% endset %}
{{ box }}{{ box | length }} {{ box | replace('boxed', 'opened') }}
{{ macros.bold(salutation) }}{{ salutation ~ offers | length }} {{ [offers, salutation] | and_list }}
{% include 'parts/p.md' %}

{{ practice.lines | lines }}
{{ offers | lines }} {{ offers | join(', ') | trim | truncate(9) }} {{ offers | sort | first }} {{ offers | unique | last }}
{{ (salutation if some else '') | default('x') }} {{ offers | select('string') | or_list }}
{% call macros.framed() %}{{ salutation }} in a frame{% endcall %}
"""
PARTS = {
    "parts/p.md": Source("parts/p.md", "{{ practice.phone }} now"),
    "parts/macros.md": Source(
        "parts/macros.md",
        "{% macro bold(x) %}**{{ x }}**{% endmacro %}{% macro framed() %}<{{ caller() }}>{% endmacro %}",
    ),
}


def traced(text: str, values: dict[str, Any]) -> tuple[Piece, ...]:
    merged = Merger({"t": Source("t", text), **PARTS}, trace=True).merge(MergeJob("t", values))
    assert isinstance(merged, str), merged
    return read_trace(merged)


def test_a_traced_merge_is_the_plain_merge_with_its_origins() -> None:
    text = "Dear {{ name }},\n\n{% if some %}I say {{ offers | sentences }}{% endif %}\n{% include 'parts/p.md' %}\nbye"
    sources = {"t": Source("t", text, first_line=5), **PARTS}
    (merged,) = trace_all(sources, [MergeJob("t", VALUES)])
    assert isinstance(merged, Traced)
    pieces = merged.pieces
    assert "".join(piece.text for piece in pieces) == Merger(sources).merge(MergeJob("t", VALUES))
    assert pieces == (
        Piece("Dear ", "t", 5),
        Piece("Ann", "t", 5, "name"),
        Piece(",\n", "t", 5),
        Piece("\n", "t", 6),
        Piece("I say ", "t", 7),
        Piece("One. ", "t", 7, "offers"),
        Piece("Two.", "t", 7, "offers"),
        Piece("\n", "t", 7),
        Piece("555-0142", "parts/p.md", 1, "practice.phone"),
        Piece(" now", "parts/p.md", 1),
        Piece("bye", "t", 9),
    )


def test_values_that_carry_a_number_keep_it_through_filters() -> None:
    values = {"offers": ["\ue0100\ue011One *x*.", "\ue0101\ue0111. Two."], "reason": "\ue0107\ue011Because."}
    pieces = traced("{{ [reason, 'Thanks.', offers] | sentences }}", values)
    assert [(piece.text, piece.value, piece.source) for piece in pieces] == [
        ("Because. ", "reason", 7),
        ("Thanks. ", "", None),
        ("One \\*x\\*. ", "offers", 0),
        ("1. Two.", "offers", 1),
    ]


def test_what_a_macro_prints_keeps_its_lines_and_fields() -> None:
    pieces = traced("{% import 'parts/macros.md' as m %}\n{{ m.bold(name) }}!", {"name": "Ann"})
    assert [(piece.text, piece.template, piece.line, piece.value) for piece in pieces] == [
        ("**", "parts/macros.md", 1, ""),
        ("Ann", "parts/macros.md", 1, "name"),
        ("**", "parts/macros.md", 1, ""),
        ("!", "t", 2, ""),
    ]


def test_a_number_has_the_fields_it_was_made_from() -> None:
    assert [
        (piece.text, piece.value)
        for piece in traced("{{ some + practice.offers | length }}", {"some": 3, "practice": {"offers": []}})
    ] == [("3", "some, practice.offers")]


WORDS = st.text(st.one_of(st.characters(), st.sampled_from("*_`[]()<>#+-.!&~|=\\ 1a:{}\"'\n")), max_size=25)
UNMARKED = WORDS.map(lambda text: re.sub("[\ue000-\ue01f]", "", text))


@given(UNMARKED, st.lists(UNMARKED, max_size=3), st.booleans())
@settings(max_examples=150)
def test_any_traced_merge_is_the_plain_merge(salutation: str, offers: list[str], numbered: bool) -> None:
    def values(mark: str) -> dict[str, Any]:
        group = {"phone": f"{mark}555", "lines": f"{mark}{salutation}\n{salutation}"}
        return {"salutation": mark + salutation, "offers": [mark + o for o in offers], "some": 1, "practice": group}

    plain = Merger({"t": Source("t", RICH), **PARTS}).merge(MergeJob("t", values("")))
    if isinstance(plain, str):
        pieces = traced(RICH, values("\ue01012\ue011" if numbered else ""))
        assert "".join(piece.text for piece in pieces) == plain
        assert {piece.source for piece in pieces} <= ({None, 12} if numbered else {None})
    else:
        assert plain.code == "merge-refused"


@given(UNMARKED, st.lists(st.integers(0, 25), max_size=3))
def test_a_cut_text_is_escaped_as_the_whole_is(text: str, places: list[int]) -> None:
    cuts = sorted({0, *(min(place, len(text)) for place in places)})
    parts = escape_cut(text, cuts)
    assert len(parts) == len(cuts)
    assert "".join(parts) == escape_markdown(text)
