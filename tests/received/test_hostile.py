"""Messages that are broken, or made to break a reader: they are named, stop nothing, and take little time."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import ReceivedError
from composer.received.header import read_header
from composer.received.message import parse_whole
from composer.received.returned import failures_in, mailboxes_of, returned_message
from composer.received.text import text_of, words_in
from tests.conftest import at_most
from tests.received.conftest import Office
from tests.received.posted import OURS, THEIRS, mail, raw

HEAD = f"From: {THEIRS}\nTo: {OURS}\nDate: Mon, 23 Nov 2026 16:40:00 -0500\n".encode()
NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(5_000))
HOSTILE = {
    "nothing but noise": bytes(range(256)) * 40,
    "no date": b"From: a.osei@riverstreet.example\nTo: c@d.example\nSubject: x\n\nHello.\n",
    "a date of nowhere": b"From: a.osei@riverstreet.example\nDate: 99 Foo 99999999999999999999 99:99:99 +9999999999\n\nHello.\n",
    "five thousand parts in one another": HEAD + NESTED,
    "ten thousand messages in one another": HEAD + b"Content-Type: message/rfc822\n\n" * 10_000,
    "a field of two million semicolons": HEAD + b"Content-Type: text/plain" + b";" * 2_000_000 + b"\n\nHello.\n",
    "the same in a part": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain" + b';a="' * 500_000 + b"\n\nx\n--b--\n",
    "a hundred thousand recipients": HEAD.replace(b"To: ", b"To: " + b"<x@y.example>, " * 100_000) + b"\nHello.\n",
    "comments in comments": HEAD + b"Cc: " + b"(" * 200_000 + b"\n\nHello.\n",
    "encoded words without end": HEAD + b"Subject: " + b"=?utf-8?q?=" * 50_000 + b"\n\nHello.\n",
    "a charset of nowhere": HEAD + b"Content-Type: text/plain; charset=klingon\nSubject: =?klingon?q?=41?=\n\nHello.\n",
    "tags that never end": HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 200_000 + b"<" * 200_000,
    "quotes in quotes": HEAD + b"Content-Type: text/html\n\n" + b"<blockquote>" * 300_000,
    "one line of two million letters": HEAD + b"\n" + b"x" * 2_000_000,
    "two hundred thousand lines that quote": HEAD + b"\n" + b"On Fri wrote:\n" * 200_000,
    "lines that quote, and one that is quoted": HEAD + b"\n" + b"On Fri at wrote:\n" * 200_000 + b"> x\n",
    "an answer of a hundred thousand sentences": HEAD + b"\n" + b"Please do not, or never, stop to write to them. " * 60_000,
    "half a header": b"From: Dr",
    "base64 that is none": HEAD + b"Content-Transfer-Encoding: base64\n\n%%%%\n",
    "a report of a hundred thousand recipients": HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + b"Final-Recipient: rfc822; x@y.example\nAction: failed\nStatus: 5.1.1\n\n" * 50_000 + b"--b--\n",
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_message_stops_nothing_and_takes_little_time(what: str, office: Office) -> None:
    reply = mail("Thank you.\n", date="Mon, 23 Nov 2026 16:40:00 -0500")
    with at_most(15):
        ran = office.sync(office.went(), HOSTILE[what], reply, words=("--json",))
    assert ran.code == 0, ran.err
    told = [line.partition("event: ")[2].strip("}").partition(",")[0] for line in office.history]
    assert [one for one in told if one != "may have asked to stop"] == ["sent", "replied"]
    assert told.count("may have asked to stop") <= 1, "what is not understood is asked about, once"


@pytest.mark.parametrize("what", ["nothing but noise", "no date", "a date of nowhere"])
def test_a_broken_message_is_named(what: str, office: Office) -> None:
    ran = office.sync(office.went(), HOSTILE[what])
    assert "Not understood (1)" in ran.out
    assert "saved.mbox, message" in ran.out


def test_too_many_parts_and_too_long_a_field_are_said(office: Office) -> None:
    for what, says in (
        ("five thousand parts in one another", "more than 100 parts"),
        ("the same in a part", "one of its fields is too long"),
    ):
        assert says in office.sync(office.went(), HOSTILE[what]).out


_PIECES = st.sampled_from(
    [b"From: a@b.example\n", b"Date: Mon, 23 Nov 2026 16:40:00 -0500\n", b"Content-Type: multipart/report; boundary=b; report-type=delivery-status\n",
     b"Content-Type: text/html; charset=", b"\n", b"\n--b\n", b"--b--\n", b"Content-Type: message/delivery-status\n\n", b"Final-Recipient: rfc822; x@y.example\n",
     b"Action: failed\n", b"Status: 5.1.1\n", b"=?utf-8?q?=E9?=", b"Content-Transfer-Encoding: base64\n", b"<blockquote>", b"Subject: x\n", b" folded\n", b"Content-Type: message/rfc822\n"]
)  # fmt: skip


@given(st.lists(_PIECES | st.binary(max_size=20), max_size=30).map(b"".join))
def test_whatever_comes_is_read_or_refused_in_words(data: bytes) -> None:
    with suppress(ReceivedError):
        header = read_header(raw(data))
        message = parse_whole(data)
        failures_in(message, header)
        mailboxes_of(returned_message(message), "To")
        assert isinstance(text_of(message) + words_in(message).own, str)
