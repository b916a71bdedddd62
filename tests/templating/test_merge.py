"""The merge: a template gets plain values, prints text, and cannot do anything else."""

from typing import Any

import pytest

from composer.templating.job import MergeFault, MergeJob, Source
from composer.templating.merge import Merger
from composer.templating.merge_workers import compile_check, merge_all
from composer.worker_process import WorkerLimits
from tests.conftest import at_most
from tests.templating.conftest import VALUES, merge

pytestmark = pytest.mark.workers


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
