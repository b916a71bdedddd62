"""Strict YAML: what a person wrote is what the program reads, and every fault has its place."""

import gc
import pickle
import weakref

import pytest

from composer.errors import Place
from composer.yaml import reader
from composer.yaml.reader import (
    Map,
    Position,
    Seq,
    position_of,
    read_yaml,
)
from tests.yaml.conftest import places_in, problem_of

# --- what is text, and what is not -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["NO", "no", "ON", "on", "yes", "off", "y", "02134", "12:30", "1.0", "3.10", "01234", "1_000", "0x1F", "1e3",
     "+33612345678", "2024-01-05", "2024-13-45", "True", "TRUE", "Null", "FALSE", ".inf", ".nan", "0o17", "=", "7" * 5_000,
     "a:b", "http://x.example/", "it's"],
)  # fmt: skip
def test_what_is_written_is_what_is_read(written: str, loader: str) -> None:
    """A ZIP code, a province, an answer and an hour are texts."""
    document = read_yaml(f"v: {written}", "f.yaml")
    assert (document.value, document.problems) == ({"v": written}, ())


@pytest.mark.parametrize(
    ("written", "meant"), [("null", None), ("~", None), ("", None), ("true", True), ("false", False)]
)
def test_only_these_words_are_special(written: str, meant: object, loader: str) -> None:
    """In small letters and without quotes."""
    assert read_yaml(f"v: {written}", "f.yaml").value == {"v": meant}
    for quote in "'\"":
        assert read_yaml(f"v: {quote}{written}{quote}", "f.yaml").value == {"v": written}


def test_escapes_in_double_quotes_are_read(loader: str) -> None:
    """What they may hold is for the field to say."""
    assert read_yaml(r'v: "\x1b[31m\r\nBcc: x"', "f.yaml").value == {"v": "\x1b[31m\r\nBcc: x"}


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n", "\ufeff"])
def test_an_empty_file_holds_nothing_and_is_no_problem(text: str, loader: str) -> None:
    assert read_yaml(text, "f.yaml") == reader.Document(None)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(newline: str, loader: str) -> None:
    value = read_yaml(newline.join(["\ufeffa: 1", "b: |", "  x", "  y", "c: 3"]), "f.yaml").value
    assert value == {"a": "1", "b": "x\ny\n", "c": "3"}
    assert position_of(value, ("c",)) == Position(5, 4)


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029"])
def test_an_invisible_line_end_from_a_web_page_is_text(odd: str, loader: str) -> None:
    """YAML 1.1 would end the line there, move every place below it, or find a fault that nobody can see."""
    value = read_yaml(f"a: x{odd}y\nb: 'p {odd} q'\n\ue000: {odd}\nc: 1", "f.yaml").value
    assert value == {"a": f"x{odd}y", "b": f"p {odd} q", "\ue000": odd, "c": "1"}
    assert position_of(value, ("c",)) == Position(4, 4)


# --- places ----------------------------------------------------------------------------------------------------------


def test_every_value_knows_its_place(loader: str) -> None:
    """Keys and values, in lists too, counted from one."""
    value = read_yaml("a: b\nneeds:\n  - text: c\n  - d\n", "f.yaml").value
    assert isinstance(value, Map)
    assert value.start == Position(1, 1)
    assert value.keys_at == {"a": Position(1, 1), "needs": Position(2, 1)}
    assert value.values_at == {"a": Position(1, 4), "needs": Position(3, 3)}
    needs = value["needs"]
    assert isinstance(needs, Seq)
    assert (needs.start, needs.values_at) == (Position(3, 3), [Position(3, 5), Position(4, 5)])


@pytest.mark.parametrize(
    ("loc", "place"),
    [
        ((), Position(1, 1)),
        (("needs",), Position(3, 3)),
        (("needs", 0, "text"), Position(3, 11)),
        (("needs", 1), Position(4, 5)),
        (("needs", "list[union]", 1, "function-after"), Position(4, 5)),
        (("needs", 0, "heard"), Position(3, 5)),
        (("needs", 7), Position(3, 3)),
        (("needs", -1), Position(3, 3)),
        (("nothing",), Position(1, 1)),
    ],
)
def test_a_place_is_found_as_far_as_its_path_exists(loc: tuple[str | int, ...], place: Position) -> None:
    """A validator's path has steps of its own in it, and names fields that are missing."""
    assert position_of(read_yaml("a: b\nneeds:\n  - text: c\n  - d\n", "f.yaml").value, loc) == place


