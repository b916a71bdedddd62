"""One answer to who may get which letter when: what is due may go today, and what is held back is not due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.draft import Draft
from composer.letters.catalogue import parse_catalogue
from composer.planning.agenda import agenda
from composer.planning.eligibility import Eligibility
from composer.planning.reason import EARLY, OVER, PRIVACY, Reason, decisive
from composer.records.book import parse_book
from composer.records.contacts import parse_contacts
from composer.records.history import parse_history
from tests.conftest import TODAY, Book
from tests.shipped import FILES

HEADS = {key: letter.head for key, letter in parse_catalogue(FILES).letters.items()}
ANN = "- {id: ann, name: Ann Lee, role: pcp, email: ann@elm.example, needs: [evenings]}\n"
OPEN = "name: Maya Chen\noffers:\n  - {text: Two evenings are free., needs: [evenings], until: 2027-12-31}\n"
BASE = parse_book(contacts=ANN, practice=OPEN, history="", templates=FILES)
KNOWN = "- {date: 2025-05-01, contact: ann, event: introduction sent}\n"
Ask = Callable[..., dict[str, list[tuple[str, str, date | None]]]]


@pytest.fixture
def timing(book: Book) -> Ask:
    """What stands against drafts of each letter to Ann."""

    def ask(
        history: str, day: date = TODAY, drafts: tuple[Draft, ...] = ()
    ) -> dict[str, list[tuple[str, str, date | None]]]:
        records = book(ANN, OPEN, history)
        assert records.problems == ()
        found = Eligibility(records, HEADS, day, drafts).timing(records.contacts.contacts[0])
        return {key: [(one.code, one.verdict, one.day) for one in reasons] for key, reasons in found.items()}

    return ask


def event(days: int, what: str, who: str = "ann") -> str:
    """Something that happened so many days before today."""
    return f"- {{date: {TODAY - timedelta(days=days)}, contact: {who}, event: {what}}}\n"


def out(letter: str, days: int) -> Draft:
    day = TODAY - timedelta(days=days)
    return Draft(f"ann.{letter}", "S", "B", letter=letter, contact="ann", status="handed-over", handed_over=day)


@pytest.mark.parametrize(("days", "held"), [(0, True), (1, True), (13, True), (14, False), (40, False)])
@pytest.mark.parametrize("letter", ["thank-you", "thank-you-card"])
def test_thanks_for_an_only_referral_wait_two_weeks(timing: Ask, letter: str, days: int, held: bool) -> None:
    due = TODAY + timedelta(days=14 - days)
    assert timing(event(days, "referral received")).get(letter, []) == ([(PRIVACY, "later", due)] if held else [])


def test_thanks_for_a_second_referral_wait_for_nothing(timing: Ask) -> None:
    history = event(300, "referral received") + event(290, "thanked") + event(1, "referral received")
    assert "thank-you" not in timing(history)


@pytest.mark.parametrize(
    ("history", "drafts"),
    [
        (event(40, "referral received") + event(0, "thank-you sent"), ()),
        (event(40, "referral received") + event(0, "thank-you-card sent"), ()),
        (event(0, "thanked"), ()),
        (event(40, "referral received"), (out("thank-you", 0),)),
    ],
)
@pytest.mark.parametrize("letter", ["openings", "presentation", "annual-update", "reconnection"])
def test_no_offer_follows_on_the_heels_of_thanks(
    timing: Ask, letter: str, history: str, drafts: tuple[Draft, ...]
) -> None:
    """Otherwise the thanks asked for something. An answer to a question goes all the same."""
    due = TODAY + timedelta(days=14)
    assert (EARLY, "later", due) in timing(KNOWN + history, drafts=drafts)[letter]
    assert EARLY not in [code for code, *_ in timing(KNOWN + history, due, drafts).get(letter, [])]
    assert "practice-info" not in timing(KNOWN + history + event(-1, "update-requested"), TODAY, drafts)


def test_what_has_happened_ends_a_letter_for_good(timing: Ask) -> None:
    assert timing(event(5, "introduction sent"))["introduction"] == [(OVER, "never", None)] * 2
    assert timing(event(5, "introduction sent") + event(1, "replied"))["follow-up"] == [(OVER, "never", None)]
    year = TODAY - timedelta(days=5)
    assert timing(event(5, "annual-update sent"))["annual-update"] == [
        (OVER, "later", year.replace(year=year.year + 1))
    ]


def test_the_first_reason_without_an_end_decides_and_otherwise_the_last_day() -> None:
    soon, late = Reason("a", "", "later", date(2026, 12, 1)), Reason("b", "", "later", date(2027, 1, 1))
    open_end, never = Reason("c", "", "later"), Reason("d", "")
    assert decisive([]) is None
    for some in permutations([soon, late]):
        assert decisive(some) is late
    for some in permutations([soon, late, open_end]):
        assert decisive(some) is open_end
    for some in permutations([soon, late, open_end, never]):
        assert decisive(some) is never


PLACES = ("", "Elm House", "elm  house", "Oak Place")
KINDS = (
    "introduction sent", "annual-update sent", "openings sent", "thank-you sent", "practice-info sent", "postcard sent",
    "follow-up sent", "reconnection sent", "referral received", "thanked", "replied", "met", "called", "update-requested",
)  # fmt: skip
people = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(["email", "post"])), min_size=1, max_size=4)
past = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-2, 40) | st.integers(0, 900), st.sampled_from(KINDS)), max_size=10
)
on_their_way = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["introduction", "thank-you", "openings"]), st.integers(0, 20)),
    max_size=2,
)


def eligibility(
    who: list[tuple[str, str]], happened: list[tuple[int, int, str]], drafts: list[tuple[int, str, int]]
) -> Eligibility:
    contacts = "".join(
        f"- {{id: p{n}, name: Ann P{n}, role: pcp, email: p{n}@elm.example, channel: {channel}, organization: {place or 'Place ' + str(n)}}}\n"
        for n, (place, channel) in enumerate(who)
    )
    history = "".join(event(days, what, f"p{n % len(who)}") for n, days, what in happened)
    book, events = parse_contacts(contacts, "contacts.yaml"), parse_history(history, "history.yaml")
    assert not book.left_out
    assert len(events.events) == len(happened)
    records = replace(BASE, contacts=book, history=events)
    left = (
        replace(out(letter, days), name=f"p{n}.{letter}", contact=f"p{n}") for n, letter, days in drafts if n < len(who)
    )
    return Eligibility(records, HEADS, TODAY, tuple(left))


@given(people, past, on_their_way, st.randoms(use_true_random=False))
def test_what_is_due_today_may_leave_today(
    who: list[tuple[str, str]], happened: list[tuple[int, int, str]], drafts: list[tuple[int, str, int]], chance: Random
) -> None:
    """Nothing that is due has a finding about its time, and in whatever order the drafts leave, none waits."""
    now = eligibility(who, happened, drafts)
    due = [one for one in agenda(now, TODAY).due if one.letter]
    for one in due:
        assert one.letter not in now.timing(now.records.contacts.by_id[one.contact]), one
    chance.shuffle(due)
    for one in due:
        draft = Draft(f"{one.contact}.{one.letter}", "S", "B", letter=one.letter, contact=one.contact, status="ready")
        if HEADS[one.letter].medium == "email" and one.status != "handed-over":
            assert now.wait(draft) == "", one
            now.left(draft)


@given(people, past, on_their_way)
def test_what_is_held_back_until_a_day_is_not_due_before_it(
    who: list[tuple[str, str]], happened: list[tuple[int, int, str]], drafts: list[tuple[int, str, int]]
) -> None:
    now = eligibility(who, happened, drafts)
    for contact in now.records.contacts.contacts:
        for letter, reasons in now.timing(contact).items():
            held = decisive(reasons)
            assert held is not None
            days = [held.day - timedelta(days=1)] if held.day else [TODAY + timedelta(days=shift) for shift in (0, 30)]
            for day in (TODAY, *days):
                listed = {(one.contact, one.letter) for one in agenda(now.on(max(day, TODAY)), max(day, TODAY)).due}
                assert (contact.id, letter) not in listed
            ahead = agenda(now, TODAY + timedelta(days=7)).due
            assert all(
                held.day and one.on >= held.day for one in ahead if (one.contact, one.letter) == (contact.id, letter)
            )
