"""Letters of one's own: trying them on everyone, copying them, and proofreading them by their branches."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from composer.briefs.brief import Briefer, Occasion
from composer.errors import ConflictError, NotFoundError, Problem, RecordsError, errors_in
from composer.files import make_folder, read_text, write_text
from composer.letters import lint as linting
from composer.letters import proof as proving
from composer.letters.catalogue import Catalogue, Letter, parse_catalogue
from composer.letters.lint import Try
from composer.letters.proof import Proof, Way, merge_proofs, ways
from composer.records.library import renamed
from composer.spelling import did_you_mean

if TYPE_CHECKING:
    from composer.workspace.folder import Workspace


def lint(workspace: "Workspace", key: str = "") -> tuple[Problem, ...]:
    """The problems of one letter, or of all: of their files, and for everyone in the records.

    Raises:
        NotFoundError: there is no letter of that name.
        RecordsError: the records cannot be trusted.
    """
    if workspace.records.blocking():
        raise RecordsError("the letters cannot be tried out; these need mending first", problems=workspace.problems)
    asked = workspace.letter(key).key if key and not errors_in(workspace.catalogue.problems) else key
    letters = [letter for letter in workspace.catalogue.every() if asked in {"", letter.key}]
    tries = [list(_tries(workspace, letter)) for letter in letters]
    return tuple(sorted({*workspace.catalogue.problems, *linting.lint(letters, tries, workspace.catalogue)}))


def _tries(workspace: "Workspace", letter: Letter) -> Iterator[Try]:
    briefer, occasion = (
        Briefer(workspace.records, workspace.today),
        Occasion(letter.key, letter.language, workspace.today),
    )
    for choice in workspace.choose(letter.key, release=workspace.today):
        fits = letter is workspace.catalogue.spoken(letter.key, choice.contact.language)
        yield Try(briefer.brief(choice.contact, occasion), applies=bool(choice.letter) and fits)


def copy_template(workspace: "Workspace", name: str, new: str = "") -> str:
    """Copies a template into the workspace, to be changed there; returns its path.

    Args:
        workspace: the folder.
        name: below ``templates/``: ``letters/introduction.md``, ``roles/clergy.yaml``.
        new: another name for the copy, without folder and ending; empty keeps it, and the copy replaces it.

    Raises:
        NotFoundError: there is no such template.
        ConflictError: the workspace has one of that name already.
    """
    if name not in workspace.library.files:
        raise NotFoundError(f"there is no template '{name}'", hint=did_you_mean(name, workspace.library.files))
    text = workspace.library.files[name].text
    source = Path(name)
    target = source.with_name(f"{new}{source.suffix}") if new else source
    path = workspace.folder / "templates" / target
    if path.exists():
        raise ConflictError(f"templates/{target.as_posix()} is there already", hint="edit it, or give another name")
    make_folder(path.parent)
    write_text(path, renamed(text, new) if new else text)
    return f"templates/{target.as_posix()}"


# --- proofreading ---------------------------------------------------------------------------------------------


def proof(
    workspace: "Workspace", key: str, *, deep: bool = False, against: Path | None = None
) -> tuple[Proof, list[Way]]:
    """The fewest drafts that show all of a letter, and what has changed since the last drafts were made.

    Args:
        workspace: the folder.
        key: the letter.
        deep: whether the sentences of profiles and of the practice count, too.
        against: another version of the letter's file, instead of the one that the last drafts were made from.

    Raises:
        NotFoundError: there is no such letter or file.
        RecordsError: the records or the other version cannot be used.
    """
    workspace.ensure_usable()
    letter = workspace.letter(key)
    briefer = Briefer(workspace.records, workspace.today)
    choices = [choice for choice in workspace.choose(key, release=workspace.today) if choice.letter]
    occasion = Occasion(key, letter.language, workspace.today)
    briefs = [briefer.brief(choice.contact, occasion) for choice in choices]
    found = proving.proof(letter, briefs, workspace.catalogue, deep=deep)
    earlier = _earlier(workspace, letter, against)
    if earlier is None:
        return found, []
    before, _ = merge_proofs(earlier.letters[key], briefs, earlier)
    return found, ways(before, found.letters)


def _earlier(workspace: "Workspace", letter: Letter, against: Path | None) -> Catalogue | None:
    """The catalogue with an earlier version of one letter; ``None`` where none is kept or it is no letter."""
    files = dict(workspace.library.files)
    name = letter.source.name
    kept = workspace.store.kept_letters(files) if against is None else {}
    files |= {known: replace(files[known], text=text) for known, text in kept.items()}
    if against is not None:
        files[name] = replace(files[name], text=read_text(against).text, path=str(against))
    found = parse_catalogue(files)
    if letter.key in found.letters:
        return found
    if against is None:
        return None
    problems = tuple(problem for problem in found.problems if problem.path == str(against))
    raise RecordsError(f"{against} is no version of '{letter.key}'", problems=problems)
