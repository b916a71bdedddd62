"""A first letter has the shape of what is known: an answer, a visit, a common acquaintance, their word, a date, a question."""

from datetime import date

import pytest

from composer.letters.compose import Composed, Order, compose
from composer.records.book import Records, parse_book
from tests.conftest import TODAY
from tests.shipped import CATALOGUE, FILES

PRACTICE = """\
name: Maya Chen
credentials: LPCC
licences:
  - {title: Licensed Professional Clinical Counselor, state: Ohio}
address: |
  12 Harbor Street
  Fairhaven, OH 45202
phone: 555-0142
fax: 555-0143
hours: on Tuesday evenings
panels: [Buckeye, Molina]
call_back: within one working day
facts: {fee: $140 for fifty minutes}
how_to_refer:
  - "{People} can call {phone}, and I call back {call_back}."
handouts:
  - {name: page for front desks, text: "I have one page for a front desk, with my fax and hours."}
offers:
  - {text: On Fridays I see people in Spanish., needs: [spanish]}
  - {text: From January 8 I have two openings on Friday evenings., needs: [evenings], until: 2027-02-28}
  - {text: I work with people after a loss., needs: [grief]}
talks:
  - problem: Many people take a number home.
    topic: what to say so that somebody goes
    takeaways: [three sentences that help]
    needs: [answered-calls, waiting-time]
    minutes: 30
    dates: [January 12 at noon]
"""


def records(contact: str, practice: str = PRACTICE, history: str = "") -> Records:
    """One reader in a small practice."""
    head = "" if "role" in contact else "  role: family doctor\n"
    email = "" if "channel: post" in contact else "  email: ann@elm.example\n"
    text = f"- name: Ann Lee\n{head}{email}{contact}"
    return parse_book(contacts=text, practice=practice, history=history, templates=FILES)


def introduce(contact: str, practice: str = PRACTICE, history: str = "") -> Composed:
    """The introduction that this reader gets."""
    book = records(contact, practice, history)
    assert [problem for problem in book.problems if problem.level == "error"] == []
    order = Order(book.contacts.contacts[0], CATALOGUE.letters["introduction"])
    (made,) = compose([order], book, CATALOGUE, TODAY)
    assert made.draft, made.faults
    return made


def body(contact: str, practice: str = PRACTICE, history: str = "") -> str:
    """That letter between its greeting and its valediction."""
    draft = introduce(contact, practice, history).draft
    assert draft
    return draft.body.partition("\n\n")[2].partition("\n\nWith good wishes,")[0].replace("\\", "")


# --- what they asked for comes first ----------------------------------------------------------------------------------


def test_a_request_is_answered_before_anything_else_and_nothing_is_asked() -> None:
    assert body("  asked_for: {text: a page for the front desk, heard: 2026-10-05}\n") == (
        "In October you asked me for a page for the front desk. I have one page for a front desk, with my fax and hours."
        " It comes in a message of its own.\n\n"
        "Patients can call 555-0142, and I call back within one working day."
    )


def test_each_of_several_requests_is_answered_and_what_is_not_is_told_to_the_writer() -> None:
    asked = "  asked_for: [my fax number, a page for the front desk, to sing at Ruth's gala]\n"
    text = body(asked)
    assert "You asked me for my fax number. It is 555-0143." in text
    assert "You also asked me for a page for the front desk. I have one page" in text
    assert "gala" not in text
    assert any("nothing in practice.yaml answers 'to sing at Ruth's gala'" in note for note in introduce(asked).notes)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("fax number", "You asked me for the fax number. It is 555-0143."),
        ("my fax number", "You asked me for my fax number. It is 555-0143."),
        ("which insurance I take", "You asked which insurance I take. I take Buckeye and Molina."),
        ("about my office hours", "You asked about my office hours. Hours: on Tuesday evenings."),
        ("to know my rates", "You asked to know my rates. My fee is $140 for fifty minutes."),
        ("to send a flyer", "You asked me to send a flyer. I have one page for a front desk, with my fax and hours."),
        (
            "a lunch and learn about people who wait months",
            (
                "You asked me for a lunch and learn about people who wait months."
                " I have one of 30 minutes on what to say so that somebody goes: three sentences that help."
                " It could be on January 12 at noon. Would that suit you?"
            ),
        ),
        (
            "somebody who speaks Spanish",
            "You asked me for somebody who speaks Spanish. On Fridays I see people in Spanish.",
        ),
    ],
)
def test_each_thing_that_the_practice_has_is_an_answer(asked: str, said: str) -> None:
    assert body(f"  asked_for: {asked}\n").startswith(said)


