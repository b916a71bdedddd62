"""Templates of a size that no letter has: whoever looks at one says so in a sentence, and soon."""

import shutil
from pathlib import Path

import pytest

from composer.shipped import templates_folder
from composer.templating.job import MergeFault, MergeJob, Source
from composer.templating.merge_workers import compile_check, merge_all, outlines, trace_all
from tests.conftest import DAY, Run, at_most, change

pytestmark = pytest.mark.workers

DEEP, LARGE, NAMES = (
    "this letter is nested too deeply",
    "this letter has more than 3,000 parts",
    "this letter uses more than 500 names",
)
TOO_MUCH = {
    "ifs": ("{% if a %}" * 200 + "x" + "{% endif %}" * 200, DEEP),
    "loops": ("{% for b in [1] %}" * 30 + "x" + "{% endfor %}" * 30, DEEP),
    "choices of an if": ("{% if a %}x" + "{% elif a %}y" * 2_000 + "{% endif %}", LARGE),
    "brackets": ("{{ " + "(" * 1_000 + "a" + ")" * 1_000 + " }}", DEEP),
    "filters": ("{{ a" + " | upper" * 1_000 + " }}", DEEP),
    "many filters": ("{{ a" + " | upper" * 10_000 + " }}", DEEP),
    "sums": ("{{ a" + " + a" * 5_000 + " }}", DEEP),
    "fields of fields": ("{{ a" + ".b" * 5_000 + " }}", DEEP),
    "items of items": ("{{ a" + "['b']" * 1_000 + " }}", DEEP),
    "nots": ("{% if " + "not " * 1_000 + "a %}x{% endif %}", DEEP),
    "lists": ("{% set b = " + "[" * 500 + "]" * 500 + " %}", DEEP),
    "choices in values": ("{{ a" + " if a else a" * 1_000 + " }}", DEEP),
    "names that are set": ("".join(f"{{% set n{number} = 1 %}}" for number in range(4_500)), NAMES),
    "names in one set": ("{% set " + ", ".join(f"n{number}" for number in range(10_000)) + " = [] %}", NAMES),
    "names in one list": ("{{ [" + ", ".join(f"n{number}" for number in range(10_000)) + "] | and_list }}", NAMES),
    "loops with a name each": ("".join(f"{{% for n{n} in [] %}}{{% endfor %}}" for n in range(2_500)), NAMES),
    "macros": ("".join(f"{{% macro m{number}() %}}{{% endmacro %}}" for number in range(2_500)), NAMES),
    "fields with a name each": ("{{ [" + ", ".join(f"a.n{number}" for number in range(9_000)) + "] | and_list }}", LARGE),
    "printed values": ("{{ a }}" * 10_000, LARGE),
    "joined values": ("{{ a" + " ~ a" * 12_000 + " }}", LARGE),
}  # fmt: skip
SOURCES = {name: Source(name, text, first_line=3) for name, (text, _) in TOO_MUCH.items()}


def test_a_template_that_is_too_large_is_refused_in_a_sentence_wherever_it_is_read() -> None:
    expected = {name: says for name, (_, says) in TOO_MUCH.items()}
    with at_most(30):
        checked = {fault.template: fault.text for fault in compile_check(SOURCES)}
        jobs = [MergeJob(name, {"a": "x"}) for name in SOURCES]
        merged = [one for one in merge_all(SOURCES, jobs) if isinstance(one, MergeFault)]
        outlined = outlines(SOURCES)
    assert checked == expected
    assert {fault.template: fault.text for fault in merged} == expected
    assert set(outlined) == set(SOURCES)


@pytest.mark.parametrize("name", ["filters", "names in one list", "fields of fields"])
def test_a_traced_merge_refuses_it_too(name: str) -> None:
    (fault,) = trace_all(SOURCES, [MergeJob(name, {"a": "x"})])
    assert isinstance(fault, MergeFault)
    assert fault.text == TOO_MUCH[name][1]
    assert fault.line in {0, 3}


def test_parts_in_parts_without_end_are_refused_in_a_sentence() -> None:
    sources = {f"p{number}": Source(f"p{number}", f"{{% include 'p{number + 1}' %}}") for number in range(1_500)}
    sources["p1500"] = Source("p1500", "x")
    (deep,) = merge_all(sources, [MergeJob("p0", {})])
    assert isinstance(deep, MergeFault)
    assert deep.text == "this part of the letter stands in too many others, or calls itself without end"
    (shallow,) = merge_all(sources, [MergeJob("p1490", {})])
    assert shallow == "x"


@pytest.mark.parametrize("name", ["ifs", "filters", "names in one list"])
def test_the_commands_that_read_letters_say_so(name: str, sample: Path, run: Run) -> None:
    """`proof`, `letters check` and `explain`, each in a sentence and without a traceback."""
    text, says = TOO_MUCH[name]
    run("-C", sample, *DAY, "draft", "introduction", "--to", "abena-osei")
    letter = sample / "templates/letters/introduction.md"
    letter.parent.mkdir(parents=True)
    shutil.copy(templates_folder() / "letters/introduction.md", letter)
    change(letter, "\n---\n", "\n---\n" + text)
    for command in (
        ["proof", "introduction"],
        ["letters", "check", "introduction"],
        ["explain", "abena-osei.introduction"],
    ):
        with at_most(30):
            ran = run("-C", sample, *DAY, *command)
        assert ran.code == 1, (command, ran)
        assert says in ran.out + ran.err
