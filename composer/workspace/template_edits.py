"""Changing letters and parts of one's own: saved where nobody else changed them, and every version kept that goes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from composer.drafts.folders import WRITABLE, DraftFolders
from composer.errors import ConflictError, NotFoundError, Place, Problem, RecordsError, errors_in
from composer.files import FileText, is_one_file, is_there, make_folder, read_text, remove_file, write_text
from composer.letters.lint import fault_problem
from composer.patterns import regex
from composer.records.contacts import Contact
from composer.records.library import TemplateFile
from composer.shipped import templates_folder
from composer.spelling import did_you_mean
from composer.templating.merge_workers import compile_check
from composer.workspace.letter_readers import ShownLetter, show_letter
from composer.workspace.snapshot import Snapshot, writing

_KEPT = regex(r"[0-9a-f]{12}")
_FOLDERS = ("letters/", "parts/")
PROGRAMS: Final = ""
"""Stands for the program's wording, where a version is named: no file of the workspace's own."""


@dataclass(frozen=True, slots=True)
class SavedTemplate:
    """What became of a template that was saved."""

    digest: str
    """SHA-256 of its file now; empty where the program's wording stands."""
    kept: str
    """The version before, as `put_back` takes it; empty where there was none, or nothing has changed."""


@dataclass(frozen=True, slots=True)
class OtherTemplate:
    """What stands in a file instead, where it was changed elsewhere since its page was shown; nothing was written."""

    text: str
    digest: str
    """SHA-256 of its file; a save that hands it back has seen this version."""


def template(snapshot: Snapshot, name: str) -> TemplateFile:
    """A letter or a part by its name below ``templates/``; a `NotFoundError` where there is none."""
    files = {known: file for known, file in snapshot.library.files.items() if known.startswith(_FOLDERS)}
    if name not in files:
        raise NotFoundError(f"there is no wording '{name[:80]}'", hint=did_you_mean(name[:80], files))
    return files[name]


def own_template(snapshot: Snapshot, name: str) -> FileText:
    """A template of the workspace's own as its file is now.

    Raises:
        NotFoundError: there is no such template.
        ConflictError: it is the program's, which nobody changes, or was removed meanwhile.
    """
    if not template(snapshot, name).is_own:
        hint = "make it your own first; then yours is used in its place"
        raise ConflictError("this wording is the program's, so nothing was changed", hint=hint)
    found = _standing(snapshot, name)
    if found is None:
        raise ConflictError(f"templates/{name} was removed meanwhile, so nothing was changed", hint="look again")
    return found


def template_digest(snapshot: Snapshot, name: str) -> str:
    """SHA-256 of the workspace's own file of a template as it is now; empty where there is none."""
    found = _standing(snapshot, name)
    return found.digest if found else ""


def programs_template(name: str) -> bool:
    """Whether the program has a letter or a part of this name."""
    return is_there(templates_folder() / name)


def with_text(snapshot: Snapshot, name: str, text: str) -> Snapshot:
    """The workspace as it would be with another text of a template, of which nothing is written."""
    return snapshot.with_templates({name: TemplateFile(name, f"templates/{name}", text)})


def head_problems(snapshot: Snapshot, trial: Snapshot, name: str) -> tuple[Problem, ...]:
    """What is wrong with a letter's head in a workspace as it would be; that it would be another letter, too."""
    path, was, now = trial.library.files[name].path, *(_letter_names(one, name) for one in (snapshot, trial))
    found = tuple(problem for problem in errors_in(trial.catalogue.problems) if problem.at.path == path)
    if found or not was or was == now:
        return found
    hint = f"put 'letter: {was[0][0]}' back; a copy can have another name"
    return (Place(path, 2).error("letter-name", "this would be another letter", hint),)


def template_problems(trial: Snapshot, name: str) -> tuple[Problem, ...]:
    """What keeps a template from being used at all, whoever reads it: fields and choices that cannot be understood."""
    catalogue = trial.catalogue
    faults = [fault for fault in compile_check(catalogue.sources) if fault.template.partition("#")[0] == name]
    return tuple(sorted(fault_problem(fault, catalogue) for fault in faults))


def show_with_text(snapshot: Snapshot, key: str, contact: Contact, *, name: str, text: str) -> ShownLetter:
    """One letter over one contact with another text of a template, of which nothing is written; see `show_letter`."""
    trial = with_text(snapshot, name, text)
    if problems := head_problems(snapshot, trial, name):
        return ShownLetter(contact, fits=False, because="it cannot be read", problems=problems)
    return show_letter(trial, key, contact)


