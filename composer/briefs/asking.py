"""What a letter asks its reader: what it goes on from, whether they have answered it already, and whose turn it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from composer.briefs.nearness import TALK
from composer.briefs.own_answer import OwnAnswer
from composer.briefs.questions import ChosenQuestion, Told, choices, choose_question, in_turn
from composer.briefs.reader import Reader
from composer.patterns import regex
from composer.records.practice import Handout, Talk
from composer.records.role_reader import plain_words
from composer.records.roles import GENERAL, Question

_INNER_END = regex(r"(?<=[.!?])\s+")
_COULD = regex(r"\bI (?:can|could) ((?:\w+\W+){0,3})")
_WORD = regex(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of several questions is a reader's, so that two who compare letters have not been asked the same."""

    voice: int
    place: int
    """Where they stand in the records, from 0."""
    readers_before: int
    """How many of their role stand before them."""
    passed: Collection[str]
    """The keys of questions that they, or a colleague of theirs, have been asked."""


def ask(reader: Reader, own: OwnAnswer, turn: Turn) -> ChosenQuestion | None:
    """The one question of a letter; ``None`` behind an answer of the writer's own, but whether to do what it offers."""
    if own and ("?" in own.said.text or not _could_act(own.said.text, reader.library.phrases.go_on.acts)):
        return None
    contact, library, spoken = reader.contact, reader.library, reader.reported.needs
    words = {
        **reader.words,
        "gathering": reader.role.gathering,
        "choices": choices(reader.needs, reader.role, library, reader.words, spoken),
    }
    parts = (contact.needs, contact.details, contact.asked_for)
    met = contact.met or contact.introduced_by or contact.visit
    told = Told(
        spoken=spoken,
        begun=bool(own or (reader.reported.said and not reader.reported.read)),
        offered=[] if met else [near.need.key for near in (*reader.helps, *reader.usual) if near.need],
        readers_before=turn.readers_before,
        trade=plain_words(" ".join((*contact.roles, contact.organization))),
        place="" if met or reader.reported.said or own or not contact.name else _at(reader),
        notes=[each.text for part in parts for each in part],
        passed=turn.passed,
        go_on=() if reader.closed else _goes_on(reader, own, turn),
        voice=turn.voice,
        own=reader.practice.questions,
        otherwise=[one for one in library.role_by_key[GENERAL].questions if not one.trades],
        besides=library.phrases.besides.questions if reader.closed else (),
    )
    return choose_question(reader.role, reader.needs, words, told)


def _goes_on(reader: Reader, own: OwnAnswer, turn: Turn) -> Sequence[Question]:
    """Questions that go on from what was said, or from an answer to it."""
    go_on = reader.library.phrases.go_on
    if own:
        return go_on.act
    kinds = {type(near.thing) for near in reader.helps[:1]}
    said = reader.reported.said and not reader.reported.read
    more = go_on.offered if reader.helps or not said else go_on.otherwise
    return (
        *(go_on.page if Handout in kinds else ()),
        *((go_on.speaker if TALK in reader.wanted else go_on.talk) if Talk in kinds else ()),
        *in_turn(more, turn.place),
    )


def _could_act(answer: str, acts: Collection[str]) -> bool:
    """Whether an answer ends with something that its writer could do: ``I can drop off a stack``."""
    could = _COULD.search(_INNER_END.split(answer.strip())[-1])
    return could is not None and not {*acts}.isdisjoint(_WORD.findall(could[1].casefold()))


def _at(reader: Reader) -> str:
    """How a question begins that opens a letter to somebody at a place; empty where no letter names that."""
    name, phrases = reader.contact.organization, reader.library.phrases
    bare = "," not in name and name.partition(" ")[0].casefold() not in {*phrases.with_article, ""}
    named = bare and name.casefold() not in phrases.no_names
    return phrases.ask_at.replace("{organization}", name) if named else ""
