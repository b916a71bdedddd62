"""An edit changes what it is to change, and every other byte of a person's file stays: comments, order, quotes, line ends."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import composer
from composer.errors import RecordsError
from composer.shipped import sample_folder
from composer.yaml.editing import with_changes, with_item, with_value, without_item
from composer.yaml.reader import Map, Seq, Value, read_yaml
from tests.yaml.conftest import YAMLISH

SAMPLES = [
    *(sample_folder() / name for name in ("contacts.yaml", "practice.yaml")),
    *sorted((Path(composer.__file__).parents[1] / "templates/workspace").glob("*.yaml")),
]
AWKWARD = ["NO", "yes", "02134", "12:30", ": x", "# x", "a # b", "a: b", "- a", "null", "~", "true", "false", "é😀", "שלום עולם", "{x}",
           "[a", "*a", "&a", "!x", "'", '"', "it's", "a\nb", "a\nb\n", "a\n\n  b\n", " a", "a ", "a\n\n", "\na", "a \nb", "a\tb", "#\n#", "---\n...",
           "x" * 10_000, "a\r\nb", "a\u2028b", "\x85", "\ufeff", "\x00", "@x", "%x", "`x", "|", ">", "?", "-", "a,b", "a]", "a}"]  # fmt: skip


def value_of(text: str) -> Any:
    document = read_yaml(text, "f.yaml")
    assert document.problems == ()
    return document.value


# --- one change at a time ------------------------------------------------------------------------------------------------

BOOK = """\
# Everybody.
organizations:
- name: Elm House   # the old one
  phone: '555-0100'

contacts:
    # The first.
    - name: "Ann Lee"  # as she writes it
      role: therapist
      needs: [evening hours, openings]
      # phone: 555-0199

    - {name: Bo, role: school}

    -   name: Cy
        notes: |
          He said: call.

          # not a comment
        met:
          text: at the fair
