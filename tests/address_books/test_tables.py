"""Tables that somebody made: where the headings stand, what they mean, what a row and a cell may hold."""

import pytest

from composer.address_books.entry import Phone, PostalAddress
from composer.address_books.reading import header_key
from tests.address_books.books import fault, only, read


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Tel", "phone"), ("Fax #", "fax"), ("Practice", "organization"), ("Credentials", "suffixes"),
        ("Who told me", "introduced_by"), ("Don't contact", "do_not_contact"), ("DON’T CONTACT", "do_not_contact"),
        ("E-mail", "email"), ("e_mail", "email"), ("Email Address(es)", "email"), ("Phone(s)", "phone"), ("Phone 2", "phone"),
        ("Cell #", "cell phone"), ("ZIP", "address postcode"), ("Looking for", "needs"), ("DOB", "nothing"),
        ("Favourite colour", ""), ("Straße", "address street"), ("Courriel", "email"), ("Role / Title", "title"),
        ("Hospital/Practice", "organization"), ("Ph. (office)", "work phone"), ("Notes (private)", "note"),
        ("City, St Zip", "address city"), ("First & Last", "name"), ("Referral source", ""), ("Correo electrónico", "email"),
    ],
)  # fmt: skip
def test_a_heading_is_understood_as_people_write_it(heading: str, field: str) -> None:
    book = read(f'Name,Email,"{heading}"\nAbena Osei,a@osei.example,x\n')
    found = next(column for column in reversed(book.columns) if heading in column)
    assert book.meant.get(found, "") == field


def test_what_is_not_understood_is_kept_under_its_heading() -> None:
    assert only(read("Name,Parking\nAbena Osei,behind the house\n")).rest == {"Parking": "behind the house"}


def test_a_person_says_what_a_column_means() -> None:
    text = "Wer,Wo,Email\nAbena Osei,River Street,a@osei.example\n"
    entry = only(read(text, columns={"wer": "name", "WO": "organization"}))
    assert (entry.formatted_name, entry.organization) == ("Abena Osei", "River Street")
    assert only(read("Name,Email\nA,b@c.example\n", columns={"Email": ""})).rest == {"Email": "b@c.example"}
    assert only(read("Name,Email\nA,b@c.example\n", columns={"Email": "nothing"})).rest == {}
    assert only(read("Name,Email\nA,b@c.example\n", columns={"Email": "no such field"})).emails == ("b@c.example",)


def test_a_table_without_any_known_heading_gives_its_columns_to_be_asked_about() -> None:
    book = read("Wer,Wo\nAbena Osei,River Street\n")
    assert fault(book) == "columns"
    assert book.columns == ("Wer", "Wo")
    assert only(read("Wer,Wo\nAbena Osei,River Street\n", columns={"Wer": "name"})).rest == {"Wo": "River Street"}


def test_a_table_of_no_names_gives_its_columns_to_be_asked_about() -> None:
    book = read("Phone,Notes,Wer\n207-555-0143,x,Abena\n")
    assert fault(book) == "nobody"
    assert book.meant == {"Phone": "phone", "Notes": "note"}


def test_headings_are_kept_by_their_set() -> None:
    assert header_key(["Name", "E-Mail "]) == header_key(["e-mail", "NAME"])
    assert header_key(["Name", "Email"]) != header_key(["Name", "Email", "Tel"])


def test_the_headings_are_the_first_line_that_looks_like_them() -> None:
    book = read("Referral sources 2026\n\nprinted May 1,,\nName,Tel,Email\nAbena Osei,207-555-0143,a@osei.example\n")
    assert only(book).row == 5


def test_two_lines_of_headings_are_read_as_one() -> None:
    text = ",,Office,,Home\nFirst,Last,Phone,Fax,Phone\nAbena,Osei,207-555-0143,207-555-0144,207-555-0145\n"
    entry = only(read(text))
    assert (entry.given, entry.family, entry.row) == ("Abena", "Osei", 3)
    assert {one.value[-1]: one.use for one in entry.phones} == {"3": "work", "4": "fax", "5": "home"}


