"""What a letter says the practice has: what answers this reader, is for such people, and nothing beside it."""

import pytest

from composer.letters.compose import Order, compose
from tests.conftest import TODAY
from tests.letters.test_shapes import PRACTICE, body, introduce, records
from tests.shipped import CATALOGUE, LIBRARY

HEAD = PRACTICE.partition("handouts:")[0]


def letter(key: str, contact: str, practice: str, history: str) -> str:
    """Another letter than an introduction, between greeting and valediction."""
    book = records(contact, practice, history)
    (made,) = compose([Order(book.contacts.contacts[0], CATALOGUE.letters[key])], book, CATALOGUE, TODAY)
    assert made.draft, made.faults
    return made.draft.body.partition("\n\n")[2].partition("\n\nWith good wishes,")[0].replace("\\", "")


# --- whom an offer is for ---------------------------------------------------------------------------------------------

SPOUSES = f"""{HEAD}offers:
  - {{text: On Thursdays there is a free evening for spouses of first responders., needs: [groups, couples]}}
  - {{text: I see veterans and others after trauma., needs: [trauma]}}
"""


@pytest.mark.parametrize(
    ("contact", "offered"),
    [
        ("  role: family doctor\n  needs: [couples therapy]\n", False),
        ("  role: probation officer\n  needs: [a group]\n", False),
        ("  role: fire department peer support\n  needs: [couples therapy]\n", True),
        ("  role: family doctor\n  needs: [couples therapy, firefighters and medics]\n", True),
    ],
)
def test_an_offer_for_a_group_is_made_to_those_alone_who_have_such_people(contact: str, offered: bool) -> None:
    assert ("spouses" in body(contact, SPOUSES)) is offered


def test_what_an_offer_is_for_narrows_nothing_where_it_names_no_group() -> None:
    practice = f"{HEAD}offers: [{{text: I have two hours for weekly work., needs: [waiting-time]}}]\n"
    assert "two hours" in body("  needs: [somebody who can start soon]\n", practice)


def test_of_several_offers_for_a_need_the_one_that_answers_most_is_made() -> None:
    practice = f"""{HEAD}offers:
  - {{text: A grief group starts in January., needs: [grief]}}
  - {{text: I see parents who grieve., needs: [grief, child-loss]}}
"""
    assert "parents who grieve" in body("  needs: [grief, parents after the death of a child]\n", practice)


def test_people_whom_the_practice_names_are_found_by_what_their_reader_calls_them() -> None:
    practice = f"{HEAD}offers: [{{text: For beekeepers I keep an early hour., needs: [beekeepers]}}]\n"
    assert "early hour" in body("  role: hr manager\n  people_word: beekeepers\n", practice)
    assert "early hour" not in body("  role: hr manager\n", practice)


# --- other things of the practice that answer a need ------------------------------------------------------------------


def test_a_panel_that_they_need_is_named() -> None:
    practice = HEAD.replace("[Buckeye, Molina]", "[Aetna, Tricare East]")
    assert "I take Tricare East." in body("  needs: [who takes Tricare]\n", practice)
    assert "Tricare" not in body("  needs: [grief]\n", practice)


NEWS = f"{HEAD}updates: [{{date: 2026-06-01, text: There is a ramp now., needs: [wheelchair access, older adults]}}]\n"


def test_what_is_new_answers_a_need_that_it_is_chiefly_about() -> None:
    assert "There is a ramp now." in body("  needs: [no stairs for the wheelchair]\n", NEWS)
    assert "ramp" not in body("  needs: [older adults]\n", NEWS)


def test_what_is_long_known_is_no_news() -> None:
    assert "ramp" not in body("  needs: [no stairs for the wheelchair]\n", NEWS.replace("2026-06-01", "2024-06-01"))


def test_a_note_and_an_offer_that_say_the_same_find_each_other() -> None:
    """Neither is in the vocabulary: two words that carry meaning are."""
    practice = f"{HEAD}offers: [{{text: I see brothers and sisters who quarrel over a farm., needs: [siblings]}}]\n"
    assert "farm" in body("  needs: [sisters and brothers fall out over the estate]\n", practice)
    assert "farm" not in body("  needs: [two of his cousins teach in town]\n", practice)


