"""Phrases that everyone has read too often, and the reader's own trade. Nothing here stops a letter."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from composer.checks.rule import Check, Finding, Inspection, Rule, phrases
from composer.checks.sentences import finder

_LOUD = re.compile(r"(?<!\[\[)\b[A-Z]{5,}\b")  # not the name of a blank or of an open question
_MARKS = re.compile(r"(?<![A-Za-z]\])!(?!\[)")

_marks_in, _loud_in = finder(_MARKS), finder(_LOUD)


def _stock(code: str, say: Callable[[str], str]) -> Check:
    """Stock phrases, with what to write in their place; what readers of the role say themselves is left alone."""

    def instead(inspection: Inspection, said: str) -> str:
        choices = inspection.reader.rule(code).instead
        found = next((text for phrase, text in choices.items() if phrase in _plain(said)), "")
        return f"in its place: {found}" if found else ""

    find = phrases(code, say, hint=instead)

    def check(inspection: Inspection) -> Iterator[Finding]:
        allowed = inspection.reader.rule(code).roles.get(inspection.role, ())
        return (
            found for found in find(inspection) if not any(f"'{phrase}'" in _plain(found.text) for phrase in allowed)
        )

    return check


def _plain(text: str) -> str:
    return text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


@cache
def _any_of(words: tuple[str, ...]) -> Callable[[str], tuple[re.Match[str], ...]]:
    return finder(re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b", re.IGNORECASE))


def _role(inspection: Inspection) -> Iterator[Finding]:
    """Words that readers of this role do not use, or must not be told."""
    profile = inspection.standards.roles.get(inspection.role)
    if profile is None or not profile.words.avoid:
        return
    find = _any_of(profile.words.avoid)
    for sentence, found in ((one, found) for one in inspection.sentences for found in find(one.text)):
        start = sentence.start + found.start()
        text = f"'{inspection.words_at(start, len(found[0]))}' is not a word for this reader ({profile.name})"
        yield Finding(*inspection.at(start), text)


def _marks(inspection: Inspection) -> Iterator[Finding]:
    for find, said in ((_marks_in, "an exclamation mark"), (_loud_in, "a word in capitals")):
        hits = ((sentence, found) for sentence in inspection.sentences for found in find(sentence.text))
        for sentence, found in hits:
            if found[0] not in inspection.standards.known:
                yield Finding(*inspection.at(sentence.start + found.start()), f"it holds {said}: '{found[0]}'")
                break


RULES = (
    Rule(
        "wording-opener", "warn", "It begins as a thousand letters do.",
        "The first line decides whether the second is read. A letter to this person begins with this person.",
        "templates/wording/wording.yaml; collections of stock phrases in Observer and Inc., 2016",
        "begin with what they told you, or with a question about their work",
        "I hope this email finds you well.", "In February you told me that Medicaid patients wait months.",
        _stock("wording-opener", lambda said: f"'{said}' is how everyone begins"),
    ),
    Rule(
        "wording-cliche", "warn", "A stock phrase says nothing.",
        "Whoever reads many letters skips them, and the sentence after them, too.",
        "templates/wording/wording.yaml", "write the fact that it stands for, or take it out",
        "I provide a safe space and a holistic approach.", "I see people weekly, on Tuesday and Thursday evenings.",
        _stock("wording-cliche", lambda said: f"'{said}' could stand in anyone's letter"),
    ),
    Rule(
        "wording-ask", "warn", "It asks the way sellers ask.",
        "One small question about their work is answered; a request to connect is not.",
        "templates/wording/wording.yaml", "ask one thing they can answer in a line",
        "Do not hesitate to reach out for a quick call.", "Whom do you find it hardest to place?",
        _stock("wording-ask", lambda said: f"'{said}' is a seller's phrase"),
    ),
    Rule(
        "wording-closer", "warn", "It ends as a thousand letters do.",
        "The last line is remembered. Let it be the number to call.",
        "templates/wording/wording.yaml", "leave it out",
        "Thank you in advance.", "Patients can call 555-0142.",
        _stock("wording-closer", lambda said: f"'{said}' ends nearly every letter"),
    ),
    Rule(
        "wording-vendor", "warn", "It speaks of the writer's business.",
        "A reader who looks after people hears that they are a source of income.",
        "templates/wording/wording.yaml", "speak of the people, with a day and a number",
        "I am currently accepting new clients.", "From 8 December I have two openings on Tuesday evenings.",
        _stock("wording-vendor", lambda said: f"'{said}' speaks of your business, and not of their people"),
    ),
    Rule(
        "wording-warm", "warn", "It is warmer than anything it says.",
        "Praise without a reason reads as flattery. One kind fact is enough.",
        "templates/wording/wording.yaml; Boomerang's study of tone, where gushing did no better than neutral",
        "name the one thing they did",
        "You do amazing work.", "You are careful with the people you cannot see yourself.",
        _stock("wording-warm", lambda said: f"'{said}' is praise without a reason"),
    ),
    Rule(
        "wording-role", "warn", "A word that this reader would not use.",
        "Each trade has its word for the people it serves, and some must not be told certain things.",
        "the role profiles in templates/roles/", "use the reader's own word; `outreach roles ROLE` lists them",
        "Your patients can call me.", "Your clients can call me.", _role,
    ),
    Rule(
        "wording-marks", "warn", "It raises its voice.",
        "A letter between colleagues needs neither exclamation marks nor capitals.",
        "the rule of this house", "write it quietly", "I have openings!", "I have two openings.", _marks,
    ),
)  # fmt: skip
