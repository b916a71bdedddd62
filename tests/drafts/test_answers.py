"""What a person answered about a sentence: it stands in the draft's head, letter for letter, and disturbs nothing."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from composer.drafts.draft import ANSWERS, Draft
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.head import read_head
from composer.drafts.three_way import merge_drafts
from composer.records.fields import composed

PATH = "drafts/a.md"
BODY = "Dear Ann,\n\nPriya sang. --- Deborah was kind.\n"
HEADS = [
    "subject: S\nstatus: draft\n",
    "# mine\nsubject: S # a note\n\nstatus: draft\n# the end\n",
    "answers:\n  Priya sang.: fine\nsubject: S\n",
    "answers:\n    # they asked\n    'Priya sang.': fine # yes\n    # below\nsubject: S\n",
    "answers: {Priya sang.: fine}\nsubject: S\n",
    "answers: {}\nsubject: S\n",
    "answers:\nsubject: S\n",
    "answers: # none yet\n  ? Priya sang.\n  : fine\nsubject: S\n",
    "  subject: S\n  answers:\n    Priya sang.: fine\n",
    "  subject: S\n  status: draft\n",
    "subject: S\noverrides:\n  claims-panel: joined\nstatus: draft\n",
]


def sentence() -> st.SearchStrategy[str]:
    """Any text as a question names it: on one line, composed, without blanks around it."""
    nasty = st.sampled_from([": ", " #", "- ", "? ", '"', "'", "\\", "{", "}", "[", "]", "&a", "*a", "!", "|", ">", "%", "@", "`", "---", "…", "🙂", "\u0301", "\ufeff", "\x85", "\u2028", "\x07", "true", "null", "~", "<<"])  # fmt: skip
    pieces = st.lists(st.one_of(nasty, st.text(st.characters(codec="utf-8"), max_size=12)), min_size=1, max_size=8)
    return pieces.map(lambda found: " ".join(composed("".join(found)).split())).filter(bool)


@given(sentence(), st.sampled_from(ANSWERS), st.sampled_from(HEADS))
@example('Priya: "she\'s" #1 – kind 🙂', "colleague", HEADS[0])
@example("- a line with a dash", "nobody", HEADS[2])
@example("word " * 900, "fine", HEADS[2])
@example("true", "fine", HEADS[3])
def test_any_sentence_reads_back_the_same_and_nothing_else_changes(said: str, answer: str, head: str) -> None:
    said = " ".join(said.split())
    text = f"---\n{head}---\n{BODY}"
    before, _ = parse_draft(text, "a", PATH)
    made = read_head(text, PATH).with_entry("answers", said, answer)
    after, problems = parse_draft(made, "a", PATH)
    assert before is not None
    assert after is not None, problems
    assert dict(after.answers) == {**dict(before.answers), said: answer}
    assert replace(after, answers=()) == replace(before, answers=())
    if "{" not in head and "answers:\nsubject" not in head:
        left = [line for line in made.split("\n") if line in text.split("\n")]
        assert left == text.split("\n"), "every line that was there is there still"


@given(sentence(), sentence())
def test_a_second_answer_stands_beside_the_first_however_long_both_are(first: str, second: str) -> None:
    text = f"---\nsubject: S\n---\n{BODY}"
    long = " ".join(composed(second * 80).split())
    for said in (first, long):
        text = read_head(text, PATH).with_entry("answers", said, "fine")
    draft, problems = parse_draft(text, "a", PATH)
    assert draft is not None, problems
    assert {said for said, _ in draft.answers} == {first, long}


@given(st.dictionaries(sentence(), st.sampled_from(ANSWERS), max_size=3))
def test_a_draft_with_answers_is_written_and_read_back(answers: dict[str, str]) -> None:
    draft = Draft("a", "S", "B\n", answers=tuple(answers.items()))
    assert parse_draft(format_draft(draft), "a", PATH) == (draft, ())


@pytest.mark.parametrize("written", ["'Zoe\u0308 sang.'", "Zoë  sang.", "Zoë\u00a0sang."])
def test_a_sentence_that_was_written_by_hand_is_the_same_sentence(written: str) -> None:
    draft, _ = parse_draft(f"---\nsubject: S\nanswers:\n  {written}: nobody\n---\nB\n", "a", PATH)
    assert draft is not None
    assert draft.answers == (("Zoë sang.", "nobody"),)


@pytest.mark.parametrize("odd", ["colleage", "yes", "[fine]", "{fine: 1}", "true", ""])
def test_an_answer_that_there_is_not_is_an_error_with_its_place(odd: str) -> None:
    draft, problems = parse_draft(f"---\nsubject: S\nanswers:\n  Priya sang.: {odd}\n---\nB\n", "a", PATH)
    assert draft is None
    assert [(problem.at.line, problem.level) for problem in problems] == [(4, "error")]
    assert "an answer is one of colleague, nobody, fine" in problems[0].text


def test_answers_outlast_new_text() -> None:
    base = "---\nsubject: S\n---\nDear Ann,\n\nOld words.\n\nThe same.\n\nMore.\n"
    yours = read_head(base.replace("More.", "Priya sang."), PATH).with_entry("answers", "Priya sang.", "colleague")
    merged = merge_drafts(base, yours, base.replace("Old words", "New words").replace(": S", ": T"), PATH)
    draft, _ = parse_draft(merged.text, "a", PATH)
    assert draft is not None
    assert (draft.subject, draft.body, merged.conflicts) == (
        "T",
        "Dear Ann,\n\nNew words.\n\nThe same.\n\nPriya sang.\n",
        (),
    )
    assert draft.answers == (("Priya sang.", "colleague"),)
