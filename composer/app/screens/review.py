"""One draft: read as its reader will, changed, answered for, approved, put aside."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from composer.app.answering import give_answer
from composer.app.choices import choose
from composer.app.differences import side_by_side
from composer.app.draft_list import DraftList
from composer.app.draft_page import draft_page, look_at_text, readable
from composer.app.forms import Form, ensure_draft
from composer.app.guard import LETTER_POLICY
from composer.app.notices import Notice, Undo
from composer.app.site import Asked, Done, Site, address_of
from composer.errors import RecordsError
from composer.workspace.editing import DraftText, OtherVersion, keep_aside, save_text
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import StatusChange, mark_ready, mark_skipped, reopen_drafts

# A reader's mail program decides how dark a letter is, not the system of whoever wrote it; the last such word counts.
_DAYLIGHT = "<style id=scheme>:root { color-scheme: only light !important; background: #fff }</style></head>"
_KEPT = "is kept in `.outreach/backup`."


def routes(site: Site, drafts: DraftList) -> list[BaseRoute]:
    """The addresses of one draft's page, its letter, and its forms."""

    def shown(request: Request) -> Response:
        view = draft_page(drafts, request.path_params["name"])
        return site.page(request, "draft.html", view=view, stamp=site.reloading.stamp(view.row.name))

    def beside(request: Request) -> Response:
        """What stands beside the letter, for a script that has just saved it."""
        view = draft_page(drafts, request.path_params["name"])
        return site.page(request, "draft_parts.html", view=view)

    def letter(request: Request) -> Response:
        draft = readable(drafts, request.path_params["name"])[1]
        html = look_at_text(site.snapshot, DraftText(draft.subject, draft.body), draft).html
        html = html.replace("</head>", _DAYLIGHT, 1)
        return HTMLResponse(html, headers={"Content-Security-Policy": LETTER_POLICY})

    def look(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
        draft, problems = snapshot.store.read(parts["name"])
        if draft is None:
            raise RecordsError("this draft cannot be read", problems=problems)
        seen = look_at_text(snapshot, _typed(form), draft)
        return Done(_page_of(parts), data={"inside": seen.inside, "text": seen.text, "begins": seen.begins})

    return [
        Route("/draft/{name}", shown),
        Route("/draft/{name}/beside", beside),
        Route("/letter/{name}", letter),
        Route("/draft/{name}/text", site.form(partial(_save, site), back="/draft/{name}"), methods=["POST"]),
        Route("/draft/{name}/look", site.form(look, back="/draft/{name}"), methods=["POST"]),
        Route("/draft/{name}/ready", site.form(partial(_ready, drafts), back="/draft/{name}"), methods=["POST"]),
        Route("/draft/{name}/skip", site.form(_skip, back="/draft/{name}"), methods=["POST"]),
        Route("/draft/{name}/take-back", site.form(_take_back, back="/draft/{name}"), methods=["POST"]),
        Route("/draft/{name}/reopen", site.form(_reopen, back="/draft/{name}"), methods=["POST"]),
        Route("/draft/{name}/choose", site.form(_choose, back="/draft/{name}"), methods=["POST"]),
        Route("/draft/{name}/answer", site.form(_answer, back="/draft/{name}"), methods=["POST"]),
    ]


def _typed(form: Form) -> DraftText:
    return DraftText(form.text("subject"), form.text("body"))


def _page_of(parts: Mapping[str, str]) -> str:
    return address_of("/draft", parts["name"])


def _addressee(snapshot: Snapshot, name: str) -> str:
    draft, _ = snapshot.store.read(name)
    contact = snapshot.records.contacts.by_id.get(draft.contact) if draft else None
    return contact.display_name if contact else name


def _taking_back(snapshot: Snapshot, name: str, was: str) -> Undo:
    """The button that takes back a word on a letter, while it is as that word has left it."""
    digest = snapshot.store.file(name).digest
    return Undo(address_of("/draft", name, "take-back"), {"file": digest, "was": was})


def _status(snapshot: Snapshot, name: str) -> str:
    draft, _ = snapshot.store.read(name)
    return draft.status if draft else ""


def _save(site: Site, snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done | Asked:
    """Saves what was typed; where the file was changed elsewhere, asks which of the two versions is to stand."""
    name, text, choice = parts["name"], _typed(form), form.text("choice")
    ensure_draft(snapshot, name)
    if choice == "theirs":
        keep_aside(snapshot, name, text)
        said = f"The other version stands. What you had written {_KEPT}"
        return Done(_page_of(parts), Notice(said), {"stamp": _stamp(site, name, form.one("file"))})
    # A script keeps the letter as it was found once a visit, and says so; without one each save is a visit of its own.
    backup = "choice" not in form.fields or choice in {"mine", "first"}
    saved = save_text(snapshot, name, text, digest=form.one("file"), backup=backup)
    if isinstance(saved, OtherVersion):
        return _elsewhere(name, text, saved)
    said = "Saved. Read it once more: it is no longer marked ready." if saved.reopened else "Saved."
    said = f"Your version stands. The other one {_KEPT}" if choice == "mine" else said
    stamp = _stamp(site, name, saved.digest)
    return Done(_page_of(parts), Notice(said), {"digest": saved.digest, "reopened": saved.reopened, "stamp": stamp})


def _elsewhere(name: str, typed: DraftText, other: OtherVersion) -> Asked:
    """Asks which of two versions is to stand."""
    mine, others = side_by_side(typed.body, other.text.body)
    values = {"draft": name, "typed": typed, "other": other, "mine_words": mine, "other_words": others}
    return Asked("elsewhere.html", values, data={"digest": other.digest, **asdict(other.text)})


def _stamp(site: Site, name: str, digest: str) -> str:
    """The stamp of the files while a draft is the one that a page shows; none of theirs where it has changed since."""
    stamp = site.reloading.stamp(name)
    return stamp if site.snapshot.store.file(name).digest == digest else "changed"


def _ready(drafts: DraftList, snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done | Asked:
    """Approves the letter that the page showed, and goes to the next one."""
    name, digest = parts["name"], form.one("file")
    ensure_draft(snapshot, name)
    if "body" in form.fields:  # without scripts the word comes along with the words that it is about
        saved = save_text(snapshot, name, _typed(form), digest=digest, backup=True)
        if isinstance(saved, OtherVersion):
            return _elsewhere(name, _typed(form), saved)
        digest = saved.digest
    (change,) = mark_ready(snapshot, [name], seen={name: digest})
    _ensure_done(change, "it was not approved")
    undo = _taking_back(snapshot, name, "draft")
    after = drafts.next_to_read(name) if form.text("then") == "next" else name
    said = f"Approved: {_addressee(snapshot, name)}." + (f" {change.note}" if change.note else "")
    if not after:
        return Done("/export", Notice(f"{said} That was the last letter to read.", undo))
    return Done(address_of("/draft", after), Notice(said, undo))


def _skip(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    name = parts["name"]
    ensure_draft(snapshot, name)
    was = _status(snapshot, name)
    (change,) = mark_skipped(snapshot, [name], form.text("reason"), seen={name: form.one("file")})
    _ensure_done(change, "it was not put aside")
    return Done(_page_of(parts), Notice(f"Put aside: {_addressee(snapshot, name)}.", _taking_back(snapshot, name, was)))


def _take_back(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    """Takes back the word that was said last; a letter that was approved before is approved again, as it is."""
    name = parts["name"]
    ensure_draft(snapshot, name)
    (change,) = reopen_drafts(snapshot, [name], seen={name: form.one("file")})
    _ensure_done(change, "nothing was taken back")
    if form.text("was") != "ready":
        return Done(_page_of(parts), Notice(f"Taken back: it is a draft again. {change.note}".strip()))
    (approved,) = mark_ready(snapshot, [name])
    _ensure_done(approved, "it is a draft again, and was not approved")
    return Done(_page_of(parts), Notice("Taken back: it is approved, as before."))


def _reopen(snapshot: Snapshot, parts: Mapping[str, str], _: Form) -> Done:
    name = parts["name"]
    ensure_draft(snapshot, name)
    (change,) = reopen_drafts(snapshot, [name])
    _ensure_done(change, "nothing was changed")
    return Done(_page_of(parts), Notice(f"It is a draft again. {change.note}".strip()))


def _choose(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    return Done(_page_of(parts), Notice(choose(snapshot, parts["name"], form)))


def _answer(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    return Done(_page_of(parts), Notice(give_answer(snapshot, parts["name"], form)))


def _ensure_done(change: StatusChange, otherwise: str) -> None:
    if change.because:
        raise RecordsError(f"{otherwise}: {change.because}", problems=change.problems)
