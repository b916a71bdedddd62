"""`outreach due`, and what follows from it."""

import json
from datetime import date
from pathlib import Path

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
