"""From records to everything that leaves: one workspace on its whole way, with what was said of each contact."""

import mailbox
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from composer.drafts.draft import Draft
from composer.errors import Problem, errors_in
from composer.mail.layout import Layout
from composer.mail.message import MessageKind, Stored, build_message, message_id
from composer.outputs.export import ExportRequest
from composer.outputs.occasion import Occasion
from composer.outputs.registry import FORMATS
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready
from composer.yaml.reader import position_of, read_yaml
from composer.yaml.writer import Layout as Written
from composer.yaml.writer import format_lines
from tests.conftest import TODAY
from tests.inline import PRACTICE

WRITERS: Mapping[str, Callable[[Any], str]] = {
    "our own": lambda value: format_lines(value, Written()),
    "a plain dump": lambda value: yaml.safe_dump(value, allow_unicode=True, sort_keys=False),
    "a dump in ASCII": lambda value: yaml.safe_dump(value, sort_keys=False),
}
OWN = WRITERS["our own"]
MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
_ARTICLE = re.compile(rb'(?=<article id=")')


@dataclass
class Handed:
    """What became of each contact of a book, by the contact's number."""

    folder: Path
    refused: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Why there is no letter of theirs, each with its place: a file and a line."""
    letters: dict[int, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))
    """The letter in each format."""
    drafts: dict[int, Draft] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    """What the person who drafts is told beside it."""


def written(folder: Path, people: Sequence[Mapping[str, Any]], practice: str = PRACTICE) -> Snapshot:
    """A workspace with these contacts."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("practice", practice), ("history", ""), ("contacts", OWN(people))):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Snapshot(folder, TODAY)


def drafted(snapshot: Snapshot, count: int) -> Handed:
    """Writes their first letters."""
    handed, lines = Handed(snapshot.folder), _lines(snapshot, count)
    run = write_drafts(snapshot, DraftRequest("introduction"))
    for problem in errors_in(run.problems):
        assert problem.at.path == "contacts.yaml", problem
        assert problem.code.startswith("contact-"), problem
        handed.refused[_whose(lines, problem)].append(f"{problem.at}: {problem.code}: {problem.text}")
    numbers = {contact.id: _number(contact.email) for contact in snapshot.records.contacts.contacts}
    for one in run.results:
        handed.notes[numbers[one.contact]] = " ".join(one.notes)
        if not one.path:
            where = snapshot.contact(one.contact).where()
            handed.refused[numbers[one.contact]].append(f"{where}: {one.outcome}: {one.because}")
    store = Snapshot(snapshot.folder, TODAY).store
    for name in store.names():
        draft, problems = store.read(name)
        assert draft, problems
        handed.drafts[numbers[draft.contact]] = draft
    return handed


def _number(email: str | None) -> int:
    found = re.search(r"\d+", email or "")
    assert found
    return int(found[0])


def _whose(lines: Sequence[int], problem: Problem) -> int:
    """The number of the contact in whose lines a problem stands."""
    return max(number for number, line in enumerate(lines) if line <= problem.at.line)


def _lines(snapshot: Snapshot, count: int) -> list[int]:
    value = read_yaml((snapshot.folder / "contacts.yaml").read_text(encoding="utf-8"), "contacts.yaml").value
    return [position_of(value, (number,)).line for number in range(count)]


def hand_over(handed: Handed, formats: Sequence[str]) -> None:
    """Marks every draft ready, and hands over those that may leave: in these formats, the letters taking turns."""
    numbers = {draft.name: number for number, draft in handed.drafts.items()}
    for change in mark_ready(Snapshot(handed.folder, TODAY), sorted(numbers)):
        if change.because:
            handed.refused[numbers[change.draft]] += _said(change.problems, change.draft, change.because)
    ready = sorted(number for number in numbers.values() if number not in handed.refused)
    for turn, form in enumerate(formats):
        mine = [handed.drafts[number].name for number in ready if number % len(formats) == turn]
        left = {}
        for one in export_drafts(Snapshot(handed.folder, TODAY), ExportRequest(form, mine)) if mine else ():
            if one.path:
                left[numbers[one.draft]] = handed.folder / one.path
            else:
                handed.refused[numbers[one.draft]] += _said(one.problems, one.draft, one.because)
        for number, data in _READ.get(form, _each)(left).items():
            handed.letters[number][form] = data


def _said(problems: Sequence[Problem], draft: str, because: str) -> list[str]:
    """Why a draft stays: by places in it, or because another letter went to its place."""
    found = errors_in(problems)
    if because.startswith("it waits: a letter went to "):
        return [f"drafts/{draft}.md: {because}"]
    assert found, draft
    assert {(one.at.path, one.at.line > 0) for one in found} == {(f"drafts/{draft}.md", True)}, found
    return [f"{one.at}: {one.code}: {one.text}" for one in found]


def rendered(draft: Draft, layout: Layout) -> dict[str, bytes]:
    """A letter in every format, and as what `push` puts into a mailbox."""
    made = {name: form.render(draft, layout, Occasion(TODAY)) for name, form in FORMATS.items()}
    made["mbox"] = made["mbox"].partition(b"\n")[2]
    return {**made, "pushed": pushed(draft, layout)}


def pushed(draft: Draft, layout: Layout) -> bytes:
    """The message that `push` puts into a mailbox."""
    return build_message(draft, layout, MessageKind(stored=Stored(MOMENT, message_id(draft))))


def _each(left: Mapping[int, Path]) -> dict[int, bytes]:
    assert len({*left.values()}) == len(left)
    return {number: path.read_bytes() for number, path in left.items()}


def _in_mbox(left: Mapping[int, Path]) -> dict[int, bytes]:
    """A mailbox as Python reads it: one message for each letter."""
    if not left:
        return {}
    (path,) = {*left.values()}
    with closing(mailbox.mbox(path)) as box:
        found = list(box)
    assert len(found) == len(left)
    return {_number(message["To"].rpartition("@")[2]): message.as_bytes() for message in found}


def _among_links(left: Mapping[int, Path]) -> dict[int, bytes]:
    if not left:
        return {}
    (path,) = {*left.values()}
    _, *found = _ARTICLE.split(path.read_bytes())
    assert len(found) == len(left)
    return {_number(re.findall(r"mailto:[^?\"]*", one.decode())[0]): one for one in found}


_READ: Mapping[str, Callable[[Mapping[int, Path]], dict[int, bytes]]] = {"mbox": _in_mbox, "mailto": _among_links}


def stray(folder: Path, handed: Handed) -> set[str]:
    """Files and folders beside a workspace, or in it where none belongs."""
    names = {draft.name for draft in handed.drafts.values()}
    ends = ("eml", "html", "txt", "json", "mbox", "maildir", "mailto", "htm")
    meant = {"contacts.yaml", "practice.yaml", "history.yaml", "drafts", "outbox", ".outreach"}
    meant |= {f"drafts/{name}.md" for name in names} | {f"outbox/{name}.{end}" for name in names for end in ends}
    meant |= {"outbox/.outreach-names", "outbox/letters.mbox", "outbox/letters.htm", "outbox/maildir"}
    meant |= {f"outbox/maildir/{part}" for part in ("cur", "new", "tmp")}
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    found |= {f"../{path.name}" for path in folder.parent.iterdir() if path != folder}
    return {
        one
        for one in found - meant
        if not one.startswith(".outreach/")
        and not re.fullmatch(r"outbox/maildir/cur/[a-z0-9._-]+:2,DS", one)
        and not (one.isprintable() and re.fullmatch(r"outbox/2026-11-\d\d [^/\\]+\.(?:eml|html|txt|json)", one))
    }
