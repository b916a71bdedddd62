"""From draft to sent: each step is a person's word, and binds what it was said of."""

import json
from datetime import date
from pathlib import Path

import pytest

from composer.records.book import HISTORY
from composer.workspace import Workspace
from tests.conftest import DAY, TODAY, Run

NAME = "abena-osei.introduction"


@pytest.fixture
def made(sample: Path, run: Run) -> Path:
    run("-C", sample, *DAY, "draft")
    return sample / f"drafts/{NAME}.md"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_letter_goes_its_way_once(sample: Path, made: Path, run: Run) -> None:
    """Draft, ready, handed over, sent; and the history knows."""
    assert "ready" in run("-C", sample, *DAY, "ready", NAME).out
    assert "status: ready\n" in made.read_text()
    assert "Written (1)" in run("-C", sample, *DAY, "export").out
    assert "status: handed-over\n" in made.read_text()
    again = run("-C", sample, *DAY, "export")
    assert "handed over already; --again hands it over once more" in again.out
    assert "Written" not in again.out
    assert "Written (1)" in run("-C", sample, *DAY, "export", "eml", NAME, "--again").out
    assert run("-C", sample, *DAY, "sent", NAME).code == 0
    assert "status: sent\n" in made.read_text()
    assert (
        "- {date: 2026-11-24, contact: abena-osei, event: sent, letter: introduction}" in (sample / HISTORY).read_text()
    )
    assert "Dr. Abena Osei" not in run("-C", sample, *DAY, "draft").out.split("No letter")[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [("I can help with part of it.", "I can help."), ("subject: Medicaid", "subject: About Medicaid"), ("a.osei@river", "osei@river"), ("letter: introduction", "cc: bo@x.example\nletter: introduction")],
)  # fmt: skip
def test_what_was_approved_is_what_leaves(sample: Path, made: Path, run: Run, old: str, new: str) -> None:
    """Words, subject and every recipient are bound; a change in any keeps the letter here."""
    run("-C", sample, *DAY, "ready", NAME)
    change(made, old, new)
    ran = run("-C", sample, *DAY, "export", "eml", NAME)
    assert not list((sample / "outbox").glob("*.eml"))
    assert "changed after it was marked ready" in ran.out or "address-differs" in ran.err


