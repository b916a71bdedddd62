"""The merge: a template gets plain values, prints text, and cannot do anything else."""

import re
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.mail.body import render_body
from composer.templating.escape import escape_cut, escape_markdown
from composer.templating.job import MergeFault, MergeJob, Source
from composer.templating.merge import Merger
from composer.templating.merge_workers import compile_check, merge_all, trace_all
from composer.templating.trace import Piece, Traced, read_trace
from composer.worker_process import WorkerLimits
from tests.conftest import at_most

VALUES: dict[str, Any] = {
    "name": "Ann", "offers": ["One.", "Two."], "practice": {"phone": "555-0142", "lines": "a\nb"}, "nothing": "", "some": 3,
}  # fmt: skip


def merge(text: str, **values: Any) -> str | MergeFault:
    return Merger({"t": Source("t", text)}).merge(MergeJob("t", {**VALUES, **values}))


def test_fields_filters_and_choices_work() -> None:
    assert merge("Dear {{ name }}, {{ offers | sentences }}{% if nothing %} x{% endif %} {{ practice.phone }}") == (
        "Dear Ann, One. Two. 555-0142"
    )


def test_sentences_leave_no_gap_where_one_is_missing() -> None:
    assert merge("{{ [nothing, offers, '', 'Three.'] | sentences }}") == "One. Two. Three."


@pytest.mark.parametrize(
    ("text", "merged"),
    [
        ("{% if name %}Hello {{ name }}.{% endif %}\n\nMore.\n", "Hello Ann.\n\nMore.\n"),
        ("Hello{% if name %} {{ name }}{% endif %}\n\nMore.\n", "Hello Ann\n\nMore.\n"),
        ("{% if nothing %}A{% else %}B{% endif %}\n\nMore.\n", "B\n\nMore.\n"),
        ("{% for one in offers %}{{ one }} {% endfor %}\n\nMore.\n", "One. Two. \n\nMore.\n"),
        ("Hello. {# a remark #}\n\nMore.\n", "Hello. \n\nMore.\n"),
        ("Hello. {% raw %}{{ x }}{% endraw %}\n\nMore.\n", "Hello. {{ x }}\n\nMore.\n"),
        ("{% if name == '%}' or name %}{{ name }}{% endif %}\n\nMore.\n", "Ann\n\nMore.\n"),
        ("  {% if name %}{% if some %}Three{% endif %}{% endif %}\nMore.\n", "Three\nMore.\n"),
    ],
)
def test_the_line_end_behind_a_tag_stays_where_its_line_says_something(text: str, merged: str) -> None:
    assert merge(text) == merged


@pytest.mark.parametrize(
    "text",
    [
        "A\n{% if nothing %}Fax {{ nothing }}{% endif %}\nB\n",
        "A\n{% if nothing %}Fax{% elif nothing %}Faxes{% endif %}\nB\n",
        "A\n{% if name %}{% if nothing %}Fax{% endif %}{% endif %}\nB\n",
        "A\n{% if nothing %}\nFax\n{% endif %}\nB\n",
        "A\n{% set word %}Fax{% endset %}\nB\n",
        "A\n{% set word = 'Fax' %}\nB\n",
        "A\n{# a remark #}\nB\n",
        "A\n{% macro fax() %}Fax{% endmacro %}\nB\n",
    ],
)
def test_a_line_that_says_nothing_leaves_no_gap(text: str) -> None:
    assert merge(text) == "A\nB\n"


def test_a_blank_line_below_a_paragraph_of_choices_stays() -> None:
    text = "{% if name %}\nA\n{% endif %}\n\nB\n"
    assert (merge(text), merge(text, name="")) == ("A\n\nB\n", "\nB\n")


def test_lists_are_joined_as_people_join_them() -> None:
    assert (
        merge("{{ ['a'] | and_list }}; {{ ['a', 'b'] | or_list }}; {{ ['a', 'b', 'c'] | and_list }}")
        == "a; a or b; a, b, and c"
    )


def test_lines_keep_their_breaks_and_nothing_else_does() -> None:
    assert merge("{{ practice.lines | lines }}|{{ practice.lines }}") == "a\nb|a b"


