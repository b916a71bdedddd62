"""An entry put right: each value into the field it belongs to, with what was changed, guessed and left out."""

import hashlib
import json
import re
from dataclasses import replace

from composer.address_books.entry import AddressBook, Entry, Phone
from composer.briefs.families import looks_like_given
from composer.checks.rules.records import client_in
from composer.imports.brought_wishes import BroughtWish, BroughtWishes
from composer.imports.candidate import ORDER, Candidate, Change, Guess
from composer.imports.gathering import Gathering
from composer.imports.letter_case import in_plain_case
from composer.imports.name_cells import has_place, is_person, with_first_lines, with_place_alone
from composer.imports.name_order import has_rank, is_of_service, is_retired
from composer.imports.notes import read_notes
from composer.imports.people_names import EnvelopeName, degrees_in, envelope_name, is_placeholder
from composer.imports.reaching import ADDRESS, locate, reach
from composer.patterns import regex
from composer.records.base import is_of_clients
from composer.records.book import Records
from composer.records.role_names import FoundRole
from composer.records.wishes import FIELD, STATUSES, said_in

_APART = regex(r"\s+[-\u2013\u2014/|]\s+|;\s*")
_ASIDE = regex(r"(.*\S)\s*\(([a-z]+ [^()]*)\)")
_ELSEWHERE = frozenset({"role", "state", "country", "notes", "do_not_contact", "consent"})
"""Fields that another step reads, or that a cell cannot say."""
_ASKING = frozenset({"channel", "consent"})
"""Fields in which one word may be a wish."""
_NOTED = frozenset({"needs", "tags", "details", "asked_for"})
_DATE = regex(r"\d{4}-\d\d-\d\d")
_NO = frozenset({"no", "n", "false", "0", "-", "ok", "none"})
_OF_PEOPLE = frozenset({"name", "given", "family", "nickname", "title", "role", "roles", "team"})
"""Columns of which one is enough for a table of people."""
_GONE = frozenset(STATUSES) - {"active"}
_WORDY, _LONG_LINE, _DIGITS = 4, 200, 7


def tidy(book: AddressBook, records: Records, *, region: str) -> tuple[Candidate, ...]:
    """Every entry of an address book put right, in its order.

    Args:
        book: as it was read.
        records: names, roles, needs and states are told from the same lists as everywhere.
        region: where a number without ``+`` is dialled, see `records.phones`.
    """
    tidier = Tidier(book, records, region)
    return tuple(tidier.candidate(at) for at in range(len(book.entries)))


class Tidier:
    """Puts the entries of one address book right, in any order; see `tidy`."""

    def __init__(self, book: AddressBook, records: Records, region: str) -> None:
        self._book, self._records, self._region = book, records, region
        self._wishes = BroughtWishes(book, records.library.import_words)
        meant = set(book.meant.values())
        self._places_only = "organization" in meant and meant.isdisjoint(_OF_PEOPLE)

    def candidate(self, at: int) -> Candidate:
        """One entry put right."""
        entry = self._book.entries[at]
        if self._places_only and not any("@" in cell for cell in entry.emails):
            entry = replace(entry, kind="org")  # there is nobody to write to, and no address to do it
        return _tidied(entry, self._book.file, self._records, self._region, wish=self._wishes.of(entry))

    def unread(self, at: int, why: str) -> Candidate:
        """An entry that nothing becomes of, since it could not be put right."""
        entry = self._book.entries[at]
        return Candidate(self._book.file, entry.row, {}, skip=why, digest=digest_of(entry), written=entry.written)


