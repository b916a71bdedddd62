"""Who gets which letter, who gets none, and the reason for each."""

from datetime import date

import pytest

from composer.letters.catalogue import parse_catalogue
from composer.planning import letter_choice
from composer.planning.eligibility import Eligibility
from composer.planning.letter_choice import Choice
from composer.records.book import Records
from composer.records.library import TemplateFile
from tests.conftest import TODAY, Book


def choose(
    book: Book,
    templates: dict[str, TemplateFile],
    fields: str = "",
    history: str = "",
    letter: str = "",
    day: date = TODAY,
) -> Choice:
    records = book(f"- name: Ann\n  role: pcp\n  email: ann@elm.example\n{fields}", history=history)
    contact = records.contacts.contacts[0]
    made = eligibility(records, templates, day)
    return letter_choice.check(made, letter, contact) if letter else letter_choice.choose(made, contact)


def eligibility(records: Records, templates: dict[str, TemplateFile], day: date = TODAY) -> Eligibility:
    heads = {key: found.head for key, found in parse_catalogue(templates).letters.items()}
    return Eligibility(records, heads, day)


@pytest.mark.parametrize(
    ("fields", "history", "letter", "because"),
    [
        ("", "", "introduction", "no letter has gone to them yet"),
        ("", "- {date: 2026-05-01, contact: ann, event: met}\n", "introduction", "no letter has gone to them yet"),
        ("", "- {date: 2025-11-01, contact: ann, event: introduction sent}\n", "annual-update", "you were last in touch on 2025-11-01"),
        ("", "- {date: 2026-05-01, contact: ann, event: introduction sent}\n", "", "you were in touch on 2026-05-01; the yearly update is due on 2027-05-01"),
        ("", "- {date: 2024-05-01, contact: ann, event: introduction sent}\n- {date: 2026-05-01, contact: ann, event: called}\n", "",
         "you were in touch on 2026-05-01; the yearly update is due on 2027-05-01"),
        ("", "- {date: 2026-11-01, contact: ann, event: referral received}\n", "thank-you", "a referral is waiting for thanks"),
        ("", "- {date: 2026-11-01, contact: ann, event: referral received}\n- {date: 2026-11-03, contact: ann, event: thanked}\n", "introduction", "no letter has gone to them yet"),
        ("  do_not_contact: {since: 2026-04-02}\n", "", "", "they asked not to be written to on 2026-04-02"),
        ("  do_not_contact: true\n", "", "", "they asked not to be written to"),
        ("", "- {date: 2026-04-02, contact: ann, event: asked to stop}\n", "", "they asked on 2026-04-02 not to be written to"),
        ("  status: retired\n", "", "", "has retired; find out who is there now"),
        ("  status: deceased\n", "", "", "has died; a letter here is yours alone to write"),
        ("", "- {date: 2026-04-02, contact: ann, event: moved}\n", "", "has moved on; find out who is there now"),
        ("", "- {date: 2026-04-02, contact: ann, event: bounced}\n", "", "mail came back on 2026-04-02, and the address has not been verified since"),
        ("  verified: 2026-05-01\n", "- {date: 2026-04-02, contact: ann, event: bounced}\n", "introduction", "no letter has gone to them yet"),
    ],
)  # fmt: skip
def test_each_contact_gets_one_letter_or_a_reason(
    fields: str, history: str, letter: str, because: str, book: Book, templates: dict[str, TemplateFile]
) -> None:
    choice = choose(book, templates, fields, history)
    assert (choice.letter, choice.because) == (letter, because)


def test_a_stop_stands_above_everything(book: Book, templates: dict[str, TemplateFile]) -> None:
    """Even above thanks, and above a letter that was asked for by name."""
    history = "- {date: 2026-11-01, contact: ann, event: referral received}\n"
    for letter in ("", "introduction", "annual-update", "thank-you"):
        assert choose(book, templates, "  do_not_contact: true\n", history, letter).letter == ""


def test_a_stop_of_the_organization_holds_for_everyone_there(book: Book, templates: dict[str, TemplateFile]) -> None:
    records = book(
        "organizations:\n  - {name: Lakeview, do_not_contact: {since: 2026-01-01}}\ncontacts:\n  - {name: Ann, organization: lakeview, role: pcp}\n"
    )
    choice = letter_choice.choose(eligibility(records, templates), records.contacts.contacts[0])
    assert (choice.letter, choice.because) == ("", "Lakeview asked not to be written to on 2026-01-01")


@pytest.mark.parametrize(
    ("letter", "history", "because"),
    [
        ("introduction", "- {date: 2020-01-01, contact: ann, event: introduction sent}\n", "they got this letter on 2020-01-01, and it goes to a person once"),
        ("annual-update", "", "you have not been in touch yet; an introduction comes first"),
        ("annual-update", "- {date: 2026-03-01, contact: ann, event: annual-update sent}\n", "they got this letter on 2026-03-01; the next is due on 2027-03-01"),
        ("thank-you", "", "no referral is waiting for thanks"),
    ],
)  # fmt: skip
def test_a_letter_that_was_asked_for_still_keeps_its_rule(
    letter: str, history: str, because: str, book: Book, templates: dict[str, TemplateFile]
) -> None:
    assert choose(book, templates, "", history, letter) == Choice(
        book("- name: Ann\n  role: pcp\n  email: ann@elm.example\n").contacts.contacts[0], "", because
    )


def test_the_year_ends_on_its_day(book: Book, templates: dict[str, TemplateFile]) -> None:
    history = "- {date: 2026-03-01, contact: ann, event: annual-update sent}\n"
    assert choose(book, templates, "", history, day=date(2027, 2, 28)).letter == ""
    assert choose(book, templates, "", history, day=date(2027, 3, 1)).letter == "annual-update"
