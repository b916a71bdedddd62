"""The list of drafts: found by words and by how they stand."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.draft_list import PAGE_SIZE, SHOWN, DraftList, ListFilter
from composer.app.site import Site
from composer.patterns import regex

_NUMBER = regex(r"[0-9]{1,5}")
_LONGEST_QUERY = 200


def routes(site: Site, drafts: DraftList) -> list[BaseRoute]:
    """The addresses of the list."""

    def listed(request: Request) -> Response:
        asked = request.query_params
        number, show = asked.get("page", "1"), asked.get("show", "")
        filter_ = ListFilter(
            query=asked.get("q", "")[:_LONGEST_QUERY],
            page=int(number) if _NUMBER.fullmatch(number) else 1,
            show=show if show in SHOWN else "",
        )
        stamp, shown = site.reloading.stamp(), drafts.page(filter_)
        return site.page(request, "drafts.html", filter=filter_, shown=shown, kinds=SHOWN, size=PAGE_SIZE, stamp=stamp)

    return [Route("/drafts", listed)]
