"""What was written is read back as the standard library reads it, and what is not as we write is refused."""

from email import message_from_bytes
from email.message import Message
from email.utils import collapse_rfc2231_value

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.attachments import Attachment, name_fault
from composer.drafts.draft import Address, Draft
from composer.mail.layout import Layout
from composer.mail.message import OPENS_AS_DRAFT, MessageKind, build_message
from composer.mail.read_back import Part, read_message

WORDS = st.text("aé =?日🙂,\"'.From\n-_", max_size=80)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda name: "/" not in name and not name_fault(f"{name}.pdf")[0]
)


@st.composite
def messages(draw: st.DrawFn, layout: Layout) -> bytes:
    """Whatever a letter, its files and the kind of its message may be."""
    names = draw(st.lists(NAMES, max_size=2, unique=True))
    files = tuple(Attachment(f"{name}.pdf", "application/pdf", draw(st.binary(max_size=90))) for name in names)
    subject, name = (" ".join(draw(WORDS).split()) for _ in range(2))
    draft = Draft("a.b", subject, draw(WORDS), to=(Address("ann@x.example", name),), sender=Address("maya@y.example"))
    return build_message(draft, layout, draw(st.sampled_from([OPENS_AS_DRAFT, MessageKind(html=False)])), files)


def as_read(part: Part) -> list[object]:
    """Everything of a message and its parts that is compared with what was meant."""
    headers = [[name, value] for name, value in part.headers]
    if part.content_type.startswith("multipart/"):
        return [headers, part.content_type, *map(as_read, part.parts_of(part.content_type))]
    text = part.text if part.content_type.startswith("text/") else ""
    return [headers, part.content_type, part.disposition, part.filename, part.content, text]


def as_the_library_reads(part: Message) -> list[object]:
    headers = [[name, value.replace("\r\n", "").lstrip(" \t")] for name, value in part.items()]
    kind, payload = part.get_content_type(), part.get_payload(decode=True)
    if part.is_multipart():
        inner = part.get_payload()
        assert isinstance(inner, list)
        return [headers, kind, *(as_the_library_reads(one) for one in inner if isinstance(one, Message))]
    assert isinstance(payload, bytes)
    charset = part.get_content_charset("ascii")
    text = payload.decode(charset).replace("\r\n", "\n") if kind.startswith("text/") else ""
    # `get_filename` would take another header's name where this one has none.
    name = collapse_rfc2231_value(part.get_param("filename", "", header="content-disposition"))
    return [headers, kind, part.get_content_disposition() or "", name, payload, text]


@given(st.data())
def test_a_message_is_read_as_the_library_reads_it(layout: Layout, data: st.DataObject) -> None:
    message = data.draw(messages(layout))
    assert as_read(read_message(message)) == as_the_library_reads(message_from_bytes(message))


CHANGES = st.sampled_from(
    [
        b"",
        b"\r\n",
        b"\n",
        b" ",
        b"\t",
        b":",
        b";",
        b"=",
        b'"',
        b"--",
        b"=_",
        b"\r\n\r\n",
        b"x",
        b"=3D",
        b"X-A: b\r\n",
        b"\\",
    ]
)


@given(st.data())
def test_a_message_that_something_changed_is_refused_or_read_alike(layout: Layout, data: st.DataObject) -> None:
    """Whatever a fault of ours makes of it, this reader never takes it for something else than other programs do."""
    message = data.draw(messages(layout))
    at = data.draw(st.integers(0, len(message)))
    changed = message[:at] + data.draw(CHANGES) + message[at + data.draw(st.integers(0, 3)) :]
    try:
        found = as_read(read_message(changed))
    except (LookupError, ValueError):
        return
    assert found == as_the_library_reads(message_from_bytes(changed))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Subject: a",
        b"Subject a\r\n\r\n",
        b"Sub ject: a\r\n\r\n",
        b" a\r\n\r\n",
        b"Subject: a\nTo: b\r\n\r\n",
        "Subject: é\r\n\r\n".encode(),
    ],
)
def test_what_begins_with_no_headers_is_no_message(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # what it says is nobody's to read
        read_message(data)


@pytest.mark.parametrize("disposition", ["a; filename*1*=utf-8''a; filename*0*=b", "a; filename*0*=utf-8''a; filename*0*=b",
                                         "a; filename=a; filename*=utf-8''b", "a; filename*0*=utf-8''a; filename*9*=b"])  # fmt: skip
def test_a_name_in_pieces_that_are_out_of_order_is_refused(disposition: str) -> None:
    part = read_message(f"Content-Disposition: {disposition}\r\n\r\n".encode())
    with pytest.raises(ValueError):  # noqa: PT011  # what it says is nobody's to read
        _ = part.filename