def save_template(snapshot: Snapshot, name: str, text: str, *, digest: str) -> SavedTemplate | OtherTemplate:
    """Writes a template of the workspace's own where its file is still the one that was shown; keeps the one before.

    Raises:
        NotFoundError: there is no such template.
        ConflictError: it is the program's, or was removed meanwhile.
        RecordsError: no letter could be written with it, it would be another letter, or it is read-only; nothing was
            written.
    """
    own_template(snapshot, name)
    ensure_usable_text(snapshot, name, text)
    with writing(snapshot) as now:
        found = own_template(snapshot, name)
        if found.digest != digest:
            return OtherTemplate(found.text, found.digest)
        if text == found.text:
            return SavedTemplate(found.digest, "")
        return _replace(now, name, found, text)


def ensure_usable_text(snapshot: Snapshot, name: str, text: str) -> None:
    """A `RecordsError`, whose problems have their lines, for a text that no letter could be written with."""
    trial = with_text(snapshot, name, text)
    if problems := head_problems(snapshot, trial, name) or template_problems(trial, name):
        raise RecordsError("this wording cannot be used as it is, so it was not saved", problems=problems)


def keep_text(snapshot: Snapshot, name: str, text: str) -> None:
    """Keeps a text among the backups that somebody typed and that is not to stand in the template."""
    with writing(snapshot) as now:
        _keep(now, name, text, own_template(snapshot, name))


def put_back(snapshot: Snapshot, name: str, version: str, *, digest: str) -> SavedTemplate:
    """Lets a version that was kept stand again, or the program's wording; what stands now is kept in its place.

    Args:
        snapshot: the workspace.
        name: the template's, ``letters/introduction.md``.
        version: as `SavedTemplate.kept` names it, or `PROGRAMS`.
        digest: SHA-256 of the file that is to go; empty where none is to be there.

    Raises:
        NotFoundError: no such version was kept.
        ConflictError: the file is another one by now; nothing was changed.
        RecordsError: it is read-only.
    """
    if not name.startswith(_FOLDERS) or ".." in name or (version and not _KEPT.fullmatch(version)):
        raise NotFoundError("no such version was kept, so nothing was changed", hint="look again")
    with writing(snapshot) as now:
        found = _standing(now, name)
        if template_digest(now, name) != digest:
            hint = "look at it first; nothing is lost"
            raise ConflictError(f"templates/{name} has changed since, so it stays as it is", hint=hint)
        if version != PROGRAMS:
            kept = _kept(now, name, version)
            return _replace(now, name, found, kept.text, like=kept)
        return _remove(now, name, found)


def _replace(
    snapshot: Snapshot, name: str, found: FileText | None, text: str, *, like: FileText | None = None
) -> SavedTemplate:
    path = _path(snapshot, name)
    make_folder(path.parent)
    kept = _keep(snapshot, name, found.text, found) if found else ""
    _ensure_changeable(name, found)
    return SavedTemplate(write_text(path, text, like=found or like, expect=found.digest if found else None), kept)


def _remove(snapshot: Snapshot, name: str, found: FileText | None) -> SavedTemplate:
    path = _path(snapshot, name)
    if is_one_file(path, templates_folder() / name):
        raise ConflictError("this is the program's own file, so it stays", hint="work in a folder of your own")
    _ensure_changeable(name, found)
    kept = _keep(snapshot, name, found.text, found) if found else ""
    remove_file(path)
    return SavedTemplate("", kept)


def _ensure_changeable(name: str, found: FileText | None) -> None:
    if found and not found.mode & WRITABLE:
        hint = "allow writing to it, then try again"
        raise RecordsError(f"templates/{name} is read-only, so nothing was changed", hint=hint)


def _keep(snapshot: Snapshot, name: str, text: str, like: FileText) -> str:
    """Keeps a version among the backups, as private as the template is; returns what tells it from others."""
    return DraftFolders(snapshot.folder).keep_aside(_backup_name(name), text, like=like)


def _kept(snapshot: Snapshot, name: str, version: str) -> FileText:
    return DraftFolders(snapshot.folder).kept(_backup_name(name), version)


def _backup_name(name: str) -> str:
    """No draft has such a name: ``templates.letters.introduction``."""
    return f"templates.{name.removesuffix('.md').replace('/', '.')}"


def _path(snapshot: Snapshot, name: str) -> Path:
    return snapshot.folder / "templates" / name


def _standing(snapshot: Snapshot, name: str) -> FileText | None:
    path = _path(snapshot, name)
    return read_text(path) if is_there(path) else None


def _letter_names(snapshot: Snapshot, name: str) -> list[tuple[str, str]]:
    """Which letters a file holds: their names and languages."""
    return [(one.key, one.language) for one in snapshot.catalogue.every() if one.source.name == name]
