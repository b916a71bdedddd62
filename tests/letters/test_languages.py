"""Letters in the reader's language: sentences, months, lists and greetings; nothing is translated by the program."""

import re
from datetime import date

import pytest

from composer.briefs.brief import Briefer, Occasion
from composer.briefs.dates import day_phrase, when_phrase, years_phrase
from composer.briefs.locales import list_words, written
from composer.briefs.salutation import salutation
from composer.days import Month
from composer.letters.compose import Order, compose, jobs, tidy
from composer.records.book import Records, parse_book
from composer.records.contacts import Contact
from composer.records.phrases import Dates
from tests.conftest import TODAY, Book
from tests.shipped import CATALOGUE, FILES, LIBRARY
from tests.test_every_role import MERGER, ROLES

SPANISH = LIBRARY.languages["es"]
ENGLISH = re.compile(r"\b(the|and|you|your|with|for|who|that|patients|please|thank)\b", re.IGNORECASE)


def spanish(role: str) -> Records:
    """A practice that has one offer in both languages and one in English only, and a reader of Spanish."""
    wants = ", ".join(want.need for want in LIBRARY.role_by_key[role].wants)
    practice = (
        "name: Maya Chen\nphone: 555-0142\ncall_back: within a day\nwhen_full: I say so.\n"
        "translations:\n  es: {call_back: en un día, when_full: Si no tengo lugar lo digo., valediction: 'Con un cordial saludo,'}\n"
        "offers:\n"
        f"  - {{text: On Fridays I am free., needs: [{wants}], translations: {{es: Los viernes por la mañana tengo una hora libre.}}}}\n"
        f"  - {{text: On Mondays I am free., needs: [{wants}]}}\n"
    )
    contacts = (
        f"- {{name: Dra. Elena Ruiz, role: {role}, language: es-MX, organization: Casa, email: e@casa.example,"
        f" needs: [{{need: {LIBRARY.role_by_key[role].wants[0].need}}}]}}\n"
    )
    history = "- {date: 2026-11-20, contact: elena-ruiz, event: referral received}\n"
    return parse_book(contacts=contacts, practice=practice, history=history, templates=FILES)


@pytest.mark.parametrize("key", ["introduction", "thank-you", "thank-you-card"])
@pytest.mark.parametrize("role", ROLES)
def test_every_reader_of_spanish_gets_a_whole_letter_in_spanish(role: str, key: str) -> None:
    records = spanish(role)
    assert records.problems == ()
    letter = CATALOGUE.spoken(key, "es-MX")
    assert letter.language == "es"
    brief = Briefer(records, TODAY).brief(records.contacts.contacts[0], Occasion(key, "es"))
    subject, body = (MERGER.merge(job) for job in jobs(letter, brief))
    assert isinstance(subject, str)
    assert isinstance(body, str), body
    text = tidy(body).split("\n\nCon un cordial saludo,")[0].split("\n\n", 1)[1]
    assert body.startswith("Estimada Dra. Ruiz:\n")
    assert not ENGLISH.search(f"{subject} {text}"), text
    assert "[[CONFIRM" not in body
    assert letter.head.words[0] - 20 <= len(text.split()) <= letter.head.words[1]
    assert text.count("?") == text.count("¿") == letter.head.questions[1]
    if key == "introduction":
        assert "Los viernes por la mañana tengo una hora libre." in text
        assert "Monday" not in text


def test_the_profiles_in_spanish_are_those_in_english() -> None:
    """Each has the same key, and asks questions that the English one has, so that the history knows them again."""
    general_in_spanish = {"medical-specialist", "employer", "court", "bereavement", "community-services", "first-responders",
                          "disability-services", "allied-health", "support-groups"}  # fmt: skip
    assert {role.key for role in SPANISH.roles} | general_in_spanish == {role.key for role in LIBRARY.roles}
    assert {need.need for need in SPANISH.needs} <= {need.need for need in LIBRARY.needs}
    for role in SPANISH.roles:
        english = {question.key for question in LIBRARY.role_by_key[role.key].questions}
        assert {question.key for question in role.questions} <= english


def test_a_letter_that_is_not_translated_is_in_english_and_says_so(book: Book) -> None:
    records = book("- {name: Ann Lee, role: pcp, language: fr, email: ann@elm.example}\n")
    letter = CATALOGUE.spoken("introduction", "fr")
    (made,) = compose([Order(records.contacts.contacts[0], letter)], records, CATALOGUE, TODAY)
    assert made.draft
    assert made.draft.language == "en"
    assert "there is no 'introduction' in 'fr', so it is in English" in made.notes


def test_an_english_note_is_never_put_into_a_spanish_sentence(book: Book) -> None:
    """Nor does a Spanish sentence stand in its place; what reads as a Spanish clause, or is said so, is repeated."""
    records = book(
        "- {name: Dra. Elena Ruiz, role: pcp, language: es, needs: [{text: Medicaid patients wait months, heard: 2026-10-02, source: phone}]}\n"
        "- {name: Ana Gil, role: pcp, language: es, needs: [{text: likes dahlias, need: grief, heard: 2026-10-02, source: phone}]}\n"
        "- {name: Eva Paz, role: pcp, language: es, needs: [{text: muchos pacientes esperan meses, heard: 2026-10-02, source: phone}]}\n"
        "- {name: Luz Rey, role: pcp, language: es, needs: [{text: waits, say: casi nadie contesta, heard: 2026-10-02, source: phone}]}\n"
    )
    briefer = Briefer(records, TODAY)
    elena, ana, eva, luz = (plain(briefer, contact) for contact in records.contacts.contacts)
    assert (elena, ana) == ("", "")
    assert eva == "En octubre usted me dijo que muchos pacientes esperan meses."
    assert luz == "En octubre usted me dijo que casi nadie contesta."


