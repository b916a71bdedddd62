"""Patterns that are compiled when they are first used."""

import copy
import importlib
import pickle
import pkgutil
import re

import pytest

import composer
from composer.patterns import regex


def test_a_pattern_answers_as_one_that_was_compiled_at_once() -> None:
    late, early = regex(r"(?P<word>b\w+)", re.IGNORECASE), re.compile(r"(?P<word>b\w+)", re.IGNORECASE)
    text = "a Bee, a bird"
    assert late.findall(text) == early.findall(text) == ["Bee", "bird"]
    assert late.sub("x", text) == early.sub("x", text) == "a x, a x"
    assert (late.pattern, late.flags, late.groupindex) == (early.pattern, early.flags, early.groupindex)
    assert repr(late) == repr(early)


def test_a_pattern_survives_being_copied_and_sent_to_a_worker() -> None:
    late = regex(rb"\d+")
    for twin in (copy.copy(late), copy.deepcopy(late), pickle.loads(pickle.dumps(late))):
        assert twin.findall(b"1 and 22") == [b"1", b"22"]


def test_nothing_is_compiled_before_it_is_used() -> None:
    wrong = regex(r"(never closed")
    with pytest.raises(re.error, match="missing \\)"):
        wrong.search("text")


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    late = type(regex(""))
    found = 0
    for module in pkgutil.walk_packages(composer.__path__, "composer."):
        if module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, late):
                assert value.pattern is not None
                found += 1
    assert found > 250
