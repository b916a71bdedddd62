"""Writing drafts: choosing, composing and storing them, and saying what became of each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from composer.drafts.draft import Draft, path_of
from composer.drafts.writing import Outcome, WritePolicy
from composer.errors import Problem
from composer.letters.compose import Composed, Order, compose
from composer.letters.draft_names import name_it_has
from composer.letters.languages import letter_for
from composer.letters.lint import merge_problems
from composer.planning import letter_choice
from composer.planning.eligibility import Eligibility
from composer.planning.letter_choice import Choice
from composer.workspace.agenda import due_choices
from composer.workspace.snapshot import Snapshot, writing

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class DraftResult:
    """What a run of `draft` did for one contact."""

    contact: str
    display_name: str
    letter: str
    outcome: Outcome | str
    """What became of the draft; ``left out`` where there is none, ``failed`` where the merge did."""
    because: str
    path: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftRun:
    """All of one run of `draft`."""

    results: tuple[DraftResult, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """Which drafts are to be written, and how."""

    letter: str = ""
    """One letter for all; empty chooses the one that fits each."""
    who: Sequence[str] = ()
    """Ids, addresses or names; empty means everyone."""
    policy: WritePolicy = field(default_factory=WritePolicy)
    """What may happen to drafts that are there already."""
    release: date | None = None
    """The last day of a signed release, for a letter about a shared client."""
    only_due: bool = False
    """Exactly the letters that `agenda.due` lists, for those of `who`; then those who get none say nothing."""
    again: Sequence[str] = ()
    """Those, by id, whose letter is written even where it was written before and deleted."""


def choose_letters(
    snapshot: Snapshot, letter: str = "", who: Sequence[str] = (), release: date | None = None
) -> list[Choice]:
    """The letter for each contact, or why there is none; see `DraftRequest` for what is asked."""
    contacts = list(dict.fromkeys(map(snapshot.contact, who))) if who else list(snapshot.records.contacts.contacts)
    drafts, heads = snapshot.store.for_planning(), snapshot.catalogue.heads
    eligibility = Eligibility(snapshot.records, heads, snapshot.today, drafts, release)
    if letter:
        key = snapshot.letter(letter).key
        return [letter_choice.check(eligibility, key, contact) for contact in contacts]
    return [letter_choice.choose(eligibility, contact) for contact in contacts]


def order(snapshot: Snapshot, choice: Choice, release: date | None = None) -> Order:
    """The letter of a choice in its reader's language, or in English where it is not translated."""
    key = snapshot.letter(choice.letter).key
    return Order(choice.contact, letter_for(key, choice.contact, snapshot.catalogue, snapshot.records), release)


AS_IT_FITS = DraftRequest()
"""The letter that fits each, and nothing that is there is changed."""


def write_drafts(
    snapshot: Snapshot, request: DraftRequest = AS_IT_FITS, *, progress: Progress | None = None
) -> DraftRun:
    """Writes drafts, each as soon as it is merged, of which `progress` is told.

    The lock is held from the reading of the records on, so that no letter is written past what was noted meanwhile.

    Raises:
        RecordsError: the records cannot be trusted; nothing was written.
        ConflictError: another run is writing here.
    """
    with writing(snapshot) as now:
        return _write_drafts(now, request, progress)


def _write_drafts(snapshot: Snapshot, request: DraftRequest, progress: Progress | None) -> DraftRun:
    snapshot.ensure_usable()
    if request.only_due:
        choices = due_choices(snapshot, request.letter, request.who)
    else:
        choices = choose_letters(snapshot, request.letter, request.who, request.release)
    if request.only_due and not choices:
        return DraftRun((), ())
    orders = [order(snapshot, choice, request.release) for choice in choices if choice.letter]
    made: dict[str, Composed] = {}
    policy = replace(request.policy, today=snapshot.today, again=frozenset(request.again))
    drafts = _drafts_of(compose(orders, snapshot.records, snapshot.catalogue, snapshot.today, progress=progress), made)
    named = (_under_its_name(draft, snapshot) for draft in drafts)
    try:
        stored = {draft.contact: (draft.name, outcome) for draft, outcome in snapshot.store.writer.put(named, policy)}
    finally:  # what was written before somebody stopped it was made from these
        snapshot.records.answers.keep()
        snapshot.store.keep_letters(_wording_of(snapshot))
    faults = [(fault, one.contact.display_name) for one in made.values() for fault in one.faults]
    results = [_result(choice, made.get(choice.contact.id), stored) for choice in choices]
    wrong = (outcome for _, outcome in stored.values() if isinstance(outcome, Problem))
    problems = (*snapshot.problems, *snapshot.store.misnamed(), *wrong)
    return DraftRun(tuple(results), (*problems, *merge_problems(faults, snapshot.catalogue)))


def _wording_of(snapshot: Snapshot) -> dict[str, str]:
    """The texts of all letters and their parts."""
    files = snapshot.library.files.items()
    return {name: file.text for name, file in files if name.startswith(("letters/", "parts/"))}


def _drafts_of(composed: Iterable[Composed], made: dict[str, Composed]) -> Iterator[Draft]:
    """The drafts as they are composed; what else there is to say of each is `made` known, and no text is held."""
    for one in composed:
        made[one.contact.id] = replace(one, draft=None)
        if one.draft:
            yield one.draft


def _under_its_name(draft: Draft, snapshot: Snapshot) -> Draft:
    """A draft under the name it has already, be it there or deleted."""
    contact, head = snapshot.contact(draft.contact), snapshot.letter(draft.letter).head
    return replace(draft, name=name_it_has(draft.name, contact, head, snapshot.store.is_known))


def _result(choice: Choice, made: Composed | None, stored: Mapping[str, tuple[str, Outcome | Problem]]) -> DraftResult:
    who = choice.contact.id, choice.contact.display_name
    if made is None:
        return DraftResult(*who, "", "left out", choice.because)
    if made.contact.id not in stored:
        return DraftResult(*who, made.letter, "failed", "; ".join(one.text for one in made.faults), notes=made.notes)
    name, outcome = stored[choice.contact.id]
    became, because = ("failed", outcome.text) if isinstance(outcome, Problem) else (outcome, choice.because)
    return DraftResult(*who, made.letter, became, because, path_of(name), made.notes)
