"""Where each sentence of one letter comes from."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from composer.app.forms import ensure_draft
from composer.app.site import Site
from composer.app.why_page import why_page


def routes(site: Site) -> list[BaseRoute]:
    """The address of the page, of which the page of the letter shows a part."""

    def shown(request: Request) -> Response:
        snapshot, name = site.snapshot, request.path_params["name"]
        ensure_draft(snapshot, name)
        return site.page(request, "why.html", why=why_page(snapshot, name), stamp=site.reloading.stamp(name))

    return [Route("/draft/{name}/why", shown)]