def test_a_missing_field_says_where_and_what_there_is() -> None:
    fault = Merger({"letters/x.md": Source("letters/x.md", "a\n{{ nmae }}", first_line=7)}).merge(
        MergeJob("letters/x.md", VALUES)
    )
    assert fault == MergeFault(
        "merge-field", "there is no field 'nmae'", "did you mean 'name'? there are name, nothing, offers, practice, some", "letters/x.md", 8, 0, "nmae",
    )  # fmt: skip


def test_a_missing_field_of_a_group_names_the_group() -> None:
    fault = merge("{{ practice.phne }}")
    assert isinstance(fault, MergeFault)
    assert (fault.field, fault.hint) == ("practice.phne", "did you mean 'practice.phone'? there are lines, phone")


@pytest.mark.parametrize("use", ["{% if nmae %}x{% endif %}", "{{ [nmae] | sentences }}", "{{ nmae | capfirst }}", "{% for x in nmae %}{% endfor %}",
                                 "{{ name ~ nmae }}", "{{ nmae | length }}"])  # fmt: skip
def test_a_missing_field_is_missed_however_it_is_used(use: str) -> None:
    fault = merge(use)
    assert isinstance(fault, MergeFault)
    assert fault.code == "merge-field"


def test_a_fault_inside_an_included_part_names_the_part() -> None:
    sources = {"a": Source("a", "{% include 'parts/b.md' %}"), "parts/b.md": Source("parts/b.md", "x\n\n{{ oops }}")}
    fault = Merger(sources).merge(MergeJob("a", {}))
    assert isinstance(fault, MergeFault)
    assert (fault.template, fault.line) == ("parts/b.md", 3)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("{% if x %}", "merge-syntax", "unexpected end of template"),
        ("{% if false %}{{ x | shout }}{% endif %}", "merge-filter", "there is no filter 'shout'"),
        ("{% if false %}{% include 'parts/none.md' %}{% endif %}", "merge-include", "there is no template 'parts/none.md'"),
        ("{% filter replace('a', 'b') %}{{ x }}{% endfilter %}", "merge-syntax", "there is no 'filter' block in letters"),
        ("{% autoescape true %}{{ x }}{% endautoescape %}", "merge-syntax", "there is no 'autoescape' block in letters"),
        ("{% for a in [1] %}" * 25 + "{% endfor %}" * 25, "merge-syntax", "this letter is nested too deeply"),
        ("{{ " + "[" * 3_000 + "]" * 3_000 + " }}", "merge-syntax", "this letter is nested too deeply"),
        ("{{ " + "9" * 6_000 + " }}", "merge-syntax", "this letter cannot be read: Exceeds the limit"),
        ("{{ '\\ue0100\\ue011' }}", "merge-syntax", "U+E010 is no character for a letter"),
        ("x\ue000", "merge-syntax", "U+E000 is no character for a letter"),
        ("x" * 100_001, "merge-syntax", "this letter cannot be read: it is longer than 100,000 characters"),
        ("a\n{{ x | shout }}", "merge-filter", "there is no filter 'shout'"),
        ("{{ x is wonderful }}", "merge-filter", "there is no test 'wonderful'"),
        ("{% include 'parts/none.md' %}", "merge-include", "there is no template 'parts/none.md' to include"),
        ("{% include '/etc/passwd' %}", "merge-include", "there is no template '/etc/passwd' to include"),
    ],
)  # fmt: skip
def test_a_template_that_is_wrong_says_so(text: str, code: str, says: str) -> None:
    fault = merge(text, x="y")
    assert isinstance(fault, MergeFault)
    assert fault.code == code
    assert fault.text.startswith(says)


