"""The shipped roles, needs and names hold together, and a workspace's own files win."""

import re
from pathlib import Path

from composer.records.book import parse_book
from composer.records.library import TemplateFile, parse_library, read_templates
from composer.records.need_index import NeedIndex
from composer.records.roles import fill
from composer.shipped import templates_folder
from tests.shipped import LIBRARY


def test_the_shipped_templates_have_no_problem(templates: dict[str, TemplateFile]) -> None:
    assert parse_library(templates).problems == ()


def test_every_alias_leads_to_one_role() -> None:
    seen: dict[str, str] = {}
    for role in LIBRARY.roles:
        for alias in role.aliases:
            assert seen.setdefault(alias.casefold(), role.key) == role.key, alias


def test_a_role_is_known_however_it_is_written() -> None:
    for words, key in (("PCP", "primary-care"), ("P.C.P.", "primary-care"), ("Family  Doctor", "primary-care"),
                       ("discharge-planner", "discharge-planner"), ("Title IX case manager", "college-case-manager")):  # fmt: skip
        assert LIBRARY.role_of(words)[0].key == key
    assert (LIBRARY.role_of("astronaut")[0].key, LIBRARY.role_of("astronaut")[1]) == ("general", False)


def test_every_question_of_a_role_can_be_asked() -> None:
    """Each ends with a question, and each role has at least two."""
    for role in LIBRARY.roles:
        assert len(role.questions) >= 2, role.key
        for question in role.questions:
            assert "?" in question.text, question.key


def test_every_need_of_a_role_has_the_forms_a_letter_needs() -> None:
    for role in LIBRARY.roles:
        for want in role.wants:
            common = LIBRARY.need_by_key[want.need]
            subject = want.subject or common.subject
            words = fill(subject, {"people": role.people, "person": role.person, "People": role.people.capitalize()})
            assert words, (role.key, want.need)
            assert 3 <= len(words.split()) <= 8, words


def test_no_role_says_a_word_it_says_to_avoid() -> None:
    for role in LIBRARY.roles:
        said = " ".join([*role.wish, *role.ask_again, *role.regard, *role.kindness, role.gathering,
                         *(question.text for question in role.questions), *(question.asked for question in role.questions)]).casefold()  # fmt: skip
        for word in role.words.avoid:
            assert not re.search(rf"\b{re.escape(word.casefold())}\b", said), (role.key, word)


def test_no_shipped_sentence_shouts(templates: dict[str, TemplateFile]) -> None:
    for name, file in templates.items():
        if name.startswith(("roles/", "letters/", "parts/", "needs")):
            assert "!" not in re.sub(r"!=|\{%.*?%\}", "", file.text), name


def test_a_slot_that_nothing_fills_is_an_error(templates: dict[str, TemplateFile]) -> None:
    broken = dict(templates)
    text = templates["roles/clergy.yaml"].text.replace("what have you seen help", "what {fone}")
    broken["roles/clergy.yaml"] = TemplateFile("roles/clergy.yaml", "templates/roles/clergy.yaml", text)
    problem = parse_library(broken).problems[0]
    assert (problem.code, problem.at.path) == ("role-text", "templates/roles/clergy.yaml")
    assert problem.text.startswith("'text': nothing fills '{fone}'")


def test_a_file_of_the_workspace_wins_over_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "parts"
    own.mkdir(parents=True)
    (own / "opt-out.md").write_text("One word and I stop.\n", encoding="utf-8")
    files = read_templates([(templates_folder(), "shipped:"), (tmp_path / "templates", "templates/")])
    assert files["parts/opt-out.md"].text == "One word and I stop.\n"
    assert files["parts/closing.md"].path == "shipped:parts/closing.md"


def test_a_need_of_a_record_or_a_role_that_nobody_knows_is_named_with_its_line(
    templates: dict[str, TemplateFile],
) -> None:
    records = parse_book(
        contacts="- name: Ann\n  role: pcp\n  needs:\n    - need: evenning\n",
        practice="name: M\noffers:\n  - text: A.\n    needs: [evenings]\n    roles: [primary-car]\n",
        history="",
        templates=templates,
    )
    assert [(p.at.path, p.at.line, p.text, p.hint) for p in records.problems] == [
        ("contacts.yaml", 4, "there is no need 'evenning'; it is read as a note", "did you mean 'evenings'?"),
        ("practice.yaml", 5, "'primary car' is no role this program knows", "did you mean 'primary care'?"),
    ]


def test_known_notes_of_a_workspace_of_its_own_are_understood_and_a_wrong_name_is_told(
    templates: dict[str, TemplateFile],
) -> None:
    text = """\
- need: evenings
  notes: |
    the xyzzy shift gets off at nine
    after the xyzzy shift
- need: evenning
  notes: on and on
"""
    own = "need-notes-own.yaml"
    library = parse_library({**templates, own: TemplateFile(own, own, text)})
    assert [(p.at.path, p.at.line, p.text, p.hint) for p in library.problems] == [
        (own, 5, "there is no need 'evenning'", "did you mean 'evenings'?")
    ]
    index = NeedIndex(library.needs, library.notes)
    assert index.match("who opens for the xyzzy shift")[0] == "evenings"
    assert index.match("doesn't go pale at the word mets")[0] == "cancer"  # those that ship are known, too


def test_a_bad_contact_stops_only_its_own_letter(templates: dict[str, TemplateFile]) -> None:
    """A bad practice or a bad history stops everything: it would be in every letter, or hide a wish to be left alone."""

    def blocked(contacts: str = "- name: Ann\n", practice: str = "name: M\n", history: str = "") -> bool:
        return bool(parse_book(contacts=contacts, practice=practice, history=history, templates=templates).blocking())

    assert not blocked(contacts="- name: Ann\n- name: Bo\n  email: bo\n")
    assert blocked(contacts="- name: Ann\n\t- name: Bo\n")
    assert blocked(practice="nmae: M\n")
    assert blocked(history="- {date: yesterday, contact: ann, event: called}\n")