def test_the_newest_request_that_can_be_answered_is() -> None:
    asked = (
        "  asked_for:\n"
        "    - {text: a fax number, heard: 2026-03-01}\n"
        "    - {text: office hours, heard: 2026-09-01}\n"
        "    - {text: a pony, heard: 2026-10-01}\n"
    )
    assert body(asked).startswith("In September you asked me for the office hours. Hours: on Tuesday evenings.")


def test_what_the_practice_does_not_have_is_not_promised_and_the_writer_is_asked() -> None:
    """A letter that passed it over would tell its reader that nobody had listened."""
    made = introduce("  asked_for: a video of your office\n")
    assert made.draft
    hole = "[[CONFIRM: nothing in practice.yaml answers ‘a video of your office’; what do you say?]]"
    assert f"You asked me for a video of your office. {hole}\n\nPatients can call" in made.draft.body
    assert "nothing in practice.yaml answers 'a video of your office', which they asked for" in made.notes


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("a talk, and whether I take Molina", "You also asked whether I take Molina. Yes, I take Molina."),
        ("my fax number and what my rates are", "You also asked what my rates are. My fee is $140 for fifty minutes."),
        ("do you take Molina?", "You asked me for something. I take Molina."),
        ("my fax number and do I take Molina", "You also asked whether I take Molina. Yes, I take Molina."),
        (
            "speakers for the spring",
            "I give a talk of 30 minutes on what to say so that somebody goes: three sentences that help.",
        ),
    ],
)
def test_one_note_may_ask_for_two_things_and_in_any_words(asked: str, said: str) -> None:
    assert said in body(f"  asked_for: {asked}\n")


def test_a_page_comes_the_way_the_letter_does() -> None:
    """In the envelope, by fax, or in a message of its own; and the writer is told to send it."""
    page = "  asked_for: a page\n"
    assert "It is in this envelope." in body(f"{page}  channel: post\n  address: 4 Elm Street\n")
    assert "It follows by fax to 555-0188." in body(f"{page}  channel: fax\n  fax: 555-0188\n")
    assert "It comes in a message of its own" in body(page)
    assert "send “page for front desks” too: the letter says that it comes" in introduce(page).notes


@pytest.mark.parametrize(
    "asked", ["a page for her front desk", "a page, 20 copies, before Dec", "a page (she was in a hurry)"]
)
def test_a_request_is_named_without_what_was_noted_for_oneself(asked: str) -> None:
    """Nobody is told "you asked for a page for her front desk"; whom a note means is never turned around by rule."""
    assert body(f'  asked_for: "{asked}"\n').startswith("You asked me for a page. I have one page for a front desk")


# --- nobody is asked what they have told ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "needs", "question"),
    [
        ("family doctor", "[after work]", "Who is hardest to place"),
        ("family doctor", "[trauma patients never arrive]", "never get as far as a first visit"),
        ("college case manager", "[students call and no one calls back]", "first call to an off-campus"),
        ("therapist", "[teens]", "What do you turn away most"),
        ("pediatrician", "[toddlers who bite]", "nowhere to send"),
        (
            "hospital discharge planner",
            "[patients leave with a number and no date]",
            "a phone number instead of a date",
        ),
    ],
)
def test_nobody_is_asked_what_the_record_has_from_them(role: str, needs: str, question: str) -> None:
    text = body(f"  role: {role}\n  needs: {needs}\n")
    assert text.count("?") == 1
    assert question not in text


