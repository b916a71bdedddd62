"""A remark in a language that is not read here may ask that nobody write, so somebody is asked about it."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from composer.address_books.entry import AddressBook, Entry
from composer.imports.tidy import tidy
from composer.records.book import Records
from tests.imports.conftest import entry, tidied

BOOKS = sorted(Path("tests/data/guard/records").glob("book-*.tsv"))


@pytest.mark.parametrize(
    "words",
    [
        "ne plus contacter",
        "bitte nicht mehr anschreiben",
        "no volver a llamar",
        "non scrivere più",
        "niet meer bellen",
        "Möchte keine weiteren Briefe.",
        "não ligar mais",
        "prosze nie dzwonic",
        "vill inte ha fler brev",
        "vil ikke kontaktes",
        "ei halua kirjeitä",
        "kérem, többet ne írjanak",
        "vă rog să nu mai scrieți",
        "už nepsat, prosím",
        "lütfen bir daha aramayın",
        "xin đừng gọi nữa",
        "huwag nang tumawag",
        "pa ekri l ankò",
        "jangan hubungi lagi",
    ],
)
@pytest.mark.parametrize("where", ["note", "email", "label", "column"])
def test_a_remark_in_another_language_is_asked_about_wherever_it_stands(
    records: Records, words: str, where: str
) -> None:
    one = entry(formatted_name="Ann Lee", note=f"Likes tulips. {words}")
    if where == "email":
        one = entry(formatted_name="Ann Lee", emails=(f"ann@elm.example ({words})",))
    elif where == "label":
        one = entry(formatted_name="Ann Lee", categories=(words,))
    elif where == "column":
        one = Entry(row=2, formatted_name="Ann Lee", rest={"Zapf": words}, written={"Name": "Ann Lee", "Zapf": words})
    (found,) = tidy(replace(AddressBook("people.csv", "table"), entries=(one,)), records, region="US")
    assert found.fields.get("do_not_contact") or "do_not_contact" in [guess.field for guess in found.guesses]


@pytest.mark.parametrize(
    "words",
    [
        "Habla español, sees kids at La Clínica del Valle",
        "Ann de la Cruz covers for him in Baja, la directora knows",
        "Met Dr. van der Berg and his son at the EI fair in Des Moines, IA",
        "café across the street, nice résumé",
        "non-profit in NE Portland, ME and PA licenses pending",
        "Klein, Keith and Nie are partners",
    ],
)
def test_a_name_or_a_word_of_another_language_is_no_question(records: Records, words: str) -> None:
    assert not records.library.import_words.in_other_language(words)
    (found,) = tidied(records, entry(formatted_name="Ann Lee", organization="Elm", note=words))
    assert "do_not_contact" not in found.fields


def remarks() -> Iterator[str]:
    for book in BOOKS:
        with book.open(encoding="utf-8") as lines:
            yield from (row["sentence"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_hardly_an_english_remark_of_strangers_is_taken_for_another_language(records: Records) -> None:
    found = [words for words in remarks() if records.library.import_words.in_other_language(words)]
    assert [words for words in found if "gracias" not in words] == []
