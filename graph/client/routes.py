"""The routes of the client: one page for every screen, its files packed beforehand, under a strict policy."""

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from graph.answers import tags_of
from graph.client.files import former
from graph.trusted import Manifest

PAGES: Final = (
    "/",
    "/administrasi",
    "/akun",
    "/catat",
    "/celah",
    "/instansi/{id}",
    "/komitmen/{reference:path}",
    "/posyandu/{id}",
    "/rapat",
    "/rapat/{id}",
    "/sign-in",
    "/tugas",
    "/verifikasi",
    "/wilayah/{code}",
)
"""The addresses of screens; web/src/shell/screens.ts says what they show; a test holds both equal."""

ROOT_FILES: Final = (
    *("icon.svg", "icon-192.png", "icon-512.png", "icon-maskable.png", "icon-touch.png"),
    *("manifest.webmanifest", "sw.js"),
)
"""What has a fixed address, and so is asked for again each time."""

_POLICY: Final = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
}
_PAGE_HEADERS: Final = {
    "content-security-policy": "; ".join(f"{name} {sources}" for name, sources in _POLICY.items()),
    "cache-control": "no-cache",
    "vary": "Accept-Encoding",
}
_FOR_EVER: Final = {"cache-control": "public, max-age=31536000, immutable", "vary": "Accept-Encoding"}
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
_MISSING: Final = """<!doctype html>
<html lang="id"><meta charset="utf-8"><title>Ikrar</title>
<h1>Klien web belum dibangun · The web client is not built</h1>
<p>Jalankan / run: <code>python -m graph.client build</code>, lalu mulai lagi / then start again.</p>
<p><a href="/publik">Jendela publik</a> · <a href="/en/publik">The public window</a> ·
<a href="/graphiql">GraphiQL</a></p>
"""


def routes(folder: Path | None) -> list[BaseRoute]:
    """What service/app.py adds to its routes for the built client; without one they say how it is built."""
    if folder is None:
        return [Route(path, _missing) for path in PAGES]
    folders = (*former(folder), folder)
    assets = {file.name: file for each in folders for file in each.glob("assets/*")}
    return [
        *(Route(path, partial(_kept, folder / "index.html")) for path in PAGES),
        *(Route(f"/{name}", partial(_kept, folder / name)) for name in ROOT_FILES),
        Route("/assets/{name}", partial(_asset, assets)),
    ]


def manifest(folder: Path | None) -> Manifest:
    """The documents that the built client asks."""
    if folder is None:
        return {}
    entries: Manifest = orjson.loads((folder / "documents.json").read_bytes())
    return entries


async def _kept(file: Path, request: Request) -> Response:
    """A file that may be kept but must be asked for again: 304 while it is the same."""
    body, said = _packed(file, request.headers)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {**_PAGE_HEADERS, **said, "etag": tag}
    if tag.encode() in tags_of(request.headers.get("if-none-match", "").encode("latin-1")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_TYPES[file.suffix], headers=headers)


async def _asset(assets: Mapping[str, Path], request: Request) -> Response:
    """A file whose name says its content, by a name of ours: no path of a client reaches the disk."""
    file = assets.get(request.path_params["name"])
    if file is None or file.suffix not in _TYPES:
        raise HTTPException(404)
    try:
        body, said = _packed(file, request.headers)
    except FileNotFoundError:  # of a former build that was forgotten since
        raise HTTPException(404) from None
    return Response(body, media_type=_TYPES[file.suffix], headers={**_FOR_EVER, **said})


def _packed(file: Path, headers: Headers) -> tuple[bytes, dict[str, str]]:
    """The file as the client takes it, and what is said of that."""
    taken = {part.strip() for part in headers.get("accept-encoding", "").split(",")}
    for encoding, suffix in _ENCODINGS:
        packed = file.with_name(f"{file.name}{suffix}")
        if encoding in taken and packed.is_file():
            return packed.read_bytes(), {"content-encoding": encoding}
    return file.read_bytes(), {}


async def _missing(_request: Request) -> Response:
    return HTMLResponse(_MISSING, status_code=503, headers=_PAGE_HEADERS)
