"""What there is to know today: months of contact, places with who is known there, and what is looked at too rarely."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.records.event_kinds import EVENTS
from composer.records.history import Event
from composer.workspace.agenda import find_due, next_due
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.overview import known_places, look_over, months_of_contact
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

PEOPLE = """
- {name: Ann Lee, role: pcp, organization: Elm House, email: ann@elm.example, verified: 2024-01-10}
- {name: Bo Kay, role: nurse, organization: "The Elm House, Inc.", email: bo@elm.example, verified: 2026-10-01}
- {name: Cy Orr, role: pcp, organization: Oak Clinic, email: cy@oak.example}
- {name: Di Poe, role: pcp, organization: Oak Clinic, status: retired}
- {name: Ed Ray, role: pcp, organization: Ash Center, email: ed@ash.example}
"""
HISTORY = """
- {date: 2026-11-02, contact: cy-orr, event: called}
- {date: 2026-10-02, contact: cy-orr, event: referral received}
- {date: 2025-12-01, contact: cy-orr, event: referral received}
- {date: 2025-11-30, contact: cy-orr, event: referral received}
"""


@pytest.fixture
def known(sample: Path) -> Snapshot:
    """A workspace with five people at three places."""
    (sample / "contacts.yaml").write_text(PEOPLE)
    (sample / "history.yaml").write_text(HISTORY)
    return Snapshot(sample, today=TODAY)


@given(
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.sampled_from(EVENTS))),
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
)
def test_every_contact_of_the_last_twelve_months_is_counted_once(told: list[tuple[date, str]], today: date) -> None:
    events = [Event.model_validate({"date": day, "contact": "ann", "event": kind, "until": day}) for day, kind in told]
    months = months_of_contact(events, today)
    assert [month.first.day for month in months] == [1] * 12
    assert months[-1].first == today.replace(day=1)
    assert all((after.first - before.first).days in range(28, 32) for before, after in pairwise(months))
    end = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    within = [kind for day, kind in told if months[0].first <= day < end]
    counted = {"sent", "thanked", "called", "met", "replied", "update-requested", "referral-received"}
    total = sum(month.letters + month.talks + month.replies + month.referrals for month in months)
    assert total == sum(kind in counted for kind in within)


def test_the_year_begins_where_the_calendar_does() -> None:
    assert months_of_contact([], date(1, 1, 5))[0].first == date.min


def test_two_spellings_of_a_place_are_one_and_what_refers_comes_first(known: Snapshot) -> None:
    places = known_places(known.records, TODAY)
    assert [(place.name, [person.display_name for person in place.people]) for place in places] == [
        ("Oak Clinic", ["Cy Orr", "Di Poe"]),
        ("Ash Center", ["Ed Ray"]),
        ("Elm House", ["Ann Lee", "Bo Kay"]),
    ]
    assert places[0].referrals == 2, "that of November last year is more than twelve months ago"


def test_a_place_hangs_on_the_one_person_who_is_left_there(known: Snapshot) -> None:
    oak, ash, elm = known_places(known.records, TODAY)
    assert oak.hangs_on is not None
    assert oak.hangs_on.contact == "cy-orr"
    assert oak.people[1].standing == "has retired"
    assert (ash.hangs_on, elm.hangs_on) == (None, None), "nothing hangs on somebody who was never in touch"


def test_the_overview_is_what_due_says(known: Snapshot) -> None:
    found = look_over(known)
    assert found.agenda == find_due(known)
    assert (found.stale, found.blocked, found.next_due) == (1, False, None)


def test_records_that_stop_every_letter_leave_the_rest_to_see(known: Snapshot) -> None:
    (known.folder / "practice.yaml").write_text("name: [\n")
    found = look_over(known.reread())
    assert found.blocked
    assert found.agenda.due == ()
    assert len(found.places) == 3


@pytest.mark.parametrize(
    ("sent", "kind", "day"),
    [
        ("2026-11-15", "follow-up", "2026-11-29"),
        ("2026-11-20", "follow-up", "2026-12-04"),
        ("2026-05-01", "check-in", "2027-05-01"),
    ],
)
def test_what_comes_next_is_found_however_far_it_is(sample: Path, sent: str, kind: str, day: str) -> None:
    (sample / "practice.yaml").write_text("name: Maya Chen\nemail: maya@harborstreet.example\n")
    (sample / "contacts.yaml").write_text("- {name: Ann Lee, role: pcp, email: ann@elm.example}\n")
    (sample / "history.yaml").write_text(f"- {{date: {sent}, contact: ann-lee, event: introduction sent}}\n")
    found = next_due(Snapshot(sample, today=TODAY))
    assert found is not None
    assert (found.kind, str(found.on)) == (kind, day)


def test_of_what_is_due_only_those_who_are_named_get_letters(workspace: Snapshot) -> None:
    run = write_drafts(workspace, DraftRequest(who=["ana-valdez-roca", "priya-raman"], only_due=True))
    due = {one.contact: one.letter for one in find_due(workspace).due}
    assert {result.contact: result.letter for result in run.results} == {
        who: due[who] for who in ("ana-valdez-roca", "priya-raman")
    }
    assert len(list((workspace.folder / "drafts").glob("*.md"))) == 2


def test_somebody_for_whom_nothing_is_due_gets_nothing_though_named(workspace: Snapshot) -> None:
    assert write_drafts(workspace, DraftRequest(who=["abena-osei"], only_due=True)).results == ()
    assert not (workspace.folder / "drafts").exists()