def test_what_they_said_is_gone_on_from_before_anything_else_is_asked() -> None:
    said = "  needs: [{text: patients cannot come before six, need: evenings, heard: 2026-10-02, source: phone}]\n"
    text = body(said)
    assert text.startswith(
        "In October you told me that patients cannot come before six.\n\nI am a counselor in Fairhaven."
        " Something here may help with that. From January 8 I have two openings on Friday evenings."
    )
    assert text.count("?") == 1


# --- who writes -------------------------------------------------------------------------------------------------------


def test_a_stranger_learns_in_one_line_who_writes_after_the_first_sentence_about_them() -> None:
    first, second, *_ = body("").split("\n\n")
    assert first.endswith("?")
    assert second.startswith("I am a counselor in Fairhaven. ")


@pytest.mark.parametrize(
    ("practice", "line"),
    [
        ("introduction: I am the counselor above the bakery.\n", "I am the counselor above the bakery."),
        (
            "introduction:\n  - I am a counselor.\n  - {text: I see patients on Elm Street., roles: [primary-care]}\n",
            "I see patients on Elm Street.",
        ),
        (
            "licences: [{title: Licensed Clinical Social Worker, state: Ohio}]\n",
            "I am a clinical social worker in Fairhaven.",
        ),
        ("licences: [{title: Licensed Psychologist, state: Ohio}]\n", "I am a psychologist in Fairhaven."),
        ("licences: []\npractice: Elm Rooms\n", "Elm Rooms is my practice, in Fairhaven."),
    ],
)
def test_the_line_is_the_practices_own_or_made_of_licence_and_town(practice: str, line: str) -> None:
    head = practice.partition(":")[0]
    kept = (
        PRACTICE.partition("licences:")[0] + PRACTICE[PRACTICE.index("address:") :] if head == "licences" else PRACTICE
    )
    assert line in body("", kept + practice)


def test_somebody_who_knows_the_writer_is_not_told_who_writes() -> None:
    called = "- {date: 2026-09-01, contact: ann-lee, event: called}\n"
    assert "counselor" not in body("", history=called)


def test_a_letter_that_cannot_say_who_writes_says_so_to_the_writer() -> None:
    made = introduce("", "name: Maya Chen\n")
    assert "it does not say who you are; introduction: in practice.yaml would" in made.notes


@pytest.mark.parametrize(
    ("by", "line"),
    [
        ("Ruth Adeyemi", "Ruth Adeyemi gave me your name. I am a counselor in Fairhaven."),
        ("{name: Ruth Adeyemi, how: shares a waiting room with me}", "Ruth Adeyemi, who shares a waiting room with me, gave me your name."),
        ("{name: Ruth Adeyemi, how: my colleague on Elm Street}", "Ruth Adeyemi, my colleague on Elm Street, gave me your name."),
        ("{name: Ruth Adeyemi, how: said I should write to you and that I could use her name}",
         "Ruth Adeyemi said I should write to you and that I could use her name. I am"),
        ("{name: Ruth Adeyemi, how: 'told me at choir I should write to you, she is a deacon'}",
         "Ruth Adeyemi told me at choir I should write to you. I am"),
        ("{name: José Núñez, how: Said I should write to you}", "José Núñez said I should write to you. I am"),
        ("{name: Ruth Adeyemi, how: over lunch}", "Ruth Adeyemi gave me your name over lunch."),
    ],
)  # fmt: skip
def test_a_common_acquaintance_is_named_first(by: str, line: str) -> None:
    assert body(f"  introduced_by: {by}\n").startswith(line)


