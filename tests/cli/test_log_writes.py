"""What `outreach log` writes: in the history's own way, or not at all; and what it says of a wish that is no contact's."""

from pathlib import Path

import pytest

from composer.records.history import parse_history
from tests.conftest import DAY, Run

_CALLED = "{date: 2026-11-01, contact: abena-osei, event: called}"
_MET = "{date: 2026-11-24, contact: abena-osei, event: met}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"  - {_CALLED}\n", f"  - {_CALLED}\n  - {_MET}\n"), (f"# ours\n\n    - {_CALLED}", f"# ours\n\n    - {_CALLED}\n    - {_MET}\n"),
        (f"---\n- {_CALLED}\n", f"---\n- {_CALLED}\n- {_MET}\n"), (f"- {_CALLED}\r\n", f"- {_CALLED}\r\n- {_MET}\r\n"),
        ("# nothing yet\n", f"# nothing yet\n- {_MET}\n"), ("- date: 2026-11-01\n  contact: abena-osei\n  event: called\n", f"- date: 2026-11-01\n  contact: abena-osei\n  event: called\n- {_MET}\n"),
    ],
)  # fmt: skip
def test_a_line_is_added_in_the_way_of_the_history(before: str, after: str, sample: Path, run: Run) -> None:
    (sample / "history.yaml").write_bytes(before.encode())
    ran = run("-C", sample, *DAY, "log", "met", "abena-osei")
    assert ran.code == 0, ran.err
    assert (sample / "history.yaml").read_bytes().decode() == after
    assert not parse_history(after.replace("\r\n", "\n"), "history.yaml").problems
    assert run("-C", sample, *DAY, "log", "--undo").code == 0
    assert (sample / "history.yaml").read_text().rstrip() == before.replace("\r\n", "\n").rstrip()


@pytest.mark.parametrize("before", ["[]\n", f"[{_CALLED}]\n", f"[{_CALLED},\n {_CALLED}]", f"- {_CALLED}\n...\n"])
def test_a_history_that_takes_no_line_is_left_as_it_is(before: str, sample: Path, run: Run) -> None:
    (sample / "history.yaml").write_text(before)
    ran = run("-C", sample, *DAY, "log", "met", "abena-osei")
    assert (ran.code, ran.err) == (
        1,
        ("error: nothing was noted: no line can be added to history.yaml as it is written\n  hint: write each event of "
        "history.yaml on a line of its own that begins with '- {', without brackets around all\n"),
    )  # fmt: skip
    assert (sample / "history.yaml").read_text() == before


@pytest.mark.parametrize("words", ["unsubscribed", "opted out", "asked-to-stop", "stop"])
def test_a_wish_is_logged_in_the_words_that_the_history_understands(words: str, sample: Path, run: Run) -> None:
    (sample / "history.yaml").write_text("")
    assert run("-C", sample, *DAY, "log", words, "abena-osei").code == 0
    assert (sample / "history.yaml").read_text() == "- {date: 2026-11-24, contact: abena-osei, event: asked to stop}\n"


@pytest.mark.parametrize("who", ["zed@gone.example", "The Gone Place"])
def test_a_wish_of_no_contact_is_told_where_it_stands(who: str, sample: Path, run: Run) -> None:
    ran = run("-C", sample, *DAY, "log", "asked to stop", who)
    assert f"a place, or somebody in no record, stands in do-not-contact.yaml: - {who}" in ran.err
    (sample / "history.yaml").write_text(f"- {{date: 2026-11-01, contact: {who}, event: asked to stop}}\n")
    checked = run("-C", sample, *DAY, "check")
    assert f"stands in do-not-contact.yaml: - {who}" in checked.out + checked.err


def test_what_is_not_there_has_not_changed(sample: Path, run: Run) -> None:
    run("-C", sample, *DAY, "log", "met", "abena-osei")
    assert run("-C", sample, *DAY, "log", "--undo").code == 0
    again = run("-C", sample, *DAY, "log", "--undo")
    assert again.err.startswith("error: there is nothing to take back\n")
