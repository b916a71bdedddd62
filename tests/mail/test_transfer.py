"""Text survives the road: quoted-printable and base64, read back by the standard library."""

import base64
import quopri

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from composer.mail.transfer import encode_text, quoted_printable

TEXT = st.lists(
    st.sampled_from([*"ab =.é日🙂\t\n", "  ", " \n", "\t\n", "From ", "\n>From ", ">", "x" * 30, "word "])
    | st.characters(exclude_categories=["Cc", "Cs"]),
    max_size=120,
).map(lambda parts: "".join(parts) + "\n")


def decoded(encoding: str, data: bytes) -> str:
    octets = quopri.decodestring(data) if encoding == "quoted-printable" else base64.b64decode(data)
    return octets.decode("utf-8").replace("\r\n", "\n")


@given(TEXT)
@example("x" * 74 + " \n")
@example("x" * 75 + "\t\n")
@example("x" * 76 + "\n")
@example("From here\n" + "x" * 74 + "From there\n")
@example(">From here\n>>From there\n")
def test_what_is_encoded_reads_back(text: str) -> None:
    encoding, data = encode_text(text)
    assert decoded(encoding, data) == text
    lines = data.split(b"\r\n")
    assert data.isascii()
    assert max(map(len, lines)) <= 76
    assert not any(b"\n" in line or b"\r" in line or line.endswith((b" ", b"\t")) for line in lines)
    assert not any(line.lstrip(b">").startswith(b"From ") for line in lines), "a mailbox (mboxrd) keeps it as it is"


@given(TEXT)
def test_quoted_printable_reads_back_where_base64_would_be_smaller(text: str) -> None:
    data = text.replace("\n", "\r\n").encode()
    assert quopri.decodestring(quoted_printable(data)) == data
    assert max(map(len, quoted_printable(data).split(b"\r\n"))) <= 76


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Plain words.\n" * 9, "quoted-printable"),
        ("Dziękuję za list. Proszę zadzwonić po południu.\n" * 9, "quoted-printable"),
        ("Шановна пані Шевченко, дякую.\n" * 9, "base64"),
        ("您好，谢谢您的推荐。\n" * 9, "base64"),
    ],
)
def test_the_smaller_encoding_is_taken(text: str, encoding: str) -> None:
    """Latin letters stay readable in the file; for others base64 is half as long."""
    assert encode_text(text)[0] == encoding


def test_a_line_of_one_dot_does_not_end_the_message() -> None:
    assert encode_text("a\n.\nb\n") == ("quoted-printable", b"a\r\n=2E\r\nb\r\n")
