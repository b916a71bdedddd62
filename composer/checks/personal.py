"""Is this a letter to one person, or a blast with a name in it?"""

import re
from collections.abc import Iterator

from composer.checks.measures import facts_of, grade_of
from composer.checks.rule import Finding, Inspection, Near, Rule
from composer.checks.sentences import words_of
from composer.records.practice import Offer, Update

_SELF = re.compile(r"(?:I|I'm|I\u2019m|I've|My|We|Our)\b")
_RICH = frozenset({"introduction", "annual-update"})


def _facts(inspection: Inspection) -> Iterator[Finding]:
    """Fewer of the record's facts than it could hold."""
    if not (inspection.head and inspection.head.letter in _RICH and inspection.draft.language.startswith("en")):
        return  # records are in English, and their words are looked for
    used, unused = facts_of(inspection)
    wanted = min(inspection.standards.limits.facts_used, len(used) + len(unused))
    if unused and len(used) + _made_for_the_role(inspection) < wanted:
        uses = "one thing" if used else "nothing"
        text = f"it uses {uses} of what the record knows; it could speak of: {unused[0]}"
        yield Finding(inspection.line("body"), 0, text)


def _made_for_the_role(inspection: Inspection) -> int:
    """How many offers the letter holds that are made to readers of this role only: a detail of their work, too."""
    body, role = inspection.draft.body, inspection.role
    return sum(role in offer.roles and offer.text in body for offer in inspection.practice.offers)


def _limit(inspection: Inspection, near: Near) -> float:
    limits = inspection.standards.limits
    if near.same_contact:
        return limits.repeats
    return limits.overlap_same_role if near.same_role else limits.overlap


def _blast(inspection: Inspection) -> Iterator[Finding]:
    for near in inspection.near:
        if not near.same_contact and near.share >= _limit(inspection, near):
            text = f"{near.share:.0%} of it stands in {near.name}, too; with another name it would be the same letter"
            yield Finding(inspection.line("body"), 0, text)
            return


def _repeats(inspection: Inspection) -> Iterator[Finding]:
    for near in inspection.near:
        if near.same_contact and near.share >= _limit(inspection, near):
            text = f"{near.share:.0%} of it stands in {near.name}, which goes to the same person"
            yield Finding(inspection.line("body"), 0, text)
            return


def _questions(inspection: Inspection) -> Iterator[Finding]:
    if inspection.head is None:
        return
    fewest, most = inspection.head.questions
    asked = inspection.own_text[0].count("?")
    if not fewest <= asked <= most:
        wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        text = f"it asks {asked} questions; this letter asks {wanted}"
        yield Finding(inspection.line("body"), 0, text.replace("asks 1 questions", "asks 1 question"))


def _length(inspection: Inspection) -> Iterator[Finding]:
    if inspection.head is None:
        return
    shortest, longest = inspection.head.words
    words = len(inspection.own_words)
    if not shortest <= words <= longest:
        text = f"it has {words} word{'' if words == 1 else 's'}; this letter has {shortest} to {longest}"
        yield Finding(inspection.line("body"), 0, text)


def _sentence(inspection: Inspection) -> Iterator[Finding]:
    for sentence in inspection.own_sentences:
        words = len(words_of(sentence.text))
        if words > inspection.standards.limits.sentence_words:
            yield Finding(*inspection.at(sentence.start), f"a sentence of {words} words")


def _grade(inspection: Inspection) -> Iterator[Finding]:
    if inspection.draft.language.partition("-")[0] != "en":
        return  # the formula is English's
    found = grade_of(inspection)
    if found > inspection.standards.limits.grade:
        yield Finding(inspection.line("body"), 0, f"it reads like grade {found:.0f}")


def _first(inspection: Inspection) -> Iterator[Finding]:
    text, begin = inspection.own_text
    if inspection.commercial and _SELF.match(text):
        yield Finding(*inspection.at(begin), "its first sentence is about you")


def _trade(inspection: Inspection) -> Iterator[Finding]:
    """None of the reader's own words."""
    profile = inspection.standards.roles.get(inspection.role)
    if not (profile and profile.words.use and inspection.commercial and inspection.draft.language.startswith("en")):
        return
    body = inspection.body.casefold()
    words = (*profile.words.use, profile.person, profile.people)
    if not any(word.casefold() in body for word in words):
        text = f"no word of this reader's trade stands in it ({profile.name}: {', '.join(profile.words.use[:4])})"
        yield Finding(inspection.line("body"), 0, text)