"""


@pytest.mark.parametrize(
    ("at", "value", "old", "new"),
    [
        (("contacts", 0, "role"), "pastor", "role: therapist", "role: pastor"),
        (("contacts", 0, "name"), "Ann Li", 'name: "Ann Lee"  # as', "name: Ann Li  # as"),
        (("contacts", 0, "name"), "Ann\nLee", 'name: "Ann Lee"  # as she writes it\n', "name: |-  # as she writes it\n        Ann\n        Lee\n"),
        (("organizations", 0, "phone"), "NO: x", "'555-0100'", '"NO: x"'),
        (("contacts", 0, "needs", 1), "a, b", "openings]", '"a, b"]'),
        (("contacts", 0, "needs"), ["evening hours"], ", openings]", "]"),
        (("contacts", 0, "needs"), ["a", "evening hours", "openings"], "[evening hours, openings]", "[a, evening hours, openings]"),
        (("contacts", 0, "phone"), "555-0123", "# phone: 555-0199\n", "# phone: 555-0199\n      phone: 555-0123\n"),
        (("contacts", 0, "email"), "a@x.example", "# phone: 555-0199\n", "# phone: 555-0199\n      email: a@x.example\n"),
        (("contacts", 0, "role"), None, "      role: therapist\n", ""),
        (("contacts", 0, "name"), "", '- name: "Ann Lee"  # as she writes it\n', "- # as she writes it\n"),
        (("contacts", 1, "role"), "it's: x", "role: school}", 'role: "it\'s: x"}'),
        (("contacts", 1, "name"), None, "{name: Bo, role: school}", "{role: school}"),
        (("contacts", 1, "role"), None, "{name: Bo, role: school}", "{name: Bo}"),
        (("contacts", 1, "tags"), ["a b", "c,d"], "role: school}", 'role: school, tags: [a b, "c,d"]}'),
        (("contacts", 2, "name"), None, "-   name: Cy\n        notes: |", "-   notes: |"),
        (("contacts", 2, "notes"), "Short.", "|\n          He said: call.\n\n          # not a comment\n", "Short.\n"),
        (("contacts", 2, "met", "text"), None, "        met:\n          text: at the fair\n", ""),
        (("contacts", 2, "met", "date"), "2026-03", "text: at the fair\n", "text: at the fair\n          date: 2026-03\n"),
        (("contacts", 2, "met"), "at the fair", "met:\n          text: at the fair\n", "met: at the fair\n"),
        (("contacts", 2, "needs"), [{"text": "x", "heard": "2026-03"}, "y"], "text: at the fair\n", "text: at the fair\n        needs:\n            - text: x\n              heard: 2026-03\n            - y\n"),
        (("contacts", 2, "unknown_person"), True, "text: at the fair\n", "text: at the fair\n        unknown_person: true\n"),
    ],
)  # fmt: skip
def test_a_value_changes_where_it_stands(
    loader: str, at: tuple[str | int, ...], value: Any, old: str, new: str
) -> None:
    assert BOOK.count(old) == 1
    assert with_value(BOOK, at, value) == BOOK.replace(old, new)


def test_a_new_record_is_set_apart_as_the_others_are() -> None:
    made = with_item(BOOK, ("contacts",), {"name": "Di", "address": "1 Elm Road\nFairhaven\n"})
    assert made == BOOK + '\n    - {name: Di, address: "1 Elm Road\\nFairhaven\\n"}\n'.replace(
        '{name: Di, address: "1 Elm Road\\nFairhaven\\n"}',
        "  name: Di\n        address: |\n          1 Elm Road\n          Fairhaven",
    )
    assert with_item(BOOK, ("organizations",), {"name": "Oak"}) == BOOK.replace(
        "phone: '555-0100'\n", "phone: '555-0100'\n\n- name: Oak\n"
    )


def test_what_is_taken_out_leaves_no_gap() -> None:
    first = BOOK[BOOK.index('    - name: "Ann') : BOOK.index("    - {name: Bo")]
    assert without_item(BOOK, ("contacts", 0)) == BOOK.replace(first, "")
    assert without_item(BOOK, ("contacts", 1)) == BOOK.replace("    - {name: Bo, role: school}\n\n", "")
    assert without_item(BOOK, ("contacts", 2)) == BOOK[: BOOK.index("\n    -   name: Cy")]


def test_a_comment_goes_with_the_item_below_it_and_no_further() -> None:
    text = "# all\n- a\n\n# of c\n\n# b one\n# b two\n- b # b\n  # b three\n\n# c\n- c\n"
    assert without_item(text, (1,)) == "# all\n- a\n\n# of c\n\n# c\n- c\n"
    assert without_item(text, (0,)) == "# all\n# of c\n\n" + text[text.index("# b one") :]
    assert without_item(without_item(without_item(text, (2,)), (1,)), (0,)) == "# all\n\n# of c\n"


def test_comments_in_a_value_stay_when_it_is_written_anew() -> None:
    """One may say that somebody is to be left alone."""
    text = "- name: a\n  needs: # told\n    # by phone\n    - x # first\n    # - y\n  role: b\n"
    assert with_value(text, (0, "needs"), "x") == (
        "- name: a\n  needs: x # told\n  # by phone\n  # first\n  # - y\n  role: b\n"
    )
    assert with_value(text, (0, "needs"), None) == (
        "- name: a\n  # told\n  # by phone\n  # first\n  # - y\n  role: b\n"
    )
    assert with_value("a: | # told\n  x\nb: y\n", ("a",), "z") == "a: z # told\nb: y\n"
    assert with_value("a: [x, # told\n  y]\nb: z\n", ("a", 0), "w") == "a: [w, # told\n  y]\nb: z\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "contacts:\n  - name: x\n"),
        ("# mine", "# mine\n\ncontacts:\n  - name: x\n"),
        ("# mine\n\n", "# mine\n\ncontacts:\n  - name: x\n"),
        ("---\n", "---\ncontacts:\n  - name: x\n"),
        ("contacts:\n", "contacts:\n  - name: x\n"),
        ("contacts: # mine\na: b\n", "contacts: # mine\n  - name: x\na: b\n"),
        ("contacts: []\n", "contacts:\n  - name: x\n"),
        ("contacts: ~\n", "contacts:\n  - name: x\n"),
        ("contacts:\n# - name: shown\n", "contacts:\n  - name: x\n\n# - name: shown\n"),
        ("contacts:\n- name: w\n", "contacts:\n- name: w\n- name: x\n"),
        ("contacts:\n- name: w\n  id: w", "contacts:\n- name: w\n  id: w\n\n- name: x"),
        ("contacts:\n- name: w\n  notes: |\n    x", "contacts:\n- name: w\n  notes: |\n    x\n\n- name: x"),
        ("contacts: {name: w}\n", "contacts:\n  - name: w\n  - name: x\n"),
        ("{contacts: [{name: w}]}", "{contacts: [{name: w}, {name: x}]}"),
        ("organizations:\n- a\n", "organizations:\n- a\ncontacts:\n- name: x\n"),
        ("\ufefforganizations:\r\n- a", "\ufefforganizations:\r\n- a\r\ncontacts:\r\n- name: x"),
    ],
)  # fmt: skip
def test_a_list_is_made_where_there_is_none(before: str, after: str) -> None:
    assert with_item(before, ("contacts",), {"name": "x"}) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "- name: x\n"), ("- name: w\n", "- name: w\n- name: x\n"), ("- name: w # c\n  id: w\n\n\n", "- name: w # c\n  id: w\n\n- name: x\n\n\n"),
        ("  - name: w\n", "  - name: w\n  - name: x\n"), ("[]", "[{name: x}]"), ("[a, b, # c\n]", "[a, b, {name: x}, # c\n]"),
    ],
)  # fmt: skip
def test_a_file_may_be_a_list(before: str, after: str) -> None:
    assert with_item(before, (), {"name": "x"}) == after


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize(
    "place", ["a: x\nb: y\n", "- x\n- y\n", "{a: x, b: y}", "[x, y]", "a:\nb: |\n  y\n", "a: x # c\nb: y # d"]
)
def test_any_text_comes_back_as_it_was(text: str, place: str) -> None:
    value = value_of(place)
    at = ("a",) if isinstance(value, Map) else (0,)
    other = ("b",) if isinstance(value, Map) else (1,)
    for part in (at, other):
        made = with_value(place, part, text)
        changed = value_of(made)
        assert (changed[part[0]], len(changed)) == (text, 2)
        assert [line for line in re.findall("# [cd]$", place, re.MULTILINE) if line not in made] == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_the_byte_order_mark_stay(end: str) -> None:
    text = "\ufeff" + "# c\na: x\nb:\n  - y\nd: z".replace("\n", end)
    made = with_value(text, ("a",), "1\n2\n")
    assert made == text.replace(f"a: x{end}", f"a: |{end}  1{end}  2{end}")
    assert with_value(made, ("a",), "x") == text
    assert with_value(text, ("d",), None) == text.removesuffix(f"{end}d: z")


def test_each_line_keeps_its_own_end() -> None:
    """An editor on another system may have added some."""
    text = "a: x\r\nb: y\nc:\r\n  - z\n  - w\r\nd: v\n"
    assert with_value(text, ("b",), "q") == text.replace("y", "q")
    assert with_value(text, ("c",), None) == "a: x\r\nb: y\nd: v\n"
    assert with_item(text, ("c",), "u") == text.replace("w\r\n", "w\r\n  - u\r\n")


@pytest.mark.parametrize(
    ("text", "at", "says", "line"),
    [
        ("a: *x\n", ("b",), "there is a mistake in it: '*x' repeats another part of the file", 1),
        ("b: 1\na: 1\na: 2\n", ("b",), "there is a mistake in it: 'a' stands twice in one record; the first is on line 2", 3),
        ("x\n", ("b",), "there is no such place in it", 1),
        ("a:\n  - b\n", ("a", 1), "there is no such place in it", 2),
        ("a: 1\nb:\n  - c\n", ("b", "c"), "there is no such place in it", 3),
        ("z: 1\na: {b: [c, # d\n  # e\n  f]}\n", ("a", "b"), "it is written so that it cannot be changed here safely", 2),
        ("a: 1\n? b\n", ("b",), "it is written so that it cannot be changed here safely", 3),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_refused_with_its_place(
    text: str, at: tuple[str | int, ...], says: str, line: int
) -> None:
    with pytest.raises(RecordsError, match="changed") as refused:
        with_value(text, at, "x\ny" if "?" not in text else "x", path="contacts.yaml")
    assert refused.value.message.endswith(says)
    assert refused.value.hint.endswith(f"contacts.yaml, line {line}")
    assert refused.value.problems[0].at.line == line


def test_a_file_is_never_emptied_at_once() -> None:
    with pytest.raises(RecordsError, match="all of it cannot be taken out at once"):
        with_value("a: 1\n", (), None)


def test_what_is_said_already_is_not_written_again() -> None:
    text = "a: 'x'\nb: [ y,  z ]\nc: \"true\"\n"
    assert with_value(text, ("a",), "x") == text
    assert with_value(text, ("b",), ["y", "z"]) == text
    assert with_value(text, ("d",), None) == text
    assert with_value(text, ("c",), True) == text.replace('"true"', "true")


# --- the law -----------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from([*(text for text in AWKWARD if len(text) < 20), "a", "b c", "Ann Lee", "2026-11-24"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=12
)
KEYS = st.sampled_from(["name", "role", "needs", "met", "notes", "id", "a b", "x:y", "true", "'", "#k"])
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=5,
)
RECORDS = st.dictionaries(KEYS, VALUES | st.just("") | st.none(), min_size=1, max_size=5)


class Speller:
    """Writes values in ways that a person might, with a comment of its own number wherever one may stand."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.numbers = draw, count()
        self.items, self.group = draw(st.sampled_from([0, 2, 4])), draw(st.sampled_from([2, 3, 4]))

    def one_of(self, *ways: str) -> str:
        return self.draw(st.sampled_from(ways))

    def remark(self, gap: str = "  ") -> str:
        return self.one_of("", "", f"{gap}# r{next(self.numbers)}r")

    def between(self, column: int) -> str:
        """Blank lines and comments between two lines."""
        ways = [
            "",
            "",
            "",
            "\n",
            f"{' ' * column}# r{next(self.numbers)}r\n",
            f"\n{' ' * column}# r{next(self.numbers)}r\n",
        ]
        return self.one_of(*ways)

    def text(self, text: str) -> str:
        double = (
            '"'
            + "".join(c if c.isprintable() and c not in '"\\' and c < "\uf000" else f"\\U{ord(c):08x}" for c in text)
            + '"'
        )
        ways = [double]
        if text.isprintable():
            ways.append("'" + text.replace("'", "''") + "'")
        if (
            re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9 :-]*[A-Za-z0-9])?", text)
            and ": " not in text
            and text not in {"true", "false", "null"}
        ):
            ways += [text, text, text]
        return self.one_of(*ways)

    def brackets(self, value: Any) -> str:
        if value is None:
            return "~"
        if isinstance(value, str):
            return self.text(value)
        comma, blank = self.one_of(", ", ",  "), self.one_of("", " ")
        if isinstance(value, dict):
            return (
                "{"
                + blank
                + comma.join(f"{self.text(key)}: {self.brackets(inner)}" for key, inner in value.items())
                + blank
                + "}"
            )
        return "[" + blank + comma.join(map(self.brackets, value)) + blank + "]"

    def behind(self, value: Any, column: int, *, item: bool) -> str:
        """What stands behind a colon or a hyphen, to the end of the last line."""
        inside = column + (self.draw(st.sampled_from([2, 3])) if item else self.group)
        if value is None:
            return f"{self.one_of('', ' ~', ' null')}{self.remark()}\n"
        if isinstance(value, str):
            lines = value.removesuffix("\n").split("\n")
            if (
                re.fullmatch(r"[a-z].*", lines[0])
                and all(line.isprintable() and line.strip() == line for line in lines)
                and lines[-1]
            ):
                sign = "|" if value.endswith("\n") else "|-"
                if self.draw(st.booleans()):
                    return f" {sign}{self.remark()}\n" + "".join(
                        f"{' ' * inside}{line}\n" if line else "\n" for line in lines
                    )
            below = f"\n{' ' * inside}"
            return f"{self.one_of(' ', ' ', '  ', below)}{self.text(value)}{self.remark()}\n"
        if not value or self.draw(st.integers(0, 3)) == 0:
            return f" {self.brackets(value)}{self.remark()}\n"
        if item and self.draw(st.booleans()):
            return " " * (inside - column - 1) + self.lines(value, inside)[inside:]
        further = inside if item or isinstance(value, dict) else column + self.items
        return f"{self.remark()}\n{self.between(further)}{self.lines(value, further)}"

    def lines(self, value: Any, column: int) -> str:
        """A group or a list in lines; what may stand before its first is left to what is above."""
        indent, made = " " * column, list[str]()
        pairs: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            head = "-" if isinstance(value, list) else f"{self.text(key)}{self.one_of(':', ':', ' :')}"
            made.append(
                f"{self.between(column) if made else ''}{indent}{head}{self.behind(inner, column, item=isinstance(value, list))}"
            )
        return "".join(made)


