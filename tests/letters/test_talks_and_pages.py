"""Talks and pages of the practice: which one a letter offers, to whom, and what it says of it."""

import pytest

from tests.letters.test_shapes import body, introduce
from tests.letters.test_what_helps import HEAD, letter

# --- who looks for a speaker, or for paper ----------------------------------------------------------------------------

TALKS = f"""{HEAD}talks:
  - {{problem: Couples stop talking., topic: a first year with a baby, takeaways: [a check-in], needs: [perinatal]}}
  - {{problem: Grown children fall out over a parent., topic: one kitchen table, takeaways: [an agenda], needs: [caregivers]}}
handouts:
  - {{name: First weeks, text: For those who grieve.}}
  - {{name: Night shifts, text: For those who work nights.}}
offers: [{{text: I see people in Spanish., needs: [spanish]}}]
"""


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ("looking for speakers for Feb & March, caregivers' coffee on Wednesdays", "on one kitchen table: an agenda."),
        ("wants a lunch and learn on caregivers", "on one kitchen table: an agenda."),
        ("somebody to talk to caregivers", ""),
        ("wants one-page handouts on grieving", "I have a page called “First weeks”, for those who grieve."),
        ("bulletin board by the door", ""),
    ],
)
def test_who_looks_for_a_speaker_or_for_paper_is_offered_that_first(details: str, said: str) -> None:
    text = body(f'  needs: [Spanish]\n  details: [{{text: "{details}", source: your page}}]\n', TALKS)
    assert said in text
    assert ("kitchen table" in text or "First weeks" in text) is bool(said)
    assert "I see people in Spanish." in text


# --- which talk, and what the practice says it is for in its own words --------------------------------------------------

SEVERAL = f"""{HEAD}talks:
  - problem: Parents at work worry.
    topic: worried at work
    takeaways: [two things to do before a shift]
    needs: [working parents, absences]
    minutes: 30
  - problem: A student comes back and nobody is at the door.
    topic: the first ten days back
    takeaways: [a return plan, what the nurse's office can do]
    needs: [return to school, partial days]
    minutes: 45
    dates: [2027-01-25]
  - problem: Small children bite.
    topic: big feelings
    takeaways: [the turtle]
    needs: [preschool children]
    minutes: 60
offers: [{{text: I plow snow., needs: [snow plowing]}}]
"""


@pytest.mark.parametrize(
    ("notes", "topic"),
    [
        ("[{text: students in the nurse's office, source: phone}, partial days, absences]", "the first ten days back"),
        ("[absences, a plan for the return]\n  details: [in-service afternoon Jan 25]", "the first ten days back"),
        ("[absences, a shift that starts at six]", "worried at work"),
        ("[absences nobody explains]", "worried at work"),
    ],
)
def test_of_several_talks_the_one_that_has_most_in_common_with_all_that_is_noted_is_offered(
    notes: str, topic: str
) -> None:
    assert f"on {topic}: " in body(f"  role: school counselor\n  needs: {notes}\n", SEVERAL)


@pytest.mark.parametrize("day", ["Jan 25", "January 25", "1/25", "2027-01-25"])
def test_a_day_that_is_noted_and_is_a_day_of_a_talk_counts(day: str) -> None:
    text = body(f"  role: hr manager\n  needs: [absences, partial days]\n  details: ['staff day {day}']\n", SEVERAL)
    assert "the first ten days back" in text
    assert "It could be on Monday, January 25." in text


def test_a_talk_for_a_group_is_not_for_all_who_look_after_some_of_it() -> None:
    assert "big feelings" not in body("  role: high school counselor\n", SEVERAL)
    assert "big feelings" in body("  role: director of a preschool\n  needs: [preschool children who bite]\n", SEVERAL)


def test_a_talk_for_the_one_group_that_a_reader_looks_after_is_for_them() -> None:
    talk = f"""{HEAD}talks:
  - problem: Crews go home after a bad call and say nothing.
    topic: after the call
    takeaways: [what a normal week looks like]
    needs: [first responders]
"""
    assert "after the call" in body("  role: fire department peer support\n", talk)
    assert "after the call" not in body("  role: high school counselor\n", talk)


@pytest.mark.parametrize(
    ("note", "answered"),
    [
        ("absences nobody explains", "worried at work"),
        ("Absence is up since June", "worried at work"),
        ("no fault of ours, but working parents cannot come", "worried at work"),
        ("snow and who plows it", "I plow snow."),
        ("parents are late", ""),
        ("he has no parents", ""),
        ("sleet in June", ""),
    ],
)
def test_what_the_practice_says_in_its_own_words_answers_a_note_that_says_them(note: str, answered: str) -> None:
    """All the words of one entry of `needs:`; one alone has to be uncommon."""
    text = body(f"  role: beekeeper\n  needs: ['{note}']\n", SEVERAL)
    assert answered in text
    assert ("worried at work" in text or "I plow snow." in text) is bool(answered)


