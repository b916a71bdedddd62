"""Who is due on which day, for which reason; and everyone left out has theirs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from composer.drafts.draft import Draft
from composer.letters.catalogue import parse_catalogue
from composer.planning.agenda import Agenda, agenda, out_of
from composer.planning.eligibility import Eligibility
from composer.records.library import TemplateFile
from composer.records.roles import Seasons
from tests.conftest import Book

ANN = "- {{id: ann, name: Ann Lee, role: {role}, email: ann@elm.example, organization: Elm House{more}}}\n"
ALONE = "- {{id: ann, name: Ann Lee, role: {role}, email: ann@elm.example{more}}}\n"


Look = Callable[..., Agenda]


@pytest.fixture
def look(book: Book, templates: dict[str, TemplateFile]) -> Look:
    """The agenda of one contact on a day."""
    heads = {key: found.head for key, found in parse_catalogue(templates).letters.items()}

    def look(
        history: str,
        day: date,
        *,
        role: str = "pcp",
        more: str = "",
        contacts: str = "",
        horizon: date | None = None,
        drafts: tuple[Draft, ...] = (),
        names: tuple[str, ...] = (),
    ) -> Agenda:
        records = book(contacts or ALONE.format(role=role, more=more), history=history)
        assert [problem.text for problem in records.problems] == []
        return agenda(Eligibility(records, heads, day, drafts), horizon or day, names)

    return look


def event(day: str, what: str, who: str = "ann") -> str:
    return f"- {{date: {day}, contact: {who}, event: {what}}}\n"


OLD = event("2020-01-10", "introduction sent")
SENT = event("2025-11-01", "introduction sent")
REFERRER = SENT + event("2025-11-20", "referral received") + event("2025-11-21", "thanked")
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
    (REFERRER + event("2026-11-20", "referral received"), "2026-11-21", ("thanks", "thank-you", "2026-11-22")),
    (SENT + event("2026-11-20", "referral received"), "2026-12-03", "thanks so soon after their only referral may tell that somebody came; they may go on 2026-12-04"),
    (SENT + event("2026-11-20", "referral received"), "2026-12-04", ("thanks", "thank-you", "2026-12-04")),
    (event("2026-11-20", "referral received"), "2026-11-21", "they may go on 2026-12-04"),  # nor does an introduction come before them
    (SENT + event("2026-11-10", "referral received") + event("2026-11-20", "referral received"), "2026-11-21", ("thanks", "thank-you", "2026-11-12")),  # one letter for both, and the first is missed
    (SENT + event("2026-11-10", "referral received") + event("2026-11-20", "referral received") + event("2026-11-21", "thanked"), "2026-11-22", "due on 2027-11-21"),
    (SENT + event("2026-11-10", "replied") + event("2026-11-20", "replied"), "2026-11-21", ("reply", "", "2026-11-12")),
    (SENT + event("2026-11-10", "referral received") + event("2026-11-12", "thanked"), "2026-11-21", "due on 2027-11-12"),
    (SENT + event("2026-11-10", "referral received") + event("2026-11-12", "thanked") + event("2026-11-20", "referral received"), "2026-11-21", ("thanks", "thank-you", "2026-11-22")),
    (SENT + event("2026-11-20", "{update-requested, fields: [Phone]}"), "2026-11-21", ("facts", "practice-info", "2026-11-22")),
    (SENT + event("2026-11-18", "replied"), "2026-11-21", ("reply", "", "2026-11-20")),
    (SENT + event("2026-11-18", "replied") + event("2026-11-19", "called"), "2026-11-21", "due on 2027-11-19"),
    (SENT + event("2026-11-18", "called") + event("2026-11-18", "replied"), "2026-11-21", ("reply", "", "2026-11-20")),  # the same day, after
    (SENT + event("2026-11-18", "replied") + event("2026-11-18", "called"), "2026-11-21", "due on 2027-11-18"),  # the same day, before
    (REFERRER + event("2026-11-01", "{snoozed, until: 2026-12-15}") + event("2026-11-20", "referral received"), "2026-11-21", ("thanks", "thank-you", "2026-11-22")),
    (SENT + event("2026-11-01", "{snoozed, until: 2026-12-15}") + event("2026-11-20", "referral received"), "2026-12-04", ("thanks", "thank-you", "2026-12-04")),
    (SENT + event("2026-11-01", "{snoozed, until: 2026-12-15}") + event("2026-11-20", "replied"), "2026-11-21", ("reply", "", "2026-11-22")),
    (SENT + event("2026-10-01", "referral received") + event("2026-11-01", "{snoozed, until: 2026-12-15}"), "2026-11-21", "snoozed until 2026-12-15"),
    (SENT + event("2024-12-31", "called") + event("2026-02-28", "met"), "2027-02-28", ("check-in", "annual-update", "2027-02-28")),
    (OLD + event("2027-02-28", "met"), "2028-02-28", ("check-in", "annual-update", "2028-02-28")),  # the day before a leap day
    (REFERRER + event("2026-12-31", "referral received"), "2027-01-01", ("thanks", "thank-you", "2027-01-02")),  # over the year's end
    (event("2026-11-01", "introduction sent"), "2026-11-14", "due on 2027-11-01"),
    (event("2026-11-01", "introduction sent"), "2026-11-15", ("follow-up", "follow-up", "2026-11-15")),
    (event("2026-11-01", "introduction sent") + event("2026-11-15", "follow-up sent"), "2026-12-24", "due on 2027-11-15"),  # one, and no more
    ("", "2026-11-24", ("introduction", "introduction", "2026-11-24")),
    (SENT + event("2026-03-01", "asked to stop"), "2026-11-24", "they asked on 2026-03-01 not to be written to"),
    (SENT + event("2026-03-01", "bounced"), "2026-11-24", "mail came back on 2026-03-01"),
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


def test_where_somebody_has_retired_the_place_is_asked_who_is_there_now(look: Look) -> None:
    found = look(SENT + event("2026-03-01", "retired"), date(2026, 11, 24), contacts=ANN.format(role="pcp", more=""))
    assert [(one.kind, one.letter, one.on) for one in found.due] == [("successor", "successor", date(2026, 11, 24))]


def test_thanks_wait_for_no_season(look: Look) -> None:
    found = look(REFERRER + event("2026-08-20", "referral received"), date(2026, 8, 21), role="college counseling")
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
    only = ANN.format(role="pcp", more="")
    (one,) = look(history, date(2026, 11, 24), contacts=only).due
    assert (one.kind, one.because) == (
        "second-person",
        "Ann Lee is the only person you know at Elm House, and refers to you",
    )
    (one,) = look(OLD + event("2026-09-01", "called"), date(2026, 11, 24), contacts=only).due
    assert one.because == "Ann Lee is the only person you know at Elm House; you were last in touch on 2026-09-01"
    assert look(event("2026-09-01", "introduction sent"), date(2026, 11, 24), contacts=only).due[0].kind == "follow-up"


def test_who_has_left_a_place_is_nobody_known_there(look: Look) -> None:
    two = ANN.format(role="pcp", more="") + ANN.format(role="pcp", more=", status: {status}").replace(
        "ann", "bo"
    ).replace("Ann Lee", "Bo Ray")
    history = OLD + event("2026-09-01", "called") + event("2026-09-01", "called", "bo")
    kinds = {
        status: [
            one.kind
            for one in look(history, date(2026, 11, 24), contacts=two.replace("{status}", status)).due
            if one.contact == "ann"
        ]
        for status in ("active", "deceased")
    }
    assert kinds == {"active": [], "deceased": ["second-person"]}


HANDED = Draft(
    "ann.introduction",
    "S",
    "B",
    letter="introduction",
    contact="ann",
    status="handed-over",
    handed_over=date(2026, 11, 20),
)


def test_a_letter_that_left_is_asked_after_until_somebody_says_that_it_went(look: Look) -> None:
    """Nothing else is sold to them meanwhile, and a follow-up counts from the day it was sent."""
    drafts = (HANDED,)
    (one,) = look("", date(2026, 12, 24), drafts=drafts).due
    assert (one.kind, one.letter, one.draft, one.on) == ("sent", "", "ann.introduction", date(2026, 11, 20))
    assert one.because == "it was handed over on 2026-11-20; note that with `outreach sent`, or `outreach reopen` it"
    (one,) = look(event("2026-12-01", "referral received"), date(2026, 12, 15), drafts=drafts).due
    assert one.kind == "thanks", "thanks wait for no other letter"


def test_thanks_that_left_are_not_due_again(look: Look) -> None:
    left = replace(HANDED, name="ann.thank-you", letter="thank-you")
    (one,) = look(
        OLD + event("2026-11-19", "referral received"),
        date(2026, 11, 21),
        drafts=(left,),
    ).due
    assert (one.kind, one.draft) == ("sent", "ann.thank-you")


def test_a_letter_that_left_keeps_a_colleagues_back(look: Look) -> None:
    both = ANN.format(role="pcp", more="") + ANN.format(role="pcp", more="").replace("ann", "bo").replace(
        "Ann Lee", "Bo Ray"
    )
    drafts = (HANDED,)
    found = look("", date(2026, 11, 22), contacts=both, drafts=drafts)
    assert "a letter went to Ann Lee there on 2026-11-20; theirs may go on 2026-11-27" in found.left_out[0].because
    assert [one.contact for one in look("", date(2026, 11, 27), contacts=both, drafts=drafts).due] == ["ann", "bo"]


def test_a_letter_that_was_skipped_is_not_due_and_says_why(look: Look) -> None:
    skipped = replace(HANDED, status="skipped", reason="met her instead", handed_over=None)
    (out,) = look("", date(2026, 11, 24), drafts=(skipped,)).left_out
    assert out.because == "you skipped 'ann.introduction': met her instead"


def test_the_list_says_how_a_draft_stands(look: Look) -> None:
    ready = replace(HANDED, status="ready", approved="0123456789abcdef", handed_over=None)
    changed = replace(ready, name="dee.introduction", contact="dee", approved="")
    four = "".join(
        ALONE.format(role="pcp", more="").replace("ann", who).replace("Ann", who.title())
        for who in ("ann", "bo", "cy", "dee")
    )
    names = (ready.name, "bo.introduction", changed.name)
    found = look("", date(2026, 11, 24), contacts=four, drafts=(ready, changed), names=names)
    assert [(one.contact, one.draft, one.status) for one in found.due] == [
        ("ann", "ann.introduction", "ready"), ("bo", "bo.introduction", "draft"), ("cy", "", ""),
        ("dee", "dee.introduction", "ready, changed since"),
    ]  # fmt: skip


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


def test_weeks_over_the_years_end() -> None:
    seasons = Seasons(avoid=("12-20 to 01-05",))
    assert out_of(seasons, date(2026, 12, 24), date(2026, 12, 1)) == date(2027, 1, 6)
    assert out_of(seasons, date(2027, 1, 3), date(2027, 1, 1)) == date(2027, 1, 6)
    assert out_of(seasons, date(2027, 1, 6), date(2027, 1, 1)) == date(2027, 1, 6)
