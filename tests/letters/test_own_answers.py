"""What one would say to a note stands in the next letter, word for word, behind the note or where it was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.briefs.brief import Briefer, Occasion
from composer.briefs.own_answer import whole
from composer.letters.compose import Order, compose
from tests.conftest import TODAY
from tests.letters.test_shapes import PRACTICE, body, introduce, records
from tests.shipped import CATALOGUE

_ANSWER = "I hold two evenings for that, and a student can call from the bus."
_MET = "  met: {text: at the library, date: 2026-10-20}\n"


def _need(text: str, answer: str = _ANSWER, more: str = "heard: 2026-10-20, source: phone") -> str:
    return f'  needs: [{{text: "{text}", answer: "{answer}", {more}}}]\n'


def letter(key: str, contact: str, history: str) -> str:
    """Any letter to this reader, without its head."""
    book = records(contact, PRACTICE, history)
    (made,) = compose([Order(book.contacts.contacts[0], CATALOGUE.letters[key])], book, CATALOGUE, TODAY)
    assert made.draft, made.faults
    return made.draft.body


# --- where it stands --------------------------------------------------------------------------------------------------


def test_an_answer_stands_right_behind_the_words_that_it_answers_and_no_offer_beside_it() -> None:
    text = body(_need("nobody has an evening free"))
    assert text.startswith(f"In October you told me that nobody has an evening free. {_ANSWER}\n\nI am a counselor")
    assert "two openings" not in text


def test_an_answer_to_a_note_that_no_letter_can_repeat_says_where_that_was_said() -> None:
    text = body(_need("evenings!! see w/ Jo"))
    assert text.startswith(f"This goes back to what you told me on the phone in October. {_ANSWER}")
    assert "Jo" not in text


def test_a_wording_of_ones_own_is_what_an_answer_stands_behind() -> None:
    text = body(_need("no evenings", more="say: hardly anybody has an evening, heard: 2026-10-20, source: phone"))
    assert text.startswith(f"In October you told me that hardly anybody has an evening. {_ANSWER}")


def test_the_newest_note_that_has_an_answer_is_answered() -> None:
    notes = "[{text: nobody takes Molina, heard: 2026-11-20, source: phone}, {text: old, answer: Old answer., "
    notes += "heard: 2026-03-02, source: phone}, {text: new, answer: New answer., heard: 2026-10-02, source: phone}]"
    text = body(f"  needs: {notes}\n")
    assert "New answer." in text
    assert "Old answer." not in text


@pytest.mark.parametrize("source", ["his nurse", "a patient of hers", "guess", "flyer"])
def test_an_answer_that_needs_no_note_stands_alone_where_nobody_can_be_named(source: str) -> None:
    text = body(_need("long waits!!", "I take Medicare, and a first visit is two weeks out.", f"source: {source}"))
    assert "I take Medicare, and a first visit is two weeks out." in text
    assert "goes back" not in text


def test_an_answer_that_points_back_at_what_cannot_be_said_makes_the_draft_ask() -> None:
    text = body(_need("no evenings; [ask]", "I have room for two of them.", "source: guess"))
    assert "[[CONFIRM: how do you say this back to them: ‘no evenings; (ask)’?]] I have room for two of them." in text


def test_an_answer_that_asks_something_is_the_letters_only_question() -> None:
    made = introduce("  address_as: Ann\n" + _need("nobody has an evening free", "Would seven be late enough?"))
    assert made.draft
    assert made.draft.body.count("?") == 1
    assert made.draft.question == ""


def test_what_they_asked_for_is_answered_in_ones_own_words_before_anything_that_the_practice_has() -> None:
    asked = "  asked_for: {text: a page for the front desk, heard: 2026-10-05, answer: I bring it on Monday.}\n"
    text = body(asked)
    assert text.startswith("In October you asked me for a page for the front desk. I bring it on Monday.")
    assert "I have one page" not in text


# --- which letter it is for -------------------------------------------------------------------------------------------

_SENT = "- {date: 2026-10-28, contact: ann-lee, event: sent, letter: introduction}\n"


def test_a_follow_up_may_say_again_what_its_letter_said() -> None:
    assert _ANSWER in letter("follow-up", _need("nobody has an evening free"), _SENT)


def test_an_answer_is_not_said_again_once_somebody_has_answered_its_letter() -> None:
    history = f"{_SENT}- {{date: 2026-11-04, contact: ann-lee, event: replied}}\n"
    assert _ANSWER not in letter("annual-update", _need("nobody has an evening free"), history)


def test_an_answer_to_what_was_heard_since_the_last_letter_is_new() -> None:
    history = f"{_SENT}- {{date: 2026-11-04, contact: ann-lee, event: replied}}\n"
    new = _need("nobody has an evening free", more="heard: 2026-11-20, source: phone")
    assert _ANSWER in letter("annual-update", new, history)


@pytest.mark.parametrize("key", ["thank-you", "thank-you-card"])
def test_thanks_hold_no_answer(key: str) -> None:
    history = "- {date: 2026-11-20, contact: ann-lee, event: referral received}\n"
    assert _ANSWER not in letter(key, _need("nobody has an evening free"), history)


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=120))
def test_an_answer_is_in_the_brief_as_it_was_written(answer: str) -> None:
    contact = records(_need("nobody has an evening free")).contacts.contacts[0]
    need = contact.needs[0].model_copy(update={"answer": answer})
    brief = Briefer(records(""), TODAY).brief(contact.model_copy(update={"needs": (need,)}), Occasion())
    assert [said.text for said in brief.tree["helps"]] == [whole(answer)]  # type: ignore[union-attr]


# --- where something was said -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["home safety fair", "landlord evening, at the library", "talked 5 min"])
def test_what_was_heard_on_the_day_of_a_meeting_was_said_there(source: str) -> None:
    text = body(f"{_MET}  needs: [{{text: nobody takes Molina, heard: 2026-10-20, source: '{source}'}}]\n")
    assert text.startswith("We met at the library in October. You said that nobody takes Molina.")


@pytest.mark.parametrize("source", ["his boss at the fair", "from Jo at the fair", "your page"])
def test_what_somebody_else_said_on_that_day_stays_theirs(source: str) -> None:
    text = body(f"{_MET}  needs: [{{text: nobody takes Molina, heard: 2026-10-20, source: '{source}'}}]\n")
    assert "You said" not in text


def test_a_source_that_names_the_meeting_has_its_day() -> None:
    text = body(f"{_MET}  details: [{{text: you keep an hour for walk-ins, source: library}}]\n")
    assert text.startswith("We met at the library in October. You said that you keep an hour for walk-ins.")


def test_what_the_one_who_gave_the_name_told_is_gone_back_to_and_not_repeated() -> None:
    by = "  introduced_by: {name: Ruth Adeyemi, how: shares a waiting room with me}\n"
    text = body(f"{by}{_need('kids call, parent does not want', more='source: from Ruth')}")
    named = "Ruth Adeyemi, who shares a waiting room with me, gave me your name."
    assert text.startswith(f"{named} Your work came up as well, and this is about that. {_ANSWER}")


@pytest.mark.parametrize("how", ["she's at the ADRC and we've known each other four years", "we worked together"])
def test_who_gave_the_name_is_said_plainly_where_the_rest_cannot_be(how: str) -> None:
    assert body(f'  introduced_by: {{name: Ruth Adeyemi, how: "{how}"}}\n').startswith(
        "Ruth Adeyemi gave me your name."
    )


# --- true things told to their reader ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["you have 96 units and one maintenance man", "your pantry serves 140 families", "your crew puts up alarms"]
)
def test_a_true_thing_may_be_noted_as_one_says_it_to_its_reader(text: str) -> None:
    said = body(f"  details: [{{text: {text}, source: your website, heard: 2026-10-02}}]\n")
    assert said.startswith(f"Your website says that {text}.")


@pytest.mark.parametrize(
    "text", ["your page and mine differ", "you told me to call", "you owe us a lunch", "your place"]
)
def test_but_not_where_it_speaks_of_its_writer_or_is_no_clause(text: str) -> None:
    assert "Your website says" not in body(f"  details: [{{text: {text}, source: your website, heard: 2026-10-02}}]\n")


# --- questions of the practice ----------------------------------------------------------------------------------------

_QUESTIONS = """\
questions:
  - When a house is too full, what do you do?
  - {text: "Which of your {people} never call?", roles: [primary-care], asked: which patients never call}