@pytest.mark.parametrize(
    ("met", "line"),
    [
        ("{text: at the hospital's open day, date: 2026-10-06}", "We met at the hospital's open day in October.\n\nFrom January 8"),
        ("{text: sat at one table at the open day, date: 2026-10-06}", "We sat at one table at the open day in October."),
        ("{text: at the open day, date: 2026-05-06}", "We met at the open day in May. I am a counselor"),
        ("{text: 'at the supper, you had the crab', date: 2026-10-06}", "We met at the supper in October."),
        ("at the open day", "We met at the open day. I am"),
        ("We met in line for coffee.", "We met in line for coffee. I am"),
        ("we sat at one table and you drew me a map", "We sat at one table and you drew me a map. I am"),
        ("open day", "Who is hardest to place at the moment"),
        ("at the fair with a client", "Who is hardest"), ("at the fair?", "Who is hardest"), ("{text: at the fair, date: 2027-03-01}", "Who is hardest"),
    ],
)  # fmt: skip
def test_a_meeting_is_recalled_in_the_records_own_words(met: str, line: str) -> None:
    assert body(f"  met: {met}\n").startswith(line)


# --- the other shapes -------------------------------------------------------------------------------------------------


def test_a_visit_is_announced_with_its_day_and_what_is_brought() -> None:
    text = body("  organization: Elm House\n  visit: 2026-12-01\n")
    assert text.startswith("On Tuesday, December 1, I will stop by Elm House with the page for front desks. ")
    assert "stop by" not in body("  organization: Elm House\n  visit: 2026-11-23\n"), "its day is over"


def test_one_opening_that_answers_a_need_stands_with_its_date() -> None:
    text = body("  needs: [after work]\n")
    assert "From January 8 I have two openings on Friday evenings." in text
    assert "until" not in text


def test_where_nothing_is_known_a_letter_asks_and_has_one_thing_that_anybodys_people_may_need() -> None:
    text = body("  role: beekeeper\n", PRACTICE.replace("From January 8", "Now"))
    assert text.count("?") == 1
    assert "Spanish" not in text
    assert "I am a counselor in Fairhaven. Now I have two openings on Friday evenings." in text


def test_where_only_their_trade_is_known_it_has_one_thing_that_such_readers_usually_need() -> None:
    text = body("")
    assert text.count("?") == 1
    assert "From January 8 I have two openings on Friday evenings." in text
    assert "Spanish" not in text


def test_a_need_without_a_date_is_asked_about_and_what_helps_is_said() -> None:
    text = body("  role: pastor\n  needs: [grief]\n")
    assert text.split("\n\n")[0].endswith("?")
    assert "I am a counselor in Fairhaven. I work with people after a loss." in text


# --- roles, words and channels ----------------------------------------------------------------------------------------

HATS = "  roles: [therapist, school counselor]\n"


def test_the_role_that_more_of_their_needs_are_of_is_written_to() -> None:
    needs = "  needs:\n    - {text: students go home at three, need: evenings}\n"
    assert introduce(HATS + needs).notes == ("it speaks to them as school, one of their roles",)
    assert introduce(HATS).notes == ("it speaks to them as fellow therapist, one of their roles",)


@pytest.mark.parametrize(
    "need",
    [
        "{text: clients ask for Spanish, need: spanish}",
        "{text: a Spanish speaker for one client, need: spanish}",
        "{text: Spanish on Fridays, need: spanish, role: therapist}",
    ],
)
def test_a_need_of_one_role_is_not_in_a_letter_to_another(need: str) -> None:
    two = "    - {text: students go home at three, need: evenings}\n    - {text: students grieve, need: grief}\n"
    text = body(f"{HATS}  needs:\n    - {need}\n{two}")
    assert "Spanish" not in text


def test_their_own_word_for_people_stands_in_the_whole_letter() -> None:
    for word, several, one in (
        ("residents", "residents", "resident"),
        ("families", "families", "family"),
        ("'parishioner, parishioners'", "parishioners", "parishioner"),
    ):
        for role in ("family doctor", "hospital discharge planner", "therapist"):
            text = body(f"  role: {role}\n  people_word: {word}\n").casefold()
            assert several in text or one in text, (word, role)
            assert not {"patient", "patients", "client", "clients"} & set(text.replace(",", "").split()), (word, role)


def test_an_article_fits_the_word_after_it() -> None:
    text = body("  role: hospital discharge planner\n  people_word: adults\n  needs: [{need: answered-calls}]\n")
    assert "How often does an adult leave with a phone number" in text
    assert " a adult" not in text


