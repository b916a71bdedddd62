"""The name on an envelope from whatever an address book has."""

import pytest

from composer.address_books.entry import Entry
from composer.imports.people_names import envelope_name
from composer.records.book import Records


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("OSEI, ABENA", "Abena Osei"),
        ("Osei, Abena MD", "Abena Osei, MD"),
        ("DR. JOHN MCALLISTER", "Dr. John McAllister"),
        ("john smith", "John Smith"),
        ("bob  smith lcsw", "Bob Smith, LCSW"),
        ("Smith, Robert J., LCSW", "Robert J. Smith, LCSW"),
        ("SMITH JOHN", "John Smith"),
        ("de la Cruz, Maria", "Maria de la Cruz"),
        ("Dr Hale", "Dr. Hale"),
        ("Dr.Osei", "Dr. Osei"),
        ("Sarah Lin MD PhD", "Sarah Lin, MD, PhD"),
        ("Ann Marie van der Berg, PsyD", "Ann Marie van der Berg, PsyD"),
        ("MARIA GARCIA-LOPEZ, LPC", "Maria Garcia-Lopez, LPC"),
        ("Coach Dan Brown", "Coach Dan Brown"),
        ("joyce tran, PA-C", "Joyce Tran, PA-C"),
        ("joyce tran PA-C", "Joyce Tran, PA-C"),
        ("priya raman-scott L.Ac.", "Priya Raman-Scott, L.Ac."),
        ("shanice b. Monroe", "Shanice B. Monroe"),
        ("de la Cruz Lopez", "de la Cruz Lopez"),
        ("Pam Stolz APNP", "Pam Stolz, APNP"),
        ("Lee Ann Marsh, LIMHP, LADC", "Lee Ann Marsh, LIMHP, LADC"),
        ("Dr. A. Hale & Dr. B. Reyes", "Dr. A. Hale & Dr. B. Reyes"),
    ],
)
def test_a_name_in_one_cell_is_put_as_on_an_envelope(records: Records, written: str, name: str) -> None:
    found = envelope_name(Entry(row=1, formatted_name=written), records.library.names)
    assert found.name == name
    assert bool(found.why) == (found.written != name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"given": "ABENA", "family": "OSEI MD"}, "Abena Osei, MD"),
        ({"given": "Abena", "family": "Osei", "suffixes": "MD"}, "Abena Osei, MD"),
        ({"prefixes": "Dr.", "given": "Abena", "family": "Osei", "suffixes": "MD, PhD"}, "Dr. Abena Osei, MD, PhD"),
        ({"family": "Osei, Abena"}, "Abena Osei"),
        ({"prefixes": "LCSW", "given": "Ann", "family": "Lee"}, "Ann Lee, LCSW"),
        ({"given": "Ann", "family": "Lee", "suffixes": "Jr."}, "Ann Lee Jr."),
        ({"prefixes": "Dr.", "formatted_name": "Dr. Ann Lee"}, "Dr. Ann Lee"),
    ],
)
def test_a_name_in_several_cells_is_put_together(records: Records, said: dict[str, str], name: str) -> None:
    assert envelope_name(Entry(row=1, **said), records.library.names).name == name  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["", "?", "N/A", "TBD", "unknown", "---"])
def test_what_is_no_name_is_nobodys(records: Records, written: str) -> None:
    found = envelope_name(Entry(row=1, formatted_name=written), records.library.names)
    assert (found.name, found.team, found.organization) == ("", "", "")


def test_places_and_desks_are_no_people(records: Records) -> None:
    names = records.library.names
    assert envelope_name(Entry(row=1, formatted_name="Riverbend Family Medicine"), names).organization
    assert (
        envelope_name(Entry(row=1, formatted_name="Front Desk", organization="Elm House"), names).team == "Front Desk"
    )
    assert envelope_name(Entry(row=1, formatted_name="Orla North"), names).name == "Orla North"
    assert envelope_name(Entry(row=1, formatted_name="Dr. Kim West"), names).name == "Dr. Kim West"


def test_what_stands_beside_a_name_is_kept_apart(records: Records) -> None:
    names = records.library.names
    assert envelope_name(Entry(row=1, formatted_name="Mrs. Gomez (front desk)"), names)[:4:3] == (
        "Mrs. Gomez",
        "front desk",
    )
    assert envelope_name(Entry(row=1, formatted_name="Jane Roe, school counselor"), names).title == "school counselor"
    assert envelope_name(Entry(row=1, formatted_name="Lisa Tran (she/her)"), names).pronouns == "she/her"


@pytest.mark.parametrize(
    ("written", "name", "beside"),
    [
        ("Jane, LCSW, Roe", "Jane Roe, LCSW", ""),
        ("JANE, LCSW, ROE", "Jane Roe, LCSW", ""),
        ("Jane M., MSW, LCSW, Roe", "Jane M. Roe, MSW, LCSW", ""),
        ("Jane, Ph.D., Roe", "Jane Roe, Ph.D.", ""),
        ("Roe, LCSW, Jane", "Jane Roe, LCSW", ""),
        ("Roe; Jane; LCSW", "Jane Roe, LCSW", ""),
        ("Jane LCSW Roe", "Jane Roe, LCSW", ""),
        ("Dr. Jane MD Roe", "Dr. Jane Roe, MD", ""),
        ("Jane (LPC) Roe", "Jane Roe, LPC", ""),
        ("Jane [LPC] Roe", "Jane Roe, LPC", ""),
        ("Roe (LCSW), Jane", "Jane Roe, LCSW", ""),
        ("Roe, Dr. Jane, MD", "Dr. Jane Roe, MD", ""),
        ("Roe, Jane, Dr.", "Dr. Jane Roe", ""),
        ("Jane, Dr., Roe", "Dr. Jane Roe", ""),
        ("Roe, Jane Dr", "Dr. Jane Roe", ""),
        ("Jane Roe MD (Dr.)", "Dr. Jane Roe, MD", ""),
        ("Maj. Jane Roe, USAF ret.", "Maj. Jane Roe", "USAF ret."),
        ("Capt. Jane Roe, US Army Retired", "Capt. Jane Roe", "US Army Retired"),
        ("Lt Col Jane Roe, USMC (Ret.)", "Lt Col Jane Roe", "USMC, Ret."),
        ("Col. (ret.) Jane Roe", "Col. Jane Roe", "ret."),
        ("Jane Roe (Maj, USAF)", "Jane Roe", "Maj USAF"),
    ],
)
def test_what_stands_in_the_middle_of_a_name_goes_where_it_belongs(
    records: Records, written: str, name: str, beside: str
) -> None:
    found = envelope_name(Entry(row=1, formatted_name=written), records.library.names)
    assert (found.name, found.title) == (name, beside)
    assert found.why in {"was in another order", "had the family name first"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Rev. Dr. Jane Roe", "Rev. Dr. Jane Roe"),
        ("Kim Ma", "Kim Ma"),
        ("Ann Do, DO", "Ann Do, DO"),
        ("Smith, Royal", "Royal Smith"),
        ("Roe, Marine", "Marine Roe"),
        ("Thomas, Jordan", "Jordan Thomas"),
        ("Mr. and Mrs. Poe", "Mr. and Mrs. Poe"),
        ("Jane Dean Roe", "Jane Dean Roe"),
    ],
)
def test_a_name_that_only_looks_as_if_stays_as_it_is(records: Records, written: str, name: str) -> None:
    assert envelope_name(Entry(row=1, formatted_name=written), records.library.names).name == name
