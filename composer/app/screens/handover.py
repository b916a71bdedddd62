"""Handing over: what leaves and what stays, the letters that go by hand, and the word that they went."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.by_hand_page import by_hand_page
from composer.app.draft_list import DraftList
from composer.app.forms import Form, ensure_draft
from composer.app.handing import Handing, HandingOver, Way, into_files, into_mailbox
from composer.app.handover_page import HandoverPage, HandoverPages, in_words, without_command
from composer.app.mailboxes import Mailboxes, can_be_kept
from composer.app.notices import Notice, Undo
from composer.app.site import Done, Site
from composer.checks.pages import sentence
from composer.drafts.draft import Draft
from composer.drafts.outbox_places import OUTBOX, SUFFIX
from composer.drafts.summary import summarize
from composer.errors import ComposerError, ConflictError, RecordsError
from composer.outputs.outbox import Exported
from composer.workspace.exporting import handed_over_message, letter_by_hand, mail_program
from composer.workspace.history_log import last_act, undo_last
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import StatusChange, mark_sent, reopen_drafts

_PAGE = "/export"


def routes(site: Site, drafts: DraftList, mailboxes: Mailboxes) -> list[BaseRoute]:
    """The addresses of handing over, of one letter that goes by hand, and of the forms on both."""
    pages, handing = HandoverPages(drafts), Handing()
    leave = _Leave(pages, handing, mailboxes)

    def shown(request: Request) -> Response:
        last, snapshot = handing.last, site.snapshot
        if last and last.run.is_going:
            return site.page(request, "handover.html", view=None, last=last)
        view = pages.page()
        return site.page(
            request,
            "handover.html",
            view=view,
            last=last,
            outcome=_outcome(snapshot, last, view),
            stopped=frozenset((*view.to_delete.values(), *view.to_delete_there)),
            outbox=snapshot.folder.resolve() / OUTBOX,
            program=_without_files(snapshot),
            today=snapshot.today,
            stamp=site.reloading.stamp(),
            in_words=in_words,
            **_mailbox_values(mailboxes, snapshot),
        )

    def by_hand(request: Request) -> Response:
        draft = _may_leave(site.snapshot, request.path_params["name"])
        return site.page(
            request,
            "by_hand.html",
            view=by_hand_page(site.snapshot, draft),
            today=site.snapshot.today,
            stamp=site.reloading.stamp(draft.name),
        )

    def message(request: Request) -> Response:
        draft = _may_leave(site.snapshot, request.path_params["name"])
        data = handed_over_message(site.snapshot, draft)
        called = site.snapshot.store.departures.message(draft.name).name
        shown_as = f"attachment; filename*=utf-8''{quote(called, safe='')}"
        return Response(data, media_type="message/rfc822", headers={"Content-Disposition": shown_as})

    back = {"back": _PAGE}
    return [
        Route(_PAGE, shown),
        Route(f"{_PAGE}/now", site.form(leave.as_files, **back), methods=["POST"]),
        Route(f"{_PAGE}/push", site.form(leave.into_mailbox, **back), methods=["POST"]),
        Route(f"{_PAGE}/sent", site.form(_sent, **back), methods=["POST"]),
        Route(f"{_PAGE}/sent/undo", site.form(_undo, **back), methods=["POST"]),
        Route(f"{_PAGE}/reopen", site.form(_reopen, **back), methods=["POST"]),
        Route(f"{_PAGE}/{{name}}/copy", by_hand),
        Route(f"{_PAGE}/{{name}}{SUFFIX}", message),
    ]


class _Leave:
    """What the two buttons do on which letters leave."""

    def __init__(self, pages: HandoverPages, handing: Handing, mailboxes: Mailboxes) -> None:
        self._pages, self._handing, self._mailboxes = pages, handing, mailboxes

    def as_files(self, snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
        """Makes files of them."""
        return self._begin(snapshot, form, into_files(snapshot))

    def into_mailbox(self, snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
        """Puts them into the folder for drafts of the mailbox that was chosen."""
        account, typed = self._mailboxes.account(snapshot, form.text("account")), form.text("password")
        way = into_mailbox(
            snapshot,
            account,
            self._mailboxes.secret(account, typed),
            now=datetime.combine(snapshot.today, datetime.now().astimezone().timetz()),
            let_in=partial(self._mailboxes.remember, account, typed),
        )
        return self._begin(snapshot, form, way)

    def _begin(self, snapshot: Snapshot, form: Form, way: Way) -> Done:
        page = self._pages.page()
        if form.one("seen") != page.key or not page.leaving:
            text = "what is to leave has changed since you looked at it, so nothing was handed over"
            raise ConflictError(text, hint="look again, then hand over")
        begun = self._handing.begin(snapshot, frozenset(one.name for one in page.leaving), way)
        if begun.run.error and not begun.left:
            raise begun.run.error
        return Done(f"{_PAGE}#outcome")


def _mailbox_values(mailboxes: Mailboxes, snapshot: Snapshot) -> dict[str, Any]:
    """The mailboxes that letters may go into, and what is wrong where nobody can read which there are."""
    try:
        lines, wrong = mailboxes.lines(snapshot), ""
    except ComposerError as error:
        lines, wrong = (), error.message
    return {"mailboxes": lines, "mailboxes_wrong": wrong, "can_set_up": can_be_kept()}


def _without_files(snapshot: Snapshot) -> str:
    """What the practice's mail program is called where it opens no file as a draft; empty for every other one."""
    program = mail_program(snapshot)
    return program.name if program and not program.format else ""


