"""Every kind of reader gets every letter that applies to them, in their own words: each role by each letter."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pytest

from composer.briefs.brief import Briefer, Occasion
from composer.checks.engine.standards import make_readers
from composer.checks.inspector import make_inspector
from composer.drafts.draft import Address, Draft
from composer.letters.compose import jobs, tidy
from composer.planning.eligibility import Eligibility
from composer.planning.letter_choice import check
from composer.records.book import Records, parse_book
from composer.records.contacts import Contact
from composer.records.kept import Kept
from composer.records.library import Library, TemplateFile
from composer.templating.merge import Merger
from tests.conftest import TODAY
from tests.shipped import CATALOGUE, FILES, LIBRARY

ROLES = sorted(role.key for role in LIBRARY.roles)
MERGER = Merger(CATALOGUE.sources)
READERS = make_readers(LIBRARY)
RELEASE = date(2027, 10, 1)
OTHERS_WORDS = re.compile(r"\b(patient|client|student|resident|member)s?\b")
# What one reader may also call the people of another: schools have patients of nobody, but talk of families.
PLACE = "organizations:\n  - {name: Elm House, email: desk@elm.example, address: 4 Elm Street}\ncontacts:\n"
SENT = "- {date: DAY, contact: robin-vale, event: introduction sent, question: QUESTION}\n"
# What must have happened for a letter to apply to Robin Vale.
PAST = {
    "introduction": "",
    "annual-update": "- {date: 2025-05-20, contact: robin-vale, event: called, mention: you were short of people}\n",
    "thank-you": "- {date: 2026-11-20, contact: robin-vale, event: referral received}\n",
    "thank-you-card": "- {date: 2026-11-20, contact: robin-vale, event: referral received}\n",
    "follow-up": SENT.replace("DAY", "2026-10-20"),
    "practice-info": "- {date: 2026-11-23, contact: robin-vale, event: update requested, fields: [Tel, Insurance accepted, Rates]}\n",
    "presentation": "",
    "openings": SENT.replace("DAY", "2026-03-01"),
    "reconnection": "- {date: 2022-05-20, contact: robin-vale, event: met, mention: you were short of people}\n",
    "successor": "- {date: 2026-09-01, contact: robin-vale, event: retired}\n",
    "shared-client": "",
}


@dataclass(frozen=True)
class Written:
    """A merged letter, and the part of it between greeting and signature."""

    subject: str
    body: str

    @property
    def text(self) -> str:
        return self.body.split("\n\nWith good wishes,")[0].split("\n\n", 1)[1]


class Shipped(Kept):
    """What ships, as it was read already."""

    def library(self, files: Mapping[str, TemplateFile]) -> Library:
        assert files == FILES
        return LIBRARY


@cache
def records(role: str, past: str, *, offers: bool = True, contact: str = "") -> Records:
    """A practice with an offer, a piece of news and a talk for each need, and one reader who has said nothing yet."""
    needs = [need.need for need in LIBRARY.needs]
    offered = "".join(
        f"  - {{text: For this I have an hour on Friday mornings at nine., needs: [{need}], until: 2027-02-28}}\n"
        for need in needs
    )
    practice = (
        "name: Maya Chen\ncredentials: LPCC\naddress: 12 Harbor Street\nphone: 555-0142\nfax: 555-0143\n"
        "panels: [Buckeye, Molina]\nfacts: {fee: $140}\n"
        "call_back: within one working day\nwhen_full: When I am full I give other names.\n"
        'how_to_refer:\n  - "{People} can call {phone}, and I call back {call_back}."\n'
        "  - {text: Please leave names and reasons out of email., channel: email}\n"
    )
    if offers:
        practice += f"offers:\n{offered}updates:\n"
        practice += f"  - {{date: 2026-09-01, text: Since September I work on Fridays., needs: [{', '.join(needs)}]}}\n"
        practice += (
            "talks:\n  - problem: Many people are given a number and never call it.\n"
            "    topic: what to say so that somebody goes\n    takeaways: [three sentences that help, one that does not]\n"
            f"    needs: [{', '.join(needs)}]\n    suits: It suits everyone on a team.\n"
            "    dates: [January 12 at noon, January 21 at noon]\n"
        )
    question = LIBRARY.role_by_key[role].questions[0].key
    contacts = (
        contact
        or f"{PLACE}  - {{name: Robin Vale, pronouns: she/her, role: {role}, organization: Elm House, email: robin@elm.example}}\n"
    )
    history = past.replace("QUESTION", question)
    return parse_book(contacts=contacts, practice=practice, history=history, templates=FILES, kept=Shipped())


@cache
def letter(role: str, key: str) -> Written:
    """A letter to somebody of a role to whom it applies."""
    book = records(role, PAST[key])
    assert book.problems == ()
    return merged(book, key)


def merged(book: Records, key: str) -> Written:
    """The letter to the only contact of these records, whether it applies or not."""
    contact = book.contacts.contacts[0]
    brief = Briefer(book, TODAY).brief(contact, Occasion(key, "en", RELEASE))
    subject, body = (MERGER.merge(job) for job in jobs(CATALOGUE.letters[key], brief))
    assert isinstance(subject, str), subject
    assert isinstance(body, str), body
    return Written(subject, tidy(body))


def against(book: Records, key: str, contact: Contact | None = None) -> str:
    """Why a letter does not go to the contact; empty where it does."""
    heads = {name: found.head for name, found in CATALOGUE.letters.items()}
    choice = check(Eligibility(book, heads, TODAY, release=RELEASE), key, contact or book.contacts.contacts[0])
    return "" if choice.letter else choice.because


LETTERS = sorted(CATALOGUE.letters)
# The made-up practice has no licence, and thanks a few days after an only referral.
UNAVOIDABLE = {"privacy-timing"}
SPEAK_OF_PEOPLE = [key for key in LETTERS if CATALOGUE.letters[key].head.purpose != "thanks"]
each_role = pytest.mark.parametrize("role", ROLES)


def each_letter(test: Callable[[str, str], None]) -> Callable[[str], None]:
    """One test for a role and every letter; all letters that fail are named, each with what is wrong."""

    def of_a_role(role: str) -> None:
        wrong: dict[str, str] = {}
        for key in LETTERS:
            try:
                test(role, key)
            except AssertionError as error:
                wrong[key] = str(error)
        assert not wrong, "\n".join(f"{key}: {why}" for key, why in wrong.items())

    of_a_role.__doc__ = test.__doc__
    return each_role(of_a_role)


def test_there_are_ten_kinds_of_letters() -> None:
    """Thanks have two forms, an email and a card."""
    assert set(LETTERS) == set(PAST)
    assert len({key.removesuffix("-card") for key in LETTERS}) == 10


@each_letter
def test_a_letter_to_this_reader_is_whole(role: str, key: str) -> None:
    """It applies; no open question, no hole, within its length, in the reader's word for the people they serve."""
    assert against(records(role, PAST[key]), key) == ""
    written = letter(role, key)
    head = CATALOGUE.letters[key].head
    assert "[[CONFIRM" not in written.subject + written.body
    assert "{" not in written.subject + written.body
    assert "  " not in written.body
    assert head.words[0] <= len(written.text.split()) <= head.words[1], len(written.text.split())
    assert 2 <= len(written.subject.split()) <= 9
    assert head.questions[0] <= written.text.count("?") <= head.questions[1], written.text


