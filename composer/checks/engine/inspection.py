"""One draft with all that is known about everyone in it: what every rule looks at."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, Literal, NamedTuple

from composer.briefs.their_word import in_any_word
from composer.checks.engine.phrases import PhraseMatch, PhraseReader
from composer.checks.engine.recipient import Recipient, name_words
from composer.checks.engine.sentences import LocatedSentence, Search, blank_out, found_in, sentences, words_of
from composer.checks.engine.similarity import Near
from composer.drafts.draft import ANSWERS, WHO_ANSWERS, Draft
from composer.drafts.format import parse_draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.letters.catalogue import LetterHead
from composer.records.jurisdictions import Jurisdictions
from composer.records.limits import Limits
from composer.records.need_index import NeedIndex
from composer.records.people_words import TheirWord
from composer.records.practice import Practice
from composer.records.roles import RoleProfile
from composer.records.sentence_reader import SentenceReader
from composer.records.suppression import Suppression
from composer.spelling import name_word

RuleLevel = Literal["block", "ask", "warn"]
BLOCK: Final = "block"
"""Keeps a draft from being marked ready or leaving."""
ASK: Final = "ask"
"""Keeps it back until a person has answered, in the head of the draft."""
WARN: Final = "warn"
"""Is worth a look, and stops nobody."""
WHO_CODES: Final = frozenset({"privacy-client", "privacy-name"})
"""The rules that ask whom a sentence is about; the others ask whether it is right."""
_SHORT = 5  # words of a sentence that is read with the one before it
_CLEARLY = 2  # times as many signs are known in the language of a sentence as in another
# How the signature begins, whatever the practice writes: a valediction that ships, or a line that is a blotted name.
_ENDINGS = ("\n\nWith good wishes,", "\n\nCon un cordial saludo,", "\n\n___")


@dataclass(frozen=True)
class Standards:
    """What every draft is held against, the same for all of them."""

    practice: Practice
    readers: Mapping[str, PhraseReader]
    """The phrases of each language, under its tag; English under ``en``."""
    sentence_readers: Mapping[str, SentenceReader | None]
    """What weighs the sentences of each language that has points, under its tag; ``None`` where they are unusable."""
    note_reader: SentenceReader
    """What weighs the notes of records."""
    wish_reader: SentenceReader
    """What weighs remarks that may ask that nobody write."""
    needs: NeedIndex
    """What free text means."""
    their_word: TheirWord
    """How the practice's own sentences are said in a reader's word for people."""
    limits: Limits = field(default_factory=Limits)
    places: Jurisdictions = field(default_factory=Jurisdictions)
    roles: Mapping[str, RoleProfile] = field(default_factory=dict)
    suppression: Suppression = field(default_factory=Suppression)
    today: date = date.min
    given_names: frozenset[str] = frozenset()
    """Given names that are no other word, as `name_word` has them."""
    post_nominals: frozenset[str] = frozenset()
    """Post-nominals as they are written."""
    titles: frozenset[str] = frozenset()
    """Every word of a title before a name, in small letters without dots."""
    known_words: frozenset[str] = frozenset()
    """Every word with a capital that some record has."""
    full_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of all people and organisations in the records, each under its first word."""
    employers: Mapping[str, str] = field(default_factory=dict)
    """The organisation whose contacts have addresses at a domain."""
    _said: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False)

    def said_as(self, sentence: str) -> re.Pattern[str]:
        """A sentence of the practice as it may stand in a letter, in any reader's word for people."""
        if sentence not in self._said:
            self._said[sentence] = in_any_word(sentence, self.their_word.of_anybody)
        return self._said[sentence]

    @cached_property
    def known_names(self) -> frozenset[str]:
        """The same words as `name_word` has them."""
        return frozenset(map(name_word, self.known_words))

    def reader(self, language: str) -> PhraseReader:
        """The phrases of a language; those of English where it has none, so that no letter goes unread."""
        return self.readers[_tag(language, self.readers)]

    def sentence_reader(self, language: str) -> SentenceReader | None:
        """What weighs its sentences, that of English where it has none; ``None`` where nobody can look."""
        return self.sentence_readers.get(_tag(language, self.sentence_readers))


def _tag(language: str, known: Collection[str]) -> str:
    """The tag under which a language is known, or that of English."""
    if language in known:
        return language
    wider = language.partition("-")[0]
    return wider if wider in known else "en"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that a rule objects to."""

    line: int
    column: int
    text: str
    """One sentence about this draft."""
    hint: str = ""
    """The remedy, where it is not the rule's usual one."""
    level: RuleLevel | None = None
    """Where it is not the rule's usual one."""
    sentence: str = ""
    """The whole sentence that a person is asked about, on one line; only where the level is `ASK`."""