def plain(briefer: Briefer, contact: Contact) -> str:
    reason = briefer.brief(contact, Occasion("introduction", "es")).tree["reason"]
    return str(getattr(reason, "text", reason))


@pytest.mark.parametrize(
    ("name", "pronouns", "greeting"),
    [
        ("Dra. Elena Ruiz", "", "Estimada Dra. Ruiz"),
        ("Dr. Luis Ortega", "", "Buenos días, [[CONFIRM: how do you address Dr. Luis Ortega?]]"),
        ("Dr. Luis Ortega", "he/him", "Estimado Dr. Ortega"),
        ("Dr. Elena Ruiz", "ella", "Estimada Dra. Ruiz"),
        ("Elena Ruiz", "", "Buenos días, [[CONFIRM: how do you address Elena Ruiz?]]"),
        ("Elena Ruiz", "she/her", "Estimada Sra. Ruiz"),
        ("Ms. Grace Holloway", "", "Estimada Sra. Holloway"),
        ("Dra. Elena Ruiz García", "", "Estimada Dra. Ruiz García"),
        ("Sra. Ana Gil & Sra. Luz Ortega", "", "Buenos días, Sra. Gil y Sra. Ortega"),
    ],
)
def test_a_spanish_greeting_agrees_with_what_the_record_says_and_guesses_nothing(
    name: str, pronouns: str, greeting: str
) -> None:
    contact = Contact(name=name, pronouns=pronouns, role="pcp")
    found = salutation(contact, LIBRARY.role_of("pcp").role, LIBRARY.names, SPANISH.phrases.greetings)
    assert found.text == greeting


@pytest.mark.parametrize(
    ("language", "month", "day", "or_list"),
    [
        ("en", "in February", "March 9, 2026", "a, b, or c"),
        ("es", "en febrero", "9 de marzo de 2026", "a, b o c"),
    ],
)
def test_months_days_and_lists_are_the_languages_own(language: str, month: str, day: str, or_list: str) -> None:
    dates = (SPANISH if language == "es" else LIBRARY).phrases.dates
    assert when_phrase(date(2026, 2, 3), TODAY, dates, language) == month
    assert written(date(2026, 3, 9), dates.long, language) == day
    assert list_words(language, "or").join(["a", "b", "c"]) == or_list
    assert list_words(language, "or").join(["a"]) == "a"


def test_a_day_far_away_has_its_year() -> None:
    dates = Dates()
    assert day_phrase(date(2027, 2, 28), TODAY, dates, "en") == "February 28"
    assert day_phrase(date(2028, 2, 29), TODAY, dates, "en") == "February 29, 2028"
    assert when_phrase(date(2026, 11, 2), TODAY, dates, "en") == "on November 2"
    assert when_phrase(date(2024, 2, 29), TODAY, dates, "en") == "in February 2024"


@pytest.mark.parametrize(
    ("today", "day", "english", "spanish"),
    [
        (date(2026, 12, 3), date(2026, 12, 2), "on Wednesday", "el miércoles"),
        (date(2026, 12, 3), date(2026, 11, 24), "last week", "la semana pasada"),
        (date(2026, 12, 3), date(2026, 11, 22), "in November", "en noviembre"),
        (date(2026, 12, 6), date(2026, 11, 23), "last week", "la semana pasada"),
        (date(2026, 12, 7), date(2026, 12, 6), "on Sunday", "el domingo"),
        (date(2027, 1, 2), date(2026, 12, 31), "on Thursday", "el jueves"),
        (date(2026, 12, 20), date(2026, 12, 2), "earlier in December", "el 2 de diciembre"),
        (date(2026, 12, 3), Month(2026, 12, 1), "earlier in December", "este mes"),
        (date(2026, 12, 3), Month(2026, 11, 1), "in November", "en noviembre"),
    ],
)
def test_a_day_lately_is_told_as_people_tell_it(today: date, day: date, english: str, spanish: str) -> None:
    assert when_phrase(day, today, LIBRARY.phrases.dates, "en") == english
    assert when_phrase(day, today, SPANISH.phrases.dates, "es") == spanish


@pytest.mark.parametrize(
    ("days", "words"), [(800, "two years"), (1461, "four years"), (365 * 30, "29 years"), (400, "a year")]
)
def test_a_long_time_is_said_in_whole_years(days: int, words: str) -> None:
    assert years_phrase(days, LIBRARY.phrases.dates) == words


@pytest.mark.parametrize("tag", ["xx", "tlh", "en-US", "pt-BR", "zh-Hant-TW"])
def test_any_language_tag_has_lists(tag: str) -> None:
    """One that CLDR does not know falls back to English."""
    assert "a" in list_words(tag).join(["a", "b"])
