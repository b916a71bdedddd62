"""Holes in the finished text: what a merge left open, seen in the letter and not only in its fields."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import rule
from composer.checks.engine.sentences import search_for
from composer.drafts.attachments import is_card, pictures_named
from composer.patterns import regex
from composer.records.sentence_reader import REMEMBERED

_CONFIRM = regex(r"\[\[\s*CONFIRM\b[^\]]*\]\]|\[\[\s*CONFIRM\b")
_FIELD = regex(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\{%|%\}")
# Other programs' marks: {clinic}, <<Clinic>>, «Clinic», %clinic%; and [clinic name], which may be a person's own words.
_MARK = regex(
    r"(?<!\{)\{ ?[^\W\d][\w .-]{0,40}\}(?!\})|<<[^<>\n]{1,40}>>|\u00ab ?[^\u00ab\u00bb\n]{1,40}\u00bb|%[A-Za-z_]{2,40}%"
)
_BRACKETS = regex(r"(?<![\[\]\\!])\[(?!sic\]|x?\]|\[)[^\W\d][^\[\]\n\\]{1,60}\](?![\]\[(])")
_ENTITY = regex(r"(?<!\\)&(?:#\d{2,5}|#x[0-9A-Fa-f]{2,5}|amp|nbsp|quot|apos|lt|gt|rsquo|lsquo|ndash|mdash);")
_MISREAD = regex(r"[\u00c2\u00c3\u00c4\u00c5\u00e2\u00d0\u00d1][^\x00-\x7f]{1,2}|\ufffd")
_ATTACHED = regex(
    r"\b(?:attached|enclosed)(?= (?:is|are|you|please|find|page|file|flyer|brochure|card|sheet|list"
    r"|to this (?:letter|email|message|note))\b)"
    r"|\b(?:is|are|have|find|see|[a-z]+ly) (?:\w+ ){0,3}(?:attached|enclosed)(?! (?:to|bathroom|space|room)\b)"
    r"|\bsee (?:the )?attachment|\bin the attachment|\bI (?:have |am |'m )?(?:attach|enclose|attaching|enclosing)\b"
    r"|\badjunt[oa]s?\b",
    re.IGNORECASE,
)
_SAYS_SO = regex(r"\b(?:attach|enclos|adjunt|anex|with this (?:letter|note|message))", re.IGNORECASE)
_SAYING = frozenset({"en", "es"})
"""The languages in which the program knows how a letter says that something goes with it."""
_QUOTING = frozenset({"de", "es", "fr", "it", "pt", "ru", "uk", "no", "pl", "el"})
_GREETING = regex(
    r"^(?:Dear|Hello|Hi|To)\s*[,:]|^(?:Dear|Hello|Hi)\s+(?:Dr|Mr|Ms|Mrs|Prof|Professor)\.?\s*,", re.MULTILINE
)
# These look at every paragraph: each alternative begins with a plain character, and looks back to what is before
# it, so that the search can skip from one such character to the next.
_LATER = regex(
    r"(?:T(?<!\w.)(?:ODO|BD)|F(?<!\w.)IXME|X(?<!\w.)XX+|[Ll](?<!\w.)orem ipsum|i(?<!\w.)nsert \w+ here)\b"
    r"|_(?<=\S .)__+(?!\w)|_(?<!_.)__+(?= \S)"
)
# "None of them" is English; "None," and "met None" are what is left of an empty value.
_NOTHING = regex(
    r"(?:N(?<!\w.)(?:one|aN|/A)|n(?<!\w.)ull|u(?<!\w.)ndefined)\b(?!\s+of\b)(?=\s*[,.;:!?)]|\s*$)"
    r"|N(?<=[a-z] .)one\b(?! of\b)",
    re.MULTILINE,
)
_BLANKS = regex(r"  (?<=\S  ) *(?=\S)")
_PUNCTUATION = regex(
    r"[:,;](?=\s*[.,;])\s*[.,;](?!\.)| [.,;](?<=\w..)(?<!\bDear..)(?=\s|$)|\(\s*\)|\.\.(?<!\...)(?!\.)"
    r"|(?:a(?<!\w.)nd|o(?<!\w.)r),? [.?!]"
)
_DOUBLED = regex(r"(Dear|Dr\.|Professor|Mr\.|Ms\.|Mrs\.) \1")
_ARTICLE = regex(r"\b(?P<article>[Aa]n?) (?P<word>[A-Za-z][A-Za-z-]*)\b(?![.)])")
# Capitals that are read as a word, and words whose first letter is not what is heard.
_SPOKEN = frozenset(
    {"NAMI", "SAMHSA", "LISW", "NASA", "HIPAA", "MAT", "SOAP", "FAFSA", "HEAP", "SNAP", "LIHEAP", "REM"}
)
_SILENT_H = ("hour", "honest", "honor", "honour", "heir")
_YOU_SOUNDS = ("uni", "use", "usu", "util", "eur", "eu", "one", "once", "ubiq", "uter", "ukr")
_TWICE = regex(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)
_MAY_REPEAT = frozenset({"had", "that", "very", "is", "no", "so", "many", "bora", "walla", "pago", "sing", "long"})
_HANGING = regex(
    r"(?<![\w-])(the|a|an|and|or|of|to|with|that|because|for|your|my|our|whether|which|from|by|at|as|than|but|if|when)\s*\.?$"
)
# "Whom did you think of." is English; without the full stop it is not finished.
_FINE_ENDINGS = frozenset({"to", "of", "for", "with", "at", "by", "from", "that", "which", "as"})
REPLY = regex(r"\s*(?:re|fw|fwd|aw|antw|sv|rv)\s*(?:\[\d+\])?\s*[:\uff1a]", re.IGNORECASE)
"""What mail programs put before the subject of an answer: ``Re:``, ``AW:``, ``Fwd[2]:``."""

# Where a letter may be cut into paragraphs: not where a hole could go on behind the blank line.
_PARAGRAPHS = regex(r"\n\n(?![\s.,;:)]|CONFIRM|(?:Dr|Mr|Ms|Mrs|Prof|Professor)\b)")
_OF_PARAGRAPHS = (
    _CONFIRM, _FIELD, _MARK, _BRACKETS, _ENTITY, _MISREAD, _GREETING, _LATER, _NOTHING, _BLANKS, _PUNCTUATION, _DOUBLED
)  # fmt: skip
_twice_in, _hanging_in, _articles_in = search_for(_TWICE), search_for(_HANGING), search_for(_ARTICLE)
_attached_in = search_for(_ATTACHED)


def _each(
    inspection: Inspection, pattern: re.Pattern[str], say: Callable[[str], str], *, only: Callable[[str], bool] = bool
) -> Findings:
    """Objects to every match in the subject and in the body, with what is said of the words found."""
    found = _found(inspection.draft.subject, inspection.draft.body)
    for start, words in found.get(pattern, ()):
        if only(words):
            said = say(words.strip())
            yield (
                inspection.on("subject", f"the subject {said}")
                if start < 0
                else inspection.at(start, f"the letter {said}")
            )


@lru_cache(maxsize=1)  # all rules ask about the same letter
def _found(subject: str, body: str) -> Mapping[re.Pattern[str], list[tuple[int, str]]]:
    """Each pattern with the words that it finds and their places in the body, -1 for the subject."""
    places: dict[re.Pattern[str], list[tuple[int, str]]] = defaultdict(list)
    start = -1
    for text in (subject, *_PARAGRAPHS.split(body)):
        for pattern, at, words in _found_in(text):
            places[pattern].append((start + at if start >= 0 else -1, words))
        start = start + len(text) + 2 if start >= 0 else 0
    return places


@lru_cache(REMEMBERED)
def _found_in(paragraph: str) -> tuple[tuple[re.Pattern[str], int, str], ...]:
    """What every pattern finds in a paragraph, remembered: letters have many of theirs in common."""
    return tuple(
        (pattern, found.start(), found[0]) for pattern in _OF_PARAGRAPHS for found in pattern.finditer(paragraph)
    )


def _misread(words: str) -> bool:
    """Whether letters are those of UTF-8 that was read in an older way: ``MÃ¼ller`` for ``Müller``."""
    if words == "\ufffd":
        return True
    for length in (len(words), 2):
        try:
            words[:length].encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        return True
    return False


def _confirm(words: str) -> str:
    question = words.strip("[]").strip().removeprefix("CONFIRM").strip(" :")
    return f"still asks you: {question}" if question else "holds an open question"


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


@rule("holes-confirm", level=BLOCK, source="our judgement: a fact that no record holds must not be made up",
      remedy="write the answer in its place, or take the sentence out", wrong="We met at [[CONFIRM: where?]] in May.",
      right="We met at the clinic in May.", final=True)  # fmt: skip
def holes_confirm(inspection: Inspection) -> Findings:
    """A question to you is still open. What the records do not know is never invented; the draft asks you instead."""
    return _each(inspection, _CONFIRM, _confirm)


@rule("holes-field", level=BLOCK,
      source="our judgement: Jinja, and other mail merge programs, mark fields with braces, and letters hold none",
      remedy="replace it with words", wrong="Dear {{ name }},", right="Dear Ann,")  # fmt: skip
def holes_field(inspection: Inspection) -> Findings:
    """A field of the template is left in the text. Braces in a letter show the reader that a machine wrote it, and
    badly.
    """
    return _each(inspection, _FIELD, "holds '{}'".format)


@rule("holes-placeholder", level=BLOCK,
      source="our judgement: so word processors, mail services and sample letters mark what is to be filled in",
      remedy="write what belongs there, or take it out", wrong="I read about {clinic} last week.",
      right="I read about your clinic last week.")  # fmt: skip
def holes_placeholder(inspection: Inspection) -> Findings:
    """A mark of another program or of a sample letter is left in the text. The reader sees that the letter was not
    written to them. Words in square brackets may be meant, so they stop nothing.
    """
    quoting = inspection.draft.language.partition("-")[0] in _QUOTING
    for found in _each(inspection, _MARK, "holds '{}', which is still to be filled in".format):
        if not (quoting and "\u00ab" in found.text):
            yield found
    for found in _each(inspection, _BRACKETS, "holds '{}'; is that still to be filled in?".format):
        yield replace(found, level=WARN)


@rule("holes-later", level=BLOCK, source="our judgement: a note to oneself is read by whoever gets the letter",
      remedy="write what belongs there, or take it out", wrong="TODO: ask about hours.",
      right="Which hours suit your patients?")  # fmt: skip
def holes_later(inspection: Inspection) -> Findings:
    """A place is left open for later, by a word to oneself or by a line to write on. Nobody meant to send it so."""
    return _each(inspection, _LATER, "leaves something for later: '{}'".format)


@rule("holes-letters", level=BLOCK,
      source="our judgement: so text looks that was copied from a web page, or read in another encoding than its own",
      remedy="write the letter that is meant", wrong="It&#39;s good to know your clinic.",
      right="It's good to know your clinic.")  # fmt: skip
def holes_letters(inspection: Inspection) -> Findings:
    """Letters came through wrong when the text was copied. 'M\u00c3\u00bcller' is how nobody writes their name."""
    say = "says '{}' where another letter is meant".format
    yield from _each(inspection, _ENTITY, say)
    yield from _each(inspection, _MISREAD, say, only=_misread)


@rule("holes-attachment", level=WARN,
      source="our judgement: what a reader sees first is a promised page that is not there, or a file nobody announced",
      remedy="name the file in the draft's head, attach: FILE, or take the sentence out",
      wrong="Please find my brochure attached.", right="I can send you my brochure.")  # fmt: skip
def holes_attachment(inspection: Inspection) -> Findings:
    """The letter speaks of something attached, and no file goes with it; or a file goes with it, and the letter never
    says so. Your own card needs no word, nor does a picture that the letter shows.
    """
    draft = inspection.draft
    shown = pictures_named(draft.body)
    files = [name for name in draft.attach if not is_card(name) and name.rpartition("/")[2] not in shown]
    if not draft.attach:
        for found in _attached_in(draft.subject):
            yield inspection.on("subject", f"the subject says '{found[0]}', and no file leaves with it")
        for start, found in inspection.search(_attached_in):
            yield inspection.at(start, f"the letter says '{found[0]}', and no file leaves with it")
        return
    told = draft.language.partition("-")[0] not in _SAYING or _SAYS_SO.search(f"{draft.subject}\n{draft.body}")
    if files and not told:
        text = f"'{files[0]}' goes with the letter, and it never says so"
        yield inspection.on("attach", text, "say in the letter what is attached, or take it out of attach:")


@rule("holes-greeting", level=BLOCK, source="our judgement: an empty greeting tells that nobody looked at the letter",
      remedy="write the name, or set address_as: in the contact's record", wrong="Dear ,",
      right="Dear Ann,")  # fmt: skip
def holes_greeting(inspection: Inspection) -> Findings:
    """The greeting has no name in it. A letter that begins 'Dear ,' is thrown away."""
    return _each(inspection, _GREETING, "begins '{}'".format)


@rule("holes-none", level=BLOCK, source="our judgement: so Python, JavaScript and spreadsheets print an empty value",
      remedy="write what is meant, or take it out", wrong="Last met: None.",
      right="None of them has room.")  # fmt: skip
def holes_none(inspection: Inspection) -> Findings:
    """An empty value was printed as a word. 'None' and 'null' are what programs say for nothing."""
    return _each(inspection, _NOTHING, "says '{}' where a value is missing".format)


@rule("holes-punctuation", level=BLOCK, source="our judgement: so a sentence looks whose field was empty",
      remedy="write the missing words, or take the sentence out", wrong="Last met: .",
      right="Last met: in May.")  # fmt: skip
def holes_punctuation(inspection: Inspection) -> Findings:
    """Punctuation stands where words are missing. 'Last met: .' shows that something should have stood there."""
    return _each(inspection, _PUNCTUATION, "holds '{}' with nothing in it".format)


@rule("holes-doubled", level=BLOCK, source="our judgement: so a title looks that was in the name already",
      remedy="take one of them out", wrong="Dear Dr. Dr. Lee,", right="Dear Dr. Lee,")  # fmt: skip
def holes_doubled(inspection: Inspection) -> Findings:
    """A greeting or a title stands twice. 'Dear Dr. Dr. Osei' is how mail merge fails most often."""
    return _each(inspection, _DOUBLED, "says '{}'".format)


@rule("holes-word", level=WARN, source="our judgement: hardly a word is meant twice, and those that are we know",
      remedy="take one of them out", wrong="I keep the the list.", right="I had had a cold.")  # fmt: skip
def holes_word(inspection: Inspection) -> Findings:
    """A word stands twice in a row. It is mostly a slip of editing."""
    for start, found in inspection.search(_twice_in):
        if found[1].casefold() not in _MAY_REPEAT:
            yield inspection.at(start, f"the letter says '{' '.join(found[0].split())}'")


@rule("holes-article", level=WARN,
      source="our judgement: the sound decides which article it is, and a template cannot hear it",
      remedy="write 'an' before a vowel that is heard, 'a' before any other sound", wrong="I know a IOP in town.",
      right="I know an IOP in town.")  # fmt: skip
def holes_article(inspection: Inspection) -> Findings:
    """The article does not fit the word behind it. 'a IOP' shows that the word was filled in."""
    if not inspection.draft.language.startswith("en"):
        return
    for start, found in inspection.search(_articles_in):
        if _wrong_article(found["article"].casefold(), found["word"]):
            yield inspection.at(start, f"the letter says '{found[0]}'")


@rule("holes-half", level=WARN, source="our judgement: so a sentence looks whose last field was empty",
      remedy="finish it, or take it out", wrong="I would like to know whether the",
      right="I would like to know whether it helps.")  # fmt: skip
def holes_half(inspection: Inspection) -> Findings:
    """A sentence is left half. It ends on a word after which another must come."""
    text, begin = inspection.own_text
    for start, found in inspection.search(_hanging_in):
        if begin <= start < begin + len(text) and not (found[0].endswith(".") and found[1] in _FINE_ENDINGS):
            yield inspection.at(start, f"a sentence ends with '{found[1]}'")


@rule("holes-blanks", level=WARN, source="our judgement: so a line looks where a field was empty",
      remedy="take one out, if no word is missing", wrong="I know  well.", right="I know it well.")  # fmt: skip
def holes_blanks(inspection: Inspection) -> Findings:
    """Two blanks stand between words. It is often the gap where a word was."""
    return _each(inspection, _BLANKS, lambda _: "has a gap between two words")


@rule("holes-empty", level=BLOCK,
      source="our judgement: RFC 5322, section 3.5, allows a message without a body, and a reader is only puzzled",
      remedy="write it, or delete the draft", wrong="", right="Yes.")  # fmt: skip
def holes_empty(inspection: Inspection) -> Findings:
    """There is no letter. A message without text is worse than none."""
    if not inspection.draft.body.strip():
        yield inspection.on("body", "the letter is empty")


@rule("holes-subject", level=BLOCK,
      source="16 CFR 316.3 reads a letter by its subject first; Boomerang's study of 40 million emails, 2016: of "
             "those without a subject 14 percent were answered",
      remedy="say in three to seven words what the letter is about", wrong="Re:", right="Evenings")  # fmt: skip
def holes_subject(inspection: Inspection) -> Findings:
    """There is no subject. A letter without one looks like a mistake, and 'Re:' alone, or a dash, says as little."""
    subject = inspection.draft.subject
    rest = subject
    while found := REPLY.match(rest):
        rest = rest[found.end() :]
    if not any(character.isalnum() for character in rest):
        says = f"says only '{subject.strip()}'" if subject.strip() else "is empty"
        yield inspection.on("subject", f"the subject {says}")
