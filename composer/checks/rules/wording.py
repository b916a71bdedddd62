"""Phrases that everyone has read too often, and the reader's own trade. Nothing here stops a letter."""

import re
from functools import cache, lru_cache

from composer.checks.engine.inspection import WARN, Findings, Inspection
from composer.checks.engine.rule import phrases, rule
from composer.checks.engine.sentences import search_for
from composer.patterns import regex
from composer.records.sentence_reader import REMEMBERED

_LOUD = regex(r"(?<!\[\[)\b[A-Z]{5,}\b")  # not the name of a blank or of an open question
_MARKS = regex(r"(?<![A-Za-z]\])!(?!\[)")

_marks_in, _loud_in = search_for(_MARKS), search_for(_LOUD)


@lru_cache(REMEMBERED)
def _unwelcome(words: tuple[str, ...], sentence: str) -> tuple[re.Match[str], ...]:
    return tuple(_any_of(words).finditer(sentence))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b", re.IGNORECASE)


@rule("wording-opener", level=WARN,
      source="Observer, November 2016, and Inc., on how not to begin an email; the list is in "
             "templates/wording/wording.yaml",
      remedy="begin with what they told you, or with a question about their work",
      wrong="I hope this email finds you well.",
      right="In February you told me that Medicaid patients wait months.")  # fmt: skip
def wording_opener(inspection: Inspection) -> Findings:
    """It begins as a thousand letters do. The first line decides whether the second is read. A letter to this person
    begins with this person.
    """
    return phrases(inspection, "wording-opener", "'{}' is how everyone begins")


@rule("wording-cliche", level=WARN,
      source="our judgement: whatever every practice says of itself tells nobody which one this is",
      remedy="write the fact that it stands for, or take it out",
      wrong="I provide a safe space and a holistic approach.",
      right="I see people weekly, on Tuesday and Thursday evenings.")  # fmt: skip
def wording_cliche(inspection: Inspection) -> Findings:
    """A stock phrase says nothing. Whoever reads many letters skips them, and the sentence after them, too."""
    return phrases(inspection, "wording-cliche", "'{}' could stand in anyone's letter")


@rule("wording-ask", level=WARN,
      source="Fast Company, August 2016, on 'reach out'; the other phrases by our judgement: sellers wore them out",
      remedy="ask one thing they can answer in a line", wrong="Do not hesitate to reach out for a quick call.",
      right="Whom do you find it hardest to place?")  # fmt: skip
def wording_ask(inspection: Inspection) -> Findings:
    """It asks the way sellers ask. One small question about their work is answered; a request to connect is not."""
    return phrases(inspection, "wording-ask", "'{}' is a seller's phrase")


@rule("wording-closer", level=WARN, source="our judgement: an ending that fits every letter adds nothing to this one",
      remedy="leave it out", wrong="Thank you in advance.", right="Patients can call 555-0142.")  # fmt: skip
def wording_closer(inspection: Inspection) -> Findings:
    """It ends as a thousand letters do. The last line is remembered. Let it be the number to call."""
    return phrases(inspection, "wording-closer", "'{}' ends nearly every letter")


@rule("wording-vendor", level=WARN, source="our judgement: a caseload is the writer's need, and no reader's",
      remedy="speak of the people, with a day and a number", wrong="I am currently accepting new clients.",
      right="From 8 December I have two openings on Tuesday evenings.")  # fmt: skip
def wording_vendor(inspection: Inspection) -> Findings:
    """It speaks of the writer's business. A reader who looks after people hears that they are a source of income."""
    return phrases(inspection, "wording-vendor", "'{}' speaks of your business, and not of their people")


@rule("wording-warm", level=WARN,
      source="Boomerang's study of 40 million emails, 2016, where gushing did no better than neutral",
      remedy="name the one thing they did", wrong="You do amazing work.",
      right="You are careful with the people you cannot see yourself.")  # fmt: skip
def wording_warm(inspection: Inspection) -> Findings:
    """It is warmer than anything it says. Praise without a reason reads as flattery. One kind fact is enough."""
    return phrases(inspection, "wording-warm", "'{}' is praise without a reason")


@rule("wording-role", level=WARN,
      source="Sharma and others, Psychiatric Services 2000: staff of hospitals say patient, 68 to 26 percent; for "
             "other readers our judgement, in templates/roles/, from how they write of their own work",
      remedy="use the reader's own word; `outreach roles ROLE` lists them", wrong="Your patients can call me.",
      right="Your clients can call me.")  # fmt: skip
def wording_role(inspection: Inspection) -> Findings:
    """A word that this reader would not use. Each trade has its word for the people it serves, and some must not be
    told certain things.
    """
    profile = inspection.standards.roles.get(inspection.role)
    if profile is None or not profile.words.avoid:
        return
    for sentence in inspection.sentences:
        for found in _unwelcome(profile.words.avoid, sentence.text):
            start = sentence.start + found.start()
            text = f"'{inspection.words_at(start, len(found[0]))}' is not a word for this reader ({profile.name})"
            yield inspection.at(start, text)


@rule("wording-marks", level=WARN, source="our judgement: what is said loudly is believed less",
      remedy="write it quietly", wrong="I have openings!", right="I have two openings.")  # fmt: skip
def wording_marks(inspection: Inspection) -> Findings:
    """It raises its voice. A letter between colleagues needs neither exclamation marks nor capitals."""
    for find, said in ((_marks_in, "an exclamation mark"), (_loud_in, "a word in capitals")):
        for start, found in inspection.search(find):
            if found[0] not in inspection.standards.known_words:
                yield inspection.at(start, f"it holds {said}: '{found[0]}'")
                break