@pytest.mark.parametrize("entry", ["families", "hospital", "group", "children", "school"])
def test_one_common_word_is_no_answer(entry: str) -> None:
    practice = f"{HEAD}talks: [{{problem: It rains., topic: the rain, takeaways: [a hat], needs: [rain, {entry}]}}]\n"
    assert "the rain" not in body(f"  role: beekeeper\n  details: ['near the {entry}']\n", practice)


# --- pages --------------------------------------------------------------------------------------------------------------

PAPER = f"""{HEAD}handouts:
  - {{name: When you are raising your grandchild, text: "Large print. Who can sign for what. Bring your papers."}}
  - {{name: After the flood, text: For families whose cellar was under water.}}
  - {{name: Sleep, text: Two sides on naps and coffee.}}
offers: [{{text: I see grandparents in the morning., needs: [grandparents]}}]
"""
RAISING = "I have a page called “When you are raising your grandchild”."


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("[grandparents raising a grandchild]", RAISING),
        ("[needs somebody for the grandmother who is raising him]", RAISING),
        ("[the school calls the grandmother who is raising him]", RAISING),
        ("[a farmer who is raising sheep]", ""),
        (
            "[families with water in the cellar]",
            ("I have a page called “After the flood”, for families whose cellar was under water."),
        ),
        ("[coffee]", ""),
        ("[families]", ""),
    ],
)
def test_a_page_near_to_what_is_noted_is_one_of_the_things_that_help(notes: str, said: str) -> None:
    text = body(f"  role: family doctor\n  needs: {notes}\n", PAPER)
    assert said in text
    assert ("I have a page" in text) is bool(said)


def test_a_page_comes_after_the_offer_that_answers_a_noted_need() -> None:
    text = body("  needs: [grandparents raising a grandchild]\n", PAPER)
    assert text.index("I see grandparents in the morning.") < text.index(RAISING)


def test_an_update_may_have_such_a_page_too() -> None:
    sent = "- {date: 2025-11-01, contact: ann-lee, event: sent, letter: introduction}\n"
    practice = PAPER.partition("offers:")[0]
    assert RAISING in letter("annual-update", "  needs: [grandparents raising a grandchild]\n", practice, sent)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("For those who look after a parent.", ", for those who look after a parent."),
        ("What to ask at the door. Bring a pen.", ": what to ask at the door."),
        ("One side on sleep", ": one side on sleep."),
        ("You can love somebody and be tired. Both are true.", "."),
        ("Pode amar alguém e estar cansado disto.", "."),
        ("On a good day most people do too much.", "."),
        ("What I most want to talk about today is: ____", "."),
    ],
)
def test_a_first_sentence_is_repeated_only_where_it_says_what_the_page_is(text: str, said: str) -> None:
    practice = f"{HEAD}handouts: [{{name: Pacing, text: '{text}'}}]\n"
    assert f"I have a page called “Pacing”{said} It comes" in body("  asked_for: [a page]\n", practice)


LANGUAGES = f"""{HEAD}handouts:
  - {{name: Pacing, text: Stop before the pain makes you.}}
  - {{name: Nights, text: "Two sides, English and Vietnamese. What to do at three."}}
  - {{name: For the one who looks after, text: Say the word caregiver aloud.}}
  - {{name: Para quem cuida (Portuguese version of the caregiver page), text: Pode estar cansado.}}
"""
ENGLISH, PORTUGUESE = "“For the one who looks after”", "“Para quem cuida (Portuguese version of the caregiver page)”"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "the caregiver page, English and Portuguese",
            f"Here are both pages, {ENGLISH} and {PORTUGUESE}. They come in",
        ),
        ("the caregiver page in Portuguese and English", f"both pages, {ENGLISH} and {PORTUGUESE}."),
        ("the caregiver page in Portuguese", f"I have a page called {PORTUGUESE}. It comes in"),
        ("the caregiver page", f"I have a page called {ENGLISH}. It comes in"),
        ("the caregiver page, English and Polish", f"I have a page called {ENGLISH}. It comes in"),
        (
            "the caregiver page in Polish",
            f"called {ENGLISH}. It comes in a message of its own. [[CONFIRM: nothing",
        ),
        ("the pacing page", "I have a page called “Pacing”. It comes in"),
        ("the night page in Vietnamese", "I have a page called “Nights”"),
    ],
)
def test_a_page_is_sent_in_each_language_that_is_asked_for(asked: str, said: str) -> None:
    notes = introduce(f"  asked_for: ['{asked}']\n", LANGUAGES).notes
    assert said in body(f"  asked_for: ['{asked}']\n", LANGUAGES)
    assert any(note.startswith("send “") for note in notes) is True