def _offer(inspection: Inspection) -> Iterator[Finding]:
    """An offer that the practice makes to other readers."""
    role = inspection.role
    offers: tuple[Offer | Update, ...] = (*inspection.practice.offers, *inspection.practice.updates)
    for offer in offers:
        if role and offer.roles and role not in offer.roles and role != "general":
            at = inspection.draft.body.find(offer.text)
            if at >= 0:
                roles = " and ".join(offer.roles)
                yield Finding(*inspection.at(at), f"this offer is for {roles}, and the reader is {role}")


RULES = (
    Rule(
        "personal-facts", "warn", "It uses less of the record than it could.",
        "A name alone changes nothing; what was said to you, or what they need, makes the letter theirs.",
        "a randomised trial with 1,511 German physicians, BMC Med Res Methodol 2021: 2.8 against 2.4 percent",
        "speak of what the record knows, or note that it is no longer so",
        "I take Medicaid.", "In February you told me that families wait months. I take Medicaid.", _facts,
    ),
    Rule(
        "personal-blast", "warn", "Another draft is nearly the same.",
        "Strip the names: if nobody could tell whose letter it is, it is a blast.",
        "the swap test: 60 percent of five-word sequences across roles, 80 within one; templates/limits.yaml",
        "add what only this person needs, or give their record a need or a detail",
        "two letters that differ in a name", "two letters that differ in what they say", _blast,
    ),
    Rule(
        "personal-repeats", "warn", "This person has much of it in another letter.",
        "People remember being told the same thing twice.",
        "the measure of repetition: half of the five-word sequences; templates/limits.yaml",
        "say something new, or wait until there is something",
        "last year's sentences again", "what has changed since", _repeats,
    ),
    Rule(
        "personal-question", "warn", "It asks more, or less, than a letter of its kind should.",
        "One question is answered. Three are put aside for later.",
        "a study of 40 million emails by Boomerang; the head of each letter has the number",
        "keep the one whose answer you would act on",
        "Do you have room? And when? And for whom?", "Whom do you have room for?", _questions,
    ),
    Rule(
        "personal-length", "warn", "It is longer, or shorter, than a letter of its kind should be.",
        "Busy people read to the end of a short letter, and to the middle of a long one.",
        "the head of each letter has its band; vendors' figures between 50 and 200 words disagree",
        "take out what the reader does not need", "Yes.", "a letter within its band", _length,
    ),
    Rule(
        "personal-sentence", "warn", "A sentence is too long.",
        "A sentence that must be read twice is not read twice.",
        "the rule of this house: 28 words; templates/limits.yaml",
        "make two of it",
        "I see people on Tuesdays and on Thursdays and sometimes on Fridays when somebody has cancelled and nobody "
        "else who has been waiting longer "
        "wants to have the hour that week.",
        "I see people on Tuesdays and Thursdays. A cancelled hour goes to whoever has waited longest.", _sentence,
    ),
    Rule(
        "personal-grade", "warn", "It is hard to read.",
        "Long words in long sentences tire even those who know them.",
        "Flesch and Kincaid's grade; the limit is in templates/limits.yaml",
        "use shorter words, and fewer in a sentence",
        "Interdisciplinary psychotherapeutic collaboration necessitates bidirectional communication regarding "
        "individualized interventions and institutional responsibilities.",
        "We both help more if we talk to each other.", _grade,
    ),
    Rule(
        "personal-first", "warn", "It begins with the writer.",
        "Put their needs first: the first sentence is about the reader.",
        "put their needs first: the advice that referral practice agrees on",
        "begin with what they said, or with your question", "I am a therapist in Fairhaven.",
        "Whom do you find it hardest to place?", _first,
    ),
    Rule(
        "personal-trade", "warn", "None of the reader's own words stands in it.",
        "Each trade speaks of its work in its own words, and hears at once who has never been near it.",
        "the role profiles in templates/roles/",
        "speak of their people as they do; `outreach roles ROLE` lists their words",
        "How are you?", "How are your patients?", _trade,
    ),
    Rule(
        "personal-offer", "warn", "It offers what is meant for other readers.",
        "An offer that does not fit shows that nobody thought of the reader.",
        "roles: of the offer in practice.yaml",
        "take it out, or add the role to the offer in practice.yaml",
        "an offer for clergy in a letter to a physician", "an offer for physicians", _offer,
    ),
)  # fmt: skip