@dataclass(frozen=True)
class Spelt:
    text: str
    value: Any


@st.composite
def spelt(draw: st.DrawFn) -> Spelt:
    """A file of records, in one of the ways to write it."""
    records = draw(st.lists(RECORDS, min_size=1, max_size=3))
    value: Any = draw(
        st.sampled_from(
            [records, {"contacts": records}, {"organizations": [{"name": "x"}], "contacts": records}, records[0]]
        )
    )
    speller = Speller(draw)
    text = speller.between(0) + speller.lines(value, 0) + speller.between(0)
    if draw(st.integers(0, 3)) == 0:
        text = text.rstrip("\n")
    text = draw(st.sampled_from(["", "", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
    document = read_yaml(text, "f.yaml")
    assert document.problems == (), (text, document.problems)
    return Spelt(text, document.value)


def paths(value: Value, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a value but the whole of it."""
    pairs: Any = value.items() if isinstance(value, Map) else enumerate(value) if isinstance(value, Seq) else ()
    for part, inner in pairs:
        yield (*at, part)
        yield from paths(inner, (*at, part))


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def at_place(value: Any, at: tuple[str | int, ...]) -> Any:
    for part in at:
        value = value[part]
    return value


def changed(value: Any, at: tuple[str | int, ...], act: Callable[[Any, Any], None]) -> Any:
    """A value after something was done to the group or list that holds a place, and what is empty then taken out."""
    whole = plain(value)
    act(at_place(whole, at[:-1]), at[-1])
    for length in range(len(at) - 1, 0, -1):
        if at_place(whole, at[:length]) or isinstance(at[length - 1], int):
            break
        del at_place(whole, at[: length - 1])[at[length - 1]]
    return whole


def remarks(text: str) -> list[str]:
    return sorted(re.findall("# r[0-9]+r", text))


def row_of_hyphen(lines: list[str], row: int) -> int:
    """The row of an item's hyphen, which may stand above what it holds, remarks between them."""
    above = row - 1
    while above and lines[above - 1].strip()[:1] in {"", "#"}:
        above -= 1
    alone = re.fullmatch(r"\ufeff?( *)-[ \t]*(?:#.*)?\s*", lines[above - 1]) if above else None
    indent = len(lines[row - 1]) - len(lines[row - 1].lstrip(" "))
    return above if alone and len(alone[1]) < indent else row


def assert_only_the_record_changed(before: Spelt, made: str, at: tuple[str | int, ...]) -> None:
    """Up to where the record begins, and from where the next one does, every byte is the same."""
    value: Any = before.value
    text, begins, ends = before.text, 1, 0
    lists = isinstance(value, Map) and isinstance(value[str(at[0])], Seq) and len(value[str(at[0])]) > 1  # type: ignore[arg-type]
    for part in at[: 2 if lists else 1]:
        places: Any = value.values_at if isinstance(value, Seq) else value.keys_at
        rows = {key: row.line for key, row in (enumerate(places) if isinstance(value, Seq) else places.items())}
        begins = rows[part]
        ends = min((row for row in rows.values() if row > begins), default=ends)
        value = value[part]
    lines = (
        text.splitlines(keepends=True)
        if not re.search("[\x85\u2028\u2029\x0b\x0c\x1c-\x1e]", text)
        else re.findall(r"[^\n]*\n|[^\n]+", text)
    )
    if isinstance(part, int):
        begins = row_of_hyphen(lines, begins)
    while (
        begins > 1
        and isinstance(at[-1], int)
        and (lines[begins - 1].lstrip(" ")[:1] != "-" or lines[begins - 2].strip()[:1] in {"", "#"})
    ):
        begins -= 1  # what stands above an item may go with it
    kept = "".join(lines[: begins - 1])
    assert made.startswith(kept.rstrip("\r\n"))
    if ends:
        rest = "".join(lines[ends - 1 :]).rstrip("\r\n")
        assert rest in made


def sampled() -> st.SearchStrategy[Spelt]:
    """The files that people begin with, and the sample."""
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    return st.sampled_from([Spelt(text, read_yaml(text, "f.yaml").value) for text in texts])


@given(spelt() | spelt() | sampled().filter(lambda file: file.value), st.data())
@settings(max_examples=50)
def test_setting_a_value_changes_nothing_else(before: Spelt, data: st.DataObject) -> None:
    """In whatever style the file is written; and setting it back gives what was."""
    at = data.draw(st.sampled_from(list(paths(before.value))))
    value = data.draw(VALUES.filter(bool))
    made = with_value(before.text, at, value)
    assert value_of(made) == changed(before.value, at, lambda group, part: group.__setitem__(part, value))
    if not isinstance(at_place(before.value, at), Seq):
        assert remarks(made) == remarks(before.text)
    assert_only_the_record_changed(before, made, at)
    old = at_place(before.value, at)
    if old and "None" not in repr(plain(old)):
        assert value_of(with_value(made, at, plain(old))) == before.value


@given(spelt() | spelt() | sampled().filter(lambda file: file.value), st.data())
@settings(max_examples=50)
def test_a_new_field_changes_nothing_else(before: Spelt, data: st.DataObject) -> None:
    groups = [at for at in [(), *paths(before.value)] if isinstance(at_place(before.value, at), Map)]
    at = (*data.draw(st.sampled_from(groups)), data.draw(st.sampled_from(["new", "new one", "a: b"])))
    value = data.draw(VALUES.filter(bool))
    made = with_value(before.text, at, value)
    assert value_of(made) == changed(before.value, at, lambda group, part: group.__setitem__(part, value))
    assert remarks(made) == remarks(before.text)
    assert value_of(with_value(made, at, None)) == before.value


@pytest.mark.parametrize(
    ("text", "at", "made"),
    [
        ("name:\n-\n  - a\n- b\n", ("name", 0, 0), "name:\n- []\n- b\n"),
        ("- name:\n    -  # r1r\n      - a\n    - b\n", (0, "name", 0, 0), "- name:\n    - []  # r1r\n    - b\n"),
        ("- name:\n  - - a\n  - b\n", (0, "name", 0, 0), "- name:\n  - []\n  - b\n"),
        ('- {"name": ~}\n-  # r5r\n  "name": ""\n', (1, "name"), '- {"name": ~}\n- {}  # r5r\n'),
    ],
)
def test_what_is_in_a_list_stays_there_without_its_last_item(text: str, at: tuple[str | int, ...], made: str) -> None:
    assert with_value(text, at, None) == made


@given(spelt() | spelt() | sampled(), st.data())
@settings(max_examples=50)
def test_taking_something_out_changes_nothing_else(before: Spelt, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(list(paths(before.value)) or [("none",)]))
    made = with_value(before.text, at, None)
    if at == ("none",):
        assert made == before.text
        return
    assert (value_of(made) or {}) == (changed(before.value, at, lambda group, part: group.__delitem__(part)) or {})
    if isinstance(at[-1], str):
        assert remarks(made) == remarks(before.text)
    assert_only_the_record_changed(before, made, at)


@given(spelt() | spelt() | sampled(), st.data())
@settings(max_examples=50)
def test_an_item_more_changes_nothing_else(before: Spelt, data: st.DataObject) -> None:
    lists = [at for at in [(), *paths(before.value)] if isinstance(at_place(before.value, at), Seq)]
    at = data.draw(st.sampled_from(lists or [("new",)]))
    value = data.draw(VALUES.filter(bool))
    made = with_item(before.text, at, value)
    found = at_place(value_of(made), at)
    assert found == [*(at_place(before.value, at) if lists else []), value]
    assert remarks(made) == remarks(before.text)
    assert value_of(without_item(made, (*at, len(found) - 1))) == before.value


@given(spelt() | spelt() | sampled(), st.data())
@settings(max_examples=50)
def test_many_changes_at_once_are_what_they_are_one_after_the_other(before: Spelt, data: st.DataObject) -> None:
    """Fields that groups did not have, and items that lists did not have; no comment is lost, and no other value."""
    places = [(), *paths(before.value)]
    groups = [at for at in places if isinstance(at_place(before.value, at), Map)]
    lists = [at for at in places if isinstance(at_place(before.value, at), Seq)]
    new = [(*at, name) for at in groups for name in ("new", "a: b")]
    fields = data.draw(st.lists(st.sampled_from(new), max_size=6, unique=True)) if new else []
    items = data.draw(st.lists(st.sampled_from(lists), max_size=4)) if lists else []
    changes = [*((at, data.draw(VALUES.filter(bool))) for at in fields)]
    added = [((*at, -1), data.draw(VALUES.filter(bool))) for at in sorted(items, key=len)]
    wanted = plain(before.value)
    for at, value in changes:
        at_place(wanted, at[:-1])[at[-1]] = value
    for at, value in added:
        at_place(wanted, at[:-1]).append(value)
    made = with_changes(before.text, [*changes, *added])
    assert value_of(made) == wanted
    assert remarks(made) == remarks(before.text)


@given(YAMLISH | st.lists(YAMLISH, max_size=4).map("\n".join), st.data())
@settings(max_examples=150)
def test_any_text_is_changed_rightly_or_refused(text: str, data: st.DataObject) -> None:
    """However odd it is; and no comment is lost."""
    document = read_yaml(text, "f.yaml")
    at = data.draw(st.sampled_from([("a",), *paths(document.value)]))
    value = data.draw(st.none() | VALUES.filter(bool))
    try:
        made = with_value(text, at, value)
    except RecordsError:
        return
    old: Any = document.value if document.value is not None else {}
    if value is not None:
        wanted = changed(old, at, lambda group, part: group.__setitem__(part, value))
    else:
        there = at in list(paths(document.value))
        wanted = changed(old, at, lambda group, part: group.__delitem__(part)) if there else old
    assert (read_yaml(made, "f.yaml").value or None) == (wanted or None)
