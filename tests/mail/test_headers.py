"""Headers say what they should to every parser, or are refused; the standard library is the oracle."""

import base64
from collections.abc import Callable
from email.headerregistry import Address as StandardAddress
from email.headerregistry import AddressHeader, UnstructuredHeader
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from composer.drafts.draft import Address
from composer.errors import MessageError
from composer.mail.headers import addr_spec, address_header, encoded_words, message_id_header, text_header

# The standard library's own writing is right at this length alone (gh-80222, gh-100884, gh-121284).
UNFOLDED = SMTP.clone(max_line_length=998)

WORD = st.sampled_from(
    [
        "Dr.",
        "Osei,",
        "Abena",
        'the "Q"',
        "O'Neill",
        "(Head)",
        "Zieliński",
        "日本",
        "🙂👩‍⚕️",
        "=?utf-8?q?x?=",
        "a@b",
        "<x>",
        "\\",
        ";",
        ":",
    ]
)
NAME = st.lists(WORD | st.text('aé,"\\=? .@<>()日🙂_', min_size=1, max_size=40), min_size=1, max_size=8).map(" ".join)
SPEC = st.from_regex(r"[a-z0-9+_-]{1,20}(\.[a-z0-9]{1,9})?@[a-z0-9]{1,20}\.example", fullmatch=True)


def squeezed(text: str) -> str:
    """Without blanks, of which Python 3.11's parser drops one between two encoded words."""
    return "".join(text.split())


def parsed_mailboxes(data: bytes) -> list[tuple[str, str]]:
    header = BytesParser(policy=default).parsebytes(data)["To"]
    assert isinstance(header, AddressHeader)
    return [(squeezed(a.display_name), a.addr_spec) for a in header.addresses]


def parsed_subject(data: bytes) -> str:
    header = BytesParser(policy=default).parsebytes(data)["Subject"]
    assert isinstance(header, UnstructuredHeader)
    return str(header)


def well_formed(data: bytes) -> bool:
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    return (
        data.isascii()
        and not any(b"\n" in line or b"\r" in line for line in lines)
        and all(line.startswith(b" ") and line.strip() for line in lines[1:])
        and all(len(line) <= 76 for line in lines if b"=?" in line)
    )


@given(st.lists(st.builds(Address, SPEC, NAME), min_size=1, max_size=4))
def test_recipients_are_who_they_were(addresses: list[Address]) -> None:
    """Names with accents, commas, quotes, brackets, CJK, emoji, and what looks like an encoded word."""
    data = address_header("To", addresses)
    assert well_formed(data)
    assert parsed_mailboxes(data) == [(squeezed(a.display_name), a.addr_spec) for a in addresses]


@given(st.lists(st.builds(Address, SPEC, NAME), min_size=1, max_size=4))
def test_recipients_are_those_that_the_standard_library_writes(addresses: list[Address]) -> None:
    """The oracle: written by both, read by one parser."""
    assume(not any("=?" in address.display_name for address in addresses))  # it lets those through as they are
    message = EmailMessage(policy=UNFOLDED)
    message["To"] = [StandardAddress(" ".join(a.display_name.split()), addr_spec=a.addr_spec) for a in addresses]
    assert parsed_mailboxes(address_header("To", addresses)) == parsed_mailboxes(message.as_bytes())


@given(st.lists(WORD, min_size=1, max_size=30).map(" ".join) | st.text("aé =?_日🙂.,:", max_size=90))
@example("")
@example(" leads and trails ")
@example("two  blanks")
@example("x" * 2000)
@example("Patients who wait, and an address https://x.example/" + "x" * 80)
def test_a_subject_is_what_it_was(subject: str) -> None:
    data = text_header("Subject", subject)
    assert well_formed(data)
    assert squeezed(parsed_subject(data)) == squeezed(subject)


@given(st.text("aé =?_日🙂.,:", max_size=90))
def test_a_subject_is_the_one_that_the_standard_library_writes(subject: str) -> None:
    assume("=?" not in subject)
    message = EmailMessage(policy=UNFOLDED)
    message["Subject"] = subject
    assert squeezed(parsed_subject(text_header("Subject", subject))) == squeezed(parsed_subject(message.as_bytes()))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_an_encoded_word_is_short_and_of_whole_characters(text: str) -> None:
    words = encoded_words(text, indent=9)
    assert max(map(len, words)) <= 75
    assert len(words[0]) <= 66
    assert "".join(base64.b64decode(word[len("=?utf-8?b?") : -2]).decode("utf-8") for word in words) == text


