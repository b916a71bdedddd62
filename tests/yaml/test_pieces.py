"""Items of a list become texts of their own and come back: their lines, their comments, and no other byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import RecordsError
from composer.yaml.pieces import drop_items, lift_items
from composer.yaml.reader import read_yaml

LIST = """\
# Everyone I write to.

contacts:
  # the first one
  - name: Ann   # a friend
    notes: |
      two lines

      of text
    needs:
      - text: no room
    # below her

  # Ben: met twice
  # in spring
  - {name: Ben,
     phone: "555-0100"}

  -  # Zoe
     name: Zoe
     notes: "a long
       line"
organizations:
  - name: Lakeview
"""
ANN = """\
# the first one
name: Ann   # a friend
notes: |
  two lines

  of text
needs:
  - text: no room
# below her
"""
BEN = """\
# Ben: met twice
# in spring
{name: Ben,
 phone: "555-0100"}
"""
ZOE = """\
# Zoe
name: Zoe
notes: "a long
  line"
"""
AT = ("contacts",)


def lift(text: str, *indexes: int, at: tuple[str, ...] = AT) -> tuple[str, list[str]]:
    return lift_items(text, at, indexes, path="contacts.yaml")


def drop(text: str, *pieces: str) -> str:
    return drop_items(text, pieces, key="contacts", path="contacts.yaml")


def test_each_item_takes_its_lines_and_its_comments_along() -> None:
    rest, pieces = lift(LIST, 0, 1, 2)
    assert pieces == [ANN, BEN, ZOE]
    assert rest == "# Everyone I write to.\n\ncontacts:\norganizations:\n  - name: Lakeview\n"


def test_one_item_leaves_every_other_byte() -> None:
    rest, pieces = lift(LIST, 1)
    assert pieces == [BEN]
    begin = LIST.index("  # Ben")
    assert rest == LIST[:begin] + LIST[LIST.index("  -  # Zoe") :]


def test_line_ends_and_the_mark_of_the_file_stay() -> None:
    text = "\ufeff" + LIST.replace("\n", "\r\n")
    rest, pieces = lift(text, 0)
    assert pieces == [ANN.replace("\n", "\r\n")]
    assert rest == text[: text.index("  # the first")] + text[text.index("  # Ben") :]


def test_a_list_that_is_the_whole_file_may_become_empty() -> None:
    assert lift("- name: Ann\n\n- name: Ben", 0, 1, at=()) == ("", ["name: Ann\n", "name: Ben"])


@pytest.mark.parametrize(
    "text", ["contacts: [{name: Ann}]\n", "contacts:\n  - - name: Ann\n", "contacts: {a: b}\n", "contacts:\n  - a: [\n"]
)
def test_what_cannot_be_moved_safely_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(RecordsError) as refused:
        drop(lift(text, 0)[0], *lift(text, 0)[1])
    assert (
        refused.value.message == "nothing was moved from contacts.yaml: it is written so that it cannot be moved safely"
    )
    assert refused.value.hint.startswith("move it by hand: contacts.yaml, line ")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", "- name: Ann\n"),
        ("# mine\n", "# mine\n- name: Ann\n"),
        ("- name: Ben", "- name: Ben\n\n- name: Ann\n"),
        ("contacts:\n", "contacts:\n  - name: Ann\n"),
        ("contacts: # mine\norganizations: []\n", "contacts: # mine\n  - name: Ann\norganizations: []\n"),
        ("organizations:\n  - name: B\n", "organizations:\n  - name: B\ncontacts:\n  - name: Ann\n"),
        ("contacts:\n- name: B\n  # b\n# end\n", "contacts:\n- name: B\n  # b\n\n- name: Ann\n# end\n"),
        ("contacts:\r\n    - name: B\r\n", "contacts:\r\n    - name: B\r\n\r\n    - name: Ann\r\n"),
    ],
)
def test_an_item_comes_behind_the_others_as_they_are_indented(text: str, made: str) -> None:
    assert drop(text, "name: Ann\n") == made


@pytest.mark.parametrize(
    "piece", ["---\nname: Ann\n", "\ufeffname: Ann\n", "  name: Ann\n", "name: Ann", "# a\n\nname: Ann # b\n# c\n"]
)
def test_a_text_of_one_group_may_be_written_in_any_way(piece: str) -> None:
    made = drop("- name: Ben\n", piece)
    assert read_yaml(made, "x").value == [{"name": "Ben"}, {"name": "Ann"}]
    assert [word for word in "abc" if f"# {word}" in made] == [word for word in "abc" if f"# {word}" in piece]


WORDS = st.text(alphabet="ab:#-|'\"\n {}[],é\t", max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(["|", ">", "|+", "'", '"', ""]), WORDS), min_size=1, max_size=4), st.booleans()
)
def test_whatever_is_lifted_can_be_dropped_again(items: list[tuple[str, str]], windows: bool) -> None:
    """Or it is refused; never does it say anything else."""
    lines = ["contacts:"]
    for number, (style, words) in enumerate(items):
        plain = "".join(c for c in words if c.isalnum()) or "x"
        said = {
            "'": "'" + words.replace("'", "''").replace("\n", "\n\n      ").replace("\t", "") + "'",
            '"': '"' + words.replace('"', "").replace("\n", "\n\n      ").replace("\t", "") + '"',
            "": plain,
        }.get(style, f"{style}\n" + "".join(f"      {line}\n" for line in words.split("\n")))
        lines += [f"  # number {number}", f"  - name: n{number}", f"    notes: {said}", ""]
    text = "\n".join(lines)
    text = text.replace("\n", "\r\n") if windows else text
    value = read_yaml(text, "x")
    if value.problems or not isinstance(value.value, dict):
        return
    try:
        rest, pieces = lift(text, *range(len(items)))
        back = drop(rest, *pieces)
    except RecordsError:
        return
    assert read_yaml(back, "x").value == value.value
    assert back.count("# number") == len(items)