def _outcome(snapshot: Snapshot, last: HandingOver | None, view: HandoverPage) -> Mapping[str, str] | None:
    """Whom the letters of the last hand-over are for, by draft; ``None`` once none of them waits for anything."""
    if last is None or not last.letters & view.waiting:
        return None
    return {one.draft: _addressee(snapshot, one.draft) for one in (*last.left, *last.stayed)}


def _may_leave(snapshot: Snapshot, name: str) -> Draft:
    """A letter that may leave by hand; a `ConflictError` for every other one."""
    ensure_draft(snapshot, name)
    found = letter_by_hand(snapshot, name)
    if isinstance(found, Exported):
        draft, _ = snapshot.store.read(name)
        why = in_words(found, summarize(draft).status if draft else "")
        raise ConflictError(f"this letter may not leave now. {why}", hint="read it, and look at what stands beside it")
    return found


def _sent(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
    """Notes that letters went on a day; the history's last act is theirs then, and can be taken back."""
    names, day = _chosen(snapshot, form), _day(form.one("day"))
    changes = mark_sent(snapshot, names, day)
    done = [one.draft for one in changes if not one.because]
    if not done:
        raise RecordsError(f"nothing was noted: {_refusals(snapshot, changes)}")
    went = _addressee(snapshot, done[0]) if len(done) == 1 else f"{len(done)} letters"
    said = f"Noted: {went}, sent on {day}. {_refusals(snapshot, changes)}".strip()
    act = last_act(snapshot)
    undo = Undo(f"{_PAGE}/sent/undo", {"act": act.key}) if set(act.drafts) & set(done) else None
    return Done(_PAGE, Notice(said, undo))


def _undo(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
    act = undo_last(snapshot, key=form.one("act"))
    count = len(act.drafts)
    again = f"{_addressee(snapshot, next(iter(act.drafts)))} waits" if count == 1 else f"{count} letters wait"
    return Done(_PAGE, Notice(f"Taken back. {again} for your word again."))


def _reopen(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
    name = form.one("reopen")
    ensure_draft(snapshot, name)
    (change,) = reopen_drafts(snapshot, [name])
    if change.because:
        raise RecordsError(f"nothing was changed: {change.because}", problems=change.problems)
    note = sentence(change.note) if change.note else ""
    return Done(_PAGE, Notice(f"It is a draft again: {_addressee(snapshot, name)}. {note}".strip()))


def _chosen(snapshot: Snapshot, form: Form) -> tuple[str, ...]:
    """The letters that were ticked, all of them there."""
    names = form.every("letter")
    if not names:
        raise RecordsError("no letter was ticked, so nothing was noted", hint="tick those that went")
    for name in names:
        ensure_draft(snapshot, name)
    return names


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RecordsError(f"'{text[:20]}' is no day, so nothing was noted", hint="write it like 2026-03-09") from error


def _refusals(snapshot: Snapshot, changes: list[StatusChange]) -> str:
    """Which letters were not noted, and why."""
    refused = (one for one in changes if one.because)
    return " ".join(f"{_addressee(snapshot, one.draft)}: {sentence(without_command(one.because))}" for one in refused)


def _addressee(snapshot: Snapshot, name: str) -> str:
    draft, _ = snapshot.store.read(name) if name in snapshot.store.names() else (None, ())
    contact = snapshot.records.contacts.find(draft.contact) if draft else None
    return contact.display_name if contact else name
