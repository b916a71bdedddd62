"""``.eml``: a message that Outlook and Thunderbird open as a draft, thanks to ``X-Unsent: 1``."""

from dataclasses import dataclass

from composer.drafts.draft import Draft
from composer.mail.layout import Layout
from composer.mail.message import build_message


@dataclass(frozen=True, slots=True)
class Eml:
    """One message file for each draft."""

    name: str = "eml"
    suffix: str = ".eml"
    needs_address: bool = True

    def render(self, draft: Draft, layout: Layout) -> bytes:
        """The message; see `composer.mail.message.build_message`."""
        return build_message(draft, layout)
