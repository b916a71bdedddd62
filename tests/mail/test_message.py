"""The message: opens as a draft, says what the draft says, and the same draft is the same bytes."""

import email
import json
import os
import re
import shutil
import subprocess
from email import policy
from email.headerregistry import Address as StandardAddress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.body import render_body
from composer.mail.headers import encoded_words
from composer.mail.layout import Layout, load_layout
from composer.mail.message import build_message, encode_text, quoted_printable, verify_message
from composer.shipped import templates_folder

GOLDEN = Path(__file__).parent.parent / "data" / "mail"
FOLDER = templates_folder() / "layouts"


def the_layout() -> Layout:
    return load_layout((FOLDER / "letter.html").read_text(), (FOLDER / "letter.css").read_text(), path="l")


LAYOUT = the_layout()


def draft(**fields: object) -> Draft:
    usual: dict[str, object] = {
        "name": "a.introduction", "subject": "Evenings for your students", "body": "Dear Ann,\n\nhello\n",
        "to": (Address("ann@x.example", "Ann Lee"),), "sender": Address("maya@x.example", "Maya Chen"),
    }  # fmt: skip
    return Draft(**{**usual, **fields})  # type: ignore[arg-type]  # fields are given by name


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


SAMPLES = {
    "plain": draft(),
    "full": draft(
        subject="Zieliński – “ein Gruß” aus Łódź, der lang genug ist, um gefaltet zu werden",
        body="Dear Dr. Osei,\n\nIn **February** you said [so](https://x.example/?a=1&b=2).\nA line\n\n- one\n- two\n\nZażółć gęślą jaźń\n",
        to=(Address("a.osei@riverstreet.example", 'Dr. Abena "Q" Osei, MD'),),
        cc=(Address("t@straße.example", "Zieliński, Tomasz"), Address("b@x.example")),
        bcc=(Address("me@x.example", "Me"),),
        reply_to=(Address("maya+reply@x.example", "Maya"),),
        in_reply_to="<abc.1@x.example>",
    ),
    "arabic": draft(subject="مساء", body="مرحبا بالعالم\n\n" + "كلمة " * 60 + "\n", language="ar"),
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_draft_is_these_bytes(name: str) -> None:
    """Golden files; RENEW=1 writes them anew, and the difference is then read by a person."""
    data = build_message(SAMPLES[name], LAYOUT)
    path = GOLDEN / f"{name}.eml"
    if os.environ.get("RENEW"):
        path.write_bytes(data)
    assert data == path.read_bytes()
    assert data == build_message(SAMPLES[name], LAYOUT)


def test_it_opens_as_a_draft_and_leaves_the_rest_to_the_mail_program() -> None:
    message = parsed(build_message(SAMPLES["full"], LAYOUT))
    assert message["X-Unsent"] == "1"
    assert message["Bcc"] == "Me <me@x.example>"
    assert message["Date"] is None
    assert message["Message-ID"] is None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_every_line_is_short_and_ends_in_crlf() -> None:
    for sample in SAMPLES.values():
        data = build_message(sample, LAYOUT)
        lines = data.split(b"\r\n")
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert max(map(len, lines)) <= 78
        assert data.isascii()


def test_recipients_subject_and_text_come_back() -> None:
    sample = SAMPLES["full"]
    message = parsed(build_message(sample, LAYOUT))
    assert [a.addr_spec for a in message["To"].addresses] == ["a.osei@riverstreet.example"]
    assert [(a.addr_spec, a.display_name) for a in message["Cc"].addresses] == [
        ("t@xn--strae-oqa.example", "Zieliński, Tomasz"),
        ("b@x.example", ""),
    ]
    assert re.sub(r"\s", "", message["Subject"]) == re.sub(r"\s", "", sample.subject)
    plain = message.get_body(("plain",))
    assert isinstance(plain, EmailMessage)
    assert plain.get_content().replace("\r\n", "\n") == render_body(sample.body).text


HOSTILE = [
    "x\r\nBcc: v@y.example",
    "x\nBcc: v@y.example",
    "x\rBcc: v",
    "x\x0bBcc: v",
    "x\u2028Bcc: v",
    "x\x85Bcc: v",
    "x\x00",
    "\x1b[31m",
    "x\u202ey",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_that_would_be_another_header_is_refused(value: str) -> None:
    with pytest.raises(MessageError, match="a character that cannot stand in a header"):
        build_message(draft(subject=value), LAYOUT)
    with pytest.raises(MessageError, match="a character that cannot stand in a header"):
        build_message(draft(to=(Address("a@x.example", value),)), LAYOUT)


@pytest.mark.parametrize("value", ["=?utf-8?q?hi=0ABcc:_e@x.y?=", "=?utf-8?b?aGk=?=", "a =?x"])
def test_an_encoded_word_in_a_value_is_text(value: str) -> None:
    """CVE-2024-6923 made a second header of it."""
    data = build_message(draft(subject=value, to=(Address("a@x.example", value),)), LAYOUT)
    assert data.count(b"\r\nBcc:") == 0
    assert parsed(data)["Subject"] == value


@pytest.mark.parametrize(
    ("address", "says"),
    [("ann", "'ann' in To is no mail address"), ("ann@", "'ann@' in To is no mail address"), ("пошта@x.example", "'пошта' before the @ in To is not in plain letters"),
     ("a b@x.example", "'a b' before the @ in To is not in plain letters"), ("a@x.example>, <b@y.example", "'a@x.example>, <b' before the @ in To is not in plain letters")],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str, says: str) -> None:
    with pytest.raises(MessageError, match=re.escape(says)):
        build_message(draft(to=(Address(address),)), LAYOUT)


def test_bytes_that_differ_from_the_draft_are_refused() -> None:
    """Whatever fault made them, ours or a library's."""
    sample = draft()
    data = build_message(sample, LAYOUT)
    body = render_body(sample.body, LAYOUT.styles)
    whole = type(body)(LAYOUT.wrap(body.html, "en", "ltr", sample.subject) + "\n", body.text)
    verify_message(data, sample, whole)
    for old, new, what in (
        (b"ann@x.example", b"bob@x.example", "To"),
        (b"Evenings for", b"Mornings for", "Subject"),
        (b"hello\r\n", b"goodbye\r\n", "text"),
        (b"X-Unsent", b"X-Other", "headers"),
        (b"Subject:", b"Bcc: v@y.example\r\nSubject:", "headers"),
    ):
        with pytest.raises(MessageError, match=f"its {what} would not be what the draft says"):
            verify_message(data.replace(old, new, 1), sample, whole)


NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"]), max_size=50).map(
    lambda text: " ".join(text.split())
)


@given(names=st.lists(NAMES, min_size=1, max_size=4), subject=NAMES)
@settings(max_examples=250, deadline=None)
def test_any_name_and_subject_come_back_as_they_were(names: list[str], subject: str) -> None:
    """Commas, quotes, accents, emoji: never two recipients of one, never another name. Two parsers agree."""
    assume(subject)
    people = tuple(Address(f"p{index}@x.example", name) for index, name in enumerate(names))
    message = parsed(build_message(draft(to=people, subject=subject), LAYOUT))
    found = message["To"].addresses
    assert [a.addr_spec for a in found] == [person.addr_spec for person in people]
    assert [re.sub(r"\s", "", a.display_name) for a in found] == [re.sub(r"\s", "", name) for name in names]
    assert re.sub(r"\s", "", message["Subject"]) == re.sub(r"\s", "", subject)


@given(NAMES)
@settings(max_examples=200, deadline=None)
def test_our_headers_read_as_the_standard_librarys_do(name: str) -> None:
    """`EmailMessage` at 998 characters a line, where its folding is sound, is the oracle."""
    theirs = EmailMessage(policy=policy.SMTP.clone(max_line_length=998))
    theirs["To"] = StandardAddress(name, addr_spec="a@x.example")
    read = email.message_from_bytes(theirs.as_bytes(), policy=policy.default)["To"].addresses
    ours = parsed(build_message(draft(to=(Address("a@x.example", name),)), LAYOUT))["To"].addresses
    squeeze = re.compile(r"\s")
    assert [squeeze.sub("", a.display_name) for a in ours] == [squeeze.sub("", a.display_name) for a in read]


@given(st.text(max_size=300))
def test_encoded_words_are_short_and_whole(text: str) -> None:
    assume(text and not re.search("[\ud800-\udfff]", text))
    words = encoded_words(text)
    assert max(map(len, words)) <= 75
    decoded = "".join(part.decode(charset or "ascii") if isinstance(part, bytes) else part for word in words
                      for part, charset in email.header.decode_header(word))  # fmt: skip
    assert decoded == text


@given(st.text(max_size=400))
@settings(max_examples=300)
def test_text_survives_its_encoding(text: str) -> None:
    assume(not re.search("[\ud800-\udfff\r\x00]", text))
    encoding, data = encode_text(text)
    message = email.message_from_bytes(b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + data)
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    expected = text.replace("\n", "\r\n").encode()
    assert payload.rstrip(b"\r\n") == expected.rstrip(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 76


def test_quoted_printable_is_within_its_lines_where_a_blank_ends_one() -> None:
    """The standard library writes lines of 78 there (gh-78206)."""
    for length in range(70, 80):
        for end in (b" ", b"\t", b"  ", b"=", b"."):
            data = b"x" * length + end + b"\r\ny"
            quoted = quoted_printable(data)
            assert max(map(len, quoted.split(b"\r\n"))) <= 76
            assert (
                email.message_from_bytes(b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted).get_payload(
                    decode=True
                )
                == data
            )


def test_a_line_that_begins_like_a_mailbox_or_ends_the_data_is_quoted() -> None:
    assert quoted_printable(b"From here\r\n.\r\n..") == b"=46rom here\r\n=2E\r\n=2E."


PERL = r"""
use strict; use warnings; use Email::MIME; use JSON::PP;
local $/; my $mail = Email::MIME->new(scalar <STDIN>);
my @parts = $mail->subparts;
print JSON::PP->new->ascii->canonical->encode({
  subject => $mail->header_str('Subject'), to => $mail->header_str('To'),
  text => $parts[0]->body_str, html => $parts[1]->body_str });
"""


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_another_languages_parser_reads_the_same_letter(name: str) -> None:
    """Perl's Email::MIME, which shares no line with Python."""
    perl = shutil.which("perl")
    if not perl or subprocess.run([perl, "-MEmail::MIME", "-e", "1"], capture_output=True, check=False).returncode:
        if os.environ.get("CI"):
            pytest.fail("Email::MIME is missing; packages.txt names it")
        pytest.skip("Perl's Email::MIME is not installed")
    sample = SAMPLES[name]
    result = subprocess.run([perl, "-e", PERL], input=build_message(sample, LAYOUT), capture_output=True, check=True)
    read = json.loads(result.stdout)
    body = render_body(sample.body, LAYOUT.styles)
    assert re.sub(r"\s", "", read["subject"]) == re.sub(r"\s", "", sample.subject)
    assert read["text"].replace("\r\n", "\n") == body.text
    assert body.html in read["html"].replace("\r\n", "\n")
    assert sample.to[0].addr_spec in read["to"]
