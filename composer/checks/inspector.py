"""Inspecting drafts with all that is known about everyone: a value that can be handed to a worker."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date

from composer.checks.attachments import Attachable
from composer.checks.engine.inspection import Inspection, Standards
from composer.checks.engine.measures import Measures, measure, shingles
from composer.checks.engine.recipient import Recipient
from composer.checks.engine.similarity import Fingerprint, Near, nearest_drafts, specific
from composer.checks.engine.standards import Recipients, make_standards
from composer.checks.questions import with_answers
from composer.checks.registry import inspect, inspect_batch
from composer.checks.verdicts import Verdicts, key_of
from composer.drafts.approval import changed_since
from composer.drafts.attachments import Attachment, changed_files
from composer.drafts.departures import Departed
from composer.drafts.draft import Draft, path_of
from composer.drafts.format import parse_draft
from composer.drafts.store import DraftFile
from composer.errors import Place, Problem, errors_in
from composer.letters.catalogue import Catalogue, LetterHead
from composer.planning.eligibility import Eligibility
from composer.records.book import Records
from composer.records.card import CARD_TYPE, card_name, card_of
from composer.workers import Pool, Stopped

_BEFORE_IT_WENT = frozenset({"address-stop", "address-suppressed"})
_MANY = 400  # drafts; for fewer, starting processes takes longer than it saves


@dataclass(frozen=True, slots=True)
class Checked:
    """One draft and everything to mend in it."""

    path: str
    draft: Draft | None
    """``None`` where its file cannot be read as a draft."""
    problems: tuple[Problem, ...]
    fingerprint: Fingerprint | None = None
    """What it is compared by; ``None`` where it was not compared."""
    passed: bool = False
    """Whether no rule found anything to mend or to answer."""


@dataclass(frozen=True, slots=True)
class Inspector:
    """Looks at drafts as text or as values; it reads nothing itself."""

    standards: Standards
    heads: Mapping[str, LetterHead]
    recipients: Mapping[str, Recipient]
    noticed: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    """What the folders themselves show of drafts, by the draft's name."""
    looking: bool = False
    """Whether nothing is to leave: nothing is asked of a letter that was sent, and nothing to mend for a later wish."""
    attachable: Attachable = field(default_factory=Attachable)
    """What may go with letters."""
    departed: Departed = field(default_factory=Departed)
    """What has left, and what lies in ``outbox/``."""
    verdicts: Verdicts = field(default_factory=Verdicts)
    """Which of these drafts the rules let pass before; asked only where nothing else is wanted than that."""

    def check_file(self, file: DraftFile) -> Checked:
        """A draft's file, from its text, with what it is compared by."""
        path = path_of(file.name)
        if file.problems:
            return Checked(path, None, file.problems)
        return self.check(path, *parse_draft(file.text, file.name, path), file, compared=True)

    def inspection(self, draft: Draft, path: str, file: DraftFile | None = None) -> Inspection:
        """A draft with what is known about everyone in it, and its file with what that was when it was made."""
        recipient, head = self.recipients.get(draft.contact), self.heads.get(draft.letter)
        generated, untouched = (file.generated, file.generated == file.text) if file else ("", False)
        return Inspection(draft, path, self.standards, recipient, head, generated, untouched)

    def check(
        self,
        path: str,
        draft: Draft | None,
        problems: tuple[Problem, ...] = (),
        file: DraftFile | None = None,
        *,
        compared: bool = False,
    ) -> Checked:
        """A draft that has been read, with the problems of its file, that file where there is one.

        One that is `compared` has what it is compared by, and every warning; another of which is known that the rules
        let it pass has none of theirs.
        """
        if draft is None:
            return Checked(path, None, problems)
        ruled, fingerprint = self._ruled(draft, path, file, compared=compared)
        found = [*problems, *self.noticed.get(draft.name, ()), *ruled]
        if self.looking and draft.status == "sent":
            found = [one for one in found if one.code not in _BEFORE_IT_WENT and one.level != "ask"]
        found += self.attachable.problems(draft, file.attached) if file else ()
        files = self.attachable.files(draft, file.attached) if file and draft.status == "ready" else ()
        if changed := changed_since(draft) or (changed_files(draft, files) if files else ""):
            text, _, hint = changed.rpartition("; ")
            found.append(Place(path, draft.lines.get("status", 1)).warning("draft-changed", text, hint))
        found += self.departed.problems(draft, blocked=bool(errors_in(found)))
        return Checked(path, draft, tuple(sorted(with_answers(found, draft.name))), fingerprint, not errors_in(ruled))

    def _ruled(
        self, draft: Draft, path: str, file: DraftFile | None, *, compared: bool
    ) -> tuple[tuple[Problem, ...], Fingerprint | None]:
        """What the rules find in a draft, and what it is `compared` by."""
        if file and not compared and self.verdicts.passed and key_of(file) in self.verdicts.passed:
            return (), None
        inspection = self.inspection(draft, path, file)
        return inspect(inspection), _fingerprint_of(inspection) if compared else None

    def compare(self, checked: Sequence[Checked], others: Iterable[Fingerprint] = ()) -> Iterator[Checked]:
        """The same drafts with what can only be said once all are compared with each other, and with `others`."""
        fingerprints = {one.fingerprint.name: one.fingerprint for one in checked if one.fingerprint}
        near = nearest_drafts({**{fingerprint.name: fingerprint for fingerprint in others}, **fingerprints}.values())
        for one in checked:
            found = near.get(one.fingerprint.name, ()) if one.fingerprint else ()
            more: tuple[Problem, ...] = ()
            if one.draft and found:  # the rules of the batch ask nothing of its reader
                more = inspect_batch(Inspection(one.draft, one.path, self.standards, None, None, near=found))
            yield replace(one, problems=tuple(sorted([*one.problems, *more]))) if more else one

    def fingerprint(self, file: DraftFile) -> Fingerprint | None:
        """What a draft is compared by, without checking it; ``None`` where it cannot be read."""
        draft, _ = parse_draft(file.text, file.name, path_of(file.name))
        return _fingerprint_of(self.inspection(draft, path_of(file.name))) if draft else None


