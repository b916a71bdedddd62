"""The practice and the history: the writer's facts, and what happened."""

from datetime import date

import pytest

from composer.records.event_kinds import EVENTS
from composer.records.history import parse_history
from composer.records.practice import parse_practice
from tests.conftest import Book


def test_an_offer_stands_until_its_last_day() -> None:
    practice, problems = parse_practice(
        "name: M\noffers:\n  - {text: An hour., needs: evenings, until: 2026-12-31}\n", "practice.yaml"
    )
    assert practice is not None
    assert problems == ()
    assert practice.offers[0].needs == ("evenings",)
    assert practice.for_readers((), date(2026, 12, 31)).offers == practice.offers
    assert practice.for_readers((), date(2027, 1, 1)).offers == ()


def test_an_offer_knows_its_line() -> None:
    practice, _ = parse_practice(
        "name: M\noffers:\n  - text: A.\n    needs: [x]\n  - text: B.\n    needs: [y]\n", "practice.yaml"
    )
    assert practice is not None
    assert [str(offer.where("text")) for offer in practice.offers] == ["practice.yaml:3", "practice.yaml:5"]


def test_a_field_may_be_called_from() -> None:
    practice, problems = parse_practice("name: M\noffers: [{text: A., needs: x, from: 2026-12-08}]\n", "practice.yaml")
    assert practice is not None
    assert problems == ()
    assert practice.offers[0].start == date(2026, 12, 8)


def test_a_practice_without_a_name_says_so() -> None:
    practice, problems = parse_practice("phone: 555-0142\n", "practice.yaml")
    assert practice is None
    assert [(p.code, p.text) for p in problems] == [("practice-name", "'name' is missing")]


def test_an_empty_practice_says_what_to_write() -> None:
    assert parse_practice("", "practice.yaml")[1][0].hint == "write at least your name in it: 'name: …'"


def test_events_are_understood_as_people_write_them() -> None:
    history = parse_history(
        "- {date: 2026-03-02, contact: ann, event: introduction sent}\n"
        "- {date: 2026-01-02, contact: ann, event: Referral received}\n"
        "- {date: 2026-04-02, contact: ann, event: asked_to_stop}\n",
        "history.yaml",
    )
    assert history.problems == ()
    assert [(e.date.month, e.event, e.letter) for e in history.of("ann")] == [
        (1, "referral-received", ""),
        (3, "sent", "introduction"),
        (4, "asked-to-stop", ""),
    ]


@pytest.mark.parametrize(
    ("event", "fine"),
    [("met", True), ("called", True), ("replied", True), ("referral received", False), ("introduction sent", False),
     ("bounced", False), ("asked to stop", False)],
)  # fmt: skip
def test_an_event_that_a_letter_only_recalls_may_have_a_month_for_its_day(event: str, fine: bool) -> None:
    history = parse_history(f"- {{date: Sept 2026, contact: ann, event: {event}}}\n", "history.yaml")
    assert [str(event.date) for event in history.events] == (["2026-09"] if fine else [])
    assert [problem.text for problem in history.problems] == (
        [] if fine else ["'date': of this event write the day, like 2026-03-09: it decides what may be written next"]
    )


def test_a_referral_is_not_being_in_touch() -> None:
    """It is about a client; the year runs from the last letter, call, meeting or reply."""
    text = (
        "- {date: 2026-01-02, contact: a, event: called}\n- {date: 2026-05-02, contact: a, event: referral received}\n"
    )
    assert parse_history(text, "h").last_touch("a") == date(2026, 1, 2)


def test_an_event_nobody_knows_lists_those_there_are() -> None:
    problem = parse_history("- {date: 2026-01-02, contact: a, event: emailed}\n", "h").problems[0]
    assert problem.code == "event-event"
    assert all(event in problem.text for event in EVENTS)


def test_an_event_of_an_unknown_contact_is_an_error(book: Book) -> None:
    """It might be somebody's wish to be left alone."""
    history = "- {date: 2026-01-02, contact: ada-oesi, event: called}\n"
    found = book("- {name: Ada Osei, role: pcp}\n", history=history).problems
    assert [(p.at.path, p.at.line, p.text, p.hint) for p in found if p.code == "event-contact"] == [
        ("history.yaml", 1, "no contact has the id 'ada-oesi'", "did you mean 'ada-osei'?")
    ]


def test_a_client_cannot_be_written_into_an_event() -> None:
    problems = parse_history(
        "- {date: 2026-01-02, contact: a, event: referral received, patient: J.M.}\n", "h"
    ).problems
    assert [p.code for p in problems] == ["client-field"]
