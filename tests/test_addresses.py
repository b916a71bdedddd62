"""Mail addresses: what is one, which two are one mailbox, and lists of them in one line."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from composer.addresses import _ORDINARY, check_address, mailbox, name_and_address, split_addresses
from composer.drafts.draft import Address
from composer.drafts.format import parse_draft
from composer.errors import MessageError
from composer.mail.headers import addr_spec
from composer.records.contacts import parse_contacts
from composer.records.practice import parse_practice

_LABELS = st.text("ab1-", min_size=1, max_size=70)
_LOCALS = st.text("ab1._+-", min_size=1, max_size=80)


@given(
    _LOCALS, st.lists(_LABELS, min_size=1, max_size=5), st.sampled_from(["example", "com", "x", "test", "local", "a-b"])
)
@example("a" * 65, ["x"], "example")
@example("a", ["b" * 64], "example")
@example("a.b" * 21 + "ab", ["x"], "example")
def test_what_is_taken_without_the_library_is_what_it_takes(local: str, labels: list[str], top: str) -> None:
    address = f"{local}@{'.'.join(labels)}.{top}"
    try:
        known = validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True).normalized
    except EmailNotValidError:
        known = ""
    try:
        found = check_address(address)
    except ValueError:
        found = ""
    assert found == known


def test_the_quick_look_still_takes_the_address_that_nearly_everyone_has() -> None:
    assert _ORDINARY.match("a.osei+new@mail.river-street.example")


ENCODED = ("=?utf-8?q?ann?=@x.example", "=?us-ascii?b?YW5u?=@x.example", "a.=?utf-8?q?=40?=@x.example")
LONG = ("a" * 65 + "@x.example", "a" * 80 + "@x.example", "a.b" * 22 + "@x.example")


@pytest.mark.parametrize("address", [*ENCODED, *LONG])
def test_an_address_that_others_read_differently_is_refused_wherever_it_is_written(address: str) -> None:
    assert [p.code for p in parse_contacts(f"- name: Ann\n  email: '{address}'\n", "f").problems] == ["contact-email"]
    places = f"organizations:\n  - name: X\n    email: '{address}'\n"
    assert [p.code for p in parse_contacts(places, "f").problems] == ["organization-email"]
    assert "practice-email" in {p.code for p in parse_practice(f"name: May\nemail: '{address}'\n", "f")[1]}
    for key in ("to", "cc", "bcc", "from", "reply-to"):
        for written in (f"'{address}'", f"'Ann <{address}>'", f"['{address}']", f"'b@x.example, Ann <{address}>'"):
            draft, problems = parse_draft(f"---\n{key}: {written}\nsubject: x\n---\nHello\n", "n", "f")
            assert draft is None, (key, written)
            assert problems[0].level == "error"


@pytest.mark.parametrize("address", ENCODED)
def test_no_header_holds_an_encoded_word_before_the_at(address: str) -> None:
    with pytest.raises(MessageError):
        addr_spec("To", address)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ann@x.example", "ANN@X.Example"), ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@BÜCHER.example", "ann@bücher.example"), ("ann+news@x.example", "ann@x.example"),
        ("ann@bücher.example", "ann@bu\u0308cher.example"), ("ann@straße.example", "ann@xn--strae-oqa.example"),
    ],
)  # fmt: skip
def test_two_ways_to_write_one_mailbox_are_one(one: str, other: str) -> None:
    assert mailbox(one) == mailbox(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ann@x.example", "anne@x.example"), ("ann@x.example", "ann@mail.x.example"), ("+a@x.example", "+b@x.example"),
     ("ann@straße.example", "ann@strasse.example")],
)  # fmt: skip
def test_two_mailboxes_are_two(one: str, other: str) -> None:
    assert mailbox(one) != mailbox(other)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a@x.example", ["a@x.example"]),
        ("Hale, Tom <t@x.example>", ["Hale, Tom <t@x.example>"]),
        ("Zoë Ünal <z@x.example>, Ann Lee <a@x.example>", ["Zoë Ünal <z@x.example>", "Ann Lee <a@x.example>"]),
        ('"Osei, Abena" <o@x.example>, b@x.example', ['"Osei, Abena" <o@x.example>', "b@x.example"]),
        ("a@x.example; b@x.example", ["a@x.example", "b@x.example"]),
        ("a@x.example, Hale, Tom <t@x.example>,", ["a@x.example", "Hale, Tom <t@x.example>"]),
        ('"a@x.example, b" <c@x.example>', ['"a@x.example, b" <c@x.example>']),
        ("Tom @ Work, Inc <t@x.example>", ["Tom @ Work, Inc <t@x.example>"]),
        ("Ann, b@x.example", ["Ann, b@x.example"]),
        ("a@x.example, Ohio", ["a@x.example", "Ohio"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_recipients_in_one_line_are_taken_apart_where_one_ends(text: str, parts: list[str]) -> None:
    assert split_addresses(text) == parts


@pytest.mark.parametrize("written", ["Ann, b@x.example", "a@x.example, Ohio", "Ann <a@x.example> Bo <b@x.example>", "a@x.example b@x.example", "a@x.example, , Bo"])  # fmt: skip
def test_a_line_of_recipients_that_cannot_be_told_apart_is_refused(written: str) -> None:
    draft, problems = parse_draft(f"---\nto: t@x.example\ncc: {written}\nsubject: x\n---\nHello\n", "n", "f.md")
    assert draft is None
    assert [(p.at.line, p.code) for p in problems] == [(3, "draft-email")]


_NAMES = st.text(st.sampled_from('ab,;@<>"\\ é.'), max_size=20).map(lambda text: " ".join(text.split()))


@example([(".@.;", "a@x.example")])
@given(st.lists(st.tuples(_NAMES, st.sampled_from(["a@x.example", "b.c@y.example"])), min_size=1, max_size=4))
def test_recipients_written_in_one_line_are_read_as_they_were(people: list[tuple[str, str]]) -> None:
    written = [str(Address(address, name)) for name, address in people]
    for joint in (", ", "; ", ","):
        assert [name_and_address(one) for one in split_addresses(joint.join(written))] == people


def test_two_writers_of_one_letter_are_refused() -> None:
    draft, problems = parse_draft("---\nfrom: a@x.example, b@x.example\nsubject: x\n---\nHello\n", "n", "f.md")
    assert draft is None
    assert problems[0].text == "'sender': one person writes a letter; keep one address in 'from'"
