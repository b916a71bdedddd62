"""Strict YAML: what a person wrote is what the program reads, and every fault has its place."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.records.yaml_reader import (
    Limits,
    Map,
    Place,
    Seq,
    dump_scalar,
    format_front_matter,
    place_of,
    read_yaml,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def problem_of(text: str) -> tuple[int, int, str, str, str]:
    """The one problem of a text."""
    document = read_yaml(text, "f.yaml")
    assert len(document.problems) == 1, document.problems
    found = document.problems[0]
    return found.line, found.column, found.code, found.text, found.hint


@pytest.mark.parametrize(
    "written",
    ["NO", "ON", "yes", "off", "02134", "12:30", "1.0", "3.10", "1_000", "0x1F", "1e3", "+33612345678", "2024-01-05",
     "2024-13-45", "True", "Null", "FALSE", ".inf", "0o17", "="],
)  # fmt: skip
def test_what_is_written_is_what_is_read(written: str) -> None:
    """A ZIP code, a province, an answer and an hour are texts."""
    assert read_yaml(f"v: {written}", "f.yaml").value == {"v": written}


@pytest.mark.parametrize(
    ("written", "meant"), [("null", None), ("~", None), ("", None), ("true", True), ("false", False)]
)
def test_only_these_words_are_special(written: str, meant: object) -> None:
    """In small letters and without quotes."""
    assert read_yaml(f"v: {written}", "f.yaml").value == {"v": meant}
    assert read_yaml(f'v: "{written}"', "f.yaml").value == {"v": written}


def test_every_value_knows_its_place() -> None:
    """Keys and values, in lists too, counted from one."""
    value = read_yaml("a: b\nneeds:\n  - text: c\n  - d\n", "f.yaml").value
    assert isinstance(value, Map)
    assert value.keys_at["needs"] == Place(2, 1)
    assert value.values_at["a"] == Place(1, 4)
    assert place_of(value, ("needs", 0, "text")) == Place(3, 11)
    assert place_of(value, ("needs", 1)) == Place(4, 5)
    assert place_of(value, ("needs", "list[union]", 1, "function-after")) == Place(4, 5)
    needs = value["needs"]
    assert isinstance(needs, Seq)
    assert needs.start == Place(3, 3)


def test_both_duplicates_are_reported_and_the_first_stands() -> None:
    """One run shows all of them, and nothing after them is lost."""
    document = read_yaml("a: 1\nb:\n  x: 1\n  x: 2\na: 3\nc: 4\n", "f.yaml")
    assert document.value == {"a": "1", "b": {"x": "1"}, "c": "4"}
    assert [(p.line, p.text) for p in document.problems] == [
        (4, "'x' stands twice in one record; the first is on line 3"),
        (5, "'a' stands twice in one record; the first is on line 1"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "code", "says"),
    [
        ("a: &x 1\nb: *x", (1, 4), "yaml-alias", "'&x' names a part of the file to be repeated"),
        ("a: *x", (1, 4), "yaml-alias", "'*x' repeats another part of the file"),
        ("a:\n  <<: {b: 1}", (2, 3), "yaml-alias", "'<<' copies another part of the file"),
        ("a: !!python/object:os.system 1", (1, 4), "yaml-tag", "'tag:yaml.org,2002:python/object:os.system' is an instruction, and this file holds only texts"),
        ("a: 1\n---\nb: 2", (2, 1), "yaml-documents", "a second document begins here"),
        ("a: {{ name }}", (1, 5), "yaml-key", "the name of a field is a word, not a group or a list"),
        ("a:\n\tb: 1", (2, 1), "yaml-tab", "this line is indented with a tab"),
        ('a: "open\nb: 1\n', (1, 4), "yaml-quote", "a quotation mark opens here and never closes"),
        ("a: b: c", (1, 5), "yaml-colon", "a second ': ' stands in this line"),
        ("a: 1\n  b: 2", (2, 4), "yaml-colon", "a second ': ' stands in this line"),
        ("a: x\x07y", (1, 5), "yaml-character", "there is a character here that does not print (U+0007)"),
        ("a: x\x00y", (1, 5), "yaml-character", "there is a character here that does not print (U+0000)"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_problem_at_its_place(
    text: str, place: tuple[int, int], code: str, says: str
) -> None:
    """With a sentence for somebody who has never heard of YAML, and a remedy."""
    line, column, found, words, hint = problem_of(text)
    assert ((line, column), found, words) == (place, code, says)
    assert hint


def test_a_bomb_of_brackets_is_refused_at_once() -> None:
    """PyYAML's own C loader ends the whole process on these fifty kilobytes."""
    for bomb in ("[" * 50_000, "- " * 50_000, "{a: " * 20_000):
        started = time.perf_counter()
        assert problem_of(bomb)[2] == "yaml-depth"
        assert time.perf_counter() - started < 2


def test_a_bomb_of_aliases_is_refused_on_its_first_line() -> None:
    """A third of a kilobyte that would be nine to the ninth texts."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
    assert problem_of(bomb)[:3] == (1, 4, "yaml-alias")


def test_limits_stop_what_is_too_much() -> None:
    assert read_yaml("a" * 20, "f.yaml", limits=Limits(size=10)).problems[0].code == "yaml-size"
    assert read_yaml("- a\n" * 20, "f.yaml", limits=Limits(events=10)).problems[0].code == "yaml-size"


def test_a_comment_that_was_meant_as_text_is_a_warning() -> None:
    """``555-0100 #12`` is a phone with an extension to the person who wrote it."""
    document = read_yaml("phone: 555-0100 #12\nnote: a # plain comment\n", "f.yaml")
    assert document.value == {"phone": "555-0100", "note": "a"}
    assert [(p.line, p.level, p.text) for p in document.problems] == [
        (1, "warning", "everything from '#12' on is left out, because # begins a comment")
    ]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    """Whatever a file holds, the answer is a value or problems whose places lie inside it."""
    document = read_yaml(text, "f.yaml")
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 2
    assert all(0 <= problem.line <= lines for problem in document.problems)


@given(TEXT)
def test_a_scalar_written_is_the_scalar_read(text: str) -> None:
    """The law behind every file the program writes."""
    document = read_yaml(f"v: {dump_scalar(text)}\n", "f.yaml")
    assert (document.value, document.problems) == ({"v": text}, ())


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z-]{0,10}", fullmatch=True),
        st.one_of(TEXT, st.lists(TEXT, min_size=1, max_size=3)),
        max_size=5,
    )
)
def test_front_matter_written_is_front_matter_read(fields: dict[str, Any]) -> None:
    value = read_yaml(format_front_matter(fields), "f.yaml").value
    assert (value or {}) == fields


def test_an_ordinary_text_is_written_without_quotes() -> None:
    """A person edits these files."""
    for text in (
        "Dr. Abena Osei <a.osei@riverstreet.example>",
        "Evenings for your students",
        "2026-11-24",
        "Zieliński",
    ):
        assert dump_scalar(text) == text
