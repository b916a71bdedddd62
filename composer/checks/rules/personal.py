"""Is this a letter to one person, or a blast with a name in it?"""

from composer.checks.engine.inspection import WARN, Findings, Inspection
from composer.checks.engine.measures import facts_of, grade_of
from composer.checks.engine.rule import rule
from composer.checks.engine.sentences import words_of
from composer.checks.engine.similarity import Near
from composer.patterns import regex
from composer.records.practice import Offer, Update

_SELF = regex(r"(?:I|I'm|I\u2019m|I've|My|We(?! (?:met|spoke|talked)\b)|Our)\b")
"""The writer, or the writer's practice; what writer and reader did together is about both."""
# Letters that are made of what the record knows.
_RICH = frozenset({"introduction", "annual-update"})


def _nearest(inspection: Inspection, *, same_contact: bool) -> Near | None:
    """The draft to the same person, or to another, that has so much in common with this one that it must be said."""
    limits = inspection.standards.limits
    for near in inspection.near:
        limit = limits.repeats if same_contact else limits.overlap_same_role if near.same_role else limits.overlap
        if near.same_contact == same_contact and near.share >= limit:
            return near
    return None


@rule("personal-facts", level=WARN,
      source="a randomised trial with 1,511 German physicians, BMC Med Res Methodol 2021: 2.8 against 2.4 percent",
      remedy="speak of what the record knows, or note that it is no longer so", wrong="I take Medicaid.",
      right="In February you told me that families wait months. I take Medicaid.")  # fmt: skip
def personal_facts(inspection: Inspection) -> Findings:
    """It uses less of the record than it could. A name alone changes nothing; what was said to you, or what they need,
    makes the letter theirs.
    """
    if not (inspection.head and inspection.head.letter in _RICH and inspection.draft.language.startswith("en")):
        return  # records are in English, and their words are looked for
    used, unused = facts_of(inspection)
    wanted = min(inspection.standards.limits.facts_used, len(used) + len(unused))
    # An offer that is made to readers of this role only is a detail of their work, too.
    role = inspection.role
    theirs = sum(role in offer.roles and inspection.find(offer.text) >= 0 for offer in inspection.practice.offers)
    if unused and len(used) + theirs < wanted:
        uses = "one thing" if used else "nothing"
        text = f"it uses {uses} of what the record knows; it could speak of: {unused[0]}"
        yield inspection.on("body", text)


@rule("personal-blast", level=WARN,
      source="our judgement: letters with 60 percent of their five-word sequences in common, or 80 within one role, "
             "could be swapped; templates/limits.yaml",
      remedy="add what only this person needs, or give their record a need or a detail",
      wrong="two letters that differ in a name", right="two letters that differ in what they say")  # fmt: skip
def personal_blast(inspection: Inspection) -> Findings:
    """Another draft is nearly the same. Strip the names: if nobody could tell whose letter it is, it is a blast."""
    if near := _nearest(inspection, same_contact=False):
        text = f"{near.share:.0%} of it stands in {near.name}, too; with another name it would be the same letter"
        yield inspection.on("body", text)


@rule("personal-repeats", level=WARN,
      source="our judgement: whoever has read half of the five-word sequences before has read the letter; "
             "templates/limits.yaml",
      remedy="say something new, or wait until there is something", wrong="last year's sentences again",
      right="what has changed since")  # fmt: skip
def personal_repeats(inspection: Inspection) -> Findings:
    """This person has much of it in another letter. People remember being told the same thing twice."""
    if near := _nearest(inspection, same_contact=True):
        text = f"{near.share:.0%} of it stands in {near.name}, which goes to the same person"
        yield inspection.on("body", text)


@rule("personal-question", level=WARN,
      source="Boomerang's study of 40 million emails, 2016: one to three questions; that it is mostly one is our "
             "judgement, in the letter's head",
      remedy="keep the one whose answer you would act on", wrong="Do you have room? And when? And for whom?",
      right="Whom do you have room for?")  # fmt: skip
def personal_question(inspection: Inspection) -> Findings:
    """It asks more, or less, than a letter of its kind should. One question is answered. Three are put
    aside for later.
    """
    if inspection.head is None:
        return
    fewest, most = inspection.head.questions
    asked = inspection.own_text[0].count("?")
    if not fewest <= asked <= most:
        wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        text = f"it asks {asked} questions; this letter asks {wanted}"
        yield inspection.on("body", text.replace("asks 1 questions", "asks 1 question"))


@rule("personal-length", level=WARN,
      source="Boomerang's study of 40 million emails, 2016: 50 to 125 words; the band in each letter's head is our "
             "judgement, for other studies disagree",
      remedy="take out what the reader does not need", wrong="Yes.", right="a letter within its band")  # fmt: skip
