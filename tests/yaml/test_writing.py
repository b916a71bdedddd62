"""What is written is what is read, for any text, and as a person would write it."""

from textwrap import indent
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.yaml import reader
from composer.yaml.reader import (
    Map,
    Position,
    Seq,
    read_yaml,
)
from composer.yaml.writer import dump_scalar, format_flow_entry, format_front_matter
from tests.yaml.conftest import FIELDS, TEXT, YAMLISH, assert_inside, places_in

# --- laws ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["CSafeLoader", "SafeLoader"])
@given(text=YAMLISH | st.text(max_size=120) | st.text(st.characters(), max_size=40))
@settings(max_examples=300)
def test_no_text_raises_and_every_place_lies_inside_it(name: str, text: str) -> None:
    """Whatever a file holds, the answer is a value, or problems with a place and a sentence."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_LOADER", getattr(yaml, name))
        document = read_yaml(text, "f.yaml")
    assert_inside(text, places_in(document.value))
    assert_inside(text, (Position(p.at.line, p.at.column) for p in document.problems if p.at.line))
    assert all(p.text and p.hint and p.text.isprintable() for p in document.problems)


@given(TEXT)
def test_a_scalar_written_is_the_scalar_read(text: str) -> None:
    """The law behind every file the program writes."""
    document = read_yaml(f"v: {dump_scalar(text)}\n- ".removesuffix("- "), "f.yaml")
    assert (document.value, document.problems) == ({"v": text}, ())


@pytest.mark.parametrize(
    "text",
    ["", " ", " a", "a ", "#", "a #b", "a: b", "a:", "null", "~", "true", "false", "True", "- a", "---", "...", "{{ x }}", "'", '"',
     "\\", "a\nb", "\n", "\t", "a\tb", "\r\n", "\x00", "\x1b[31m", "\x7f", "\x85", "a\x85", "\xa0", "\u2028", "\u2029", "\ufeff",
     "\ufffe", "\uffff", "😀", "\U0010ffff", "é", "Ångström", "שלום", "2026-11-24", "a\u3000", "%", "@a", "`a", "!", "&", "*", "?", "=",
     "\ue000\u2028"],
)  # fmt: skip
def test_these_scalars_written_are_the_scalars_read(text: str, loader: str) -> None:
    """The corners that once went wrong somewhere: PyYAML's own writer loses U+0085."""
    written = format_front_matter({"v": text, "w": [text], text: "x"} if text != "v" else {})
    assert read_yaml(written, "f.yaml").value == {"v": text, "w": [text], text: "x"}


@given(FIELDS)
def test_fields_written_are_the_fields_read(fields: dict[str, Any]) -> None:
    """However they are nested; each key begins at its place, written as it was written."""
    written = format_front_matter(fields)
    document = read_yaml(written, "f.yaml")
    assert (document.value or {}, document.problems) == (fields, ())
    if isinstance(document.value, Map):
        lines = written.split("\n")
        for key, at in document.value.keys_at.items():
            assert lines[at.line - 1][at.column - 1 :].startswith(f"{dump_scalar(key)}:")


def entry_of(fields: dict[str, Any]) -> str:
    """Fields as one item of a list: the first line begins with a hyphen, the others line up below its text."""
    return f"- {indent(format_front_matter(fields), '  ')[2:]}"


@given(st.lists(st.tuples(FIELDS.filter(bool), st.sampled_from(["", "\n", "\n\n", "# remark\n", "\n# remark\n  # another\n\n"])), min_size=1, max_size=4))  # fmt: skip
def test_the_lines_of_an_entry_are_the_entry(entries: list[tuple[dict[str, Any], str]]) -> None:
    """From its first to its last line, whatever stands between it and the next: so one can be replaced alone."""
    text = "".join(entry_of(fields) + between for fields, between in entries)
    value = read_yaml(text, "f.yaml").value
    assert value == [fields for fields, _ in entries]
    assert isinstance(value, Seq)
    for item in value:
        assert isinstance(item, Map)
        cut = "\n".join(text.split("\n")[item.start.line - 1 : item.last_line])
        assert cut + "\n" == entry_of(item)


@given(
    st.lists(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), TEXT, min_size=1, max_size=4), max_size=3)
)
def test_an_entry_on_one_line_is_the_entry_read(entries: list[dict[str, str]]) -> None:
    """Whatever its texts hold: a comma, a bracket, a line end."""
    lines = [format_flow_entry(fields) for fields in entries]
    assert (read_yaml("\n".join(lines), "f.yaml").value or []) == entries
    assert all(line.splitlines() == [line] for line in lines)


# --- writing ---------------------------------------------------------------------------------------------------------


def test_an_ordinary_text_is_written_without_quotes() -> None:
    """A person edits these files."""
    for text in (
        "Dr. Abena Osei <a.osei@riverstreet.example>",
        "Osei, MD",
        "2026-11-24",
        "Zieliński",
        "02134",
        "NO",
        "it's a - b",
    ):
        assert dump_scalar(text) == text


def test_fields_are_written_as_a_person_would() -> None:
    fields: dict[str, Any] = {
        "to": "Dr. Osei <a@x.example>",
        "cc": ["b@x.example", "c@x.example"],
        "subject": "Openings: two",
        "said": {"by": "phone", "lists": [["a", "b"], {}], "none": []},
    }
    assert format_front_matter(fields) == (
        "to: Dr. Osei <a@x.example>\n"
        "cc:\n  - b@x.example\n  - c@x.example\n"
        'subject: "Openings: two"\n'
        "said:\n  by: phone\n  lists:\n    - - a\n      - b\n    - {}\n  none: []\n"
    )
    assert format_front_matter({}) == ""


def test_an_event_is_one_line_of_the_history() -> None:
    entry = format_flow_entry({"date": "2026-11-24", "contact": "ann-lee", "mention": "you had moved, at last"})
    assert entry == '- {date: 2026-11-24, contact: ann-lee, mention: "you had moved, at last"}'
    assert format_flow_entry({"event": "met", "mention": "true"}) == '- {event: met, mention: "true"}'
