"""A reader whose kind has no Spanish profile yet gets the general Spanish letter."""

import pytest

from composer.letters.catalogue import parse_catalogue
from composer.letters.languages import lacks
from composer.records.book import parse_book
from tests.shipped import FILES

ROLES = ("employer", "court", "bereavement")


@pytest.mark.parametrize("role", ROLES)
def test_a_spanish_reader_of_such_a_role_lacks_no_profile(role: str) -> None:
    records = parse_book(contacts="- name: Ann\n", practice="name: Jo\n", history="", templates=FILES)
    letter = parse_catalogue(FILES).spoken("introduction", "es")
    assert lacks(letter, records, role) == lacks(letter, records, "general")
