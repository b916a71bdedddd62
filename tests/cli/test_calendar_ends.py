"""Days at the ends of the calendar: refused on the command line, and no fault of the program in a file."""

from pathlib import Path

import pytest

from tests.conftest import Run

EVENTS = ("introduction sent", "thank-you sent", "referral received", "replied", "update requested", "moved", "snoozed")
NAMES = [f"p{number}" for number, _ in enumerate(EVENTS)]
COMMANDS = (
    ("contacts",), ("due", "--all"), ("due", "--week", "--ics", "due.ics"), ("draft",), ("check",), ("measure",),
    ("draft", "openings"), ("draft", "presentation"), ("ready", "p0.openings"), ("export", "eml", "--all"),
)  # fmt: skip


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "9001-01-01", "9999-12-31"])
@pytest.mark.parametrize("words", [("--today", "DAY", "due"), ("sent", "ann", "--on", "DAY"), ("log", "snoozed", "ann", "--until", "DAY")])  # fmt: skip
def test_a_day_out_of_reach_is_a_slip_of_the_keys(sample: Path, run: Run, words: tuple[str, ...], day: str) -> None:
    ran = run("-C", sample, *(word.replace("DAY", day) for word in words))
    assert ran.code == 2
    assert f"{day} is out of reach; days from 1970-01-01 to 9000-12-31 are understood" in ran.err


@pytest.mark.parametrize("today", ["1970-01-01", "2026-11-24", "9000-12-31"])
@pytest.mark.parametrize("end", ["0001-01-01", "9999-12-31"])
def test_a_file_may_hold_any_day(tmp_path: Path, run: Run, end: str, today: str) -> None:
    """Whether it is a slip of the keys or meant, like ``until: 9999-12-31``, nothing ends in a fault of the program."""
    (tmp_path / "practice.yaml").write_text(
        "name: Maya Chen\nphone: 555-0142\n"
        f"offers:\n  - {{text: Two evenings are free., needs: [evenings], from: {end}, until: {end}}}\n"
        f"updates:\n  - {{date: {end}, text: I moved., until: {end}}}\n"
    )
    (tmp_path / "contacts.yaml").write_text(
        "".join(
            f"- {{id: {name}, name: Ann {name}x, role: college counseling, email: {name}@elm.example, verified: {end},\n"
            f"   organization: Elm, needs: [{{need: evenings, heard: {end}}}]}}\n"
            for name in NAMES
        )
    )
    (tmp_path / "history.yaml").write_text(
        "".join(
            f"- {{date: {end}, contact: {name}, event: {event}, mention: you liked the talk, until: {end}}}\n"
            for name, event in zip(NAMES, EVENTS, strict=True)
        )
    )
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/p0.openings.md").write_text(
        f"---\nto: p0@elm.example\nsubject: Hours\nletter: openings\ncontact: p0\nstatus: handed-over\n"
        f"handed-over: {end}\nmade: {end}\n---\n\nDear Ann,\n\nOn 3/4 and on {end} and March 3 I have time.\n"
    )
    for words in COMMANDS:
        ran = run("-C", tmp_path, "--today", today, *(str(tmp_path / w) if w == "due.ics" else w for w in words))
        assert ran.code in {0, 1}, (words, ran.err)
