"""YAML that is made to do harm is refused at once, and what is merely long is read."""

import gc
import subprocess
import sys
from dataclasses import replace

import pytest

from composer.errors import Place
from composer.yaml.reader import (
    ReadLimits,
    read_yaml,
)
from tests.conftest import at_most
from tests.yaml.conftest import problem_of

# --- bombs -----------------------------------------------------------------------------------------------------------

BRACKETS = ["[" * 500, "[" * 20_000, "[" * 50_000, "- " * 50_000, "{a: " * 20_000, "[{a: " * 9_000]


@pytest.mark.parametrize("bomb", BRACKETS, ids=lambda bomb: f"{bomb[:5]} {len(bomb)}")
def test_a_bomb_of_brackets_is_refused_at_once(bomb: str, loader: str) -> None:
    """PyYAML's own C loader ends the whole process on these fifty kilobytes."""
    with at_most(3):
        found = problem_of(bomb)
    assert (found.code, found.level) == ("yaml-depth", "error")
    assert found.text == "groups and lists are nested more than 32 deep"
    assert found.hint == "a record is two or three deep; is a bracket missing?"


def test_thirty_two_deep_is_not_too_deep(loader: str) -> None:
    assert read_yaml("[" * 32 + "]" * 32, "f.yaml").problems == ()
    assert problem_of("[" * 33 + "]" * 33).at.column == 33


BOMBS = {
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{n}: &{n} [*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)),
    "merge keys": "a: &a {x: 1}\n" + "".join(f"b{n}: &b{n}\n  <<: [*a, *a, *a, *a, *a]\n" for n in range(11)),
    "100,000 anchors": "".join(f"- &a{n} x\n" for n in range(100_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_of_copies_is_refused_at_its_first_anchor(name: str, loader: str) -> None:
    """A third of a kilobyte that would be nine to the ninth texts."""
    with at_most(3):
        found = problem_of(BOMBS[name])
    assert (found.at.line, found.code) == (1, "yaml-alias")


CRASHERS = """
from composer.yaml.reader import read_yaml
for piece in ("[", "- ", "{a: ", "? ", "[[]", "- [", "!", "&a ", "*a ", "'", '"', "|\\n", "a: ", "\\t", "%", "\\ud800", "\\0"):
    document = read_yaml(piece * (200_000 // len(piece)), "f.yaml")
    assert len(document.problems) >= 1 or document.value is not None, piece
print("alive")
"""


def test_no_bomb_ends_the_interpreter() -> None:
    """In a process of its own, where a crash of the C library would be seen."""
    ran = subprocess.run([sys.executable, "-c", CRASHERS], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "alive\n", "")


def test_limits_stop_what_is_too_much(loader: str) -> None:
    much = Place("f.yaml").error("yaml-size", "the file holds more than can be read", "split it into parts")
    assert problem_of("a" * 40_000_001) == much
    assert read_yaml("- a\n" * 20, "f.yaml", limits=ReadLimits(events=10)).problems == (
        replace(much, at=Place("f.yaml", 8, 3)),
    )
    assert read_yaml("a: [b]", "f.yaml", limits=ReadLimits(depth=1)).problems[0].code == "yaml-depth"


def test_a_long_line_and_ten_thousand_contacts_are_read_quickly() -> None:
    """0.25 s on the machine it was written on; the bound is for a slow and busy one."""
    record = "- name: Dr. Abena Osei {0}\n  role: pcp\n  email: a{0}@riverstreet.example # work\n  phone: 555-0100\n  state: NO\n"
    book = "".join(record.format(number) for number in range(10_000))
    for text in (book, "a: " + "x" * 5_000_000, "a: x" + " #x" * 1_000_000):
        with at_most(4):
            assert read_yaml(text, "f.yaml").value is not None


def test_the_garbage_collector_is_left_as_it_was() -> None:
    """It rests while a file is read."""
    for text in ("a: 1", "a: *x"):
        read_yaml(text, "f.yaml")
        assert gc.isenabled()
        gc.disable()
        try:
            read_yaml(text, "f.yaml")
            assert not gc.isenabled()
        finally:
            gc.enable()
