"""vCards in every spelling that programs have for them."""

import pytest

from composer.address_books.entry import Phone
from tests.address_books.books import only, read


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_card_is_known_by_its_first_line_in_any_encoding(encoding: str) -> None:
    assert only(read(card("FN:Zoë Osei").encode(encoding))).formatted_name == "Zoë Osei"
    assert (
        only(read(card("FN:Zoë Osei").lower().replace("fn:zoë osei", "fn:Zoë").encode(encoding))).formatted_name
        == "Zoë"
    )


@pytest.mark.parametrize(
    ("line", "use"),
    [
        ("TEL;TYPE=WORK,VOICE:1", "work"), ("TEL;type=work;type=pref:1", "work"), ("TEL;WORK;VOICE:1", "work"),
        ('TEL;TYPE="voice,work":1', "work"), ("TEL;TYPE=WORK;TYPE=FAX:1", "fax"), ("TEL;HOME;FAX:1", "fax"),
        ("TEL;type=CELL;type=VOICE:1", "cell"), ("TEL;type=IPHONE:1", "cell"), ("TEL;TYPE=PAGER:1", "pager"),
        ("TEL;TYPE=MAIN:1", "main"), ("TEL;TYPE=HOME:1", "home"), ("TEL:1", "other"), ("TEL;X-ODD:1", "other"),
        ("a.b.TEL:1", ""), ("item1.TEL;type=pref:1", "other"),
    ],
)  # fmt: skip
def test_what_a_number_is_for_is_read_in_every_spelling(line: str, use: str) -> None:
    phones = only(read(card("FN:A", line))).phones
    assert phones == ((Phone("1", use),) if use else ())  # type: ignore[arg-type]


def test_the_preferred_comes_first() -> None:
    assert only(read(card("FN:A", "EMAIL:a@b.example", "EMAIL;type=pref:c@d.example"))).emails[0] == "c@d.example"
    assert only(read(card("FN:A", "EMAIL;PREF=7:a@b.example", "EMAIL;PREF=2:c@d.example"))).emails[0] == "c@d.example"
    assert only(read(card("FN:A", "EMAIL:a@b.example", "EMAIL;PREF:c@d.example"))).emails[0] == "c@d.example"


def test_what_a_mac_calls_a_number_is_what_it_is_for_or_is_kept() -> None:
    entry = only(read(card("FN:A", "i1.TEL:1", "i1.X-ABLabel:_$!<Work>!$_", "i2.TEL:2", "i2.X-ABLabel:Back door")))
    assert entry.phones == (Phone("1", "work"), Phone("2", "other"))
    assert entry.rest == {"Back door": "2"}


def test_escaped_signs_are_the_signs() -> None:
    entry = only(read(card(r"N:Osei\;Kay;Abena\, B.;;;", r"NOTE:one\, two\; three\nfour\\five", r"ORG:A\;B;C")))
    assert (entry.family, entry.given) == ("Osei;Kay", "Abena B.")
    assert entry.note == "one, two; three\nfour\\five"
    assert (entry.organization, entry.department) == ("A;B", "C")


def test_a_card_needs_one_of_its_names_only() -> None:
    assert only(read(card("FN:Abena Osei"))).family == ""
    assert only(read(card("N:Osei;Abena"))).given == "Abena"
    assert only(read(card("ORG:River Street"))).organization == "River Street"
    assert only(read(card("EMAIL:a@b.example"))).emails == ("a@b.example",)
    (one,) = read(card("TEL:1")).unusable
    assert one.reason == "no name, no organization and no email address"
    assert one.written["vCard"].splitlines() == ["BEGIN:VCARD", "VERSION:3.0", "TEL:1", "END:VCARD"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("KIND:group", "group"), ("X-ADDRESSBOOKSERVER-KIND:group", "group"), ("KIND:org", "org"), ("KIND:ORG", "org"),
        ("X-ABShowAs:COMPANY", "org"), ("KIND:individual", "individual"), ("KIND:x-robot", "individual"),
    ],
)  # fmt: skip
def test_cards_of_places_and_groups_say_so(line: str, kind: str) -> None:
    assert only(read(card("FN:A", line))).kind == kind


def test_a_picture_is_nowhere() -> None:
    entry = only(read(card("FN:A", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", " SkZJRgAB", "BDAY:1971-05-02", "TEL:1")))
    assert entry.phones == (Phone("1"),)
    assert (entry.rest, "4AAQ" in entry.written["vCard"], "SkZJ" in entry.written["vCard"]) == ({}, False, False)


@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", "ISO-8859-1", "windows-1252", "no-such-charset", ""])
def test_quoted_printable_is_read_in_its_character_set(charset: str) -> None:
    encoded = "=C3=A9" if charset.lower() in {"utf-8", "", "no-such-charset"} else "=E9"
    said = f";CHARSET={charset}" if charset else ""
    line = f"FN;ENCODING=QUOTED-PRINTABLE{said}:Ren{encoded}=\r\n Lee"
    assert only(read(card(line, version="2.1"))).formatted_name == "René Lee"


def test_a_card_that_is_not_closed_ends_where_the_next_begins() -> None:
    book = read("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nEND:VCARD\nnothing\nBEGIN:VCARD\nFN:C\n")
    assert [(one.row, one.formatted_name) for one in book.entries] == [(1, "A"), (2, "B"), (3, "C")]
    assert [(one.at.line, one.level) for one in book.problems] == [(1, "warning"), (8, "warning")]


def test_ours_are_found_under_what_a_mac_calls_them() -> None:
    entry = only(read(card("FN:A", "i1.X-ABRELATEDNAMES:Ruth", "i1.X-ABLabel:Referred by", "X-SKYPE:ab")))
    assert entry.fields == {"introduced_by": "Ruth"}
    assert entry.rest == {"X-SKYPE": "ab"}