def test_an_editor_that_only_saves_changes_no_approval(sample: Path, made: Path, run: Run) -> None:
    run("-C", sample, *DAY, "ready", NAME)
    made.write_bytes(made.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert "Written (1)" in run("-C", sample, *DAY, "export", "eml", NAME).out


def test_ready_written_by_hand_is_no_approval(sample: Path, made: Path, run: Run) -> None:
    change(made, "status: draft", "status: ready")
    assert "its status was written by hand" in run("-C", sample, *DAY, "export", "eml", NAME).out


def test_a_block_keeps_a_draft_from_being_ready(sample: Path, made: Path, run: Run) -> None:
    change(made, "I can help with part of it.", "Your Tuesday patient is settling in well.")
    ran = run("-C", sample, *DAY, "ready", NAME, "grace-wang.introduction")
    assert ran.code == 1
    assert "privacy-progress" in ran.err
    assert "status: draft" in made.read_text()
    assert "status: ready" in (sample / "drafts/grace-wang.introduction.md").read_text()


def test_a_ready_draft_whose_text_changes_is_a_draft_again(sample: Path, made: Path, run: Run) -> None:
    run("-C", sample, *DAY, "ready", NAME)
    change(sample / "practice.yaml", "555-0142", "555-0199")
    run("-C", sample, *DAY, "draft", "--refresh")
    text = made.read_text()
    assert "555-0199" in text
    assert "status: draft\n" in text
    assert "its text changed on 2026-11-24; read it again, then mark it ready" in text
    assert "approved:" not in text


def test_a_draft_is_skipped_with_a_reason_and_reopened(sample: Path, made: Path, run: Run) -> None:
    run("-C", sample, *DAY, "skip", NAME, "--reason", "met her: at lunch")
    assert "skipped: met her: at lunch" in run("-C", sample, *DAY, "export", "eml", NAME, "--all").out
    run("-C", sample, *DAY, "reopen", NAME)
    assert "status: draft\n" in made.read_text()
    assert "reason" not in made.read_text()


def test_a_step_leaves_every_other_byte(sample: Path, made: Path, run: Run) -> None:
    change(made, "letter: introduction", "# call before noon\nmine: yes\nletter: introduction")
    before = made.read_text().splitlines()
    run("-C", sample, *DAY, "ready", NAME)
    after = made.read_text().splitlines()
    assert [line for line in before if line not in after] == ["status: draft"]
    assert [line.partition(":")[0] for line in after if line not in before] == ["status", "approved"]


def test_a_deleted_draft_stays_deleted(sample: Path, made: Path, run: Run) -> None:
    made.unlink()
    ran = run("-C", sample, *DAY, "draft", "--refresh")
    assert not made.exists()
    assert "you deleted it, and --force writes it again (1)" in ran.out
    run("-C", sample, *DAY, "draft", "--to", "abena-osei", "--force")
    assert made.exists()


def test_force_keeps_what_was_there(sample: Path, made: Path, run: Run) -> None:
    change(made, "I can help with part of it.", "I was glad to meet you.")
    run("-C", sample, *DAY, "draft", "--force")
    assert "I was glad to meet you." not in made.read_text()
    kept = [path.read_text() for path in (sample / ".outreach/backup").glob(f"{NAME}.*")]
    assert any("I was glad to meet you." in text for text in kept)


def test_a_conflict_keeps_both_and_is_settled(sample: Path, made: Path, run: Run) -> None:
    change(made, "I take Buckeye and Molina Medicaid. ", "I take both of their plans. ")
    change(
        sample / "practice.yaml",
        "text: I take Buckeye and Molina Medicaid.",
        "text: I take Molina and Buckeye Medicaid.",
    )
    assert "`outreach draft --conflicts` shows both (1)" in run("-C", sample, *DAY, "draft", "--refresh").out
    assert "I take both of their plans." in made.read_text()
    assert "<<<<" not in made.read_text()
    shown = json.loads(run("-C", sample, *DAY, "draft", "--conflicts", "--json").out)["conflicts"]
    assert [(one["draft"], one["yours"].strip(), one["new"].strip()) for one in shown] == [
        (NAME, "I take both of their plans.", "I take Molina and Buckeye Medicaid.")
    ]
    assert "Yours, which stands:  I take both of their plans." in run("-C", sample, *DAY, "draft", "--conflicts").out
    assert "1 place changed" in run("-C", sample, *DAY, "settle", NAME, "--new").out
    assert "I take Molina and Buckeye Medicaid." in made.read_text()
    assert "No draft has a place" in run("-C", sample, *DAY, "draft", "--conflicts").out


# --- the history ---------------------------------------------------------------------------------------------------


def test_events_are_logged_for_several_people_and_taken_back(sample: Path, run: Run) -> None:
    before = (sample / HISTORY).read_bytes()
    ran = run("-C", sample, *DAY, "log", "called", "abena-osei", "Jonah Brandt", "--on", "2026-11-20")
    assert ran.out.splitlines() == [
        "- {date: 2026-11-20, contact: abena-osei, event: called}",
        "- {date: 2026-11-20, contact: jonah-brandt, event: called}",
    ]
    assert (sample / HISTORY).read_bytes() == before + ran.out.encode()
    assert Workspace(sample, today=TODAY).records.history.last_touch("abena-osei") == date(2026, 11, 20)
    assert run("-C", sample, *DAY, "log", "--undo").out.count("taken back") == 2
    assert (sample / HISTORY).read_bytes() == before
    assert "nothing to take back" in run("-C", sample, *DAY, "log", "--undo").err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["danced", "abena-osei"], "'danced' is no event"),
        (["called", "nobody-here"], "there is no contact 'nobody-here'"),
        (["called", "abena-osei", "--on", "2027-01-01"], "is yet to come"),
        (["called", "abena-osei", "--mention", "your patient has started therapy with me"], "may be about a client"),
    ],
)  # fmt: skip
def test_what_cannot_be_logged_changes_nothing(sample: Path, run: Run, words: list[str], says: str) -> None:
    before = (sample / HISTORY).read_bytes()
    ran = run("-C", sample, *DAY, "log", *words)
    assert ran.code == 1
    assert says in ran.err
    assert (sample / HISTORY).read_bytes() == before


def test_words_with_signs_come_back_as_they_were_said(sample: Path, run: Run) -> None:
    said = 'you were: "short" of {people}, and #tired'
    run("-C", sample, *DAY, "log", "met", "abena-osei", "--mention", said)
    event = Workspace(sample, today=TODAY).records.history.last("abena-osei")
    assert event is not None
    assert event.mention == said


def test_a_torn_last_line_is_reported_and_set_aside(sample: Path, run: Run) -> None:
    with (sample / HISTORY).open("a") as file:
        file.write("- {date: 2026-11-20, contact: abena-o")
    ran = run("-C", sample, *DAY, "check")
    assert "warning[history-torn]: the last line was cut off" in ran.out
    assert run("-C", sample, *DAY, "log", "called", "grace-wang").code == 0
    assert "- {date: 2026-11-20, contact: abena-o" in (sample / "history.torn.txt").read_text()
    text = (sample / HISTORY).read_text()
    assert text.endswith("- {date: 2026-11-24, contact: grace-wang, event: called}\n")
    assert "abena-o\n" not in text


def test_a_stop_that_is_logged_holds_at_once(sample: Path, made: Path, run: Run) -> None:
    run("-C", sample, *DAY, "log", "asked to stop", "abena-osei")
    assert "address-stop" in run("-C", sample, *DAY, "export", "eml", NAME, "--all").err
