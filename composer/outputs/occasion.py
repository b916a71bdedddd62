"""When letters are handed over, and to what sort of program: what a format has to know beside the letter."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from composer.drafts.attachments import Attachment


@dataclass(frozen=True, slots=True)
class Occasion:
    """One hand-over."""

    today: date
    text_alone: bool = False
    """Whether the program edits only text, and would send an HTML part as it was."""
    attached: tuple[Attachment, ...] = ()
    """The files that go with the letter."""

    @property
    def moment(self) -> datetime:
        """What a stored message has as its date: noon in UTC, which nearly everywhere falls on this day."""
        return datetime.combine(self.today, time(12), UTC)
