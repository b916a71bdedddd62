"""From draft to sent: each step is a person's word, and binds what it was said of."""

import json
from datetime import date
from pathlib import Path

import pytest

from composer.records.book import HISTORY
from composer.workspace import Workspace
from tests.conftest import DAY, TODAY, Run, change

NAME = "abena-osei.introduction"


@pytest.fixture
def made(sample: Path, run: Run) -> Path:
    run("-C", sample, *DAY, "draft")
    return sample / f"drafts/{NAME}.md"


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
        "- {date: 2026-11-24, contact: abena-osei, event: sent, letter: introduction, question: word-back}"
        in (sample / HISTORY).read_text()
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
    assert "Nothing in this draft waits for a choice." in run("-C", sample, *DAY, "settle", NAME, "--new").out


@pytest.fixture
def disputed(sample: Path, made: Path, run: Run) -> Path:
    """Two places that a person and the program both changed."""
    change(made, "I take Buckeye and Molina Medicaid. ", "I take both of their plans. ")
    change(made, "Patients can call 555-0142 and", "Patients can call 555-0142 before nine and")
    change(sample / "practice.yaml", "text: I take Buckeye and Molina", "text: I take Molina and Buckeye")
    change(sample / "practice.yaml", "555-0142", "555-0199")
    run("-C", sample, *DAY, "draft", "--refresh")
    return made


def test_one_place_is_settled_and_the_other_waits(sample: Path, disputed: Path, run: Run) -> None:
    shown = run("-C", sample, *DAY, "draft", "--conflicts").out
    assert "  1. Yours, which stands:  I take both of their plans." in shown
    assert "  2. Yours, which stands:  Patients can call 555-0142 before nine and say" in shown
    assert "1 place changed" in run("-C", sample, *DAY, "settle", NAME, "--new", "--place", "2").out
    text = disputed.read_text()
    assert "I take both of their plans." in text
    assert "Patients can call 555-0199 and" in text
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


# --- the history knows what left -----------------------------------------------------------------------------------


def test_all_that_was_handed_over_is_called_sent_at_once_and_taken_back_at_once(
    sample: Path, made: Path, run: Run
) -> None:
    before = (sample / HISTORY).read_bytes()
    run("-C", sample, *DAY, "ready", NAME, "ruth-adeyemi.introduction")
    run("-C", sample, *DAY, "export")
    assert "handed-over: 2026-11-24\n" in made.read_text()
    assert run("-C", sample, *DAY, "sent", "--all").out.count("sent") == 2
    assert (sample / HISTORY).read_text().count("event: sent, letter: introduction, question:") == 2
    assert run("-C", sample, *DAY, "sent", "--all").out == "No draft waits to be called sent.\n"
    undone = run("-C", sample, *DAY, "log", "--undo").out
    assert undone.count("taken back") == 2
    assert f"{NAME} is handed over again" in undone
    assert (sample / HISTORY).read_bytes() == before
    assert "status: handed-over\n" in made.read_text()


def test_a_letter_is_noted_once_although_the_plug_was_pulled(sample: Path, made: Path, run: Run) -> None:
    """Between the line in the history and the draft's head; doing it again ends it and writes no second line."""
    run("-C", sample, *DAY, "ready", NAME)
    run("-C", sample, *DAY, "sent", NAME)
    change(made, "status: sent", "status: ready")
    assert run("-C", sample, *DAY, "sent", NAME).code == 0
    assert (sample / HISTORY).read_text().count("contact: abena-osei, event: sent") == 1
    assert "status: sent\n" in made.read_text()


def test_only_a_question_that_was_asked_is_remembered(sample: Path, made: Path, run: Run) -> None:
    text = made.read_text()
    question = next(part for part in text.split(". ") if "?" in part).partition("?")[0] + "?"
    change(made, question, "How are the evenings at River Street?")
    run("-C", sample, *DAY, "ready", NAME)
    run("-C", sample, *DAY, "sent", NAME)
    assert (
        "- {date: 2026-11-24, contact: abena-osei, event: sent, letter: introduction}\n"
        in (sample / HISTORY).read_text()
    )


def test_a_letter_sent_by_hand_takes_the_drafts_turn(sample: Path, made: Path, run: Run) -> None:
    """It was written out of the draft and never marked; the draft that is still there may not go any more."""
    assert run("-C", sample, *DAY, "log", "introduction sent", "abena-osei").code == 0
    for words in (("ready", NAME), ("export", "eml", NAME, "--all")):
        ran = run("-C", sample, *DAY, *words)
        assert ran.code == 1
        assert "they got this letter on 2026-11-24, and it goes to a person once" in ran.err
    assert not (sample / "outbox" / f"{NAME}.eml").exists()


def test_a_colleagues_letter_waits_a_week_and_a_reason_lets_it_go(sample: Path, made: Path, run: Run) -> None:
    other = "tomasz-zielinski.introduction"
    run("-C", sample, *DAY, "ready", NAME, other)
    ran = run("-C", sample, *DAY, "export")
    assert ran.out.count("Written (1)") == 1
    assert "it waits: a letter went to Dr. Abena Osei, MD there on 2026-11-24; theirs may go on 2026-12-01" in ran.out
    assert "warning[timing-early]" in run("-C", sample, *DAY, "check", other).out
    change(
        sample / f"drafts/{other}.md", "status: ready", "status: ready\noverrides: {timing-early: they asked together}"
    )
    assert "Written (1)" in run("-C", sample, *DAY, "export", "eml", other).out


