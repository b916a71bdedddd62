"""Names of files: safe on every system, the same each time, and what a sync program leaves is known by its name."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.filenames import safe_name, slug, sync_copies


@given(st.text(max_size=80) | st.text(st.characters(), max_size=10))
def test_every_name_becomes_an_id_that_is_safe(name: str) -> None:
    """On every system, and the same one each time."""
    made = slug(name)
    assert safe_name(made)
    assert made == slug(name)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Dr. Abena Osei, MD", "dr-abena-osei-md"),
        ("Agnieszka Zieliński", "agnieszka-zielinski"),
        ("Agnieszka Zielin\u0301ski", "agnieszka-zielinski"),
        ("Søren Åström-Weiß", "soren-astrom-weiss"),
        ("Siobhán O'Neill", "siobhan-oneill"),
        ("Siobhán O’Neill", "siobhan-oneill"),
        ("Олена Шевченко", "olena-shevchenko"),
        ("con", "contact-1143da"),
        ("", "contact-e3b0c4"),
        ("---", "contact-cb3f91"),
        ("\ud800", "contact-91a681"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 90, "x" * 60),
    ],
)
def test_an_id_is_made_from_a_name(name: str, made: str) -> None:
    assert slug(name) == made


def test_two_spellings_of_one_name_are_one_id() -> None:
    """Unicode has two codes for this accent; neither is anything in ASCII."""
    assert slug("\u0340") == slug("\u0300") == "contact-" + sha256("\u0300".encode()).hexdigest()[:6]


@pytest.mark.parametrize(
    "name", ["a", "anna", "abena-osei", "abena-osei.annual-update-2026", "a_b", "7", "a" * 64, "console"]
)
def test_a_name_that_is_safe_is_known(name: str) -> None:
    assert safe_name(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "a\\b", "/etc", "CON", "con", "nul.md", "com1", "lpt9.txt", "aux", "-a", ".a", "a-", "a.", "a..b", "a\n", "\na",
     "a\0", "a b", "a:b", "A", "ä", "а", "a" * 65, "~", "a%2fb", "a\u200b"],
)  # fmt: skip
def test_a_name_that_is_not_safe_is_known(name: str) -> None:
    assert not safe_name(name)


@pytest.mark.parametrize(
    "copy",
    [
        "ann.introduction (Ann's conflicted copy 2026-11-24)", "ann.introduction (conflicted copy 2026-11-24 101500)",
        "ann.introduction (In Konflikt stehende Kopie von Ann 2026-11-24)", "ann.introduction (copie en conflit de Ann 2026-11-24)",
        "ann.introduction (Copia en conflicto de Ann 2026-11-24)", "ann.introduction.sync-conflict-20261124-101500-ABCDEFG",
        "ann.introduction 2", "ann.introduction (1)", "ann.introduction-ANNS-LAPTOP", "ann.introduction-DESKTOP-4F2K",
        "ann.introduction_conflict-20261124-101500",
    ],
)  # fmt: skip
def test_what_a_sync_program_leaves_beside_a_file_is_known(copy: str) -> None:
    assert sync_copies(["ann.introduction", copy, "bo.introduction"]) == {"ann.introduction": (copy,)}


@pytest.mark.parametrize(
    "name", ["ann.introduction-2", "ann.introduction-es", "ann.thank-you", "ann.introductions", "bo (1)", "bo 2"]
)
def test_a_letter_of_its_own_is_no_copy(name: str) -> None:
    assert sync_copies(["ann.introduction", name]) == {}


def test_a_second_version_is_known_without_the_first() -> None:
    assert sync_copies(["bo (Ann's conflicted copy 2026-11-24)"]) == {"bo": ("bo (Ann's conflicted copy 2026-11-24)",)}