def _tidied(entry: Entry, file: str, records: Records, region: str, *, wish: BroughtWish) -> Candidate:
    digest = digest_of(entry)
    if entry.kind == "group":
        why = "a group of addresses, and no person"
        return Candidate(file, entry.row, {}, skip=why, digest=digest, written=entry.written)
    made = Gathering(entry, records, region)
    below, where, known = _lines(entry), " ".join(entry.organization.split()), entry.addresses
    entry = _unmixed(
        _placed(_without_aside(_slipped(with_place_alone(with_first_lines(entry, records)))), records), records
    )
    made.entry = entry
    name = envelope_name(entry, records.library.names)
    if gone := _gone(name, records):
        name, made.entry = name._replace(title=""), replace(entry, note=_with_line(entry.note, gone))
    if name.title and _is_where(name.title, made):
        name = name._replace(title="", organization=name.title)
    part = _place(made, name)
    if entry.addresses != known:
        made.changes.append(Change("organization", where, entry.organization, "had an address in its cell"))
    if below and made.fields.get("name", below) != below:
        made.changes.append(Change("name", below, str(made.fields["name"]), "had more than one line"))
    made.put("pronouns", name.pronouns)
    made.beside = name.title
    _role(made, name)
    reach(made)
    locate(made)
    _rest(made, wish)
    ordered = {key: made.fields[key] for key in ORDER if key in made.fields}
    return Candidate(
        file,
        entry.row,
        {**ordered, **{key: value for key, value in made.fields.items() if key not in ordered}},
        part="organizations" if part else "contacts",
        changes=tuple(made.changes),
        guesses=tuple(made.guesses),
        left_out=tuple(made.left_out),
        skip=_nobody(made),
        is_quiet=wish.is_quiet and not _ASKING & made.fields.keys(),
        digest=digest,
        written=entry.written,
    )


def _gone(name: EnvelopeName, records: Records) -> str:
    """What stands beside a name where it says that they are gone; who has retired from a service may be there still."""
    if is_of_service(name.title) or has_rank(name.name):
        return ""
    if is_retired(name.title):
        return "retired"
    return name.title if records.library.import_words.status_in(name.title) else ""


def _lines(entry: Entry) -> str:
    """A name of more than one line, as one; empty for any other."""
    whole = entry.formatted_name or f"{entry.given} {entry.family}"
    return " ".join(whole.split()) if "\n" in whole.strip() else ""


def _with_line(note: str, line: str) -> str:
    return "\n".join(filter(None, (note, line)))


def digest_of(entry: Entry) -> str:
    """Tells an entry from another by all that it says; where it stands does not count."""
    said = {key: value for key, value in sorted(entry.written.items()) if value}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:32]


def _nobody(made: Gathering) -> str:
    """Why nobody is in an entry; empty where somebody is."""
    if not made.fields:
        return "nothing is in it"
    name = made.fields.get("name")
    if not name and not made.fields.get("organization"):
        return "no name and no organization, so nobody could be greeted"
    alone = isinstance(name, str) and len(name.split()) == 1 and not made.fields.keys() - {"name", "title", "notes"}
    return "one word, and nothing else that could be used" if alone else ""


# --- who --------------------------------------------------------------------------------------------------------------


def _place(made: Gathering, name: EnvelopeName) -> bool:
    """Name and organization; whether it is a company's own entry, and of no person."""
    entry = made.entry
    written = entry.organization or name.organization or entry.department
    written = "" if is_placeholder(written, made.records.library.names) else written
    organization = in_plain_case(written, small=True)
    why = "was all in capitals" if written.isupper() else "was all in small letters"
    made.put("name", name.name, name.written, name.why)
    if name.name or name.team or not organization:
        made.put("team", name.team, name.written, "is a shared inbox" if not entry.organization else "")
        made.put("organization", organization, written, why)
        return False
    if entry.kind == "org":
        made.put("name", organization, written, why)
        return True
    made.put("organization", organization, written, why)
    if name.organization and not entry.organization:
        made.changes.append(Change("organization", "", organization, "is a place's name, and no person's"))
    made.fields["unknown_person"] = True
    return False


def _slipped(entry: Entry) -> Entry:
    """The entry without what stands in the name or the organization and is none: a number, an address, a mark."""
    if found := ADDRESS.search(entry.formatted_name):
        name = " ".join(re.sub(r"<?" + re.escape(found[0]) + r">?", " ", entry.formatted_name).split())
        entry = replace(entry, formatted_name=name, emails=(*entry.emails, found[0]))
    if not any(map(str.isalnum, entry.title)):
        entry = replace(entry, title="")
    said = entry.organization.strip()
    if not said or re.search(r"[^\W\d_]{2}", re.sub(r"(?i)\b(?:ext|x)\.?\s*\d+|\S+@\S+", "", said)):
        return entry
    if ADDRESS.search(said):
        return replace(entry, organization="", emails=(*entry.emails, said))
    number = sum(map(str.isdigit, said)) >= _DIGITS
    return replace(entry, organization="", phones=(*entry.phones, Phone(said)) if number else entry.phones)