Findings = Iterable[Finding]


class ReadSentence(NamedTuple):
    """A sentence that says too much, or may."""

    start: int
    """Its place in the body, counted from 0; -1 for the subject."""
    text: str
    """The draft's own words, on one line."""
    kind: str
    """The rule that it is likeliest to break."""
    level: RuleLevel


@dataclass(frozen=True)
class Inspection:
    """One draft, with what is known about everyone in it."""

    draft: Draft
    path: str
    standards: Standards
    recipient: Recipient | None
    """``None`` where no record has the draft's contact."""
    head: LetterHead | None
    """What its letter is for; ``None`` for a letter that is no longer in the catalogue."""
    generated: str = ""
    """The draft's file as the program made it; empty where nobody knows, and then every sentence is a person's own."""
    untouched: bool = False
    """Whether the draft's file is that file still."""
    near: tuple[Near, ...] = ()
    """The drafts that are most like it; empty until the whole batch has been read."""

    @property
    def practice(self) -> Practice:
        """Who writes."""
        return self.standards.practice

    def find(self, said: str) -> int:
        """Where a sentence of the practice stands in the body, in any reader's word for people; -1 for nowhere."""
        found = self.standards.said_as(said).search(self.draft.body)
        return found.start() if found else -1

    @property
    def purpose(self) -> str:
        """What kind of mail it is; empty where nobody can tell."""
        return self.head.purpose if self.head else ""

    @property
    def commercial(self) -> bool:
        """Whether it offers the practice's services."""
        return self.purpose == "commercial"

    @property
    def thanks(self) -> bool:
        """Whether it thanks: nothing that happened may stand in it."""
        return self.purpose == "thanks"

    @property
    def role(self) -> str:
        """The reader's role; empty where it is not known."""
        return self.recipient.role if self.recipient else ""

    @property
    def day(self) -> date:
        """The day it is seen from: when it was made, or today."""
        return self.draft.made or self.standards.today

    @cached_property
    def reader(self) -> PhraseReader:
        """The phrases of the letter's language."""
        return self.standards.reader(self.draft.language)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names that may stand here and are never taken for words, the longest first."""
        own = self.recipient.names if self.recipient else ()
        return tuple(sorted({*own, *name_words(self.practice.name), self.practice.practice} - {""}, key=len)[::-1])

    @cached_property
    def body(self) -> str:
        """The body with the names of known people blotted out, place for place; what it has of blots is emphasis."""
        return blank_out(self.draft.body.replace("_", "*"), self.names)

    @cached_property
    def subject(self) -> str:
        """The subject in the same way."""
        return blank_out(self.draft.subject.replace("_", "*"), self.names)

    @cached_property
    def sentences(self) -> tuple[LocatedSentence, ...]:
        """The sentences of the body, names blotted out."""
        return sentences(self.body)

    @cached_property
    def own_text(self) -> tuple[str, int]:
        """The letter between greeting and signature, names blotted out, and where it begins in the body."""
        greeting, gap, rest = self.body.partition("\n\n")
        begin = len(greeting) + len(gap) if gap else 0
        text = rest if gap else self.body
        ends = (text.rfind(mark) for mark in (f"\n\n{self.practice.valediction}", *_ENDINGS))
        return text[: next((end for end in ends if end >= 0), len(text))], begin

    @cached_property
    def own_words(self) -> tuple[str, ...]:
        """The words of that text in small letters."""
        return tuple(word for sentence in self.own_sentences for word in words_of(sentence.text))

    @cached_property
    def own_sentences(self) -> tuple[LocatedSentence, ...]:
        """The sentences of that text, each with its place in the body."""
        text, begin = self.own_text
        return tuple(sentence for sentence in self.sentences if begin <= sentence.start < begin + len(text))

    @cached_property
    def read_sentences(self) -> tuple[ReadSentence, ...]:
        """The sentences of the subject and the body that say too much, or that a person has to be asked about.

        A short one is read with the one before it: "The cellist you sent? Playing again." What the program wrote is
        not asked about, only stopped.
        """
        reader = self.standards.sentence_reader(self.draft.language)
        return tuple(self._read(reader)) if reader else ()

    def _read(self, own: SentenceReader) -> Iterator[ReadSentence]:
        before = ""
        for sentence in (LocatedSentence(-1, self.subject), *self.sentences):
            text = sentence.text
            reader = own if self.untouched else self._reader_of(text, own)  # the program writes one language a letter
            quoted = text.startswith(">") and before.startswith(">")  # a quote goes on over its lines
            reading, joined = reader.read(text), f"{before} {text}"
            if before and (quoted or text.count(" ") < _SHORT):
                reading = max(reading, reader.read(joined), key=lambda one: one.points)
            before = "" if sentence.start < 0 else joined if quoted else text
            if reading.points < reader.ask:
                continue
            said = self.said(sentence) if sentence.start >= 0 else self.draft.subject
            if reading.points >= reader.stop(thanks=self.thanks or self.head is None):  # what it is, nobody knows
                yield ReadSentence(sentence.start, said, reading.kind, BLOCK)
            elif said not in self._generated and not self.answered(said, reading.kind):
                yield ReadSentence(sentence.start, said, reading.kind, ASK)

    def _reader_of(self, text: str, own: SentenceReader) -> SentenceReader:
        """What weighs a sentence: that of the letter's language, or of another one that it is clearly written in."""
        others = (one for one in self.standards.sentence_readers.values() if one and one is not own)
        return next((one for one in others if one.knows(text) > _CLEARLY * own.knows(text)), own)

    def answered(self, said: str, code: str) -> bool:
        """Whether a person has answered what a rule asks about a sentence, named as in `said`, or about the subject."""
        answer = dict(self.draft.answers).get(said, "")
        return answer in (WHO_ANSWERS if code in WHO_CODES else ANSWERS)

    def said(self, sentence: LocatedSentence) -> str:
        """A sentence of the body in the draft's own words, on one line: as questions and answers name it."""
        return self.words_at(sentence.start, len(sentence.text))

    def where(self, said: str) -> LocatedSentence | None:
        """The first sentence of the body that reads so on one line; ``None`` where there is none."""
        return next((sentence for sentence in self.sentences if self.said(sentence) == said), None)

    def sentence_at(self, place: int) -> LocatedSentence:
        """The sentence of the body that a place in it is in."""
        return next(one for one in self.sentences if one.start <= place < one.start + len(one.text))

    @cached_property
    def _generated(self) -> frozenset[str]:
        """The sentences that the program wrote, on one line each, and its subject."""
        made = self.draft if self.untouched else None
        if self.generated and not made:
            made, _ = parse_draft(self.generated, self.draft.name, self.path)
        return frozenset([made.subject, *(" ".join(one.text.split()) for one in sentences(made.body))] if made else ())

    @cached_property
    def _matches(self) -> Mapping[str, tuple[PhraseMatch, ...]]:
        found: dict[str, list[PhraseMatch]] = defaultdict(list)
        for sentence in self.sentences:
            for code, matches in self.reader.read(sentence.text).items():
                for match in matches:
                    start = sentence.start + match.start
                    found[code].append(PhraseMatch(start, self.words_at(start, len(match.text)), sentence))
        return {code: tuple(matches) for code, matches in found.items()}

    def matches(self, code: str) -> tuple[PhraseMatch, ...]:
        """What the phrases of a rule find in the body, each with its place in the body and the draft's own words."""
        return self._matches.get(code, ())

    def in_subject(self, code: str) -> tuple[str, ...]:
        """The words of the subject that the phrases of a rule find."""
        found = self.reader.read(self.subject).get(code, ())
        return tuple(self.draft.subject[match.start :][: len(match.text)] for match in found)

    @cached_property
    def _found(self) -> Mapping[Search, list[tuple[int, re.Match[str]]]]:
        places: dict[Search, list[tuple[int, re.Match[str]]]] = defaultdict(list)
        for sentence in self.sentences:
            for search, matches in found_in(sentence.text).items():
                places[search] += ((sentence.start + found.start(), found) for found in matches)
        return places

    def search(self, find: Search) -> Sequence[tuple[int, re.Match[str]]]:
        """What a search finds in the sentences of the body, each with its place in the body."""
        return self._found.get(find, ())

    def words_at(self, start: int, length: int) -> str:
        """The draft's own words at a place of the body, on one line."""
        return " ".join(self.draft.body[start : start + length].split())

    def at(self, offset: int, text: str, hint: str = "", level: RuleLevel | None = None) -> Finding:
        """An objection to a place of the body."""
        before = self.draft.body[:offset]
        line = self.draft.lines.get("body", 1) + before.count("\n")
        return Finding(line, offset - (before.rfind("\n") + 1) + 1, text, hint, level)

    def timing(self, code: str) -> Iterator[Finding]:
        """What planning says under a rule's code against this letter on this day, while it may still leave."""
        known = self.recipient.timing.get(self.draft.letter, ()) if self.recipient else ()
        reasons = known if LIFECYCLE[self.draft.status].is_open else ()
        yield from (self.on("letter", one.sentence) for one in reasons if one.code == code)

    def on(self, key: str, text: str, hint: str = "", level: RuleLevel | None = None) -> Finding:
        """An objection to a line of the head, or with ``body`` to the letter as a whole."""
        return Finding(self.draft.lines.get(key, 1), 0, text, hint, level)