def _fingerprint_of(inspection: Inspection) -> Fingerprint:
    draft = inspection.draft
    return Fingerprint(draft.name, draft.contact, inspection.role, shingles(inspection))


def make_inspector(records: Records, catalogue: Catalogue, today: date, handed_over: Iterable[Draft] = ()) -> Inspector:
    """An inspector for one set of records; what was `handed_over` and not called sent yet counts as on its way."""
    heads = {**catalogue.heads, **{old: catalogue.heads[key] for old, key in catalogue.renamed.items()}}
    eligibility = Eligibility(records, catalogue.heads, today, handed_over)
    card = Attachment(card_name(records.practice), CARD_TYPE, card_of(records.practice))
    attachable = Attachable(records.library.file_kinds, records.library.limits, card)
    standards, recipients = make_standards(records, today), Recipients(records, eligibility)
    return Inspector(standards, heads, recipients, attachable=attachable)


def check_files(
    inspector: Inspector, files: Sequence[DraftFile], progress: Callable[[int], None] | None = None
) -> list[Checked]:
    """Each draft by itself, in order. Many are looked at by several processes; one that breaks their limits is left."""
    if len(files) < _MANY:
        return [inspector.check_file(file) for file in files]
    inspector.check_file(files[0])  # compiles phrases and reads points once: a forked worker has them then
    with Pool[DraftFile, Checked]((copy, inspector)) as pool:
        return [_result(file, result) for file, result in pool.map(Inspector.check_file, files, progress=progress)]


def _result(file: DraftFile, result: Checked | Stopped) -> Checked:
    if not isinstance(result, Stopped):
        return result
    path = path_of(file.name)
    text, hint = f"this draft {result.because}", result.hint("it may hold a very long run of one character")
    problem = Place(path).error("draft-unreadable", text, hint)
    return Checked(path, None, (problem,))


@dataclass(frozen=True, slots=True)
class Measured:
    """How personal one draft is, in figures."""

    draft: str
    measures: Measures
    specific: float
    """The share of its five-word sequences that no other draft has; 0 to 1."""
    nearest: str
    """The draft to somebody else that is most like it; empty for none."""
    overlap: float
    """What the two have in common; 0 to 1."""
    repeats: float
    """What it has in common with another letter to the same person; 0 to 1."""


def measure_drafts(inspector: Inspector, drafts: Iterable[Draft]) -> list[Measured]:
    """The figures of every draft, each compared with all of them."""
    inspections = [inspector.inspection(draft, path_of(draft.name)) for draft in drafts]
    fingerprints = [_fingerprint_of(inspection) for inspection in inspections]
    near, own = nearest_drafts(fingerprints), specific(fingerprints)
    return [_measured(one, near.get(one.draft.name, ()), own[one.draft.name]) for one in inspections]


def _measured(inspection: Inspection, near: Iterable[Near], own: float) -> Measured:
    other = next((one for one in near if not one.same_contact), None)
    again = next((one.share for one in near if one.same_contact), 0.0)
    name, share = (other.name, other.share) if other else ("", 0.0)
    return Measured(inspection.draft.name, measure(inspection), own, name, share, again)