def test_a_talk_says_what_it_covers() -> None:
    text = body("  needs: [nobody calls back]\n")
    assert "I give a talk of 30 minutes on what to say so that somebody goes: three sentences that help." in text


def test_what_they_said_is_answered_before_what_is_only_noted() -> None:
    practice = f"""{HEAD}offers:
  - {{text: I see people in Spanish., needs: [spanish]}}
  - {{text: I see people in the evening., needs: [evenings]}}
"""
    needs = "  needs: [Spanish, {text: patients can only come after work, heard: 2026-10-01, source: phone}]\n"
    text = body(needs, practice)
    assert text.index("in the evening") < text.index("in Spanish")


@pytest.mark.parametrize(
    ("contact", "people"),
    [
        ("", "your patients"),
        ("  people_word: officers and their families\n", "the officers and their families you work with"),
        ("  role: beekeeper\n", "the people you work with"),
    ],
)
def test_the_question_behind_what_helps_is_about_their_people(contact: str, people: str) -> None:
    said = "  needs: [{text: patients can only come after work, heard: 2026-10-01, source: phone}]\n"
    asked = {one.text.replace("{your_people}", people) for one in LIBRARY.phrases.go_on.offered}
    assert body(f"{contact}{said}").rpartition("\n\n")[2] in asked


# --- what it does not do ----------------------------------------------------------------------------------------------

LIMITS = f"{HEAD}does_not: [{{text: I do not see children under six., needs: [children, families]}}]\n"


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ("[small children]", True),
        ("[{text: families of patients find nobody, heard: 2026-10-01, source: phone}]", False),
        ("[nobody to hand the family to]", False),
    ],
)
def test_a_limit_is_said_where_it_answers_and_not_out_of_nowhere(needs: str, told: bool) -> None:
    assert ("under six" in body(f"  needs: {needs}\n", LIMITS)) is told


def test_what_they_asked_for_and_the_practice_does_not_do_is_answered() -> None:
    practice = f"{HEAD}does_not: [{{text: I write no opinions for a court., needs: [court-letters]}}]\n"
    text = body("  asked_for: {text: a letter for the court, heard: 2026-10-01}\n", practice)
    assert text.startswith("In October you asked me for a letter for the court. I write no opinions for a court.")


# --- where you have met, and long ago ---------------------------------------------------------------------------------


def test_where_you_met_stands_before_what_was_said_there_and_is_said_once() -> None:
    met = "  met: {text: we judged the costumes together, date: 2026-10-24}\n"
    need = "  needs: [{text: parents find nobody, heard: 2026-10-24, source: met at the parade}]\n"
    assert body(met + need).startswith("We judged the costumes together. You said that parents find nobody.")
    page = need.replace("met at the parade", "your page")
    assert body(met + page).startswith("We judged the costumes together. Your page says that parents find nobody.")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("her talk on the local radio", "In October I heard you say that parents find nobody."),
        ("his column", "In October I read that parents find nobody."),
        ("her boss's email", ""),
        ("her colleague, by phone", ""),
    ],
)
def test_a_source_of_the_readers_own_may_be_noted_as_theirs(source: str, said: str) -> None:
    need = f'  needs: [{{text: parents find nobody, heard: 2026-10-24, source: "{source}"}}]\n'
    assert said in body(need)
    assert ("parents find nobody" in body(need)) is bool(said)


OLD = "- {date: 2023-09-20, contact: ann-lee, event: met}\n"


def test_after_years_what_they_said_is_recalled_with_its_date_and_asked_about() -> None:
    need = "  needs: [{text: owners cannot come back afterwards, heard: 2023-09-20, source: met at the fair}]\n"
    text = letter("reconnection", need, HEAD, OLD)
    assert text.startswith(
        "It is more than three years since we were last in touch. When we met in September 2023, you said that owners cannot come"
        " back afterwards."
    )
    assert text.count("?") == 1


SENT = "- {date: 2026-11-01, contact: ann-lee, event: sent, letter: introduction}\n"
LAST = "If not, no reply is needed, and I will not write about it again."


def test_a_follow_up_without_a_page_offers_what_answers_their_need() -> None:
    practice = f"{HEAD}offers: [{{text: I see people in Spanish., needs: [spanish]}}]\n"
    text = letter("follow-up", "  needs: [Spanish]\n", practice, SENT)
    assert (
        f"I am a counselor in Fairhaven. I see people in Spanish.\n\nWould that be of use to your patients? {LAST}"
        in text
    )