@each_letter
def test_a_letter_speaks_the_readers_language(role: str, key: str) -> None:
    """Their word for the people they look after and nobody else's, and none of the words that mark a stranger."""
    profile, text = LIBRARY.role_by_key[role], letter(role, key).text.casefold()
    text = re.sub(r"\[\[client: [^]]*\]\]", "", text)
    others = set(OTHERS_WORDS.findall(text)) - {profile.person.casefold()}
    assert not others, others
    for word in profile.words.avoid:
        assert not re.search(rf"\b{re.escape(word.casefold())}\b", text), word
    if key in SPEAK_OF_PEOPLE and key != "follow-up" and role != "general":
        own = {profile.person, profile.people, *profile.words.use, "families", "parents", "people"}
        assert any(word.casefold() in text for word in own), own


@each_role
def test_a_question_comes_before_offers_and_credentials(role: str) -> None:
    """An introduction asks once, in its first paragraph, before any offer and any credential."""
    question, rest = letter(role, "introduction").body.split("?", 1)
    assert "?" not in rest
    assert "Friday mornings" not in question
    assert "LPCC" not in question
    assert "555-0142" in rest


@each_letter
def test_credentials_come_last(role: str, key: str) -> None:
    """They stand below the letter, in one line, or nowhere."""
    assert "LPCC" not in letter(role, key).text


@each_letter
def test_the_first_sentence_is_not_about_the_writer(role: str, key: str) -> None:
    if CATALOGUE.letters[key].head.purpose == "commercial":
        assert not re.match(r"(I|My|I'm|We|Our)\b", letter(role, key).text)


@each_letter
def test_nothing_to_offer_and_no_news_make_a_shorter_letter_or_a_reason(role: str, key: str) -> None:
    """A practice without a single offer, talk or update still writes what is true."""
    book = records(role, PAST[key], offers=False)
    reason = against(book, key)
    if key in {"presentation", "openings"}:
        assert reason.startswith(("no talk", "no dated offer"))
        return
    assert reason == ""
    written = merged(book, key)
    assert ("[[CONFIRM: nothing in practice.yaml is for such readers" in written.body) is (
        key == "follow-up" and "I take " not in written.body
    )
    assert "Friday mornings" not in written.body
    assert not re.search(r":\s*\n|  |\n\n\n|\.\.", written.body)
    assert len(written.text.split()) <= CATALOGUE.letters[key].head.words[1]


@each_letter
def test_nobody_known_there_is_no_hole_in_a_letter(role: str, key: str) -> None:
    """A place instead of a person: the greeting says so, or the letter does not apply."""
    contact = f"{PLACE}  - {{id: robin-vale, unknown_person: true, role: {role}, organization: Elm House, email: x@elm.example}}\n"
    book = records(role, PAST[key], contact=contact)
    if key == "successor":
        return  # nobody can have left who was not known
    assert against(book, key) == ""
    written = merged(book, key)
    assert written.body.startswith("To the person who keeps the referral list at Elm House,\n\n")
    assert "[[CONFIRM" not in written.body


