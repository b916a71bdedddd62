"""The life of a draft is one table, and the documents show the same one."""

import re
from itertools import product
from pathlib import Path

import pytest

from composer.drafts.lifecycle import LIFECYCLE, STATUSES, State, Status, parse_status, refusal, stays

RECORDS = Path(__file__).parents[2] / "docs/records.md"


def row(status: Status, state: State) -> str:
    """One state as the documents show it."""
    steps = ", ".join(f"`{one}`" for one in STATUSES if one in state.becomes - {status}) or "nothing"
    leaves = {"ready": "yes", "": "no"}.get(state.leaves, f"with `{state.leaves}`")
    renewed = "yes" if state.is_open else "no"
    counts = "as a letter on its way" if state.on_its_way else "as put aside" if state.put_aside else "no"
    return f"| `{status}` | {state.meaning} | {steps} | {renewed} | {leaves} | {counts} |"


def test_the_documents_show_the_table() -> None:
    shown = [line for line in RECORDS.read_text().splitlines() if re.match(r"\| `(draft|ready|handed|sent|skip)", line)]
    assert shown == [row(status, state) for status, state in LIFECYCLE.items()]


def test_every_state_can_be_left_or_is_the_last() -> None:
    assert [status for status in STATUSES if LIFECYCLE[status].becomes == {status}] == ["sent"]


def test_no_state_that_has_left_or_is_put_aside_is_rewritten_or_leaves_by_itself() -> None:
    for status in ("handed-over", "sent", "skipped"):
        assert not LIFECYCLE[status].is_open
        assert stays(status, "", everything=True, again=False)


@pytest.mark.parametrize(("status", "wanted"), [*product(STATUSES, STATUSES)])
def test_a_refused_step_says_what_to_do(status: Status, wanted: Status) -> None:
    said = refusal(status, wanted)
    assert bool(said) == (wanted not in LIFECYCLE[status].becomes)
    assert not said or "`outreach " in said


@pytest.mark.parametrize(("written", "status"), [(None, "draft"), (" sent ", "sent"), ("handed over", "handed-over")])
def test_a_status_is_read_as_people_write_it(written: str | None, status: Status) -> None:
    assert parse_status(written) == status


@pytest.mark.parametrize("written", ["", "Sent", "done", True, ["sent"], {"sent": None}, "handed_over"])
def test_a_status_that_is_none_says_which_there_are(written: object) -> None:
    with pytest.raises(ValueError, match=r"'status' is draft, ready, handed-over, sent or skipped, not "):
        parse_status(written)