def test_a_heading_that_stands_twice_is_told_apart() -> None:
    book = read("Name,Phone,Phone\nAbena Osei,207-555-0143,207-555-0144\n")
    assert book.columns == ("Name", "Phone", "Phone (2)")
    assert len(only(book).phones) == 2


def test_a_list_of_nothing_but_addresses_is_one() -> None:
    assert [one.emails for one in read("Email\na@b.example\nc@d.example\n").entries] == [
        ("a@b.example",),
        ("c@d.example",),
    ]


def test_rows_are_those_that_a_spreadsheet_program_shows() -> None:
    text = 'Name,Notes\n\nAbena,"two\nlines"\n,\nJonah,x\n'
    assert [one.row for one in read(text).entries] == [3, 5]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_signs_encodings_and_line_ends_make_no_difference(mark: str, encoding: str, end: str) -> None:
    text = f"Name{mark}Email{mark}Notes\nZoë Osei{mark}z@osei.example{mark}a, b; c\n".replace("\n", end)
    text = text.replace("a, b; c", '"a, b; c"')
    entry = only(read(text.encode(encoding)))
    assert (entry.formatted_name, entry.emails, entry.note) == ("Zoë Osei", ("z@osei.example",), "a, b; c")


def test_a_line_that_says_its_sign_is_no_row() -> None:
    assert only(read("sep=;\nName;Email\nA;a@b.example\n")).row == 2


@pytest.mark.parametrize(
    ("cell", "emails"),
    [
        ("a@b.example; c@d.example", ("a@b.example", "c@d.example")),
        ("a@b.example\nc@d.example", ("a@b.example", "c@d.example")),
        ("a@b.example ::: c@d.example", ("a@b.example", "c@d.example")),
        ("a@b.example or c@d.example", ("a@b.example", "c@d.example")),
        ("a@b.example c@d.example", ("a@b.example", "c@d.example")),
        ("mailto:a@b.example?subject=Hi", ("a@b.example",)),
        ("Osei, Abena <a@b.example>, Desk <c@d.example>", ("a@b.example", "c@d.example")),
        ("<mailto:a@b.example>", ("a@b.example",)), ("a@b.example (work)", ("a@b.example (work)",)),
        ("a@b.example (old, bounced)", ("a@b.example (old, bounced)",)),
        ("a@b.example; front desk", ("a@b.example; front desk",)),
        ("a@b.example (old) c@d.example", ("a@b.example (old)", "c@d.example")),
        ("Ann (home) <a@b.example>, Bo <c@d.example> - old", ("a@b.example (home)", "c@d.example - old")),
        ("Ann <a@b.example> (old), Lee, Bo <c@d.example>", ("a@b.example (old)", "c@d.example")),
        ("a@b,example", ("a@b", "example")), ("a@b.example, 207-555-0143", ("a@b.example", "207-555-0143")),
        ("see their page", ("see their page",)),
        ("/o=ExchangeLabs/ou=Group/cn=Recipients/cn=0f-a", ()),
        ("a@b.example, a@b.example", ("a@b.example",)),
    ],
)  # fmt: skip
def test_a_cell_of_addresses_is_taken_apart(cell: str, emails: tuple[str, ...]) -> None:
    assert only(read(f'Name,Email\nA,"{cell}"\n')).emails == emails


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("207-555-0143; 207-555-0144", ("207-555-0143", "207-555-0144")),
        ("207-555-0143 / 207-555-0144", ("207-555-0143", "207-555-0144")),
        ("207-555-0143 or 207-555-0144", ("207-555-0143", "207-555-0144")),
        ("207-555-0143, ext. 5", ("207-555-0143, ext. 5",)),
        ("207/555-0143 (cell)", ("207/555-0143 (cell)",)),
        ("207-555-0143 (cell; mornings)", ("207-555-0143 (cell; mornings)",)),
        ("207-555-0143; front desk", ("207-555-0143; front desk",)),
        ("+1 207 555 0143", ("+1 207 555 0143",)),
    ],
)
def test_a_cell_of_numbers_is_taken_apart_where_each_is_one(cell: str, phones: tuple[str, ...]) -> None:
    assert tuple(one.value for one in only(read(f'Name,Tel\nA,"{cell}"\n')).phones) == phones


