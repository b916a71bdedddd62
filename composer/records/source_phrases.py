"""How a letter says where it knows something from. Data, in `templates/phrases.yaml`."""

from composer.records.base import Record
from composer.records.fields import Line, Lines, Sentence


class SourcePhrase(Record, kind="source"):
    """How a letter says where it knows something from."""

    match: Lines = ()
    """Words in a record's ``source``; the first phrase with one of them is used."""
    begins: Line = ""
    """Or how the source begins: ``your``."""
    owned: bool = False
    """Whether it counts only where the source says whose it is: ``her talk``, and not ``a talk``."""
    in_touch: bool = False
    """Whether it means that writer and reader were in touch, as a call or an email does."""
    text: Sentence
    """The sentence, with ``{when}``, ``{source}`` and ``{clauses}``."""
    beside: Sentence = ""
    """The same behind a sentence that says where the two have met; empty says it as above."""
    of: Sentence = ""
    """The same of something that is no clause: ``{when} you spoke of {clauses}.``; empty quotes it."""
    beside_of: Sentence = ""
    """The same behind a sentence that says where the two have met."""
    quoted: Sentence = ""
    """The same before words in quotation marks, with ``{words}``; empty says nothing of them."""
    goes_back: Lines = ()
    """How a letter says that it goes back to something from there, without its words; readers take turns with these."""
    subject: Line = ""
    """A subject for a letter that goes back to it; empty where it has none."""
    goes_back_beside: Lines = ()
    """The same behind a sentence that says where the two have met."""
