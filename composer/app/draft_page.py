"""What the page of one draft shows, as values: the letter as mail, what is asked about it, and how it stands."""

from dataclasses import dataclass, replace

from composer.app.asked_holes import ShownHole, shown_holes
from composer.app.choices import Versions, versions
from composer.app.draft_list import DraftList, Row, opened, row_of
from composer.app.forms import ensure_draft
from composer.checks.inspector import Checked
from composer.checks.pages import sentence
from composer.checks.questions import Question, questions
from composer.drafts import lifecycle
from composer.drafts.approval import changed_since
from composer.drafts.attachments import goes_with
from composer.drafts.draft import Draft
from composer.drafts.summary import first_words
from composer.errors import Problem, RecordsError
from composer.mail.attached_parts import with_pictures
from composer.mail.body import render_letter
from composer.mail.layout import direction
from composer.outputs.export import layout_of
from composer.workspace.checking import inspector_of
from composer.workspace.editing import DraftText
from composer.workspace.snapshot import Snapshot

_CHOICE, _OPEN_QUESTION = "draft-choice", "holes-confirm"


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft with all that its page shows."""

    row: Row
    draft: Draft
    text: str
    """The text part, as it will leave."""
    problems: tuple[Problem, ...]
    stands: str
    """How it stands, in a sentence; empty for a draft that waits to be read."""
    place: int
    """Counted from 1, among all drafts."""
    count: int
    """How many drafts there are."""
    before: str
    """The draft before this one; empty at the beginning."""
    after: str
    digest: str
    """The file that all this was found in; a change, a choice or an answer is good for no other."""
    places: tuple[Versions, ...]
    """Where a person and the program both changed the text."""
    questions: tuple[Question, ...]
    """What is asked about its sentences, while it may still leave."""
    goes_with: str
    """The files that go with it, in words; empty for none."""
    holes: tuple[ShownHole, ...]
    """What it still asks its writer, while it may still leave."""

    @property
    def is_open(self) -> bool:
        """Whether its text may still be changed."""
        return lifecycle.LIFECYCLE[self.draft.status].is_open


@dataclass(frozen=True, slots=True)
class LetterLook:
    """A letter, or one that is being typed, as its reader would see it."""

    html: str
    """The whole document."""
    inside: str
    """What is inside its ``body``, for a page that shows it already."""
    text: str
    begins: str


def draft_page(drafts: DraftList, name: str) -> DraftPage:
    """One draft with its parts; an error where there is none of that name, or its file cannot be read as one."""
    checked, draft = readable(drafts, name)
    snapshot = drafts.snapshot
    names = list(drafts.summaries())
    place = names.index(name) if name in names else 0
    conflicts, unreadable = opened(snapshot, name)
    # The page shows both texts of each place, and each question, so its problems need not also say that there are any.
    is_open = lifecycle.LIFECYCLE[draft.status].is_open
    asked = questions(checked.problems) if is_open else ()
    holes = shown_holes(snapshot, draft) if is_open else ()
    told = {*([_CHOICE] if conflicts.places else []), *([_OPEN_QUESTION] if holes else [])}
    said = (one for one in checked.problems if one.code not in told and not (asked and one.level == "ask"))
    problems = (*said, *unreadable)
    return DraftPage(
        row=row_of(snapshot, checked),
        draft=draft,
        text=render_letter(draft).text,
        problems=tuple(sorted(problems, key=lambda one: (one.level != "error", one.level == "warning", one))),
        stands=stands(draft),
        place=place + 1,
        count=len(names),
        before=names[place - 1] if place else "",
        after=names[place + 1] if place + 1 < len(names) else "",
        digest=snapshot.store.file(name).digest,
        goes_with=files_with(snapshot, draft),
        questions=asked,
        holes=holes,
        places=versions(conflicts),
    )


def files_with(snapshot: Snapshot, draft: Draft) -> str:
    """The files that go with a draft, in words; empty for none."""
    if not draft.attach:
        return ""
    found = snapshot.store.file_to_check(draft.name).attached
    return goes_with(inspector_of(snapshot).attachable.files(draft, found))


def in_page(snapshot: Snapshot, draft: Draft, html: str) -> str:
    """A letter's HTML with the pictures in it that it shows; where one cannot be read, with what it is."""
    if 'src="cid:' not in html:
        return html
    store, attachable = snapshot.store.attachments, inspector_of(snapshot).attachable
    found = store.look(draft.attach)
    sound = replace(draft, attach=tuple(one.written for one in attachable.files(draft, found) if not one.fault))
    return with_pictures(html, attachable.attachments(sound, found, store.contents(found)))


def readable(drafts: DraftList, name: str) -> tuple[Checked, Draft]:
    """A draft that can be shown; an error where there is none of that name, or its file cannot be read as one."""
    ensure_draft(drafts.snapshot, name)
    checked = drafts.look(name)
    if checked.draft is None:
        raise RecordsError(f"the draft {checked.path} cannot be read", problems=checked.problems)
    return checked, checked.draft


def stands(draft: Draft) -> str:
    """How a draft stands, in a sentence; empty for one that waits to be read, and never was ready."""
    if changed := changed_since(draft):
        return sentence(changed)
    left = f"on {draft.handed_over}" if draft.handed_over else "before"
    if draft.status == "draft":
        return sentence(draft.reason) if draft.reason else ""
    return lifecycle.stands(draft.status, draft.reason, left)


def look_at_text(snapshot: Snapshot, text: DraftText, draft: Draft) -> LetterLook:
    """A letter with this text as its message would have it; a `MessageError` where it is none that could leave."""
    layout, language = layout_of(snapshot.library.files), draft.language
    typed = replace(draft, subject=text.subject, body=text.body)
    body = render_letter(typed, layout.styles)
    html = layout.wrap(in_page(snapshot, typed, body.html), language, direction(language), text.subject)
    inside = html.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
    return LetterLook(html, inside, body.text, first_words(text.body))
