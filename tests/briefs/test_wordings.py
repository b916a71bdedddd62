"""A wording that the writer gave stands behind "that" where it is a clause, and in a form that reads right where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.briefs.wordings import form_of_wording
from composer.records.phrases import Grammar
from tests.briefs.test_reported import note, reason
from tests.shipped import LIBRARY

GRAMMAR = LIBRARY.phrases.grammar

CLAUSES = [
    "older men shrug at the first visit and ask the nurse afterwards",
    "two of the deputies shrug it off or drink",
    "after thirteen months your calls stop and there is nobody to hand people on to",
    "on your unit nobody speaks Spanish",
    "placements with relatives tend to come apart around the fourth month",
    "the road to the clinic floods every spring",
    "a crew may be in port thirty hours after a death and then be gone",
    "the men you see might not come back in May",
    "families after a death have nowhere to go",
    "a hearing test leaves little time for what the result means to someone",
    "the detectives never talk about the children they found",
    "nobody on nights has anywhere to go",
    "you have children who get as far as the parking lot",
    "a good many of the people you help can't leave the house for an hour",
    "the men you talk to won't park in front of an office with a sign on it",
    "couples come to you first and you want somewhere to send them",
    "you want a date and a time in hand before somebody leaves the building",
    "you'd like a treating therapist who stays a treating therapist",
    "you ask therapists not to offer couples sessions where there is abuse",
    "you like to hear what came of it",
    "you had people on the right dose who still wouldn't drive over the bridge",
    "you were looking for somewhere to send the anxious ones once the report was written",
    "you seldom hear back once a patient has gone",
    "teachers don't know what to say to the class",
    "Medicaid patients wait months",
    "nobody calls back",
    "the clinic closes at five",
    "half of them live an hour out",
    "it takes months to find a name",
    "there is nobody to call after six",
    "your students wait until spring",
    "finding a therapist takes months",
    "two of your families lost a child this year",
    "your Medicaid patients wait months for therapy",
    "when a man is lost, nobody tells the boat",
    "the families you see come back in month three",
    "most of your residents have nobody who visits",
    "you bury people every week and go home alone",
    "students who need weekly work are referred out after twelve sessions",
    "your own staff need somebody, too",
    "your crews won't say a word until the last day",
    "everyone asks what it costs",
    "the hardest part is the first Christmas",
]

THINGS = [
    "families where a grandmother is raising the children",
    "the ones who relapse on the anniversary",
    "the nightmares that come after the leg has healed",
    "what it is to lose a roommate and see the bed filled by Friday",
    "burying four young people in two years",
    "the morning after a death, when every student comes to one door",
    "a counselor a man can reach in the middle of a 28-day hitch",
    "sitting through a trial across the aisle from the person who did it",
    "fifteen minutes at the six-week visit for a mother who has lost a baby",
    "the calls that come to you in the third month",
    "keeping the couple while somebody else treats the trauma",
    "what happens after the thirteenth month",
    "the long wait for a first visit",
    "patients who leave without a name",
    "how hard it is to find someone who takes Medicaid",
    "a therapist you can call",
    "looking for therapists who are free",
    "somewhere to send the anxious ones",
    "waiting lists",
    "the weeks between discharge and a first visit",
    "who to call at night",
    "telling a family that nobody is coming",
    "parents who can't get off work",
    "the first day back",
    "the long weeks in May",
    "hearing nothing once a patient has gone",
    "one place where everyone is welcome",
    "students with labs until six",
    "widows living alone on the ridge",
    "the people you bury",
]

UNSURE = [
    "some mothers score fine on the screen and say at six weeks that they do not sleep",
    "grief that shows up as stomach pain",
    "never hears back",
    "wants a name for the night shift",
    "full until spring",
    "whether anybody takes Medicaid",
    "the flood emptied the street?",
    "what helps is a name you can call",
    "what families need is a name",
]


@pytest.mark.parametrize("text", CLAUSES)
def test_a_subject_with_a_verb_of_its_own_stands_behind_that(text: str) -> None:
    assert form_of_wording(text, GRAMMAR) == "that"


@pytest.mark.parametrize("text", THINGS)
def test_a_thing_a_gerund_and_a_question_stand_behind_of(text: str) -> None:
    assert form_of_wording(text, GRAMMAR) == "of"


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_be_either_is_quoted(text: str) -> None:
    assert form_of_wording(text, GRAMMAR) == "quoted"


@given(st.text(max_size=80))
def test_any_text_has_a_form(text: str) -> None:
    assert form_of_wording(text, GRAMMAR) in {"that", "of", "quoted"}


@given(st.text(max_size=80))
def test_a_language_without_these_lists_says_it_as_before(text: str) -> None:
    assert form_of_wording(text, Grammar()) == "that"


@pytest.mark.parametrize(
    ("say", "source", "sentence"),
    [
        ("what it is to wait for a name", "phone", "In February you spoke of what it is to wait for a name."),
        ("the nights after a death", "your page", "Your page speaks of the nights after a death."),
        ("burying three deckhands in a year", "email", "In February you wrote of burying three deckhands in a year."),
        ("a nurse you can call", "met at lunch", "When we met in February, you spoke of a nurse you can call."),
        ("never hears back", "phone", "In February you told me: “never hears back.”"),
        ("you bury people every week", "phone", "In February you told me that you bury people every week."),
        ('"We bury people"', "phone", "In February you told me: “We bury people.”"),
    ],
)
def test_a_wording_stands_in_the_form_that_reads_right(say: str, source: str, sentence: str) -> None:
    assert reason(note("noted for oneself", say=say, source=source)) == sentence


def test_behind_a_meeting_a_thing_is_spoken_of() -> None:
    met = note("noted", say="the first day back", source="met at lunch") + "  met: at the spring lunch\n"
    assert reason(met, field="reason_beside") == "You spoke of the first day back."


def test_a_thing_is_never_joined_to_a_clause() -> None:
    told = "heard: 2026-02-11, source: phone"
    needs = f"  needs: [{{text: a, say: the first day back, {told}}}, {{text: b, say: nobody calls back, {told}}}]\n"
    assert reason(needs) == "In February you spoke of the first day back."