REFUSED = [
    "{{ ''.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ name.__init__ }}", "{{ name | attr('upper') }}", "{{ name._x }}",
    "{{ self.__init__ }}", "{{ cycler.__init__ }}", "{{ lipsum() }}", "{{ joiner() }}", "{{ namespace() }}", "{{ dict(a=1) }}",
    "{{ config }}", "{{ request }}", "{{ get_flashed_messages }}", "{{ offers.append('x') }}", "{{ practice.update({}) }}",
    "{{ practice.pop('phone') }}", "{{ practice.clear() }}", "{{ '%s' % name }}", "{{ '%1000000000d' % 1 }}", "{{ 'x' * 1000000000 }}",
    "{{ [1] * 1000000000 }}", "{{ 9 ** 99999999 }}", "{{ 9 ** 9 }}", "{{ 10000000000 * 10 }}", "{{ range(10000000) | length }}",
    "{{ range(100000) | list | length }}", "{{ 'x' | center(1000000000) }}", "{{ 'x' | indent(100000000) }}", "{{ 'x' | format(1) }}",
    "{{ 'x' | xmlattr }}", "{{ 'x' | urlize }}", "{{ 'x' | pprint }}", "{{ 'x' | tojson }}", "{{ offers | map(attribute='x') | list }}",
    "{{ offers | random }}", "{{ '{0.__class__}'.format(name) }}", "{{ '{:1000000000d}'.format(1) }}", "{{ name.format }}",
    "{% for a in range(100000) %}x{% endfor %}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% include 't' %}",
    "{% extends 't' %}", "{% import '/etc/passwd' as p %}", "{% from 'os' import path %}", "{{ offers }}", "{{ practice }}", "{{ none }}",
    "{{ true }}", "{{ 1 / 0 }}", "{{ name[99] }}", "{{ offers['x'] }}", "{{ undefined_thing }}", "{{ undefined_thing() }}", "{{ undefined_thing.x }}", "{{ undefined_thing + 1 }}", "{{ -undefined_thing }}",
    "{{ loop }}", "{% set x = x %}{{ x }}",
    "{% call name.format() %}{% endcall %}", "{% call namespace() %}{% endcall %}", "{% call range(3) %}{% endcall %}",
    "{{ name.upper() }}", "{{ practice.items() }}", "{{ practice['__class__'] }}", "{{ practice.get('phone') }}", "{{ [].append }}",
    "{{ (1).bit_length() }}", "{{ loop.__class__ }}", "{% for a in offers %}{{ loop._iterable }}{% endfor %}", "{{ merge.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m.__init__ }}", "{% macro m() %}{% endmacro %}{{ m._func }}", "{% import 't' as t %}{{ t.__dict__ }}",
    "{% set ns = namespace() %}{{ ns.__init__ }}", "{% set name.x = 1 %}", "{% for a in range(3) recursive %}{{ loop(range(3)) }}{% endfor %}",
    "{{ 'x' | safe }}", "{{ 'x' | e }}", "{{ 'x' | filesizeformat }}", "{{ offers | map('upper') }}", "{{ offers | selectattr('x') }}",
    "{{ offers | groupby('x') }}", "{{ offers | batch(2) }}", "{{ offers | select('callable') }}", "{{ offers | join('x' * 9) }}",
    "{{ name is sameas(name) }}", "{{ name is filter }}", "{% do 1 %}", "{% debug %}", "{% trans %}x{% endtrans %}", "{{ offers | sentences(1) }}",
    "{{ {'a': 1} }}", "{{ [1, 2] }}", "{{ (1, 2) }}", "{{ range(3) }}", "{{ practice | sentences }}", "{{ name | first }}", "{{ some | length }}",
    "{{ 1e999 * 1e999 }}", "{{ -9999999999 % 7 }}", "{{ offers | sort(attribute='x') }}", "{{ '\\ue000w' }}", "{{ offers | sum }}",
    "{{ 'a' + 1 }}", "{{ name() }}", "{{ practice() }}", "{{ offers | first(1, 2, 3) }}", "{{ 'x' | replace('x', 'y' * 99999) }}",
    "{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "{{ caller() }}", "{{ super() }}", "{{ varargs }}", "{{ context }}", "{{ environment }}",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_hostile_template_gets_a_fault_and_nothing_else(text: str) -> None:
    """No attribute, no object, no file, no endless number; and never a traceback."""
    with at_most(3):
        result = merge(text)
    assert isinstance(result, MergeFault), result
    assert result.text


LOOPS = (
    "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}"
)
ENDLESS = {
    "loops": LOOPS,
    "a text that doubles": "{% set a = 'x' %}" + "{% set a = a ~ a ~ a ~ a %}" * 40,
    "recursion that fans out": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    "an included part": "{% include 'loops' %}{% include 'loops' %}",
}


def test_templates_that_never_end_are_stopped_and_the_rest_goes_on() -> None:
    """Their workers are ended; the letters before them, between them and after them are merged."""
    sources = {name: Source(name, text) for name, text in ENDLESS.items()} | {"good": Source("good", "Dear {{ name }}")}
    jobs = [MergeJob(name, VALUES) for bad in ENDLESS for name in ("good", bad, "good")]
    with at_most(3 * len(ENDLESS)):
        results = list(merge_all(sources, jobs, limits=WorkerLimits(seconds=0.3, memory=200 << 20)))
    assert results[0::3] == results[2::3] == ["Dear Ann"] * len(ENDLESS)
    assert [fault.code for fault in results[1::3] if isinstance(fault, MergeFault)] == ["merge-stopped"] * len(ENDLESS)


def test_a_template_that_hangs_for_all_is_given_up_and_the_others_are_not() -> None:
    """A thousand readers do not mean a thousand stops."""
    sources = {"bad": Source("bad", LOOPS), "good": Source("good", "Dear {{ name }}")}
    jobs = [MergeJob(name, VALUES) for _ in range(500) for name in ("bad", "good")]
    with at_most(10):
        results = list(merge_all(sources, jobs, limits=WorkerLimits(seconds=0.2)))
    assert results[1::2] == ["Dear Ann"] * 500
    assert results[-2] == MergeFault(
        "merge-stopped", "this letter was stopped three times in a row, so it was not tried again", "look for a loop in it", "bad", 0,
    )  # fmt: skip


def test_a_template_that_hangs_the_compiler_is_stopped_by_the_check_too() -> None:
    """Jinja would work out `9 ** 9999999` while compiling; here it is refused, and a lint cannot hang."""
    with at_most(3):
        assert compile_check({"a": Source("a", "{{ 9 ** 99999999 }}{{ 'x' * 10 ** 9 }}")}) == ()


def test_a_letter_that_only_prints_for_ever_is_capped() -> None:
    fault = merge("{% for a in range(1000) %}{% for b in range(1000) %}xxxxxxxxxx{% endfor %}{% endfor %}")
    assert isinstance(fault, MergeFault)
    assert fault.text == "this cannot be worked out: the letter grew beyond 200,000 characters"


def test_only_plain_values_reach_a_template() -> None:
    class Contact:
        def delete(self) -> str:
            raise AssertionError("called")

    fault = merge("{{ c.delete() }}", c=Contact())
    assert fault == MergeFault("merge-value", "the field 'c' holds a Contact, which is no plain value", "", "t", 0)


@pytest.mark.parametrize(
    "value", ["a\ue0105\ue011", {"a": ["\ue000"]}, {"\ue01f": ""}, (1, 2), {1: "a"}, [b"x"], 1.5, {"x"}]
)
def test_other_values_and_marks_are_refused(value: Any) -> None:
    fault = merge("x", v=value)
    assert isinstance(fault, MergeFault)
    assert fault.code == "merge-value"
    assert fault.text.startswith("the field 'v' holds ")


def test_faults_that_need_no_reader_are_found_without_one() -> None:
    sources = {
        "a": Source("a", "{{ x }"),
        "b": Source("b", "{{ anything }}"),
        "c": Source("c", "{{ a | srot }}\n{% if a is odb %}{% include 'd' %}{% endif %}", first_line=10),
        "parts/e": Source("parts/e", "{% include 'part/e' %}"),
    }
    assert [(fault.template, fault.line, fault.text, fault.hint) for fault in compile_check(sources)] == [
        ("a", 1, "unexpected '}'", "fields stand in {{ }}, choices in {% if … %} … {% endif %}"),
        ("c", 10, "there is no filter 'srot'", "did you mean 'sort'?"),
        ("c", 11, "there is no test 'odb'", "did you mean 'odd'?"),
        (
            "c",
            11,
            "there is no template 'd' to include",
            "the name is that of a file below templates/, such as 'parts/closing.md'",
        ),
        ("parts/e", 1, "there is no template 'part/e' to include", "did you mean 'parts/e'?"),
    ]


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
