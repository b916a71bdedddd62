"""Needs, offers and questions: what is said to whom, and nothing that the records do not hold."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from composer.briefs.brief import Briefer
from composer.briefs.matching import match_limits, match_offers, match_updates
from composer.briefs.needs import FoundNeed, needs_of
from composer.briefs.statement import Statement
from composer.records.book import parse_book
from composer.records.contacts import Contact
from composer.records.library import TemplateFile
from composer.records.need_index import NeedIndex
from composer.records.practice import Limit, Offer, Practice, Update
from tests.conftest import TODAY, Book
from tests.shipped import LIBRARY

KEYS = [need.need for need in LIBRARY.needs]


def need(key: str, *, recorded: bool = True) -> FoundNeed:
    return FoundNeed(key, "", (), recorded)


def test_free_text_finds_its_need() -> None:
    index = NeedIndex(LIBRARY.needs, LIBRARY.notes)
    for text, key in (
        ("Medicaid patients wait months", "waiting-time"),
        ("someone who can see people after 5", "evenings"),
        ("kids just out of inpatient", "after-inpatient"),
        ("first visit within seven days", "within-seven-days"),
        ("never hears back", "feedback-to-referrer"),
        ("Mandarin-speaking families", "mandarin"),
        ("voicemails that nobody answers; no one calls back", "answered-calls"),
    ):
        assert index.match(text)[0] == key, text


def test_text_about_nothing_finds_nothing() -> None:
    index = NeedIndex(LIBRARY.needs)
    assert index.match("likes dahlias and old tractors") == ("", "")


def test_own_needs_come_before_the_usual_ones() -> None:
    role = LIBRARY.role_of("pcp")[0]
    found = needs_of(Contact(name="Ann", needs=["grief", "after work"]), role, NeedIndex(LIBRARY.needs), LIBRARY)
    assert [n.key for n in found[:2]] == ["grief", "evenings"]
    assert [n.recorded for n in found] == [True, True] + [False] * (len(found) - 2)
    assert len({n.key for n in found}) == len(found)


def test_offers_follow_the_order_of_the_needs_and_stop_at_two() -> None:
    practice = Practice(name="M", offers=tuple(Offer(text=f"{k}.", needs=(k,)) for k in ("c", "a", "b")))
    matches = match_offers([need("a"), need("b"), need("c")], practice.for_readers({"pcp"}, TODAY).offers)
    assert [match.offer.text for match in matches] == ["a.", "b."]


def test_an_offer_chiefly_about_the_need_wins() -> None:
    practice = Practice(name="M", offers=(Offer(text="also", needs=("x", "a")), Offer(text="chiefly", needs=("a",))))
    assert match_offers([need("a")], practice.for_readers({"pcp"}, TODAY).offers)[0].offer.text == "chiefly"


def test_an_expired_offer_is_never_made() -> None:
    practice = Practice(name="M", offers=(Offer(text="old", needs=("a",), until=date(2026, 11, 23)),))
    assert match_offers([need("a")], practice.for_readers({"pcp"}, TODAY).offers) == ()
    assert len(match_offers([need("a")], practice.for_readers({"pcp"}, date(2026, 11, 23)).offers)) == 1


@given(
    wanted=st.lists(st.sampled_from(KEYS), max_size=5),
    offered=st.lists(st.tuples(st.sets(st.sampled_from(KEYS), min_size=1, max_size=3), st.sampled_from(["", "pcp", "clergy"]),
                               st.integers(-40, 40)), max_size=8),
)  # fmt: skip
def test_no_offer_without_its_need_its_role_and_its_day(
    wanted: list[str], offered: list[tuple[set[str], str, int]]
) -> None:
    """The law behind every letter: what the practice has, and this reader needs, and that still stands."""
    offers = tuple(
        Offer(
            text=str(number),
            needs=tuple(sorted(keys)),
            roles=(role,) if role else (),
            until=date.fromordinal(TODAY.toordinal() + days),
        )
        for number, (keys, role, days) in enumerate(offered)
    )
    practice = Practice(name="M", offers=offers).for_readers({"pcp"}, TODAY)
    matches = match_offers([need(key) for key in wanted], practice.offers)
    assert len(matches) <= 2
    assert len({match.offer.text for match in matches}) == len(matches)
    for match in matches:
        assert match.offer in offers
        assert match.need.key in set(wanted) & set(match.offer.needs)
        assert match.offer.until is not None
        assert match.offer.until >= TODAY
        assert match.offer.roles in {(), ("pcp",)}


def test_a_limit_is_told_to_those_who_would_be_sent_in_vain() -> None:
    practice = Practice(name="M", does_not=(Limit(text="No Mandarin.", needs=("mandarin",)),))

    def limits(*needs: FoundNeed) -> list[str]:
        return [limit.text for limit in match_limits(needs, (), practice, LIBRARY)]

    assert limits(need("mandarin")) == ["No Mandarin."]
    assert limits(need("mandarin", recorded=False)) == []


def test_news_is_what_is_new_since_the_last_letter_and_matters_here() -> None:
    updates = tuple(
        Update(date=day, text=text, needs=needs, roles=roles)
        for day, text, needs, roles in (
            (date(2026, 3, 1), "old", ("a",), ()),
            (date(2026, 9, 1), "new", ("a",), ()),
            (date(2026, 9, 2), "for others", ("a",), ("clergy",)),
            (date(2026, 9, 3), "about something else", ("z",), ()),
            (date(2026, 12, 1), "not yet", ("a",), ()),
        )
    )
    practice = Practice(name="M", updates=updates).for_readers({"pcp"}, TODAY)
    found = match_updates([need("a")], practice, date(2026, 5, 1))
    assert [update.text for update in found] == ["new"]


def test_two_colleagues_of_one_role_get_two_questions(book: Book) -> None:
    people = "".join(f"- {{name: {name}, role: pcp, organization: River Street}}\n" for name in ("Ann", "Bo", "Cy"))
    records = book(people)
    briefer = Briefer(records, TODAY)
    asked = [briefer.brief(contact).question for contact in records.contacts.contacts]
    assert len(set(asked)) == 3
    alone = Briefer(records, TODAY)
    assert alone.brief(records.contacts.contacts[2]).question == asked[2], "the same question when asked for alone"


def test_a_question_that_was_asked_is_not_asked_again(book: Book) -> None:
    records = book("- {name: Ann, role: pcp}\n")
    first = Briefer(records, TODAY).brief(records.contacts.contacts[0]).question
    again = book(
        "- {name: Ann, role: pcp}\n",
        history=f"- {{date: 2026-01-01, contact: ann, event: introduction sent, question: {first}}}\n",
    )
    assert Briefer(again, TODAY).brief(again.contacts.contacts[0]).question != first


def test_a_question_about_the_readers_own_need_comes_first(book: Book) -> None:
    records = book("- {name: Ann, role: pcp, needs: [never hears back]}\n")
    assert Briefer(records, TODAY).brief(records.contacts.contacts[0]).question == "word-back"


def test_private_notes_are_nowhere_in_a_brief(book: Book) -> None:
    """A field that no template sees cannot be printed by mistake."""
    records = book("- {name: Ann, role: pcp, notes: SECRET, consent: {basis: SECRET}, tags: [SECRET]}\n")
    assert "SECRET" not in str(Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree)


def test_a_way_to_refer_whose_number_is_missing_is_not_said(book: Book) -> None:
    ways = (
        "name: Maya Chen\nhow_to_refer:\n  - '{People} can call {phone}.'\n  - I call back {call_back}.\n  - Come in.\n"
    )
    records = book("- {name: Ann, role: pcp}\n", ways)
    refer = Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree["refer"]
    assert isinstance(refer, list)
    assert [said.text for said in refer if isinstance(said, Statement)] == ["Come in."]


def test_one_changed_fact_changes_every_letter(templates: dict[str, TemplateFile]) -> None:
    """The practice is the one source of its facts."""
    contacts = "".join(
        f"- {{name: N{index}, role: {role}}}\n"
        for index, role in enumerate(["pcp", "rabbi", "psychiatrist", "therapist"])
    )
    way = "'{People} can call {phone}.'"
    for phone in ("555-0100", "555-0199"):
        records = parse_book(
            contacts=contacts,
            practice=f"name: M\nphone: {phone}\nhow_to_refer: {way}\n",
            history="",
            templates=templates,
        )
        briefer = Briefer(records, TODAY)
        for contact in records.contacts.contacts:
            assert phone in str(briefer.brief(contact).tree["refer"])