FOUR_PAGES = f"""{HEAD}handouts:
  - {{name: The First Two Weeks, text: "One page, large type, for a family after a death. Who can wait."}}
  - {{name: After Something Bad Happens at Work, text: For a supervisor to read. Who to send home and what to put off.}}
  - {{name: Talking to Children About a Death, text: Two sides. Use the word died.}}
  - {{name: "Panic, start to finish", text: Alarm with no fire.}}
"""
ASK_WRITER = "[[CONFIRM: nothing in practice.yaml answers"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("something one page to put in the folder families carry home", "a page called “The First Two Weeks”"),
        ("a page for a shift after something bad happened", "a page called “After Something Bad Happens at Work”"),
        ("a sheet for supervisors", "a page called “After Something Bad Happens at Work”"),
        ("a flyer for parents on what to tell children", "a page called “Talking to Children About a Death”"),
        ("a page on panic", "a page called “Panic, start to finish”"),
        ("a page on parking", ASK_WRITER),
        ("a one-pager for the home page", ASK_WRITER),
        ("something one page for our bulletin board", ASK_WRITER),
        ("a page on panic and a page on children", "pages, “Panic, start to finish” and “Talking to Children"),
        ("a page on panic and a sheet on parking", f"called “Panic, start to finish”. It comes in a message of its own. {ASK_WRITER}"),
    ],
)  # fmt: skip
def test_the_page_that_shares_most_with_what_is_asked_for_is_sent_and_none_that_is_not_near(
    asked: str, said: str
) -> None:
    text = body(f'  asked_for: ["{asked}"]\n', FOUR_PAGES)
    assert said in text
    assert (ASK_WRITER in text) is (ASK_WRITER in said)


def test_the_same_in_another_language_is_no_question_whether_the_practice_speaks_it() -> None:
    practice = f"{FOUR_PAGES}does_not: [{{text: I do not speak Spanish., needs: [spanish]}}]\n"
    assert ASK_WRITER in body("  asked_for: [the same in Spanish if I had it]\n", practice)
    assert "I do not speak Spanish." in body("  asked_for: [whether I speak Spanish]\n", practice)


PUBLIC = f"""{HEAD}talks:
  - {{problem: Neighbors stay away from a grieving house., topic: what to say, takeaways: [four sentences], needs: [what to say, grief]}}
"""


@pytest.mark.parametrize(
    ("contact", "offered"),
    [
        ("  role: safety and crew welfare manager\n  needs: ['if we lose a man, what do I tell the boat']\n", False),
        ("  role: dock foreman\n  needs: [nobody knows what to say]\n", False),
        ("  role: dock foreman\n  needs: ['what to say to a grieving house, neighbors ask us']\n", True),
        ("  role: pastor\n  needs: [the board does not know what to say]\n", True),
    ],
)
def test_a_talk_is_offered_unasked_only_to_whom_it_is_near(contact: str, offered: bool) -> None:
    assert ("I give a talk" in body(contact, PUBLIC)) is offered


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("a talk on winter roads", False),
        ("a talk on a house nobody keeps warm", False),
        ("a talk on grief", True),
        ("a talk for neighbors on a sad house", True),
    ],
)
def test_one_shared_word_makes_no_talk_the_one_that_is_asked_for(asked: str, offered: bool) -> None:
    text = body(f"  role: dock foreman\n  asked_for: [{asked}]\n", PUBLIC)
    assert ("I have one of" in text) is offered
    assert ("[[CONFIRM" in text) is not offered


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("a talk on grief in February", "It could be on Tuesday, February 9. Would that suit you?"),
        ("a talk on grief, some evening in March", "It could be on Tuesday, March 16. Would that suit you?"),
        ("a talk on grief", "It could be on Tuesday, February 9 or Tuesday, March 16. Which would suit you?"),
        ("a talk on grief in May", "It could be on Tuesday, February 9 or Tuesday, March 16. Which would suit you?"),
    ],
)
def test_a_talk_that_is_asked_for_in_a_month_is_offered_on_its_days_in_that_month(asked: str, said: str) -> None:
    talk = PUBLIC.replace("needs: [what to say", "dates: [2027-02-09, 2027-03-16], needs: [what to say")
    assert said in body(f"  role: dock foreman\n  asked_for: ['{asked}']\n", talk)


def test_two_things_of_which_one_has_an_and_are_told_apart() -> None:
    talk = PUBLIC.replace("[four sentences]", "[words that help and words that do not, what a month does]")
    text = body("  role: dock foreman\n  asked_for: [a talk on grief]\n", talk)
    assert "words that help and words that do not; and what a month does." in text
