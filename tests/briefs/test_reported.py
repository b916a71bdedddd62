"""What the reader said comes back as the record has it, with its source and month, or not at all."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.briefs.brief import Briefer
from composer.briefs.clauses import is_clause
from composer.briefs.statement import Statement
from composer.records.book import Records, parse_book
from tests.conftest import TODAY
from tests.shipped import FILES, LIBRARY

GRAMMAR = LIBRARY.phrases.grammar
TOLD = "In February you told me that "


def note(text: str, **fields: str) -> str:
    """A need heard by phone in February, as a record has it."""
    said = {"text": text, "need": "waiting-time", "heard": "2026-02-11", "source": "phone", **fields}
    return f"  needs: [{json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)}]\n"


def records(fields: str, history: str = "", who: str = "name: Ann Vale\n  role: pcp") -> Records:
    return parse_book(contacts=f"- {who}\n{fields}", practice="name: Maya Chen\n", history=history, templates=FILES)


def statement(
    fields: str, history: str = "", field: str = "reason", who: str = "name: Ann Vale\n  role: pcp"
) -> Statement:
    made = records(fields, history, who)
    assert made.problems == ()
    said = Briefer(made, TODAY).brief(made.contacts.contacts[0]).tree[field]
    assert isinstance(said, Statement)
    return said


def reason(fields: str, history: str = "", field: str = "reason", who: str = "name: Ann Vale\n  role: pcp") -> str:
    return statement(fields, history, field, who).text


@pytest.mark.parametrize(
    ("text", "source", "sentence"),
    [
        ("Medicaid patients wait months", "phone", "In February you told me that Medicaid patients wait months."),
        ("Patients wait months.", "email", "In February you wrote that patients wait months."),
        ("nobody calls back", "met at lunch", "When we met in February, you said that nobody calls back."),
        ("teens rarely ask twice", "your own page", "Your own page says that teens rarely ask twice."),
        ('"We turn away three a week"', "phone", "In February you told me: “We turn away three a week.”"),
        ("“nobody calls us back!”", "coffee", "When we met in February, you said: “nobody calls us back!”"),
        ("'nobody calls us back'", "coffee", ""),
    ],
)  # fmt: skip
def test_what_was_heard_comes_back_in_its_own_words(text: str, source: str, sentence: str) -> None:
    assert reason(note(text, source=source)) == sentence


@pytest.mark.parametrize(
    "text",
    ["midwives screen everyone", "foster parents call six places before somebody calls back",
     "most IOP clients step down with nobody to see", "it takes months to find someone who takes Medicaid",
     "there are no openings for teens on Medicaid", "insurance covers ten sessions", "the waiting list is six months long",
     "two of every three teens never get a first appointment", "the clinic has no one who speaks Spanish",
     "low-income families cannot pay the copay", "veterans rarely ask for help", "parents can't drive at noon",
     "ED patients leave without an appointment", "few therapists know what a bariatric patient needs",
     "older residents will not see somebody on video", "adults with trauma ask every week and there is no room",
     "students who need weekly work are referred out after twelve sessions", "people see Dr. Lee once and never again",
     "families ask what it costs and then do not go", "evenings fill up by September", "crews want to be seen before 7 a.m."],
)  # fmt: skip
def test_a_clause_in_the_third_person_is_repeated_word_for_word(text: str) -> None:
    assert reason(note(text)) == f"{TOLD}{text.removesuffix('.')}."


# Notes of one's own kind: fragments, the reader in the third person, shorthand, a day's own time, somebody else's words.
NOT_BENT = [
    "families who say yes to everything and are back in ten days", "patients who call once and then never come",
    "refers individuals out; full until spring", "never hears back", "wants a noon talk for the residents", "openings, daytime",
    "people who can only come after work", "We are full", "their patients wait months", "she never hears back",
    "they turn people away", "the long wait for a first visit", "looking for therapists who are free", "saw patients wait",
    "takes clients on Medicaid", "IOP director - needs weekly OP therapist", "nobody comes here", "patients wait months. Not any more",
    "patients have to wait until next month", "teens w/ anxiety", "patients wait months (some a year)", "most people need",
    "works with two couples people she adores", "families: nobody takes Medicaid", "kids miss class & parents can't drive",
    "full until spring", "students with labs until six", "all he cares about is how soon", "are patients waiting?",
    'likes a letter. "even one paragraph"', "patients after they leave the hospital", "evening hours for parents who work",
    "Ann never hears back", "the family doctor wants a note", "those who cannot pay", "it never works", "patient needs",
    "the Wednesday suppers, free, whole town goes", "the front desk, closed on Fridays, takes messages",
    "families, mostly Spanish, come on Saturdays",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_BENT)
def test_a_note_that_is_no_clause_is_neither_bent_nor_asked_about(text: str) -> None:
    """Another sentence would put words into somebody's mouth; the letter begins with its question."""
    who = "name: Ann Vale\n  roles: [pcp, family doctor]"
    assert reason(note(text), who=who) == ""


