"""A sentence that a person typed is weighed: it stops the letter, it is asked about, or it is left alone."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.guard import Judged, Limits, read_sentences, reader_of
from composer.checks.engine.standards import make_readers, sentence_readers
from composer.checks.registry import inspect
from composer.drafts.store import DraftFile
from composer.records.library import TemplateFile, parse_library
from composer.records.sentence_points import SentencePoints
from composer.records.sentence_reader import SentenceReader
from composer.records.signs import SignReader
from composer.workspace.checking import check_drafts, inspector_of
from composer.workspace.snapshot import Snapshot
from tests.checks.cases import THANKS, codes, inspection, standards
from tests.conftest import TODAY
from tests.shipped import FILES, LIBRARY

WORDS = SentencePoints(
    lists={"HE": ("he", "she")}, kinds=("privacy-client", "gifts-value"), ask=5, stop=10, stop_thanks=7,
    points="12 0 HE came\n6 0 she\n8 0 he _ back\n0 5 card\n-20 0 if\n3 0 came\n",
)  # fmt: skip
READER = SentenceReader(WORDS, frozenset({"Jo"}))
STOPS, ASKED = "She came.", "He sat back."
SEALED = sorted((Path(__file__).parents[1] / "data" / "guard").glob("sealed-*.tsv"))


def levels(body: str, **fields: Any) -> list[tuple[str, str]]:
    """The level and the code of what is said about the sentences of a body, by few points."""
    found = inspect(inspection(body, standards=standards(sentence_readers={"en": READER}), **fields))
    return [(one.level, one.code) for one in found if one.code == "privacy-client"]


# --- signs and points ------------------------------------------------------------------------------------------------


def test_a_sign_is_a_word_a_list_or_two_that_stand_together() -> None:
    words = SentencePoints(lists={"HE": ("she",)}, endings={"DONE": ("ed",)})
    found = SignReader(words, {"Jo"}).signs("She's seen Jo in 3 days, ____ walked.")
    assert {"she", "HE", "HE s", "she _ seen", "NAME", "GIVEN", "NUMBER", "KNOWN", "DONE", "FIRST HE"} <= found
    assert {"walked", "walk", "walk .", "DONE _ LAST"} <= found
    assert "jo LAST" not in found


def test_words_lose_their_endings_and_accents_as_their_language_has_it() -> None:
    words = SentencePoints(stems="spanish", lists={"PAR": ("mamá",)}, endings={"PASO": ("ó",)})
    found = SignReader(words, ()).signs("Su mamá empezó, o empezo.")
    assert {"mama", "PAR", "empezo", "PASO", "empez", "PASO o"} <= found


def test_a_language_whose_endings_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="'klingon' is none of the languages whose endings are known: arabic, "):
        SentencePoints(stems="klingon")


def test_points_are_added_and_the_kind_with_most_is_named() -> None:
    assert READER.read("She came.") == ("privacy-client", 21)
    assert READER.read("A card.") == ("gifts-value", 5)
    assert READER.read("If she came.") == ("privacy-client", 1)
    assert READER.read("") == ("privacy-client", 0)


@given(st.text())
@settings(max_examples=200)
def test_any_text_can_be_weighed(text: str) -> None:
    assert READER.read(text).kind in WORDS.kinds


# --- what becomes of a sentence --------------------------------------------------------------------------------------


def test_a_sentence_that_tells_of_a_client_stops_the_letter() -> None:
    assert levels(STOPS) == [("error", "privacy-client")]


def test_a_sentence_that_may_tell_of_a_client_is_asked_about_and_the_answer_is_kept() -> None:
    assert levels(ASKED) == [("ask", "privacy-client")]
    assert levels(ASKED, answers=((ASKED, "colleague"),)) == []
    assert levels("He sat back there.", answers=((ASKED, "colleague"),)) == [("ask", "privacy-client")]


def test_that_it_is_right_does_not_say_whom_a_sentence_is_about() -> None:
    assert levels(ASKED, answers=((ASKED, "fine"),)) == [("ask", "privacy-client")]
    assert levels(ASKED, answers=((ASKED, "nobody"),)) == []
    said, subject = "I hope Deborah sleeps.", "Thanks for Deborah"
    for answer, asked in (("fine", True), ("colleague", False)):
        answers = ((said, answer), (subject, answer))
        found = codes(inspection(said, head=THANKS, subject=subject, answers=answers))
        assert ("privacy-name" in found) is asked


def test_no_answer_lets_a_sentence_pass_that_stops_the_letter() -> None:
    assert levels(STOPS, answers=((STOPS, "colleague"),)) == [("error", "privacy-client")]


def test_what_the_program_wrote_is_not_asked_about() -> None:
    assert levels(ASKED, generated=f"---\nsubject: Hello\n---\nDear Ann,\n\n{ASKED}\n") == []
    assert levels(STOPS, generated=f"---\nsubject: Hello\n---\nDear Ann,\n\n{STOPS}\n") == [("error", "privacy-client")]


def test_thanks_stop_at_less() -> None:
    assert levels(ASKED, head=THANKS) == [("error", "privacy-client")]


def test_a_letter_of_which_nobody_knows_what_it_is_stops_as_thanks_do() -> None:
    assert levels(ASKED, head=None) == [("error", "privacy-client")]


@pytest.mark.parametrize("points", ["# mine\n", "null\n", "kinds: [privacy-client]\npoints: |\n  1 foo\n"])
@pytest.mark.parametrize(("language", "folder"), [("es", "es/"), ("es-MX", "es/"), ("en", ""), ("fr", "")])
def test_a_language_whose_points_cannot_be_used_lets_nothing_leave(points: str, language: str, folder: str) -> None:
    name = f"{folder}sentence-points.yaml"
    library = parse_library({**FILES, name: TemplateFile(name, f"templates/{name}", points)})
    readers = sentence_readers(library)
    found = inspect(inspection("Hello.", language=language, standards=standards(sentence_readers=readers)))
    assert "nobody has looked for clients in it" in str([one.text for one in found if one.code == "privacy-client"])


def test_a_language_with_phrases_and_no_points_is_weighed_by_those_of_english() -> None:
    name = "fr/wording/mine.yaml"
    mine = TemplateFile(name, name, "rules: {commercial-opt-out: {find: [ne plus]}}\n")
    library = parse_library({**FILES, name: mine})
    own = standards(readers=make_readers(library), sentence_readers=sentence_readers(library))
    assert "privacy-client" in codes(inspection("Your Tuesday patient is settling in.", language="fr", standards=own))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "P.D. Su paciente del martes se est\u00e1 adaptando bien."),
        ("en", "La se\u00f1ora que usted me mand\u00f3 ya empez\u00f3 conmigo y duerme mejor."),
        ("es", "Your Tuesday patient is settling in well."),
        ("es-MX", "The woman you sent came in twice and is doing better."),
    ],
)
def test_a_sentence_in_another_language_than_its_letter_is_weighed_in_its_own(language: str, said: str) -> None:
    assert "privacy-client" in codes(inspection(said, language=language))


def test_a_short_sentence_is_read_with_the_one_before_it() -> None:
    assert levels("Then the cellist and he. Back again.") == [("ask", "privacy-client")]
    assert levels("Then the cellist and he. Back again, as the whole orchestra of the town has noticed.") == []


def test_a_quote_over_several_lines_is_one_sentence() -> None:
    assert levels("> Then the cellist went home,\n> and back again came the whole orchestra of the town.") == []
    assert levels("> Then the cellist and he\n> were back again with the whole orchestra of the town.") != []


@pytest.mark.parametrize(
    "said", ["He sat back", "He s\u00adat back.", "H\u200be sat back.", "*He* sat `back`.", "'He sat back.'"]
)
def test_neither_a_missing_stop_nor_marks_inside_words_hide_a_sentence(said: str) -> None:
    assert READER.read(said).points >= READER.ask


def test_a_name_in_the_subject_of_thanks_is_asked_about_too() -> None:
    subject = "Thanks for Deborah"
    found = inspect(inspection("How is your garden?", head=THANKS, subject=subject))
    assert [(one.level, one.sentence) for one in found if one.code == "privacy-name"] == [("ask", subject)]
    answered = inspection("How is your garden?", head=THANKS, subject=subject, answers=((subject, "colleague"),))
    assert "privacy-name" not in {one.code for one in inspect(answered)}


def test_a_subject_is_read_too() -> None:
    assert levels("How is your garden?", subject="She came")


def test_the_head_takes_no_answer_that_there_is_not(sample: Path) -> None:
    workspace = Snapshot(sample, today=TODAY)
    text = "---\nsubject: Hello\nanswers: {She came.: maybe}\n---\nDear Ann,\n"
    checked = inspector_of(workspace).check_file(DraftFile("a.letter", text))
    assert checked.draft is None
    assert "'answers' has 'maybe' for 'She came.'; an answer is one of colleague, nobody, fine" in str(checked.problems)


# --- whole drafts ----------------------------------------------------------------------------------------------------


def test_untouched_drafts_are_asked_nothing(with_drafts: Path) -> None:
    found = check_drafts(Snapshot(with_drafts, today=TODAY))
    assert found
    assert [problem for one in found for problem in one.problems if problem.level == "ask"] == []


@pytest.mark.parametrize(
    "typed",
    [
        "The mechanic with the night terrors has been sleeping at last since he started with me.",
        "Your patient came in on Tuesday and is already sleeping better.",
        "P.S. The boy from your third-period class is settling in fine with me.",
        "- She kept her first appointment, so thank you for walking her over.",
    ],
)
@pytest.mark.parametrize("place", ["Dear {}", "With good wishes"])
def test_a_disclosure_among_good_sentences_is_found_wherever_it_stands(
    with_drafts: Path, typed: str, place: str
) -> None:
    path = min((with_drafts / "drafts").glob("*.introduction.md"))
    text = path.read_text(encoding="utf-8")
    at = text.index("\n\n", text.index("\nDear ")) if place == "Dear {}" else text.rindex("\n\n")
    path.write_text(f"{text[:at]}\n\n{typed}{text[at:]}", encoding="utf-8")
    (found,) = check_drafts(Snapshot(with_drafts, today=TODAY), [path.stem])
    assert any(one.level in {"error", "ask"} and one.code == "privacy-client" for one in found.problems)


# --- how well --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SEALED, ids=lambda path: path.stem)
def test_sentences_of_strangers_are_found_as_often_as_the_page_says(path: Path) -> None:
    """A lower bar than the figures in docs/guard-measured.md, so that a change that costs much is seen."""
    words = LIBRARY.sentence_points
    reader, limits = reader_of(words, LIBRARY), Limits(words.ask, words.stop, words.stop_thanks)
    judged = [Judged(one, reader.read(one.text).points) for one in read_sentences(path)]
    bad, good = ([one for one in judged if one.sentence.bad is wanted] for wanted in (True, False))
    assert sum(one.points >= limits.ask for one in bad) >= 0.75 * len(bad)
    assert sum(one.points >= limits.ask for one in good) <= 0.15 * len(good)
