"""What an edit does to letters, and the fewest letters to proofread, as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from composer.app.differences import WordRun, side_by_side
from composer.letters.proof import Feature, LetterChange, Proof, ProofDraft

_MOST_WAYS = 20


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """One place of a letter before and after."""

    before: tuple[WordRun, ...]
    after: tuple[WordRun, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One way in which letters change, with an example."""

    letters: int
    to: str
    """Whose letter the example is."""
    contact: str
    language: str
    places: tuple[ChangedWords, ...]


@dataclass(frozen=True, slots=True)
class ProofLetter:
    """One of the letters to proofread."""

    draft: ProofDraft
    shows: tuple[str, ...]
    """The branches that it is the first to show, as the wording writes them."""


@dataclass(frozen=True, slots=True)
class ProofView:
    """The fewest letters that show all of a letter."""

    letters: tuple[ProofLetter, ...]
    looked_at: int
    branches: int
    sentences: int
    unreached: tuple[str, ...]
    """Branches and sentences that nobody reaches."""


def change_views(changes: Sequence[LetterChange]) -> list[ChangeView]:
    """The most frequent ways in which letters change, each with its first example."""
    return [_change_view(one) for one in changes[:_MOST_WAYS]]


def _change_view(change: LetterChange) -> ChangeView:
    old, new, contact = change.before[0], change.after[0], change.after[0].brief.contact
    places = tuple(_changed_words(old, new))
    return ChangeView(len(change.after), contact.display_name, contact.id, contact.language, places)


def _changed_words(old: ProofDraft, new: ProofDraft) -> list[ChangedWords]:
    """The paragraphs that are not the same in both, side by side; the subject counts as one."""
    before, after = ([one.subject, *one.body.strip().split("\n\n")] for one in (old, new))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pairs = (("\n\n".join(before[a:b]), "\n\n".join(after[c:d])) for tag, a, b, c, d in steps if tag != "equal")
    return [ChangedWords(*side_by_side(one, other)) for one, other in pairs]


def proof_view(found: Proof) -> ProofView:
    """A proof as its page shows it: each branch with the first letter that has it."""
    letters: list[ProofLetter] = []
    seen: set[Feature] = set()
    for each in found.chosen:
        new = sorted(feature for feature in each.shows - seen if feature.kind == "branch")
        letters.append(ProofLetter(each, tuple(dict.fromkeys(feature.label for feature in new))))
        seen |= each.shows
    kinds = [feature.kind for feature in seen]
    unreached = tuple(dict.fromkeys(feature.label for feature in found.unreached))
    return ProofView(tuple(letters), len(found.letters), kinds.count("branch"), kinds.count("sentence"), unreached)
