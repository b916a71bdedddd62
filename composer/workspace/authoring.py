"""Letters of one's own: trying them on everyone, copying them, and proofreading them by their branches."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from composer.briefs.brief import Briefer, Occasion
from composer.drafts.head import read_head
from composer.errors import ConflictError, NotFoundError, Problem, RecordsError, errors_in
from composer.files import make_folder, read_text, write_text
from composer.letters.catalogue import Catalogue, Letter
from composer.letters.languages import lacks, role_key
from composer.letters.lint import Trial, lint
from composer.letters.proof import LetterChange, Proof, letter_changes, merge_proofs, proof
from composer.patterns import regex
from composer.records.library import Library, renamed
from composer.records.need_index import FoundPhrase, NeedIndex
from composer.records.role_names import FoundRole
from composer.records.roles import NeedForms
from composer.spelling import did_you_mean
from composer.workspace.drafting import choose_letters
from composer.workspace.letter_readers import ensure_records, readers, spread
from composer.workspace.snapshot import Snapshot

LETTER_NAME: Final = regex(r"[a-z0-9][a-z0-9-]{0,40}")
"""What a letter of one's own may be called."""


def lint_letters(snapshot: Snapshot, key: str = "", *, most: int = 0) -> tuple[Problem, ...]:
    """The problems of one letter, or of all: of their files, and for everyone in the records.

    `most` tries each on so many people only, taken from all over the book; 0 on everyone.

    Raises:
        NotFoundError: there is no letter of that name.
        RecordsError: the records cannot be trusted.
    """
    ensure_records(snapshot)
    asked = snapshot.letter(key).key if key and not errors_in(snapshot.catalogue.problems) else key
    letters = [letter for letter in snapshot.catalogue.every() if asked in {"", letter.key}]
    trials = [list(_trials(snapshot, letter, most)) for letter in letters]
    wanting = snapshot.language_problems if not key else ()
    return tuple(sorted({*snapshot.catalogue.problems, *wanting, *lint(letters, trials, snapshot.catalogue)}))


def _trials(snapshot: Snapshot, letter: Letter, most: int) -> Iterator[Trial]:
    briefer = Briefer(snapshot.records, snapshot.today)
    occasion = Occasion(letter.key, letter.language, snapshot.today)
    for choice in spread(choose_letters(snapshot, letter.key, release=snapshot.today), most):
        if lacks(letter, snapshot.records, role_key(choice.contact, snapshot.records)):
            continue  # what is missing is said once, and nobody gets it
        fits = letter is snapshot.catalogue.spoken(letter.key, choice.contact.language)
        yield Trial(briefer.brief(choice.contact, occasion), applies=bool(choice.letter) and fits)


def copy_template(snapshot: Snapshot, name: str, new: str = "", *, title: str = "") -> str:
    """Copies a template like ``letters/introduction.md`` into the workspace, to be changed there; returns its path.

    Without a `new` name, which has neither folder nor ending, the copy stands in the place of the template. `title` is
    what a letter of a new name is called in lists.

    Raises:
        NotFoundError: there is no such template.
        ConflictError: there is one of the new name already, or the workspace has a copy.
        RecordsError: no letter can have the new name.
    """
    if new and not LETTER_NAME.fullmatch(new):
        raise RecordsError(f"'{new}' cannot be the name of a letter", hint="use small letters, digits and hyphens")
    if name not in snapshot.library.files:
        raise NotFoundError(f"there is no template '{name}'", hint=did_you_mean(name, snapshot.library.files))
    source = Path(name)
    target = source.with_name(f"{new}{source.suffix}") if new else source
    path = snapshot.folder / "templates" / target
    if path.exists():
        raise ConflictError(f"templates/{target.as_posix()} is there already", hint="edit it, or give another name")
    if new and target.as_posix() in snapshot.library.files:
        raise ConflictError(f"the program has a '{new}' of its own", hint="give another name")
    text = snapshot.library.files[name].text
    text = renamed(text, new) if new else text
    make_folder(path.parent)
    write_text(path, read_head(text, name).with_fields({"title": title}) if title else text, expect=None)
    return f"templates/{target.as_posix()}"


