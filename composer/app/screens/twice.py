"""People who may be in the records twice: who they are, what one record of the two would say, and making it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.forms import Form
from composer.app.notices import Notice, Undo
from composer.app.site import Done, Site, address_of
from composer.errors import ConflictError
from composer.records.base import FACT_WORDS
from composer.records.contacts import Contact
from composer.records.doubles import likely_doubles, likely_places
from composer.workspace.contact_merging import Merge, make_merge, plan_merge
from composer.workspace.snapshot import Snapshot
from composer.yaml.writer import Field, format_flow

_LIST, _ONE = "/twice", "/twice/{first}/{second}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one."""

    first: Contact
    second: Contact
    why: str

    @property
    def to(self) -> str:
        """The address where both are seen as one."""
        return address_of(_LIST, self.first.id, self.second.id)


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of people who may be here twice."""

    def listed(request: Request) -> Response:
        book, library = site.snapshot.records.contacts, site.snapshot.library
        pairs = [Pair(match.contact, one, match.why) for one, match in likely_doubles(book, library)]
        return site.page(request, "twice.html", pairs=pairs, places=likely_places(book, library))

    def seen(request: Request) -> Response:
        merge = _merge(site.snapshot, request.path_params)
        return site.page(request, "twice_one.html", merge=merge, lines=_lines(merge), seen=_seen(merge))

    def make(snapshot: Snapshot, parts: Mapping[str, str], form: Form) -> Done:
        merge = _merge(snapshot, parts)
        if form.one("seen") != _seen(merge):
            raise ConflictError("one of the two has changed since you looked", hint="look at them again")
        edit = make_merge(snapshot, merge)
        text = f"{merge.gone.display_name} and {merge.kept.display_name} are one record now."
        return Done(address_of("/people", merge.kept.id), Notice(text, Undo("/people/restore", {"undo": edit.undo})))

    return [
        Route(_LIST, listed),
        Route(_ONE, seen),
        Route(f"{_ONE}/make", site.form(make, back=_ONE), methods=["POST"]),
    ]


def _merge(snapshot: Snapshot, parts: Mapping[str, str]) -> Merge:
    """Who looks at both and says that they are one is believed."""
    return plan_merge(snapshot, parts["first"], parts["second"], same_person=True)


def _seen(merge: Merge) -> str:
    return " ".join(place.digest for place in merge.places)


def _lines(merge: Merge) -> list[tuple[str, str, bool]]:
    """The fields of the one record, each with whether the first has not said it."""
    return [(name.replace("_", " "), _shown(value), name in merge.changes) for name, value in merge.fields.items()]


def _shown(value: Field) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        words = next((str(value[key]) for key in (*FACT_WORDS, "reason") if key in value), "")
        return words or format_flow(value).strip("{}")
    return "\n".join(map(_shown, value)) if isinstance(value, list | tuple) else "yes" if value else "no"
