"""The output formats: what there is, and what makes each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from composer.drafts.draft import Draft
from composer.mail.layout import Layout
from composer.mail.message import build_message


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """One way in which a draft can leave as a file."""

    name: str
    """What the command line calls it."""
    needs_address: bool
    """Whether a draft without a recipient cannot leave this way."""
    render: Callable[[Draft, Layout], bytes]
    """Makes the file's bytes; raises a `MessageError` where the draft cannot be said in this format."""


_ALL = (
    # A message that Outlook and Thunderbird open as a draft, thanks to ``X-Unsent: 1``.
    OutputFormat("eml", needs_address=True, render=build_message),
)
FORMATS: Mapping[str, OutputFormat] = {form.name: form for form in _ALL}
