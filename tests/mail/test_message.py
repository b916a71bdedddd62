"""A draft's message says what the draft says, byte for byte, or is not made.

The golden files in ``tests/data/mail`` hold whole messages. When a change to them is meant, renew them and read the
difference before it is committed:

    RENEW_GOLDEN=1 python -m pytest tests/mail/test_message.py
"""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.body import Body, render_body
from composer.mail.layout import Layout
from composer.mail.message import OPENS_AS_DRAFT, MessageKind, Stored, build_message, message_id, verify_message

GOLDEN = Path(__file__).parent.parent / "data" / "mail"
MAYA = Address("maya@harborstreet.example", "Maya Chen, LPCC")

PLAIN = Draft(
    name="plain",
    subject="Patients who wait for a therapist",
    body="""\
Dear Dr. Osei,

In February you told me that your Medicaid patients wait *months* for therapy, and that you seldom hear back.

- I take Buckeye and Molina Medicaid.
- From 9 March I have **two openings** on Tuesday evenings; [my page](https://harborstreet.example/?a=1&b=2) says more.

With good wishes,
Maya Chen, LPCC
-- \n12 Harbor Street <maya@harborstreet.example>
""",
    to=(Address("a.osei@riverstreet.example", "Dr. Abena Osei"),),
    sender=MAYA,
)
NAMES = Draft(
    name="names",
    subject="Réponse à « votre question » – =?utf-8?q?no?= 🙂 and words enough for a second line of the header",
    body="Café <b>raw</b> & \\*stars\\*\nFrom here on.\n",
    to=(
        Address("t.zielinski@example.org", "Zieliński, Tomasz"),
        Address("q@example.org", 'Abena "Q" Osei (MD)'),
        Address("info@straße.example"),
    ),
    cc=(Address("li@example.org", "李小龍"),),
    bcc=(Address("log@harborstreet.example"),),
    reply_to=(MAYA,),
    sender=replace(MAYA, display_name="Maya Chén"),
    in_reply_to="<abc.1@mail.example.org>",
)
CYRILLIC = Draft(
    name="cyrillic",
    subject="Вечірні години",
    body="Шановна пані Шевченко,\n\nу лютому Ви писали, що пацієнти довго чекають.\n\n> Місяцями.\n",
    to=(Address("o@example.org", "Олена Шевченко"),),
    language="uk",
)
HEBREW = Draft(
    name="hebrew",
    subject="שעות הערב",
    body="שלום רב,\n\n1. יום שלישי\n2. יום חמישי\n    - בשבע\n\nבברכה,\nמאיה\n",
    to=(Address("r@example.org", "הרב כהן"),),
    language="he",
)
DRAFTS = (PLAIN, NAMES, CYRILLIC, HEBREW)
NOON = datetime(2026, 11, 24, 12, 5, 9, tzinfo=timezone(timedelta(hours=-5)))
STORED = Stored(NOON, "<0123456789abcdef0123456789abcdef@harborstreet.example>")
TEXT_ALONE, IN_MAILBOX = MessageKind(html=False), MessageKind(stored=STORED)
GOLDEN_ONES = {draft.name: (draft, OPENS_AS_DRAFT) for draft in DRAFTS} | {
    "text-alone": (NAMES, TEXT_ALONE),
    "in-a-mailbox": (NAMES, IN_MAILBOX),
    "text-in-a-mailbox": (replace(CYRILLIC, sender=MAYA), MessageKind(html=False, stored=STORED)),
}


def parsed(data: bytes) -> EmailMessage:
    message = BytesParser(policy=default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    return message


def body_of(draft: Draft, layout: Layout) -> Body:
    """What the two parts of a draft's message hold, as its own parse says."""
    plain, html = parsed(build_message(draft, layout)).iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    return Body(*(part.get_content().replace("\r\n", "\n") for part in (html, plain)))


@pytest.mark.parametrize("name", GOLDEN_ONES)
def test_a_message_is_the_golden_one(name: str, layout: Layout) -> None:
    path, data = GOLDEN / f"{name}.eml", build_message(GOLDEN_ONES[name][0], layout, GOLDEN_ONES[name][1])
    if os.environ.get("RENEW_GOLDEN"):
        path.write_bytes(data)
    assert data == path.read_bytes()


@pytest.mark.parametrize("draft", DRAFTS, ids=[draft.name for draft in DRAFTS])
def test_a_message_reads_back_with_the_modern_parser(draft: Draft, layout: Layout) -> None:
    """Another parser than the one that judges each message as it is made."""
    message = parsed(build_message(draft, layout))
    plain, html = message.iter_parts()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]
    assert [part["Content-Language"] for part in (plain, html)] == [draft.language] * 2
    assert [part.get_content_charset() for part in (plain, html)] == ["utf-8"] * 2
    assert not [defect for part in message.walk() for defect in part.defects]
    assert body_of(draft, layout).text == render_body(draft.body).text
    assert render_body(draft.body, layout.styles).html in body_of(draft, layout).html


