"""What the file of a letter is called for people: the day, who it is for, and which letter."""

from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.outbox_names import in_a_name, name_for_people
from composer.planning.eligibility import Eligibility


def called_for_people(draft: Draft, eligibility: Eligibility) -> str:
    """The name of a letter's file without its ending; another letter may have it already.

    The day is that on which it was handed over, as its head says, so that a letter that leaves once more keeps it.
    """
    contact, head = eligibility.records.contacts.find(draft.contact), eligibility.heads.get(draft.letter)
    names = (*(one.display_name for one in draft.to[:1]), contact.display_name if contact else "", draft.name)
    who = next(name for name in names if in_a_name(name))
    day = draft.handed_over if draft.handed_over and not LIFECYCLE[draft.status].is_open else None
    return name_for_people(day or eligibility.today, who, head.title if head else draft.letter or "letter")
