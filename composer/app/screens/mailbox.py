"""Your mailbox: how it is reached, what went from there, and what came back."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.forms import Form
from composer.app.found_page import found_page
from composer.app.looking import Look, Looking, into_files, into_mailbox
from composer.app.mailboxes import FIELDS, Mailboxes, can_be_kept, keeps_passwords
from composer.app.notices import Notice, Undo
from composer.app.site import Asked, Done, Site
from composer.errors import ComposerError, NotFoundError
from composer.workspace.history_log import last_act, undo_last
from composer.workspace.snapshot import Snapshot
from composer.workspace.sync_report import SyncReport

_PAGE = "/mailbox"


def routes(site: Site, mailboxes: Mailboxes) -> list[BaseRoute]:
    """The addresses of the page, and of its form."""
    looking = Looking()
    look = _Look(looking, mailboxes)

    def shown(request: Request) -> Response:
        return site.page(request, "mailbox.html", **_values(mailboxes, site.snapshot), **_found(looking, site.snapshot))

    def set_up(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done | Asked:
        if not can_be_kept():
            raise NotFoundError("mailboxes are kept with your settings, and those are off")
        typed = {name: form.text(name).strip() for name in FIELDS}
        try:
            works = mailboxes.set_up(typed, form.text("password"), keep=form.text("keep") == "yes")
        except ComposerError as error:
            # A password never goes back into a page.
            values = _values(mailboxes, snapshot) | _found(looking, snapshot) | {"typed": typed, "wrong": error}
            return Asked("mailbox.html", values, status=422)
        return Done("/export", Notice(f"Your mailbox can be reached. {' '.join(works)}"))

    back = {"back": _PAGE}
    return [
        Route(_PAGE, shown),
        Route(f"{_PAGE}/set-up", site.form(set_up, **back), methods=["POST"]),
        Route(f"{_PAGE}/look", site.form(look.into_mailbox, **back), methods=["POST"]),
        Route(f"{_PAGE}/files", site.form(look.into_files, **back), methods=["POST"]),
        Route(f"{_PAGE}/undo", site.form(_undo, **back), methods=["POST"]),
    ]


class _Look:
    """What the two buttons do that look into somebody's mail."""

    def __init__(self, looking: Looking, mailboxes: Mailboxes) -> None:
        self._looking, self._mailboxes = looking, mailboxes

    def into_files(self, snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
        """Looks into the file or folder that was named."""
        return self._begin(snapshot, into_files(snapshot, form.text("path")))

    def into_mailbox(self, snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
        """Looks into the mailbox that was chosen."""
        account, typed = self._mailboxes.account(snapshot, form.text("account")), form.text("password")
        let_in = partial(self._mailboxes.remember, account, typed)
        return self._begin(snapshot, into_mailbox(snapshot, account, self._mailboxes.secret(account, typed), let_in))

    def _begin(self, snapshot: Snapshot, look: Look) -> Done:
        run = self._looking.begin(look)
        if run.error:
            raise run.error
        report = None if run.is_going else run.result()
        return Done(f"{_PAGE}#found", _noted(snapshot, report) if report else None)


def _noted(snapshot: Snapshot, report: SyncReport) -> Notice:
    """How much was noted, and the way back."""
    count = len(report.noted)
    if not count:
        return Notice("Nothing new was noted.")
    undo = Undo(f"{_PAGE}/undo", {"act": last_act(snapshot.reread()).key})
    return Notice(f"Noted: {count} {'thing' if count == 1 else 'things'} that happened.", undo)


def _undo(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done:
    undo_last(snapshot, key=form.one("act"))
    return Done(_PAGE, Notice("Taken back. It is as it was before."))


def _found(looking: Looking, snapshot: Snapshot) -> dict[str, Any]:
    """The look that goes on, and what the last one has found."""
    run = looking.last
    going = run if run and run.is_going else None
    report = run.result() if run and not going and not run.error else None
    return {
        "going": going,
        "failed": run.error if run and not going else None,
        "found": found_page(report, snapshot.today) if report else None,
    }


def _values(mailboxes: Mailboxes, snapshot: Snapshot) -> dict[str, Any]:
    """What the page shows; an address is that of the practice until another was typed."""
    wrong: ComposerError | None = None
    try:
        lines = mailboxes.lines(snapshot)
    except ComposerError as error:
        lines, wrong = (), error
    typed = dict.fromkeys(FIELDS, "") | {"address": snapshot.records.practice.email or ""}
    return {
        "mailboxes": lines,
        "can_set_up": can_be_kept(),
        "keeps": keeps_passwords(),
        "typed": typed,
        "wrong": wrong,
    }
