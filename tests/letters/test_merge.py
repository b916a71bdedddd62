"""The merge: a template gets plain values, prints text, and cannot do anything else."""

import re
import time
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.letters.escape import escape_markdown
from composer.letters.merge import MergeFault, MergeJob, Merger, compile_check, merge_all, merge_traced
from composer.letters.sandbox import Source
from composer.mail.body import render_body
from composer.workers import Limits

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
    fault = merge("{{ practice.fone }}")
    assert isinstance(fault, MergeFault)
    assert (fault.field, fault.hint) == ("practice.fone", "did you mean 'practice.phone'? there are lines, phone")


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
    "{{ true }}", "{{ 1 / 0 }}", "{{ name[99] }}", "{{ offers['x'] }}", "{{ undefined_thing }}", "{{ loop }}", "{% set x = x %}{{ x }}",
    "{{ 'a' + 1 }}", "{{ name() }}", "{{ practice() }}", "{{ offers | first(1, 2, 3) }}", "{{ 'x' | replace('x', 'y' * 99999) }}",
    "{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "{{ caller() }}", "{{ super() }}", "{{ varargs }}", "{{ context }}", "{{ environment }}",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_hostile_template_gets_a_fault_and_nothing_else(text: str) -> None:
    """No attribute, no object, no file, no endless number; and never a traceback."""
    started = time.perf_counter()
    result = merge(text)
    assert isinstance(result, MergeFault), result
    assert result.text
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% set a = 'x' %}" + "".join(f"{{% set a = a ~ a ~ a ~ a %}}{{# {n} #}}" for n in range(40)),
    ],
    ids=["time", "memory"],
)
def test_a_template_that_never_ends_is_stopped_and_the_rest_goes_on(text: str) -> None:
    """The worker is ended; the letter before it and the letter after it are merged."""
    sources = {"bad": Source("bad", text), "good": Source("good", "Dear {{ name }}")}
    jobs = [MergeJob("good", VALUES), MergeJob("bad", VALUES), MergeJob("good", VALUES)]
    started = time.perf_counter()
    first, stopped, last = merge_all(sources, jobs, limits=Limits(seconds=0.6, memory=200 << 20))
    assert (first, last) == ("Dear Ann", "Dear Ann")
    assert isinstance(stopped, MergeFault)
    assert stopped.code == "merge-stopped"
    assert time.perf_counter() - started < 10


def test_a_letter_that_only_prints_for_ever_is_capped() -> None:
    fault = merge("{% for a in range(1000) %}{% for b in range(1000) %}xxxxxxxxxx{% endfor %}{% endfor %}")
    assert isinstance(fault, MergeFault)
    assert fault.text == "this cannot be worked out: the letter grew beyond 200,000 characters"


def test_only_plain_values_reach_a_template() -> None:
    class Contact:
        def delete(self) -> str:
            raise AssertionError("called")

    fault = merge("{{ c.delete() }}", c=Contact())
    assert isinstance(fault, MergeFault)
    assert fault.text == "this cannot be worked out: a Contact is no plain value"


def test_faults_that_need_no_reader_are_found_without_one() -> None:
    sources = {"a": Source("a", "{{ x }"), "b": Source("b", "{{ anything }}")}
    assert [(fault.template, fault.code) for fault in compile_check(sources, ["a", "b"])] == [("a", "merge-syntax")]


# --- values as text ----------------------------------------------------------------------------------------------

NASTY = ["*bold*", "_em_", "a_b_c", "# head", "- item", "+ item", "1. one", "1) one", "> quote", "`code`", "[x](http://y.example)",
         "<b>x</b>", "<script>alert(1)</script>", "&copy; &amp; &#65;", "a\\*b", "![i](http://x.example/y.png)", "{{ name }}", "{% x %}",
         "<http://x.example>", "<a@b.example>", "=====", "-----", "~~~", "| a | b |", "***", "    code", "a  \nb", "[[x]]", "[x]: http://y",
         "\u202eabc", "\x1b[31m", "Smith & <Jones>", "5 < 6 > 4", "AT&T", "C:\\new", "::: x", "!!!", "^[1]", "[^1]: x", "Mr. T. 3"]  # fmt: skip


def visible(text: str) -> str:
    return " ".join(
        re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ue000-\ue0ff]", "", text).split()
    )


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


def test_an_open_question_stays_readable() -> None:
    """People look for it, and so do the checks."""
    assert escape_markdown("Dear [[CONFIRM: who is [x] *y*?]], z") == "Dear [[CONFIRM: who is (x) \\*y\\*?]], z"


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
    ):
        assert escape_markdown(text) == text


def test_python_markdown_knows_every_escape_we_write() -> None:
    assert markdown.__version_info__ >= (3, 8, 1)


# --- where it came from --------------------------------------------------------------------------------------------


def test_a_traced_merge_is_the_plain_merge_with_its_origins() -> None:
    text = "Dear {{ name }},\n\n{% if some %}I say {{ offers | sentences }}{% endif %}\n{% include 'parts/p.md' %}\nbye"
    sources = {"t": Source("t", text, first_line=5), "parts/p.md": Source("parts/p.md", "{{ practice.phone }} now")}
    pieces = merge_traced(sources, MergeJob("t", VALUES))
    assert not isinstance(pieces, MergeFault)
    assert "".join(piece.text for piece in pieces) == Merger(sources).merge(MergeJob("t", VALUES))
    found = {piece.text.strip(): (piece.template, piece.line, piece.value) for piece in pieces}
    assert found["Ann"] == ("t", 5, "name")
    assert found["One. Two."] == ("t", 7, "offers | sentences")
    assert found["I say"] == ("t", 7, "")
    assert found["555-0142"] == ("parts/p.md", 1, "practice.phone")


def test_values_that_carry_a_number_keep_it_through_filters() -> None:
    values = {"offers": ["\ue0100\ue011One *x*.", "\ue0101\ue011Two."]}
    pieces = merge_traced({"t": Source("t", "{{ offers | sentences }}")}, MergeJob("t", values))
    assert not isinstance(pieces, MergeFault)
    assert [(piece.text.strip(), piece.source) for piece in pieces] == [("One \\*x\\*.", 0), ("Two.", 1)]