def test_parts_of_an_address_are_the_lines_of_an_envelope() -> None:
    text = "Name,Address 1,Address 2,City,State,Zip,Country\nA,12 River Street,Suite 4,Portland,ME,04101,USA\n"
    place = PostalAddress("12 River Street\nSuite 4\nPortland, ME 04101", "ME", "USA")
    assert only(read(text)).addresses == (place,)


def test_a_state_alone_is_no_place_for_post() -> None:
    assert only(read("Name,State\nA,ME\n")).addresses == (PostalAddress("", "ME"),)


def test_a_title_is_what_somebody_does_unless_it_is_how_they_are_addressed() -> None:
    assert only(read("Name,Title\nAbena Osei,Pediatrician\n")).title == "Pediatrician"
    assert only(read("Name,Title\nAbena Osei,Dr.\n")).prefixes == "Dr."
    entry = only(read("Title,Name,Role\nDr.,Abena Osei,Pediatrician\n"))
    assert (entry.prefixes, entry.title) == ("Dr.", "Pediatrician")


def test_the_second_column_of_one_thing_is_kept() -> None:
    entry = only(read("Practice,Agency,Name\nRiver Street,County,A\n"))
    assert (entry.organization, entry.rest) == ("River Street", {"Agency": "County"})


def test_rows_that_are_nobody_are_named_with_the_reason() -> None:
    text = "Name,Tel,Email\nPHYSICIANS,,\nA,207-555-0143,\n,207-555-0199,\nTotal,2,\nName,Tel,Email\n"
    book = read(text)
    assert [one.row for one in book.entries] == [3]
    assert [(one.row, one.reason) for one in book.unusable] == [
        (2, "it reads like a heading of the rows below it"),
        (4, "no name, no organization and no email address"),
        (5, "it reads like a total"),
    ]
    assert book.unusable[1].written == {"Tel": "207-555-0199"}


def test_a_name_that_is_also_a_word_for_a_total_is_a_name() -> None:
    assert only(read("Name,Tel,Email\nSum,,s@um.example\n")).formatted_name == "Sum"
    assert [one.row for one in read("Name,Tel,Email\nSum,,\nCount: 41,,\n").entries] == [2]


def test_a_person_of_whom_only_the_name_is_known_is_no_heading() -> None:
    assert only(read("Name,Tel,Email\nEllen Marsh,,\n")).formatted_name == "Ellen Marsh"


def test_cells_beside_the_columns_are_kept_and_told_of() -> None:
    book = read("Name,Email\nOsei, Abena,a@osei.example\nJonah\n")
    assert book.entries[0].rest == {"column C": "a@osei.example"}
    assert [one.code for one in book.problems] == ["address-book-surplus"]
    assert book.entries[1].formatted_name == "Jonah"


def test_invisible_signs_are_taken_out_of_cells() -> None:
    entry = only(read("Name,Tel\nAbena\u00a0 Osei\u200b,\u202a(207) 555-0143\u202c\n"))
    assert entry.formatted_name == "Abena Osei"
    assert entry.phones == (Phone("(207) 555-0143"),)
    assert entry.written == {"Name": "Abena Osei", "Tel": "(207) 555-0143"}


def test_a_column_that_somebody_added_to_a_programs_table_is_understood() -> None:
    text = "First Name,Last Name,Labels,E-mail 1 - Value,Who told me\nA,B,* myContacts,a@b.example,Ruth\n"
    book = read(text)
    assert book.program == "google"
    assert only(book).fields == {"introduced_by": "Ruth"}


