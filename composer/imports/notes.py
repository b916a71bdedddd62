"""The notes of an address book, sentence by sentence: needs, wishes to be left alone, what to keep, and clients."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from composer.checks.engine.sentences import sentences
from composer.checks.rules.records import client_in
from composer.imports.candidate import Guess, LeftOut
from composer.records.book import Records
from composer.records.wishes import said_in

_PART = re.compile(r"[\n;|•]+|\s/\s")
_MARKS = " \t-–—*•,;"
_LONGEST = 20_000
_GONE = (
    (re.compile(r"\b(?:has |is |now |since )?retired\b|\bretired (?:in|last)\b", re.IGNORECASE), "retired"),
    (re.compile(r"\b(?:passed away|deceased|has died|died in|r\.?i\.?p\b)", re.IGNORECASE), "deceased"),
    (
        re.compile(
            r"\b(?:no longer (?:there|here|with|at|works)|left (?:the )?(?:practice|clinic|agency|job|area)"
            r"|moved (?:away|out of))\b",
            re.IGNORECASE,
        ),
        "moved",
    ),
)


class ReadNotes(NamedTuple):
    """What the notes of one entry say."""

    kept: tuple[str, ...] = ()
    """What goes into ``notes``, where no letter can hold it."""
    guesses: tuple[Guess, ...] = ()
    wish: str = ""
    """The words that ask to be left alone; empty for none."""
    left_out: tuple[LeftOut, ...] = ()


def read_notes(text: str, records: Records) -> ReadNotes:
    """Sorts what an entry's notes say; what tells of a client, or may, is in none of it but `left_out`."""
    kept: list[str] = []
    guesses: list[Guess] = []
    left_out: list[LeftOut] = []
    wish = ""
    if len(text) > _LONGEST:
        left_out.append(LeftOut(f"{text[:60]}…", f"a note of {len(text):,} characters; nobody can look through it"))
        text = ""
    for piece in _pieces(text):
        if told := client_in(piece, records.library):
            why = "seems to be about a client" if told.sure else "may be about a client"
            left_out.append(LeftOut(piece, f"{why}, and no file here may hold one"))
        elif said_in(piece, label=False):
            wish = wish or piece
        else:
            found = tuple(_guesses(piece, records))
            guesses += found
            kept += [] if found else [piece]
    return ReadNotes(tuple(kept), tuple(guesses), wish, tuple(left_out))


def _pieces(text: str) -> Iterator[str]:
    """Sentences and lines, without marks around them."""
    for part in _PART.split(text):
        for sentence in sentences(" ".join(part.split())):
            if piece := sentence.text.strip(_MARKS):
                yield piece


def _guesses(piece: str, records: Records) -> Iterator[Guess]:
    """What a sentence means beside itself: that they are gone, or a need."""
    status = next((status for words, status in _GONE if words.search(piece)), "")
    if status:
        yield Guess("status", status, f"'{piece}'", "likely")
        return
    found = records.need_index.find(piece)
    if any(one.phrase.casefold() in piece.casefold() for one in found):
        yield Guess("needs", piece, f"reads as {', '.join(one.need for one in found)}", "sure")
