"""Your mailbox: how it is reached, so that letters can be put into its folder for drafts."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.forms import Form
from composer.app.mailboxes import FIELDS, Mailboxes, can_be_kept, keeps_passwords
from composer.app.notices import Notice
from composer.app.site import Asked, Done, Site
from composer.errors import ComposerError, NotFoundError
from composer.workspace.snapshot import Snapshot

_PAGE = "/mailbox"


def routes(site: Site, mailboxes: Mailboxes) -> list[BaseRoute]:
    """The addresses of the page, and of its form."""

    def shown(request: Request) -> Response:
        return site.page(request, "mailbox.html", **_values(mailboxes, site.snapshot))

    def set_up(snapshot: Snapshot, _: Mapping[str, str], form: Form) -> Done | Asked:
        if not can_be_kept():
            raise NotFoundError("mailboxes are kept with your settings, and those are off")
        typed = {name: form.text(name).strip() for name in FIELDS}
        try:
            works = mailboxes.set_up(typed, form.text("password"), keep=form.text("keep") == "yes")
        except ComposerError as error:
            # A password never goes back into a page.
            values = _values(mailboxes, snapshot) | {"typed": typed, "wrong": error}
            return Asked("mailbox.html", values, status=422)
        return Done("/export", Notice(f"Your mailbox can be reached. {' '.join(works)}"))

    return [Route(_PAGE, shown), Route(f"{_PAGE}/set-up", site.form(set_up, back=_PAGE), methods=["POST"])]


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
