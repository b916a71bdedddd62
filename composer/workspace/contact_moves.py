"""Contacts moved from ``contacts.yaml`` into files of their own and back: their very lines, nothing typed anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from composer.errors import ConflictError, NotFoundError, RecordsError, errors_in
from composer.records.book import CONTACTS, read_contacts
from composer.records.contact_files import free_paths
from composer.records.contact_parts import FOLDER, holds_contacts, holds_one
from composer.records.contacts import Contact, ContactBook, parse_contact_files
from composer.records.wishes import FIELD
from composer.workspace.record_files import RecordFile, ensure_changeable, open_records
from composer.workspace.record_writing import RecordsEdit, RecordWrite, put_records
from composer.workspace.snapshot import Snapshot, writing
from composer.yaml.pieces import drop_items, lift_items
from composer.yaml.reader import Map, Seq

_PART = "contacts"


@dataclass(frozen=True, slots=True)
class ContactMove:
    """Contacts that move, and what the files hold then."""

    contacts: tuple[str, ...]
    """Their ids."""
    writes: tuple[RecordWrite, ...]

    @property
    def digests(self) -> Mapping[str, str]:
        """Of each file as it was read, by its name."""
        return {write.file.name: write.file.digest for write in self.writes}


def split_contacts(snapshot: Snapshot, who: Sequence[str] = ()) -> ContactMove:
    """What it takes to give contacts a file of their own; those of some ids, or all. Nothing is written.

    Raises:
        NotFoundError: nobody of an id stands in ``contacts.yaml``, or nobody at all does.
        RecordsError: there is a mistake in the contacts, or they are written so that they cannot be moved safely.
    """
    book = _sound(snapshot)
    wanted = _wanted(book, who, apart=False)
    file = _open(snapshot, CONTACTS)
    value = file.value
    items = value.get(_PART) if isinstance(value, Map) else value
    places = items.values_at if isinstance(items, Seq) else []
    indexes = [places.index(contact.origin.node.start) for contact in wanted if contact.origin]
    rest, pieces = lift_items(file.text, (_PART,) if isinstance(value, Map) else (), indexes, path=CONTACTS)
    paths = free_paths(snapshot.folder, (contact.id for contact in wanted))
    new = (RecordWrite(RecordFile(path), piece) for path, piece in zip(paths, pieces, strict=True))
    return _move(snapshot, wanted, [RecordWrite(file, rest if rest.strip("\ufeff \t\r\n") else None), *new])


def join_contacts(snapshot: Snapshot, who: Sequence[str] = ()) -> ContactMove:
    """What it takes to bring contacts from their own files into ``contacts.yaml``; as `split_contacts`."""
    book = _sound(snapshot)
    wanted = _wanted(book, who, apart=True)
    file = _open(snapshot, CONTACTS)
    files = [_open(snapshot, book.file_of(contact.id)) for contact in wanted]
    text = drop_items(file.text, [one.text for one in files], key=_PART, path=CONTACTS)
    return _move(snapshot, wanted, [RecordWrite(file, text), *(RecordWrite(one, None) for one in files)])


def put_move(snapshot: Snapshot, move: ContactMove) -> RecordsEdit:
    """Writes a move as one act; a `ConflictError` where one of its files is another one by now."""
    with writing(snapshot) as now:
        for name, digest in move.digests.items():
            if open_records(now.folder, name).digest != digest:
                text = f"{name} was changed elsewhere since you looked, so nothing was moved"
                raise ConflictError(text, hint="look again, then move them")
        return put_records(now, move.writes)


def _sound(snapshot: Snapshot) -> ContactBook:
    """The contacts, where nothing is wrong in any of them but that a wish is unclear."""
    found = (one for one in errors_in(snapshot.records.problems) if holds_contacts(one.at.path))
    if wrong := [one for one in found if not one.code.endswith(FIELD)]:
        raise RecordsError("nothing was moved; these need mending first", problems=wrong)
    return read_contacts(snapshot.folder)[0]


def _wanted(book: ContactBook, who: Iterable[str], *, apart: bool) -> list[Contact]:
    """The contacts of some ids, or all, that have a file of their own, or have none."""
    there = [contact for contact in book.contacts if holds_one(book.file_of(contact.id)) == apart]
    asked = dict.fromkeys(who)
    where = f"a file of their own in {FOLDER}/" if apart else CONTACTS
    for one in asked:
        if one not in {contact.id for contact in there}:
            raise NotFoundError(f"{one} has no record in {where}", hint="`outreach contacts` shows everyone")
    if not there:
        raise NotFoundError(f"nobody has a record in {where}, so there is nothing to move")
    return [contact for contact in there if not asked or contact.id in asked]


def _open(snapshot: Snapshot, name: str) -> RecordFile:
    file = open_records(snapshot.folder, name)
    ensure_changeable(file)
    return file


def _move(snapshot: Snapshot, wanted: Iterable[Contact], writes: Sequence[RecordWrite]) -> ContactMove:
    """The move, if everybody is the same after it, their wishes too, wherever they stand."""
    book, texts = read_contacts(snapshot.folder)
    made = {write.file.name: RecordFile("", write.text).read for write in writes if write.text is not None}
    gone = {write.file.name for write in writes if write.text is None}
    after = {name: text for name, text in {**texts, **made}.items() if name not in gone}
    moved = parse_contact_files(dict(sorted(after.items(), key=lambda pair: (holds_one(pair[0]), pair[0]))))
    if (moved.by_id, moved.organizations) != (book.by_id, book.organizations):
        hint = "move the remarks between the records first: one that seems to be about somebody belongs inside theirs"
        raise RecordsError("nothing was moved: somebody's record would say something else then", hint=hint)
    return ContactMove(tuple(contact.id for contact in wanted), tuple(writes))
