"""Role profiles and the needs vocabulary: what each kind of reader needs, asks and says. Data, in `templates/`."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

from composer.days import year_after
from composer.patterns import regex
from composer.records.base import Record, alone
from composer.records.fields import Identifier, KnownNotes, Line, Lines, Many, Sentence

NOTHING = "nothing"
"""The name of no need, under which notes stand that ask for none."""
GENERAL = "general"
"""The honest profile for a reader whose role is unknown."""

# The words a sentence of a profile may leave open, and those that one of the practice's may.
_PROFILE_SLOTS = ("People", "choices", "gathering", "organization", "people", "person", "your_people")
_PRACTICE_SLOTS = ("People", "call_back", "fax", "people", "person", "phone", "when_full")
_SPAN = regex(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]) to (?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z")
_SLOT = regex(r"\{([^{}]*)\}")


def _holding(slots: tuple[str, ...]) -> AfterValidator:
    """Refuses a sentence with a slot that nothing fills."""

    def check(text: str) -> str:
        for slot in slots_of(text):
            if slot not in slots:
                raise ValueError(f"nothing fills '{{{slot}}}'; a sentence may hold {', '.join(slots)} in braces")
        return text

    return AfterValidator(check)


def slots_of(sentence: str) -> list[str]:
    """The names of a sentence's slots, in their order."""
    return _SLOT.findall(sentence)


def fill(sentence: str, words: dict[str, str]) -> str | None:
    """A sentence with its slots filled; ``None`` where a word for one is missing, so that it is left out whole."""
    if "{" not in sentence:
        return sentence
    pieces = [*_apart(sentence)]
    for at in range(1, len(pieces), 2):
        if not (word := words.get(pieces[at])):
            return None
        pieces[at] = word
    return "".join(pieces)


@lru_cache(maxsize=10_000)  # the sentences of the profiles, and of a practice
def _apart(sentence: str) -> Sequence[str]:
    """What stands before the first slot of a sentence, the slot's name, what stands behind it, and so on."""
    return _SLOT.split(sentence)


Form = Annotated[Sentence, _holding(_PROFILE_SLOTS)]
"""A whole sentence, or a part of one, with slots such as ``{people}``."""
PracticeForm = Annotated[Sentence, _holding(_PRACTICE_SLOTS)]
"""A whole sentence of the practice, with slots such as ``{phone}``."""
Forms = Many[Form]


class NeedForms(Record, kind="need"):
    """One need of readers, and the forms in which a letter may speak of it."""

    need: Identifier
    within: Line = ""
    """The wider need that it is part of: an offer for ``grief`` also answers ``suicide-loss``."""
    never_beside: tuple[Identifier, ...] = ()
    """The needs for which nothing is offered to a reader with this one: to a shelter, nothing for couples."""
    unasked: tuple[Identifier, ...] = ()
    """The needs for which a reader with this one is offered something only if they name them: who was violent."""
    label: Line = ""
    """What lists show: ``evening hours``."""
    group: bool = False
    """Whether it says who somebody is, as ``veterans`` does: an offer that is for them is for nobody else."""
    people: Form = ""
    """The people who have it: ``{people} who can only come after work``."""
    clause: Form = ""
    """After "you told me that": ``evening appointments are hard to find``."""
    subject: Form = ""
    """A subject line of three to seven words."""
    roles: Lines = ()
    """Words of a role whose holders look after them, where its profile does not say: ``pediatric``, ``foster``."""
    no_roles: Lines = ()
    """What holds one of these words and says it of others: ``adult children``, ``child support``."""
    phrases: Lines = ()
    """How people say it; a phrase fits where its words stand in its order, nearly together. ``a/b c`` is two."""
    alone: Lines = ()
    """Words that say it only in a note of one or two words: ``Spanish``, and not ``retired Spanish teacher``."""
    own: bool = False
    """Whether it is the practice's own, which a note speaks of in any order of its words."""
    notes: KnownNotes = ""
    """How people say it, one note or piece of a note a line: what shares words with these speaks of it, too."""


class NeedNotes(Record, kind="need-notes"):
    """How people say one need, in a file of its own, since there are thousands."""

    need: Identifier
    notes: KnownNotes


class FactForm(Record, kind="fact"):
    """A fact about a practice that lists ask for, and what they call it."""

    fact: Identifier
    label: Form
    """What a letter calls it where the list's own word is not known; may hold ``{people}``."""
    names: Lines = ()
    """What lists call it; case, dots and hyphens do not matter."""
    often: bool = False
    """Whether it stands in a reply to somebody who did not say what they need."""


