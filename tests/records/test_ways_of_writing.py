"""One field of a contact, in the ways that people write it: what it means, or what is said of it and where."""

from datetime import date
from typing import Any

import pytest

from composer.records.contacts import Consent, DoNotContact, parse_contacts
from composer.records.noted import Detail, Need

LEARNED = date(2026, 2, 11)
MEANT: tuple[tuple[str, Any], ...] = (
    ("id: ann", "ann"),
    ("name: Dr. Ann Osei, MD", "Dr. Ann Osei, MD"),
    ("name: the parents'", "the parents'"),
    ("name: 'Ann'", "Ann"),
    ("name: Null", "Null"),
    ("name: Ann # or Anna", "Ann"),
    ("name: Ann  Lee", "Ann Lee"),
    ("name: Ann\u00a0Lee", "Ann Lee"),
    ("name:\tAnn", "Ann"),
    ("name: Ann\n      Lee", "Ann Lee"),
    ("name: Ann \n    phone: 555", "Ann"),
    ("family_name: Zieliński", "Zieliński"),
    ("role: college case manager", ("college case manager",)),
    ("role: [clergy, teacher]", ("clergy", "teacher")),
    ("roles:\n      - clergy\n      - teacher", ("clergy", "teacher")),
    ("roles: [clergy, teacher]", ("clergy", "teacher")),
    ("roles: clergy", ("clergy",)),
    ("unknown_person: true", True),
    ("unknown_person: false", False),
    ("unknown_person: yes", True),
    ("email: ann@place.example", "ann@place.example"),
    ("email: Ada@X.example", "Ada@x.example"),
    ("phone: (555) 555-0142", "(555) 555-0142"),
    ("fax: +1 555 0142", "+1 555 0142"),
    ("address: 4 River Street, Fairhaven OH 45202", "4 River Street, Fairhaven OH 45202"),
    ("language: pt-BR", "pt-BR"),
    ("state: ON", "ON"),
    ("status: retired", "retired"),
    ("tags: [a, b c]", ("a", "b c")),
    ("tags:\n    - a\n    - b", ("a", "b")),
    ("tags: []", ()),
    ("tags: [a, ]", ("a",)),
    ("former_ids: [ann-1]", ("ann-1",)),
    ("needs: evenings", (Need(text="evenings"),)),
    ("needs: {text: evenings}", (Need(text="evenings"),)),
    ("needs: [{text: evenings}, late]", (Need(text="evenings"), Need(text="late"))),
    (
        "needs:\n      - {text: waits, need: medicaid, heard: 2026-02-11, source: your page}\n      - at 12:30",
        (Need(text="waits", need="medicaid", heard=LEARNED, source="your page"), Need(text="at 12:30")),
    ),
    (
        "needs:\n      - waits {so} long\n      - {need: medicaid}",
        (Need(text="waits {so} long"), Need(need="medicaid")),
    ),
    ("needs:\n      - text: a\n        heard: 2026-02-11", (Need(text="a", heard=LEARNED),)),
    ("needs:\n      - a\n        # said twice\n      - b", (Need(text="a"), Need(text="b"))),
    ("details:\n      - {text: open late, source: a call}", (Detail(text="open late", source="a call"),)),
    ("details: {text: a, source: b}", (Detail(text="a", source="b"),)),
    ("consent: {basis: asked for it, date: 2026-02-11}", Consent(basis="asked for it", date=LEARNED)),
    ("do_not_contact: true", DoNotContact()),
    ("do_not_contact: asked by phone", DoNotContact(reason="asked by phone")),
    ("do_not_contact: {since: 2026-02-11, reason: asked}", DoNotContact(since=LEARNED, reason="asked")),
    ("notes: tea; see http://x.example/a?b=c and 12:30", "tea; see http://x.example/a?b=c and 12:30"),
    ("notes: |\n      one\n      two", "one\ntwo"),
    ("notes: |+\n      one\n\n", "one"),
    ("notes: >\n      one\n    # two", "one"),
    ("notes: " + "a" * 1001, "a" * 1001),
    ("verified: 2026-02-11", LEARNED),
)
REFUSED = (
    ("id: A b", "2:9 'A b' cannot be an id: use small letters, digits and hyphens, at most 64"),
    ("id: a..b", "2:9 'a..b' cannot be an id: use small letters, digits and hyphens, at most 64"),
    (
        "address_as: =?utf-8?q?a?=",
        "2:17 'address_as': it holds '=?', which mail programs would decode into something else",
    ),
    ("address_as: null", "2:17 'address_as' is empty"),
    ("address_as:", "2:16 'address_as' is empty"),
    ('address_as: "Ann', "2:17 a quotation mark opens here and never closes"),
    ("address_as: Ann #12", "2:21 everything from '#12' on is left out, because # begins a comment"),
    ("address_as: Ann: Lee", "2:20 a second ': ' stands in this line"),
    ("address_as: &a Ann", "2:17 '&a' names a part of the file to be repeated"),
    ("names: Ann", "2:5 there is no field 'names'"),
    ("nickname: Annie", "2:5 there is no field 'nickname'"),
    ("client: J.M.", "2:5 'client' would hold something about a client, and no file here may"),
    ("email: ada@", "2:12 'ada@' has no domain"),
    ("verified: 2026-02-30", "2:15 'verified': there is no such day as 2026-02-30"),
    (
        "verified: 20260211",
        "2:15 'verified': write the date as year-month-day, like 2026-03-09, or the month alone, like 2026-03",
    ),
    ("status: gone", "2:13 'status' may be active, moved, retired or deceased"),
    ("language: english language", "2:15 'english language' is not a language; write en, es or pt-BR"),
    ("role: true", "2:11 'role': put quotes around true if you mean the word"),
    ("role: {a: b}", "2:11 'role': one text belongs here, not a group of fields"),
    ("role: " + "a" * 1001, "2:11 'role' is longer than 1000 characters"),
    ("tags: [true]", "2:12 'tags': put quotes around true if you mean the word"),
    ("tags:\n      -\n      - b", "3:8 'tags' is empty"),
    ("needs:\n      - {text: a, text: b}", "3:19 'text' stands twice in one record; the first is on line 3"),
    ("needs:\n      - {heard: 2026-02-11}", "3:9 'needs': a need has a text, or names one with 'need'"),
    ("needs:\n      - {text: true}", "3:16 'text': put quotes around true if you mean the word"),
    ("needs:\n        - a\n      - b", "4:7 this line does not line up with the record it belongs to"),
    ("details:\n      - {heard: 2026-09}", "3:9 'text' is missing"),
    ("consent: asked", "2:14 'consent' is a group of fields here"),
    ("do_not_contact: [a]", "2:21 'do_not_contact' does not say whether they asked to be left alone"),
    ("organization: " + "a" * 201, "2:19 'organization': it is longer than 200 characters"),
    ("  role: clergy", "2:11 this line is read as a part of the text above it"),
    ("- name: Bo", "2:5 this line does not line up with the record it belongs to"),
)


@pytest.mark.parametrize(("lines", "value"), MEANT)
def test_a_field_means_what_it_says(lines: str, value: Any) -> None:
    first = "organization: Maple\n    unknown_person: true" if lines.startswith("name") else "name: Ann"
    book = parse_contacts(f"- {first}\n    {lines}\n- name: Bo\n".replace("\n    ", "\n  "), "contacts.yaml")
    assert book.problems == ()
    key = lines.partition(":")[0]
    assert getattr(book.contacts[0], {"role": "roles"}.get(key, key)) == value
    assert [contact.name for contact in book.contacts[1:]] == ["Bo"]


@pytest.mark.parametrize(("lines", "said"), REFUSED)
def test_a_field_that_cannot_be_meant_is_named_with_its_place(lines: str, said: str) -> None:
    problem = parse_contacts(f"  - name: Ann\n    {lines}\n  - name: Bo\n", "contacts.yaml").problems[0]
    assert f"{problem.at.line}:{problem.at.column} {problem.text}" == said