@each_letter
def test_four_silent_years_are_named_or_stop_the_letter(role: str, key: str) -> None:
    """No letter pretends that you spoke last week."""
    if key in {
        "introduction",
        "thank-you",
        "thank-you-card",
        "practice-info",
        "successor",
        "shared-client",
        "presentation",
    }:
        past = PAST[key] + "- {date: 2022-05-20, contact: robin-vale, event: met, mention: you were short of people}\n"
    elif key == "follow-up":
        past = SENT.replace("DAY", "2022-05-20")
    else:
        past = "- {date: 2022-05-20, contact: robin-vale, event: met, mention: you were short of people}\n"
    book = records(role, past)
    reason = against(book, key)
    if key in {"follow-up", "openings"}:
        assert reason
        return
    text = merged(book, key).text
    assert reason == ""
    assert "since our last" not in text
    if key in {"annual-update", "reconnection"}:
        assert "four years" in text
        assert "When we met in May 2022, you were short of people." in text


def test_no_two_roles_are_the_same_role() -> None:
    """Their questions, their ways to be referred to and their wishes are their own."""
    for field in ("questions", "wish", "ask_again", "regard", "kindness"):
        said = [text for role in LIBRARY.roles for text in sentences(getattr(role, field))]
        shared = {text for text in said if said.count(text) > 1}
        # The two kinds of college readers share what they both see at the first call and over a break.
        allowed = 2 if field == "questions" else 0
        assert len(shared) <= allowed, (field, shared)


def sentences(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    assert isinstance(value, tuple)
    return [str(getattr(item, "text", item)) for item in value]


@each_role
def test_a_trade_has_questions_enough_that_are_short(role: str) -> None:
    """Three at least that suit anyone of it, and none longer than is asked across a counter."""
    questions = LIBRARY.role_by_key[role].questions
    assert len([question for question in questions if not question.needs]) >= 3
    assert {question.key: question.text for question in questions if len(question.text.split()) > 17} == {}
    assert not any("{choices}" in question.text for question in questions)


@each_role
def test_readers_of_one_trade_in_different_places_are_asked_different_things(role: str) -> None:
    people = "".join(
        f"- {{name: Robin Vale, id: r{number}, role: {role}, organization: House {number}}}\n" for number in range(3)
    )
    book = records(role, "", contact=people)
    briefer = Briefer(book, TODAY)
    assert len({briefer.brief(contact).question for contact in book.contacts.contacts}) == 3


@each_role
def test_every_question_can_be_recalled_by_a_follow_up(role: str) -> None:
    for question in LIBRARY.role_by_key[role].questions:
        assert question.asked, question.key
        assert "?" not in question.asked
        assert question.asked.split()[0].strip(",") in {
            "what",
            "which",
            "how",
            "when",
            "where",
            "who",
            "whom",
            "for",
            "from",
        }


@each_role
def test_three_yearly_letters_in_a_row_share_no_sentence(role: str) -> None:
    """What is said again is the way to be left alone, and the signature."""
    said: list[set[str]] = []
    past = "- {date: 2020-05-20, contact: robin-vale, event: called}\n"
    for year in (2021, 2022, 2023):
        text = merged(records(role, past), "annual-update").text
        said.append(
            {
                sentence
                for sentence in re.split(r"(?<=[.?])\s+", text)
                if "Friday" not in sentence and "It is" not in sentence
            }
        )
        past += f"- {{date: {year}-05-20, contact: robin-vale, event: annual-update sent}}\n"
    assert not said[0] & said[1]
    assert not said[1] & said[2]


@each_letter
def test_the_checks_stop_none_of_them(role: str, key: str) -> None:
    """What ships gives nobody away, promises nothing, and has all that its kind of mail must show."""
    book = records(role, PAST[key])
    written = letter(role, key)
    address = "desk@elm.example" if key == "successor" else "robin@elm.example"
    draft = Draft(f"robin-vale.{key}", written.subject, written.body, to=(Address(address),), contact="robin-vale",
                  letter=key, made=TODAY)  # fmt: skip
    inspector = make_inspector(book, CATALOGUE, TODAY)
    inspector = replace(inspector, standards=replace(inspector.standards, readers=READERS))  # compiled once for all
    found = inspector.check("drafts/x.md", draft).problems
    assert [(problem.code, problem.text) for problem in found if problem.level == "error"] == []
    assert {problem.code for problem in found if problem.level == "warning"} <= UNAVOIDABLE


def test_no_question_of_a_trade_reads_like_what_a_check_stops() -> None:
    """A subject may not name what people come for; a question in the letter may."""
    reader = READERS["en"]
    stopped = {
        (role.key, question.key): sorted(found)
        for role in LIBRARY.roles
        for question in role.questions
        if (found := reader.read(question.text.replace("{people}", role.people).replace("{person}", role.person)).keys()
            - {"privacy-subject"})
    }  # fmt: skip
    assert stopped == {}