WRITTEN = [
    (Address("a@x.example"), b"To: a@x.example\r\n"),
    (Address("a@x.example", "  "), b"To: a@x.example\r\n"),
    (Address("a@x.example", "Abena  Osei"), b"To: Abena Osei <a@x.example>\r\n"),
    (Address("a@x.example", "Dr. Abena Osei"), b'To: "Dr. Abena Osei" <a@x.example>\r\n'),
    (Address("a@x.example", 'Osei, "Q" \\ MD'), b'To: "Osei, \\"Q\\" \\\\ MD" <a@x.example>\r\n'),
    (Address("a@x.example", "José"), b"To: =?utf-8?b?Sm9zw6k=?= <a@x.example>\r\n"),
    (Address("a@x.example", "=?utf-8?q?x?="), b"To: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <a@x.example>\r\n"),
    (Address("a@straße.example"), b"To: a@xn--strae-oqa.example\r\n"),
    (Address("a@日本.example"), b"To: a@xn--wgv71a.example\r\n"),
]


@pytest.mark.parametrize(
    ("address", "header"), WRITTEN, ids=[row[0].display_name or row[0].addr_spec for row in WRITTEN]
)
def test_a_mailbox_as_it_is_written(address: Address, header: bytes) -> None:
    assert address_header("To", [address]) == header


def test_a_long_list_is_folded_between_recipients() -> None:
    header = address_header("Cc", [Address(f"someone{n}@practice.example", f"Some One {n}") for n in range(3)])
    assert header == (
        b"Cc: Some One 0 <someone0@practice.example>, Some One 1\r\n"
        b" <someone1@practice.example>, Some One 2 <someone2@practice.example>\r\n"
    )


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("\n", "a line break (U+000A)"),
        ("\r", "a line break (U+000D)"),
        ("\x0b", "a line break (U+000B)"),
        ("\x85", "a line break (U+0085)"),
        ("\u2028", "a line break (U+2028)"),
        ("\u2029", "a line break (U+2029)"),
        ("\x00", "a control character (U+0000)"),
        ("\t", "a control character (U+0009)"),
        ("\x1b", "a control character (U+001B)"),
        ("\x9b", "a control character (U+009B)"),
        ("\ufeff", "a control character (U+FEFF)"),
        ("\ud83d", "a control character (U+D83D)"),
        ("\u202e", "a mark that turns the direction of writing (U+202E)"),
        ("\u2066", "a mark that turns the direction of writing (U+2066)"),
    ],
)
def test_what_could_become_another_header_is_refused(character: str, kind: str) -> None:
    """In the subject, a name, an address and a message id."""
    hostile = f"x{character}Bcc: e@x.example"
    refused: list[tuple[str, Callable[[], object]]] = [
        ("Subject", lambda: text_header("Subject", hostile)),
        ("To", lambda: address_header("To", [Address("a@x.example", hostile)])),
        ("To", lambda: address_header("To", [Address(f"a{character}@x.example")])),
        ("To", lambda: address_header("To", [Address(f"a@x{character}.example")])),
        ("In-Reply-To", lambda: message_id_header("In-Reply-To", f"<a{character}@x.example>")),
    ]
    for name, write in refused:
        with pytest.raises(MessageError) as caught:
            write()
        assert caught.value.message == f"the {name} header holds {kind}"
        assert caught.value.hint == "delete it and type the text anew"


@pytest.mark.parametrize("tail", ["", "-x", "\u200f", "\u200d"])
def test_marks_that_names_need_are_kept(tail: str) -> None:
    """A right-to-left mark and a joiner belong to Hebrew, Persian and emoji."""
    assert parsed_subject(text_header("Subject", f"שלום{tail}")) == f"שלום{tail}"


@pytest.mark.parametrize(
    "spec",
    ["", "ada", "ada@", "@x.example", "a b@x.example", "a@x example", "a@x.example>, <e@x.example", "a@x,e@x.example",
     "a@x..example", "a@-x.example", ".a@x.example", "a..b@x.example", "a@[127.0.0.1]", '"a b"@x.example', "a@b@x.example",
     "a@\u0338.example", "a@x.example (comment)", "a@xn--\u00e9.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(spec: str) -> None:
    with pytest.raises(MessageError) as caught:
        addr_spec("To", spec)
    assert caught.value.message == f"'{spec}' in the To header is no mail address"
    assert caught.value.hint == "write it as name@example.org"


def test_a_local_part_that_needs_another_protocol_is_refused() -> None:
    with pytest.raises(MessageError) as caught:
        addr_spec("Cc", "пелагея@x.example")
    assert caught.value.message == "'пелагея' in the Cc header, before the @, has letters that few mail servers take"
    assert caught.value.hint == "ask for an address in the letters a to z"


def test_an_address_too_long_for_a_line_is_refused() -> None:
    with pytest.raises(MessageError) as caught:
        address_header("To", [Address("a" * 1000 + "@x.example")])
    assert caught.value.message == "an address in the To header is longer than a line may be"


@pytest.mark.parametrize("value", ["a.b@x.example", "<a.b>", "<a b@x.example>", "<é@x.example>", "<a@b> <c@d>"])
def test_what_is_no_message_id_is_refused(value: str) -> None:
    with pytest.raises(MessageError) as caught:
        message_id_header("In-Reply-To", value)
    assert caught.value.message == f"'{value}' in the In-Reply-To header is no message id"
