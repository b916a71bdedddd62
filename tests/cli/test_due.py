"""`outreach due`, and what follows from it."""

import json
import os
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from icalendar import Calendar

from composer.workspace.agenda import AgendaFilter, find_due
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run


def test_the_list_begins_with_what_presses(sample: Path, run: Run) -> None:
    out = run("-C", sample, *DAY, "due", "--all").out
    titles = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert titles[:3] == ["Thank for a referral (1)", "Send the facts they asked for (1)", "Follow up, once (1)"]
    assert "  Dr. Ellen Marsh, MD" in out.split("Nothing due")[1]


def test_draft_due_drafts_exactly_the_list(sample: Path, run: Run) -> None:
    listed = {
        (one["contact"], one["letter"])
        for one in json.loads(run("-C", sample, *DAY, "due", "--json").out)["due"]
        if one["letter"]
    }
    drafts = json.loads(run("-C", sample, *DAY, "draft", "--due", "--json").out)["drafts"]
    assert {(one["contact"], one["letter"]) for one in drafts} == listed
    assert len(list((sample / "drafts").glob("*.md"))) == len(listed)


def test_filters(sample: Path, run: Run) -> None:
    def due(*words: str) -> list[str]:
        return [one["contact"] for one in json.loads(run("-C", sample, *DAY, "due", "--json", *words).out)["due"]]

    assert due("--letter", "thank-you") == ["ana-valdez-roca"]
    assert due("--role", "pcp", "--letter", "introduction") == ["harold-finch", "elena-ruiz"]
    assert due("--organization", "river street") == ["nadia-petrov"], "an answer goes first, an introduction waits"
    assert due("--organization", "maple") == ["maple-grove-treatment-center"]


def test_another_program_reads_the_reminders(sample: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "due.ics"
    assert run("-C", sample, *DAY, "due", "--ics", path).code == 0
    events = list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
    listed = find_due(Snapshot(sample, today=TODAY)).due
    assert len(events) == len(listed)
    assert {str(event["summary"]) for event in events} >= {"Thank for a referral: Dr. Ana Valdez-Roca, MD"}
    assert all(event.decoded("dtstart") >= TODAY for event in events), "what was missed is for today"
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))


NOT_OURS = "error: {} is there already, and is no calendar that this program made, so nothing was written\n  hint: give another name, such as due.ics\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("contacts.yaml", None),
        ("notes.txt", b"my words"),
        ("photo.ics", b"\xff\xd8\xff"),
        ("holidays.ics", b"BEGIN:VCALENDAR\r\nPRODID:-//Another//EN\r\nEND:VCALENDAR\r\n"),
        ("said.txt", b"the program writes PRODID:-//outreach-composer//due//EN into its own"),
    ],
)
def test_a_file_that_is_not_ours_is_never_replaced_by_reminders(
    sample: Path, run: Run, name: str, data: bytes | None
) -> None:
    path = sample / name
    if data is not None:
        path.write_bytes(data)
    before = path.read_bytes()
    (sample / "link.ics").symlink_to(name)
    for given in (path, sample / "link.ics"):
        ran = run("-C", sample, *DAY, "due", "--ics", given)
        assert (ran.code, ran.out, ran.err) == (1, "", NOT_OURS.format(given))
    assert path.read_bytes() == before
    assert sorted(found.name for found in sample.glob("*.old")) == []


def test_our_own_reminders_are_replaced_through_a_link_too(sample: Path, run: Run) -> None:
    path, link = sample / "due.ics", sample / "link.ics"
    run("-C", sample, *DAY, "due", "--ics", path)
    first = path.read_bytes()
    link.symlink_to("due.ics")
    assert run("-C", sample, "--today", "2026-12-24", "due", "--ics", link).code == 0
    assert link.is_symlink()
    assert path.read_bytes() not in (first, b"")
    assert run("-C", sample, *DAY, "due", "--ics", path).code == 0
    assert path.read_bytes() == first


def test_what_only_has_the_name_of_a_calendar_is_kept_beside_it(sample: Path, run: Run) -> None:
    (sample / "due.ics").write_bytes(b"a note\r\n")
    assert run("-C", sample, *DAY, "due", "--ics", sample / "due.ics").code == 0
    assert (sample / "due.ics.old").read_bytes() == b"a note\r\n"
    (sample / "due.ics").write_bytes(b"another note")
    ran = run("-C", sample, *DAY, "due", "--ics", sample / "due.ics")
    assert (ran.code, "due.ics.old is there already, so nothing was written" in ran.err) == (1, True)
    assert (sample / "due.ics").read_bytes() == b"another note"


def test_reminders_go_nowhere_through_a_link_to_nothing_or_a_device(sample: Path, run: Run) -> None:
    (sample / "dangling.ics").symlink_to("nowhere.ics")
    os.mkfifo(sample / "pipe.ics")
    for name, says in (
        ("dangling.ics", "dangling.ics is a link to a file that is not there"),
        ("pipe.ics", "it is not a file"),
    ):
        ran = run("-C", sample, *DAY, "due", "--ics", sample / name)
        assert (ran.code, says in ran.err) == (1, True), ran.err
    ran = run("-C", sample, *DAY, "due", "--ics", "/dev/full")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "error: could not read /dev/full: it is not a file")
    assert not (sample / "nowhere.ics").exists()