@pytest.mark.parametrize("text", ["(&)", "& patients wait", "and nobody calls back", "- patients wait", ", full", "?"])
def test_a_note_that_begins_with_a_joint_is_read(text: str) -> None:
    assert reason(note(text, need="")) == ""


@pytest.mark.parametrize("need", ["referral-partner", "feedback-to-referrer", "shared-care", "medicaid"])
@pytest.mark.parametrize("text", ["refers individuals out; full until spring", "nobody asks us anything", ""])
def test_no_needs_own_sentence_ever_stands_as_the_readers_word(need: str, text: str) -> None:
    assert reason(note(text, need=need)) == ""


@pytest.mark.parametrize(
    "source", ["phone, her assistant", "call with the receptionist", "email from a colleague", "a rumour", "coffee with Ruth",
               "your nurse, by phone", "heard from a former patient", "meeting between her staff"],
)  # fmt: skip
def test_nobody_is_said_to_have_said_what_somebody_else_said(source: str) -> None:
    assert reason(note("patients wait months", source=source)) == ""


@pytest.mark.parametrize("without", ["heard", "source"])
def test_nobody_is_said_to_have_said_what_has_no_day_or_no_source(without: str) -> None:
    assert reason(note("patients wait months", **{without: ""})) == ""
    assert reason(note("patients wait months", heard="2024-02-11")) == ""


@pytest.mark.parametrize(
    ("say", "sentence"),
    [
        ("your patients' notes come back late", f"{TOLD}your patients' notes come back late."),
        ("You hear nothing.", f"{TOLD}You hear nothing."),
        ('"We hear nothing at all"', "In February you told me: “We hear nothing at all.”"),
    ],
)
def test_a_wording_of_ones_own_stands_word_for_word(say: str, sentence: str) -> None:
    found = statement(note("never hears back", say=say))
    assert found.text == sentence
    assert found.because.startswith("your own wording of it (say:)")


def test_explain_says_whose_words_they_are() -> None:
    assert statement(note("patients wait months")).because == "the record's own words, with where and when"
    assert statement(note('"patients wait for months"')).because == (
        "the record's own words, in quotation marks, with where and when"
    )


def test_two_things_said_in_one_talk_are_one_sentence() -> None:
    both = "{text: Medicaid patients wait months, heard: 2026-02-11, source: phone}, {text: nobody calls back, heard: 2026-02-11, source: phone}"
    assert reason(f"  needs: [{both}]\n") == f"{TOLD}Medicaid patients wait months, and that nobody calls back."


def test_an_older_talk_speaks_where_the_newest_cannot_be_repeated() -> None:
    both = "{text: full until spring, heard: 2026-09-11, source: phone}, {text: nobody calls back, heard: 2026-02-11, source: phone}"
    assert reason(f"  needs: [{both}]\n") == f"{TOLD}nobody calls back."


DETAIL = "  details: [{{text: {}, source: {}, heard: {}}}]\n"


def test_a_detail_comes_with_its_source() -> None:
    said = reason(DETAIL.format("students are referred out after twelve sessions", "your center's page", "2026-08-05"))
    assert said == "Your center's page says that students are referred out after twelve sessions."


def test_an_old_detail_is_asked_about() -> None:
    assert reason(DETAIL.format("patients are seen within a week", "your website", "2023-08-05")) == (
        "[[CONFIRM: noted on 2023-08-05; is it still so?]] Your website says that patients are seen within a week."
    )


