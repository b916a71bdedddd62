"""One letter held against what the program wrote and would write now; each place can be taken by itself."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.change_page import edited, renewed
from composer.app.forms import Form, ensure_draft
from composer.app.notices import Notice
from composer.app.site import Done, Site, address_of
from composer.app.undoing import undo_of
from composer.workspace.comparing import compare_draft, put_words_back, take_new_words
from composer.workspace.rewriting import TextChange
from composer.workspace.snapshot import Snapshot


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of the page, of which the page of the letter shows a part, and of its forms."""

    def shown(request: Request) -> Response:
        snapshot, name = site.snapshot, request.path_params["name"]
        ensure_draft(snapshot, name)
        found = compare_draft(snapshot, name)
        contact = snapshot.records.contacts.find(found.draft.contact)
        return site.page(
            request,
            "changes.html",
            found=found,
            edited=edited(found),
            renewed=renewed(found),
            to=contact.display_name if contact else name,
            stamp=site.reloading.stamp(name),
        )

    back = "/draft/{name}/changes"
    return [
        Route("/draft/{name}/changes", shown),
        Route("/draft/{name}/put-back", site.form(_put_back, back=back), methods=["POST"]),
        Route("/draft/{name}/take-new", site.form(_take_new, back=back), methods=["POST"]),
    ]


def _put_back(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    name = parts["name"]
    ensure_draft(snapshot, name)
    change = put_words_back(snapshot, name, form.one("place"), digest=form.one("file"))
    return _done(name, change, "What the program had written stands in the letter again.")


def _take_new(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
    name = parts["name"]
    ensure_draft(snapshot, name)
    change = take_new_words(snapshot, name, form.one("place"), digest=form.one("file"))
    return _done(name, change, "The new words stand in the letter.")


def _done(name: str, change: TextChange, said: str) -> Done:
    again = " Read it once more: it is no longer marked ready." if change.reopened else ""
    return Done(address_of("/draft", name), Notice(f"{said}{again}", undo_of(name, change)))
