"""An entry put right: each value into the field it belongs to, with what was changed, guessed and left out."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from composer.address_books.entry import AddressBook, Entry
from composer.addresses import check_address
from composer.imports.candidate import ORDER, Candidate, Change, Guess, LeftOut
from composer.imports.notes import read_notes
from composer.imports.people_names import EnvelopeName, degrees_in, envelope_name
from composer.records.book import Records
from composer.records.jurisdictions import Jurisdictions
from composer.records.phones import phone_key
from composer.records.wishes import STATUSES, said_in
from composer.yaml.writer import Field

_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]+")
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/]{5,}\d(?:\s*(?:x|ext\.?|extension)\s*\d+)?", re.IGNORECASE)
_SMALL = frozenset("of and the for at in on de la y".split())  # noqa: SIM905
_STREETS = frozenset("st rd dr ln ct pl av ave blvd hwy pkwy ste apt fl cir sq ter trl".split())  # noqa: SIM905
_NO = frozenset({"no", "n", "false", "0", "-", "ok", "none"})
_LABELS = frozenset({"mycontacts", "starred", "my contacts", "friends", "family", "coworkers", "contacts", "imported"})
_FEW, _LONG_LINE = 3, 200
_PREFERRED = ("work", "main", "cell", "other", "home")


@dataclass
class _Draft:
    """What is gathered of one entry; stays in this file."""

    entry: Entry
    records: Records
    region: str
    fields: dict[str, Field] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def put(self, name: str, value: str, was: str = "", why: str = "") -> None:
        """A field, and what was done to it."""
        if not value:
            return
        self.fields[name] = value
        if why and value != was:
            self.changes.append(Change(name, was, value, why))


def tidy(book: AddressBook, records: Records, *, region: str) -> tuple[Candidate, ...]:
    """Every entry of an address book put right, in its order.

    Args:
        book: as it was read.
        records: names, roles, needs and states are told from the same lists as everywhere.
        region: where a number without ``+`` is dialled, see `records.phones`.
    """
    return tuple(_tidied(entry, book.file, records, region) for entry in book.entries)


def _tidied(entry: Entry, file: str, records: Records, region: str) -> Candidate:
    digest = digest_of(entry)
    if entry.kind == "group":
        why = "a group of addresses, and no person"
        return Candidate(file, entry.row, {}, skip=why, digest=digest, written=entry.written)
    draft = _Draft(entry, records, region)
    name = envelope_name(entry, records.library.names)
    if name.title and _is_where(name.title, draft):
        name = name._replace(title="", organization=name.title)
    part = _place(draft, name)
    draft.put("pronouns", name.pronouns)
    _role(draft, name)
    _reach(draft)
    _where(draft)
    _rest(draft)
    ordered = {key: draft.fields[key] for key in ORDER if key in draft.fields}
    return Candidate(
        file,
        entry.row,
        {**ordered, **{key: value for key, value in draft.fields.items() if key not in ordered}},
        part="organizations" if part else "contacts",
        changes=tuple(draft.changes),
        guesses=tuple(draft.guesses),
        left_out=tuple(draft.left_out),
        skip="" if draft.fields.get("name") or draft.fields.get("organization") else _nobody(draft),
        digest=digest,
        written=entry.written,
    )


def digest_of(entry: Entry) -> str:
    """Tells an entry from another by all that it says; where it stands does not count."""
    said = {key: value for key, value in sorted(entry.written.items()) if value}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:32]


def _nobody(draft: _Draft) -> str:
    return "no name and no organization, so nobody could be greeted" if draft.fields else "nothing is in it"


# --- who --------------------------------------------------------------------------------------------------------------


def _place(draft: _Draft, name: EnvelopeName) -> bool:
    """Name and organization; whether it is a company's own entry, and of no person."""
    entry = draft.entry
    written = entry.organization or name.organization or entry.department
    organization = in_plain_case(written)
    draft.put("name", name.name, name.written, name.why)
    if name.name or name.team or not organization:
        draft.put("team", name.team, name.written, "is a shared inbox" if not entry.organization else "")
        draft.put("organization", organization, written, "was all in capitals")
        return False
    if entry.kind == "org":
        draft.put("name", organization, written, "was all in capitals")
        return True
    draft.put("organization", organization, written, "was all in capitals")
    if name.organization and not entry.organization:
        draft.changes.append(Change("organization", "", organization, "is a place's name, and no person's"))
    draft.fields["unknown_person"] = True
    return False


