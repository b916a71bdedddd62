"""A practice says in its own words for which readers a sentence is."""

import pytest

from composer.briefs.brief import Briefer
from composer.records.book import Records, parse_book
from composer.records.library import TemplateFile
from tests.conftest import TODAY

PARTS = (
    "offers: [{text: I have room on Mondays., needs: [waiting-time], roles: [ROLE]}]",
    "updates: [{date: 2026-09-01, text: I work on Fridays now., roles: [ROLE]}]",
    "does_not: [{text: I do not test., roles: [ROLE]}]",
    "how_to_refer: [{text: A note is enough., roles: [ROLE]}]",
    "introduction: [{text: I work on Harbor Street., roles: [ROLE]}]",
    "handouts: [{name: page for desks, text: I have one page., roles: [ROLE]}]",
    "talks: [{problem: Many never call., topic: calling, takeaways: [one], needs: [anxiety], roles: [ROLE]}]",
)


def parse(templates: dict[str, TemplateFile], practice: str, contacts: str = "") -> Records:
    return parse_book(contacts=contacts, practice=f"name: Jo Hale\n{practice}\n", history="", templates=templates)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("said", ["School counselor", "social worker at a middle school", "school"])
def test_any_words_for_a_role_mean_it_in_every_part(templates: dict[str, TemplateFile], part: str, said: str) -> None:
    records = parse(templates, part.replace("ROLE", f"'{said}'"))
    assert records.problems == ()
    assert getattr(records.practice, part.partition(":")[0])[0].roles == ("school",)


@pytest.mark.parametrize("part", PARTS)
def test_words_for_no_role_are_one_warning_and_fit_nobody(templates: dict[str, TemplateFile], part: str) -> None:
    practice = part.replace("ROLE", "yoga teachers, 'Yoga teachers'")
    contacts = "- {name: Ann Lee, role: yoga teachers, needs: [they wait for months]}\n"
    found = parse(templates, practice).problems
    assert [(one.code, one.level, one.text) for one in found][:1] == [
        ("role-unknown", "warning", "'yoga teachers' is no role this program knows")
    ]
    assert {one.level for one in found} == {"warning"}
    records = parse(templates, practice, contacts)
    assert records.blocking() == ()
    brief = Briefer(records, TODAY).brief(records.contacts.contacts[0])
    assert brief.role.key == "general"
    assert not any(near.thing.roles for near in brief.near)


def test_a_role_that_is_only_near_is_taken_and_said(templates: dict[str, TemplateFile]) -> None:
    (found,) = parse(
        templates, "how_to_refer: [{text: A note is enough., roles: [pediatric nurse practioner]}]"
    ).problems
    assert (found.level, found.text.partition(" (")[0]) == (
        "warning",
        "'pediatric nurse practioner' is read as 'pediatrics'",
    )
    assert found.hint == "write pediatrics if that is right; `outreach roles` lists the others"
