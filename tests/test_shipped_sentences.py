"""Nothing is invented: no shipped sentence says anything about whoever writes that no record holds.

A practice's facts, promises, habits and possessions stand in practice.yaml; profiles, phrases, needs and letters may wish,
ask, thank and say what a slot fills from a record.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from composer.records.sentence_reader import SentenceReader
from composer.shipped import templates_folder
from tests.shipped import LIBRARY

ROOT = templates_folder()
# What stands in no letter: how a role is described to the person who writes, and how notes are understood.
UNSAID = {"key", "about", "name", "aliases", "places", "together", "channel", "seasons", "words", "never", "label", "need", "needs", "phrases", "alone", "notes",
          "match", "begins", "grammar", "others", "denials", "doctor", "person", "people", "titles", "letter", "title", "purpose",
          "once", "when", "medium", "pages", "articles", "begin_sentence", "care", "ours", "no_persons", "told_by", "untold", "of_many"}  # fmt: skip
# Slots that only a record fills; {people} and the like are the profile's own words.
RECORDED = re.compile(
    r"\{(?:when|mention|asked|clauses|words|source|date|how|rest|since|place|they|name|met|title|town|minutes|topic|dates|takeaways|month|"
    r"trade|value|limit|practice(?:\.\w+)?|departed\.\w+|silence\.\w+|release\.\w+|talk\.\w+|handout\.\w+|since|memory|offers[^}]*|today)\}"
)
_FEW = 2  # words of what is a piece of a sentence
WORDS = {"people": "patients", "People": "Patients", "person": "patient", "your_people": "your patients"}
ES_WORDS = {"people": "pacientes", "People": "Pacientes", "person": "paciente", "your_people": "sus pacientes"}
FIRST_PERSON = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|myself|[Ww]e|us|[Oo]urs?|I'm|I've|I'll|I'd|we're|we've|we'll)\b")
PRIMERA = re.compile(
    r"\b(?:yo|me|mi|mis|mío|mía|nos|nuestr[oa]s?|nosotros|tengo|puedo|ofrezco|envío|llamo|devuelvo|atiendo|quiero|quería|"
    r"pienso|digo|escribo|sé|soy|estoy|prometo)\b|\b\w+(?:aré|eré|iré)\b",
    re.IGNORECASE,
)
# Attitudes to the reader, which are no fact, promise, habit or possession.
STANCE = re.compile(
    r"\bI (?:hope|wish)\b|\bI (?:do not take (?:it|your confidence) for granted|value (?:that|it))\b|\bI know (?:how|that|what)\b|"
    r"\bI would (?:like|rather|be glad|not want)\b|\b[Tt]ell me\b|\b[Ww]hen we (?:look after|see) the same\b|\bThank you for (?:your confidence in me\b|thinking of me\b|the confidence you place in my practice|thinking of my "
    r"practice|keeping my name among those you give out)\b"
)
ACTITUD = re.compile(
    r"\bsé (?:que|cómo|lo que|con qué)\b|\bdígame(?:lo)?\b|\bno (?:doy por hecha?|lo doy por hecho)\b|"
    r"\bGracias por (?:la confianza que pone en mi consulta|pensar en mi consulta|tener mi nombre entre los que da)\b|\bSé con (?:cuánto|qué) cuidado\b|\bCon mi agradecimiento\b"
)
# The program ends all letters to whoever asks for that, however a letter says so.
OPT_OUT = re.compile(r"\bhear from me\b|\bI (?:will not|won[\u2019]t) write again\b")
ASKED = re.compile(r"\b(?:I|[Ww]e)\b")
# Promises that the program itself keeps, each with what keeps it.
KEPT = {
    "You may remember what we spoke of; this is about that.": "only where the record has what they said, and where they met",
    "whether I should": "only where the letter before offered it",
    "This goes back to what you told me there.": "only where the record has what they said, and where they met",
    "I am glad you told me.": "only behind what the record says that they told",
    "It was good of you to say so.": "only behind what the record says that they told",
    "Your work came up as well, and this is about that.": "only where the record's source is whoever gave the name",
    "I will not write about it again.": "a follow-up goes once after each letter",
    "No reply is needed, and I will not write about it again.": "a follow-up goes once after each letter",
    "{mention}, and I am glad of it.": "only where the history has where they met",
    "We have been in touch for {years} now, and I am glad of it.": "only where the history has it, after a year",
    "You asked me for something.": "only where the record has what they asked for",
    "Usted me pidió algo más.": "only where the record has what they asked for",
    "Si prefiere no recibir cartas mías, dígamelo en una palabra y no volveré a escribirle.": "asked to stop ends all letters",
    "If not, no reply is needed, and I will not write about it again.": "a follow-up goes once after each letter",
    "You and I look after the same {reader.person}:": "the letter goes only with the last day of a signed release",
    "Why I am writing:": "the writer fills in the reason",
    "We were in touch only lately, so this is short.": "only where the history has it within sixty days",
    "Something you told me": "only where the letter repeats it from the record",
    "What you asked me": "only where the record has what they asked for",
    "what would help most with what you had told me": "only where the letter before repeated it from the record",
    "what would help with what you had told me": "only where the letter before repeated it from the record",
    "Lo que me pidió:": "only where the record has what they asked for",
    "Lo que me preguntó": "only where the record has what they asked for",
    "qué ayudaría con lo que me había dicho": "only where the letter before repeated it from the record",
    "Could my name go among those you give out?": "a question, and no fact",
    "What would you want to know before you give anybody my name?": "a question, and no fact",
    "whether my name could go among those you give out": "only where the letter before asked it",
    "what you would want to know before you give anybody my name": "only where the letter before asked it",
    "whether we could talk it over": "only where the letter before asked it",
    "Whom we might send each other": "a heading, and no fact",
    "What I do, and what I do not": "a heading; what follows is the practice's own",
}


def leaves(value: object, key: str = "") -> Iterator[str]:
    """Every text of a YAML value that a letter may hold."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in UNSAID:
                yield from leaves(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    elif isinstance(value, str):
        yield value


def said_in(path: Path) -> list[str]:
    """The sentences of a shipped file that may stand in a letter."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":
        texts = list(leaves(yaml.safe_load(text)))
    else:
        head, _, body = text.partition("\n---\n") if text.startswith("---") else ("", "", text)
        subject = re.search(r"^subject: (.*)$", head, re.MULTILINE)
        body = f"{subject[1] if subject else ''}\n\n{body}"
        outside = re.sub(r"\{\{-?\s*([\w.]+).*?\}\}", r"{\1}", re.sub(r"\{%.*?%\}", "\n\n", body))
        outside = re.sub(r"\{\{.*?\}\}", "", outside)
        inside = [
            literal
            for field in re.findall(r"\{\{.*?\}\}", body)
            for literal in re.findall(r"'((?:[^'\\]|\\.)*)'", field)
        ]
        texts = [*outside.split("\n\n"), *inside]
    return [sentence for each in texts for sentence in re.split(r"(?<=[.?!:])\s+", " ".join(each.split())) if sentence]


FILES = sorted(
    path
    for pattern in ("roles/*.yaml", "es/roles/*.yaml", "*phrases.yaml", "es/phrases.yaml", "needs.yaml", "es/needs.yaml",
                    "letters/*.md", "parts/*.md")
    for path in ROOT.glob(pattern)
)  # fmt: skip


def invented(sentence: str, *, spanish: bool = False) -> bool:
    """Whether a sentence says something of its writer that no record fills in."""
    if re.sub(r"\A(?:\{[\w.]+\} )+", "", sentence) in KEPT:
        return False
    said = [part for part in re.split(r"[,;] (?=and |but |so |which |y )", sentence) if not RECORDED.search(part)]
    rest = OPT_OUT.sub("", (ACTITUD if spanish else STANCE).sub("", " ".join(said)))
    if "?" in sentence:
        rest = ASKED.sub("", rest)  # what is asked is not said: "Shall I send it?"
    return bool((PRIMERA if spanish else FIRST_PERSON).search(rest))


def test_there_are_files_to_read() -> None:
    assert len(FILES) > 50
    assert sum(len(said_in(path)) for path in FILES) > 800


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_shipped_sentence_claims_or_promises_anything_of_its_writer(path: Path) -> None:
    spanish = "es" in path.relative_to(ROOT).parts or path.stem.endswith(".es")
    assert [sentence for sentence in said_in(path) if invented(sentence, spanish=spanish)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "I answer within a day, and I will never tell either of you what the other has said.",
        "For follow-up, the number takes a message at any hour: mine.",
        "I have one page for your front desk.", "I ring back soon.", "We keep an hour for {people}.", "My door is open.",
        "I often send people to dietitians.", "I am glad mine is among them.", "I used to write to {people} there.",
        "Which line about me on your list is wrong?", "What do people ask about my practice?", "I hope you like my page.",
        "You sent me your patients.", "I think of it often.",
    ],
)  # fmt: skip
def test_what_a_shipped_file_must_not_say_is_noticed(sentence: str) -> None:
    assert invented(sentence)


@pytest.mark.parametrize(
    "sentence", ["Devuelvo las llamadas.", "Tengo una hoja para su oficina.", "Le enviaré una hoja.", "Sé mucho."]
)
def test_the_same_in_spanish(sentence: str) -> None:
    assert invented(sentence, spanish=True)


@pytest.mark.parametrize(
    "sentence",
    ["I hope the winter is kind to you.", "{when} I asked {asked}.", "Shall I send it?", "When we spoke {when}, {mention}.",
     "I know how carefully you choose.", "Who is hardest to place at the moment?", "{handout.text}"],
)  # fmt: skip
def test_wishes_questions_and_what_a_record_fills_may_stand(sentence: str) -> None:
    assert not invented(sentence)


def test_the_readme_says_so() -> None:
    readme = " ".join((ROOT.parent / "README.md").read_text(encoding="utf-8").split())
    assert (
        "**Nothing is invented.** A fact in a letter stands in one of your files, and `explain` names the line. What somebody "
        "is said to have said stands there word for word; what you promise, own or do stands in `practice.yaml`, or in "
        "your own answer to that person. What comes with the program says of you only what the letter itself does:"
    ) in readme


def test_thanks_say_nothing_of_what_this_reader_does() -> None:
    """``You ask at the right visit what nobody else asks`` may be untrue of this one; thanks may praise the work only."""
    said = [
        (path.name, line)
        for path in (ROOT / "roles").glob("*.yaml")
        for line in yaml.safe_load(path.read_text(encoding="utf-8")).get("regard", ())
    ]
    assert len(said) > 30
    assert [(name, line) for name, line in said if re.search(r"\b[Yy]ou(?:rs?|rself)?\b(?! confidence)", line)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_ships_would_be_taken_for_a_client_or_a_promise(path: Path) -> None:
    """Neither a subject nor a sentence of the program's own stops the letter that holds it."""
    spanish = "es" in path.relative_to(ROOT).parts or path.stem.endswith(".es")
    words = (LIBRARY.languages["es"] if spanish else LIBRARY).sentence_points
    reader = SentenceReader(words, frozenset(LIBRARY.names.given))
    slots = ES_WORDS if spanish else WORDS
    said = (re.sub(r"\{(\w*)[^{}]*\}", lambda slot: slots.get(slot[1], "____"), one) for one in said_in(path))
    found = [one for one in said if len(one.split()) > _FEW and reader.read(one).points >= words.stop]
    assert found == []