def test_a_text_alone_is_at_the_top() -> None:
    assert position_of("text", ("a", 0)) == Position(1, 1)


def test_a_record_knows_its_last_line(loader: str) -> None:
    """The blank lines and remarks below it belong to nobody."""
    text = "- a: 1\n\n  # remark\n- b: |\n    x\n\n    y\n\n\n- c: [1,\n    2]\n  d:\n\n# end\n- {e: 1,\n  f: 2}\n- g: {h: i\n  }\n\n"
    value = read_yaml(text, "f.yaml").value
    assert isinstance(value, Seq)
    assert [item.last_line for item in value if isinstance(item, Map)] == [1, 7, 12, 16, 18]
    assert value.last_line == 18


def test_what_was_read_can_be_sent_to_another_process() -> None:
    value = read_yaml("a: [b, {c: d}]\n", "f.yaml").value
    again = pickle.loads(pickle.dumps(value))
    assert again == value
    assert list(places_in(again)) == list(places_in(value))


# --- problems --------------------------------------------------------------------------------------------------------


def test_all_duplicates_are_reported_and_the_first_value_stands(loader: str) -> None:
    """One run shows all of them, and nothing after them is lost."""
    document = read_yaml("a: 1\nb:\n  x: 1\n  x: [2, {y: 1, y: 2}]\na: {z: 3}\nc: 4\nc: 5\n", "f.yaml")
    assert document.value == {"a": "1", "b": {"x": "1"}, "c": "4"}
    says = "'{}' stands twice in one record; the first is on line {}"
    assert [(p.at.line, p.at.column, p.text) for p in document.problems] == [
        (4, 3, says.format("x", 3)),
        (4, 17, says.format("y", 4)),
        (5, 1, says.format("a", 1)),
        (7, 1, says.format("c", 6)),
    ]
    assert {(p.code, p.level, p.hint) for p in document.problems} == {
        ("yaml-duplicate-key", "error", "keep one of the two")
    }


@pytest.mark.parametrize(
    ("line", "name", "says"),
    [
        ("null: x", "null", "'null' is not the name of a field"),
        ("~: x", "~", "'~' is not the name of a field"),
        ("true: x", "true", "'true' is not the name of a field"),
        ("? \n: x", "", "the name of a field is missing here"),
    ],
)
def test_a_name_that_is_no_text_is_reported_and_reading_goes_on(line: str, name: str, says: str, loader: str) -> None:
    document = read_yaml(f"a: 1\n{line}\nb: 2\n", "f.yaml")
    assert document.value == {"a": "1", name: "x", "b": "2"}
    assert [(p.code, p.text, p.hint) for p in document.problems] == [
        ("yaml-key", says, "write a word before the colon")
    ]


def test_any_text_in_quotes_is_a_name(loader: str) -> None:
    document = read_yaml('"null": x\n"": y\n"<<": z\n', "f.yaml")
    assert (document.value, document.problems) == ({"null": "x", "": "y", "<<": "z"}, ())


QUOTES = "put quotes around the whole text"
IT_OUT = "write it out; a {} at the beginning of a text needs quotes around it"
ALIGN = "line it up with the field above, and see that the line above has a colon and a space after its name"
COLUMN = "the fields of one record begin in the same column"
COLON = "write 'name: value'; a text that goes on from the line above is indented further than its name"
TYPE_ANEW = "delete it and type the text anew"
BEHIND = QUOTES + "; inside single quotes an apostrophe is written twice"
BRACES = "a text that begins with {{ or {% needs quotes around it"
DOCUMENT = ("yaml-documents", "a second document begins here", "take out the line with three hyphens or dots")
OPEN_BRACKET = "a list or group in brackets is not closed, or has a comma too many"
BELOW = "close it, or write its items below each other"

