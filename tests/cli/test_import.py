"""Contacts of other programs come, come again without a change, leave and come back the same."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run

FIXTURES = Path(__file__).parents[1] / "data/address_books"
FILES = sorted(one for one in FIXTURES.iterdir() if one.suffix in {".csv", ".vcf"})
MESSY = """\
Who,Where,Phone,Email,Specialty,Remarks,Stop?
"OSEI, ABENA MD",RIVERBEND FAMILY MEDICINE,(614) 555-0142,a.osei@riverbend.example,Pediatrician,Medicaid patients wait months. Sent us Jamie's mom in March.,
Bo Hart,Elm House,555-0102,bo@elm.example,pastor,,x
B. Hart,Elm House,555-0102,,,,
,Maple Grove,555-0103,info@maple.example,,,
?,,,,,,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contacts.yaml").write_bytes(b"# Mine.\r\ncontacts:\r\n")
    (tmp_path / "practice.yaml").write_text("name: Jo Hale\n")
    (tmp_path / "messy.csv").write_text(MESSY)
    return tmp_path


def told(run: Run, folder: Path, *words: str | Path) -> Any:
    ran = run("-C", folder, *DAY, "import", *words, "--json")
    return json.loads(ran.out)


def actions(found: Any) -> list[str]:
    return [row["action"] for row in found["rows"]]


@pytest.fixture(autouse=True)
def _here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


def test_first_there_is_only_a_plan(folder: Path, run: Run) -> None:
    before = (folder / "contacts.yaml").read_bytes()
    ran = run("-C", folder, *DAY, "import", folder / "messy.csv")
    assert ran.code == 0
    assert "Nothing is written yet. The same with --apply does it." in ran.err
    assert "'OSEI, ABENA MD' was all in capitals; now 'Abena Osei, MD'" in ran.out
    assert "left out: 'Sent us Jamie's mom in March.' seems to be about a client" in ran.out
    assert "B. Hart, Elm House: may be Bo Hart (row 3)" in ran.out
    assert (folder / "contacts.yaml").read_bytes() == before
    assert not list(folder.glob("not-imported*"))


def test_what_was_planned_is_done_taken_back_and_done_again(folder: Path, run: Run) -> None:
    before = (folder / "contacts.yaml").read_bytes()
    ran = run("-C", folder, *DAY, "import", folder / "messy.csv", "--apply", "--guesses")
    assert ran.code == 0
    book = Snapshot(folder, TODAY).records.contacts
    assert [(one.display_name, one.organization) for one in book.contacts] == [
        ("Abena Osei, MD", "Riverbend Family Medicine"),
        ("Bo Hart", "Elm House"),
        ("somebody at Maple Grove", "Maple Grove"),
    ]
    assert book.by_id["bo-hart"].do_not_contact
    assert [need.text for need in book.by_id["abena-osei"].needs] == ["Medicaid patients wait months."]
    written = (folder / "contacts.yaml").read_bytes()
    assert written.startswith(before)
    assert b"Jamie" not in written
    left = (folder / f"not-imported-{TODAY}.csv").read_text(encoding="utf-8-sig")
    assert left.startswith("Why not,File,Row,Who,")
    assert "may be Bo Hart" in left
    assert run("-C", folder, *DAY, "contacts", "undo").code == 0
    assert (folder / "contacts.yaml").read_bytes() == before
    run("-C", folder, *DAY, "import", folder / "messy.csv", "--apply", "--guesses")
    assert (folder / "contacts.yaml").read_bytes() == written


def test_the_same_file_again_changes_nothing_whatever_was_made_of_it(folder: Path, run: Run) -> None:
    told(run, folder, folder / "messy.csv", "--apply", "--guesses")
    path = folder / "contacts.yaml"
    path.write_bytes(
        path.read_bytes().replace(b"(614) 555-0142", b"(614) 555-0199").replace(b"Abena Osei, MD", b"Dr. Abena Osei")
    )
    before = path.read_bytes()
    found = told(run, folder, folder / "messy.csv", "--apply", "--guesses")
    assert set(actions(found)) == {"keep", "ask"}
    assert path.read_bytes() == before


def test_guesses_wait_for_a_yes(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "import", folder / "messy.csv", "--apply")
    assert "--guesses takes them" in ran.err
    contact = Snapshot(folder, TODAY).contact("abena-osei")
    assert (contact.roles, contact.needs) == ((), ())
    assert "Pediatrician" in contact.title
    assert "Medicaid patients wait months." in contact.notes


