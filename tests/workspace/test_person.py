"""One person, and one place, with all that is known."""

from datetime import date
from pathlib import Path

import pytest

from composer.errors import NotFoundError
from composer.planning.contact_rows import contact_rows
from composer.workspace.drafting import choose_letters
from composer.workspace.organization import organization_named, organization_standings
from composer.workspace.person import letters_for, look_at_person
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY, change


def test_everything_known_of_a_person_is_there(workspace: Snapshot) -> None:
    person = look_at_person(workspace, "priya-raman")
    assert [(event.event, event.date) for event in person.events] == [
        ("called", date(2025, 11, 10)),
        ("sent", date(2025, 5, 20)),
    ]
    assert person.colleagues == ()
    assert person.organization is None
    assert person.asked == ""
    assert person.is_stale
    assert person.problems == ()


def test_colleagues_and_the_place_come_along(workspace: Snapshot) -> None:
    person = look_at_person(workspace, "abena-osei")
    assert [one.id for one in person.colleagues] == ["tomasz-zielinski", "nadia-petrov"]
    assert person.organization
    assert person.organization.phone == "555-0110"
    assert not person.is_stale


def test_every_letter_is_judged_as_drafting_judges_it(workspace: Snapshot) -> None:
    """What the page says of a letter is what would become of it, had somebody asked for it."""
    for contact in workspace.records.contacts.contacts:
        for letter in letters_for(workspace, contact):
            (choice,) = choose_letters(workspace, letter.head.letter, [contact.id], workspace.today)
            assert letter.fits == bool(choice.letter)
            assert letter.reason.sentence == choice.because


def test_letters_that_fit_come_first_and_then_those_with_a_day(workspace: Snapshot) -> None:
    letters = letters_for(workspace, workspace.contact("priya-raman"))
    assert {letter.head.letter for letter in letters} == set(workspace.catalogue.heads)
    ranks = [["now", "later", "never"].index(letter.reason.verdict) for letter in letters]
    assert ranks == sorted(ranks)
    assert letters[0].head.letter == "annual-update"
    later = next(letter for letter in letters if letter.head.letter == "reconnection")
    assert later.reason.day == date(2027, 11, 11)


def test_a_letter_that_is_written_is_named(with_drafts: Path, workspace: Snapshot) -> None:
    letters = {letter.head.letter: letter.draft for letter in letters_for(workspace, workspace.contact("abena-osei"))}
    assert letters["introduction"] == "abena-osei.introduction"
    assert letters["presentation"] == ""


def test_a_wish_to_be_left_alone_is_told_wherever_it_was_said(sample: Path) -> None:
    (sample / "do-not-contact.yaml").write_text("- a.osei@riverstreet.example\n")
    with (sample / "history.yaml").open("a") as history:
        history.write("- {date: 2026-11-20, contact: jonah-brandt, event: asked to stop}\n")
    workspace = Snapshot(sample, TODAY)
    for who in ("abena-osei", "jonah-brandt", "ellen-marsh"):
        person = look_at_person(workspace, who)
        assert person.asked
        assert person.row.left_alone
        assert not any(letter.fits for letter in person.letters)
    assert not look_at_person(workspace, "devon-price").asked


def test_what_is_wrong_in_a_record_is_said_of_its_person_only(sample: Path) -> None:
    change(sample / "contacts.yaml", "someone who can start soon", "the 16-year-old she sent")
    with (sample / "history.yaml").open("a") as history:
        history.write(
            "- {date: 2026-11-20, contact: abena-osei, event: met, mention: the boy she sent last week is fine}\n"
        )
    workspace = Snapshot(sample, TODAY)
    assert {one.at.path for one in look_at_person(workspace, "abena-osei").problems} == {
        "contacts.yaml",
        "history.yaml",
    }
    assert look_at_person(workspace, "tomasz-zielinski").problems == ()
    role = look_at_person(workspace, "sam-whitlock").problems
    assert [one.code for one in role] == ["contact-role"]


def test_nobody_is_an_error(workspace: Snapshot) -> None:
    with pytest.raises(NotFoundError, match="there is no contact 'nobody'"):
        look_at_person(workspace, "nobody")


# --- places ---------------------------------------------------------------------------------------------------------


def places(folder: Path, contacts: str, history: str = "") -> dict[str, tuple[str, str, bool]]:
    """Of each place who is there, on whom it hangs, and whether nobody is known there by name."""
    (folder / "contacts.yaml").write_text(contacts)
    (folder / "practice.yaml").write_text("name: Maya Chen\n")
    (folder / "history.yaml").write_text(history)
    records = Snapshot(folder, TODAY).records
    found = organization_standings(records, contact_rows(records, TODAY))
    return {
        one.name: (
            ", ".join(row.contact.display_name for row in one.people),
            one.hangs_on.contact.name if one.hangs_on else "",
            one.nobody_by_name,
        )
        for one in found
    }


def test_two_spellings_of_a_name_are_one_place_and_one_without_people_is_there_too(tmp_path: Path) -> None:
    text = (
        "organizations: [{name: Elm House}, {name: Oak House}]\n"
        "contacts:\n- {name: Ann, organization: The Elm House}\n- {name: Bob, organization: elm-house}\n- {name: Cy}\n"
    )
    assert places(tmp_path, text) == {"Elm House": ("Ann, Bob", "", False), "Oak House": ("", "", True)}


def test_all_hangs_on_the_only_one_who_may_be_written_to(tmp_path: Path) -> None:
    text = (
        "- {name: Ann, organization: Elm}\n- {name: Bob, organization: Elm, status: retired}\n"
        "- {name: Cy, organization: Oak, do_not_contact: true}\n- {name: Di, organization: Oak}\n"
        "- {unknown_person: true, role: clinic, organization: Ash}\n"
        "- {name: Eve, organization: Fir}\n- {unknown_person: true, role: clinic, organization: Fir}\n"
    )
    assert places(tmp_path, text) == {
        "Ash": ("somebody at Ash", "", True),
        "Elm": ("Ann, Bob", "Ann", False),
        "Fir": ("Eve, somebody at Fir", "", False),
        "Oak": ("Cy, Di", "Di", False),
    }


def test_a_place_is_found_whatever_its_case(workspace: Snapshot) -> None:
    found = organization_standings(workspace.records, contact_rows(workspace.records, TODAY))
    assert organization_named(found, "maple GROVE").name == "Maple Grove"
    with pytest.raises(NotFoundError, match="there is no place of this name"):
        organization_named(found, "Nowhere")