def _is_where(remark: str, draft: _Draft) -> bool:
    """Whether what stood beside a name is where they work, since no column says that: ``First Baptist``."""
    free = not draft.entry.organization and not draft.records.library.role_of(remark).known
    return free and remark[:1].isupper() and len(remark.split()) > 1


def _role(draft: _Draft, name: EnvelopeName) -> None:
    """What they do: the words where they name a role, a guess where they may, the title where nobody knows."""
    library, entry = draft.records.library, draft.entry
    said = draft.entry.fields.get("role") or entry.title or name.title
    letters = degrees_in(said, library.names) if said else None
    if letters is not None and "name" in draft.fields:
        known = str(draft.fields["name"])
        more = [one for one in letters if one.casefold() not in known.casefold()]
        if more:
            draft.put("name", ", ".join([known, *more]), known, f"'{said}' stood in the column of the position")
        said = name.title
    said = in_plain_case(said)
    place = str(draft.fields.get("organization", ""))
    found = library.role_of(said, place)
    if said and found.known:
        draft.put("role", said)
        if found.role.name.casefold() != said.casefold():
            draft.guesses.append(Guess("role", said, f"is read as {found.role.name.lower()}", "sure"))
            draft.fields.pop("role")
    elif found.known and place:
        draft.put("title", said)
        why = f"'{place}' is read as {found.role.name.lower()}"
        draft.guesses.append(Guess("role", found.alias or found.role.key, why, "likely"))
    else:
        draft.put("title", said)
        if said and found.likeness:
            why = f"'{said}' may mean {found.role.name.lower()}"
            draft.guesses.append(Guess("role", found.alias or found.role.key, why, "likely"))


# --- how to reach them ------------------------------------------------------------------------------------------------


def _reach(draft: _Draft) -> None:
    """Addresses, numbers and websites, whichever column they stood in."""
    entry = draft.entry
    others = [phone.value for phone in entry.phones]
    addresses = [one for cell in (*entry.emails, *others) for one in _ADDRESS.findall(cell)]
    usable = [one for one in dict.fromkeys(map(_plain_address, addresses)) if _is_address(one)]
    draft.put("email", usable[0] if usable else "", " ".join(entry.emails[:1]), "is put as an address alone")
    draft.notes += [f"other address: {one}" for one in usable[1:]]
    for cell in entry.emails:
        if not _ADDRESS.search(cell) and cell.strip() and not _NUMBER.search(cell):
            draft.notes.append(f"in the column for email: {cell}")
        elif _ADDRESS.search(cell) and not any(map(_is_address, map(_plain_address, _ADDRESS.findall(cell)))):
            draft.notes.append(f"in the column for email: {cell}")
            draft.changes.append(Change("email", cell, "", "is no address that can receive mail; kept in the notes"))
    _numbers(draft)
    if entry.websites:
        draft.notes.append(f"website: {entry.websites[0]}")


def _plain_address(address: str) -> str:
    plain = re.sub(r"^mailto:", "", address, flags=re.IGNORECASE).strip(".,;<>").replace("\u200b", "")
    return plain.lower() if plain.isupper() else plain


def _is_address(address: str) -> bool:
    try:
        check_address(address)
    except ValueError:
        return False
    return True


def _numbers(draft: _Draft) -> None:
    entry = draft.entry
    found: dict[str, tuple[str, str]] = {}
    cells = [*((phone.value, phone.use) for phone in entry.phones), *((cell, "other") for cell in entry.emails)]
    for cell, use in cells:
        text = _ADDRESS.sub(" ", cell)
        for number in _NUMBER.findall(text):
            key = phone_key(number, draft.region) or re.sub(r"\D", "", number)
            found.setdefault(key, (" ".join(number.split()), use))
        if not _NUMBER.search(text) and any(map(str.isalnum, text)) and use != "other":
            draft.notes.append(f"phone: {' '.join(text.split())}")
    voice = [(number, use) for number, use in found.values() if use not in {"fax", "pager"}]
    best = sorted(voice, key=lambda one: _PREFERRED.index(one[1]))
    draft.put("phone", best[0][0] if best else "")
    faxes = [number for number, use in found.values() if use == "fax"]
    draft.put("fax", faxes[0] if faxes else "")
    draft.notes += [f"{_USES.get(use, 'phone')}: {number}" for number, use in best[1:]]
    draft.notes += [f"fax: {number}" for number in faxes[1:]]


_USES: Mapping[str, str] = {"cell": "mobile", "home": "at home", "main": "main number"}


