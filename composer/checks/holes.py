"""Holes in the finished text: what a merge left open, seen in the letter and not only in its fields."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from composer.checks.rule import Finding, Inspection, Rule
from composer.checks.sentences import finder

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
_ARTICLE = re.compile(r"\b(?P<article>[Aa]n?) (?P<word>[A-Za-z][A-Za-z-]*)\b(?![.)])")
# Capitals that are read as a word, and words whose first letter is not what is heard.
_SPOKEN = frozenset(
    {"NAMI", "SAMHSA", "LISW", "NASA", "HIPAA", "MAT", "SOAP", "FAFSA", "HEAP", "SNAP", "LIHEAP", "REM"}
)
_SILENT_H = ("hour", "honest", "honor", "honour", "heir")
_YOU_SOUNDS = ("uni", "use", "usu", "util", "eur", "eu", "one", "once", "ubiq", "uter", "ukr")
_TWICE = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)
_MAY_REPEAT = frozenset({"had", "that", "very", "is", "no", "so", "many", "bora", "walla", "pago", "sing", "long"})
_HANGING = re.compile(
    r"(?<![\w-])(the|a|an|and|or|of|to|with|that|because|for|your|my|our|whether|which|from|by|at|as|than|but|if|when)\s*\.?$"
)
# "Whom did you think of." is English; without the full stop it is not finished.
_FINE_ENDINGS = frozenset({"to", "of", "for", "with", "at", "by", "from", "that", "which", "as"})
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


_twice_in, _hanging_in = finder(_TWICE), finder(_HANGING)


def _confirm(words: str) -> str:
    question = words.strip("[]").strip().removeprefix("CONFIRM").strip(" :")
    return f"still asks you: {question}" if question else "holds an open question"


def _empty(inspection: Inspection) -> Iterator[Finding]:
    if not inspection.draft.body.strip():
        yield Finding(inspection.line("body"), 0, "the letter is empty")


def _article(inspection: Inspection) -> Iterator[Finding]:
    """``a IOP`` and ``an hospital``: what is left when a word was filled in behind the article of another."""
    for sentence in inspection.sentences:
        for found in _articles_in(sentence.text):
            place = inspection.at(sentence.start + found.start())
            yield Finding(*place, f"the letter says '{found[0]}'")


@lru_cache(maxsize=20_000)
def _articles_in(sentence: str) -> tuple[re.Match[str], ...]:
    """The articles of a sentence that do not fit the word behind them."""
    hits = _ARTICLE.finditer(sentence)
    return tuple(hit for hit in hits if _wrong_article(hit["article"].casefold(), hit["word"]))


def _wrong_article(article: str, word: str) -> bool:
    if word.isupper() and len(word) > 1:
        vowel = word[0] in "AEFHILMNORSX"  # as its letters are spoken: an IOP, an MD, a PHP
        return word not in _SPOKEN and vowel == (article == "a")
    small = word.casefold()
    if any(small.startswith(sound) for sound in _SILENT_H):
        return article == "a"
    if any(small.startswith(sound) for sound in _YOU_SOUNDS):
        return article == "an"
    return (small[0] in "aeiou") == (article == "a")


def _word(inspection: Inspection) -> Iterator[Finding]:
    for sentence in inspection.sentences:
        for found in _twice_in(sentence.text):
            if found[1].casefold() not in _MAY_REPEAT:
                place = inspection.at(sentence.start + found.start())
                yield Finding(*place, f"the letter says '{' '.join(found[0].split())}'")


def _half(inspection: Inspection) -> Iterator[Finding]:
    """A paragraph of the letter itself that ends on a word that wants another."""
    for sentence in inspection.own_sentences:
        found = next(iter(_hanging_in(sentence.text)), None)
        if found and not (found[0].endswith(".") and found[1] in _FINE_ENDINGS):
            place = inspection.at(sentence.start + found.start(1))
            yield Finding(*place, f"a sentence ends with '{found[1]}'")


RULES = (
    Rule(
        "holes-confirm", "block", "A question to you is still open.",
        "What the records do not know is never invented; the draft asks you instead.",
        "the rule of this house: a fact comes from a record",
        "write the answer in its place, or take the sentence out",
        "We met at [[CONFIRM: where?]] in May.", "We met at the clinic in May.", _each(_CONFIRM, _confirm, "[["),
        final=True,
    ),
    Rule(
        "holes-field", "block", "A field of the template is left in the text.",
        "Braces in a letter show the reader that a machine wrote it, and badly.",
        "Jinja's signs for fields; other mail merge programs use the same",
        "replace it with words", "Dear {{ name }},", "Dear Ann,",
        _each(_FIELD, lambda words: f"holds '{words}'", "{{", "}}", "{%", "%}"),
    ),
    Rule(
        "holes-greeting", "block", "The greeting has no name in it.",
        "A letter that begins 'Dear ,' is thrown away.",
        "the first thing users of mail merge ask to be saved from",
        "write the name, or set address_as: in the contact's record", "Dear ,", "Dear Ann,",
        _each(_GREETING, lambda words: f"begins '{words.strip()}'", "Dear", "Hello", "Hi", "To"),
    ),
    Rule(
        "holes-none", "block", "An empty value was printed as a word.",
        "'None' and 'null' are what programs say for nothing.",
        "how Python, JavaScript and spreadsheets print an empty value",
        "write what is meant, or take it out", "Last met: None.", "None of them has room.",
        _each(_NOTHING, lambda words: f"says '{words.strip()}' where a value is missing", *_NOTHINGS),
    ),
    Rule(
        "holes-punctuation", "block", "Punctuation stands where words are missing.",
        "'Last met: .' shows that something should have stood there.",
        "what a merge leaves when a field is empty",
        "write the missing words, or take the sentence out", "Last met: .", "Last met: in May.",
        _each(_PUNCTUATION, lambda words: f"holds '{words.strip()}' with nothing in it", *_LONELY),
    ),
    Rule(
        "holes-doubled", "block", "A greeting or a title stands twice.",
        "'Dear Dr. Dr. Osei' is how mail merge fails most often.",
        "what a merge makes of a title that is in the name already",
        "take one of them out", "Dear Dr. Dr. Lee,", "Dear Dr. Lee,",
        _each(_DOUBLED, lambda words: f"says '{words}'", *_TITLES),
    ),
    Rule(
        "holes-word", "warn", "A word stands twice in a row.",
        "It is mostly a slip of editing.",
        "the oldest check of writers' tools", "take one of them out", "I keep the the list.", "I had had a cold.",
        _word,
    ),
    Rule(
        "holes-article", "warn", "The article does not fit the word behind it.",
        "'a IOP' shows that the word was filled in.",
        "what a merge makes of an article before a field; the sound decides, not the letter",
        "write 'an' before a vowel that is heard, 'a' before any other sound", "I know a IOP in town.",
        "I know an IOP in town.", _article,
    ),
    Rule(
        "holes-half", "warn", "A sentence is left half.",
        "It ends on a word after which another must come.",
        "what is left when a field at the end was empty", "finish it, or take it out",
        "I would like to know whether the", "I would like to know whether it helps.", _half,
    ),
    Rule(
        "holes-blanks", "warn", "Two blanks stand between words.",
        "It is often the gap where a word was.",
        "what a merge leaves when a field is empty",
        "take one out, if no word is missing", "I know  well.", "I know it well.",
        _each(_BLANKS, lambda _: "has a gap between two words", "  "),
    ),
    Rule(
        "holes-empty", "block", "There is no letter.",
        "A message without text is worse than none.",
        "RFC 5322 allows a message without a body; readers do not",
        "write it, or delete the draft", "", "Yes.", _empty,
    ),
)  # fmt: skip
