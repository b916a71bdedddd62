"""From what a record says to the needs that letters know: by key, by phrase, or by the reader's role."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from composer.filenames import slug
from composer.patterns import regex
from composer.records.base import Cited
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.need_index import NeedIndex
from composer.records.noted import Need
from composer.records.own_needs import readers_of
from composer.records.roles import RoleProfile

_AND = regex(r",\s*|\s+(?:and|y)\s+")


class FoundNeed(NamedTuple):
    """One need of a reader, and how it is known."""

    key: str
    because: str
    """``the record names it``, ``the record says 'wait' and 'months'``, ``primary care readers usually need it``."""
    where: tuple[Cited, ...]
    """The record's line, or the role's."""
    recorded: bool
    """Whether it is this reader's own; otherwise it is what readers of the role usually need."""
    for_reader: bool = False
    """Whether it is no need, but who they are, or whom they look after, by which the practice names its offers."""
    text: str = ""
    """The record's words; empty for a usual need."""
    heard: date | None = None
    source: str = ""
    sure: float = 1.0
    """How surely it is theirs: less for what the practice has for a profile that several trades share."""


def needs_of(contact: Contact, role: RoleProfile, index: NeedIndex, library: Library) -> tuple[FoundNeed, ...]:
    """Every need of a reader: their own in the record's order, then what the practice has for readers of the role, and
    what these usually need.
    """
    own = [found for position, need in enumerate(contact.needs) for found in _own(contact, position, need, index)]
    own = [*own, *_wider(own, index)]
    keys = {found.key for found in own}
    usual = [
        FoundNeed(
            want.need, f"{role.name.lower()} readers usually need it", role.cite("wants", position), recorded=False
        )
        for position, want in enumerate(role.wants)
        if want.need not in keys
    ]
    return (*_once(own), *_as_reader(contact, role, index, library), *usual)


def _as_reader(contact: Contact, role: RoleProfile, index: NeedIndex, library: Library) -> Iterator[FoundNeed]:
    """What the practice has, as it says, for all readers of a role, or for those whom this reader looks after."""
    because = f"the practice has it for {role.name.lower()} readers"
    sure = 0.5 if role.mixed else 1.0
    yield FoundNeed(readers_of(role.key), because, role.cite("name"), recorded=False, for_reader=True, sure=sure)
    people, where = contact.people_word or role.people, contact.cite("people_word")
    for one in _AND.split(people) if people != "people" else ():
        because = f"the practice has it for {one}, whom they look after"
        yield FoundNeed(slug(one), because, where or role.cite("people"), recorded=False, for_reader=True)
    named = [(found.need, "roles", said) for said in contact.roles for found in index.named_in(said)]
    said = contact.people_word
    named += [(found.need, "people_word", said) for found in index.named_in(said) if library.is_group(found.need)]
    others = {key for key, field, _ in named if field == "roles" and library.is_group(key)} - {*role.looks_after}
    if role.looks_after:  # a school nurse looks after children, and no nurses
        named = [one for one in named if one[1] != "roles" or one[0] not in others]
    elif not contact.people_word:
        told = {key for key, _, _ in named}
        said_of = ((key, said) for said in contact.roles for key in library.looked_after(said))
        named += [(key, "roles", said) for key, said in said_of if key not in told]
    for key, field, said in named:
        because = f"the practice has it for those of whom '{said}' speaks"
        sure = 1.5 if field == "roles" else 1.0  # a role's own words say it outright
        yield FoundNeed(key, because, contact.cite(field), recorded=False, for_reader=True, sure=sure)
    if not any(
        library.is_group(key) and (field == "people_word" or key in role.looks_after) for key, field, _ in named
    ):
        for position, key in enumerate(role.looks_after):
            because = f"{role.name.lower()} readers look after them"
            sure = 0.5 if len(role.looks_after) > 1 else 1.0  # what is for small children is for no high school
            where = role.cite("looks_after", position)
            yield FoundNeed(key, because, where, recorded=False, for_reader=True, sure=sure)


def form_of(need: str, field: Literal["people", "clause", "subject"], role: RoleProfile, library: Library) -> str:
    """How a letter speaks of a need: in the role's own form, or in the common one; empty where there is neither."""
    own, common = role.want(need), library.need_by_key.get(need)
    return (own and getattr(own, field)) or (common and getattr(common, field)) or ""


def _own(contact: Contact, position: int, need: Need, index: NeedIndex) -> list[FoundNeed]:
    """The needs of one note: the one that it names, or all that its words speak of."""
    where = contact.cite("needs", position)
    text = need.text or need.need
    spoken = index.find(text) or index.named_in(need.say)  # what the letter repeats is spoken of, however it was noted
    named = [(key, "the record names it")] if (key := index.named(need.need)) else []
    because = [(each.need, f"the record says '{text}', which holds '{each.phrase}'") for each in spoken]
    return [
        FoundNeed(key, reason, where, recorded=True, text=need.text, heard=need.heard, source=need.source)
        for key, reason in named or because
    ]


def _wider(own: Iterable[FoundNeed], index: NeedIndex) -> Iterator[FoundNeed]:
    """The needs that those of a reader are part of: an offer for grief is also for a loss by suicide."""
    for found in own:
        if wider := index.wider(found.key):
            because = f"{found.because}, and '{found.key}' is part of '{wider}'"
            yield found._replace(key=wider, because=because)


def _once(needs: Iterable[FoundNeed]) -> list[FoundNeed]:
    """The first of several notes about the same need, but one that says when it was heard before one that does not."""
    kept: dict[str, FoundNeed] = {}
    for need in needs:
        if need.key not in kept or (need.heard and not kept[need.key].heard):
            kept[need.key] = need
    return list(kept.values())