def _where(draft: _Draft) -> None:
    """Postal address, state, country."""
    entry, states = draft.entry, draft.records.library.jurisdictions
    ordered = sorted(entry.addresses, key=lambda one: one.use == "home")
    if ordered:
        best = ordered[0]
        lines = [in_plain_case(line.strip()) for line in best.text.split("\n") if line.strip()]
        draft.put("address", "\n".join(lines), best.text, "was all in capitals" if best.text.isupper() else "")
        draft.put("state", _state(best.region or _state_in(best.text, states), states))
        draft.put("country", best.country)
    for name in ("state", "country"):
        if said := entry.fields.get(name):
            draft.put(name, _state(said, states) if name == "state" else said)


def _state(words: str, states: Jurisdictions) -> str:
    return states.state(words) if words else ""


def _state_in(text: str, states: Jurisdictions) -> str:
    """The state in front of a ZIP code: ``Fairhaven, ME 04101``."""
    found = re.search(r"\b([A-Z]{2})\.?\s+\d{5}(?:-\d{4})?\b", text)
    return found[1] if found and found[1].casefold() in states.states else ""


# --- the rest ---------------------------------------------------------------------------------------------------------


def _rest(draft: _Draft) -> None:
    """Labels, wishes, notes, and the columns that have fields of ours."""
    entry = draft.entry
    draft.put("language", entry.language if re.fullmatch(r"[a-z]{2,3}(-\w+)?", entry.language) else "")
    if entry.pronouns:
        draft.put("pronouns", entry.pronouns)
    labels = [label.strip("* ") for label in entry.categories]
    wish = next((label for label in labels if said_in(label, label=True)), "")
    kept = [label for label in labels if label and label.casefold() not in _LABELS and label != wish]
    if kept:
        draft.fields["tags"] = [label for label in kept if len(label) <= _LONG_LINE]
    notes = read_notes("\n".join([entry.note, *(entry.fields.get("notes", "").split("\n"))]), draft.records)
    draft.guesses += notes.guesses
    draft.left_out += notes.left_out
    _own(draft)
    _stop(draft, notes.wish or wish)
    if kept := [*notes.kept, *dict.fromkeys(draft.notes)]:
        draft.fields["notes"] = "\n".join(kept)


def _own(draft: _Draft) -> None:
    """Columns that stand for fields of ours, each read as its kind wants."""
    for name, said in draft.entry.fields.items():
        if name in {"role", "state", "country", "notes", "do_not_contact"} or not said.strip():
            continue
        if name == "status":
            _status(draft, said)
        elif name in {"needs", "tags", "details", "asked_for"}:
            notes = read_notes(said, draft.records)
            draft.left_out += notes.left_out
            items = [*(guess.value for guess in notes.guesses if guess.field == "needs"), *notes.kept]
            draft.guesses += [guess for guess in notes.guesses if guess.field != "needs"]
            if items and name != "details":
                draft.fields[name] = items
            elif items:
                draft.fields[name] = [{"text": item} for item in items]
            if notes.wish:
                draft.fields["do_not_contact"] = {"reason": notes.wish}
        else:
            draft.put(name, said)


def _status(draft: _Draft, said: str) -> None:
    plain = said.strip().lower()
    if plain in {"active", "current"}:
        return
    if plain in STATUSES:
        draft.put("status", plain)
        return
    notes = read_notes(said, draft.records)
    draft.guesses += notes.guesses
    draft.left_out += notes.left_out
    draft.notes += [f"status: {one}" for one in notes.kept]
    if notes.wish:
        draft.fields["do_not_contact"] = {"reason": notes.wish}


def _stop(draft: _Draft, wish: str) -> None:
    """A wish to be left alone: said by a column, a label or a note, in whatever words; it is never only guessed."""
    said = draft.entry.fields.get("do_not_contact", "").strip()
    if said and said.casefold() not in _NO:
        yes = said.casefold() in {"yes", "y", "x", "true", "1", "stop"}
        draft.fields["do_not_contact"] = True if yes else {"reason": " ".join(said.split())}
    elif wish:
        draft.fields["do_not_contact"] = {"reason": wish}


def in_plain_case(text: str) -> str:
    """A text that came all in capitals, as it would be written; short words without a vowel stay: ``YMCA``."""
    words = text.split(" ")
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) <= _FEW or not text.isupper() or (len(words) == 1 and len(letters) <= len("UCLA")):
        return text
    return " ".join(_recased(words))


def _recased(words: list[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        plain = word.casefold()
        if index and plain in _SMALL:
            yield plain
        elif plain.strip(".,") in _STREETS:
            yield word.capitalize()
        elif any(map(str.isdigit, word)) or not re.search(r"[aeiouy]", plain) or len(word) <= len("NE"):
            yield word
        else:
            yield "-".join(part.capitalize() for part in word.split("-"))
