#!/usr/bin/env python3
"""How much of the sample's letters stands in another one, too: `.venv/bin/python benchmarks/recurrence.py`.

A sentence recurs where another letter of its kind has the same one, names and organizations aside. Every sentence
between greeting and valediction counts, whoever wrote it: who writes, how to refer, offers, limits. What stands below
it does not: the signature, and the line with which one stops these letters. Of the sentences that recur it says how
many are the practice's own, from practice.yaml; the others are the program's.
"""

import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from composer.letters.compose import Order, compose
from composer.records.contacts import Contact
from composer.start import start_workspace
from composer.workspace.drafting import choose_letters, order
from composer.workspace.snapshot import Snapshot

TODAY = date(2026, 11, 24)
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[^\W\d_a-z])|\n{2,}")
_WORD = re.compile(r"[^\W_]+")
_FIVE = 5


@dataclass(frozen=True)
class Recurrence:
    """What recurs in some letters."""

    letters: int
    places: int
    """Sentences in all of them."""
    recurring: int
    """Those that stand in another one, too."""
    own: int
    """Of these, the practice's own sentences."""

    @property
    def share(self) -> float:
        """Of all places those that recur."""
        return self.recurring / max(1, self.places)


def said(body: str, contact: Contact, valediction: str) -> str:
    """A letter between greeting and valediction, without the reader's name and place."""
    text = body.partition("\n\n")[2].partition(f"\n\n{valediction}")[0].replace("\\", "")
    for name in (contact.name, contact.organization):
        text = text.replace(name, "·") if name else text
    return text


def sentences(text: str) -> list[str]:
    """The sentences of a letter."""
    return [" ".join(part.split()) for part in _SENTENCE.split(text) if part.strip()]


def recurrence(letters: Mapping[str, str], practice: Sequence[str]) -> Recurrence:
    """What recurs in letters by their readers, each as `said` gives it; `practice` are the practice's sentences."""
    by_reader = {reader: sentences(text) for reader, text in letters.items()}
    standing = Counter(sentence for found in by_reader.values() for sentence in set(found))
    every = [sentence for found in by_reader.values() for sentence in found]
    again = [sentence for sentence in every if standing[sentence] > 1]
    own = [sentence for sentence in again if any(sentence in text for text in practice)]
    return Recurrence(len(letters), len(every), len(again), len(own))


def alike(one: str, other: str) -> float:
    """The larger share of one letter's five-word sequences that stand in the other, too."""
    fives = [
        {tuple(words[at : at + _FIVE]) for at in range(len(words) - _FIVE + 1)}
        for words in (_WORD.findall(text.casefold()) for text in (one, other))
    ]
    return len(fives[0] & fives[1]) / max(1, min(map(len, fives)))


def letters_of(workspace: Snapshot, key: str, language: str = "en") -> dict[str, str]:
    """Every letter of one kind, by reader."""
    choices = [choice for choice in choose_letters(workspace, key) if choice.letter]
    orders: list[Order] = [order(workspace, choice, None) for choice in choices]
    made = compose(orders, workspace.records, workspace.catalogue, workspace.today)
    valediction = workspace.records.practice.valediction
    return {
        each.contact.id: said(each.draft.body, each.contact, valediction)
        for each in made
        if each.draft and each.draft.language == language
    }


def practice_sentences(workspace: Snapshot) -> list[str]:
    """What the practice says of itself, its slots filled."""
    practice = workspace.records.practice
    words = {"phone": practice.phone, "fax": practice.fax, "call_back": practice.call_back}
    texts = [
        each.text for each in (*practice.offers, *practice.how_to_refer, *practice.introduction, *practice.does_not)
    ]
    for slot, word in words.items():
        texts = [text.replace(f"{{{slot}}}", word) for text in texts]
    return [text.replace("{People} ", "") for text in texts]


def main() -> None:
    """Prints the figures for the sample."""
    with TemporaryDirectory() as folder:
        start_workspace(Path(folder), sample=True, today=TODAY)
        workspace = Snapshot(Path(folder), today=TODAY)
        for key in ("introduction", "presentation"):
            letters = letters_of(workspace, key)
            found = recurrence(letters, practice_sentences(workspace))
            nearest = max(
                ((alike(letters[one], letters[other]), one, other) for one, other in combinations(letters, 2)),
                default=(0.0, "", ""),
            )
            print(
                f"{key}: {found.letters} letters, {found.recurring} of {found.places} sentences stand in another"
                f" ({found.share:.0%}), {found.own} of them the practice's own; the two most alike share"
                f" {nearest[0]:.0%} ({nearest[1]}, {nearest[2]})"
            )
            if "--all" in sys.argv:
                for reader, text in letters.items():
                    print(f"\n--- {reader}\n{text}")


if __name__ == "__main__":
    main()
