"""What a rule is, what it looks at, and what it finds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from composer.briefs.needs import NeedIndex
from composer.checks.reader import Found, Reader
from composer.checks.sentences import Sentence, hide, sentences, words_of
from composer.drafts.draft import STILL_TO_GO, Draft
from composer.errors import Place, Problem
from composer.letters.catalogue import LetterHead
from composer.planning.reason import Reason
from composer.records.contacts import Consent
from composer.records.jurisdictions import Jurisdiction, Jurisdictions
from composer.records.limits import Limits
from composer.records.practice import Practice
from composer.records.roles import RoleProfile
from composer.records.suppression import Suppression

Severity = Literal["block", "warn"]
_PARTICLE = 2
# How the signature begins, whatever the practice writes: a valediction that ships, or a line that is a blotted name.
_ENDINGS = ("\n\nWith good wishes,", "\n\nCon un cordial saludo,", "\n\n___")
SCHOOLS = frozenset({"college-counseling", "college-case-manager"})
FACILITIES = frozenset({"treatment-center"})
"""Readers whom EKRA, 18 U.S.C. 220, is about: recovery homes and clinical treatment facilities."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a record says of its contact, and that a letter could speak of."""

    text: str
    need: str = ""
    """The key of the need, where the record names it or the text is one."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """What the records know of the contact that a draft is for."""

    display_name: str
    """The name, or the place where nobody is known."""
    email: str = ""
    stop: str = ""
    """Why nothing may go to them; empty where it may."""
    stop_there: str = ""
    """The same for a letter about them to the place where they were."""
    email_there: str = ""
    """The address of that place."""
    names: tuple[str, ...] = ()
    """Names that this letter may hold: theirs, their organisation's, their colleagues'."""
    organization: str = ""
    role: str = ""
    """The key of the role profile; empty where the record names no role."""
    state: str = ""
    """Its full name."""
    places: tuple[Jurisdiction, ...] = ()
    """The places with rules of their own that this contact is in."""
    consent: Consent | None = None
    verified: date | None = None
    referrals: tuple[date, ...] = ()
    """The days on which the history has a referral from them."""
    timing: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    """The letters that may not go to them any more, or not yet, each with the reasons."""
    facts: tuple[Fact, ...] = ()
    """What their own record says that a letter could speak of: needs, details, what happened."""


@dataclass(frozen=True)
class Standards:
    """What every draft is held against, the same for all of them."""

    practice: Practice
    readers: Mapping[str, Reader]
    """The phrases of each language, under its tag; English under ``en``."""
    limits: Limits = field(default_factory=Limits)
    places: Jurisdictions = field(default_factory=Jurisdictions)
    roles: Mapping[str, RoleProfile] = field(default_factory=dict)
    needs: NeedIndex | None = None
    """What free text means; ``None`` leaves it to be compared word by word."""
    suppression: Suppression = field(default_factory=Suppression)
    today: date = date.min
    given: frozenset[str] = frozenset()
    """Given names that are no other word."""
    degrees: frozenset[str] = frozenset()
    """Post-nominals as they are written."""
    known: frozenset[str] = frozenset()
    """Every word with a capital that some record has."""
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of all people and organisations in the records, each under its first word."""
    domains: Mapping[str, str] = field(default_factory=dict)
    """The organisation whose contacts have addresses at a domain."""

    def reader(self, language: str) -> Reader:
        """The phrases of a language; those of English where it has none, so that no letter goes unread."""
        return self.readers.get(language) or self.readers.get(language.partition("-")[0]) or self.readers["en"]


