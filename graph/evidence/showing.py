"""The endpoint that shows a file: to those who may see it, as nothing but what it is."""

import re
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from graph.people.asking import key_of
from graph.people.knowing import WhoAsks
from graph.transport import Headers, TransportError
from service.database import Database
from service.exchange.evidence.store import Store
from service.reading.evidence_files import ShownFile, shown_file

_ALWAYS: Final[Headers] = (
    (b"content-security-policy", b"sandbox; default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Authorization, Cookie"),
    (b"accept-ranges", b"bytes"),
)
_RANGE: Final = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})", re.ASCII)
_PLAIN: Final = re.compile(r"[^A-Za-z0-9._ -]")


class Showing:
    """Answers out of one store."""

    def __init__(self, database: Database, store: Store, who_asks: WhoAsks) -> None:
        self._database = database
        self._store = store
        self._who_asks = who_asks

    async def show(self, request: Request) -> Response:
        """GET /evidence/{id}: all of it, or the part that is asked for."""
        actor = await self._who_asks(request)
        key = key_of(str(request.path_params["id"]), "Berkas / File")
        file = await shown_file(self._database, actor, key)
        tag = f'"{file.sha256}"'
        if tag in request.headers.get("if-none-match", ""):
            return _with(Response(status_code=304), (b"etag", tag.encode()), *_ALWAYS)
        start, size = _wanted(request, file, tag)
        status = 200 if size == file.size_bytes else 206
        headers = _headers(file, tag, start, size)
        if request.method == "HEAD":
            return _with(Response(status_code=status), *headers)
        read = await self._store.read(key, start, size)
        return _with(StreamingResponse(read, status), *headers)


def _with(response: Response, *headers: tuple[bytes, bytes]) -> Response:
    response.raw_headers = [*headers]
    return response


def _headers(file: ShownFile, tag: str, start: int, size: int) -> Headers:
    """Images are shown where they are; documents are downloaded."""
    told = (
        (b"content-type", file.media_type.encode()),
        (b"content-length", b"%d" % size),
        (b"content-disposition", disposition(file.name, file.media_type).encode()),
        (b"etag", tag.encode()),
    )
    if size == file.size_bytes:
        return (*told, *_ALWAYS)
    part = b"bytes %d-%d/%d" % (start, start + size - 1, file.size_bytes)
    return (*told, (b"content-range", part), *_ALWAYS)


def disposition(name: str, media_type: str) -> str:
    """Content-Disposition (RFC 6266): the name in letters that everybody knows, and as it is (RFC 8187)."""
    how = "inline" if media_type.startswith("image/") else "attachment"
    return f"{how}; filename=\"{_PLAIN.sub('_', name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _wanted(request: Request, file: ShownFile, tag: str) -> tuple[int, int]:
    """Where to begin and how many bytes; all of it unless one part is asked for that can be had."""
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None or request.headers.get("if-range", tag) != tag or asked.group() == "bytes=-":
        return 0, file.size_bytes
    first, last = asked.groups()
    if not first:
        size = min(int(last), file.size_bytes)
        start = file.size_bytes - size
    else:
        start = int(first)
        size = min(int(last) if last else file.size_bytes, file.size_bytes - 1) - start + 1
    if size <= 0:
        part = (b"content-range", b"bytes */%d" % file.size_bytes)
        raise TransportError(416, "Bagian itu tidak ada. / There is no such part.", headers=(part,))
    return start, size
