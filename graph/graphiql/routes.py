"""The routes of /graphiql: a page under a strict policy, its files, or a word on why they are missing."""

from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph.graphiql.files import INSTALLED, OURS, PAGE, THEIRS, VERSION, is_installed

POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self' data:",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
PAGE_HEADERS: Final = {
    "content-security-policy": "; ".join(f"{name} {sources}" for name, sources in POLICY.items()),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
FILE_HEADERS: Final = {
    "cache-control": "public, max-age=31536000, immutable",
    "vary": "Accept-Encoding",
    "x-content-type-options": "nosniff",
}
TYPES: Final = {".js": "text/javascript", ".css": "text/css"}

INDEX: Final = (PAGE / "index.html").read_text().replace("{version}", VERSION)
MISSING: Final = (PAGE / "missing.html").read_text()


def routes() -> list[BaseRoute]:
    """What service/app.py adds to the routes of the service."""
    return [
        Route("/graphiql", page),
        Route("/graphiql/", page_without_slash),
        Route("/graphiql/{version}/{name}", file),
    ]


async def page(_request: Request) -> Response:
    """The page; 503 with a remedy while the files of npm are not there."""
    if is_installed():
        return HTMLResponse(INDEX, headers=PAGE_HEADERS)
    return HTMLResponse(MISSING, status_code=503, headers=PAGE_HEADERS)


async def page_without_slash(_request: Request) -> Response:
    """The one address of the page."""
    return RedirectResponse("/graphiql", status_code=308)


async def file(request: Request) -> Response:
    """One file of the page, by a name of ours: no path of a client reaches the disk."""
    name: str = request.path_params["name"]
    if request.path_params["version"] != VERSION:
        raise HTTPException(404)
    media_type = TYPES.get(f".{name.rpartition('.')[2]}", "text/plain")
    if name in OURS:
        return FileResponse(PAGE / name, headers=FILE_HEADERS, media_type=media_type)
    if name not in THEIRS or not is_installed():
        raise HTTPException(404)
    if takes_gzip(request.headers):
        headers = FILE_HEADERS | {"content-encoding": "gzip"}
        return FileResponse(INSTALLED / f"{name}.gz", headers=headers, media_type=media_type)
    return FileResponse(INSTALLED / name, headers=FILE_HEADERS, media_type=media_type)


def takes_gzip(headers: Headers) -> bool:
    """Whether the client names gzip without a weight, as every browser does."""
    return any(part.strip() == "gzip" for part in headers.get("accept-encoding", "").split(","))
