"""Holes in the finished text: what a merge left open, seen in the letter and not only in its fields."""

import re
from collections.abc import Callable, Iterator

from composer.checks.rule import Finding, Inspection, Rule

_CONFIRM = re.compile(r"\[\[\s*CONFIRM\b[^\]]*\]\]|\[\[\s*CONFIRM\b")
_FIELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\{%|%\}")
_GREETING = re.compile(
    r"^(?:Dear|Hello|Hi|To)\s*[,:]|^(?:Dear|Hello|Hi)\s+(?:Dr|Mr|Ms|Mrs|Prof|Professor)\.?\s*,", re.MULTILINE
)
# "None of them" is English; "None," and "met None" are what is left of an empty value.
_NOTHING = re.compile(
    r"\b(?:None|null|undefined|NaN|N/A)\b(?!\s+of\b)(?=\s*[,.;:!?)]|\s*$)|(?<=[a-z] )None\b(?! of\b)",
    re.MULTILINE,
)
_BLANKS = re.compile(r"(?<=\S)(?<!  )  +(?=\S)")
_PUNCTUATION = re.compile(
    r"[:,;]\s*[.,;](?!\.)|(?<=\w)(?<!\bDear) [,.;](?=\s|$)|\(\s*\)|(?<!\.)\.\.(?!\.)|\b(?:and|or),? [.?!]"
)
_NOTHINGS = ("None", "null", "undefined", "NaN", "N/A")
_LONELY = (
    tuple(f"{a}{b}" for a in ":,;" for b in ".,;") + tuple(f"{a}{b}" for a in " \n" for b in ".,;?!") + ("(", "..")
)
_TITLES = tuple(f"{title} {title}" for title in ("Dear", "Dr.", "Professor", "Mr.", "Ms.", "Mrs."))
_DOUBLED = re.compile(r"\b(Dear|Dr\.|Professor|Mr\.|Ms\.|Mrs\.) \1")


def _each(
    pattern: re.Pattern[str], say: Callable[[str], str], *signs: str
) -> Callable[[Inspection], Iterator[Finding]]:
    """A check that objects to every match in the body and in the subject.

    Args:
        pattern: what it looks for.
        say: what it says of the words it found.
        signs: texts of which every match holds one; looking for them first makes ten thousand drafts quick.
    """

    def check(inspection: Inspection) -> Iterator[Finding]:
        subject, body = inspection.draft.subject, inspection.draft.body
        if any(sign in subject for sign in signs):
            for found in pattern.finditer(subject):
                yield Finding(inspection.line("subject"), 0, f"the subject {say(found[0])}")
        if any(sign in body for sign in signs):
            for found in pattern.finditer(body):
                yield Finding(*inspection.at(found.start()), f"the letter {say(found[0])}")

    return check


def _confirm(words: str) -> str:
    question = words.strip("[]").strip().removeprefix("CONFIRM").strip(" :")
    return f"still asks you: {question}" if question else "holds an open question"


def _empty(inspection: Inspection) -> Iterator[Finding]:
    if not inspection.draft.body.strip():
        yield Finding(inspection.line("body"), 0, "the letter is empty")


RULES = (
    Rule(
        "holes-confirm", "block", "A question to you is still open.",
        "What the records do not know is never invented; the draft asks you instead.",
        "write the answer in its place, or take the sentence out", _each(_CONFIRM, _confirm, "[["),
    ),
    Rule(
        "holes-field", "block", "A field of the template is left in the text.",
        "Braces in a letter show the reader that a machine wrote it, and badly.",
        "replace it with words", _each(_FIELD, lambda words: f"holds '{words}'", "{{", "}}", "{%", "%}"),
    ),
    Rule(
        "holes-greeting", "block", "The greeting has no name in it.",
        "A letter that begins 'Dear ,' is thrown away.",
        "write the name, or set address_as: in the contact's record",
        _each(_GREETING, lambda words: f"begins '{words.strip()}'", "Dear", "Hello", "Hi", "To"),
    ),
    Rule(
        "holes-none", "block", "An empty value was printed as a word.",
        "'None' and 'null' are what programs say for nothing.",
        "write what is meant, or take it out",
        _each(_NOTHING, lambda words: f"says '{words.strip()}' where a value is missing", *_NOTHINGS),
    ),
    Rule(
        "holes-punctuation", "block", "Punctuation stands where words are missing.",
        "'Last met: .' shows that something should have stood there.",
        "write the missing words, or take the sentence out",
        _each(_PUNCTUATION, lambda words: f"holds '{words.strip()}' with nothing in it", *_LONELY),
    ),
    Rule(
        "holes-doubled", "block", "A greeting or a title stands twice.",
        "'Dear Dr. Dr. Osei' is how mail merge fails most often.",
        "take one of them out", _each(_DOUBLED, lambda words: f"says '{words}'", *_TITLES),
    ),
    Rule(
        "holes-blanks", "warn", "Two blanks stand between words.",
        "It is often the gap where a word was.",
        "take one out, if no word is missing", _each(_BLANKS, lambda _: "has a gap between two words", "  "),
    ),
    Rule(
        "holes-empty", "block", "There is no letter.",
        "A message without text is worse than none.",
        "write it, or delete the draft", _empty,
    ),
)  # fmt: skip
