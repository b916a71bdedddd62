"""Plain records are read quickly, and exactly as YAML and pydantic would have read them."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from composer.records import contacts as room
from composer.records.base import Record
from composer.records.contacts import Contact, ContactBook, parse_contacts
from composer.records.plain_lines import take_records
from composer.yaml.reader import Map, Seq, Value

ROOT = Path(__file__).parents[2]
PLAIN = (
    "id: {word}",
    "name: Dr. {word} Osei, MD",
    "name: {word}",
    "address_as: Dr. Osei",
    "family_name: Zieliński",
    "role: college case manager",
    "roles:\n      - clergy\n      - teacher",
    "roles: [clergy, teacher]",
    "roles: clergy",
    "organization: Maple {word}",
    "unknown_person: true",
    "unknown_person: false",
    "team: follow-up team",
    "email: {word}@place.example",
    "phone: (555) 555-0142",
    "fax: +1 555 0142",
    "address: 4 River Street, Fairhaven OH 45202",
    "title: Director, 4 West (acting)",
    "language: pt-BR",
    "state: ON",
    "status: retired",
    "tags: [a, b c]",
    "tags:\n    - a\n    - b",
    "former_ids: [{word}-1]",
    "needs: evenings",
    "needs:\n      - {{text: evenings, need: medicaid, heard: 2026-02-11, source: your center's page}}\n      - at 12:30",
    "needs:\n      - waits, and waits {{so}} long\n      - {{need: medicaid}}",
    "details:\n      - {{text: open late, source: a call}}",
    "consent: {{basis: asked for it, date: 2026-02-11}}",
    "do_not_contact: true",
    "do_not_contact: asked by phone",
    "do_not_contact: {{since: 2026-02-11, reason: asked}}",
    "notes: likes tea; see http://x.example/a?b=c and 12:30",
    "verified: 2026-02-11",
    "name: Null",
    "name: the parents'",
)
ODD = (
    "id: A b",
    "id: a..b",
    "name: =?utf-8?q?a?=",
    "name: null",
    "name:",
    "name: 'Ann'",
    'name: "Ann',
    "name: Ann # or Anna",
    "name: Ann #12",
    "name: Ann: Lee",
    "name: Ann  Lee",
    "name: Ann\u00a0Lee",
    "name: Ann\u200bLee",
    "name:\tAnn",
    "name: Ann\n      Lee",
    "name: &a Ann",
    "names: Ann",
    "nickname: Annie",
    "client: J.M.",
    "email: ada@",
    "email: ada@x.local",
    "email: Ada@X.example",
    "verified: 2026-02-30",
    "verified: 20260211",
    "status: gone",
    "language: english language",
    "unknown_person: yes",
    "unknown_person: True",
    "role: true",
    "role: [a]",
    "role: {{a: b}}",
    "role:\n      - clergy\n      - {{text: a}}",
    "tags: []",
    "tags: [a, ]",
    "tags: [a,b]",
    "tags: [true, null]",
    "tags:\n      -\n      - b",
    "needs: {{text: evenings}}",
    "needs: [{{text: evenings}}, late]",
    "needs:\n      - {{text: a, text: b}}",
    "needs:\n      - {{text: who? me, heard: 2026-02-11}}",
    "needs:\n      - {{texts: a}}",
    "needs:\n      - {{heard: 2026-02-11}}",
    "needs:\n      - {{text: true}}",
    "needs:\n      - text: a\n        heard: 2026-02-11",
    "needs:\n        - a\n      - b",
    "needs:\n      - a\n        # said twice\n      - b",
    "needs:\n      - a: b",
    "details:\n      - open late",
    "details:\n      - {{text: open late}}",
    "details: {{text: a, source: b}}",
    "consent: asked",
    "do_not_contact: null",
    "do_not_contact: [a]",
    "notes: |\n      one\n      two",
    "notes: |+\n      one\n\n",
    "notes: >\n      one\n    # two",
    "website: nowhere",
    "website: northbank.example/a#b",
    "role: " + "a" * 1001,
    "notes: " + "a" * 1001,
    "organization: " + "a" * 201,
    "# a comment",
    "",
    "  role: clergy",
    " role: clergy",
    "- name: Bo",
    "name: Ann \n    phone: 555",
)  # fmt: skip
BETWEEN = ("\n", "# somebody else\n", "  # somebody else\n", "      # somebody\n\n", "   \n", "\t\n", "# no\n  zed\n")
BEFORE = ("people: no\n", "'contacts:\n", "\ufeff", "---\n", "%YAML 1.1\n", "note: |\n  a\n", "[{name: Zed}]\n", "a\r",
          "note: '\n", "---\nnote: a\n", "# a\x85b\n")  # fmt: skip
HEAD = ("contacts: # all\n", "contacts:\n  # all\n", "contacts:\n  [{name: Zed}]\n", "contacts:\n  -\n    name: Zed\n",
        "contacts:\n\n", "contacts: |\n", 'contacts:\n  - "\n', "Contacts:\n", "contacts:\n  - a\n", "contacts:\n  zed\n",
        "contacts:\n  - name: |+\n      Zed\n\n")  # fmt: skip
AFTER = ("contacts:\n  - name: Zed\n", "...\n", "...\n- name: Zed\n", "---\n", "---\n- name: Zed\n", "%TAG\n", "zed\n",
         "'\n", '"\n', "- name: Zed\n", "  - name: Zed\n", "# the end", "\ufeff", "\ufeff- name: Zed\n", " zed\n",
         "    zed\n", "        zed\n", "- - a\n", "  -\n", "? a\n", ": a\n", "  # zed\n  role: a\n")  # fmt: skip
PLACES = (
    "organizations:\n  - name: Maple a\n    phone: 555\n",
    "organizations:\n- name: B\n  notes: |\n    a\n\n",
    "# all\n",
)
TYPED = " :#'\"-,[]{}?&*!|>%@`~\t\n\r\x85\u2028\u2029é\u00a0\ufeff\x00\x1b😀aA0."


@st.composite
def mostly(draw: st.DrawFn, usual: tuple[str, ...], odd: tuple[str, ...], one_in: int) -> str:
    """A usual piece; once in a while an odd one."""
    return draw(st.sampled_from(odd if draw(st.integers(1, one_in)) == one_in else usual))


@st.composite
def records(draw: st.DrawFn, indent: str) -> str:
    """One record, nearly always of plain fields, and sometimes with one that is not."""
    lines = draw(st.lists(st.sampled_from(PLAIN), max_size=6, unique_by=lambda line: line.split(":")[0]))
    if not any(line.startswith("name") for line in lines):
        lines.append("name: Dr. {word}")
    if draw(st.integers(1, 4)) == 4:
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(ODD)))
    word = draw(st.text("abcde", min_size=3, max_size=4))
    written = "\n".join(f"    {line}" for line in lines).format(word=word)
    moved = "\n".join(indent + line[2:] for line in written.split("\n"))
    return f"{indent}- {moved[len(indent) + 2 :]}\n"


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of contacts as somebody may have typed it."""
    indent = draw(st.sampled_from(("  ", "", "    ")))
    people = draw(st.lists(records(indent), min_size=1, max_size=4))
    text = "".join(person + draw(mostly(("",), BETWEEN, 4)) for person in people)
    if draw(st.booleans()):
        head = draw(mostly(("contacts:\n",), HEAD, 6))
        text = draw(mostly(("", *PLACES), BEFORE, 8)) + head + text + draw(mostly(("", *PLACES), AFTER, 8))
    else:
        text = draw(mostly(("", "# all\n"), BEFORE, 8)) + text + draw(mostly(("",), AFTER, 8))
    for _ in range(max(0, draw(st.integers(-6, 2)))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(TYPED)) + text[at + draw(st.integers(0, 1)) :]
    if draw(st.integers(1, 12)) == 12:
        text = text.replace("\n", draw(st.sampled_from(("\r\n", "\r"))))
    return text.removesuffix("\n") if draw(st.booleans()) else text


