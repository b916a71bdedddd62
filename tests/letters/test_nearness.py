"""Which of all that the practice has is chosen for one reader: the nearest to everything that their record says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.briefs.brief import Briefer
from composer.briefs.matching import answers
from composer.records.practice import Offer, Talk
from tests.conftest import TODAY
from tests.letters.test_shapes import body, records
from tests.letters.test_what_helps import HEAD, letter
from tests.shipped import LIBRARY

CABIN = f"""{HEAD}offers:
  - {{text: I keep an hour on Mondays for somebody who has just left a hospital., needs: [discharge, soon]}}
  - {{text: A sleep group begins in January., needs: [insomnia, waiting-time, evenings]}}
  - {{text: I see couples., needs: [couples, evenings]}}
  - {{text: I see parents after the loss of a child., needs: [child-loss]}}
  - {{text: A group for parents with a baby in the NICU begins in March., needs: [nicu, loneliness]}}
  - {{text: I talk over a case with a colleague for half an hour., needs: [consultation]}}
updates:
  - {{date: 2026-08-01, text: There is a lift now., needs: [stairs, older people]}}
  - {{date: 2026-09-01, text: I now take workers' compensation., needs: [hurt at work, injured workers]}}
talks:
  - problem: Those who visit at home see it and lack the words.
    topic: frightening thoughts
    takeaways: [four plain questions]
    needs: [doulas, home visitors, intrusive thoughts]
  - {{problem: People drive home tired., topic: nights and naps, takeaways: [when to stop coffee], needs: [shift work, drivers]}}
handouts:
  - {{name: Pacing with a bad back, text: Good days and bad days.}}
  - {{name: Two weeks of sleep, text: One line for each night.}}
"""


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("  role: hospital discharge planner\n  needs: [the first visit anybody has is six weeks out]\n",
         "hour on Mondays"),
        ("  role: NICU social worker\n  needs: [parents fall apart when they get home]\n", "the NICU begins"),
        ("  role: doula\n  needs: [intrusive thoughts, a couple that fights]\n", "frightening"),
        ("  role: psychologist\n  needs: [somebody to consult with about a case]\n", "talk over a case"),
        ("  role: lawyer\n  needs: [injured workers wait for months]\n", "workers' compensation"),
        ("  role: physical therapist\n  needs: [a bad back that stalls]\n", "Pacing"),
        ("  role: mill safety manager\n  needs: [drivers on shift work]\n", "nights and naps"),
        ("  role: rabbi\n  needs: [parents after a miscarriage]\n", "loss of a child"),
    ],
)  # fmt: skip
def test_the_thing_that_shares_most_with_the_whole_record_comes_first(contact: str, said: str) -> None:
    """Whatever it is: an offer, news, a talk or a page."""
    things = ("hour on Mondays", "sleep group", "I see couples", "loss of a child", "the NICU begins", "talk over a case",
              "a lift now", "workers' compensation", "frightening", "nights and naps", "Pacing", "Two weeks")  # fmt: skip
    text = body(contact, CABIN)
    assert min((one for one in things if one in text), key=text.index) == said


def test_a_word_that_only_one_thing_says_counts_most() -> None:
    practice = f"""{HEAD}offers:
  - {{text: I see parents of toddlers on weekday mornings., needs: [parents, toddlers]}}
  - {{text: I see parents of twins on weekday mornings., needs: [parents, twins]}}
  - {{text: I see parents of teens on weekday mornings., needs: [parents, teens]}}
"""
    text = body("  role: pediatrician\n  needs: [parents who have twins and no sleep]\n", practice)
    assert text.index("of twins") < min(
        text.index(other) if other in text else len(text) for other in ("toddlers", "teens")
    )


@pytest.mark.parametrize(
    "contact",
    [
        "  role: beekeeper\n  details: [his sister plays the cello]\n",
        "  role: beekeeper\n  needs: [a lift to the station]\n",
        "  role: beekeeper\n  organization: Coffee and More\n",
    ],
)
def test_one_word_by_chance_brings_nothing(contact: str) -> None:
    text = body(contact, CABIN)
    assert not any(word in text for word in ("lift now", "coffee", "Pacing", "talk of"))


def test_beside_the_nearest_stands_only_what_adds_something() -> None:
    practice = f"""{HEAD}offers:
  - {{text: I go to the house on Tuesdays., needs: [homebound]}}
  - {{text: I take people at home from June., needs: [homebound]}}
  - {{text: I speak Portuguese., needs: [portuguese]}}
"""
    text = body("  role: family doctor\n  needs: [homebound elders, Portuguese]\n", practice)
    assert "Portuguese" in text
    assert not ("to the house" in text and "at home from June" in text)


def test_what_is_chiefly_for_other_people_waits() -> None:
    practice = f"""{HEAD}offers:
  - {{text: Marcus sees teenagers who grieve., needs: [teens, grief]}}
  - {{text: I see older people who grieve at home., needs: [older people, grief]}}
"""
    text = body("  role: social worker at a nursing home\n  needs: [grief]\n", practice)
    assert "older people" in text
    assert "teenagers" not in text


def test_explained_is_what_a_thing_and_the_record_share() -> None:
    book = records("  role: doula\n  needs: [intrusive thoughts]\n", CABIN)
    (near, *_) = Briefer(book, TODAY).brief(book.contacts.contacts[0]).near
    assert isinstance(near.thing, Talk)
    assert near.because.startswith(("it answers ", "it and the record both say "))


@given(
    wanted=st.lists(st.sampled_from([need.need for need in LIBRARY.needs]), max_size=3, unique=True),
    offered=st.lists(st.sampled_from([need.need for need in LIBRARY.needs]), max_size=6),
)
def test_nothing_is_offered_that_shares_nothing_with_the_record(wanted: list[str], offered: list[str]) -> None:
    """The law behind every letter: what the practice has, and this reader needs, and why."""
    listed = "".join(f"  - {{text: Offer {at}., needs: [{key}]}}\n" for at, key in enumerate(offered))
    noted = f"  needs: [{', '.join(f'{{need: {key}}}' for key in wanted)}]\n" if wanted else ""
    book = records(f"  role: beekeeper\n{noted}", f"{HEAD}offers:\n{listed}" if listed else HEAD)
    brief = Briefer(book, TODAY).brief(book.contacts.contacts[0])
    for near in brief.near:
        assert near.shared
        if isinstance(near.thing, Offer) and near.thing.cite("text"):
            assert any(answers(near.thing, need) for need in brief.needs)


def test_a_page_that_nobody_asked_for_says_what_the_follow_up_brings() -> None:
    sent = "- {date: 2026-11-01, contact: ann-lee, event: sent, letter: introduction}\n"
    text = letter("follow-up", "  role: methadone program\n  needs: [a back that still hurts]\n", CABIN, sent)
    assert "“Pacing with a bad back”" in text


# --- letters to those of whom little is noted -------------------------------------------------------------------------

WROTE = "- {{date: 2026-11-01, contact: ann-lee, event: sent, letter: introduction, mention: '{mention}'}}\n"


@pytest.mark.parametrize(
    ("mention", "said"),
    [
        ("I wrote about the shelf by the door", "Earlier in November I wrote about the shelf by the door."),
        ("I offered to come by after lunch", "Earlier in November I offered to come by after lunch."),
        ("I wrote in November about naps", "I wrote in November about naps."),
        ("I wrote at the beginning of the month", "I wrote at the beginning of the month."),
        ("I wrote about a client of yours", "had a letter"),
        ("they were not in", "had a letter"),
    ],
)
def test_a_follow_up_says_what_the_letter_before_was_about(mention: str, said: str) -> None:
    text = letter("follow-up", "  role: librarian\n", CABIN, WROTE.format(mention=mention))
    assert said in text
    assert (mention in text) is (said != "had a letter")


@pytest.mark.parametrize(
    ("contact", "begins"),
    [
        ("  role: school counselor\n  organization: Elm School\n", "your students at Elm School"),
        ("  role: nurse\n  people_word: residents\n  organization: Oak House\n", "your residents at Oak House"),
        ("  role: physical therapist\n  needs: [chronic pain]\n", "patients whose pain outlasts the injury"),
        ("  needs: [{text: patients wait for months, heard: 2026-10-01, source: phone}]\n", "patients wait for months"),
    ],
)
def test_the_first_sentence_of_a_follow_up_is_about_its_reader(contact: str, begins: str) -> None:
    sent = "- {date: 2026-11-01, contact: ann-lee, event: sent, letter: introduction}\n"
    assert begins in letter("follow-up", contact, CABIN, sent).partition(". ")[0]


@pytest.mark.parametrize(
    ("contact", "question"),
    [
        ("  role: librarian\n  organization: Elm Library\n", "At Elm Library, which books do patrons ask for in a low voice?"),
        ("  role: mill safety manager\n  organization: Elm Mill\n", "At Elm Mill, what do you notice first when a crew"),
        ("  role: teen parent program counselor\n  organization: Elm High School\n", "At Elm High School, what do teenage parents"),
        ("  role: librarian\n  organization: private practice\n", "Which books do patrons ask for in a low voice?"),
        ("  role: nursing home social worker\n  organization: Elm House\n", "At Elm House, who has the hardest time in"),
        ("  role: librarian\n  organization: Office of the Library\n", "Which books do patrons ask for in a low voice?"),
    ],
)  # fmt: skip
def test_a_question_that_opens_a_letter_names_the_place_and_fits_the_trade(contact: str, question: str) -> None:
    assert body(contact).startswith(question)


def test_no_other_trade_is_asked_the_question_of_one() -> None:
    assert not any(word in body("  role: food pantry manager\n") for word in ("low voice", "pickup", "worn out"))


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ("- {date: 2025-03-20, contact: ann-lee, event: met, mention: we met at the spring fair}\n",
         "We met at the spring fair, and I am glad of it."),
        ("- {date: 2024-10-02, contact: ann-lee, event: called, mention: you were down to two doctors}\n",
         "When we last spoke, you were down to two doctors."),
        ("- {date: 2024-10-02, contact: ann-lee, event: met, mention: you showed me the new gym}\n",
         "When we last met, you showed me the new gym."),
        ("- {date: 2024-10-02, contact: ann-lee, event: called, mention: you asked whether anybody would hear}\n", ""),
        ("- {date: 2024-10-02, contact: ann-lee, event: called, mention: your office moved last week}\n", ""),
        ("- {date: 2024-10-02, contact: ann-lee, event: called}\n", ""),
        ("- {date: 2025-01-20, contact: ann-lee, event: met, mention: we met about a client of mine}\n", ""),
        ("- {date: 2024-10-02, contact: ann-lee, event: sent, letter: introduction}\n", ""),
        ("- {date: 2026-10-02, contact: ann-lee, event: sent, letter: introduction}\n", ""),
        ("- {date: 2024-10-02, contact: ann-lee, event: referral-received}\n", ""),
    ],
)  # fmt: skip
def test_thanks_recall_where_you_met_or_what_you_remember_and_nothing_that_happened(history: str, said: str) -> None:
    came = "- {date: 2026-11-04, contact: ann-lee, event: referral-received}\n"
    text = letter("thank-you", "  role: couples therapist\n  people_word: couples\n", CABIN, history + came)
    assert said in text
    assert ("When we last" in text or "I am glad of it" in text) is bool(said)
    assert not any(str(year) in text for year in (2024, 2025, 2026))


def test_thanks_in_ones_own_words_stand_in_one_thank_you() -> None:
    came = "- {date: 2026-11-04, contact: ann-lee, event: referral-received}\n"
    words = "  role: couples therapist\n  thanks: You rang me from the ferry, and I have not forgotten it.\n"
    assert "You rang me from the ferry, and I have not forgotten it." in letter("thank-you", words, CABIN, came)
    thanked = "- {date: 2026-10-04, contact: ann-lee, event: sent, letter: thank-you}\n"
    assert "ferry" not in letter("thank-you", words, CABIN, thanked + came)


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("  role: school counselor\n", "you told me of your students that they fall asleep in class."),
        ("  role: college veterans office\n  people_word: student veterans\n",
         "you told me of the student veterans you work with that they fall asleep in class."),
        ("  role: beekeeper\n", "you told me that they fall asleep in class."),
    ],
)  # fmt: skip
def test_they_have_somebody_before_them(contact: str, said: str) -> None:
    note = "  needs: [{text: they fall asleep, say: they fall asleep in class, heard: 2026-10-01, source: phone}]\n"
    assert said in body(contact + note)


def test_an_update_answers_what_was_said_before_it_tells_the_news() -> None:
    sent = "- {date: 2025-10-01, contact: ann-lee, event: sent, letter: introduction}\n"
    note = "  role: psychologist\n  needs: [{text: clients need somebody to consult with about a case, heard: 2025-11-20, source: phone}]\n"
    text = letter("annual-update", note, CABIN, sent)
    assert "about a case. How does that stand now?" in text or "about a case. Has that changed since?" in text
    assert "I talk over a case with a colleague for half an hour." in text


def test_a_limit_that_a_need_only_touches_is_not_said() -> None:
    practice = f"{HEAD}does_not: [{{text: I carry no pager at night., needs: [crisis, evenings]}}]\n"
    assert "pager" not in body("  role: hr manager\n  needs: [second shift gets off at eleven]\n", practice)
    assert "pager" in body("  role: hr manager\n  needs: [somebody for a crisis]\n", practice)


@pytest.mark.parametrize("limit", ["I see nobody under eighteen.", "I do not see anyone under 18."])
def test_under_eighteen_is_not_under_eight(limit: str) -> None:
    practice = f"{HEAD}does_not: [{{text: {limit}, needs: [children, teenagers]}}]\n"
    assert body("  role: high school counselor\n", practice).startswith(("Besides your students", "Who around your"))


def test_what_answers_the_words_that_are_repeated_comes_before_what_is_nearer_to_the_rest() -> None:
    needs = "[{text: members take a sleeping pill, heard: 2026-10-01, source: phone}, no stairs for older people]"
    practice = f"""{HEAD}offers:
  - {{text: I see people about their sleep., needs: [insomnia, sleeping pills]}}
updates: [{{date: 2026-08-01, text: There is a lift now., needs: [stairs, older people]}}]
"""
    text = body(f"  role: senior center director\n  people_word: members\n  needs: {needs}\n", practice)
    assert text.index("about their sleep") < text.index("a lift now")


@pytest.mark.parametrize(
    ("role", "note"),
    [
        ("director of a domestic violence program", "couples counselors who send her home with him"),
        ("women's shelter case manager", "a couple of counselors who understand"),
        ("survivor advocate", "couples with violence at home"),
        ("school counselor", "parents with a restraining order, and couples who fight"),
    ],
)
@pytest.mark.parametrize("key", ["introduction", "follow-up", "annual-update", "reconnection", "openings"])
def test_who_is_afraid_at_home_is_offered_nothing_for_couples(role: str, note: str, key: str) -> None:
    practice = f"""{HEAD}offers:
  - {{text: I keep Tuesday evenings for couples., needs: [couples, evenings]}}
  - {{text: I come to the house for an older couple., needs: [older people, home visits]}}
talks:
  - {{problem: Couples stop talking., topic: couples in a hard year, takeaways: [four words], needs: [families]}}
"""
    history = (
        "- {date: 2026-09-03, contact: ann-lee, event: sent, letter: introduction}\n" if key != "introduction" else ""
    )
    text = letter(key, f"  role: {role}\n  needs: [{{text: {note!r}, source: your page}}]\n", practice, history)
    for own in ("Tuesday evenings", "older couple", "in a hard year"):
        assert own not in text


@pytest.mark.parametrize("role", ["women's shelter director", "survivor advocate", "rape crisis center"])
def test_those_who_were_hurt_are_not_offered_help_for_those_who_hurt_them(role: str) -> None:
    practice = (
        f"{HEAD}offers:\n  - {{text: I work with men who have hit their partners., needs: [domestic violence]}}\n"
    )
    practice += "  - {text: I treat men after a sexual offense., needs: [sex offenders, sexual assault]}\n"
    text = letter("introduction", f"  role: {role}\n  needs: [violence at home, sexual assault]\n", practice, "")
    assert "men" not in text.split()


def test_who_asks_for_help_for_those_who_were_violent_is_told_of_it() -> None:
    offers = "offers:\n  - {text: I work with men who have hit their partners., needs: [batterers]}\n"
    note = "  role: probation officer\n  needs: [batterers classes are full, violence at home]\n"
    assert "men who have hit" in letter("introduction", note, f"{HEAD}{offers}", "")


@pytest.mark.parametrize(
    ("takeaways", "told"), [("when to stop coffee", True), (", ".join(["a long word"] * 8), False)]
)
def test_a_talk_says_what_people_take_home_only_where_one_breath_holds_it(takeaways: str, told: bool) -> None:
    talk = (
        f"{{problem: People drive home tired., topic: nights and naps, takeaways: [{takeaways}], needs: [shift work]}}"
    )
    text = letter("introduction", "  role: employer\n  needs: [shift work]\n", f"{HEAD}talks: [{talk}]\n", "")
    assert "on nights and naps" in text
    assert (takeaways.partition(",")[0] in text) is told


OTHER_WORDS = f"""{HEAD}offers:
  - {{text: I keep the 7:30 hour for people who start late., needs: [evenings]}}
  - {{text: I work with the fear that goes with bowel disease and not eating before going out., needs: [Crohn's]}}
  - {{text: On Thursdays I see people in Spanish., needs: [spanish]}}
talks:
  - {{problem: A man is lost and the others go back to work., topic: After a death on the crew, takeaways: [what a foreman says], needs: [accidents]}}
"""


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("afraid to eat before leaving the house because of the bathroom", "bowel disease"),
        ("lost a hand in a wreck and did not know what to tell the guys", "After a death on the crew"),
    ],
)
def test_what_means_the_same_in_other_words_is_found(note: str, said: str) -> None:
    text = body(f"  role: physical therapist\n  needs: ['{note}']\n", OTHER_WORDS)
    assert said in text


def test_a_language_is_no_other_language_however_near() -> None:
    note = "families who speak Mandarin at home and need a therapist in it"
    assert "Spanish" not in body(f"  role: pediatrician\n  needs: [{note}]\n", OTHER_WORDS)


def test_the_reason_says_that_it_is_near_in_meaning() -> None:
    book = records(
        "  role: physical therapist\n  needs: [they dare not leave home, afraid to eat because of the bathroom]\n",
        OTHER_WORDS,
    )
    near = Briefer(book, TODAY).brief(book.contacts.contacts[0]).near
    assert [one.because for one in near][:1] == ["it is near in meaning to what the record has of them"]


def test_whom_an_offer_is_for_is_not_said_twice() -> None:
    practice = f"{HEAD}offers: [{{text: I make home visits for hoarding., needs: [hoarding]}}]\n"
    text = body("  role: pediatrician\n  needs: [hoarding]\n", practice)
    assert "I make home visits for hoarding." in text
    assert "For " not in text


@pytest.mark.parametrize(
    ("offer", "need"),
    [
        ("I see girls from twelve to seventeen.", "depression"),
        ("I run a grief group for widows and widowers.", "grief"),
        ("I work with nurses who are worn out.", "burnout"),
        ("I see women through pregnancy.", "perinatal"),
    ],
)
def test_an_offer_that_names_its_own_people_is_not_said_to_be_for_others(offer: str, need: str) -> None:
    practice = f"{HEAD}offers: [{{text: {offer}, needs: [{need}]}}]\n"
    text = body(f"  role: hr manager\n  needs: [{{text: somebody for {need}, need: {need}}}]\n", practice)
    assert "For employees who" not in text
    assert "For employees with" not in text


@pytest.mark.parametrize(
    "note",
    [
        "has plenty of therapists for couples who quarrel",
        "no longer refers couples who quarrel",
        "doesn't need anyone for couples who quarrel any more",
    ],
)
def test_what_is_denied_is_near_to_nothing_in_meaning(note: str) -> None:
    practice = f"{HEAD}offers: [{{text: I see couples who fight and shout., needs: [rows]}}]\n"
    near = Briefer(records(f'  role: beekeeper\n  needs: ["{note}"]\n', practice), TODAY)
    assert not any("meaning" in one.because for one in near.brief(near._records.contacts.contacts[0]).near)
