"""Files in a message: whatever they are called and whatever they hold, another program reads the same."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.attachments import Attachment, name_fault
from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.attached_parts import ascii_name, attached_part
from composer.mail.body import Body, render_body
from composer.mail.layout import Layout, direction
from composer.mail.message import OPENS_AS_DRAFT, MessageKind, build_message, verify_message

DRAFT = Draft(
    "a.introduction", "Hello", "Dear Ann,\n\nMy page is attached.\n", to=(Address("ann@x.example"),),
    sender=Address("maya@y.example"),
)  # fmt: skip
PDF = Attachment("one-page.pdf", "application/pdf", bytes(range(256)) * 3)
CARD = Attachment("Maya Lindgren.vcf", "text/directory", "BEGIN:VCARD\r\nFN:Mäya\r\nEND:VCARD\r\n".encode())
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda name: "/" not in name and not name_fault(f"{name}.pdf")[0]
)


def parsed(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.parametrize(
    ("kind", "inner"), [(OPENS_AS_DRAFT, "multipart/alternative"), (MessageKind(html=False), "text/plain")]
)
def test_a_message_carries_the_letter_first_and_then_the_files(layout: Layout, kind: MessageKind, inner: str) -> None:
    data = build_message(DRAFT, layout, kind, (PDF, CARD))
    message = parsed(data)
    assert message.get_content_type() == "multipart/mixed"
    assert message.keys()[-1] == ("X-Unsent" if kind.html else "Content-Type")
    letter, *files = message.iter_parts()
    assert letter.get_content_type() == inner
    assert [(one.get_filename(), one.get_content_type(), one.get_payload(decode=True)) for one in files] == [
        ("one-page.pdf", "application/pdf", PDF.data), ("Maya Lindgren.vcf", "text/directory", CARD.data),
    ]  # fmt: skip
    assert {one.get_content_disposition() for one in files} == {"attachment"}
    assert not any(part.defects for part in message.walk())
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert data == build_message(DRAFT, layout, kind, (PDF, CARD))


def test_without_files_a_message_is_as_it_was(layout: Layout) -> None:
    assert build_message(DRAFT, layout) == build_message(DRAFT, layout, OPENS_AS_DRAFT, ())
    assert parsed(build_message(DRAFT, layout)).get_content_type() == "multipart/alternative"


def read_back(attachment: Attachment) -> None:
    for how in (policy.default, policy.compat32):
        part = message_from_bytes(attached_part(attachment), policy=how)
        assert part.get_filename() == attachment.name
        assert part.get_payload(decode=True) == attachment.data
        assert part.keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition"]
        assert not part.defects
    written = attached_part(attachment)
    assert written.isascii()
    assert max(map(len, written.split(b"\r\n"))) <= 78


@given(NAMES)
def test_any_name_is_read_back_as_it_was(stem: str) -> None:
    read_back(Attachment(f"{stem}.pdf", "application/pdf", b"data"))


@pytest.mark.parametrize(
    "name",
    ['say "hello".pdf', "Broschüre für Ärzte.pdf", "資料.pdf", "a;b=c.pdf", "100%.pdf", "it's.pdf", "=?utf-8?q?x?=.pdf", "می‌روم.pdf",
     "x" * 140 + ".pdf", "🙂" * 30 + ".pdf", "a  b.pdf", "utf-8''x.pdf", "filename*0*=x.pdf", "%0d%0aBcc: x@evil.example.pdf"],
)  # fmt: skip
def test_an_odd_name_is_read_back_as_it_was(name: str) -> None:
    read_back(Attachment(name, "application/pdf", b"data"))


def test_a_name_can_become_no_header(layout: Layout) -> None:
    """Names with line ends are refused where files are found; even so one that came here would stay a name."""
    evil = Attachment("a\r\nBcc: x@evil.example\r\n\r\nb.pdf", "application/pdf", b"data")
    assert b"\r\nBcc:" not in attached_part(evil)
    assert "Bcc" not in parsed(build_message(DRAFT, layout, attached=(PDF, CARD)))


@pytest.mark.parametrize(
    ("name", "plain"),
    [("one-page.pdf", "one-page.pdf"), ("Broschüre.pdf", "Broschure.pdf"), ("资料.pdf", "ZiLiao.pdf"), ("\u3164.pdf", "file.pdf"),
     ('say "hi".pdf', "say hi.pdf"), ("x" * 99 + ".pdf", "x" * 50 + ".pdf")],
)  # fmt: skip
def test_a_program_that_knows_ascii_only_is_given_a_name_too(name: str, plain: str) -> None:
    assert ascii_name(name) == plain
    assert f'name="{plain}"'.encode() in attached_part(Attachment(name, "application/pdf", b""))


def test_text_says_its_charset_and_what_is_no_utf_8_says_none() -> None:
    assert b'text/directory; charset=utf-8;\r\n name="Maya Lindgren.vcf"' in attached_part(CARD)
    latin = Attachment("a.txt", "text/plain", "Müller".encode("latin-1"))
    assert b"Content-Type: application/octet-stream;" in attached_part(latin)


@pytest.mark.parametrize(
    "instead",
    [(), (PDF,), (CARD, PDF), (Attachment("two-pages.pdf", PDF.media_type, PDF.data), CARD), (Attachment(PDF.name, "image/png", PDF.data), CARD),
     (Attachment(PDF.name, PDF.media_type, PDF.data[:-1]), CARD)],
)  # fmt: skip
def test_a_message_with_other_files_is_not_made(layout: Layout, instead: tuple[Attachment, ...]) -> None:
    data, text = build_message(DRAFT, layout, attached=(PDF, CARD)), render_body(DRAFT.body, layout.styles)
    body = Body(layout.wrap(text.html, "en", direction("en"), DRAFT.subject), text.text)
    verify_message(data, DRAFT, body, attached=(PDF, CARD))
    with pytest.raises(MessageError):
        verify_message(data, DRAFT, body, attached=instead)