@pytest.mark.parametrize("source", ["a rumour", "her assistant, by phone"])
def test_a_detail_from_a_source_that_cannot_be_named_is_left_out(source: str) -> None:
    assert reason(DETAIL.format("patients wait", f'"{source}"', "2026-08-05")) == ""


@pytest.mark.parametrize("text", ["no time for calls", "home visits in 3 counties", "coffee every other Wednesday"])
def test_a_detail_that_is_no_clause_is_left_out(text: str) -> None:
    assert reason(DETAIL.format(text, "your website", "2026-08-05")) == ""


def test_the_newest_detail_that_can_be_repeated_is() -> None:
    details = (
        "  details:\n    - {text: patients are seen within a week, source: your website, heard: 2026-08-05}\n"
        "    - {text: no time for calls, source: your website, heard: 2026-10-05}\n"
    )
    assert reason(details) == "Your website says that patients are seen within a week."


@pytest.mark.parametrize("say", ["that patients wait", "That patients wait.", "patients wait"])
def test_a_wording_of_ones_own_may_bring_its_that(say: str) -> None:
    detail = f"  details:\n    - {{text: waits, say: '{say}', source: your website, heard: 2026-08-05}}\n"
    assert reason(detail) == "Your website says that patients wait."


@pytest.mark.parametrize(
    ("mention", "memory"),
    [
        ("you were starting alumni calls", "When we spoke in November 2025, you were starting alumni calls."),
        ("your team had just moved.", "When we spoke in November 2025, your team had just moved."),
        ("the ward was closing", "When we spoke in November 2025, the ward was closing."),
        ("alumni calls, 30/90 days", ""),
        ("wants a talk in May", ""),
        ("she was tired", ""),
        ("long talk about her garden", ""),
    ],
)
def test_the_history_is_recalled_only_where_its_words_read_as_a_clause(mention: str, memory: str) -> None:
    history = f"- {{date: 2025-11-10, contact: ann-vale, event: called, mention: {json.dumps(mention)}}}\n"
    assert reason("", history, "memory") == memory


def test_a_history_without_anything_to_mention_is_silent() -> None:
    assert reason("", "- {date: 2025-11-10, contact: ann-vale, event: called}\n", "memory") == ""


def test_a_letter_is_recalled_only_where_one_was_sent() -> None:
    gone = "- {date: 2026-09-01, contact: ann-vale, event: retired}\n"
    sent = "- {date: 2026-03-01, contact: ann-vale, event: introduction sent}\n"

    def when(history: str) -> object:
        made = records("", history)
        told = Briefer(made, TODAY).brief(made.contacts.contacts[0]).tree["departed"]
        assert isinstance(told, dict)
        return told["when"]

    assert str(getattr(when(sent + gone), "text", "")) == "in March"
    assert str(getattr(when(gone), "text", "")) == ""
    assert reason("", gone, "earlier") == ""
    said = "I wrote to you in March, and you may well have had no minute for it."
    assert reason("", sent, "earlier") == said


