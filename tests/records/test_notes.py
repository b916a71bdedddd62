"""How a note is read: the forms of its clauses, and what its words speak for."""

import pytest

from composer.records.need_evidence import NeedEvidence
from composer.records.need_index import NeedIndex
from composer.records.note_grammar import Forms
from composer.records.note_words import NoteWords
from composer.records.notes import NoteReader
from composer.records.roles import NeedForms
from composer.records.sentence_points import SentencePoints
from tests.shipped import LIBRARY

LISTS = {"THEIR": ("her", "their"), "KIN": ("son", "THEIR own son")}


@pytest.mark.parametrize(
    ("form", "clause"),
    [
        ("no call/need for", "there is no need for teens"),
        ("no call_at_all", "no call at all"),
        ("has THEIR own", "dr osei has her own people"),
        ("sends .. to", "sends every last one to the clinic"),
        ("sends .. to", "sends to the clinic"),
        ("not (really) looking", "not looking"),
        ("not (really) looking", "not really looking"),
        ("^retired", "retired last year"),
        ("all set$", "they are all set"),
        ("KIN plays", "her own son plays ball"),
    ],
)
def test_a_form_fits_where_its_words_stand(form: str, clause: str) -> None:
    assert Forms([form], LISTS).place(clause.split()) >= 0


@pytest.mark.parametrize(
    ("form", "clause"),
    [
        ("no call/need for", "no one to call for teens"),
        ("sends .. to", "sends one two three four to the clinic"),
        ("^retired", "her OCD person retired"),
        ("all set$", "all set back by this"),
        ("has THEIR own", "has our own"),
        ("has THEIR own", "has her"),
    ],
)
def test_a_form_fits_nowhere_else(form: str, clause: str) -> None:
    assert Forms([form], LISTS).place(clause.split()) == -1


@pytest.mark.parametrize(
    ("note", "open_parts"),
    [
        ("half her moms can only do Sat.", ["half her moms can only do sat"]),
        ("teens? nah, the school has its own people", []),
        ("we're covered for trauma, but OCD is hard to place", ["ocd is hard to place"]),
        ("Dr. Lee is full. Who sees teens?", ["dr lee is full", "who sees teens"]),
        ("her husband has chronic pain", []),
        ("parking is behind the trauma center", []),
        ("families who don't want to wait", ["families who do not want to wait"]),
    ],
)
def test_what_a_note_says_plainly_is_asked_for_unless_it_says_otherwise(note: str, open_parts: list[str]) -> None:
    clauses = NoteReader(LIBRARY.notes).clauses(note)
    assert [" ".join(one.words) for one in clauses if one.governed and not one.barred] == open_parts


def found(note: str, **needs: NeedForms) -> list[str]:
    return [each.need for each in NeedIndex(needs.values(), NoteWords()).find(note)]


SLEEVES = NeedForms(
    need="self-harm",
    phrases=("cutting",),
    notes="""long sleeves in june
long sleeves all summer
a razor in the locker, june again
found a razor
who do i call about razors""",
)
NIGHTS = NeedForms(
    need="evenings",
    phrases=("evenings",),
    notes="""nobody opens late
anyone open late, after the shift
locker rooms close at six
they get off late""",
)


def test_a_note_that_shares_words_with_known_ones_asks_for_the_same() -> None:
    assert found("hides a razor", a=SLEEVES, b=NIGHTS) == ["self-harm"]
    assert found("who opens that late", a=SLEEVES, b=NIGHTS) == ["evenings"]
    assert found("his bicycle", a=SLEEVES, b=NIGHTS) == []


def test_a_word_that_is_known_for_several_needs_says_less_for_each() -> None:
    shelves = NeedForms(need="storage", notes=SLEEVES.notes)
    assert found("long sleeves", a=SLEEVES, b=NIGHTS) == ["self-harm"]
    assert found("long", a=SLEEVES, b=NIGHTS, c=shelves) == []


def test_two_words_in_a_row_are_known_as_one() -> None:
    (shown,) = NeedIndex([SLEEVES], NoteWords()).find("long sleeves")
    assert shown.phrase == "long sleeves"


def test_what_a_note_says_plainly_stands_beside_what_its_words_speak_for() -> None:
    assert {*found("long sleeves; wants evenings", a=SLEEVES, b=NIGHTS)} == {"self-harm", "evenings"}


