"""The output formats: what there is, what makes each, and what a person does with it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from composer.drafts.draft import Draft
from composer.drafts.outbox_places import SUFFIX
from composer.mail.layout import Layout
from composer.outputs import link_list, messages, page, plain
from composer.outputs.occasion import Occasion


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """One way in which a draft can leave as a file."""

    name: str
    """What the command line calls it."""
    suffix: str
    """The place in the outbox where it goes; see `outbox_places`."""
    needs_address: bool
    """Whether a draft without a recipient cannot leave this way."""
    render: Callable[[Draft, Layout, Occasion], bytes]
    """Makes the letter's bytes; raises a `MessageError` where the draft cannot be said in this format."""
    then: str
    """One sentence on what to do with the files."""
    head: bytes = b""
    """What a file begins with that many letters share."""


_ALL = (
    # A message that Outlook and Thunderbird open as a draft, thanks to ``X-Unsent: 1``.
    OutputFormat("eml", SUFFIX, needs_address=True, render=messages.opens_as_draft,
                 then="A double click opens one as a draft in Outlook or Thunderbird."),
    OutputFormat("eml-text", SUFFIX, needs_address=True, render=messages.text_alone,
                 then="Each is plain text: open it as a new message, in mutt or neomutt with -H FILE."),
    OutputFormat("mbox", ".mbox", needs_address=True, render=messages.in_mbox,
                 then="Import outbox/letters.mbox into the drafts of your mail program, then delete the file."),
    OutputFormat("maildir", ".maildir", needs_address=True, render=messages.in_maildir,
                 then="Copy what is in outbox/maildir/cur into cur of your drafts, then delete it there."),
    OutputFormat("html", ".html", needs_address=False, render=page.letter_page,
                 then="Open a page, copy what it shows, and paste it into a new message."),
    OutputFormat("text", ".txt", needs_address=False, render=plain.as_text,
                 then="Each has the addresses and the subject above the letter."),
    OutputFormat("mailto", ".mailto", needs_address=True, render=link_list.entry, head=link_list.HEAD,
                 then="Open outbox/letters.htm: each link opens your mail program on a letter."),
    OutputFormat("json", ".json", needs_address=False, render=plain.as_json,
                 then="Each is one object, for a program of your own."),
)  # fmt: skip
FORMATS: Mapping[str, OutputFormat] = {
    form.name: form
    for form in _ALL
    if form.name != "maildir" or os.name == "posix"  # Windows takes no colon in a name
}
USUAL, USUAL_TEXT = "eml", "eml-text"
"""The formats where nobody says another, and where the mail program edits only text."""