def told(record: Record) -> Iterator[Any]:
    """All that there is to say of a record, inside and out."""
    yield [(name, value) for name, value in vars(record).items() if name != "origin" and name[0] != "_"]
    yield list(vars(record)).index("origin") if "origin" in vars(record) else None
    yield record.model_fields_set, record.model_extra, record.__pydantic_private__, repr(record), record.model_dump()
    if record.origin:
        yield record.origin.path, record.origin.line, list(places(record.origin.node))
    for value in vars(record).values():
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Record):
                yield list(told(inner))


def places(value: Value) -> Iterator[Any]:
    if isinstance(value, Map):
        yield value.start, value.last_line, value.keys_at, value.values_at, list(value)
    elif isinstance(value, Seq):
        yield value.start, value.last_line, value.values_at
    for inner in value.values() if isinstance(value, Map) else value if isinstance(value, Seq) else ():
        yield list(places(inner))


def assert_same(text: str) -> None:
    quick, slow = (parse_contacts(text, "contacts.yaml", quickly=quickly) for quickly in (True, False))
    assert quick == slow
    assert quick.problems == slow.problems
    assert (quick.left_out, quick.organizations) == (slow.left_out, slow.organizations)
    for one, other in zip(quick.contacts, slow.contacts, strict=True):
        assert list(told(one)) == list(told(other))
        assert hash(one) == hash(other)
        for loc in (("name",), ("email",), ("needs", 0, "text"), ("details", 0), ("verified",), ("nothing",), ()):
            assert one.cite(*loc) == other.cite(*loc)
            assert one.where(*loc) == other.where(*loc)


