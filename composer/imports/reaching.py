"""How somebody is reached: addresses, numbers and the place on an envelope, whichever column they stood in."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from composer.address_books.rows import use_of
from composer.addresses import check_address
from composer.imports.candidate import Change
from composer.imports.gathering import Gathering
from composer.imports.letter_case import in_plain_case
from composer.imports.remarks import Beside, beside, heed
from composer.patterns import regex
from composer.records.jurisdictions import Jurisdictions
from composer.records.name_parts import plain_name
from composer.records.phones import phone_key

ADDRESS = regex(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]/?!*]+")
_NUMBER = regex(r"\+?\(?\d[\d\s().\-/]{5,}\d(?:\s*(?:x|ext\.?|extension)\s*\d+)?", re.IGNORECASE)
_PREFERRED = ("work", "main", "cell", "other", "home")
_FEW = 3


def reach(made: Gathering) -> None:
    """Addresses, numbers and websites, whichever column they stood in."""
    entry = made.entry
    cells = [_with_dot(made, cell) for cell in _joined(entry.emails)]
    elsewhere = (*(phone.value for phone in entry.phones), *_elsewhere(made))
    found: dict[str, str] = {}
    for address, cell in (*_usable(made, cells, heeded=True), *_usable(made, elsewhere, heeded=False)):
        found.setdefault(address, cell)
    made.put("email", *next(iter(found.items()), ("", "")), "is put as an address alone")
    made.notes += [f"other address: {one}" for one in [*found][1:]]
    for cell in cells:
        addresses = ADDRESS.findall(cell)
        if not addresses and cell.strip() and not _NUMBER.search(cell):
            heed(made, "in the column for email", Beside("", cell, cell))
        elif addresses and not any(map(_is_address, map(_plain_address, addresses))):
            made.notes.append(f"in the column for email: {cell}")
            made.changes.append(Change("email", cell, "", "is no address that can receive mail; kept in the notes"))
    _numbers(made)
    if entry.websites:
        made.notes.append(f"website: {entry.websites[0]}")


def _usable(made: Gathering, cells: Iterable[str], *, heeded: bool) -> Iterator[tuple[str, str]]:
    """The addresses of some cells, each as it was written, too, and none that is said to be no longer good; what else
    is said there is `heeded` or not.
    """
    no_good = made.records.library.import_words.says_no_good
    for cell in cells:
        for one in beside(cell, ADDRESS):
            address, said = _plain_address(one.value), one._replace(remark=_NUMBER.sub(" ", one.remark).strip())
            if _is_address(address) and (heed(made, "email", said) if heeded else not no_good(said.remark)):
                yield address, cell


def _joined(cells: Sequence[str]) -> Iterator[str]:
    """The cells, with one that a comma in an address has cut in two in one piece again."""
    waiting = ""
    for cell in cells:
        if waiting and cell.isalpha() and cell.islower() and "." not in waiting.rpartition("@")[2]:
            yield f"{waiting},{cell}"
            waiting = ""
            continue
        if waiting:
            yield waiting
        waiting = cell
    if waiting:
        yield waiting


def _with_dot(made: Gathering, cell: str) -> str:
    """An address whose last dot is a comma, by a slip of the finger, with the dot: ``ann@elm,example``."""
    mended = re.sub(r"(@[^\s@,]+),([a-z]{2,})$", r"\1.\2", cell.strip())
    if mended == cell.strip() or not _is_address(mended):
        return cell
    made.changes.append(Change("email", cell, mended, "has a comma for a dot"))
    return mended


def _elsewhere(made: Gathering) -> Iterator[str]:
    """Cells of other columns where an address may have slipped to: those nobody understood, and notes that hold theirs.

    One in a note is theirs where their family name is in it; it may be somebody else's otherwise.
    """
    entry = made.entry
    if any("@" in cell for cell in entry.emails):
        return
    yield from (
        cell for cell in (*entry.rest.values(), *entry.categories, entry.title) if ADDRESS.fullmatch(cell.strip())
    )
    family = plain_name(str(made.fields.get("name", "")).partition(",")[0].split(" ")[-1])
    no_good = made.records.library.import_words.says_no_good
    lines = (line for line in entry.note.split("\n") if "@" in line and not no_good(line))
    yield from (one for line in lines for one in ADDRESS.findall(line) if len(family) > _FEW and family in one.lower())


def _plain_address(address: str) -> str:
    plain = re.sub(r"^mailto:", "", address, flags=re.IGNORECASE).strip(".,;<>").replace("\u200b", "")
    return plain.lower() if plain.isupper() else plain


def _is_address(address: str) -> bool:
    try:
        check_address(address)
    except ValueError:
        return False
    return True


def _numbers(made: Gathering) -> None:
    entry = made.entry
    found: dict[str, tuple[str, str]] = {}
    cells = [*((phone.value, phone.use) for phone in entry.phones), *((cell, "") for cell in entry.emails)]
    for cell, use in cells:
        text = re.sub(r"(?<=[\d-])[Oo](?=\d)", "0", ADDRESS.sub(" ", cell))
        if use and not _NUMBER.search(text) and any(map(str.isalnum, text)):
            heed(made, "phone", Beside("", " ".join(text.split()), " ".join(text.split())))
        for one in beside(text, _NUMBER):
            if not heed(made, "phone", one):
                continue
            key = phone_key(one.value, made.region) or re.sub(r"\D", "", one.value)
            said = use_of(one.remark, made.records.library.address_books) if use in {"", "other"} else use
            found.setdefault(key, (" ".join(one.value.split()), said or "other"))
    voice = [(number, use) for number, use in found.values() if use not in {"fax", "pager"}]
    best = sorted(voice, key=lambda one: _PREFERRED.index(one[1]))
    made.put("phone", best[0][0] if best else "")
    faxes = [number for number, use in found.values() if use == "fax"]
    made.put("fax", faxes[0] if faxes else "")
    made.notes += [f"{_USES.get(use, 'phone')}: {number}" for number, use in best[1:]]
    made.notes += [f"fax: {number}" for number in faxes[1:]]


_USES: Mapping[str, str] = {"cell": "mobile", "home": "at home", "main": "main number"}


def locate(made: Gathering) -> None:
    """Postal address, state, country."""
    entry, states = made.entry, made.records.library.jurisdictions
    ordered = sorted((one for one in entry.addresses if one.text), key=lambda one: one.use == "home")
    regions = [one.region for one in entry.addresses if not one.text and one.region]
    if ordered:
        best = ordered[0]
        if regions and not best.region:
            best = replace(best, text=f"{best.text}, {regions[0]}", region=regions[0])
        lines = [in_plain_case(line.strip()) for line in best.text.split("\n") if line.strip()]
        made.put("address", "\n".join(lines), best.text, "was all in capitals" if best.text.isupper() else "")
        made.put("state", state_name(best.region or _state_in(best.text, states), states))
        made.put("country", best.country)
    elif regions:
        made.put("state", state_name(regions[0], states))
    for name in ("state", "country"):
        if said := entry.fields.get(name):
            made.put(name, state_name(said, states) if name == "state" else said)


def state_name(words: str, states: Jurisdictions) -> str:
    """A state by its full name, however it is written, and be it with a ZIP code: ``KY 40991`` is Kentucky."""
    plain = re.sub(r"[\s,.]*\d{5}(?:-\d{4})?\Z", "", words).strip(" .,")
    return states.state(plain) if plain else ""


def _state_in(text: str, states: Jurisdictions) -> str:
    """The state in front of a ZIP code: ``Fairhaven, ME 04101``."""
    found = re.search(r"\b([A-Z]{2})\.?\s+\d{5}(?:-\d{4})?\b", text)
    return found[1] if found and found[1].casefold() in states.states else ""