def test_our_own_table_keeps_plus_signs_and_several_roles() -> None:
    text = 'name,roles,phone,introduced_by,asked_for\nA,"pastor\nhospital chaplain",\'+1 207 555 0143,,\n'
    entry = only(read(text))
    assert (entry.title, entry.fields) == ("pastor", {"roles": "pastor\nhospital chaplain"})
    assert entry.phones == (Phone("+1 207 555 0143"),)


def test_our_own_table_comes_back_under_our_names() -> None:
    text = "name,id,role,title,needs,do_not_contact,introduced_by,state,notes\nAbena,ab,RN,Dr,x,true,Ruth,ME,n\n"
    entry = only(read(text))
    assert (entry.title, entry.note) == ("RN", "n")
    assert entry.fields == {"id": "ab", "title": "Dr", "needs": "x", "do_not_contact": "true", "introduced_by": "Ruth"}


@pytest.mark.parametrize("mark", ['"', "''", "\u3003", '-"-', "ditto", "same as above", "Do."])
def test_a_cell_that_stands_for_the_one_above_says_what_that_says(mark: str) -> None:
    cell = '"{}"'.format(mark.replace('"', '""'))
    book = read(f"Name;Practice;Notes\nAnn Lee;Elm House;likes tea\nBo Hart;{cell};{cell}\nCy Vale;{cell};\n")
    assert [one.organization for one in book.entries] == ["Elm House"] * 3
    assert book.entries[1].note == "likes tea"


def test_nothing_stands_above_the_first_row_and_a_name_is_nobodys_else() -> None:
    book = read("Name;Practice\nAnn Lee;same\nsame;Elm House\n")
    assert [(one.formatted_name, one.organization) for one in book.entries] == [
        ("Ann Lee", "same"),
        ("same", "Elm House"),
    ]


def test_letters_that_another_program_misread_are_read_right() -> None:
    book = read("Name,Practice\nIn\u00c3\u00aas Ferreira,St. Mary\u00e2\u20ac\u2122s\nZoë Ångström,Über\n")
    assert [(one.formatted_name, one.organization) for one in book.entries] == [
        ("Inês Ferreira", "St. Mary\u2019s"), ("Zoë Ångström", "Über")]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Total prescribers,,,4 taking new", "it reads like a total"),
        ("Subtotal - schools,,,12", "it reads like a total"),
        ("Grand total,,,40 people", "it reads like a total"),
        ("^^ add new ones above this line,,,", "it reads like a heading of the rows below it"),
        (">> SEE OTHER TAB,,,", "it reads like a heading of the rows below it"),
        ("please put new people below this line,,,", "it reads like a heading of the rows below it"),
    ],
)
def test_a_line_about_the_list_is_nobody(row: str, reason: str) -> None:
    book = read(f"Name,Tel,Email,Notes\nEllen Marsh,207-555-0143,,\n{row}\n")
    assert [one.formatted_name for one in book.entries] == ["Ellen Marsh"]
    assert [one.reason for one in book.unusable] == [reason]


@pytest.mark.parametrize(
    "row", ["Total Wellness,207-555-0199,,", "Total Rehab,,t@rehab.example,", "(Ellen) Marsh,,,", '"""Skip"" Marsh",,,']
)
def test_somebody_who_can_be_reached_or_has_a_name_is_somebody(row: str) -> None:
    book = read(f"Name,Tel,Email,Notes\nA Person,207-555-0143,,\n{row}\n")
    assert len(book.entries) == 2


@pytest.mark.parametrize("name", ["8 Docs", "41 total as of Jan", "6 In This Bunch"])
def test_a_tally_is_nobody_unless_it_can_be_reached(name: str) -> None:
    book = read(f"Name,Tel,Email,Notes\nEllen Marsh,207-555-0143,,\n{name},,,counted\n{name},207-555-0199,,\n")
    assert [one.row for one in book.entries] == [2, 4]