def plain(text: str) -> list[str]:
    """The ids of the contacts that YAML had no hand in."""
    made = take_records(text, "c", "contacts", lambda found: room._plain_contact("c", found))
    return [contact.id or contact.name for contact in made.made] if made else []


@settings(max_examples=800)
@given(files())
@example("contacts:\n  [{name: Zed}]\n  - name: Ann\n")
@example("- name: 'Ann\n- name: the parents'\n  role: clergy\n")
@example("- name: Ann\n  notes: |+\n    one\n\n- name: Bo\n    # two\n- name: Cy\n")
@example("contacts:\n\x85  - name: Ann\n  - name: Bo\n")
@example("contacts:\n  - name: 'Ann'\n-foo: bar\n  - name: Bo\n")
@example("# a\r# b\n- name: Ann\n")
@example("a: '\ncontacts:\n  - name: Ann\n'\n")
@example("contacts:\n  - name: Ann\ncontacts:\n  - name: Bo\n")
@example("contacts:\n  -\n    needs:\n      - text: a\n      - name: Bo\n")
@example("contacts:\n- name: Ann\n  needs:\n  - a\n- name: Bo\n")
def test_a_book_reads_as_yaml_alone_reads_it(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize("line", [*PLAIN, *ODD])
@pytest.mark.parametrize("first", ["name: Ann", "organization: Maple", "unknown_person: true\n    organization: M"])
def test_every_kind_of_line_reads_as_yaml_alone_reads_it(line: str, first: str) -> None:
    written = line.format(word="ann")
    assert_same(f"contacts:\n  - {first}\n    {written}\n  - name: Bo\n")
    assert_same(f"contacts:\n  - {written}\n    {first}\n  - name: Bo\n")


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_line_does_not_go_through_yaml(line: str) -> None:
    written = line.format(word="ann")
    rest = "" if written.startswith("name:") else "\n    name: Ann"
    assert len(plain(f"contacts:\n  - {written}{rest}\n")) == 1


@pytest.mark.parametrize("line", ODD)
def test_an_odd_line_goes_through_yaml(line: str) -> None:
    odd = f"  - role: clergy\n    {line.format(word='ann')}\n    state: ON\n"
    assert set(plain(f"contacts:\n  - id: bo\n    name: Bo\n{odd}  - id: cy\n    name: Cy\n")) <= {"bo", "cy"}


def test_organizations_may_stand_on_either_side() -> None:
    places = "organizations:\n  - name: Maple\n    phone: 555\n"
    people = "contacts:\n  # all\n  - id: ann\n    name: Ann\n\n  # and\n  - id: bo\n    name: Bo\n"
    assert plain(places + people) == plain(people + places) == ["ann", "bo"]


def test_an_odd_record_takes_no_other_with_it() -> None:
    assert plain("- id: bo\n  name: Bo\n- name: 'Ann'\n  nickname: A\n- id: cy\n  name: Cy\n") == ["bo", "cy"]


@pytest.mark.parametrize("name", ["contacts.yaml", "templates/workspace/contacts.yaml", "tests/data/bad/contacts.yaml"])
def test_the_books_that_we_ship_read_as_yaml_alone_reads_them(name: str) -> None:
    assert_same((ROOT / name).read_text(encoding="utf-8"))


def test_most_of_the_sample_is_plain() -> None:
    text = (ROOT / "contacts.yaml").read_text(encoding="utf-8")
    assert len(plain(text)) > len(parse_contacts(text, "c").contacts) / 2


def test_a_file_with_more_than_can_be_read_is_refused_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain records are not counted out of the limit."""
    from composer.records import plain_lines
    from composer.yaml import reader

    few = reader.Limits(events=400)
    monkeypatch.setattr(plain_lines, "DEFAULT_LIMITS", few)
    assert plain("- id: ann\n  name: Ann\n" * 3)
    assert not plain("- id: ann\n  name: Ann\n" * 100)


def test_a_plain_contact_travels_to_a_worker_with_its_places() -> None:
    book: ContactBook = parse_contacts("- name: Ann\n  needs:\n    - {text: evenings}\n", "contacts.yaml")
    there: Contact = pickle.loads(pickle.dumps(book)).contacts[0]
    assert there == book.contacts[0]
    assert str(there.needs[0].where("text")) == "contacts.yaml:3"
