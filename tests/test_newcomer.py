"""The first hour of somebody who has just come: their own words, no mistake that names what they do not have, a letter."""

import re
from pathlib import Path

import pytest

from composer.cli.root import COMMANDS
from tests.conftest import DAY, Ran, Run, called

NAMED = re.compile(r"[\w./-]*\b[\w-]+\.(?:yaml|md|txt|json|eml)\b")

GRIEF = (
    """\
name: Ines Roth
credentials: LISW
licences:
  - {title: Licensed Independent Social Worker, state: Ohio}
practice: Roth Grief Counseling
email: ines@rothgrief.example
address: 8 Mill Lane, Fairhaven, OH 45202
phone: 555-0188
offers:
  - text: In January a group begins for people who have lost somebody to suicide, with four places.
    needs: [suicide loss, group]
  - text: I come to people at home when leaving the house is too much.
    needs: [home visits]
  - text: I have two daytime openings.
    needs: [openings, daytime]
how_to_refer:
  - "{People} can call {phone} themselves."
  - {text: Please leave names and reasons out of email., channel: email}
""",
    """\
contacts:
  - name: Pastor Ruth Miller
    role: pastor
    organization: Hill Church
    email: ruth@hill.example
    needs: [widows who cannot leave the house ask for home visits]
  - name: Dr. Omar Haddad, MD
    role: family doctor
    organization: Elm Family Medicine
    email: omar@elm.example
    needs: [looking for a suicide loss group]
""",
    {"ruth-miller": "I come to people at home", "omar-haddad": "In January a group begins"},
)
COUPLES = (
    """\
name: Noah Lindqvist
credentials: LMFT
licences:
  - {title: Licensed Marriage and Family Therapist, state: Ohio}
practice: Two Chairs
email: noah@twochairs.example
address: 3 Bank Street, Fairhaven, OH 45202
phone: 555-0177
needs: [couples after an affair]
offers:
  - text: I see couples in which one partner has had an affair, on Wednesday evenings.
    needs: [couples after an affair, evenings]
  - text: I see couples before they marry, in five meetings.
    needs: [premarital]
how_to_refer: A couple can call {phone}, either of them.
""",
    """\
- name: Ms. Carol Whitfield
  role: divorce attorney
  organization: Whitfield & Lane
  email: carol@whitfieldlane.example
  needs: couples after an affair who do not want to divorce yet
- name: Rabbi Dan Levy
  role: rabbi
  organization: Beth El
  email: dan@bethel.example
  needs: [premarital counseling]
""",
    {"carol-whitfield": "one partner has had an affair", "dan-levy": "before they marry"},
)
OCD = (
    """\
name: Dr. Aiko Tanaka
credentials: PsyD
licences:
  - {title: Psychologist, state: Ohio}
practice: Exposure Works
email: aiko@exposureworks.example
address: 9 Dock Road, Fairhaven, OH 45202
phone: 555-0166
offers:
  - text: For OCD I work with ERP, twice a week at the beginning.
    needs: [OCD, ERP]
  - text: From January I have room for two teenagers after school.
    needs: [teens, after school]
    until: 2027-03-31
how_to_refer: ["{People} can call {phone}."]
""",
    """\
contacts:
  - name: Dr. Ana Ruiz, MD
    role: psychiatrist
    organization: Bay Psychiatry
    email: ana@bay.example
    needs:
      - {text: nobody nearby does ERP for OCD, heard: Sept 2026, source: phone}
  - name: Ms. Joanna Fields
    role: school counselor
    organization: Bay High School
    email: joanna@bayhigh.example
    needs: [teens who can only come after school]
""",
    {"ana-ruiz": "For OCD I work with ERP", "joanna-fields": "two teenagers after school"},
)


def unmet(folder: Path, ran: Ran) -> list[str]:
    """What the program named that is not there: files of this folder, and commands."""
    said = re.sub(r"shipped:\S+", "", ran.out + ran.err)
    files = [name for name in NAMED.findall(said.replace(f"{folder}/", "")) if not (folder / name).exists()]
    return files + [word for word in re.findall(r"`outreach (?:-\S+ )*([a-z]+)", said) if word not in COMMANDS]


@pytest.mark.parametrize("practice", [GRIEF, COUPLES, OCD], ids=["grief", "couples", "ocd"])
def test_a_newcomers_first_hour_ends_with_letters(
    tmp_path: Path, run: Run, practice: tuple[str, str, dict[str, str]]
) -> None:
    folder = tmp_path / "mine"
    first = run(*DAY, "init", folder)
    assert first.code == 0
    facts, contacts, letters = practice
    (folder / "practice.yaml").write_text(facts)
    (folder / "contacts.yaml").write_text(contacts)
    steps = [run("-C", folder, *DAY, *words) for words in (("check",), ("draft",), ("check",), ("due",), ("contacts",))]
    for ran in (first, *steps):
        assert "error[" not in ran.out + ran.err, ran
        assert unmet(folder, ran) == [], ran
    assert [ran.code for ran in steps] == [0] * len(steps)
    for who, offer in letters.items():
        assert offer in (folder / f"drafts/{who}.introduction.md").read_text(), who
    ready, export = (run("-C", folder, *DAY, *words) for words in (("ready", "--all"), ("export",)))
    assert (ready.code, export.code) == (0, 0), (ready, export)
    assert called(folder).keys() == {f"{who}.introduction" for who in letters}
    assert {path.stem for path in (folder / "outbox").glob("*.eml")} == set(called(folder).values())


def test_the_examples_of_a_new_workspace_work_as_they_stand(tmp_path: Path, run: Run) -> None:
    """With every '# ' taken away, there is nothing to mend and a letter to each."""
    run(*DAY, "init", tmp_path)
    for name in ("practice.yaml", "contacts.yaml", "history.yaml"):
        text = (tmp_path / name).read_text()
        (tmp_path / name).write_text(re.sub(r"^#( |$)(?!#)", "", text, flags=re.MULTILINE))
    ran = run("-C", tmp_path, *DAY, "draft")
    assert "error[" not in ran.err
    assert unmet(tmp_path, ran) == []
    assert ran.code == 0
    assert list((tmp_path / "drafts").glob("*.md"))


def test_a_workspace_as_it_is_made_has_nothing_wrong_with_it(tmp_path: Path, run: Run) -> None:
    run(*DAY, "init", tmp_path)
    for words in (("check",), ("contacts",), ("due",), ("draft",), ("ready", "--all"), ("letters",), ("roles",)):
        ran = run("-C", tmp_path, *DAY, *words)
        assert ran.code == 0, (words, ran)
        assert "error[" not in ran.out + ran.err
        assert unmet(tmp_path, ran) == [], (words, ran)