UNREADABLE = [
    ("a: &x 1\nb: *x", (1, 4), "yaml-alias", "'&x' names a part of the file to be repeated", IT_OUT.format("&")),
    ("a: *x", (1, 4), "yaml-alias", "'*x' repeats another part of the file", IT_OUT.format("*")),
    ("*x : 1", (1, 1), "yaml-alias", "'*x' repeats another part of the file", IT_OUT.format("*")),
    ("&a [*a]", (1, 1), "yaml-alias", "'&a' names a part of the file to be repeated", IT_OUT.format("&")),
    ("&a {b: 1}", (1, 1), "yaml-alias", "'&a' names a part of the file to be repeated", IT_OUT.format("&")),
    ("a:\n  <<: {b: 1}", (2, 3), "yaml-alias", "'<<' copies another part of the file", "write the fields out"),
    ("a: !!python/object:os.system 1", (1, 4), "yaml-tag", "'tag:yaml.org,2002:python/object:os.system' is an instruction, and this file holds only texts", IT_OUT.format("!")),
    ("a: !important x", (1, 4), "yaml-tag", "'!important' is an instruction, and this file holds only texts", IT_OUT.format("!")),
    ("a: !!map {}", (1, 4), "yaml-tag", "'tag:yaml.org,2002:map' is an instruction, and this file holds only texts", IT_OUT.format("!")),
    ("a: 1\n---\nb: 2", (2, 1), *DOCUMENT),
    ("---\n---\n", (2, 1), *DOCUMENT),
    ("a: 1\n...\nb: 2", (3, 1), *DOCUMENT),
    ("a: {{ name }}", (1, 5), "yaml-braces", BRACES, QUOTES),
    ("- {{ name }}", (1, 4), "yaml-braces", BRACES, QUOTES),
    ("a: {{ name | upper }}", (1, 5), "yaml-braces", BRACES, QUOTES),
    ("a: {% if x %}", (1, 5), "yaml-braces", BRACES, QUOTES),
    ("? [a]\n: b", (1, 3), "yaml-key", "the name of a field is a word, not a group or a list", QUOTES),
    ("a:\n\tb: 1", (2, 1), "yaml-tab", "this line is indented with a tab", "use spaces instead"),
    ("a:\n  b: 1\n\tc: 2", (3, 1), "yaml-tab", "this line is indented with a tab", "use spaces instead"),
    ("-\ta: 1", (1, 2), "yaml-tab", "this line is indented with a tab", "use spaces instead"),
    ('a: "open\nb: 1\n', (1, 4), "yaml-quote", "a quotation mark opens here and never closes", "close it at the end of the text"),
    ("a: 'x\n---\ny'", (1, 4), "yaml-quote", "a quotation mark opens here and never closes", "close it at the end of the text"),
    ("a: 'it's mine'", (1, 8), "yaml-quote", "the text goes on after its closing quotation mark or bracket", BEHIND),
    ('a: "Bob" Smith', (1, 10), "yaml-quote", "the text goes on after its closing quotation mark or bracket", BEHIND),
    ("a: [CONFIRM] this", (1, 14), "yaml-quote", "the text goes on after its closing quotation mark or bracket", BEHIND),
    (r'a: "C:\Users"', (1, 9), "yaml-escape", "there is no such code with a backslash", "write two backslashes, or use single quotes"),
    ("a: b: c", (1, 5), "yaml-colon", "a second ': ' stands in this line", QUOTES),
    ("role: x\nname Bob\nz: 1", (2, 1), "yaml-colon", "there is no colon with a space after it in this line", COLON),
    ("a: 1\n  b: 2", (2, 4), "yaml-indent", "this line is read as a part of the text above it", ALIGN),
    ("name:Bob\nrole: x", (2, 5), "yaml-indent", "this line is read as a part of the text above it", ALIGN),
    ("a:\n    b: 1\n   c: 2", (3, 4), "yaml-indent", "this line does not line up with the record it belongs to", COLUMN),
    ("- a\nb: c", (2, 1), "yaml-indent", "this line does not line up with the record it belongs to", COLUMN),
    ("a: [1, 2\nb: 3", (1, 4), "yaml-bracket", OPEN_BRACKET, BELOW),
    ("a: {flower: 1", (1, 4), "yaml-bracket", OPEN_BRACKET, BELOW),
    ("a: [1,, 2]", (1, 7), "yaml-bracket", OPEN_BRACKET, BELOW),
    ("a: @handle", (1, 4), "yaml-opening", "a text that begins with @ needs quotes around it", QUOTES),
    ("a: `code`", (1, 4), "yaml-opening", "a text that begins with ` needs quotes around it", QUOTES),
    ("a: 100\nb: %", (2, 4), "yaml-opening", "a text that begins with % needs quotes around it", QUOTES),
    ("a: **bold**", (1, 4), "yaml-opening", "a text that begins with * needs quotes around it", QUOTES),
    ("a: & b", (1, 4), "yaml-opening", "a text that begins with & needs quotes around it", QUOTES),
    ("a: > quote", (1, 4), "yaml-opening", "a text that begins with > needs quotes around it", QUOTES),
    ("a: - b", (1, 4), "yaml-opening", "a text that begins with - needs quotes around it", QUOTES),
    ("a: ]", (1, 4), "yaml-opening", "a text that begins with ] needs quotes around it", QUOTES),
    ("a: x\x07y", (1, 5), "yaml-character", "there is a character here that does not print (U+0007)", TYPE_ANEW),
    ("é: 1\na: é\x00y", (2, 5), "yaml-character", "there is a character here that does not print (U+0000)", TYPE_ANEW),
    ("é: \x9c", (1, 4), "yaml-character", "there is a character here that does not print (U+009C)", TYPE_ANEW),
    ("é: \x7f", (1, 4), "yaml-character", "there is a character here that does not print (U+007F)", TYPE_ANEW),
    ("a: \ud800", (1, 4), "yaml-character", "there is a character here that does not print (U+D800)", TYPE_ANEW),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "at", "code", "says", "hint"), UNREADABLE, ids=[repr(row[0])[1:-1] for row in UNREADABLE]
)
def test_what_cannot_be_read_is_one_problem_at_its_place(
    text: str, at: tuple[int, int], code: str, says: str, hint: str, loader: str
) -> None:
    """With a sentence for somebody who has never heard of YAML, and a remedy."""
    assert read_yaml(text, "f.yaml").value is None
    assert problem_of(text) == Place("f.yaml", *at).error(code, says, hint)


