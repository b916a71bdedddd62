"""The programs that people write mail in, as data: ``templates/mail-programs.yaml``."""

from collections.abc import Iterable, Sequence

from composer.records.base import Record
from composer.records.fields import Identifier, Line, Lines, Sentence
from composer.spelling import did_you_mean, same_place

_LIST = "name one of these, or leave it out: {}"


class MailProgram(Record, kind="mail-program"):
    """A mail program, and how letters get into it."""

    program: Identifier
    """Its key: ``apple-mail``."""
    name: Line
    """What people call it: ``Apple Mail``."""
    names: Lines = ()
    """What else they call it."""
    format: Line = ""
    """The output format that it takes; empty where it opens no file as a draft."""
    text_alone: bool = False
    """Whether it edits only text, and would send an HTML part as it was."""
    then: Sentence
    """One sentence on what to do with what was handed over, or what to do where it opens no file."""


def find_program(said: str, programs: Iterable[MailProgram]) -> MailProgram | None:
    """The program that somebody calls so, in whatever case and with whatever signs between the words."""
    words = same_place(said)
    return next((one for one in programs if words in map(same_place, (one.program, one.name, *one.names))), None)


def program_hint(said: str, programs: Sequence[MailProgram]) -> str:
    """What somebody may have meant who names no program that is known."""
    if "@" in said:
        return "name a program here, such as Thunderbird; your address belongs in 'email'"
    known = {same_place(name): name for one in programs for name in (one.name, one.program, *one.names)}
    near = did_you_mean(same_place(said), known)
    return near or _LIST.format(", ".join(one.name for one in programs))
