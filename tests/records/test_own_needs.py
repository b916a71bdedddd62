"""A practice names needs in its own words, and nothing that is not understood stops a letter."""

import pytest

from composer.briefs.brief import Briefer
from composer.records.book import Records, parse_book
from composer.records.library import TemplateFile
from tests.conftest import TODAY


def parse(templates: dict[str, TemplateFile], practice: str, contacts: str = "") -> Records:
    return parse_book(contacts=contacts, practice=f"name: Jo Hale\n{practice}", history="", templates=templates)


def offered(templates: dict[str, TemplateFile], practice: str, note: str) -> list[tuple[str, str]]:
    records = parse(templates, practice, f"- {{name: Ann Lee, role: general, needs: ['{note}']}}\n")
    brief = Briefer(records, TODAY).brief(records.contacts.contacts[0])
    return [(str(vars(near.thing)["text"]), near.because) for near in brief.near if near.recorded]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("openings", "waiting-time"),
        ("daytime", "daytime"),
        ("home visits", "home-visits"),
        ("suicide loss", "suicide-loss"),
        ("group", "groups"),
        ("evening hours", "evenings"),
        ("no-fee places for people w/o insurance", "low-fee"),
    ],
)
def test_an_offer_may_say_its_needs_in_any_words(templates: dict[str, TemplateFile], words: str, key: str) -> None:
    records = parse(templates, f"offers: [{{text: I have room., needs: [{words}]}}]\n")
    assert records.practice.offers[0].needs[0] == key
    assert records.problems == ()


def test_a_need_of_ones_own_is_one_line_and_is_found_by_its_words_in_any_order(
    templates: dict[str, TemplateFile],
) -> None:
    practice = "needs: [climbers after a fall]\noffers: [{text: I climb myself., needs: [climbers after a fall]}]\n"
    assert offered(templates, practice, "two climbers since the fall") == [
        (
            "I climb myself.",
            "it answers 'climbers-after-a-fall': the record says 'two climbers since the fall', which holds 'climbers after a fall'",
        )
    ]
    assert parse(templates, practice).problems == ()


def test_a_need_of_ones_own_may_have_phrases(templates: dict[str, TemplateFile]) -> None:
    practice = "needs: [{name: climbers, phrases: [rope team]}]\noffers: [{text: I climb., needs: [climbers]}]\n"
    assert [text for text, _ in offered(templates, practice, "wants somebody for her rope teams")] == ["I climb."]


def test_words_that_nobody_knows_are_said_once_and_answer_notes_with_the_same_words(
    templates: dict[str, TemplateFile],
) -> None:
    practice = "offers:\n  - {text: I read tarot., needs: [tarot]}\n  - {text: Tarot twice., needs: [tarot]}\n"
    (problem,) = parse(templates, practice).problems
    assert (problem.at.path, problem.at.line, problem.level) == ("practice.yaml", 3, "warning")
    assert problem.text == "'tarot' is no need that the program knows; it answers notes that say the same words"
    assert problem.hint == (
        "keep it so, or say it in other words; `outreach needs` lists the needs; "
        '`outreach needs --try "…"` says what words are taken to mean'
    )
    assert {text for text, _ in offered(templates, practice, "asks for tarot")} == {"I read tarot.", "Tarot twice."}
    assert not parse(templates, practice).blocking()


def test_a_slip_in_a_key_is_a_warning_with_the_key(templates: dict[str, TemplateFile]) -> None:
    records = parse(templates, "offers: [{text: A., needs: [suicide-los]}]\n")
    assert [(problem.level, problem.hint) for problem in records.problems] == [
        ("warning", "did you mean 'suicide-loss'?")
    ]


def test_an_offer_for_a_wide_need_answers_a_narrow_one(templates: dict[str, TemplateFile]) -> None:
    practice = "offers: [{text: I see people who grieve., needs: [grief]}]\n"
    assert offered(templates, practice, "families who lost a son to suicide")[0][0] == "I see people who grieve."


def test_a_contact_may_name_a_need_with_blanks(templates: dict[str, TemplateFile]) -> None:
    records = parse(templates, "", "- {name: Ann Lee, role: pcp, needs: [{need: suicide loss}]}\n")
    assert records.problems == ()
    assert Briefer(records, TODAY).needs(records.contacts.contacts[0])[0].key == "suicide-loss"
