"""The practice's card, as another library reads it: every fact of practice.yaml, and none besides."""

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from composer.records.card import card_name, card_of
from composer.records.practice import Practice

MAYA = Practice(
    name="Maya Lindgren", credentials="LPCC", practice="Harbor Street Therapy; Akron, Ohio", email="maya@harborstreet.example",
    phone="330-555-0142", fax="330-555-0143", website="harborstreet.example", address="12 Harbor Street\nSuite 4\nAkron, OH 44301",
)  # fmt: skip
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120).map(
    lambda text: " ".join(text.split())
)


def test_the_card_says_what_the_practice_says() -> None:
    card = vobject.readOne(card_of(MAYA).decode())
    assert card.version.value == "3.0"
    assert card.fn.value == "Maya Lindgren, LPCC"
    assert (card.n.value.given, card.n.value.family, card.n.value.suffix) == ("Maya", "Lindgren", "LPCC")
    assert card.org.value == ["Harbor Street Therapy; Akron, Ohio"]
    assert card.email.value == "maya@harborstreet.example"
    assert [(one.value, one.params["TYPE"]) for one in card.contents["tel"]] == [
        ("330-555-0142", ["WORK", "VOICE"]), ("330-555-0143", ["WORK", "FAX"]),
    ]  # fmt: skip
    assert card.url.value == "https://harborstreet.example"
    where = card.adr.value
    assert (where.street, where.city, where.region, where.code) == ("12 Harbor Street\nSuite 4", "Akron", "OH", "44301")


def test_of_an_address_that_is_no_american_one_nothing_is_guessed() -> None:
    card = vobject.readOne(card_of(MAYA.model_copy(update={"address": "Hafenstraße 12\n20457 Hamburg"})).decode())
    assert (card.adr.value.street, card.adr.value.city) == ("Hafenstraße 12\n20457 Hamburg", "")


def test_what_is_not_known_is_not_there() -> None:
    assert card_of(Practice(name="Maya")).decode().split("\r\n") == [
        "BEGIN:VCARD", "VERSION:3.0", "FN:Maya", "N:Maya;;;;", "END:VCARD", "",
    ]  # fmt: skip


def test_the_same_practice_gives_the_same_bytes() -> None:
    assert card_of(MAYA) == card_of(MAYA.model_copy())


@given(LINES.filter(bool), LINES)
def test_whatever_stands_in_it_stays_a_value(name: str, credentials: str) -> None:
    data = card_of(MAYA.model_copy(update={"practice": name, "credentials": credentials}))
    assert max(map(len, data.split(b"\r\n"))) <= 75
    card = vobject.readOne(data.decode())
    assert card.org.value == [name]
    assert sorted(card.contents) == ["adr", "email", "fn", "n", "org", "tel", "url", "version"]


@pytest.mark.parametrize(
    ("name", "file"), [("Maya Lindgren", "Maya Lindgren.vcf"), ("M/../x: y", "M .. x y.vcf"), ("...", "card.vcf")]
)
def test_its_file_is_called_like_its_owner(name: str, file: str) -> None:
    assert card_name(Practice(name=name)) == file