def test_a_hyphen_is_standard_output(sample: Path, run: Run, tmp_path: Path) -> None:
    run("-C", sample, *DAY, "due", "--ics", tmp_path / "due.ics")
    ran = run("-C", sample, *DAY, "due", "--ics", "-")
    assert (ran.code, ran.out) == (0, (tmp_path / "due.ics").read_bytes().decode())
    assert run("-C", sample, *DAY, "due", "--ics", "-", "--json").code == 2


def test_an_empty_list_says_so(tmp_path: Path, run: Run) -> None:
    (tmp_path / "contacts.yaml").write_text("[]\n")
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    assert run("-C", tmp_path, *DAY, "due").out == "Nothing is due.\n"
    assert run("-C", tmp_path, *DAY, "draft", "--due").out == "Nothing is due.\n"


def test_a_week_ahead(sample: Path) -> None:
    with (sample / "history.yaml").open("a") as file:
        file.write("- {date: 2025-11-28, contact: sam-whitlock, event: introduction sent}\n")
    workspace = Snapshot(sample, today=TODAY)
    today = {one.contact: one.kind for one in find_due(workspace).due}
    assert today["sam-whitlock"] == "openings", "a dated offer fits meanwhile"
    (found,) = [one for one in find_due(workspace, AgendaFilter(week=True)).due if one.contact == "sam-whitlock"]
    assert (found.kind, found.on) == ("check-in", date(2026, 11, 28))


EVENTS = (
    "introduction sent", "annual-update sent", "openings sent", "thank-you sent", "postcard sent", "referral received",
    "referral received", "thanked", "replied", "met", "called", "update requested",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_what_is_due_is_drafted_checked_and_leaves_today(sample: Path, run: Run, seed: int) -> None:
    """In a book of thirty people with any past: no check speaks of the time, and the export holds nothing back."""
    chance = Random(seed)
    places = [*(f"  organization: Place {number}\n" for number in range(8)), ""]
    people = "".join(
        f"- name: Ann P{n}x\n  id: p{n}\n  role: {chance.choice(['pcp', 'therapist', 'clergy'])}\n"
        f"  email: p{n}@elm.example\n  needs: [evenings]\n{chance.choice(places)}"
        for n in range(30)
    )
    past = sorted(
        f"- {{date: {TODAY - timedelta(days=chance.choice([2, 30, 300, 900]) * chance.randrange(1, 10) // 4)}, "
        f"contact: p{chance.randrange(30)}, event: {chance.choice(EVENTS)}}}\n"
        for _ in range(60)
    )
    (sample / "contacts.yaml").write_text(people)
    (sample / "history.yaml").write_text("".join(past))
    listed = [one for one in json.loads(run("-C", sample, *DAY, "due", "--json").out)["due"] if one["letter"]]
    assert len(listed) > 3
    run("-C", sample, *DAY, "draft", "--due")
    assert len(list((sample / "drafts").glob("*.md"))) == len(listed)
    said = run("-C", sample, *DAY, "check").err + run("-C", sample, *DAY, "check").out
    assert "timing" not in said
    ran = run("-C", sample, *DAY, "export", "eml", "--all")
    assert "it waits" not in ran.out


@pytest.mark.parametrize(
    "text",
    [
        "my own notes\nPRODID:-//outreach-composer//due//EN\nBook the dentist\n",
        "{made}Lines of my own, below.\n",
        "{made}{made}",
        "BEGIN:VCALENDAR\r\nPRODID:-//outreach-composer//due//EN\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:dentist@home.example\r\nDTSTAMP:20261124T000000Z\r\nDTSTART:20261201\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)
def test_a_calendar_that_holds_something_else_is_never_replaced(sample: Path, run: Run, text: str) -> None:
    run("-C", sample, *DAY, "due", "--ics", sample / "due.ics")
    written = text.replace("{made}", (sample / "due.ics").read_bytes().decode()).encode()
    (sample / "due.ics").write_bytes(written)
    ran = run("-C", sample, *DAY, "due", "--ics", sample / "due.ics")
    kept = [path.read_bytes() for path in sample.glob("due.ics*")]
    assert written in kept, (ran.code, ran.err)


def test_links_in_a_circle_are_no_fault_of_the_program(sample: Path, run: Run) -> None:
    (sample / "lo.ics").symlink_to("lo.ics")
    (sample / "lo").symlink_to("lo")
    for name in ("lo.ics", "lo/x.ics"):
        ran = run("-C", sample, *DAY, "due", "--ics", sample / name)
        assert (ran.code, "lead round in a circle" in ran.err) == (1, True), ran.err


@pytest.mark.parametrize("name", ["", "   "])
def test_a_calendar_needs_a_name(sample: Path, run: Run, name: str) -> None:
    ran = run("-C", sample, *DAY, "due", "--ics", name)
    assert (ran.code, "such as due.ics" in ran.err) == (2, True), ran.err


def test_what_notes_mean_is_kept_for_the_next_command(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / "kept"))
    find_due(Snapshot(sample, today=TODAY))
    again = Snapshot(sample, today=TODAY)
    assert again.records.answers.known
    find_due(again)
    assert len(again.records.answers.known) == again.records.answers.before
