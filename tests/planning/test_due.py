"""Who is due on which day, for which reason; and everyone left out has theirs."""

from collections.abc import Callable
from datetime import date

import pytest

from composer.letters.catalogue import parse_catalogue
from composer.planning.due import Agenda, agenda, months_after, out_of
from composer.records.library import TemplateFile
from composer.records.roles import Seasons
from tests.conftest import Book

ANN = "- {{id: ann, name: Ann Lee, role: {role}, email: ann@elm.example, organization: Elm House{more}}}\n"


Look = Callable[..., Agenda]


@pytest.fixture
def look(book: Book, templates: dict[str, TemplateFile]) -> Look:
    """The agenda of one contact on a day."""
    heads = {key: found.head for key, found in parse_catalogue(templates).letters.items()}

    def look(
        history: str, day: date, *, role: str = "pcp", more: str = "", contacts: str = "", horizon: date | None = None
    ) -> Agenda:
        records = book(contacts or ANN.format(role=role, more=more), history=history)
        assert [problem.text for problem in records.problems] == []
        return agenda(records, heads, day, horizon or day)

    return look


def event(day: str, what: str, who: str = "ann") -> str:
    return f"- {{date: {day}, contact: {who}, event: {what}}}\n"


OLD = event("2020-01-10", "introduction sent")
SENT = event("2025-11-01", "introduction sent")
CASES = [
    # What happened, the day it is, then what is due on which day, or why nothing is.
    (OLD + event("2024-02-29", "called"), "2025-02-28", ("check-in", "annual-update", "2025-02-28")),
    (OLD + event("2024-02-29", "called"), "2025-02-27", "due on 2025-02-28"),
    (OLD + event("2025-12-31", "met"), "2026-12-31", ("check-in", "annual-update", "2026-12-31")),
    (OLD + event("2025-12-31", "met"), "2026-12-30", "due on 2026-12-31"),
    (SENT, "2026-11-01", ("check-in", "annual-update", "2026-11-01")),
    (SENT, "2027-05-01", ("check-in", "annual-update", "2026-11-01")),  # missed, and still due
    (SENT + event("2026-06-01", "called"), "2026-11-24", "due on 2027-06-01"),  # a call moves the date
    (SENT + event("2026-11-20", "{snoozed, until: 2026-12-15}"), "2026-12-14", "snoozed until 2026-12-15"),
    (SENT + event("2026-11-20", "{snoozed, until: 2026-12-15}"), "2026-12-15", ("check-in", "annual-update", "2026-11-01")),
    (SENT + event("2026-11-20", "referral received"), "2026-11-21", ("thanks", "thank-you", "2026-11-22")),
    (SENT + event("2026-11-10", "referral received") + event("2026-11-20", "referral received"), "2026-11-21", ("thanks", "thank-you", "2026-11-22")),
    (SENT + event("2026-11-10", "referral received") + event("2026-11-12", "thanked"), "2026-11-21", ("second-person", "", "2026-11-21")),
    (SENT + event("2026-11-10", "referral received") + event("2026-11-12", "thanked") + event("2026-11-20", "referral received"), "2026-11-21", ("thanks", "thank-you", "2026-11-22")),
    (SENT + event("2026-11-20", "{update-requested, fields: [Phone]}"), "2026-11-21", ("facts", "practice-info", "2026-11-22")),
    (SENT + event("2026-11-18", "replied"), "2026-11-21", ("reply", "", "2026-11-20")),
    (SENT + event("2026-11-18", "replied") + event("2026-11-19", "called"), "2026-11-21", "due on 2027-11-19"),
    (event("2026-11-01", "introduction sent"), "2026-11-14", "due on 2027-11-01"),
    (event("2026-11-01", "introduction sent"), "2026-11-15", ("follow-up", "follow-up", "2026-11-15")),
    (event("2026-11-01", "introduction sent") + event("2026-11-15", "follow-up sent"), "2026-12-24", "due on 2027-11-15"),  # one, and no more
    ("", "2026-11-24", ("introduction", "introduction", "2026-11-24")),
    (SENT + event("2026-03-01", "asked to stop"), "2026-11-24", "they asked on 2026-03-01 not to be written to"),
    (SENT + event("2026-03-01", "bounced"), "2026-11-24", "mail came back on 2026-03-01"),
    (SENT + event("2026-03-01", "retired"), "2026-11-24", ("successor", "successor", "2026-11-24")),
    (OLD + event("2022-01-10", "met"), "2026-11-24", ("check-in", "reconnection", "2023-01-10")),
]  # fmt: skip