def test_what_shows_a_need_is_said_in_the_words_of_the_note() -> None:
    shown = NeedIndex([SLEEVES, NIGHTS], NoteWords()).find("Razors, every June")
    assert [each.phrase for each in shown] == ["razors, june"]


def test_a_need_with_few_known_notes_is_no_worse_off_than_one_with_many() -> None:
    many = NeedForms(need="waits", notes="\n".join(f"locker {number}, razor" for number in range(8)))
    few = NeedForms(need="self-harm", notes="razor blades\nrazor in the sink")
    assert found("a razor blade in the sink", a=many, b=few)[0] == "self-harm"


@pytest.mark.parametrize("note", ["", "?", " - ", "...", "()"])
def test_a_note_without_words_speaks_of_nothing(note: str) -> None:
    assert NeedIndex(LIBRARY.needs, LIBRARY.notes).find(note) == ()


def live(note: str) -> list[str]:
    return [" ".join(one.words) for one in NoteReader(LIBRARY.notes).clauses(note) if one.governed and not one.barred]


@pytest.mark.parametrize(
    "note",
    [
        "her sister teaches Spanish in Lyon and sends postcards to everyone",
        "used to work nights on a detox ward before he went to law school",
        "the couples wing got a new carpet, kids drew on it already",
        "closed for lunch, use the side door next to the sleep lab",
        "judge has his own list of custody people and wants no others on it",
        "they run their own grief group on Thursdays and are happy with it",
    ],
)
def test_a_note_of_somebodys_own_life_or_place_or_of_what_is_there_asks_for_nothing(note: str) -> None:
    assert live(note) == []


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        ("we have nobody for teens who cut", ["we have nobody for teens who cut"]),
        ("needs someone who sees couples in the evenings", ["needs someone who sees couples in the evenings"]),
        (
            "half of her patients can't find a trauma therapist",
            ["half of her patients can not find a trauma therapist"],
        ),
        ("evenings, Spanish", ["evenings", "spanish"]),
    ],
)
def test_a_note_that_lacks_something_asks(note: str, asked: list[str]) -> None:
    assert live(note) == asked


def test_what_follows_a_turn_is_weighed_by_itself() -> None:
    note = "his wife runs a bakery and his dog is called Toast, but he needs someone for OCD"
    assert live(note) == ["he needs someone for ocd"]


def test_a_note_weighs_its_words_their_lists_and_what_its_clauses_do() -> None:
    points = SentencePoints(
        lists={"KIN": ("son",)},
        kinds=("asks",),
        ask=2,
        points="3 wants\n-5 her KIN\n-1 NUMBER\n4 FIRST ASKS\n1 ALWAYS",
    )
    words = NoteWords(asks=("wants",), asking=points)
    (clause,) = NoteReader(words).clauses("her son wants 12 of them")
    assert clause.points == 3 - 5 - 1 + 4 + 1 - 2
    assert {"FIRST ASKS", "ASKS LAST", "her KIN"} <= NoteReader(words).signs("her son wants 12 of them")


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("No one is d/c'd", "nobody is discharged"),
        ("d/c Fri, no d/c'd pts", "discharge fri none discharged patients"),
        ("no ones, no-one, dc'd", "none ones none one dcd"),
        ("pt's pts: w/o w/her", "pts patients without with her"),
    ],
)
def test_of_short_forms_that_begin_alike_the_longest_whole_one_is_written_out(note: str, words: str) -> None:
    short = {"no": "none", "no one": "nobody", "d/c": "discharge", "d/c'd": "discharged", "dc": "discharge"}
    reader = NoteReader(NoteWords(short={**short, "pt": "patient", "pts": "patients", "w/o": "without"}))
    assert reader.words(note) == words.split()


def test_a_word_that_is_known_for_one_need_counts_more_than_one_known_for_two() -> None:
    needs = [NeedForms(need=key, label=key, notes=notes) for key, notes in {"a": "red lamp", "b": "red door"}.items()]
    found = NeedEvidence(needs, NoteReader(NoteWords()).lines).of([["red", "lamps"]])
    assert found["a"]["lamps"] > found["a"]["red"] == found["b"]["red"]
    assert "lamps" not in found["b"]
    assert list(found["a"]) == ["red", "lamps", "red lamps"]
