"""The words by which a contact's role is read, beside the names that the profiles themselves have. Data."""

from collections.abc import Iterable

from pydantic import Field

from composer.patterns import regex
from composer.records.base import Record
from composer.records.fields import Lines

_WORD = regex(r"[^\W_]+")


class RoleWords(Record, kind="role-words"):
    """How people say what somebody does; `templates/role-words.yaml` says of each list what it is."""

    short: dict[str, Lines] = Field(default_factory=dict)
    """What is meant, and how else it is written: ``manager: [mgr]``, ``college: [university, campus]``."""
    families: dict[str, Lines] = Field(default_factory=dict)
    """Words by which a practice means readers of several profiles: ``college: [college-counseling, …]``."""
    posts: Lines = ()
    """Words that say a post and no trade, or nothing: ``director``, ``night shift``."""
    topics: Lines = ()
    """What somebody may know well in any trade: ``EMDR``."""
    loose: Lines = ()
    """Names of trades that any place makes another, the organisation's name too: ``counselor``."""
    wide: Lines = ()
    """Names of trades that a place in the same breath makes another: ``therapist``."""
    bare: Lines = ()
    """Names of trades that any strange word beside them changes: ``doctor``."""
    others: Lines = ()
    """Trades for whose readers there is no profile: ``photographer``, ``camp counselor``."""
    changing: Lines = ()
    """What makes the trade after it another one: ``beauty``."""
    gone: Lines = ()
    """What says that somebody has left the work, or never did it: ``retired``."""
    about: Lines = ()
    """After these stands whom or what the work is about, which says nothing of who does it: ``for``."""
    inside: Lines = ()
    """After these stands where somebody works: ``at``."""
    people_of: dict[str, Lines] = Field(default_factory=dict)
    """What readers of a trade call those whom they look after, where their profile has many trades: ``tenants``."""

    def people_word(self, roles: Iterable[str]) -> str:
        """The word of the first role that has one; empty where none has."""
        for role in roles:
            said = f" {' '.join(_WORD.findall(role.casefold()))} "
            for word, trades in self.people_of.items():
                if any(f" {trade} " in said or f" {trade}s " in said for trade in trades):
                    return word
        return ""