def test_a_week_later_it_goes_by_itself(sample: Path, made: Path, run: Run) -> None:
    run("-C", sample, *DAY, "ready", NAME, "tomasz-zielinski.introduction")
    run("-C", sample, *DAY, "export")
    assert "Written (1)" in run("-C", sample, "--today", "2026-12-01", "export").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["sent", "abena-osei", "--letter", "introducton"], "did you mean 'introduction'?"),
        (["introducton sent", "abena-osei"], "did you mean 'introduction'?"),
        (["calld", "abena-osei"], "did you mean 'called'?"),
        (["snoozed", "abena-osei"], "say until when: --until 2027-01-15"),
        (["sent", "abena-osei", "--letter", "jo doe has come"], "there is no letter 'jo-doe-has-come'"),
    ],
)  # fmt: skip
def test_a_slip_is_no_memory(sample: Path, run: Run, words: list[str], says: str) -> None:
    before = (sample / HISTORY).read_bytes()
    ran = run("-C", sample, *DAY, "log", *words)
    assert ran.code == 1
    assert says in ran.err
    assert (sample / HISTORY).read_bytes() == before


def test_other_programs_can_log(sample: Path, run: Run) -> None:
    logged = json.loads(run("-C", sample, *DAY, "log", "postcard sent", "abena-osei", "--json").out)["logged"]
    assert logged == ["- {date: 2026-11-24, contact: abena-osei, event: postcard sent}"]
    assert json.loads(run("-C", sample, *DAY, "log", "--undo", "--json").out) == {"taken_back": logged, "drafts": {}}


# --- people who are merged, letters that are renamed ---------------------------------------------------------------


def merge_contacts(sample: Path) -> None:
    """Dr. Osei gets another id, as when two records are merged; the old one is kept in former_ids."""
    change(sample / "contacts.yaml", "- id: abena-osei\n", "- id: a-osei\n    former_ids: [abena-osei]\n")


def test_a_merged_contact_has_had_what_each_of_them_had(sample: Path, made: Path, run: Run) -> None:
    run("-C", sample, *DAY, "log", "introduction sent", "abena-osei")
    merge_contacts(sample)
    made.unlink()
    out = run("-C", sample, *DAY, "draft", "introduction", "--to", "a-osei", "--force").out
    assert "they got this letter on 2026-11-24, and it goes to a person once" in out
    assert (
        run("-C", sample, *DAY, "log", "called", "abena-osei").out
        == "- {date: 2026-11-24, contact: a-osei, event: called}\n"
    )


def test_a_merged_contact_keeps_the_draft_that_is_there(sample: Path, made: Path, run: Run) -> None:
    merge_contacts(sample)
    ran = run("-C", sample, *DAY, "draft", "--to", "a-osei", "--refresh")
    assert f"drafts/{NAME}.md" in ran.out
    assert not (sample / "drafts/a-osei.introduction.md").exists()
    assert "contact: a-osei\n" in made.read_text()


def test_a_merged_contacts_letter_on_its_way_is_theirs(sample: Path, made: Path, run: Run) -> None:
    run("-C", sample, *DAY, "ready", NAME)
    run("-C", sample, *DAY, "export")
    merge_contacts(sample)
    listed = {one["contact"]: one for one in json.loads(run("-C", sample, *DAY, "due", "--json").out)["due"]}
    assert (listed["a-osei"]["kind"], listed["a-osei"]["draft"]) == ("sent", NAME)


def test_an_id_can_be_nobody_elses(sample: Path, run: Run) -> None:
    change(sample / "contacts.yaml", "- id: abena-osei\n", "- id: abena-osei\n    former_ids: [jonah-brandt]\n")
    ran = run("-C", sample, *DAY, "check")
    assert ran.code == 1
    assert "error[contact-former_ids]: 'jonah-brandt' is the id of Jonah Brandt" in ran.out


def test_a_stop_under_a_former_id_still_stops(sample: Path, made: Path, run: Run) -> None:
    (sample / "do-not-contact.yaml").write_text("- {contact: abena-osei}\n")
    merge_contacts(sample)
    assert "address-stop" in run("-C", sample, *DAY, "export", "eml", NAME, "--all").err


def test_a_renamed_letter_is_the_same_letter(sample: Path, made: Path, run: Run) -> None:
    """Whoever got it under its old name is not thanked, introduced or updated again; its drafts keep their place."""
    run("-C", sample, *DAY, "letters", "copy", "introduction", "--as", "first-letter")
    own = sample / "templates/letters/first-letter.md"
    run("-C", sample, *DAY, "draft", "first-letter", "--to", "ruth-adeyemi")
    run("-C", sample, *DAY, "log", "first-letter sent", "abena-osei")
    own.rename(own.with_name("hello.md"))
    change(own.with_name("hello.md"), "letter: first-letter", "letter: hello\nformerly: first-letter")
    again = run("-C", sample, *DAY, "draft", "hello", "--to", "abena-osei").out
    assert "they got this letter on 2026-11-24, and it goes to a person once" in again
    assert (
        "drafts/ruth-adeyemi.first-letter.md"
        in run("-C", sample, *DAY, "draft", "first-letter", "--to", "ruth-adeyemi", "--refresh").out
    )
    assert not (sample / "drafts/ruth-adeyemi.hello.md").exists()


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
