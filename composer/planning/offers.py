"""The two conditions of letters that hang on what the practice has to offer, ``talk`` and ``opening``."""

from composer.briefs.brief import Briefer
from composer.briefs.matching import match_openings, match_talk
from composer.letters.catalogue import Condition
from composer.planning.contact_facts import ContactFacts
from composer.planning.reason import UNMET, Reason


def unmet_offer(briefer: Briefer, name: Condition, facts: ContactFacts) -> Reason | None:
    """Why a letter with a talk or a dated offer has none for this reader; ``None`` where it has."""
    needs, practice = briefer.needs(facts.contact), briefer.practice_for(facts.contact)
    if name == "talk":
        found = match_talk(needs, practice)
        return None if found else Reason(UNMET, "no talk in practice.yaml is about a need of theirs")
    dated = match_openings(needs, practice)
    return None if dated else Reason(UNMET, "no dated offer in practice.yaml answers a need of theirs")
