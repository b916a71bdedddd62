"""From draft to sent: each step is a person's word, and binds what it was said of."""

import json
from pathlib import Path

import pytest

from composer.records.book import HISTORY
from tests.cli.conftest import NAME
from tests.conftest import CALLED, DAY, Run, change

SENTENCE = "With a signed release I send half a page after the first visit, by fax if your chart prefers that."
"""One of the offers in the letter to Dr. Osei."""


def test_a_letter_goes_its_way_once(sample: Path, made: Path, run: Run) -> None:
    """Draft, ready, handed over, sent; and the history knows."""
    assert "ready" in run("-C", sample, *DAY, "ready", NAME).out
    assert "status: ready\n" in made.read_text()
    assert "Written (1)" in run("-C", sample, *DAY, "export").out
    assert "status: handed-over\n" in made.read_text()
    again = run("-C", sample, *DAY, "export", "eml", NAME)
    assert "handed over already; --again hands it over once more" in again.out
    assert "Written" not in again.out
    assert "Written (1)" in run("-C", sample, *DAY, "export", "eml", NAME, "--again").out
    assert run("-C", sample, *DAY, "sent", NAME).code == 0
    assert "status: sent\n" in made.read_text()
    assert (
        "- {date: 2026-11-24, contact: abena-osei, event: sent, letter: introduction, question: would-that-help}"
        in (sample / HISTORY).read_text()
    )
    assert "Dr. Abena Osei" not in run("-C", sample, *DAY, "draft").out.split("No letter")[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [("I send half a page after the first visit", "I send a page"), ("subject: Medicaid", "subject: About Medicaid"), ("a.osei@river", "osei@river"), ("letter: introduction", "cc: bo@x.example\nletter: introduction")],
)  # fmt: skip
def test_what_was_approved_is_what_leaves(sample: Path, made: Path, run: Run, old: str, new: str) -> None:
    """Words, subject and every recipient are bound; a change in any keeps the letter here."""
    run("-C", sample, *DAY, "ready", NAME)
    change(made, old, new)
    ran = run("-C", sample, *DAY, "export", "eml", NAME)
    assert not list((sample / "outbox").glob("*.eml"))
    assert "after you marked it ready; read it, then `outreach ready` again" in ran.out or "address-differs" in ran.err