def test_a_draft_has_the_headers_of_a_draft(layout: Layout) -> None:
    """No Date and no Message-ID, which the mail program gives it; Bcc, which it honours."""
    assert parsed(build_message(NAMES, layout)).keys() == [
        *("From", "To", "Cc", "Bcc", "Reply-To", "Subject", "In-Reply-To", "References"),
        *("MIME-Version", "Content-Type", "X-Unsent"),
    ]
    least = Draft(name="x", subject="", body="", to=(Address("a@x.example"),))
    assert parsed(build_message(least, layout)).keys() == ["To", "Subject", "MIME-Version", "Content-Type", "X-Unsent"]


def test_a_message_in_a_mailbox_has_a_date_and_an_id_and_does_not_say_that_it_is_unsent(layout: Layout) -> None:
    message = parsed(build_message(NAMES, layout, IN_MAILBOX))
    assert message.keys() == [
        *("From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
        *("MIME-Version", "Content-Type"),
    ]
    assert message["Date"] == "Tue, 24 Nov 2026 12:05:09 -0500"
    assert message["Message-ID"] == STORED.message_id
    of_second = Stored(NOON.replace(microsecond=999_999), STORED.message_id)
    assert parsed(build_message(PLAIN, layout, MessageKind(stored=of_second)))["Date"] == message["Date"]
    utc = Stored(NOON.astimezone(UTC), STORED.message_id)
    assert parsed(build_message(PLAIN, layout, MessageKind(stored=utc)))["Date"] == "Tue, 24 Nov 2026 17:05:09 +0000"


@pytest.mark.parametrize("draft", DRAFTS, ids=[draft.name for draft in DRAFTS])
def test_a_message_of_text_alone_holds_the_text_part_and_nothing_else(draft: Draft, layout: Layout) -> None:
    data = build_message(draft, layout, TEXT_ALONE)
    message = parsed(data)
    assert message.keys()[-4:] == ["MIME-Version", "Content-Type", "Content-Language", "Content-Transfer-Encoding"]
    assert "X-Unsent" not in message, "mutt would send it"
    assert message.get_content_type() == "text/plain"
    assert message["Content-Language"] == draft.language
    assert message.get_content().replace("\r\n", "\n") == render_body(draft.body).text
    assert b"boundary" not in data
    assert b"<p" not in data


def test_a_message_id_is_bound_to_the_name_and_to_what_was_approved() -> None:
    """So that the same letter is found again, and another one is not taken for it."""
    first = message_id(PLAIN)
    assert re.fullmatch(r"<[0-9a-f]{32}@harborstreet\.example>", first)
    assert first == message_id(replace(PLAIN, status="handed-over", approved="x", handed_over=NOON.date()))
    changed = (replace(PLAIN, name="y"), replace(PLAIN, body="Dear Dr. Osei,\n"), replace(PLAIN, subject="Another"))
    assert len({first, *map(message_id, changed)}) == 4
    assert message_id(replace(PLAIN, sender=Address("m@straße.example"))).endswith("@xn--strae-oqa.example>")


def test_a_message_in_a_mailbox_without_a_sender_is_not_made(layout: Layout) -> None:
    for refused in (lambda draft: build_message(draft, layout, IN_MAILBOX), message_id):
        with pytest.raises(MessageError) as caught:
            refused(replace(PLAIN, sender=None))
        assert caught.value.message == "a message in a mailbox must say who it is from"


@pytest.mark.parametrize("found", ["", "abc", "abc@x.example", "<a b@x.example>", "<a@x.example>\r\nBcc: e@x.example"])
def test_what_is_no_message_id_is_refused(found: str, layout: Layout) -> None:
    with pytest.raises(MessageError, match="Message-ID header"):
        build_message(PLAIN, layout, MessageKind(stored=Stored(NOON, found)))


def test_the_same_draft_gives_the_same_bytes_and_another_another_boundary(layout: Layout) -> None:
    boundaries = {parsed(build_message(draft, layout)).get_boundary() for draft in (*DRAFTS, *DRAFTS)}
    assert len(boundaries) == len(DRAFTS)
    for draft in DRAFTS:
        data = build_message(draft, layout)
        assert data == build_message(replace(draft, name="another", status="ready", lines={"to": 1}), layout)
        boundary = parsed(data).get_boundary()
        assert boundary
        assert data.count(boundary.encode()) == 4


def test_every_line_is_short_ascii_and_ends_in_crlf(layout: Layout) -> None:
    for draft in DRAFTS:
        data = build_message(draft, layout)
        lines = data.split(b"\r\n")
        assert data.isascii()
        assert lines[-1] == b""
        assert max(map(len, lines)) <= 78
        assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_one_letter_never_holds_a_word_of_the_one_before(layout: Layout) -> None:
    """Not even where it is empty."""
    build_message(PLAIN, layout)
    assert body_of(replace(PLAIN, body=""), layout).text == "\n"
    assert body_of(replace(PLAIN, body=" \n \n"), layout).text == "\n"


@pytest.mark.parametrize("language", ["", "english language", "en\r\nBcc: e@x.example", "en_US", "e" * 9])
def test_what_is_no_language_is_refused(language: str, layout: Layout) -> None:
    with pytest.raises(MessageError) as caught:
        build_message(replace(PLAIN, language=language), layout)
    assert caught.value.message == f"'{language}' is no language"


HOSTILE = [
    "x\nBcc: e@evil.example",
    "x\r\n\r\n<script>",
    "x\rBcc: e@evil.example",
    "x\u2028Bcc: e@evil.example",
    "x\x85Bcc: e@evil.example",
    "=?utf-8?q?hi=0ABcc:_e@evil.example?=",
    "=?utf-8?b?SGkKQmNjOiBlQGV2aWwuZXhhbXBsZQ==?=",
    'Smith, John "Jack" (Head of Partnerships, European Federation of Mental Health), <e@evil.example>',
    '"<e@evil.example>',
    "a@evil.example, b",
    "\\",
    '\\"',
    "undisclosed-recipients:;",
    "x" * 1200,
    "é" * 1200,
    "--=_x",
    "</title><script>",
]


def placed(text: str, place: str) -> Draft:
    """A draft with the text as its subject, or as the name of a recipient or of the sender."""
    address = Address("a@x.example", text)
    return {
        "subject": replace(PLAIN, subject=text),
        "to": replace(PLAIN, to=(address,)),
        "sender": replace(PLAIN, sender=address),
        "bcc": replace(PLAIN, bcc=(address,)),
    }[place]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["subject", "to", "sender", "bcc"])
