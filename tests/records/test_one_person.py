"""Whose wish it is: one person with several addresses, records and spellings, one place with several names."""

import pytest

from composer.addresses import mailbox
from composer.records.book import Records, parse_book
from composer.spelling import same_place
from tests.shipped import FILES

_ANN = "- name: Ann Lee\n  email: ann@new.example\n"
_SAY = "write do_not_contact: true or false in their record"


def read(contacts: str, history: str = "", listed: str = "") -> Records:
    return parse_book(
        contacts=contacts, history=history, suppression=listed, practice="name: Maya Chen\n", templates=FILES
    )


def stopped(records: Records) -> set[str]:
    """The ids to which nothing goes."""
    book, wishes = records.contacts, records.suppression
    return {one.id for one in book.contacts if wishes.against(one.id, one.email or "")}


OLD = (
    "old_email: ann@old.example", "other_email: Ann@Old.example", "notes: moved from ann@old.example in May", "title: 'MD, ann@old.example'",
    "also: {work: [x@y.example, 'Ann <ann+a@old.example>']}", "details: [{text: open late, source: a mail from ann@old.example}]",
)  # fmt: skip


@pytest.mark.parametrize("field", OLD)
def test_an_address_of_the_list_holds_wherever_the_record_has_it(field: str) -> None:
    records = read(f"{_ANN}  {field}\n- {{name: Bo, email: bo@x.example}}\n", listed="- ann@old.example\n")
    assert stopped(records) == {"ann-lee"}
    assert (
        records.suppression.against("ann-lee", "ann@new.example")
        .casefold()
        .endswith(f"@old.example in their record is on the list in do-not-contact.yaml; {_SAY}")
    )
    assert stopped(read(f"{_ANN}  {field}\n  do_not_contact: false\n", listed="- ann@old.example\n")) == set()


def test_an_address_that_notes_mention_may_be_somebody_elses() -> None:
    contacts = f"{_ANN}  notes: bo@x.example knows her\n- {{name: Bo Marsh, email: bo@x.example}}\n"
    assert stopped(read(contacts, listed="- bo@x.example\n")) == {"bo-marsh"}
    asked = contacts.replace("  notes", "  do_not_contact: true\n  notes")
    assert stopped(read(asked)) == {"ann-lee"}
    assert read(asked).suppression.address("bo@x.example") is None


@pytest.mark.parametrize("field", OLD)
@pytest.mark.parametrize("wish", ["do_not_contact: true", "opt_out: 2026-03-04", ""])
def test_no_address_of_somebody_who_asked_may_stand_in_a_draft(field: str, wish: str) -> None:
    history = "" if wish else "- {date: 2026-03-04, contact: ann-lee, event: asked to stop}\n"
    records = read(f"{_ANN}  {field}\n" + (f"  {wish}\n" if wish else ""), history)
    for address in ("ann@old.example", "ANN@old.example", "ann+news@old.example", "ann@new.example"):
        because = "is the address of Ann Lee, who asked not to be written to"
        assert records.suppression.address(address) == (address, because)


@pytest.mark.parametrize("listed", ["ann", "{contact: ann}", "ANN"])
def test_a_former_id_that_two_claim_stops_both(listed: str) -> None:
    contacts = "- {name: Ann Lee, id: annl, former_ids: [ann]}\n- {name: Di Marsh, id: annm, former_ids: [ann]}\n"
    records = read(contacts, listed=f"- {listed}\n")
    assert stopped(records) == {"annl", "annm"}
    called = "ANN" if listed == "ANN" else "ann"
    assert f"'{called}' may be annl, annm" in [problem.text for problem in records.blocking()]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("wish", [True, False])
def test_a_record_kept_beside_the_one_it_was_merged_into_is_the_same_person(first: bool, wish: bool) -> None:
    old = f"- {{name: Ann Lee, id: ann{', do_not_contact: true' if wish else ''}}}\n"
    new = f"- {{name: Di Marsh, id: annm, former_ids: [ann]{'' if wish else ', do_not_contact: true'}}}\n"
    assert stopped(read(old + new if first else new + old)) == {"ann", "annm"}


NAMES = ("The Elm House", "Elm House, Inc.", "elm-house", "ELM HOUSE L.L.C.", "Elm  House", "Elm\u00ad House", "elm")