class Question(Record, kind="question"):
    """One question that shows knowledge of the reader's work and can be answered in a line."""

    key: Identifier
    text: Form
    asked: Form = ""
    """The same as a follow-up recalls it, after "I asked": ``which patients are hardest for you to place``."""
    needs: Lines = ()
    """Asked first of a reader with one of these needs; empty suits anyone of the role."""
    suits: Lines = ()
    """Further needs: an offer for one of them, or of `needs`, reads as an answer right behind it."""
    trades: Lines = ()
    """Words of a role or a place, ``librarian``: asked first of a reader who has one, and of no other."""
    not_for: Lines = ()
    """Words of a role or a place, ``guardian``: not asked of a reader who has one, in whose day it has no place."""
    told: Lines = ()
    """What answers it: keys of needs, words of a note, or ``any`` need of the reader's own. Then it is not asked."""


class Words(Record, kind="words"):
    """Words of the reader's own trade, and those that mark a stranger."""

    use: Lines = ()
    avoid: Lines = ()


def _spans(values: tuple[str, ...]) -> tuple[str, ...]:
    for text in values:
        if not _SPAN.match(text):
            raise ValueError(f"write the weeks as 08-15 to 09-10, not '{text}'")
    return values


class Seasons(Record, kind="seasons"):
    """When a letter of this kind is welcome and when it is not."""

    good: Line = ""
    bad: Line = ""
    avoid: Annotated[Lines, AfterValidator(_spans)] = ()
    """The bad weeks as days of the year, ``08-15 to 09-10``; what is due in them waits until they are over."""

    def spans(self, year: int) -> tuple[tuple[date, date], ...]:
        """The weeks to avoid that begin in a year; those that end before they begin run over its end."""
        found = []
        for text in self.avoid:
            begin, end = (date(year, int(part[:2]), int(part[3:])) for part in text.split(" to "))
            found.append((begin, end if end >= begin else year_after(end)))
        return tuple(found)


class RoleProfile(Record, kind="role"):
    """What one kind of reader needs from a therapist, asks, and calls the people they look after."""

    key: Identifier
    name: Line
    about: Sentence
    """Who this is, for ``outreach roles``."""
    aliases: Lines = ()
    """What people write in ``role:``; case, dots and hyphens do not matter."""
    places: Lines = ()
    """Where they work, and in which field: it says what a director, a nurse or a counselor there is; ``hospice``."""
    together: Lines = ()
    """Names whose words may stand anywhere in a role: ``college counselor`` of a "counselor, community college"."""
    person: Line
    """One of the people this reader looks after: ``patient``."""
    people: Line
    """Several of them: ``patients``."""
    looks_after: Lines = ()
    """Whom they look after, as groups of the vocabulary: ``college-students``; a contact's own words come first."""
    mixed: bool = False
    """Whether its readers are of several trades, so that what a practice says for one of them ("preschools") is not for
    the others."""
    doctor: bool = True
    """Whether a doctoral degree after the name is used as ``Dr.`` in the greeting."""
    first_names: bool = False
    """Whether those who have no title are greeted by the given name, as colleagues are."""
    wants: Many[Annotated[NeedForms, alone("need")]] = ()
    """What this reader usually needs, the most pressing first; forms given here replace the vocabulary's."""
    questions: tuple[Question, ...]
    told_limits: Lines = ()
    """The needs about which such readers should hear at once that the practice does not meet them: ``evaluation``."""
    subject: Form
    """For a letter that offers nothing."""
    wish: Forms = ()
    """A good wish for the annual update; of several, each letter to a person takes the next."""
    ask_again: Forms = ()
    """The question of the annual update; of several, the next."""
    regard: Forms = ()
    """What a thank-you says about this reader's care, never about anyone in it; of several, the next."""
    kindness: Forms = ()
    """The last line of a thank-you; of several, the next."""
    gathering: Form = ""
    """Where a talk could be held, after "Would": ``one of your provider meetings``."""
    channel: Line = ""
    seasons: Seasons = Field(default_factory=Seasons)
    words: Words = Field(default_factory=Words)
    never: Lines = ()
    """What one does not say to this reader, each with its reason."""

    @cached_property
    def names_organization(self) -> bool:
        """Whether a sentence of the profile, its questions aside, names the reader's organisation."""
        forms = (self.gathering, *self.wish, *self.ask_again, *self.regard, *self.kindness)
        return any("{organization}" in form for form in forms)

    def want(self, key: str) -> NeedForms | None:
        """This role's own forms of a need; ``None`` where it has none."""
        for want in self.wants:  # asked a dozen times for each letter
            if want.need == key:
                return want
        return None
