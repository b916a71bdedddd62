"""A letter as a mailto link: read back, it says what the draft says."""

import string
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.mailto import mailto

_ATOM = st.text(string.ascii_letters + string.digits + "!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=12)
_NAME = _ATOM.filter(lambda name: "=?" not in name)  # no address: it would begin an encoded word
_ADDRESS = st.builds(lambda name: Address(f"{name}@riverstreet.example", "Dr. Abena Osei"), _NAME)
_LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)


def read_back(link: str) -> dict[str, str]:
    """What a mail program finds in a link: the addresses as ``to``, and each header field."""
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    fields = [field.partition("=") for field in parts.query.split("&") if field]
    return {"to": unquote(parts.path), **{name: unquote(value, errors="strict") for name, _, value in fields}}


@given(
    to=st.lists(_ADDRESS, min_size=1, max_size=3),
    cc=st.lists(_ADDRESS, max_size=2),
    bcc=st.lists(_ADDRESS, max_size=2),
    subject=_LINE,
    lines=st.lists(_LINE, max_size=5),
)
def test_whatever_a_letter_says_the_link_says(
    to: list[Address], cc: list[Address], bcc: list[Address], subject: str, lines: list[str]
) -> None:
    text = "\n".join(lines)
    link = mailto(Draft("a", subject, text, to=tuple(to), cc=tuple(cc), bcc=tuple(bcc)), text)
    meant = {
        "to": ",".join(one.addr_spec for one in to),
        "cc": ",".join(one.addr_spec for one in cc),
        "bcc": ",".join(one.addr_spec for one in bcc),
        "subject": subject,
        "body": text.rstrip("\n").replace("\n", "\r\n"),
    }
    assert read_back(link) == {name: value for name, value in meant.items() if value or name == "to"}
    assert link.isascii()
    assert not set(link) & set(' "<>+\r\n'), "nothing that a program may take for the link's end, or for a blank"


def test_line_ends_are_those_of_mail() -> None:
    draft = Draft("a", "Who has room?", "", to=(Address("a.osei@riverstreet.example"),))
    link = mailto(draft, "Dear Dr. Osei,\n\nWho has room & when?\n")
    assert link == (
        "mailto:a.osei@riverstreet.example?subject=Who%20has%20room%3F"
        "&body=Dear%20Dr.%20Osei%2C%0D%0A%0D%0AWho%20has%20room%20%26%20when%3F"
    )


def test_an_international_domain_is_written_as_every_program_takes_it() -> None:
    link = mailto(Draft("a", "Hi", "", to=(Address("info@praxis-müller.example"),)))
    assert link == "mailto:info@xn--praxis-mller-klb.example?subject=Hi"


@pytest.mark.parametrize("address", ["a@b.example,c@d.example", "a@b.example?bcc=c@d.example", "a b@c.example"])
def test_what_is_no_single_address_becomes_no_link(address: str) -> None:
    with pytest.raises(MessageError):
        mailto(Draft("a", "Hi", "", to=(Address(address),)))