def test_a_code_that_is_no_character_is_a_problem_with_either_loader(loader: str) -> None:
    """The Python loader lets an OverflowError out here (PyYAML #843)."""
    found = problem_of(r'a: "\UFFFFFFFF"')
    assert (found.code, found.text) == ("yaml-escape", "there is no such code with a backslash")


@pytest.mark.parametrize(
    ("line", "value", "lost"),
    [
        ("phone: 555-0100 #12", "555-0100", "#12"),
        ("channel: #referrals", None, "#referrals"),
        ("suite: 4   #B and much more than fits here", "4", "#B and much more tha…"),
    ],
)
def test_a_comment_that_was_meant_as_text_is_a_warning(line: str, value: str | None, lost: str, loader: str) -> None:
    """``555-0100 #12`` is a phone with an extension to the person who wrote it."""
    document = read_yaml(f"\ufeffé: 1\n{line}\n", "f.yaml")
    assert list(document.value.values()) == ["1", value]  # type: ignore[union-attr]  # it is a group here
    assert document.problems == (
        Place("f.yaml", 2, line.index("#") + 1).warning("yaml-comment", f"everything from '{lost}' on is left out, because # begins a comment", "put quotes around the whole value"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "line", ["a: b # remark", "a: b#c", 'a: "b" #c', "a: 'b #c'", "a: b ## c", "#c", "a: |  #c\n  b", "a: true #c"]
)
def test_a_comment_that_is_plainly_one_is_no_problem(line: str, loader: str) -> None:
    assert read_yaml(line, "f.yaml").problems == ()


def test_what_a_message_quotes_is_short_and_prints() -> None:
    """A name may be a megabyte long, or speak to the terminal."""
    assert (
        problem_of('"\\e[31m": 1\n"\\e[31m": 2').text
        == "'\ufffd[31m' stands twice in one record; the first is on line 1"
    )
    assert problem_of("a: *" + "x" * 900).text == f"'*{'x' * 40}…' repeats another part of the file"


def test_what_was_alive_while_something_was_read_can_be_let_go() -> None:
    """The preview reads its files again and again: what it read before, which holds itself, must not stay for ever."""

    class Ring:
        ring: "Ring"

    one = Ring()
    one.ring = one
    gone = weakref.ref(one)
    read_yaml("a: 1", "a.yaml")
    del one
    gc.collect()
    assert gone() is None