def test_a_person_says_who_a_row_is_and_which_guess_is_wrong(folder: Path, run: Run) -> None:
    told(run, folder, folder / "messy.csv", "--apply", "--new", "4", "--guesses", "--without", "2:role")
    book = Snapshot(folder, TODAY).records.contacts
    assert [one.name for one in book.contacts if one.name] == ["Abena Osei, MD", "Bo Hart", "B. Hart"]
    assert book.by_id["abena-osei"].roles == ()
    run("-C", folder, *DAY, "contacts", "undo")
    told(run, folder, folder / "messy.csv", "--apply", "--same", "4=3")
    assert [one.name for one in Snapshot(folder, TODAY).records.contacts.contacts if one.name] == [
        "Abena Osei, MD",
        "Bo Hart",
    ]
    ran = run("-C", folder, *DAY, "import", folder / "messy.csv", "--same", "99999x=bo")
    assert (ran.code, "is no row" in ran.err) == (2, True)


def test_a_column_that_a_person_names_is_remembered(folder: Path, run: Run) -> None:
    (folder / "odd.csv").write_text("Name,Zapf\nAnn Lee,teal\nCy Moss,\n")
    first = run("-C", folder, *DAY, "import", folder / "odd.csv")
    assert "Column 'Zapf' of odd.csv is not understood" in first.out
    told(run, folder, folder / "odd.csv", "--column", "Zapf=categories", "--apply")
    assert Snapshot(folder, TODAY).contact("ann-lee").tags == ("teal",)
    (folder / "odd.csv").write_text("Zapf,Name\nred,Dee Ford\n")
    found = told(run, folder, folder / "odd.csv")
    assert found["rows"][0]["fields"]["tags"] == ["red"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_programs_file_comes_and_comes_again_without_a_change(path: Path, folder: Path, run: Run) -> None:
    found = told(run, folder, path, "--apply", "--guesses")
    assert not [one for one in found["problems"] if one["level"] == "error"]
    assert {"create"} <= set(actions(found))
    before = (folder / "contacts.yaml").read_bytes()
    again = told(run, folder, path, "--apply", "--guesses")
    assert not {"create", "fill"} & set(actions(again))
    assert (folder / "contacts.yaml").read_bytes() == before
    (folder / ".outreach/imported.json").unlink()
    compared = told(run, folder, path, "--guesses")
    assert not {"create", "fill"} & set(actions(compared)), "without what is remembered each row is compared"


@pytest.mark.parametrize("form", ["csv", "vcard"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_leaves_comes_back_the_same(path: Path, form: str, folder: Path, run: Run, tmp_path: Path) -> None:
    told(run, folder, path, "--apply", "--guesses")
    out = tmp_path / "out"
    assert run("-C", folder, *DAY, "contacts", "export", form, "--to", out).code == 0
    file = out / "contacts.csv" if form == "csv" else out
    assert not {"create", "fill"} & set(actions(told(run, folder, file)))
    other = tmp_path / "other"
    other.mkdir()
    (other / "contacts.yaml").write_text("contacts:\n")
    (other / "practice.yaml").write_text("name: Jo Hale\n")
    told(run, other, file, "--apply", "--guesses")
    assert people(other) == people(folder)


def people(folder: Path) -> list[tuple[object, ...]]:
    book = Snapshot(folder, TODAY).records.contacts
    return sorted(
        (one.name, one.organization, one.email or "", one.phone, one.address, bool(one.do_not_contact))
        for one in book.contacts
    )


def test_what_was_taken_back_may_be_brought_again(folder: Path, run: Run) -> None:
    (folder / "contacts.yaml").write_text("contacts:\n  - {name: Ann Poe, email: ann@oak.example}\n")
    file = folder / "people.csv"
    file.write_text("Name,Practice,Email,Comments\nAnn Poe,Oak,ann@oak.example,do not contact\nBo Ray,Elm,,\n")
    before = (folder / "contacts.yaml").read_bytes()
    assert actions(told(run, folder, file, "--apply")) == ["fill", "create"]
    written = (folder / "contacts.yaml").read_bytes()
    assert run("-C", folder, *DAY, "contacts", "undo").code == 0
    assert (folder / "contacts.yaml").read_bytes() == before
    assert actions(told(run, folder, file, "--apply")) == ["fill", "create"]
    assert (folder / "contacts.yaml").read_bytes() == written
    assert actions(told(run, folder, file)) == ["keep", "keep"]


def test_a_wish_of_a_row_that_asks_who_it_is_is_written_for_whoever_it_may_be(folder: Path, run: Run) -> None:
    (folder / "contacts.yaml").write_text("contacts:\n  - {name: Ann Poe, organization: Oak, email: ann@oak.example}\n")
    file = folder / "people.csv"
    file.write_text("Name,Practice,Comments\nMrs. Poe,Oak,do not contact\n")
    said = run("-C", folder, *DAY, "import", file, "--apply")
    assert "until you say who it is" in said.out
    assert "may be theirs" in (folder / "contacts.yaml").read_text()
    assert "Introduce yourself" not in run("-C", folder, *DAY, "due").out


@pytest.mark.parametrize("note", ["phone only", "no calls", "not interested, thanks", "do NOT fax - calls only"])
@pytest.mark.parametrize("more", [(), ("--without", "2:do_not_contact"), ("--no-guesses",)])
def test_a_remark_that_may_be_a_wish_stops_no_other_row(
    folder: Path, run: Run, note: str, more: tuple[str, ...]
) -> None:
    file = folder / "people.csv"
    file.write_text(
        f'Name,Organization,Email,Notes\nGail Orr,Bay,g@bay.example,"{note}"\nHal Park,Bay,h@bay.example,\n'
    )
    said = run("-C", folder, *DAY, "import", file, "--apply", *more)
    assert said.code == 0, said.err
    assert "Hal Park" in (folder / "contacts.yaml").read_text()


def test_a_row_that_is_handed_back_has_its_name(folder: Path, run: Run) -> None:
    (folder / "contacts.yaml").write_text("contacts:\n  - {name: Ann Poe, organization: Oak, email: a@oak.example}\n")
    file = folder / "people.csv"
    file.write_text("Name,Practice,Notes\nMrs. Poe,Oak,likes tea\n")
    run("-C", folder, *DAY, "import", file, "--apply")
    (left,) = folder.glob("not-imported-*.csv")
    assert "Mrs. Poe,Oak,likes tea" in left.read_text("utf-8-sig")


def test_who_a_row_is_said_to_be_is_heeded_or_it_is_said_why_not(folder: Path, run: Run) -> None:
    (folder / "contacts.yaml").write_text("contacts:\n  - {name: Bo Hart, id: bo-hart}\n  - {name: Ann Lee, id: ann}\n")
    file = folder / "people.csv"
    file.write_text(
        "Name,Email,Practice,Notes\nBo Hart,b@elm.example,,\nCy Moss,c@oak.example,Oak,\nTBD,t@ash.example,,likes tea\n"
    )
    above = told(run, folder, file, "--same", "3=2")
    assert [(row["action"], row["who"]) for row in above["rows"]][:2] == [("fill", "bo-hart")] * 2
    nobody = run("-C", folder, *DAY, "import", file, "--same", "4=ann")
    assert (
        "row 4  nobody by name: no name and no organization, so nobody could be greeted; what you said of this row"
        in (nobody.out)
    )
    run("-C", folder, *DAY, "import", file, "--apply")
    for said in (("--same", "2=ann"), ("--new", "2"), ("--same", "2=3")):
        again = run("-C", folder, *DAY, "import", file, *said)
        assert (
            "row 2  Bo Hart: was brought before as Bo Hart (bo-hart); what you said of this row changes nothing; "
            "`outreach contacts merge` makes one record of two"
        ) in again.out
    same = run("-C", folder, *DAY, "import", file, "--same", "2=bo-hart")
    assert "row 2  Bo Hart: was brought before, and nothing of it has changed" in same.out


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("--same", "3=nobody"), "Nobody here has the id 'nobody'; `outreach contacts` lists everyone."),
        (("--same", "99=2"), "messy.csv has no row 99 that says anything."),
        (("--same", "3=99"), "messy.csv has no row 99 that says anything."),
        (("--new", "99"), "messy.csv has no row 99 that says anything."),
    ],
)
def test_nobody_and_no_row_are_not_passed_over(folder: Path, run: Run, said: tuple[str, str], words: str) -> None:
    ran = run("-C", folder, *DAY, "import", folder / "messy.csv", *said)
    assert (ran.code, words in ran.err) == (2, True), ran.err


