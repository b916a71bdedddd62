"""What stands on a page where a sentence of the checks or the records names a command: the place that does the same."""

from collections.abc import Mapping

from composer.checks.pages import sentence
from composer.patterns import regex

_COMMAND = regex(r"`outreach (log --undo|[a-z]+)[^`]*`")
_PLACES: Mapping[str, str] = {
    "contacts": "the page People",
    "draft": "the page Today",
    "due": "the page Today",
    "explain": "“Why” on its page",
    "export": "the page Hand over",
    "letters": "the page Wording",
    "log": "the page of this person",
    "log --undo": "the button Undo beside what was just noted",
    "push": "“Your mailbox” on the page Hand over",
    "ready": "“Approve” on its page",
    "reopen": "“Make it a draft again” on its page",
    "roles": "the field “What this person does”",
    "sent": "“I sent these” on the page Hand over",
    "settle": "its page",
    "sync": "the page “Your mailbox”",
    "skip": "“Put aside” on its page",
}
"""Noun phrases: a sentence goes on behind them as it did behind the command."""


def on_a_page(text: str) -> str:
    """A sentence, whole, as a page says it; a command that no page stands for stays."""
    return sentence(_COMMAND.sub(lambda found: _PLACES.get(found[1], found[0]), text))
