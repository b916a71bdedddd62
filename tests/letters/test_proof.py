"""Proofreading by branches: all of a letter is seen, in as few drafts as can be, and an edit says what it changes."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.letters.proof import Feature, smallest
from composer.templating.job import MergeJob, Source
from composer.templating.merge_workers import outlines, trace_all
from composer.templating.outline import ChosenSentence, branches_of
from composer.templating.trace import Traced
from composer.workspace.authoring import proof_letter
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run, at_most


def feature(number: int) -> Feature:
    return Feature("letters/x.md:1", str(number), "branch")


@given(st.dictionaries(st.integers(0, 6), st.frozensets(st.integers(0, 6), max_size=5), max_size=7))
def test_no_smaller_set_shows_as_much(shows: dict[int, frozenset[int]]) -> None:
    """The law, by trying all smaller sets."""
    members = {index: frozenset(map(feature, numbers)) for index, numbers in shows.items()}
    everything = frozenset().union(*members.values()) if members else frozenset()
    chosen = smallest(members)
    assert frozenset().union(*(members[index] for index in chosen)) == everything
    for size in range(len(chosen)):
        for fewer in combinations(members, size):
            assert frozenset().union(*(members[index] for index in fewer)) != everything


TEMPLATE = """Hello {% if a %}one{% elif b %}two{% endif %}
{% for item in items %}{% if item %}x{% else %}y{% endif %}{% endfor %}
{# {% if no %} #}{% if c %}three{% else %}four{% endif %}
"""


def test_every_branch_has_its_label_and_its_line() -> None:
    found = [(branch.line, branch.label) for branch in branches_of(TEMPLATE, "letters/x.md", 10)]
    assert found == [
        (10, "if a"),
        (10, "elif b"),
        (10, "otherwise, not: if a"),
        (11, "for item in items"),
        (11, "if item"),
        (11, "otherwise, not: if item"),
        (11, "otherwise, not: for item in items"),
        (12, "if c"),
        (12, "otherwise, not: if c"),
    ]


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ({"a": "1", "b": "", "c": "1", "items": []}, {"if a", "otherwise, not: for item in items", "if c"}),
        ({"a": "", "b": "1", "c": "", "items": ["1"]}, {"elif b", "for item in items", "if item", "otherwise, not: if c"}),
        ({"a": "", "b": "", "c": "", "items": [""]},
         {"otherwise, not: if a", "for item in items", "otherwise, not: if item", "otherwise, not: if c"}),
    ],
)  # fmt: skip
def test_a_traced_merge_says_which_branches_it_took(values: dict[str, object], labels: set[str]) -> None:
    """Those of the template's text and those of its tree are the same, and the text is what it is without a trace."""
    sources = {"letters/x.md": Source("letters/x.md", TEMPLATE, 10)}
    (traced,) = trace_all(sources, [MergeJob("letters/x.md", values)])
    assert isinstance(traced, Traced)
    named = {(branch.template, branch.number): branch.label for branch in outlines(sources)["letters/x.md"].branches}
    assert {named[branch] for branch in traced.branches} == labels
    assert traced.text.startswith("Hello ")


def test_a_chosen_sentence_is_known_again_with_its_words_filled_in() -> None:
    sentence = ChosenSentence("letters/x.md", 1, "For the {people} you see, one thing is new.")
    assert sentence.stands_in("Dear Ann,\n\nFor the students you see,\none thing is new. And more.")
    assert not sentence.stands_in("For the students you see, two things are new.")


def test_the_chosen_drafts_show_all_that_any_shows(workspace: Snapshot) -> None:
    found, changes = proof_letter(workspace, "introduction")
    everything = {each for letter in found.letters for each in letter.shows}
    assert {each for letter in found.chosen for each in letter.shows} == everything
    assert 2 <= len(found.chosen) < len(found.letters)
    assert changes == []


def test_what_nobody_reaches_is_named(workspace: Snapshot) -> None:
    """Nobody in the sample is told news that nothing of theirs asks for."""
    found, _ = proof_letter(workspace, "annual-update")
    labels = {each.label for each in found.unreached}
    assert "elif news_for_all" in labels
    assert "if silence.days > 730" not in labels
    assert any("One thing is new here" in label for label in labels)


def test_an_edit_says_how_many_drafts_it_changes_and_in_how_many_ways(sample: Path, run: Run) -> None:
    """With one example of each; and nothing where nothing has changed."""
    run("-C", sample, *DAY, "draft")
    assert "No draft would read differently" in run("-C", sample, *DAY, "proof", "introduction").err
    letters = sample / "templates" / "letters"
    letters.mkdir(parents=True)
    before = (Path(__file__).parents[2] / "templates/letters/introduction.md").read_text()
    edited = before.replace("{% include 'parts/closing.md' %}", "Do call.\n\n{% include 'parts/closing.md' %}")
    (letters / "introduction.md").write_text(edited.replace("{% include 'parts/opt-out.md' %}", "No thanks is enough."))
    out = run("-C", sample, *DAY, "proof", "introduction").out
    introductions = len(proof_letter(Snapshot(sample, today=TODAY), "introduction")[0].letters)
    assert f"This edit changes {introductions} drafts in " in out
    assert "+Do call." in out
    assert "hear from me" in out or "Just say the word" in out
    (sample / "old.md").write_text(edited)
    assert "This edit changes" in run(
        "-C", sample, *DAY, "proof", "introduction", "--against", sample / "old.md"
    ).out or (
        "No draft would read differently"
        in run("-C", sample, *DAY, "proof", "introduction", "--against", sample / "old.md").err
    )


def test_a_letter_that_goes_to_nobody_says_so(sample: Path, run: Run) -> None:
    (sample / "history.yaml").write_text("")
    ran = run("-C", sample, *DAY, "proof", "practice-info")
    assert ran.code == 0
    assert "goes to nobody today" in ran.out


def test_a_version_that_is_no_letter_is_one_clear_message(sample: Path, run: Run) -> None:
    (sample / "old.md").write_text("Dear you")
    ran = run("-C", sample, *DAY, "proof", "introduction", "--against", sample / "old.md")
    assert ran.code == 1
    assert "this letter has no head" in ran.err


@pytest.mark.parametrize("count", [300, 3_000])
def test_readers_who_each_have_something_of_their_own_are_all_shown(count: int) -> None:
    """Many of them are no deeper a search than a few."""
    members = {number: frozenset({feature(-1), feature(number)}) for number in range(count)}
    with at_most(20):
        assert smallest(members) == tuple(range(count))


def test_a_search_that_finds_no_end_keeps_the_best_so_far() -> None:
    """Each shows five of two hundred things, and no few of them show all: a search through all would take for ever."""
    members = {number: frozenset(feature(number * step % 199) for step in range(1, 6)) for number in range(1, 199)}
    with at_most(20):
        chosen = smallest(members)
    assert frozenset().union(*(members[index] for index in chosen)) == frozenset().union(*members.values())


@pytest.mark.parametrize(
    "sentence",
    ["a b c " + "{x}" * 30 + " z", "{x} a" * 3_000, " ".join("a" * 5_000), "a {x} a {x} a {x} a {x} b", "{x}" * 20_000],
)
def test_a_sentence_of_nothing_but_fields_is_looked_for_in_bounded_time(sentence: str) -> None:
    with at_most(20):
        ChosenSentence("letters/x.md", 1, sentence).stands_in("a b c " * 5_000)


@given(st.text("ab {}", max_size=12), st.text("ab ", max_size=20))
def test_a_sentence_stands_in_a_letter_where_its_words_do_in_their_order(sentence: str, letter: str) -> None:
    """The law, by a pattern: what stands in braces may have become anything."""
    words = re.sub(r"(?:\{[^{}]*\})+", "\0", " ".join(sentence.split()))
    pattern = ".*?".join(map(re.escape, words.split("\0")))
    found = re.search(pattern, " ".join(letter.split())) is not None
    assert ChosenSentence("letters/x.md", 1, sentence).stands_in(letter) == found
