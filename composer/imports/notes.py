"""The notes of an address book, sentence by sentence: needs, wishes to be left alone, what to keep, and clients."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from composer.checks.engine.sentences import sentences
from composer.checks.rules.records import client_in
from composer.imports.candidate import Guess, LeftOut
from composer.patterns import regex
from composer.records.answer_words import in_other_script
from composer.records.book import Records
from composer.records.wish_words import Answer
from composer.records.wishes import FIELD, is_wish, said_in

_PART = regex(r"[\n;|•]+|\s/\s")
_NO_WORDS = regex(r"\S*(?:@|://|www\.)\S*|\w+(?:\.\w+)*\.[a-z]{2,}(?:/\S*)?")
_DIED = regex(r"(\b[dD]\.)\s+(?=\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))")
"""A date behind ``d.`` belongs to it: they died then."""
_JOINED = "\u2060"
_MARKS = " \t-–—*•,;"
_LONGEST = 20_000


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
    wishes: list[str] = []
    if len(text) > _LONGEST:
        left_out.append(LeftOut(f"{text[:60]}…", f"a note of {len(text):,} characters; nobody can look through it"))
        text = ""
    for piece in _pieces(text):
        asks, told = _asks(piece, records), client_in(piece, records.library)
        wishes += [piece] if asks == "clear" else []
        if told:
            why = "seems to be about a client" if told.sure else "may be about a client"
            left_out.append(LeftOut(piece, f"{why}, and no file here may hold one"))
            guesses += _held(piece, records, asks=asks == "possible") if not told.sure else []
        elif asks != "clear":
            found = tuple(_guesses(piece, records, asks=bool(asks)))
            guesses += found
            kept += [] if found else [piece]
    return ReadNotes(tuple(kept), tuple(guesses), "; ".join(wishes), tuple(left_out))


def _pieces(text: str) -> Iterator[str]:
    """Sentences and lines, without marks around them."""
    for part in _PART.split(_DIED.sub(rf"\1{_JOINED}", text)):
        for sentence in sentences(" ".join(part.split())):
            if piece := sentence.text.replace(_JOINED, " ").strip(_MARKS):
                yield piece


def _asks(piece: str, records: Records) -> Answer:
    """Whether a piece asks that nobody write, by the grammar of such wishes, or may ask it, by what it weighs or in a
    script or a language that is not read here.
    """
    if said := said_in(piece, label=False):
        return "clear" if is_wish(piece.partition(":")[0]) else said  # Do not contact: asked in May
    library = records.library
    if library.import_words.status_in(piece):  # who is gone gets no letter anyhow, so plain words alone are heeded
        return "possible" if library.import_words.may_ask_to_stop(piece) else ""
    asks = library.import_words.may_ask_to_stop(piece) or (_is_remark(piece) and library.may_ask_to_stop(piece))
    return "possible" if asks or in_other_script(piece) or library.import_words.in_other_language(piece) else ""


def _guesses(piece: str, records: Records, *, asks: bool) -> Iterator[Guess]:
    """What a sentence means beside itself: that they are gone, that nobody is to write to them, or a need."""
    gone = _gone(piece, records, f"'{piece}'")
    if gone:
        yield gone
    if asks:
        yield _maybe(piece)
    if gone or asks:
        return
    found = records.need_index.find(piece) if records.need_index.stands_in(piece) else ()
    if any(one.phrase.casefold() in piece.casefold() for one in found):
        yield Guess("needs", piece, f"reads as {', '.join(one.need for one in found)}", "sure")


def _held(piece: str, records: Records, *, asks: bool) -> Iterator[Guess]:
    """What keeps letters away in words that may be about a client, without these."""
    if gone := _gone(piece, records, "words that are left out"):
        yield gone
    if asks:
        yield _maybe("")


def _gone(piece: str, records: Records, why: str) -> Guess | None:
    words = records.library.import_words
    if not (status := words.status_in(piece)):
        return None
    return Guess("status", status, why, "unsure" if words.gone.is_question(piece) else "likely")


def _is_remark(piece: str) -> bool:
    """Whether a piece has words enough to ask for something: ``other address: ann@elm.example`` has not."""
    return len(re.findall(r"[^\W\d_]+", _NO_WORDS.sub(" ", piece.partition(":")[2] or piece))) > 1


def _maybe(piece: str) -> Guess:
    """That a piece may ask; without its words where these may be about a client."""
    return Guess(FIELD, piece, "may ask that nobody write to them", "likely")
