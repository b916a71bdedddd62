"""A value prints as itself, whatever it holds, and never becomes structure."""

import re

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.mail.body import render_body
from composer.templating.escape import escape_markdown
from tests.templating.conftest import merge

pytestmark = pytest.mark.workers

# --- values as text ----------------------------------------------------------------------------------------------

NASTY = ["*bold*", "_em_", "a_b_c", "# head", "- item", "+ item", "1. one", "1) one", "> quote", "`code`", "[x](http://y.example)",
         "<b>x</b>", "<script>alert(1)</script>", "&copy; &amp; &#65;", "a\\*b", "![i](http://x.example/y.png)", "{{ name }}", "{% x %}",
         "<http://x.example>", "<a@b.example>", "=====", "-----", "~~~", "| a | b |", "***", "    code", "a  \nb", "[[x]]", "[x]: http://y",
         "\u202eabc", "\x1b[31m", "Smith & <Jones>", "5 < 6 > 4", "AT&T", "C:\\new", "::: x", "!!!", "^[1]", "[^1]: x", "Mr. T. 3"]  # fmt: skip


def visible(text: str) -> str:
    unseen = (
        "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ue000-\ue01f]"
    )
    return " ".join(re.sub(unseen, "", text).split())


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize(
    "frame", ["{{ v }}", "Dear {{ v }}, hello", "a\n\n{{ v }}\n\nb", "a\n{{ v }}\nb", "{{ v }}{{ v }}"]
)
def test_a_value_prints_as_itself(value: str, frame: str) -> None:
    """As the reader will see it: the same words, and no element but paragraphs and line breaks."""
    merged = merge(frame, v=value)
    assert isinstance(merged, str)
    body = render_body(merged)
    assert set(re.findall(r"<(\w+)", body.html)) <= {"p", "br"}
    assert visible(body.text) == visible(frame.replace("{{ v }}", visible(value)))


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_value_prints_as_itself(value: str) -> None:
    body = render_body(f"x {escape_markdown(value)} y")
    assert set(re.findall(r"<(\w+)", body.html)) <= {"p", "br"}
    assert visible(body.text) == visible(f"x {value} y")


@given(st.text(st.sampled_from("*_`[]()<>#+-.!&~|=\\ 1a:{}\"'\n"), max_size=30))
@settings(max_examples=400)
def test_any_run_of_markup_prints_as_itself_at_the_start_of_a_line(value: str) -> None:
    body = render_body(f"{escape_markdown(value)}\n")
    assert set(re.findall(r"<(\w+)", body.html)) <= {"p", "br"}
    assert visible(body.text) == visible(value)


@given(st.text(st.sampled_from("*_`[]()<>#+-.!&~|=\\ 1a:{}\"'\n"), max_size=12), st.text(max_size=12))
@settings(max_examples=300)
def test_no_two_values_make_structure_together(one: str, other: str) -> None:
    merged = merge(
        "Dear {{ a }}{{ b }}{{ a }}, x\n{{ b }}{{ a }}\n{{ [a, b] | lines }}\n\n{{ b }}\n{{ a }}", a=one, b=other
    )
    if isinstance(merged, str):
        body = render_body(merged)
        assert set(re.findall(r"<(\w+)", body.html)) <= {"p", "br"}


@given(st.text(st.sampled_from("{}%#- nameif'|+1"), max_size=30))
def test_a_value_that_holds_jinja_is_not_evaluated(value: str) -> None:
    assert visible(str(merge("x{{ v }}x", v=value)).replace("\\", "")) == f"x{visible(value)}x"


@pytest.mark.parametrize("syntax", ["{{ name }}", "{% if 1 %}a{% endif %}", "{# a #}", "{{ '{{ name }}' }}"])
def test_jinja_in_a_value_stays_text_through_every_way_of_printing(syntax: str) -> None:
    for use in ("{{ v }}", "{{ [v] | sentences }}", "{{ v | lines }}", "{% set x %}{{ v }}{% endset %}{{ x }}"):
        merged = merge(use, v=syntax)
        assert isinstance(merged, str)
        assert visible(render_body(merged).text) == syntax


def test_macros_and_set_blocks_print_their_own_markdown_and_escape_their_values_once() -> None:
    text = "{% macro m(x) %}**{{ x }}**{% endmacro %}{% set s %}*{{ v }}*{% endset %}{{ m(v) }} {{ s }}"
    assert merge(text, v="a*b") == "**a\\*b** *a\\*b*"