def _without_aside(entry: Entry) -> Entry:
    """The entry with what stands in brackets behind its place among the notes: ``Elm House (was at Oak till 2020)``."""
    found = _ASIDE.fullmatch(entry.organization)
    if not found:
        return entry
    return replace(entry, organization=found[1], note=_with_line(entry.note, found[2]))


def _placed(entry: Entry, records: Records) -> Entry:
    """The entry with its place in the organization, where it stood in the title or beside the name, and no other there.

    ``Fernhill Program - Tess Abernathy, RD`` in the column of the name is a place and a person.
    """
    words, said = records.library.import_words, entry.organization
    if said and not words.is_no_place(_APART.split(said)[0]):
        return entry
    if has_place(entry.title, records) and not records.library.role_of(entry.title).known:
        return replace(entry, organization=entry.title, title="")
    place, *others = _APART.split(entry.formatted_name, maxsplit=1)
    person, comma, behind = others[0].partition(",") if others else ("", "", "")
    names = records.library.names
    known = has_place(place, records) or (bool(degrees_in(behind, names)) and not looks_like_given(place, names))
    if known and is_person(person, records, beside_role=bool(comma)):
        return replace(entry, organization=place, formatted_name=others[0])
    if entry.title and said:
        return replace(entry, organization="", note=_with_line(entry.note, said))
    return replace(entry, organization="", title=entry.title or said)


def _unmixed(entry: Entry, records: Records) -> Entry:
    """The entry with its person in the name and its place in the organization, where these stand the other way round,
    or both in the organization: ``Wendell Yates - victim advocate - County Attorney's Office``.
    """
    written = entry.formatted_name or f"{entry.given} {entry.family}".strip()
    first, *others = _APART.split(entry.organization)
    roles = [one for one in others if records.library.role_of(one).known and not has_place(one, records)]
    if not is_person(first, records, beside_role=bool(roles and not written)):
        return entry
    if written and not envelope_name(replace(entry, organization=""), records.library.names).organization:
        return entry
    return replace(
        entry,
        formatted_name=first,
        given="",
        family="",
        organization=written or " - ".join(one for one in others if one not in roles),
        title=entry.title or " - ".join(roles),
    )


def _is_where(remark: str, made: Gathering) -> bool:
    """Whether what stood beside a name is where they work, since no column says that: ``First Baptist``."""
    free = not made.entry.organization and not made.records.library.role_of(remark).known
    return free and remark[:1].isupper() and len(remark.split()) > 1 and not is_of_service(remark)


def _role(made: Gathering, name: EnvelopeName) -> None:
    """What they do: the words where they name a role, a guess where they may, the title where nobody knows."""
    said = in_plain_case(_said_of_role(made, name))
    library, place = made.records.library, str(made.fields.get("organization", ""))
    found = library.role_of(said, place)
    if said and found.known:
        if found.role.name.casefold() == said.casefold():
            made.put("role", said)
        else:
            made.guesses.append(Guess("role", said, f"is read as {found.role.name.lower()}", "sure"))
        return
    made.put("title", said)
    if guess := _by_degree(made) or _by_place(found, place) or _by_likeness(found, said):
        made.guesses.append(guess)


def _said_of_role(made: Gathering, name: EnvelopeName) -> str:
    """The words for what they do; degrees that stood there go behind the name."""
    entry, names = made.entry, made.records.library.names
    said = entry.fields.get("role") or ("" if _DATE.match(entry.title) else entry.title) or name.title
    letters = degrees_in(said, names) if said else None
    if letters is None or "name" not in made.fields or (not letters and made.records.library.role_of(said).known):
        return said
    known = str(made.fields["name"])
    if more := [one for one in letters if one.casefold() not in known.casefold()]:
        made.put("name", ", ".join([known, *more]), known, f"'{said}' stood in the column of the position")
    return name.title


def _by_degree(made: Gathering) -> Guess | None:
    """What the letters behind a name say that somebody does: ``LPCC``, ``NP``."""
    letters = str(made.fields.get("name", "")).split(",")[1:]
    for one in (letter.strip() for letter in letters):
        found = made.records.library.role_of(one)
        if found.known:
            return Guess("role", one, f"'{one}' behind the name is read as {found.role.name.lower()}", "likely")
    return None


def _by_place(found: FoundRole, place: str) -> Guess | None:
    if not (found.known and place):
        return None
    return Guess("role", found.alias or found.role.key, f"'{place}' is read as {found.role.name.lower()}", "likely")