@pytest.mark.parametrize(("history", "day", "expected"), CASES)
def test_the_table_of_dates(look: Look, history: str, day: str, expected: object) -> None:
    history = (
        history.replace("event: {snoozed, ", "event: snoozed, ")
        .replace("event: {update-requested, ", "event: update-requested, ")
        .replace("}}", "}")
    )
    found = look(history, date.fromisoformat(day))
    if isinstance(expected, str):
        assert found.due == ()
        (out,) = found.left_out
        assert expected in out.because
    else:
        (one,) = found.due
        assert (one.kind, one.letter, one.on.isoformat()) == expected
        assert one.because


@pytest.mark.parametrize(
    ("role", "last", "day", "expected"),
    [
        ("college counseling", "2025-08-20", "2026-08-20", "due on 2026-09-11, after their busy weeks"),
        ("college counseling", "2025-08-20", "2026-09-11", "2026-08-20"),
        ("college counseling", "2025-12-05", "2026-12-05", "due on 2026-12-21, after their busy weeks"),
        ("college counseling", "2025-07-20", "2026-07-20", "2026-07-20"),
        ("college counseling", "2025-07-20", "2026-08-20", "due on 2026-09-11, after their busy weeks"),
        ("pcp", "2025-08-20", "2026-08-20", "2026-08-20"),
    ],
)  # fmt: skip
def test_the_seasons_of_the_role_shift_the_day(look: Look, role: str, last: str, day: str, expected: str) -> None:
    found = look(OLD + event(last, "met"), date.fromisoformat(day), role=role)
    said = found.due[0].on.isoformat() if found.due else found.left_out[0].because
    assert said == expected


def test_thanks_wait_for_no_season(look: Look) -> None:
    found = look(event("2026-08-20", "referral received"), date(2026, 8, 21), role="college counseling")
    assert [one.kind for one in found.due] == ["thanks"]


def test_of_two_colleagues_the_second_waits_a_week(look: Look) -> None:
    both = ANN.format(role="pcp", more="") + ANN.format(role="pcp", more="").replace("ann", "bo").replace(
        "Ann Lee", "Bo Ray"
    )
    found = look("", date(2026, 11, 24), contacts=both)
    assert [one.contact for one in found.due] == ["ann"]
    assert [(one.contact, one.because.split(" is due")[0]) for one in found.left_out] == [
        ("bo", "Ann Lee at Elm House")
    ]
    after = look(event("2026-11-24", "introduction sent"), date(2026, 11, 26), contacts=both)
    assert "a letter went to Ann Lee there on 2026-11-24" in after.left_out[-1].because
    assert [
        one.contact for one in look(event("2026-11-24", "introduction sent"), date(2026, 12, 1), contacts=both).due
    ] == ["bo"]


def test_two_commercial_letters_lie_apart(look: Look) -> None:
    """A letter written by hand counts as one."""
    history = event("2025-01-10", "introduction sent") + event("2026-11-01", "postcard sent")
    assert "2027-11-01" in look(history, date(2026, 12, 1)).left_out[0].because


def test_old_facts_and_a_lonely_acquaintance_are_due_where_no_letter_is(look: Look) -> None:
    found = look(OLD + event("2026-11-01", "met"), date(2026, 11, 24), more=", verified: 2025-01-01")
    assert [(one.kind, one.on.isoformat()) for one in found.due] == [("verify", "2026-01-01")]
    history = OLD + event("2026-09-01", "referral received") + event("2026-09-03", "thanked")
    assert [one.kind for one in look(history, date(2026, 11, 24)).due] == ["second-person"]


def test_everyone_is_on_the_list_or_has_a_reason(look: Look) -> None:
    contacts = "".join(
        ANN.format(role="pcp", more="").replace("ann", f"ann-{n}").replace("Elm House", f"Place {n // 2}")
        for n in range(20)
    )
    history = "".join(
        event("2026-01-05", what, f"ann-{n}")
        for n, what in enumerate(["met", "bounced", "asked to stop", "moved", "replied"])
    )
    found = look(history, date(2026, 11, 24), contacts=contacts)
    assert len(found.due) + len(found.left_out) == 20
    assert all(one.because for one in found.due)
    assert all(one.because for one in found.left_out)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [("2024-02-29", 12, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2025-01-31", 1, "2025-02-28"), ("2025-12-31", 2, "2026-02-28"), ("2025-06-15", 12, "2026-06-15")],
)  # fmt: skip
def test_months_are_calendar_months(day: str, months: int, after: str) -> None:
    assert months_after(date.fromisoformat(day), months).isoformat() == after


def test_weeks_over_the_years_end() -> None:
    seasons = Seasons(avoid=("12-20 to 01-05",))
    assert out_of(seasons, date(2026, 12, 24), date(2026, 12, 1)) == date(2027, 1, 6)
    assert out_of(seasons, date(2027, 1, 3), date(2027, 1, 1)) == date(2027, 1, 6)
    assert out_of(seasons, date(2027, 1, 6), date(2027, 1, 1)) == date(2027, 1, 6)
