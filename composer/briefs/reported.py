"""What this reader said, or their page says: the record's own words with their source and month, or nothing.

Words are repeated where the writer gave them for a letter (``say:``), where they stand in quotation marks, or where
they surely read as a clause in the third person. No other wording, and no pronoun turned round, stands in their place.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from composer.briefs.leads import Lead, leads
from composer.briefs.needs import FoundNeed
from composer.briefs.retelling import Retelling
from composer.briefs.statement import NOTHING, Statement
from composer.records.base import Cited
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.noted import Detail, Need, stale
from composer.records.roles import RoleProfile

STILL_SO = "is it still so?"
"""How a question ends about something that was noted long ago, and that the sentence behind it says."""
_MOST_CLAUSES = 2


@dataclass(frozen=True, slots=True)
class Reported:
    """The sentence, and the needs it has already spoken of."""

    said: Statement = NOTHING
    beside: Statement = NOTHING
    """The same behind a sentence that says where you have met: ``You said that …``."""
    then: Statement = NOTHING
    """The newest thing they have said with its date, however long ago."""
    undated: Statement = NOTHING
    """The same without its date, for a letter that has none."""
    needs: tuple[str, ...] = ()
    read: bool = False
    """Whether it is something that one knows of them, from their page for instance, and nothing that they have said."""
    unsaid: str = ""
    """The newest detail, where nothing was said because no letter can repeat it as it is noted."""
    leads: tuple[Lead, ...] = ()
    """What may stand before each answer of the writer's own, in the order of the record."""


def report(  # noqa: PLR0913  # what a reader is and what is known of them
    contact: Contact,
    needs: Sequence[FoundNeed],
    role: RoleProfile,
    library: Library,
    today: date,
    *,
    known: bool,
    met_on: Collection[date] = (),
    turn: int = 0,
) -> Reported:
    """The sentence a letter begins with, from the newest thing this reader or their page has said.

    Somebody whose name another gave, who is not `known` from the history, and whom the record neither met nor heard ask
    for anything may never have spoken to the writer: a call that is noted there may have been with that other.
    """
    surely = known or contact.introduced_by is None or contact.met is not None or bool(contact.asked_for)
    in_touch = surely and not contact.unknown_person
    days = {*met_on, *({contact.met.date} if contact.met and contact.met.date else ())}
    voice = Retelling(contact, role, library, today, in_touch, days, turn)
    return replace(_reported(needs, voice), leads=tuple(leads(voice)))


def _reported(needs: Sequence[FoundNeed], voice: Retelling) -> Reported:
    contact, library, today = voice.contact, voice.library, voice.today
    ever = next((told for talk in _talks(voice) if (told := _told(talk, needs, voice)).said), None)
    if ever and not stale(ever.said.noted, today, library.phrases.fresh_days):
        return replace(ever, then=ever.said)
    details = sorted(
        (each for each in contact.details if each.source and (voice.day(each) or today) <= today),
        key=lambda detail: voice.day(detail) or date.min,
        reverse=True,
    )
    said, beside = next(filter(all, (_from_detail(detail, voice) for detail in details)), (NOTHING, NOTHING))
    then, undated = (ever.said, ever.undated) if ever else (NOTHING, NOTHING)
    return Reported(
        said, beside, then, undated, read=bool(said), unsaid=details[0].text if details and not said else ""
    )


def _talks(voice: Retelling) -> Iterator[tuple[tuple[int, Need], ...]]:
    """What was heard in one talk together, the newest talk first."""
    days = {index: voice.day(need) for index, need in enumerate(voice.contact.needs) if need.source}
    heard = [(index, voice.contact.needs[index], day) for index, day in days.items() if day and day <= voice.today]
    order = sorted(heard, key=lambda told: told[2], reverse=True)
    for _, talk in groupby(order, key=lambda told: (told[2], told[1].source)):
        yield tuple((index, need) for index, need, _ in talk)


def _told(talk: Sequence[tuple[int, Need]], needs: Sequence[FoundNeed], voice: Retelling) -> Reported:
    """What was said in one talk: two clauses of it at most, or one thing that is none."""
    said = [(index, words) for index, need in talk if (words := voice.words(need))]
    source, day = talk[0][1].source, voice.day(talk[0][1])
    if not said or not day:
        return Reported()
    alike = [(index, words) for index, words in said if words.form == said[0][1].form]
    chosen = alike[: _MOST_CLAUSES if said[0][1].form == "that" else 1]
    where = tuple(cited for index, _ in chosen for cited in voice.contact.cite("needs", index))

    def said_as(*, beside: bool, dated: bool = True) -> Statement:
        text = voice.sentence([words for _, words in chosen], source, day, beside=beside, dated=dated)
        return Statement(text, chosen[0][1].because, where, day) if text else NOTHING

    spoken = tuple(dict.fromkeys(need.key for need in needs if _is_from(need, where)))
    undated = said_as(beside=False, dated=False)
    phrase = voice.source(source, day, given=chosen[0][1].is_given)
    read = phrase is not None and not phrase.in_touch
    return Reported(said_as(beside=False), said_as(beside=True), undated=undated, needs=spoken, read=read)


def _is_from(need: FoundNeed, where: Sequence[Cited]) -> bool:
    """Whether a need was found in one of these notes."""
    return need.recorded and any(cited in where for cited in need.where)


def _from_detail(detail: Detail, voice: Retelling) -> tuple[Statement, Statement]:
    """A detail with its source, and the same where it says where the two have met; nothing where it cannot be repeated.

    It is asked about where it is old or undated.
    """
    where = voice.contact.cite("details", voice.contact.details.index(detail))
    words, day = voice.words(detail), voice.day(detail)
    open_question = ""
    if stale(day, voice.today, voice.library.phrases.fresh_days):
        noted = f"noted on {day}" if day else "noted without a date"
        open_question = f"[[CONFIRM: {noted}; {STILL_SO}]] "

    def said_as(*, beside: bool) -> Statement:
        told, dated = day or voice.today, day is not None
        text = voice.sentence([words], detail.source, told, beside=beside, dated=dated) if words else ""
        return Statement(f"{open_question}{text}", words.because, where, day) if words and text else NOTHING

    return said_as(beside=False), said_as(beside=True)