def test_nobody_without_email_reads_of_email() -> None:
    by_post = body("  channel: post\n  address: 4 Elm Street\n", PRACTICE + "practice: Elm\n")
    assert "email" not in by_post
    draft = introduce("  channel: post\n  address: 4 Elm Street\n").draft
    assert draft
    assert "a call or a card" in draft.body


# --- the shape is decided by the record alone -------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2027, 1, 2)])
def test_the_same_record_gives_the_same_letter(day: date) -> None:
    book = records("  needs: [after work]\n  met: at the open day\n")
    order = Order(book.contacts.contacts[0], CATALOGUE.letters["introduction"])
    once, again = ([made.draft for made in compose([order], book, CATALOGUE, day)] for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    "asked",
    [
        "whether I am leaving Molina",
        "whether I take Molina for teenagers",
        "whether Molina pays for couples",
        "whether my Buckeye panel is full",
        "whether I take Buckeye Rangers",
    ],
)
def test_a_plan_that_is_named_in_another_question_is_no_yes(asked: str) -> None:
    text = body(f"  asked_for: {asked}\n")
    assert "Yes, I take" not in text
    assert "[[CONFIRM: nothing in practice.yaml answers" in text


@pytest.mark.parametrize(
    "asked", ["whether I take Molina", "do I accept Molina insurance", "if I am in network with Molina"]
)
def test_a_plan_that_is_asked_about_is_answered(asked: str) -> None:
    assert "I take Molina." in body(f"  asked_for: {asked}\n")


def test_medicare_is_no_medicare_advantage() -> None:
    practice = PRACTICE.replace("panels: [Buckeye, Molina]", "panels: [Medicare Advantage from Acme]")
    assert "Yes" not in body("  asked_for: whether I take Medicare\n", practice)


@pytest.mark.parametrize(
    ("licence", "address", "said"),
    [
        ("Licensed Bachelor of Social Work", "12 Harbor Street\n  Fairhaven, OH 45202", "clinical social worker"),
        ("Licensed Social Worker Assistant", "12 Harbor Street\n  Fairhaven, OH 45202", "clinical social worker"),
        ("Licensed Psychologist", "12 Harbor Street, Suite 4\n  Fairhaven OH 45202", "in 12 Harbor Street"),
        ("Licensed Psychologist", "PO Box 12, Fairhaven, OH 45202", "in PO Box 12"),
    ],
)
def test_no_title_is_made_up_and_no_street_is_a_town(licence: str, address: str, said: str) -> None:
    start, end = PRACTICE.index("licences:"), PRACTICE.index("phone:")
    head = f"licences: [{{title: {licence}, state: Ohio}}]\naddress: |\n  {address}\n"
    assert said not in body("", PRACTICE[:start] + head + PRACTICE[end:])


@pytest.mark.parametrize(
    "how", ["his late wife", "fired her", "I have never met her; she wrote me", "gave him my number"]
)
def test_who_introduced_is_left_out_where_the_note_may_say_otherwise(how: str) -> None:
    text = body(f"  introduced_by: {{name: Ruth Adeyemi, how: {how!r}}}\n")
    assert "Ruth Adeyemi" not in text
    assert any(
        "who gave you their name" in note
        for note in introduce(f"  introduced_by: {{name: Ruth Adeyemi, how: {how!r}}}\n").notes
    )


def test_an_offer_that_has_yet_to_begin_is_spoken_of_only_where_it_says_so() -> None:
    later = "offers:\n  - {text: I hold sessions in Spanish., needs: [spanish], from: 2027-03-01}\n"
    begins = later.replace("I hold sessions in Spanish.", "From March 1 I hold sessions in Spanish.")
    kept = PRACTICE[: PRACTICE.index("offers:")] + PRACTICE[PRACTICE.index("talks:") :]
    assert "Spanish" not in body("  needs: [Spanish]\n", kept + later)
    assert "From March 1" in body("  needs: [Spanish]\n", kept + begins)
