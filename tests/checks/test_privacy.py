"""A letter gives no client away, and the innocent look-alikes are left alone."""

from datetime import date

import pytest

from composer.checks.registry import inspect
from tests.checks.cases import THANKS, codes, inspection, standards

# --- privacy ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "Thank you for your confidence in my work.", "I see patients like the ones you care for.",
        "Patience May wrote to me in May.", "I am often asked about Grace Client and her work.",
        "A patient who cannot travel can be seen by phone.", "She asked me to write to you about the list.",
        "I see adults from eighteen on.", "Students from 16-year-olds on can come.",
        "The office is at 12 Harbor Street, near the U.S. post office.", "Ask for J. R. Miller, M.D., at the desk.",
        "We met at 9 a.m. in your office.",
    ],
)  # fmt: skip
def test_an_innocent_sentence_gives_nobody_away(body: str) -> None:
    named = ("Ann", "Ann Lee", "Patience May", "May", "Patience", "Grace Client", "Client", "J. R. Miller", "Miller")
    assert [code for code in codes(inspection(body, names=named)) if code.startswith("privacy")] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("The firefighter you mentioned is on my list.", "privacy-client"),
        ("Both students settled in.", "privacy-client"), ("She is in good hands.", "privacy-client"),
        ("Your\nTuesday patient came.", "privacy-client"), ("I met your client on Monday.", "privacy-client"),
        ("I hope Deborah is fine.", "privacy-name"), ("Ms. Vance was kind.", "privacy-name"),
        ("I hope DEBORAH is fine.", "privacy-name"), ("I hope D\u00e9borah is fine.", "privacy-name"),
        ("I hope Deb*or*ah is fine.", "privacy-name"), ("I hope Deb\u200borah is fine.", "privacy-name"),
        ("Ms. V\u00e1nc\u00e9 was kind.", "privacy-name"), ("Mrs **Vance** was kind.", "privacy-name"),
    ],
)  # fmt: skip
def test_a_client_is_found(body: str, code: str) -> None:
    assert code in codes(inspection(body))


@pytest.mark.parametrize(
    ("known", "said"),
    [("Jo", "Joanna"), ("Sam", "Samantha"), ("Pat", "Patricia"), ("Chen", "Mr. Cheng"), ("Ann", "Mr. d'Anna")],
)
def test_a_known_name_inside_a_longer_one_does_not_hide_it(known: str, said: str) -> None:
    assert "privacy-name" in codes(inspection(f"{said} was kind.", head=THANKS, names=(known,)))


@pytest.mark.parametrize(
    "said",
    ["_Deborah_ was kind.", "__Deborah__ was kind.", "__Mr. Kline__ was kind.", "Mr. van Dyk was kind.", "Mr.Kline was kind.",
     "Mrs. de la Cruz was kind.", "MR. KLINE was kind.", "Mr.  Kline was kind.", "Mx. Kline was kind.", "Sra. G\u00f3mez was kind.",
     "Mr. \u0141ukasiewicz was kind.", 'Mr. "Kline" was kind.', "Mr. d'Angelo was kind."],
)  # fmt: skip
def test_a_name_is_seen_however_it_is_marked_or_made(said: str) -> None:
    assert "privacy-name" in codes(inspection(said, head=THANKS))


def test_initials_are_seen_between_underscores_and_an_irish_name_is_none() -> None:
    assert "privacy-initials" in codes(inspection("Hello to _D.K._ please.", head=THANKS))
    assert "privacy-initials" not in codes(inspection("Mrs. O'Brien was kind.", head=THANKS))


@pytest.mark.parametrize("written", ["Zo\u00eb", "Zoe", "ZOE", "Z*o*e"])
def test_a_name_that_a_record_has_is_known_however_it_is_written(written: str) -> None:
    known = standards(known_words=frozenset({"Zoe"}), given_names=frozenset({"Zoe"}))
    assert "privacy-name" not in codes(inspection(f"I hope {written} is fine.", standards=known))


@pytest.mark.parametrize(
    "body", ["I hope Deborah is fine.", "I thought of J.M. today.", "A 34-year-old is not old.", "We spoke on March 3."]
)
def test_what_is_worth_a_look_elsewhere_keeps_thanks_back(body: str) -> None:
    levels = {p.level for p in inspect(inspection(body, head=THANKS)) if p.code.startswith("privacy")}
    assert levels <= {"error", "ask"}
    assert levels


def test_a_past_day_soon_after_a_referral_is_shown_and_a_coming_one_is_not() -> None:
    referrals = (date(2026, 10, 30),)
    assert codes(inspection("We spoke on November 3.", referrals=referrals)) == ["privacy-date"]
    assert codes(inspection("From December 8 I have two hours.", referrals=referrals)) == []
    assert codes(inspection("We spoke on March 3.", referrals=referrals)) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ann.thank-you", False),
        ("ann.thank-you-2026", False),
        ("ann.thank-you-depression", True),
        ("ann.thank-you-deborah", True),
    ],
)
def test_a_files_name_says_nothing_of_anyone(name: str, found: bool) -> None:
    draft = inspection(name=name, letter="thank-you", head=THANKS)
    assert ("privacy-subject" in codes(draft)) == found


def test_a_subject_may_name_a_need_where_nobody_is_meant() -> None:
    assert "privacy-subject" not in codes(inspection(subject="Trauma therapy on Friday mornings"))
    assert "privacy-subject" in codes(inspection(subject="Trauma therapy", head=THANKS))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("With a signed release I report back to you.", False),
        ("I will report back to you on how your patient does.", True),
    ],
)
def test_news_of_a_client_needs_a_release_in_the_same_sentence(body: str, found: bool) -> None:
    assert ("privacy-feedback" in codes(inspection(body))) == found
