"""Every kind of reader gets every letter, in their own words: each role by each letter, for somebody made up."""

import re

import pytest

from composer.letters.brief import Briefer
from composer.letters.catalogue import parse_catalogue
from composer.letters.compose import jobs, tidy
from composer.letters.merger import Merger
from composer.records.book import Records, parse_book
from composer.records.library import TemplateFile, parse_library, read_templates
from composer.shipped import templates_folder
from tests.conftest import TODAY

FILES = read_templates([(templates_folder(), "templates/")])
ROLES = sorted(role.key for role in parse_library(FILES).roles)
CATALOGUE = parse_catalogue(FILES)
MERGER = Merger(CATALOGUE.sources)
WORDS_FOR_PEOPLE = {"patient", "client", "student", "resident", "member"}
OTHERS_WORDS = re.compile(r"\b(patient|client|student|resident|member)s?\b")


def records(role: str, files: dict[str, TemplateFile]) -> Records:
    """A practice with one offer for each need, and one reader of this role who has said nothing yet."""
    offers = "".join(
        f"  - {{text: For this I have an hour on Friday mornings at nine., needs: [{need.need}]}}\n"
        for need in parse_library(files).needs
    )
    practice = (
        "name: Maya Chen\ncredentials: LPCC\naddress: 12 Harbor Street\nphone: 555-0142\nfax: 555-0143\n"
        f"call_back: within one working day\nwhen_full: When I am full I give other names.\noffers:\n{offers}"
    )
    contacts = f"- {{name: Robin Vale, role: {role}, organization: Elm House, email: robin@elm.example}}\n"
    history = "- {date: 2025-05-20, contact: robin-vale, event: called, mention: you were short of people}\n"
    return parse_book(contacts=contacts, practice=practice, history=history, templates=files)


def letter(role: str, key: str) -> tuple[str, str]:
    """Subject and body of a letter to somebody of a role."""
    book = records(role, FILES)
    assert book.problems == ()
    brief = Briefer(book, TODAY).brief(book.contacts.contacts[0])
    subject, body = (MERGER.merge(job) for job in jobs(CATALOGUE.letters[key], brief))
    assert isinstance(subject, str)
    assert isinstance(body, str), body
    return subject, tidy(body)


@pytest.mark.parametrize("key", sorted(CATALOGUE.letters))
@pytest.mark.parametrize("role", ROLES)
def test_a_letter_to_this_reader_is_whole(role: str, key: str) -> None:
    """No open question, no hole, within its length, in the reader's word for the people they serve."""
    subject, body = letter(role, key)
    profile = parse_library(FILES).role_by_key[role]
    text = body.split("\n\nWith good wishes,")[0].split("\n\n", 1)[1]
    shortest, longest = CATALOGUE.letters[key].head.words
    assert "[[CONFIRM" not in subject + body
    assert "  " not in body
    assert shortest <= len(text.split()) <= longest
    assert len(subject.split()) <= 8
    others = set(OTHERS_WORDS.findall(text.casefold())) - {profile.person.casefold()}
    assert not others, others
    for word in profile.words.avoid:
        assert not re.search(rf"\b{re.escape(word.casefold())}\b", text.casefold()), word


@pytest.mark.parametrize("role", ROLES)
def test_an_introduction_asks_before_it_tells(role: str) -> None:
    """One question, in the first paragraph, before any offer and any credential."""
    _, body = letter(role, "introduction")
    question, rest = body.split("?", 1)
    assert "?" not in rest
    assert "Friday mornings" not in question
    assert "LPCC" not in question
    assert "555-0142" in rest


def test_no_two_roles_are_the_same_role() -> None:
    """Their questions, their ways to be referred to and their wishes are their own."""
    library = parse_library(FILES)
    for field in ("questions", "wish", "ask_again", "regard", "kindness", "no_offer"):
        said = [
            tuple(q.text for q in role.questions) if field == "questions" else getattr(role, field)
            for role in library.roles
        ]
        shared = {text for text in said if said.count(text) > 1}
        assert shared <= set(), (field, shared)