def test_a_wish_in_a_comment_on_a_cell_is_heeded(folder: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    for row in (("Name", "Email"), ("Ann Lee", "ann@elm.example"), ("Bo Hart", "bo@oak.example")):
        book.active.append(row)
    book.active["A2"].comment = Comment("Please take me off your list", "Jo")
    book.active["B3"].comment = Comment("ne plus contacter", "Jo")
    book.save(folder / "people.xlsx")
    ann, bo = told(run, folder, folder / "people.xlsx")["rows"]
    assert ann["fields"]["do_not_contact"] == {"reason": "Please take me off your list"}
    assert bo["fields"]["do_not_contact"]


def test_a_table_of_places_becomes_organizations(folder: Path, run: Run) -> None:
    file = folder / "places.csv"
    file.write_text(
        "Organization,Address,Phone,Comments\n"
        'Elm House,"1 Elm St, Fairhaven, OH 45202",555-555-0100,has a ramp\n'
        "Oak Clinic,,555-555-0101,steer clear\n"
        "ELM HOUSE,,555-555-0109,\n"
        "Ash Center,,,Please take us off your list\n"
    )
    ran = run("-C", folder, *DAY, "import", file, "--apply")
    assert "row 2  Elm House\n      an organization; nobody is written to there until you add who is there" in ran.out
    assert "row 4  Elm House: is row 2 again: the same organization; its phone went there" in ran.out
    assert "1 remark may ask that nobody write" in ran.err
    book = Snapshot(folder, TODAY).records.contacts
    assert book.contacts == ()
    elm, oak, ash = book.organizations
    assert (elm.name, elm.phone, elm.address) == ("Elm House", "555-555-0100", "1 Elm St, Fairhaven, OH 45202")
    assert elm.notes == "has a ramp\nphone in row 4: 555-555-0109"
    assert oak.do_not_contact
    assert ash.do_not_contact
    again = told(run, folder, file)
    assert set(actions(again)) == {"keep"}
    file.write_text("Organization,Phone,Comments\nElm House,,do not contact\n")
    (row,) = told(run, folder, file)["rows"]
    assert (row["action"], "the row asks that nobody write there" in row["why"]) == ("skip", True)


def test_a_place_that_can_be_written_to_is_one_where_nobody_is_known(folder: Path, run: Run) -> None:
    file = folder / "places.csv"
    file.write_text("Organization,Email\nElm House,info@elm.example\n")
    (row,) = told(run, folder, file)["rows"]
    assert row["fields"] == {"unknown_person": True, "organization": "Elm House", "email": "info@elm.example"}


def test_nobody_is_introduced_to_who_is_gone(folder: Path, run: Run) -> None:
    file = folder / "people.csv"
    file.write_text(
        "Name,Practice,Title,Email,Notes\n"
        "Ann Lee,Elm House,Pastor,ann@elm.example,RETIRED 6/2019\n"
        "Bo Hart,Oak Clinic,Pastor,bo@oak.example,gone to district office??\n"
        "Cy Moss,Ash Center,Pastor,cy@ash.example,passed away Lent 2021\n"
        "Di Ode,Fir Center,Pastor,di@fir.example,\n"
    )
    ran = run("-C", folder, *DAY, "import", file, "--apply")
    assert "      status: retired  [guessed, likely: 'RETIRED 6/2019']" in ran.out
    assert "status: moved? Nobody writes to them or to their place until you have looked  [guessed, unsure: " in ran.out
    said = "3 are taken for gone by a remark. Look at each; --without 2:status says that they are still there."
    assert said in ran.err
    due = json.loads(run("-C", folder, *DAY, "due", "--json").out)["due"]
    assert [(one["contact"], one["letter"]) for one in due] == [("di-ode", "introduction"), ("ann-lee", "successor")]
    run("-C", folder, *DAY, "contacts", "undo")
    rows = told(run, folder, file, "--apply", "--without", "2:status", "--without", "3:status")["rows"]
    assert [[guess["field"] for guess in row["guesses"]] for row in rows] == [[], [], ["status"], []]
    due = json.loads(run("-C", folder, *DAY, "due", "--json").out)["due"]
    assert {one["contact"] for one in due} == {"ann-lee", "bo-hart", "di-ode"}
