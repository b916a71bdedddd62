"""A detail that does not say where it is from stops no letter and stands in none."""

import pytest

from composer.briefs.brief import Briefer
from composer.records.book import parse_book
from composer.records.library import TemplateFile
from tests.conftest import TODAY


@pytest.mark.parametrize(
    "detail", ["{text: they are open late}", "they are open late", "{text: they are open late, heard: 2026-09}"]
)
def test_a_detail_without_a_source_is_one_warning_and_is_not_said(
    templates: dict[str, TemplateFile], detail: str
) -> None:
    contacts = f"- name: Ann Lee\n  role: pcp\n  details:\n    - {detail}\n"
    records = parse_book(contacts=contacts, practice="name: Jo Hale\n", history="", templates=templates)
    (found,) = records.problems
    assert (found.level, found.text) == ("warning", "it does not say where it is from, so no letter says it")
    assert found.hint == "add for example: source: your page"
    assert found.at.line == 4
    assert not Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree["reason"]


def test_a_detail_with_a_source_is_said_beside_one_without(templates: dict[str, TemplateFile]) -> None:
    contacts = (
        "- name: Ann Lee\n  role: pcp\n  details:\n    - {text: they are open late, heard: 2026-11-20}\n"
        "    - {text: patients wait months, source: your page, heard: 2026-11-01}\n"
    )
    records = parse_book(contacts=contacts, practice="name: Jo Hale\n", history="", templates=templates)
    assert "patients wait months" in str(Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree["reason"])