"""


def test_a_question_of_the_practice_for_the_role_comes_before_those_that_the_program_knows() -> None:
    assert body("", PRACTICE + _QUESTIONS).startswith("Which of your patients never call?")
    assert body("  role: beekeeper\n", PRACTICE + _QUESTIONS).startswith("When a house is too full, what do you do?")


def test_a_follow_up_recalls_a_question_of_the_practice() -> None:
    sent = "- {date: 2026-10-28, contact: ann-lee, event: sent, question: which-of-your-people-never-call}\n"
    book = records("", PRACTICE + _QUESTIONS, sent)
    (made,) = compose([Order(book.contacts.contacts[0], CATALOGUE.letters["follow-up"])], book, CATALOGUE, TODAY)
    assert made.draft
    assert "I asked which patients never call" in made.draft.body


def test_a_question_of_the_practice_keeps_its_key_in_the_draft() -> None:
    made = introduce("", PRACTICE + _QUESTIONS)
    assert made.draft
    assert made.draft.question == "which-of-your-people-never-call"


# --- whose word it is -------------------------------------------------------------------------------------------------

_SAID = "say: you have no therapist for them, heard: 2026-10-20, source: {}"
_BY = "  introduced_by: {name: Ruth Adeyemi, how: shares a waiting room with me}\n"


@pytest.mark.parametrize("source", ["at the counter", "the consult group", "in her chair", "my own exam", "phone"])
def test_a_wording_of_ones_own_was_told_wherever_that_was(source: str) -> None:
    text = body(_need("nobody for them", more=_SAID.format(source)))
    assert text.startswith(f"In October you told me that you have no therapist for them. {_ANSWER}")


@pytest.mark.parametrize("source", ["Kim", "Kim told me", "from Kim", "his nurse", "a patient", "guess", "via Ruth?"])
def test_but_nobody_is_said_to_have_told_what_somebody_else_did(source: str) -> None:
    assert "ou told me" not in body(_need("nobody for them", more=_SAID.format(source)))


@pytest.mark.parametrize("source", ["Ruth", "from Ruth", "Ruth, by phone", "phone with Ruth"])
def test_what_the_one_who_gave_the_name_told_is_hers(source: str) -> None:
    text = body(_BY + _need("nobody for them", more=_SAID.format(f"'{source}'")))
    assert f"gave me your name. I was told that you have no therapist for them. {_ANSWER}" in text
    assert "ou told me" not in text


@pytest.mark.parametrize("source", ["a panel", "panel at the library", "her podcast", "a webinar"])
def test_what_was_heard_on_a_panel_was_not_told(source: str) -> None:
    text = body(_need("nobody for them", more=_SAID.format(source)))
    assert text.startswith("In October I heard you say that you have no therapist for them.")


def test_a_meeting_of_others_is_no_meeting_of_the_two() -> None:
    text = body(_need("nobody for them", more=_SAID.format("county mental health meeting")))
    assert text.startswith("In October you told me that you have no therapist for them.")
    assert "we met" not in text


# --- what an attacker found -------------------------------------------------------------------------------------------


def test_an_answer_without_a_lead_is_not_led_to_by_another_note() -> None:
    notes = "  needs: [{text: families wait, source: her nurse, heard: 2026-10-06, answer: I keep Fridays free.}]\n"
    detail = "  details: [{text: patients get a list of names, source: phone, heard: 2026-10-01}]\n"
    text = body(notes + detail)
    assert "I keep Fridays free." in text
    assert "list of names" not in text


@pytest.mark.parametrize(
    "source",
    ["parent email", "teacher email", "phone w/ billing", "phone w/ RN", "case manager call", "judge phone", "met the mom",
     "phone (spoke to his MA)", "dad", "the kid's teacher", "overheard at the bakery", "my email to her", "word of mouth"],
)  # fmt: skip
@pytest.mark.parametrize("say", ["", "say: you have no therapist for them, "])
def test_what_another_told_or_nobody_is_not_put_into_the_readers_mouth(source: str, say: str) -> None:
    text = body(_need("kids wait for months", more=f'{say}heard: 2026-10-20, source: "{source}"'))
    said = ("ou told me", "ou wrote", "ou said", "we met", "goes back to what", "we spoke of")
    assert not any(words in text for words in said)


def test_a_yearly_letter_does_not_say_again_what_an_introduction_without_an_answer_said() -> None:
    old = _need("nobody has an evening free", more="heard: 2025-09-01, source: phone")
    sent = "- {date: 2025-10-01, contact: ann-lee, event: sent, letter: introduction}\n"
    assert _ANSWER not in letter("annual-update", old, sent)


def test_thanks_use_up_no_answer() -> None:
    history = "- {date: 2026-10-20, contact: ann-lee, event: called}\n- {date: 2026-11-08, contact: ann-lee, event: sent, letter: thank-you}\n"
    assert _ANSWER in letter("annual-update", _need("nobody has an evening free"), history)


def test_what_is_noted_for_a_day_to_come_is_not_said() -> None:
    assert _ANSWER not in body(_need("nobody has an evening free", more="heard: 2026-12-20, source: phone"))
    assert "You asked" not in body("  asked_for: {text: a page for the desk, heard: 2026-12-20}\n")


def test_an_answer_without_its_full_stop_is_a_sentence_nevertheless() -> None:
    text = body(_need("nobody has an evening free", answer="I can drop off a stack on Monday"))
    assert "I can drop off a stack on Monday. Shall I?" in text