@dataclass(frozen=True, slots=True)
class Near:
    """Another draft that says much of the same."""

    name: str
    share: float
    """Of the five-word sequences of the shorter letter, how many stand in the other, too."""
    same_contact: bool
    same_role: bool


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
    near: tuple[Near, ...] = ()
    """The drafts that are most like it; empty until the whole batch has been read."""

    @property
    def practice(self) -> Practice:
        """Who writes."""
        return self.standards.practice

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
    def reader(self) -> Reader:
        """The phrases of the letter's language."""
        return self.standards.reader(self.draft.language)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names that may stand here and are never taken for words, the longest first."""
        own = self.recipient.names if self.recipient else ()
        return tuple(sorted({*own, *name_words(self.practice.name), self.practice.practice} - {""}, key=len)[::-1])

    @cached_property
    def body(self) -> str:
        """The body with the names of known people blotted out, place for place."""
        return hide(self.draft.body, self.names)

    @cached_property
    def subject(self) -> str:
        """The subject in the same way."""
        return hide(self.draft.subject, self.names)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
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
    def own_sentences(self) -> tuple[Sentence, ...]:
        """The sentences of that text, each with its place in the body."""
        text, begin = self.own_text
        return tuple(Sentence(begin + sentence.start, sentence.text) for sentence in sentences(text))

    @cached_property
    def _hits(self) -> Mapping[str, list[tuple[Sentence, Found]]]:
        hits: dict[str, list[tuple[Sentence, Found]]] = {}
        for sentence in self.sentences:
            for code, found in self.reader.read(sentence.text).items():
                hits.setdefault(code, []).extend((sentence, one) for one in found)
        return hits

    def hits(self, code: str) -> list[tuple[Sentence, Found]]:
        """What the phrases of a rule find in the body, each with its sentence."""
        return self._hits.get(code, [])

    def words_at(self, start: int, length: int) -> str:
        """The draft's own words at a place of the body, on one line."""
        return " ".join(self.draft.body[start : start + length].split())

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of a place in the body."""
        before = self.draft.body[:offset]
        line = self.draft.lines.get("body", 1) + before.count("\n")
        return line, offset - (before.rfind("\n") + 1) + 1

    def timing(self, code: str) -> Iterator["Finding"]:
        """What planning says under a rule's code against this letter on this day, while it may still leave."""
        known = self.recipient.timing.get(self.draft.letter, ()) if self.recipient else ()
        reasons = known if self.draft.status in STILL_TO_GO else ()
        yield from (Finding(self.line("letter"), 0, one.sentence) for one in reasons if one.code == code)

    def line(self, key: str) -> int:
        """The line of a front matter key; the first line where the key is not there."""
        return self.draft.lines.get(key, 1)


def name_words(name: str) -> set[str]:
    """A name, and each word of it that could be taken for another: ``Patience May`` is also ``May``."""
    return {name, *(word.strip(".,") for word in name.split() if len(word.strip(".,")) > _PARTICLE)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that a rule objects to."""

    line: int
    column: int
    text: str
    """One sentence about this draft."""
    hint: str = ""
    """The remedy, where it is not the rule's usual one."""
    severity: Severity | None = None
    """Where it is not the rule's usual one."""


Check = Callable[[Inspection], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, with its page: what it looks for, why, where that is written, a wrong and a right example."""

    code: str
    """Family and name: ``holes-confirm``."""
    severity: Severity
    """A block keeps a draft from being marked ready or leaving; a warning stops nobody."""
    summary: str
    why: str
    source: str
    """The law, the code of ethics, the study or the rule of the house that it rests on."""
    remedy: str
    wrong: str
    """An example that breaks it. A test holds every example against its rule."""
    right: str
    """How the same is said without breaking it."""
    check: Check
    final: bool = False
    """Whether no reason lets it pass."""

    def problems(self, inspection: Inspection) -> list[Problem]:
        """What this rule finds in a draft, as problems with its code and remedy."""
        overrides = inspection.draft.overrides
        reason = dict(overrides).get(self.code, "") if overrides and not self.final else ""
        return [self._problem(inspection, found, reason) for found in self.check(inspection)]

    def _problem(self, inspection: Inspection, found: Finding, reason: str) -> Problem:
        severity = found.severity or self.severity
        level: Literal["error", "warning"] = "error" if severity == "block" and not reason else "warning"
        text = f"{found.text} (let pass: {reason})" if reason else found.text
        hint = found.hint or self.remedy
        return Problem(
            at=Place(inspection.path, found.line, found.column),
            code=self.code,
            level=level,
            text=text,
            hint="" if reason else hint,
        )


def phrases(
    code: str,
    say: Callable[[str], str],
    *,
    when: Callable[[Inspection], bool] = lambda _: True,
    severity: Callable[[Inspection], Severity | None] = lambda _: None,
    hint: Callable[[Inspection, str], str] = lambda _, __: "",
) -> Check:
    """A check that objects to the phrases of a rule, in the body and in the subject.

    Args:
        code: the rule whose phrases they are.
        say: what it says of the words it found.
        when: whether it looks at a draft at all.
        severity: another severity for this draft, where there is one.
        hint: another remedy for these words, where there is one.
    """

    def check(inspection: Inspection) -> Iterator[Finding]:
        if not when(inspection):
            return
        for found in inspection.reader.read(inspection.subject).get(code, ()):
            said = inspection.draft.subject[found.start : found.start + len(found.text)]
            yield Finding(inspection.line("subject"), 0, say(said), hint(inspection, said), severity(inspection))
        seen = set()
        for sentence, found in inspection.hits(code):
            start = sentence.start + found.start
            said = inspection.words_at(start, len(found.text))
            if (sentence.start, said) not in seen:
                seen.add((sentence.start, said))
                yield Finding(*inspection.at(start), say(said), hint(inspection, said), severity(inspection))

    return check
