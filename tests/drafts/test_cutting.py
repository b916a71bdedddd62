"""A sentence is taken out of a draft: exactly it, and what stood around it reads as if it had never been there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.checks.engine.sentences import sentences
from composer.drafts.cutting import without
from composer.drafts.format import parse_draft
from composer.drafts.head import read_head

HEAD = "---\nsubject: S\n---\n"


def cut(body: str, said: str) -> str:
    """The file's text behind its head, without the first sentence that reads so on one line."""
    text = HEAD + body
    draft, _ = parse_draft(text, "a", "drafts/a.md")
    assert draft is not None
    found = next(one for one in sentences(draft.body) if " ".join(one.text.split()) == said)
    made = without(read_head(text, "drafts/a.md"), found.start, found.start + len(found.text))
    assert made.startswith(HEAD)
    return made.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("body", "said", "left"),
    [
        ("One. Two. Three.\n", "Two.", "One. Three.\n"), ("One. Two.\n", "One.", "Two.\n"), ("One. Two.\n", "Two.", "One.\n"),
        ("One.\n\nTwo.\n\nThree.\n", "Two.", "One.\n\nThree.\n"), ("One.\n\nTwo. Three.\n\nFour.\n", "Three.", "One.\n\nTwo.\n\nFour.\n"),
        ("One.\n\nTwo. Three.\n", "Two.", "One.\n\nThree.\n"), ("One.\nTwo has\ntwo lines. Three.\n", "Two has two lines.", "One.\nThree.\n"),
        ("One. Two.\nThree.\n", "Two.", "One.\nThree.\n"), ("One.\n\n\n\nTwo.\n\nThree.\n", "Two.", "One.\n\n\n\nThree.\n"),
        ("- One\n- Two\n- Three\n", "- Two", "- One\n- Three\n"), ("- One. Two.\n- Three\n", "- One.", "- Two.\n- Three\n"),
        ("1. One. Two.\n", "One.", "1. Two.\n"), ("1. One.\n2. Two.\n", "Two.", "1. One.\n"), ("Then:\n\n 1. One.\n 2. Two.\n", "One.", "Then:\n\n 2. Two.\n"), ("1) One.\n2) Two.\n", "1) One.", "2) Two.\n"),
        ("\n\nOne. Two.", "One.", "\n\nTwo."), ("One.", "One.", ""), ("One.\n\nTwo.", "Two.", "One."), ("\n\nOne.\n\n", "One.", "\n\n"),
        ("One\\\nTwo\n\nThree.\n", "Two", "One\n\nThree.\n"), ("One\\\nTwo\\\nThree\n", "Two\\", "One\\\nThree\n"),
        ("Zoe\u0308 sang. Two. Ame\u0301lie.\n", "Two.", "Zoe\u0308 sang. Ame\u0301lie.\n"), ("One. Zoe\u0308 sang. Two.\n", "Zoë sang.", "One. Two.\n"),
        ("One. Cafe\u0301 Two.\n", "Café Two.", "One.\n"), ("One.  \nTwo. Three.\n", "Two.", "One.  \nThree.\n"),
        ("One. \U0001f642! Two.\n", "\U0001f642!", "One. Two.\n"), ("Two. One. Two.\n", "Two.", "One. Two.\n"),
    ],
)  # fmt: skip
def test_the_sentence_goes_and_nothing_else_changes(body: str, said: str, left: str) -> None:
    assert cut(body, said) == left


WORDS = st.lists(
    st.sampled_from(["Priya", "sang", "e\u0301te", "at", "ten", "Dr. Lin", "#1", "it's"]), min_size=1, max_size=4
)
SENTENCE = st.tuples(WORDS, st.sampled_from([" ", "\n"]), st.sampled_from(".?!")).map(
    lambda it: it[1].join(it[0]) + it[2]
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)


@given(st.lists(PARAGRAPH, min_size=1, max_size=4), st.sampled_from(["\n\n", "\n\n\n"]), st.data())
def test_of_all_sentences_one_is_gone(paragraphs: list[str], between: str, data: st.DataObject) -> None:
    body = between.join(paragraphs) + "\n"
    draft, _ = parse_draft(HEAD + body, "a", "drafts/a.md")
    assert draft is not None
    there = [" ".join(one.text.split()) for one in sentences(draft.body)]
    said = data.draw(st.sampled_from(there))
    left, _ = parse_draft(HEAD + cut(body, said), "a", "drafts/a.md")
    assert left is not None
    there.remove(said)
    assert [" ".join(one.text.split()) for one in sentences(left.body)] == there
    assert "\n\n\n\n" not in left.body
    assert "  " not in left.body