WORDS = sorted(
    {
        *GRAMMAR.determiners, *GRAMMAR.pronouns, *GRAMMAR.plurals, *GRAMMAR.finite, *GRAMMAR.verbs, *GRAMMAR.adverbs,
        *GRAMMAR.speakers, *GRAMMAR.absent, *GRAMMAR.they, *GRAMMAR.subordinators, *GRAMMAR.adjectives,
        "wants", "refers", "full", "spring", "IOP", "PHQ-9", "Medicaid", "months", "evening", "Ann", "w/", "&", "pts", "née",
    }
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
MARKS = st.sampled_from(
    ["{}", "{}.", "{}?", '"{}"', "“{}”", "{}; {}", "{}, {}", "({})", "{} - {}", "«{}»", '{} "{}"', "“{}", "{}!"]
)
NOTES = st.builds(lambda mark, one, two: mark.format(one, two), MARKS, TEXTS, TEXTS)
OPENING = re.compile(r"(?:told me|you said|you wrote|your page says|Your page says)(?: that |: “)(.*)\Z")


@given(
    texts=st.lists(st.one_of(NOTES, st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)), min_size=1, max_size=3),
    says=st.sampled_from(["", "your notes come back late", "“We hear nothing.”"]),
    source=st.sampled_from(["phone", "met at a conference", "email", "your page", "her assistant, by phone"]),
    need=st.sampled_from(["", "referral-partner", "shared-care"]),
)  # fmt: skip
def test_every_clause_after_you_told_me_stands_in_the_record(
    texts: list[str], says: str, source: str, need: str
) -> None:
    fields = [{"text": text, "say": says, "need": need, "heard": "2026-02-11", "source": source} for text in texts]
    made = records(f"  needs: {json.dumps([{k: v for k, v in one.items() if v} for one in fields])}\n")
    if not made.contacts.contacts:
        return
    contact = made.contacts.contacts[0]
    said = Briefer(made, TODAY).brief(contact).tree["reason"]
    assert isinstance(said, Statement)
    if not said.text:
        return
    found = OPENING.search(said.text)
    assert found, said.text
    kept = {plain(each) for noted in contact.needs for each in (noted.text, noted.say)}
    clauses = found[1].removesuffix("”").removesuffix(".")
    for clause in clauses.split(", and that ") if plain(clauses) not in kept else [clauses]:
        assert plain(clause) in kept, (clause, kept)


def plain(text: str) -> str:
    """A text without its outer quotation marks, its full stop, and the capital of its first letter."""
    bare = re.sub(r"\A[\"“«]\s*|\s*[\"”»]?\.?\Z", "", text.strip())
    bare = re.sub(r"\s*[\"”»]\Z", "", bare).removesuffix(".")
    return bare[:1].lower() + bare[1:]


@given(NOTES)
def test_no_note_with_a_pronoun_that_only_it_knows_is_a_clause(text: str) -> None:
    words = {word.casefold() for word in re.findall(r"[\w'.-]+", text)}
    if is_clause(text, GRAMMAR):
        assert words.isdisjoint({"i", "we", "you", "my", "our", "your", "she", "he", "her", "his", "us", "me", "here"})


@pytest.mark.parametrize(
    ("fields", "history", "said"),
    [
        ("introduced_by: Naomi Gelbart", "", ""),
        ("introduced_by: Naomi Gelbart\n  met: at the open day", "", TOLD),
        ("introduced_by: Naomi Gelbart", "- {date: 2026-02-11, contact: ann-vale, event: called}\n", TOLD),
        ("phone: 555-0101", "", TOLD),
    ],
)
def test_a_call_about_somebody_is_not_taken_for_a_call_with_them(fields: str, history: str, said: str) -> None:
    """The one who gave their name told it; a page of theirs is theirs."""
    who = f"name: Ann Vale\n  role: pcp\n  {fields}"
    assert reason(note("patients wait months"), history, who=who).startswith(said or "")
    assert ("wait months" in reason(note("patients wait months"), history, who=who)) is bool(said)


@pytest.mark.parametrize("text", ["no longer refers couples", "no longer takes Aetna", "no more referrals from us"])
def test_a_note_without_a_subject_is_not_repeated(text: str) -> None:
    assert reason(note(text)) == ""


@pytest.mark.parametrize(
    ("met", "history", "sentence"),
    [
        ("", "", "When we met in February, you said that nobody calls back."),
        ("  met: {text: at the fair, date: 2026-02-03}\n", "", "When we met in February, you said that nobody calls back."),
        ("  met: {text: at the fair, date: 2025-11-20}\n", "", "When we met, you said that nobody calls back."),
        ("", "- {date: 2025-11-20, contact: ann-vale, event: met}\n", "When we met, you said that nobody calls back."),
        ("", "- {date: 2026-02-11, contact: ann-vale, event: met}\n- {date: 2025-11-20, contact: ann-vale, event: met}\n",
         "When we met in February, you said that nobody calls back."),
    ],
)  # fmt: skip
def test_a_note_that_was_made_in_another_month_gives_the_meeting_no_date(met: str, history: str, sentence: str) -> None:
    """`heard:` may be the day of the note; where the record knows the day of the meeting, nothing contradicts it."""
    assert reason(f"{met}{note('nobody calls back', source='met at lunch')}", history) == sentence