USUAL = f"{HEAD}offers: [{{text: I keep late hours., needs: [evenings]}}]\n"


@pytest.mark.parametrize(
    ("contact", "practice", "said"),
    [
        ("  role: family doctor\n", USUAL, "I keep late hours.\n\nWould that be of use to your patients?"),
        ("  role: hr manager\n", USUAL, "I keep late hours.\n\nWould that be of use to your employees?"),
        (
            "  role: foster care coordinator\n",
            HEAD.replace("[Buckeye, Molina]", "[Aetna, Buckeye]"),
            "I take Buckeye.\n\nIs that something the people you work with could use?",
        ),
        (
            "  role: high school counselor\n",
            f"{HEAD}offers: [{{text: I see teenagers on Mondays., needs: [teens]}}]\n",
            "I see teenagers on Mondays.\n\nWould that be of use to your students?",
        ),
        (
            "  role: family doctor\n",
            f"{HEAD}handouts: [{{name: page for offices, text: I have my facts on one page., roles: [doctor]}}]\n",
            "I have my facts on one page. Shall I send it?",
        ),
    ],
)
def test_a_follow_up_to_somebody_of_whom_nothing_is_noted_has_one_thing_for_such_readers(
    contact: str, practice: str, said: str
) -> None:
    assert f"{said} {LAST}" in letter("follow-up", contact, practice, SENT)


def test_a_page_that_has_an_uncommon_word_of_a_note_comes_before_what_is_for_the_role() -> None:
    practice = (
        f"{USUAL}handouts: [{{name: After a wreck, text: What is ordinary.}}, {{name: Naps, text: Two sides.}}]\n"
    )
    text = letter("follow-up", "  role: high school counselor\n  needs: [juniors after the wreck]\n", practice, SENT)
    assert "I have a page called “After a wreck”: what is ordinary." in text
    assert any(f"{asked} {LAST}" in text for asked in ("Shall I send the page?", "Would you like to have the page?"))
    assert "I have a page" not in letter("follow-up", "  role: high school counselor\n", practice, SENT)


@pytest.mark.parametrize("contact", ["  role: beekeeper\n", "  role: hr manager\n", "  role: court clerk\n"])
def test_a_follow_up_with_nothing_for_its_reader_asks_its_writer(contact: str) -> None:
    hole = "[[CONFIRM: nothing in practice.yaml is for such readers; what can you tell them?]]"
    text = letter("follow-up", contact, HEAD.replace("panels: [Buckeye, Molina]\n", ""), SENT)
    assert f"{hole} No reply is needed, and I will not write about it again." in text


def test_a_follow_up_to_those_whose_people_the_practice_does_not_see_says_so() -> None:
    practice = f"{USUAL}does_not: [{{text: I see nobody under 18., needs: [children, teens]}}]\n"
    text = letter("follow-up", "  role: high school counselor\n", practice, SENT)
    assert "I see nobody under 18." in text
    assert "late hours" not in text


def test_a_year_without_news_still_says_what_helps() -> None:
    sent = "- {date: 2025-11-01, contact: ann-lee, event: sent, letter: introduction}\n"
    practice = f"{HEAD}offers: [{{text: I see people in Spanish., needs: [spanish]}}]\n"
    assert "I see people in Spanish." in letter("annual-update", "  needs: [Spanish]\n", practice, sent)


def test_what_is_news_is_not_offered_again_in_other_words() -> None:
    sent = "- {date: 2025-11-01, contact: ann-lee, event: sent, letter: introduction}\n"
    practice = f"""{HEAD}offers: [{{text: On Wednesdays I run a group for adults after residential care., needs: [residential]}}]
updates: [{{date: 2026-09-01, text: Since September I run a group for adults after residential care., needs: [residential]}}]
"""
    text = letter("annual-update", "  role: treatment center\n  needs: [residential]\n", practice, sent)
    assert text.count("group for adults after residential care") == 1


def test_a_practice_with_nothing_for_them_is_told_to_its_writer() -> None:
    made = introduce("  needs: [sign language]\n", HEAD)
    assert "nothing in practice.yaml answers their needs today, so the letter asks more than it offers" in made.notes