def personal_length(inspection: Inspection) -> Findings:
    """It is longer, or shorter, than a letter of its kind should be. Busy people read to the end of a short letter, and
    to the middle of a long one.
    """
    if inspection.head is None:
        return
    shortest, longest = inspection.head.words
    words = len(inspection.own_words)
    if not shortest <= words <= longest:
        text = f"it has {words} word{'' if words == 1 else 's'}; this letter has {shortest} to {longest}"
        short = "leave it short if all is said, or add what only this reader would want to know"
        yield inspection.on("body", text, short if words < shortest else "")


@rule("personal-subject", level=WARN,
      source="RFC 5322, section 2.1.1, for the 78 characters of a line; templates/limits.yaml",
      remedy="say what the letter is about in a few words",
      wrong="Two openings on Tuesday evenings from the ninth of March, for your patients who have waited for months",
      right="Two openings on Tuesday evenings")  # fmt: skip
def personal_subject(inspection: Inspection) -> Findings:
    """The subject is too long. A list of messages shows its beginning, on a phone about half of what a line takes."""
    characters, most = len(inspection.draft.subject), inspection.standards.limits.subject_characters
    if characters > most and (inspection.head is None or inspection.head.medium == "email"):
        yield inspection.on("subject", f"the subject has {characters} characters; {most} are the most")


@rule("personal-sentence", level=WARN, source="our judgement: 28 words are read in one breath; templates/limits.yaml",
      remedy="make two of it",
      wrong="I see people on Tuesdays and on Thursdays and sometimes on Fridays when somebody has cancelled and "
            "nobody else who has been waiting longer wants to have the hour that week.",
      right="I see people on Tuesdays and Thursdays. A cancelled hour goes to whoever has waited longest.")  # fmt: skip
def personal_sentence(inspection: Inspection) -> Findings:
    """A sentence is too long. A sentence that must be read twice is not read twice."""
    for sentence in inspection.own_sentences:
        words = len(words_of(sentence.text))
        if words > inspection.standards.limits.sentence_words:
            yield inspection.at(sentence.start, f"a sentence of {words} words")


@rule("personal-grade", level=WARN,
      source="Kincaid and others, 1975, for the formula; the limit is our judgement, for professional readers; "
             "templates/limits.yaml",
      remedy="use shorter words, and fewer in a sentence",
      wrong="Interdisciplinary psychotherapeutic collaboration necessitates bidirectional communication regarding "
            "individualized interventions and institutional responsibilities.",
      right="We both help more if we talk to each other.")  # fmt: skip
def personal_grade(inspection: Inspection) -> Findings:
    """It is hard to read. Long words in long sentences tire even those who know them."""
    if inspection.draft.language.partition("-")[0] != "en":
        return  # the formula is English's
    found = grade_of(inspection)
    if found > inspection.standards.limits.grade:
        yield inspection.on("body", f"it reads like grade {found:.0f}")


@rule("personal-first", level=WARN,
      source="our judgement, and that of practice coaches: who comes first is seen in the first sentence",
      remedy="begin with what they said, or with your question", wrong="I am a therapist in Fairhaven.",
      right="Whom do you find it hardest to place?")  # fmt: skip
def personal_first(inspection: Inspection) -> Findings:
    """It begins with the writer. Put their needs first: the first sentence is about the reader."""
    text, begin = inspection.own_text
    if inspection.commercial and _SELF.match(text):
        yield inspection.at(begin, "its first sentence is about you")


@rule("personal-trade", level=WARN,
      source="our judgement: people trust who speaks as they do; templates/roles/ has the words of each trade",
      remedy="speak of their people as they do; `outreach roles ROLE` lists their words", wrong="How are you?",
      right="How are your patients?")  # fmt: skip
def personal_trade(inspection: Inspection) -> Findings:
    """None of the reader's own words stands in it. Each trade speaks of its work in its own words, and hears at once
    who has never been near it.
    """
    profile = inspection.standards.roles.get(inspection.role)
    if not (profile and profile.words.use and inspection.commercial and inspection.draft.language.startswith("en")):
        return
    body = inspection.body.casefold()
    words = (*profile.words.use, profile.person, profile.people)
    if not any(word.casefold() in body for word in words):
        text = f"no word of this reader's trade stands in it ({profile.name}: {', '.join(profile.words.use[:4])})"
        yield inspection.on("body", text)


@rule("personal-offer", level=WARN,
      source="our judgement: roles: in practice.yaml is your own word on whom an offer is for",
      remedy="take it out, or add the role to the offer in practice.yaml",
      wrong="an offer for clergy in a letter to a physician", right="an offer for physicians")  # fmt: skip
def personal_offer(inspection: Inspection) -> Findings:
    """It offers what is meant for other readers. An offer that does not fit shows that nobody thought of the reader."""
    role = inspection.role
    offers: tuple[Offer | Update, ...] = (*inspection.practice.offers, *inspection.practice.updates)
    for offer in offers:
        if not offer.roles or role in {*offer.roles, "general", ""}:
            continue
        # Another name is one trade's of several.
        if inspection.standards.roles.keys() >= {*offer.roles} and (at := inspection.find(offer.text)) >= 0:
            roles = " and ".join(offer.roles)
            yield inspection.at(at, f"this offer is for {roles}, and the reader is {role}")
