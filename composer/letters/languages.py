"""Which letters can be written in a language: those for which all that they would print exists in it."""

from collections.abc import Iterator

from composer.errors import Place, Problem
from composer.letters.catalogue import Catalogue, Letter
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.library import SHIPPED
from composer.records.practice import HOME, Practice
from composer.records.roles import GENERAL

# What of the practice a letter prints, by the field that prints it: where there is some, some has to be translated.
_OF_PRACTICE = (
    ("helps", "offers"), ("offers", "offers"), ("openings", "offers"), ("refer", "how_to_refer"), ("news", "updates"),
)  # fmt: skip
_WORDS = ("greetings", "dates")


def letter_for(key: str, contact: Contact, catalogue: Catalogue, records: Records) -> Letter:
    """A letter in its reader's language; in English where there is none, or where something of it would be English."""
    letter = catalogue.spoken(key, contact.language)
    return catalogue.letters[key] if lacks(letter, records, role_key(contact, records)) else letter


def why_english(key: str, contact: Contact, catalogue: Catalogue, records: Records) -> str:
    """Why a reader of another language gets a letter in English."""
    missing = lacks(catalogue.spoken(key, contact.language), records, role_key(contact, records))
    if missing:
        return f"'{contact.language}' still lacks {', '.join(missing)}, so it is in English"
    return f"there is no '{key}' in '{contact.language}', so it is in English"


def role_key(contact: Contact, records: Records) -> str:
    """The key of the role that a letter speaks to."""
    return records.library.role_of((*contact.roles, GENERAL)[0], contact.organization).role.key


def lacks(letter: Letter, records: Records, role: str) -> tuple[str, ...]:
    """What a letter would print in English to readers of this role though it is in another language."""
    return () if letter.language == HOME else tuple(_lacks(letter, records, role))


def _lacks(letter: Letter, records: Records, role: str) -> Iterator[str]:
    tag = letter.language
    library = records.library.languages.get(tag)
    if library is None or not library.phrases.model_fields_set.issuperset(_WORDS):
        yield f"templates/{tag}/phrases.yaml with {' and '.join(f'{field}:' for field in _WORDS)}"
    if library is None or not {role, GENERAL} & library.role_by_key.keys():  # a reader without a profile is general
        yield f"templates/{tag}/roles/{role}.yaml"
    yield from _of_practice(letter, records.practice, tag)


def _of_practice(letter: Letter, practice: Practice, tag: str) -> Iterator[str]:
    spoken = practice.spoken(tag)
    if not spoken.valediction:
        yield f"valediction: under translations: {tag}: in practice.yaml"
    printed = {field for name, field in _OF_PRACTICE if name in letter.source.text}
    for field in sorted(printed):
        if getattr(practice, field) and not getattr(spoken, field):
            yield f"a translation of any of {field}: in practice.yaml (translations: {{{tag}: …}})"


def language_problems(catalogue: Catalogue, records: Records) -> tuple[Problem, ...]:
    """Each translation that some reader would get, or that is the user's own, with what it lacks; once for a letter."""
    problems: dict[tuple[str, str], Problem] = {}
    abroad = [contact for contact in records.contacts.contacts if contact.language != HOME]
    for (key, tag), letter in catalogue.translations.items():
        readers = [contact for contact in abroad if tag in {contact.language, contact.language.partition("-")[0]}]
        own = [] if letter.path.startswith(SHIPPED) else [GENERAL]
        for role in dict.fromkeys([role_key(contact, records) for contact in readers] or own):
            if missing := lacks(letter, records, role):
                text = f"'{key}' cannot go out in '{tag}' yet; missing: {', '.join(missing)}"
                hint = "write what is missing; until then the letter is in English, and `outreach draft` says so"
                problems.setdefault((key, tag), Place(letter.path, 1).warning("letter-language", text, hint))
    return tuple(problems.values())