# --- what stands beside an offer --------------------------------------------------------------------------------------

NIGHTS = f"""{HEAD}offers:
  - {{text: I see people who work nights., needs: [night shift, fatigue on the job]}}
  - {{text: I have room in the morning., needs: [insomnia]}}
  - {{text: I work beside the prescriber., needs: [insomnia, Ambien]}}
talks:
  - problem: Crews drive home after a run of nights.
    topic: the drive home
    takeaways: [where to place a nap]
    needs: [fatigue on the job, drowsy driving]
"""


def test_a_talk_about_the_same_stands_beside_the_only_offer() -> None:
    text = body("  role: mill safety manager\n  needs: [fatigue on the job and drowsy driving after nights]\n", NIGHTS)
    assert "I see people who work nights." in text
    assert "the drive home" in text
    assert "the drive home" not in body("  role: family doctor\n  needs: [insomnia]\n", NIGHTS)


def test_of_two_offers_for_a_need_the_one_whose_own_words_the_note_says_is_made() -> None:
    assert "beside the prescriber" in body(
        "  role: family doctor\n  needs: [on Ambien for years and cannot sleep]\n", NIGHTS
    )
    assert "room in the morning" in body("  role: family doctor\n  needs: [insomnia]\n", NIGHTS)


def test_how_somebody_gave_the_name_stands_in_the_letter_as_one_clause_or_not_at_all() -> None:
    by = "  introduced_by: {{name: Ruth Lind, how: '{how}'}}\n  role: family doctor\n"
    assert "our group; Ruth" not in body(by.format(how="our group; Ruth wrote to both of us"), NIGHTS)
    assert "Ruth" not in body(by.format(how="our group; Ruth wrote to both of us"), NIGHTS)


def test_a_panel_whose_name_a_note_has_is_named() -> None:
    panels = f"{HEAD.replace('panels:', 'ignored:')}panels: [Iowa Total Care, Quartz]\n"
    assert "Iowa Total Care" in body(
        "  role: family doctor\n  needs: [somebody local who takes Iowa Total Care]\n", panels
    )


def test_an_offer_whose_sentence_names_nobody_is_for_anybody() -> None:
    offer = f"""{HEAD}offers:
  - {{text: I keep one hour a week for somebody coming out of a crisis., needs: [follow-up within a week]}}
"""
    assert "one hour a week" in body("  role: hospital discharge planner\n", offer)


@pytest.mark.parametrize(
    ("role", "offer", "question"),
    [
        ("court coordinator", "{text: A first visit is within two weeks., needs: [waiting-time]}",
         "When a court orders therapy, how soon is a first appointment expected?"),
        ("food pantry manager", "{text: I have four places at 40 dollars., needs: [low-fee]}",
         "What most often keeps people from getting to a first appointment?"),
        ("physical therapist", "{text: I work with pain beside the medical treatment., needs: [pain]}",
         "Which pain outlasts everything that you can do for it?"),
        ("school counselor", "{text: I keep Tuesday evenings., needs: [evenings]}",
         "How do you choose which therapists to name to a family?"),
        ("therapist", "{text: I call back within a day., needs: [answered-calls]}",
         "What do you turn away most?"),
        ("physical therapist", "{text: I keep Tuesday evenings., needs: [evenings]}",
         "Which"),
    ],
)  # fmt: skip
def test_behind_a_trade_question_stands_who_writes_and_one_thing_that_such_readers_may_need(
    role: str, offer: str, question: str
) -> None:
    text = body(f"  role: {role}\n", f"{HEAD}offers: [{offer}]\n")
    first, second, *_ = text.split("\n\n")
    assert first.startswith(question)
    assert second == f"I am a counselor in Fairhaven. {offer.partition('{text: ')[2].partition(',')[0]}"


def test_what_is_noted_of_a_reader_still_chooses_the_question() -> None:
    practice = f"{HEAD}offers: [{{text: A first visit is within two weeks., needs: [waiting-time]}}]\n"
    note = "  role: probation officer\n  needs: [{need: attendance, text: attendance letters}]\n"
    assert "What must a letter of attendance show to be of use to you?" in body(note, practice)