def test_there_is_no_way_for_a_value_to_become_structure() -> None:
    """What was captured is printed as it is; what a filter made of it is escaped again."""
    for use in (
        "{% set s %}{{ v }}{% endset %}{{ s | replace('\\\\', '') }}",
        "{% set s | replace('\\\\', '') %}{{ v }}{% endset %}{{ s }}",
        "{% macro m() %}{{ v }}{% endmacro %}{{ m() | replace('\\\\', '') }}",
        "{% macro m() %}{{ caller() | replace('\\\\', '') }}{% endmacro %}{% call m() %}{{ v }}{% endcall %}",
        "{{ v | list | join }}", "{{ v[0:99] }}", "{{ v ~ '' }}", "{{ '' + v }}", "{{ v | lines }}", "{{ v | string | trim }}",
        "{% block b %}{{ v }}{% endblock %}{{ self.b() | replace('\\\\', '') }}",
    ):  # fmt: skip
        merged = merge(use, v="*b* [x](http://y.example) <b>")
        assert isinstance(merged, str), (use, merged)
        assert set(re.findall(r"<(\w+)", render_body(merged).html)) == {"p"}, (use, merged)


def test_a_group_may_have_fields_that_are_called_like_methods() -> None:
    assert (
        merge("{{ g.items }} {{ g['keys'] }} {{ g.update.pop }}", g={"items": "a", "keys": "b", "update": {"pop": "c"}})
        == "a b c"
    )


def test_the_plain_filters_do_what_they_say() -> None:
    text = """\
{{ ['b', 'a', 'b'] | sort | join(', ') }}; {{ ['b', 'a', 'b'] | unique | join }}; {{ [3, 1] | min }}; {{ [3, 1] | max }}; {{ [3, 1] | sum }}
{{ 'abc' | reverse }}; {{ [1, 2] | reverse | join }}; {{ '7' | int + 1 }}; {{ 'x' | int(4) }}; {{ 'a b' | wordcount }}; {{ [] | first }}.
{{ 'ABC' | lower }}; {{ 'abc' | upper }}; {{ "o'neil row" | title }}; {{ 'aBC' | capitalize }}; {{ 'one two three' | truncate(8) }}
{{ g | items | length }}; {{ [1, 2, 3] | select('odd') | list | length }}; {{ [1, 'a'] | reject('string') | first }}; {{ [1, 2] | last }}
{{ missing | default('none') }}; {{ '' | default('empty', true) }}; {{ ' x ' | trim | length }}; {{ [1.5, 2] | join('-') }}; {{ 'ab' | list | count }}
"""
    assert (
        merge(text, g={"a": "b"})
        == """\
a, b, b; ba; 1; 3; 4
cba; 21; 8; 4; 2; .
abc; ABC; O'neil Row; Abc; one two…
1; 2; 1; 2
none; empty; 1; 1.5-2; 2
"""
    )


def test_an_open_question_stays_readable() -> None:
    """People look for it, and so do the checks."""
    assert escape_markdown("Dear [[CONFIRM: who is [x] *y*?]], z") == "Dear [[CONFIRM: who is (x) \\*y\\*?]], z"
    assert escape_markdown("[[CONFIRM: the note [1] or 2]? x]]]") == "[[CONFIRM: the note (1) or 2)? x)]]"


@pytest.mark.parametrize(
    "frame", ["{{ q }}{{ u }}", "{{ q ~ u }}", "{{ q }}(http://x.example)", "{% if q %}{{ q }}{% endif %}{{ u }}"]
)
def test_an_open_question_makes_no_link_with_what_follows(frame: str) -> None:
    merged = merge(frame, q="[[CONFIRM: who?]]", u="(http://x.example)")
    assert merged == "[[CONFIRM: who?]]\\(http://x.example)"
    assert "<a" not in render_body(merged).html


def test_ordinary_values_are_not_cluttered() -> None:
    """A draft is read and edited by people."""
    for text in (
        "Dr. Osei",
        "River Street (2nd floor)",
        "Tuesday - Thursday",
        "a.osei@x.example",
        "$60",
        "50 %",
        "5-6 p.m.",
        "R&D",
        "+1 513 555 0142",
        "3.10 to 4.30",
        "-5 degrees",
        "[[CONFIRM: a number?]]",
        "snake_case",
        "Dr.\u00a0Osei",
    ):
        assert escape_markdown(text) == text


def test_python_markdown_knows_every_escape_we_write() -> None:
    assert markdown.__version_info__ >= (3, 8, 1)
