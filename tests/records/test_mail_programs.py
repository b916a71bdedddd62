"""The mail program that practice.yaml names, by whatever people call it."""

from pathlib import Path

import pytest

from composer.outputs.registry import FORMATS
from composer.records.mail_programs import find_program
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY, change
from tests.shipped import LIBRARY

PROGRAMS = LIBRARY.mail_programs


@pytest.mark.parametrize(
    ("said", "program"),
    [
        ("Outlook", "outlook"), ("outlook (classic)", "outlook"), ("Microsoft Outlook", "outlook"),
        ("new Outlook", "new-outlook"), ("Outlook on the web", "outlook-web"), ("outlook.com", "outlook-web"),
        ("Apple Mail", "apple-mail"), ("Mail.app", "apple-mail"), ("apple-mail", "apple-mail"),
        ("Gmail", "gmail"), ("GOOGLE MAIL", "gmail"), ("gmail.com", "gmail"), ("Thunderbird", "thunderbird"),
        ("Fastmail", "fastmail"), ("mutt", "mutt"), ("neomutt", "mutt"), ("mutt or neomutt", "mutt"),
        ("Claws", "claws"), ("Claws Mail", "claws"), ("Sylpheed", "claws"), ("another", "another"),
        ("Proton Mail", "webmail"), ("web.de", "webmail"),
    ],
)  # fmt: skip
def test_a_program_is_known_by_what_people_call_it(said: str, program: str) -> None:
    found = find_program(said, PROGRAMS)
    assert found
    assert found.program == program


@pytest.mark.parametrize("said", ["", "Thundrbird", "mail program", "maya@harborstreet.example"])
def test_what_is_no_program_is_taken_for_none(said: str) -> None:
    assert find_program(said, PROGRAMS) is None


def test_each_program_has_one_name_for_itself_a_real_format_and_says_what_to_do() -> None:
    names = [name for one in PROGRAMS for name in {one.program, one.name.casefold(), *one.names}]
    assert len({*names}) == len(names)
    for one in PROGRAMS:
        assert one.format == "" or one.format in FORMATS, one.program
        assert one.then.endswith("."), one.program
        assert find_program(one.name, PROGRAMS) == one
        assert all(find_program(name, PROGRAMS) == one for name in one.names), one.program


def test_every_program_that_edits_only_text_gets_only_text() -> None:
    assert {one.program for one in PROGRAMS if one.text_alone} == {"mutt", "claws", "aerc"}
    assert all(one.format in {"eml-text", "mbox", "maildir"} for one in PROGRAMS if one.text_alone)


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("Thundrbird", "did you mean 'thunderbird'?"),
        ("Gmial", "did you mean 'gmail'?"),
        ("maya@harborstreet.example", "name a program here, such as Thunderbird; your address belongs in 'email'"),
    ],
)
def test_a_program_that_nobody_knows_is_said_with_its_line_and_stops_nothing(
    sample: Path, said: str, hint: str
) -> None:
    change(sample / "practice.yaml", "name: Maya Chen", f"name: Maya Chen\nmail: {said}")
    [found] = [problem for problem in Snapshot(sample, TODAY).problems if problem.code == "practice-mail"]
    assert found.level == "warning"
    assert found.text == f"there is no mail program '{said}' that is known here"
    assert found.hint == hint
    assert (sample / "practice.yaml").read_text().splitlines()[found.at.line - 1] == f"mail: {said}"


def test_what_is_far_from_all_of_them_gets_the_list(sample: Path) -> None:
    change(sample / "practice.yaml", "name: Maya Chen", "name: Maya Chen\nmail: a goose with a scroll")
    [found] = [problem for problem in Snapshot(sample, TODAY).problems if problem.code == "practice-mail"]
    assert found.hint.startswith("name one of these, or leave it out: Outlook for Windows, ")


def test_a_program_of_ones_own_is_added_in_ones_own_templates(sample: Path) -> None:
    (sample / "templates").mkdir(exist_ok=True)
    (sample / "templates/mail-programs.yaml").write_text(
        "- {program: pigeon, name: Carrier Pigeon, format: text, then: Print each and roll it up.}\n"
    )
    change(sample / "practice.yaml", "name: Maya Chen", "name: Maya Chen\nmail: carrier pigeon")
    assert "practice-mail" not in {problem.code for problem in Snapshot(sample, TODAY).problems}