def test_an_editor_that_only_saves_changes_no_approval(sample: Path, made: Path, run: Run) -> None:
    run("-C", sample, *DAY, "ready", NAME)
    made.write_bytes(made.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert "Written (1)" in run("-C", sample, *DAY, "export", "eml", NAME).out


def test_ready_written_by_hand_is_no_approval(sample: Path, made: Path, run: Run) -> None:
    change(made, "status: draft", "status: ready")
    assert "its status was written by hand" in run("-C", sample, *DAY, "export", "eml", NAME).out


def test_a_block_keeps_a_draft_from_being_ready(sample: Path, made: Path, run: Run) -> None:
    change(made, SENTENCE, "Your Tuesday patient is settling in well.")
    ran = run("-C", sample, *DAY, "ready", NAME, "grace-wang.introduction")
    assert ran.code == 1
    assert "privacy-client" in ran.err
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


def test_a_deleted_draft_is_named_in_what_is_due_and_draft_due_leaves_it(sample: Path, run: Run) -> None:
    run("-C", sample, *DAY, "draft", "--due")
    made = sample / "drafts/ruth-adeyemi.introduction.md"
    made.unlink()
    listed = run("-C", sample, *DAY, "due").out
    (line,) = (line for line in listed.splitlines() if "Ruth Adeyemi" in line)
    assert "introduction (written before, and deleted)" in line
    assert listed.count("deleted") == 1
    due = json.loads(run("-C", sample, *DAY, "due", "--json").out)["due"]
    assert [one["contact"] for one in due if one["deleted"]] == ["ruth-adeyemi"]
    assert "you deleted it, and --force writes it again (1)" in run("-C", sample, *DAY, "draft", "--due").out
    assert not made.exists()


def test_force_keeps_what_was_there(sample: Path, made: Path, run: Run) -> None:
    change(made, SENTENCE, "I was glad to meet you.")
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
    assert "Nothing in this draft waits for a choice." in run("-C", sample, *DAY, "settle", NAME, "--new").out


@pytest.fixture
def disputed(sample: Path, made: Path, run: Run) -> Path:
    """Two places that a person and the program both changed."""
    change(made, "I take Buckeye and Molina Medicaid. ", "I take both of their plans. ")
    change(made, "Patients can call 555-0142, and", "Patients can call 555-0142 before nine, and")
    change(sample / "practice.yaml", "text: I take Buckeye and Molina", "text: I take Molina and Buckeye")
    change(sample / "practice.yaml", "555-0142", "555-0199")
    run("-C", sample, *DAY, "draft", "--refresh")
    return made


def test_one_place_is_settled_and_the_other_waits(sample: Path, disputed: Path, run: Run) -> None:
    shown = run("-C", sample, *DAY, "draft", "--conflicts").out
    assert "  1. Yours, which stands:  I take both of their plans." in shown
    assert "  2. Yours, which stands:  Patients can call 555-0142 before nine, and the fax" in shown
    assert "1 place changed" in run("-C", sample, *DAY, "settle", NAME, "--new", "--place", "2").out
    text = disputed.read_text()
    assert "I take both of their plans." in text
    assert "Patients can call 555-0199, and" in text
    left = json.loads(run("-C", sample, *DAY, "draft", "--conflicts", "--json").out)["conflicts"]
    assert [(one["draft"], one["place"], one["yours"]) for one in left] == [(NAME, 1, "I take both of their plans. ")]
    assert "Your words stay" in run("-C", sample, *DAY, "settle", NAME, "--place", "1").out
    assert disputed.read_text() == text
    kept = " ".join(path.read_text() for path in (sample / ".outreach/backup").glob(f"{NAME}.*"))
    assert "I take Molina and Buckeye Medicaid." in kept
    assert "Patients can call 555-0142 before nine" in kept


def test_a_place_that_is_not_there_is_a_sentence(sample: Path, disputed: Path, run: Run) -> None:
    before = disputed.read_bytes()
    ran = run("-C", sample, *DAY, "settle", NAME, "--new", "--place", "3")
    assert ran.code == 1
    assert f"there is no place 3 in {NAME}; it has 2" in ran.err
    assert run("-C", sample, *DAY, "settle", NAME, "--place", "0").code == 2
    assert json.loads(run("-C", sample, *DAY, "settle", NAME, "--place", "3", "--json").out)["kind"] == "missing"
    assert disputed.read_bytes() == before


def test_a_choice_is_told_to_other_programs(sample: Path, disputed: Path, run: Run) -> None:
    change(disputed, "I take both of their plans. ", "")
    run("-C", sample, *DAY, "ready", NAME)
    ran = run("-C", sample, *DAY, "settle", NAME, "--new", "--json")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert (told["taken"], told["kept"], [one["place"] for one in told["left"]]) == ([2], [], [1])
    assert told["left"][0]["because"].startswith("your words no longer stand in the draft")
    assert told["left"][0]["new"] == "I take Molina and Buckeye Medicaid. "
    assert told["reopened"] is True
    assert "its text changed on 2026-11-24" in disputed.read_text()


def test_new_text_without_a_place_is_shown_and_the_record_stays(sample: Path, disputed: Path, run: Run) -> None:
    change(disputed, "I take both of their plans. ", "")
    shown = run("-C", sample, *DAY, "draft", "--conflicts").out
    assert "Yours, as it was:     I take both of their plans." in shown
    assert "The new text cannot be put in: your words no longer stand in the draft" in shown
    ran = run("-C", sample, *DAY, "settle", NAME, "--new", "--place", "1")
    assert ran.code == 1
    assert "Place 1 still waits: your words no longer stand" in ran.out
    assert "    I take Molina and Buckeye Medicaid." in ran.out
    assert "I take Molina and Buckeye Medicaid." in run("-C", sample, *DAY, "draft", "--conflicts").out


# --- what a sync program leaves ------------------------------------------------------------------------------------


def test_a_second_version_of_a_draft_stops_it_until_somebody_has_looked(sample: Path, made: Path, run: Run) -> None:
    copy = made.with_name(f"{NAME} (Ann's conflicted copy 2026-11-24).md")
    copy.write_text(made.read_text())
    ran = run("-C", sample, *DAY, "check", NAME)
    assert ran.code == 1
    assert f"error[draft-copy]: '{copy.name}' lies beside it, left by a program that keeps folders in step" in ran.out
    assert run("-C", sample, *DAY, "ready", NAME).code == 1
    assert run("-C", sample, *DAY, "export", "eml", NAME, "--all").code == 1
    copy.unlink()
    assert run("-C", sample, *DAY, "ready", NAME).code == 0


@pytest.mark.parametrize("name", ["contacts (1)", "history (Ann's conflicted copy 2026-11-24)", "do-not-contact 2"])
def test_a_second_version_of_a_record_stops_all_writing(sample: Path, run: Run, name: str) -> None:
    """A wish to be left alone may stand in one of the two and not in the other."""
    (sample / "do-not-contact.yaml").write_text("[]\n")
    (sample / f"{name}.yaml").write_text("[]\n")
    ran = run("-C", sample, *DAY, "draft")
    assert ran.code == 1
    assert f"{name}.yaml: error[sync-copy]: this was left beside" in ran.err
    assert not (sample / "drafts").exists()


def test_a_person_named_instead_of_a_draft_leads_to_the_draft(sample: Path, made: Path, run: Run) -> None:
    ran = run("-C", sample, *DAY, "ready", "abena-osei")
    assert ran.code == 1
    assert f"hint: did you mean {NAME}?" in ran.err


@pytest.mark.parametrize("key", ["Status", "STATUS", "staus", "status\u200b", "'Status'", "Status "])
def test_a_letter_that_left_under_a_misspelt_status_is_not_touched(
    sample: Path, made: Path, run: Run, key: str
) -> None:
    """What is nearly the field of the state may say that the letter has left."""
    run("-C", sample, *DAY, "ready", NAME)
    run("-C", sample, *DAY, "export")
    change(made, "status: handed-over", f"{key}: handed-over")
    (sample / "outbox" / f"{CALLED[NAME]}.eml").unlink()
    change(sample / "practice.yaml", "555-0142", "555-0199")
    before = made.read_bytes()
    for words in (["draft", "--to", "abena-osei", "--refresh"], ["draft", "introduction", "--to", "abena-osei", "--force"],
                  ["export", "eml", NAME, "--all"], ["reopen", NAME], ["ready", NAME]):  # fmt: skip
        ran = run("-C", sample, *DAY, *words)
        assert (ran.code, made.read_bytes()) == (1, before), words
        assert "there is no field" in ran.err + ran.out, words
    assert not list((sample / "outbox").glob("*.eml"))


@pytest.mark.parametrize("tail", ["x: |+\n  t\n\n", "...\n"])
def test_a_head_that_cannot_be_changed_stops_no_other_draft(sample: Path, made: Path, run: Run, tail: str) -> None:
    change(made, "---\nDear", f"{tail}---\nDear")
    other, third = sample / "drafts/grace-wang.introduction.md", sample / "drafts/jonah-brandt.introduction.md"
    ran = run("-C", sample, *DAY, "ready", other.stem, NAME, third.stem)
    assert ran.code == 1
    assert ran.out.count("grace-wang.introduction") == ran.out.count("jonah-brandt.introduction") == 1
    assert "status: ready\n" in other.read_text()
    assert "status: ready\n" in third.read_text()
    assert "nothing was changed" in ran.out + ran.err
    assert "status: draft\n" in made.read_text()


@pytest.mark.parametrize("words", [["ready"], ["skip", "--reason", "later"], ["reopen"], ["sent"]])
def test_a_slip_in_one_name_changes_no_draft(sample: Path, made: Path, run: Run, words: list[str]) -> None:
    before = made.read_bytes()
    ran = run("-C", sample, *DAY, *words, NAME, "grace-wang.introductoin")
    assert (ran.code, made.read_bytes()) == (1, before)
    assert "did you mean 'grace-wang.introduction'?" in ran.err


def test_a_sent_letter_is_explained_from_the_day_it_was_made(sample: Path, made: Path, run: Run) -> None:
    """What the letter led to is no reason for what it said."""
    before = run("-C", sample, *DAY, "explain", NAME).out
    run("-C", sample, *DAY, "ready", NAME)
    run("-C", sample, *DAY, "export")
    run("-C", sample, *DAY, "sent", NAME)
    run("-C", sample, "--today", "2026-12-01", "log", "referral received", "abena-osei")
    assert run("-C", sample, "--today", "2026-12-02", "explain", NAME).out == before
