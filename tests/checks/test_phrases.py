"""From phrases to findings: lists, gaps, excuses, and sentences with their places."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.checks.engine import phrases as phrases_room
from composer.checks.engine.phrases import PhraseReader
from composer.checks.engine.sentences import blank_out, sentences
from composer.records.wording import RuleWording, Wording, joined
from tests.shipped import LIBRARY

LISTS = {"person": ("patient", "young man"), "sent": ("sent", "told me about")}


def found(phrase: str, text: str, **excuses: tuple[str, ...]) -> list[str]:
    rule = RuleWording(find=(phrase,), **excuses)
    reader = PhraseReader(Wording(lists=LISTS, rules={"x": rule}))
    return [hit.text for hit in reader.read(text).get("x", ())]


@pytest.mark.parametrize(
    ("phrase", "text", "hit"),
    [
        ("your {person}", "I met Your  Patient.", "Your  Patient"), ("your {person}", "your patients", ""),
        ("the … you {sent}", "the very tall man you sent", "the very tall man you sent"),
        ("the … you {sent}", "the one two three four you sent", ""),
        ("the … you {sent}", "the you sent", "the you sent"),
        ("{Name} is doing", "Sarah is doing well", "Sarah is doing"),
        ("{Name} is doing", "sarah is doing well", ""), ("{Name} is doing", "Everyone is doing well", ""),
        ("don't", "I don\u2019t know", "don\u2019t"), ("% of each", "10% of each fee", "% of each"),
        ("Mr. {Initial}", "Ask Mr. R today", "Mr. R"), ("{person}'s", "the patient's", "patient's"),
        ("you {sent}", "you told\nme about", "you told\nme about"),
        ("{person}s", "I met Patients", "Patients"), ("ex{person}", "your expatient", "expatient"), ("{Name}", "I met Sarah", "Sarah"),
        ("!!", "Call now!!", "!!"), ("{unknown} list", "an unknown list", "unknown list"), ("{Name} … {Initial}", "Sarah and R", "Sarah and R"),
    ],
)  # fmt: skip
def test_a_phrase_finds_what_it_says(phrase: str, text: str, hit: str) -> None:
    assert found(phrase, text) == ([hit] if hit else [])


def test_excuses() -> None:
    assert found("you {sent}", "if you sent it", unless=("if you",)) == []
    assert found("you {sent}", "when you sent it", unless=("if you",)) == ["you sent"]


@given(st.data())
def test_any_phrase_that_ships_is_found_where_it_is_written_out(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(code for code, rule in LIBRARY.wording.rules.items() if rule.find)))
    phrase = data.draw(st.sampled_from(LIBRARY.wording.rules[code].find))
    words = {name: data.draw(st.sampled_from(list(said))) for name, said in LIBRARY.wording.lists.items()}
    text = phrase.replace("\N{HORIZONTAL ELLIPSIS}", "a b").replace("{Name}", "Sarah").replace("{Initial}", "R")
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    reader = PhraseReader(Wording(lists=LIBRARY.wording.lists, rules={code: RuleWording(find=(phrase,))}))
    assert reader.read(text).get(code), text


def test_a_readers_phrases_travel_to_another_process() -> None:
    reader = PhraseReader(Wording(lists=LISTS, rules={"x": RuleWording(find=("your {person}",))}))
    reader.read("your patient")
    assert pickle.loads(pickle.dumps(reader)).read("your patient") == reader.read("your patient")


def test_a_workspaces_phrases_stand_beside_those_that_ship() -> None:
    own = Wording(
        rules={"wording-cliche": RuleWording(find=("heart-centered",), instead={"heart-centered": "say what"})}
    )
    both = joined([LIBRARY.wording, own])
    assert both.rules["wording-cliche"].find == (*LIBRARY.wording.rules["wording-cliche"].find, "heart-centered")
    assert both.rules["wording-cliche"].instead["touch base"] == "talk"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Dr. Osei came. So did I.", ["Dr. Osei came.", "So did I."]),
        ("Your 9 a.m. from Tuesday is mine.", ["Your 9 a.m. from Tuesday is mine."]),
        ("the patient\nyou sent came", ["the patient\nyou sent came"]),
        ("Dear Ann,\n\nhello", ["Dear Ann,", "hello"]),
        ("J. R. Miller, M.D., said so. Yes?", ["J. R. Miller, M.D., said so.", "Yes?"]),
        ("12 Harbor Street\\\nFairhaven", ["12 Harbor Street\\", "Fairhaven"]),
        ("- one\n- two", ["- one", "- two"]), ("", []),
    ],
)  # fmt: skip
def test_sentences(text: str, cut: list[str]) -> None:
    assert [one.text for one in sentences(text)] == cut


@given(st.text(max_size=300))
def test_sentences_stand_where_they_say_and_lose_no_word(text: str) -> None:
    cut = sentences(text)
    assert all(text.startswith(one.text, one.start) for one in cut)
    assert "".join("".join(one.text.split()) for one in cut) == "".join(text.split())


@given(st.text(max_size=100), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_hiding_names_moves_nothing(text: str, names: list[str]) -> None:
    assert len(blank_out(text, names)) == len(text)


SIGNS = st.text("saKkſoıiİßSµμ\u212a 5-'{}ab", min_size=1, max_size=5).map(str.strip).filter(bool)


@given(st.lists(SIGNS, min_size=1, max_size=6), st.text("saKkſoıiİßSµμ\u212a 5-'ab", max_size=20))
def test_phrases_that_are_tried_by_their_first_letter_find_what_each_in_turn_does(
    phrases: list[str], text: str
) -> None:
    def each(phrase: str) -> str:
        pattern = phrases_room._pattern(phrase, {})
        return rf"(?<!\w)(?:{pattern})" if phrase[0].isalnum() or phrase[0] == "{" else pattern

    in_turn = re.compile("|".join(map(each, phrases)), re.IGNORECASE)
    found = phrases_room._any_of(phrases, {})
    assert [one.span() for one in found.finditer(text)] == [one.span() for one in in_turn.finditer(text)]