def test_a_hostile_value_is_refused_or_stays_a_value(hostile: str, place: str, layout: Layout) -> None:
    """No header, recipient or element comes of it."""
    draft = placed(hostile, place)
    if re.search("[\r\n\x85\u2028]", hostile):
        with pytest.raises(MessageError):
            build_message(draft, layout)
        return
    message = parsed(build_message(draft, layout))
    fields = {"From", "To", "Bcc"} if place == "bcc" else {"From", "To"}
    assert set(message.keys()) == {"X-Unsent", "Subject", "MIME-Version", "Content-Type", *fields}
    assert [address.domain for name in fields for address in message[name].addresses if "evil" in address.domain] == []
    assert [len(message[name].addresses) for name in sorted(fields)] == [1] * len(fields)
    assert "<script" not in body_of(draft, layout).html


@given(st.text(max_size=300), st.text("aé =?日🙂,\"'", max_size=60))
def test_any_text_reads_back_as_the_words_that_were_rendered(layout: Layout, body: str, subject: str) -> None:
    draft = replace(PLAIN, body=body, subject=subject)
    assert body_of(draft, layout).text == render_body(body).text


TAMPERED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("a header more", lambda data: b"X-Mailer: x\r\n" + data, "headers"),
    ("a header twice", lambda data: b"Bcc: e@evil.example\r\n" + data, "headers"),
    ("a header less", lambda data: data.replace(b"X-Unsent: 1\r\n", b""), "headers"),
    ("another sender", lambda data: data.replace(b"<maya@", b"<mary@", 1), "From"),
    ("another recipient", lambda data: data.replace(b"q@example.org", b"r@example.org"), "To"),
    ("a recipient more", lambda data: data.replace(b"<q@", b"<e@evil.example>, <q@"), "To"),
    ("another name", lambda data: data.replace(b"(MD)", b"(DO)"), "To"),
    ("another copy", lambda data: data.replace(b"<li@", b"<lo@"), "Cc"),
    ("another blind copy", lambda data: data.replace(b"log@", b"lag@"), "Bcc"),
    ("another way to reply", lambda data: re.sub(b"(Reply-To:.*)harbor", rb"\1garbor", data), "Reply-To"),
    ("another subject", lambda data: re.sub(b"Subject: =.utf-8.b.....", b"Subject: =?utf-8?b?AAAA", data), "Subject"),
    ("a subject that is no base64", lambda data: re.sub(rb"(Subject: =\?utf-8\?b\?)", rb"\1A", data), "parts"),
    ("another thread", lambda data: data.replace(b"In-Reply-To: <abc", b"In-Reply-To: <abd"), "In-Reply-To"),
    ("other references", lambda data: data.replace(b"References: <abc", b"References: <abd"), "References"),
    ("another word", lambda data: data.replace(b"Caf=C3=A9", b"Cafe", 1), "plain text part"),
    ("another word in HTML", lambda data: data.replace(b"&lt;b&gt;", b"<b>", 1), "HTML part"),
    ("another charset", lambda data: data.replace(b"utf-8\r\n", b"latin-1\r\n", 1), "plain text part"),
    ("a charset that no one knows", lambda data: data.replace(b"utf-8\r\n", b"x-none\r\n", 1), "parts"),
    ("another language", lambda data: data.replace(b"Language: en", b"Language: fr", 1), "plain text part"),
    ("another order", lambda data: data.replace(b"text/plain", b"text/html"), "plain text part"),
    ("another kind", lambda data: data.replace(b"multipart/alternative", b"multipart/mixed"), "parts"),
    ("a part less", lambda data: data.replace(b"--=_", b"--=-", 1), "parts"),
    ("a bare line feed", lambda data: data.replace(b"\r\n", b"\n", 1), "parts"),
    ("raw octets", lambda data: data.replace(b"boundary=", b"x=\xc3\xa9; boundary="), "parts"),
    ("nothing", lambda data: b"", "parts"),
]


