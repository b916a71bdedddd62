"""How a draft stands is read from its head quickly, and exactly as the whole draft would say it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.draft import STATUSES, Draft
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.status import standing

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp", "Cf"]), max_size=30).map(
    lambda t: " ".join(t.split())
)
DRAFTS = st.builds(
    Draft,
    name=st.just("a.introduction"), subject=WORDS.filter(bool), body=st.just("Dear Ann,\n\nstatus: sent\n"),
    letter=st.sampled_from(["introduction", "null", "thank-you"]), contact=st.sampled_from(["a", "12", "no"]),
    status=st.sampled_from(STATUSES), reason=WORDS | st.sampled_from(["met: her", "yes # no", "true", "- x", "\u00fc ber"]),
    handed_over=st.none() | st.dates(date(1999, 1, 1), date(2101, 1, 1)),
)  # fmt: skip


def seen(draft: Draft) -> tuple[object, ...]:
    return draft.name, draft.letter, draft.contact, draft.status, draft.reason, draft.handed_over


@given(DRAFTS)
def test_what_is_read_quickly_is_what_the_draft_says(draft: Draft) -> None:
    """Or it is not read quickly."""
    text = format_draft(draft)
    whole, _ = parse_draft(text, draft.name, "x")
    quick = standing(draft.name, text)
    assert whole is not None
    assert quick is None or seen(quick) == seen(whole)


def test_an_ordinary_head_is_read_quickly() -> None:
    draft = Draft(
        "a.introduction",
        "S",
        "B\n",
        letter="introduction",
        contact="a",
        status="handed-over",
        handed_over=date(2026, 11, 24),
    )
    assert standing(draft.name, format_draft(draft)) is not None


@pytest.mark.parametrize(
    "line", ["status: 'ready'", "reason: >\n  because", "contact: [a]", "status: ready\nstatus: sent", "contact: a # b", "status: done", "handed-over: 2026-02-30"]
)  # fmt: skip
def test_what_is_written_in_another_way_is_yamls_to_read(line: str) -> None:
    assert standing("a", f"---\nsubject: S\n{line}\n---\nB\n") is None