def _by_likeness(found: FoundRole, said: str) -> Guess | None:
    if not (said and found.likeness):
        return None
    return Guess("role", found.alias or found.role.key, f"'{said}' may mean {found.role.name.lower()}", "likely")


# --- the rest ---------------------------------------------------------------------------------------------------------


def _rest(made: Gathering, brought: BroughtWish) -> None:
    """Labels, wishes, notes, and the columns that have fields of ours."""
    entry = made.entry
    made.put("language", entry.language if re.fullmatch(r"[a-z]{2,3}(-\w+)?", entry.language) else "")
    if entry.pronouns:
        made.put("pronouns", entry.pronouns)
    labels = [label.strip("* ") for label in entry.categories]
    wish = next((label for label in labels if said_in(label, label=True)), "")
    silent = made.records.library.import_words.labels
    gone = next((label for label in labels if label.casefold() in _GONE), "")
    made.put("status", gone.casefold())
    kept = [label for label in labels if label and label.casefold() not in silent and label not in {wish, gone}]
    if kept:
        made.fields["tags"] = [label for label in kept if len(label) <= _LONG_LINE]
    wordy = [
        cell
        for name, cell in entry.rest.items()
        if len(cell.split()) >= _WORDY and not ADDRESS.search(cell) and not is_of_clients(name)
    ]
    beside = made.beside if made.fields.get("title") != made.beside and made.beside else ""
    notes = read_notes("\n".join([entry.note, entry.fields.get("notes", ""), *wordy, beside]), made.records)
    made.guesses += notes.guesses
    made.left_out += notes.left_out
    _own(made)
    words, answer, _ = brought
    _stop(made, notes.wish or wish or "; ".join(made.wishes) or (words if answer == "clear" else ""))
    if answer == "possible" and not any(guess.field == FIELD for guess in made.guesses) and FIELD not in made.fields:
        client = client_in(words, made.records.library)
        made.guesses.append(Guess(FIELD, "" if client else words, "may ask that nobody write to them", "likely"))
    if kept := [*notes.kept, *dict.fromkeys(made.notes)]:
        made.fields["notes"] = "\n".join(kept)


def _own(made: Gathering) -> None:
    """Columns that stand for fields of ours, each read as its kind wants."""
    for name, said in made.entry.fields.items():
        if name in _ELSEWHERE or not said.strip():
            continue
        if name == "status":
            _status(made, said)
        elif name in _NOTED:
            _noted(made, name, said)
        elif name in {"roles", "former_ids", "attach"}:
            made.fields[name] = [line.strip() for line in said.split("\n") if line.strip()]
        elif name == "unknown_person":
            made.fields |= {name: True} if said.strip().casefold() == "true" else {}
        else:
            made.put(name, said)


def _noted(made: Gathering, name: str, said: str) -> None:
    """A column of facts: each sentence is one, but for what tells of a client, or is a wish."""
    notes = read_notes(said, made.records)
    made.left_out += notes.left_out
    items = [*(guess.value for guess in notes.guesses if guess.field == "needs"), *notes.kept]
    made.guesses += [guess for guess in notes.guesses if guess.field != "needs"]
    if items:
        made.fields[name] = [{"text": item} for item in items] if name == "details" else items
    if notes.wish:
        _leave_alone(made, notes.wish)


def _status(made: Gathering, said: str) -> None:
    plain = said.strip().lower()
    if plain in {"active", "current"}:
        return
    if plain in STATUSES:
        made.put("status", plain)
        return
    notes = read_notes(said, made.records)
    made.guesses += notes.guesses
    made.left_out += notes.left_out
    made.notes += [f"status: {one}" for one in notes.kept]
    if notes.wish:
        _leave_alone(made, notes.wish)


def _stop(made: Gathering, wish: str) -> None:
    """A wish to be left alone: said by a column, a label or a note, in whatever words; it is never only guessed."""
    said = made.entry.fields.get("do_not_contact", "").strip()
    if said and said.casefold() not in _NO:
        yes = said.casefold() in {"yes", "y", "x", "true", "1", "stop"}
        _leave_alone(made, "" if yes else said)
    elif wish:
        _leave_alone(made, wish)


def _leave_alone(made: Gathering, reason: str) -> None:
    """The wish, with its words where none of them may be about a client."""
    words = " ".join(reason.split())
    kept = words and not client_in(words, made.records.library)
    made.fields["do_not_contact"] = {"reason": words} if kept else True