@pytest.mark.parametrize(("change", "what"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
def test_a_difference_is_found_and_named(change: Callable[[bytes], bytes], what: str, layout: Layout) -> None:
    """Whatever goes wrong in between, a message that says something else does not leave."""
    data, body = build_message(NAMES, layout), body_of(NAMES, layout)
    verify_message(data, NAMES, body)
    changed = change(data)
    assert changed != data
    with pytest.raises(MessageError) as caught:
        verify_message(changed, NAMES, body)
    assert caught.value.message == f"the message was not made, because its {what} would not be what the draft says"


TAMPERED_IN_MAILBOX: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("an unsent one", lambda data: data.replace(b"MIME-V", b"X-Unsent: 1\r\nMIME-V"), "headers"),
    ("no date", lambda data: re.sub(b"Date:.*\r\n", b"", data), "headers"),
    ("no id", lambda data: re.sub(b"Message-ID:.*\r\n", b"", data), "headers"),
    ("another date", lambda data: data.replace(b"12:05:09", b"12:05:08"), "Date"),
    ("no date at all", lambda data: data.replace(b"12:05:09", b"noon"), "parts"),
    ("another id", lambda data: data.replace(b"<0123", b"<1123"), "Message-ID"),
    ("another text", lambda data: data.replace(b"Caf=C3=A9", b"Cafe"), "plain text part"),
    ("HTML in its place", lambda data: data.replace(b"text/plain", b"text/html"), "plain text part"),
    (
        "several parts",
        lambda data: data.replace(b"text/plain;", b"multipart/alternative; boundary=x;"),
        "parts",
    ),
]


@pytest.mark.parametrize(("change", "what"), [row[1:] for row in TAMPERED_IN_MAILBOX], ids=[row[0] for row in TAMPERED_IN_MAILBOX])  # fmt: skip
def test_a_difference_in_a_message_of_a_mailbox_is_found_too(
    change: Callable[[bytes], bytes], what: str, layout: Layout
) -> None:
    kind, body = MessageKind(html=False, stored=STORED), Body("", render_body(NAMES.body).text)
    data = build_message(NAMES, layout, kind)
    changed = change(data)
    assert changed != data
    with pytest.raises(MessageError) as caught:
        verify_message(changed, NAMES, body, kind)
    assert caught.value.message == f"the message was not made, because its {what} would not be what the draft says"


@given(st.datetimes(timezones=st.timezones()))
def test_whenever_it_is_stored_the_date_reads_back(layout: Layout, date: datetime) -> None:
    offset = date.utcoffset()
    if offset is None or offset.total_seconds() % 60 or date.year < 1000:
        return  # RFC 5322 has minutes and four digits
    message = parsed(build_message(PLAIN, layout, MessageKind(stored=Stored(date, STORED.message_id))))
    # In UTC, for Python holds no moment of an hour that the clocks repeat or leave out equal to one in another zone.
    assert message["Date"].datetime == date.astimezone(UTC).replace(microsecond=0)