def copy_letter(snapshot: Snapshot, name: str, new: str = "", *, title: str = "") -> str:
    """Copies a letter or a part by its name, or a template by its path below ``templates/``; see `copy_template`."""
    paths = [name] if "/" in name else [f"{folder}/{name.removesuffix('.md')}.md" for folder in ("letters", "parts")]
    path = next((path for path in paths if path in snapshot.library.files), paths[0])
    if "/" not in name and path not in snapshot.library.files:
        snapshot.letter(name)  # it knows the names that are meant
    return copy_template(snapshot, path, new, title=title)


def find_role(library: Library, word: str) -> FoundRole:
    """The role that somebody means; a `NotFoundError` where it is none, and like none."""
    found = library.role_of(word)
    if not found.known and not found.alias:
        otherwise = library.role_hint(word, "`outreach roles` lists them")
        hint = did_you_mean(word.casefold(), library.role_by_key, otherwise)
        raise NotFoundError(
            f"'{word}' is no role this program knows; such a contact gets the general letter", hint=hint
        )
    return found


def find_need(library: Library, word: str) -> NeedForms:
    """The need that somebody means by its key or its name.

    Raises:
        NotFoundError: it is none.
    """
    plain = word.casefold()
    found = next((need for need in library.needs if plain in {need.need, need.label.casefold()}), None)
    if found is None:
        hint = did_you_mean(plain, library.need_by_key, "`outreach needs` lists them; `--try` tries a note")
        raise NotFoundError(f"'{word}' is no need this program knows", hint=hint)
    return found


def try_note(library: Library, note: str) -> tuple[FoundPhrase, ...]:
    """The needs that a note speaks of, the chief one first, each with the words that show it."""
    return NeedIndex(library.needs, library.notes).find(note)


# --- proofreading ---------------------------------------------------------------------------------------------


def proof_letter(
    snapshot: Snapshot, key: str, *, deep: bool = False, against: Path | None = None, most: int = 0
) -> tuple[Proof, list[LetterChange]]:
    """The fewest drafts that show all of a letter, and what has changed since the last drafts were made.

    `deep` counts the sentences of profiles and of the practice, too. `against` is another version of the letter's file,
    instead of the one that the last drafts were made from. `most` looks at so many readers only, taken from all
    over the book; 0 at everyone.

    Raises:
        NotFoundError: there is no such letter or file.
        RecordsError: the records or the other version cannot be used.
    """
    snapshot.ensure_usable()
    letter = snapshot.letter(key)
    briefer = Briefer(snapshot.records, snapshot.today)
    occasion = Occasion(key, letter.language, snapshot.today)
    briefs = [briefer.brief(contact, occasion) for contact in spread(readers(snapshot, key), most)]
    found = proof(letter, briefs, snapshot.catalogue, deep=deep)
    earlier = _earlier(snapshot, letter, against)
    if earlier is None:
        return found, []
    before, _ = merge_proofs(earlier.letters[letter.key], briefs, earlier)
    return found, letter_changes(before, found.letters)


def _earlier(snapshot: Snapshot, letter: Letter, against: Path | None) -> Catalogue | None:
    """The catalogue with an earlier version of one letter; ``None`` where none is kept or it is no letter."""
    files, name = snapshot.library.files, letter.source.name
    kept = snapshot.store.kept_letters(files) if against is None else {}
    other = {known: replace(files[known], text=text) for known, text in kept.items()}
    if against is not None:
        other[name] = replace(files[name], text=read_text(against).text, path=str(against))
    found = snapshot.with_templates(other).catalogue
    if letter.key in found.letters:
        return found
    if against is None:
        return None
    problems = tuple(problem for problem in found.problems if problem.at.path == str(against))
    raise RecordsError(f"{against} is no version of '{letter.key}'", problems=problems)
