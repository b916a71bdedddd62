"""The files that contacts stand in: ``contacts.yaml`` with many of them, ``contacts/NAME.yaml`` with one each."""

from composer.errors import Place, Problem
from composer.filenames import draft_name_fault
from composer.yaml.reader import Map, Position, Seq, Value, position_of

LIST, FOLDER = "contacts.yaml", "contacts"
_ENDING = ".yaml"
_PARTS = frozenset({"contacts", "organizations"})
_OF_A_WISH = frozenset({"email", "domain", "contact", "organization", "since", "reason"})
"""The fields of ``do-not-contact.yaml``; a file of no others may be a part of that list, and is nobody's record."""
_ALONE = (
    "contacts-shape",
    "this file holds one contact, and its fields begin at the beginning of a line, such as 'name: …'",
    "write them so; a list of contacts, and organizations, belong into contacts.yaml",
)


def file_of(name: str) -> str:
    """The file of one contact by a name for it: ``contacts/abena-osei.yaml``."""
    return f"{FOLDER}/{name}{_ENDING}"


def may_be_file(path: str) -> bool:
    """Whether a path is that of a contact's file, as it is read."""
    folder, _, name = path.partition("/")
    stem = name.removesuffix(_ENDING)
    return folder == FOLDER and stem != name and not draft_name_fault(stem)


def holds_one(path: str) -> bool:
    """Whether a file of the workspace is one contact's."""
    return path.startswith(f"{FOLDER}/")


def holds_contacts(path: str) -> bool:
    """Whether a file of the workspace is one that contacts stand in."""
    return path in {LIST, FOLDER} or holds_one(path)


def parts_of(value: Value, path: str) -> tuple[Value, Value, list[Problem]]:
    """The contacts and the organizations of a file, as lists, and what in it is neither."""
    if holds_one(path):
        return _only_contact(value, path)
    if not isinstance(value, Map):
        return value, None, []
    parts = "its parts are 'organizations:' and 'contacts:'"
    problems = [
        at.within(path).error("contacts-shape", f"'{key}' is not a part of this file", parts)
        for key, at in value.keys_at.items()
        if key not in _PARTS
    ]
    return value.get("contacts"), value.get("organizations"), problems


def _only_contact(value: Value, path: str) -> tuple[Value, Value, list[Problem]]:
    """The one contact of a file as a list; none where the file may hold anything, and so a wish."""
    if not isinstance(value, Map) or not _PARTS.isdisjoint(value) or value.keys() <= _OF_A_WISH:
        at = position_of(value, ()) if isinstance(value, Map | Seq) else Position(1, 1)
        return None, None, [at.within(path).error(*_ALONE)]
    people = Seq(value.start)
    people.append(value)
    people.values_at.append(value.start)
    return people, None, []


def unreadable(path: str, why: str, hint: str) -> Problem:
    """The error for a file of contacts that nobody can look into: a wish may stand in it."""
    text = f"{why}, and somebody may have asked to be left alone in it"
    return Place(path).error("contacts-unreadable", text, hint)
