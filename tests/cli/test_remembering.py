"""What is remembered: events, acts taken back, letters by hand, people who were merged and letters that were renamed."""

import json
from datetime import date
from pathlib import Path

import pytest

from composer.records.book import HISTORY
from composer.workspace.snapshot import Snapshot
from tests.cli.conftest import NAME
from tests.conftest import CALLED, DAY, TODAY, Run, change

# --- the history ---------------------------------------------------------------------------------------------------


def test_events_are_logged_for_several_people_and_taken_back(sample: Path, run: Run) -> None:
    before = (sample / HISTORY).read_bytes()
    ran = run("-C", sample, *DAY, "log", "called", "abena-osei", "Jonah Brandt", "--on", "2026-11-20")
    assert ran.out.splitlines() == [
        "- {date: 2026-11-20, contact: abena-osei, event: called}",
        "- {date: 2026-11-20, contact: jonah-brandt, event: called}",
    ]
    assert (sample / HISTORY).read_bytes() == before + ran.out.encode()
    assert Snapshot(sample, today=TODAY).records.history.last_touch("abena-osei") == date(2026, 11, 20)
    assert run("-C", sample, *DAY, "log", "--undo").out.count("taken back") == 2
    assert (sample / HISTORY).read_bytes() == before
    assert "nothing to take back" in run("-C", sample, *DAY, "log", "--undo").err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["danced", "abena-osei"], "'danced' is no event"),
        (["called", "nobody-here"], "there is no contact 'nobody-here'"),
        (["called", "abena-osei", "--on", "2027-01-01"], "is yet to come"),
        (["called", "abena-osei", "--mention", "your patient has started therapy with me"], "seems to be about a client"),
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
    event = Snapshot(sample, today=TODAY).records.history.last("abena-osei")
    assert event is not None
    assert event.mention == said


def test_a_torn_last_line_is_reported_and_set_aside(sample: Path, run: Run) -> None:
    with (sample / HISTORY).open("a") as file:
        file.write("- {date: 2026-11-20, contact: abena-osei, event: me")
    ran = run("-C", sample, *DAY, "check")
    assert "warning[history-torn]: the last line was cut off" in ran.out
    assert run("-C", sample, *DAY, "log", "called", "grace-wang").code == 0
    assert "- {date: 2026-11-20, contact: abena-osei, event: me" in (sample / "history.torn.txt").read_text()
    text = (sample / HISTORY).read_text()
    assert text.endswith("- {date: 2026-11-24, contact: grace-wang, event: called}\n")
    assert "event: me\n" not in text


@pytest.mark.parametrize("cut", ["- {date: 2026-11-20, contact: abena-o", "- {", "- {date: 2026-11-20, contact: abena-osei, event: asked-to-st"])  # fmt: skip
def test_a_torn_line_that_may_be_a_wish_stops_everything(cut: str, sample: Path, run: Run) -> None:
    with (sample / HISTORY).open("a") as file:
        file.write(cut)
    before = (sample / HISTORY).read_text()
    for command in (["draft"], ["log", "called", "grace-wang"], ["due"]):
        ran = run("-C", sample, *DAY, *command)
        assert ran.code == 1
        assert f"the last line was cut off while it was written, and is left out: {cut}" in ran.err
        assert "it may be somebody's wish to be left alone: complete it, or delete it" in ran.err
    assert (sample / HISTORY).read_text() == before
    assert not (sample / "drafts").exists()


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
    assert (sample / HISTORY).read_text().count("event: sent, letter: introduction") == 2
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
    assert not (sample / "outbox" / f"{CALLED[NAME]}.eml").exists()


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
    ran = run("-C", sample, *DAY, "export", "eml", other)
    assert "its overrides were added after you marked it ready; read it, then `outreach ready` again" in ran.out
    run("-C", sample, *DAY, "ready", other)
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


def test_a_merged_contacts_letter_that_was_deleted_is_known_as_deleted(sample: Path, made: Path, run: Run) -> None:
    (sample / "history.yaml").unlink()
    merge_contacts(sample)

    def listed() -> dict[str, str | bool]:
        found = json.loads(run("-C", sample, *DAY, "due", "--json").out)["due"]
        (one,) = (one for one in found if one["contact"] == "a-osei")
        return {name: one[name] for name in ("draft", "status", "deleted")}

    assert listed() == {"draft": NAME, "status": "draft", "deleted": False}
    made.unlink()
    assert listed() == {"draft": "", "status": "", "deleted": True}


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
    run("-C", sample, *DAY, "draft", "--force", "--to", "harold-finch")  # the letters are kept as they are now
    assert run("-C", sample, *DAY, "proof", "first-letter").code == 0