@pytest.mark.parametrize("name", [*NAMES, "Elm House (moved)", "Elm Hause", "Elm House Clinic"])
@pytest.mark.parametrize("wish", ["list", "record"])
def test_a_place_that_asked_is_known_by_nearly_its_name(name: str, wish: str) -> None:
    field = ", do_not_contact: true" if wish == "record" else ""
    contacts = (
        f"organizations:\n  - {{name: Elm House, id: elm{field}}}\n"
        f'contacts:\n  - {{name: Bo Marsh, organization: "{name}"}}\n  - {{name: Di Roe, organization: Oak}}\n'
    )
    records = read(contacts, listed="- {organization: elm}\n" if wish == "list" else "")
    assert {one.id for one in records.contacts.contacts} - stopped(records) == {"di-roe"}


@pytest.mark.parametrize("name", [one for one in NAMES if one != "elm"])
def test_a_place_without_a_record_is_known_by_nearly_its_name(name: str) -> None:
    contacts = f'- {{name: Ann Lee, organization: Elm House}}\n- {{name: Bo Marsh, organization: "{name}"}}\n'
    assert stopped(read(contacts, listed="- {organization: Elm House}\n")) == {"ann-lee", "bo-marsh"}


def test_two_names_are_one_place_where_only_its_article_or_its_kind_of_company_differs() -> None:
    assert {same_place(name) for name in NAMES if name != "elm"} == {"elm house"}
    assert same_place("Zoë's Place, PLLC") == same_place("Zoes place")
    assert same_place("Elm House North") != same_place("Elm House")
    assert same_place("The") == "the"


SECOND = (
    ("Ann Lee", "Ann M. Lee"), ("Ann Mary Lee", "Ann Lee"), ("Ann Lee", "Ann Lee PhD LCSW-C"), ("Ann Lee", "Ann Lee (River Street)"),
    ("Zoë Müller", "Zoe Mueller"), ("Dr. A. Lee", "Dr. Ann Lee"), ("Ann Lee", "Lee"), ("Katherine Roe", "Catherine Roe"),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SECOND)
@pytest.mark.parametrize("swap", [True, False])
@pytest.mark.parametrize("shared", ["organization: Oak", "phone: 555-010-0000"])
def test_nearly_the_name_at_one_place_may_be_the_same_person(one: str, other: str, swap: bool, shared: str) -> None:
    asked, second = (other, one) if swap else (one, other)
    contacts = (
        f'- {{name: "{asked}", id: x1, {shared}, do_not_contact: true}}\n- {{name: "{second}", id: x2, {shared}}}\n'
    )
    records = read(contacts)
    assert records.suppression.against("x2", "") == (
        f"{second} may be {asked} (contacts.yaml:1), who asked not to be written to; {_SAY}"
    )
    answered = contacts.replace(f"id: x2, {shared}", f"id: x2, {shared}, do_not_contact: false")
    assert stopped(read(answered)) == {"x1"}


def test_with_one_phone_a_family_name_is_enough() -> None:
    asked = "- {name: Robert Smith, phone: (555) 555-0100, do_not_contact: true}\n"
    assert stopped(read(f"{asked}- {{name: Bob Smith, phone: +1 555.555.0100}}\n")) == {"robert-smith", "bob-smith"}
    assert stopped(read(f"{asked}- {{name: Bob Smith, phone: 555-555-0111}}\n")) == {"robert-smith"}


@pytest.mark.parametrize("other", ["Bo Marsh", "Ann Marsh", "Mary Leeds", "Anselm Park"])
def test_a_colleague_with_another_name_is_somebody_else(other: str) -> None:
    contacts = f"- {{name: Ann Lee, organization: Oak, do_not_contact: true}}\n- {{name: {other}, organization: Oak}}\n"
    assert stopped(read(contacts)) == {"ann-lee"}


@pytest.mark.parametrize("address", ["ann.lee@gmail.com", "annlee@gmail.com", "A.n.n.Lee+x@GoogleMail.com"])
def test_gmail_passes_over_dots_and_has_two_domains(address: str) -> None:
    assert mailbox(address) == "annlee@gmail.com"
    assert mailbox(address.lower().replace("mail", "post")) != "annlee@gmail.com"
    assert stopped(read("- {name: Ann Lee, email: AnnLee@googlemail.com}\n", listed=f"- {address}\n")) == {"ann-lee"}


@pytest.mark.parametrize("slip", ["ann.le@x.example", "an.lee@x.example", "ann.lee@x.exmaple", "anm.lee@x.example"])
def test_an_address_of_the_list_one_slip_from_a_known_one_is_asked_about(slip: str) -> None:
    records = read("- {name: Ann Lee, email: ann.lee@x.example}\n", listed=f"- bo@y.example\n- {slip}\n")
    assert [(one.level, one.at.line, one.text, one.hint) for one in records.problems] == [
        ("warning", 2, f"nobody in your contacts has the address '{slip}'", "did you mean 'ann.lee@x.example'?")
    ]
