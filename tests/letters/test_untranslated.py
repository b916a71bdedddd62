"""A letter goes out in a language only where all that it would print exists in it; what is missing is said."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.inline import PRACTICE

SPANISH = """\
translations:
  es: {valediction: "Con un cordial saludo,"}
"""
OFFER = "offers:\n  - {text: I take Buckeye Medicaid., needs: [medicaid]}\n"
OFFER_TOO = "offers:\n  - {text: I take Buckeye Medicaid., needs: [medicaid], translations: {es: Acepto Medicaid de Buckeye.}}\n"
FRENCH = """\
---
letter: introduction
title: Pr\u00e9sentation
about: La premi\u00e8re lettre.
purpose: commercial
once: ever
when: [new]
words: [5, 170]
questions: 0
subject: Une lettre de pr\u00e9sentation
---
{{ salutation }},

{{ helps | sentences }}

{% include 'parts/closing.md' %}
"""
HINT = "write what is missing; until then the letter is in English, and `outreach draft` says so"


def book(folder: Path, *, language: str, practice: str) -> Path:
    (folder / "practice.yaml").write_text(practice)
    (folder / "contacts.yaml").write_text(
        f"- {{name: Dre Anne Tremblay, role: pcp, language: {language}, email: anne@elm.example, needs: [medicaid]}}\n"
    )
    return folder


def test_a_translation_without_its_language_is_not_offered_and_says_what_is_missing(tmp_path: Path, run: Run) -> None:
    """Its greeting, its months and its offers would be English."""
    book(tmp_path, language="fr", practice=PRACTICE)
    (tmp_path / "templates/letters").mkdir(parents=True)
    (tmp_path / "templates/letters/introduction.fr.md").write_text(FRENCH)
    missing = (
        "templates/fr/phrases.yaml with greetings: and dates:, templates/fr/roles/primary-care.yaml, "
        "valediction: under translations: fr: in practice.yaml, "
        "a translation of any of offers: in practice.yaml (translations: {fr: \u2026})"
    )
    ran = run("-C", tmp_path, "draft")
    assert f"Dre Anne Tremblay: 'fr' still lacks {missing}, so it is in English\n" in ran.err
    assert "language: en\n" in (tmp_path / "drafts/dre-anne-tremblay.introduction.md").read_text()
    said = (
        "templates/letters/introduction.fr.md:1: warning[letter-language]: "
        f"'introduction' cannot go out in 'fr' yet; missing: {missing}\n  hint: {HINT}\n"
    )
    assert said in run("-C", tmp_path, "letters", "check").out
    assert said in run("-C", tmp_path, "check").out


@pytest.mark.parametrize(
    ("practice", "missing"),
    [
        (PRACTICE, "valediction: under translations: es: in practice.yaml, a translation of any of offers: in practice.yaml (translations: {es: \u2026})"),
        (PRACTICE + SPANISH, "a translation of any of offers: in practice.yaml (translations: {es: \u2026})"),
    ],
)  # fmt: skip
def test_a_practice_that_says_nothing_in_the_language_writes_in_english(
    tmp_path: Path, run: Run, practice: str, missing: str
) -> None:
    ran = run("-C", book(tmp_path, language="es-MX", practice=practice), "draft")
    assert f"'es-MX' still lacks {missing}, so it is in English\n" in ran.err
    assert "shipped:templates/letters/introduction.es.md:1: warning[letter-language]" in ran.err


def test_what_a_letter_does_not_print_need_not_be_translated(tmp_path: Path, run: Run) -> None:
    """Thanks offer nothing, so they are in Spanish where the introduction cannot be."""
    book(tmp_path, language="es", practice=PRACTICE + SPANISH)
    (tmp_path / "history.yaml").write_text(
        "- {date: 2026-10-01, contact: dre-anne-tremblay, event: referral received}\n"
    )
    run("-C", tmp_path, "--today", "2026-11-24", "draft", "thank-you")
    assert "language: es\n" in (tmp_path / "drafts/dre-anne-tremblay.thank-you.md").read_text()


def test_a_whole_language_is_offered_and_nothing_is_missing(tmp_path: Path, run: Run) -> None:
    book(tmp_path, language="es", practice=PRACTICE.replace(OFFER, OFFER_TOO) + SPANISH)
    ran = run("-C", tmp_path, "draft")
    assert "English" not in ran.err
    assert "letter-language" not in ran.err
    text = (tmp_path / "drafts/dre-anne-tremblay.introduction.md").read_text()
    assert "language: es\n" in text
    assert "Acepto Medicaid de Buckeye." in text


def test_nobody_is_told_of_a_language_that_none_of_their_contacts_reads(tmp_path: Path, run: Run) -> None:
    book(tmp_path, language="en", practice=PRACTICE)
    assert "letter-language" not in run("-C", tmp_path, "check").out
