"""One letter that goes by hand, as its page shows it: to copy, to open in a mail program, to print."""

from dataclasses import dataclass
from html import escape

from composer.app.draft_page import files_with, in_page
from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.mail.body import render_letter
from composer.mail.layout import direction
from composer.mail.mailto import MOST, mailto
from composer.outputs.export import OTHER_WAYS
from composer.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ByHandPage:
    """An approved letter with what can be carried of it."""

    draft: Draft
    to: str
    """Whom it is for, as they are called."""
    text: str
    """The whole letter as plain text."""
    html: str
    """The same with its formatting, for the clipboard; without styles, so that it takes those of what is around it."""
    goes_with: str
    """The files that go with it, in words; empty for none."""
    medium: str
    """``email``, ``card`` or ``record``."""
    link: str
    """Opens a mail program on the letter, or on an empty one to its reader; empty where it is no mail."""
    whole: bool
    """Whether the letter's text is in the link."""

    @property
    def handed_over(self) -> bool:
        """Whether it left as a file, too."""
        return LIFECYCLE[self.draft.status].on_its_way


def by_hand_page(snapshot: Snapshot, draft: Draft) -> ByHandPage:
    """The page of a letter that may leave by hand; see `letter_by_hand`, which gives it."""
    body = render_letter(draft)
    head = snapshot.catalogue.heads.get(snapshot.catalogue.renamed.get(draft.letter, draft.letter))
    html = in_page(snapshot, draft, body.html)
    medium = head.medium if head else "email"
    contact = snapshot.records.contacts.find(draft.contact)
    is_mail = bool(draft.to) and medium not in OTHER_WAYS
    full = mailto(draft, body.text) if is_mail else ""
    whole = is_mail and len(full) <= MOST
    return ByHandPage(
        draft=draft,
        to=contact.display_name if contact else ", ".join(map(str, draft.to)),
        text=body.text,
        html=f'<div lang="{escape(draft.language)}" dir="{direction(draft.language)}">{html}</div>',
        goes_with=files_with(snapshot, draft),
        medium=medium,
        link=full if whole or not is_mail else mailto(draft),
        whole=whole,
    )
