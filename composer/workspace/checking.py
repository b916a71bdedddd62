"""Checking and measuring: each draft with its problems, compared with every other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from composer.checks.attachments import record_problems
from composer.checks.inspector import Checked, Inspector, Measured, check_files, make_inspector, measure_drafts
from composer.checks.registry import RULES
from composer.checks.rules.records import inspect_records, inspect_wording
from composer.checks.verdicts import MANY, Verdicts, key_of, mark_of, recall_verdicts
from composer.drafts.attachments import merged
from composer.drafts.draft import Draft
from composer.errors import Problem
from composer.letters.catalogue import LetterHead
from composer.records.contacts import Contact
from composer.records.practice import Practice
from composer.workspace.snapshot import Snapshot


def inspector_of(snapshot: Snapshot, handed_over: Iterable[Draft] | None = None) -> Inspector:
    """What looks at drafts with all that is known about everyone; made once for a snapshot.

    It stands here so that a command which checks nothing loads no rule. Who has read already what was handed
    over gives it along.
    """
    if "inspector" not in vars(snapshot):
        out = snapshot.handed_over() if handed_over is None else handed_over
        made = make_inspector(snapshot.records, snapshot.catalogue, snapshot.today, out)
        vars(snapshot)["inspector"] = replace(
            made,
            noticed=snapshot.store.noticed(),
            departed=snapshot.store.departures.seen(),
            verdicts=_verdicts_of(snapshot, out),
        )
    found: Inspector = vars(snapshot)["inspector"]
    return found


def _verdicts_of(snapshot: Snapshot, handed_over: Iterable[Draft]) -> Verdicts:
    """Which drafts the rules let pass before; none where there are few."""
    if len(snapshot.store.names()) < MANY:
        return Verdicts()
    mark = mark_of(snapshot.records.mark, snapshot.library.files, snapshot.today, handed_over)
    return recall_verdicts(snapshot.folder, mark)


def check_drafts(
    snapshot: Snapshot, names: Sequence[str] = (), *, progress: Callable[[int], None] | None = None
) -> list[Checked]:
    """Each draft with its problems, compared with every other; a `NotFoundError` for a name that none has."""
    store, inspector = snapshot.store, replace(inspector_of(snapshot), looking=True)
    chosen = snapshot.draft_names(names)
    files = [store.file_to_check(name) for name in chosen]
    others = (store.file(name) for name in store.names() if name not in set(chosen)) if names else ()
    fingerprints = filter(None, map(inspector.fingerprint, others))
    misnamed = [Checked(one.at.path, None, (one,)) for one in (() if names else store.misnamed())]
    checked = check_files(inspector, files, progress)
    if not names:
        inspector.verdicts.keep(frozenset(key_of(file) for file, one in zip(files, checked, strict=True) if one.passed))
    return [*misnamed, *inspector.compare(checked, fingerprints)]


def check_records(snapshot: Snapshot) -> tuple[Problem, ...]:
    """Places in the records themselves that seem to speak of a client, and phrases that belong to no rule."""
    reader = inspector_of(snapshot).standards.note_reader  # what it has read, the drafts of these people need again
    wording, records = inspect_wording(snapshot.library, RULES), inspect_records(snapshot.records, reader)
    return (*wording, *records, *_attached_by_records(snapshot))


def _attached_by_records(snapshot: Snapshot) -> Iterator[Problem]:
    """Files that the practice, a letter or a contact names and that could go with no letter."""
    records, letters = snapshot.records, (letter.head for letter in snapshot.catalogue.every())
    named: list[Practice | LetterHead | Contact] = [records.practice, *letters, *records.contacts.contacts]
    for record in named:
        if record.attach:
            files = snapshot.store.attachments.look(merged(record.attach))
            yield from record_problems(inspector_of(snapshot).attachable, record.where("attach"), files)


def figures_of(snapshot: Snapshot, names: Sequence[str] = ()) -> tuple[list[Measured], list[Problem]]:
    """How personal each draft is, compared with every other, all where none is named; and why some cannot be read."""
    chosen = set(snapshot.draft_names(names))
    read = [snapshot.store.read(name) for name in sorted({*snapshot.store.names(), *chosen})]
    drafts = (draft for draft, _ in read if draft)
    measured = [one for one in measure_drafts(inspector_of(snapshot), drafts) if one.draft in chosen]
    return measured, [problem for draft, problems in read if not draft for problem in problems]
