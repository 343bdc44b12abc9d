"""The routes of the public window: the matrix, the pledges behind a cell, a pledge, and one style sheet."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from graph.answers import tags_of
from graph.edge import ActorT
from graph.transport import address_of
from graph.window.asking import RefusedError, Window
from graph.window.views import AXES, COLUMNS, PATH, Address, Sign, columns_of, csv_of, feet_of, lines_of
from graph.window.words import ENGLISH, INDONESIAN, OTHER, Tongue

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "window.css").read_bytes()
_STYLE_PATH: Final = f"{PATH}/{sha256(_STYLE).hexdigest()[:16]}.css"
_ROWS: Final = 40
_PLEDGES: Final = 50
_KEPT: Final = "public, max-age=300"
"""A page may be five minutes old; who asks again is told when nothing changed."""
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_EVERYWHERE: Final[dict[str, object]] = {"style": _STYLE_PATH, "axes": AXES, "signs": list(Sign)}

Page: TypeAlias = Callable[[Request, Tongue], Awaitable[Response]]


def routes(window: Window[ActorT]) -> list[BaseRoute]:
    """What service/app.py adds to the routes of the service."""
    pages = Pages(window)
    by_path: dict[str, Page] = {
        PATH: pages.matrix,
        f"{PATH}.csv": pages.spreadsheet,
        f"{PATH}/komitmen": pages.pledges,
        f"{PATH}/komitmen/{{reference:path}}": pages.pledge,
    }
    packed = [Middleware(GZipMiddleware, minimum_size=500)]
    return [
        Route(_STYLE_PATH, _style, middleware=packed),
        *(
            Route(f"{tongue.prefix}{path}", partial(_answered, page, tongue), middleware=packed)
            for tongue in (INDONESIAN, ENGLISH)
            for path, page in by_path.items()
        ),
    ]


async def _style(_request: Request) -> Response:
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(_STYLE, media_type="text/css", headers=kept)


class _WrongError(Exception):
    """An address that asks for nothing there is, by the key of what is said of it."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


class Pages:
    """One method a page; each asks the graph once."""

    def __init__(self, window: Window[Any]) -> None:
        self._window = window

    async def matrix(self, request: Request, tongue: Tongue) -> Response:
        """The matrix, a page of rows."""
        asked, data = await self._matrix(request, tongue)
        matrix = data["matrix"]
        shown = {
            "lines": lines_of(asked, matrix),
            "feet": feet_of(asked, matrix),
            "columns": columns_of(matrix),
        }
        return _page(request, "matrix.html", asked, data, matrix=matrix, **shown)

    async def spreadsheet(self, request: Request, tongue: Tongue) -> Response:
        """The same page of rows as CSV."""
        _, data = await self._matrix(request, tongue)
        name = f"matriks-{data['matrix']['asOf']}.csv"
        said = {"content-disposition": f'attachment; filename="{name}"', "cache-control": _KEPT}
        return Response("\ufeff" + csv_of(data["matrix"]), media_type="text/csv; charset=utf-8", headers=said)

    async def _matrix(self, request: Request, tongue: Tongue) -> tuple[Address, dict[str, Any]]:
        asked = _asked(request, tongue)
        variables = {"rows": asked.rows, "columns": COLUMNS, "first": _ROWS, **_variables(asked)}
        return asked, await self._window.ask(address_of(request.scope), "WindowMatrix", variables)

    async def pledges(self, request: Request, tongue: Tongue) -> Response:
        """The pledges behind a cell or a total."""
        asked = _asked(request, tongue)
        variables = {"first": _PLEDGES, **_variables(asked)}
        data = await self._window.ask(address_of(request.scope), "WindowPledges", variables)
        return _page(request, "pledges.html", asked, data, pledges=data["pledges"])

    async def pledge(self, request: Request, tongue: Tongue) -> Response:
        """One pledge with all that is known of it in public."""
        asked = _asked(request, tongue)
        variables: dict[str, object] = {
            "reference": request.path_params["reference"],
            "asOf": asked.day or None,
        }
        data = await self._window.ask(address_of(request.scope), "WindowPledge", variables)
        if data["pledge"] is None:
            raise _WrongError(404, "unknown")
        return _page(request, "pledge.html", asked, {"region": None}, pledge=data["pledge"])


def _variables(asked: Address) -> dict[str, object]:
    return {
        "filter": asked.filter,
        "asOf": asked.day or None,
        "after": asked.after or None,
        "within": asked.within,
        "isWithin": bool(asked.within),
    }


def _asked(request: Request, tongue: Tongue) -> Address:
    given = request.query_params
    rows = AXES.get(given.get("baris", "instansi"))
    if rows is None:
        raise _WrongError(400, "not_rows")
    day = given.get("tanggal", "")
    try:
        date.fromisoformat(day or "2026-01-01")
    except ValueError:
        raise _WrongError(400, "not_a_day") from None
    return Address(
        tongue=tongue,
        rows=rows,
        within=given.get("wilayah", "").strip(),
        day=day,
        after=given.get("sesudah", ""),
        row=given.get("kunci"),
        area=given.get("bidang"),
    )


def _page(request: Request, template: str, asked: Address, data: dict[str, Any], **shown: object) -> Response:
    """The page, or a word that it is what the client has."""
    context = {"asked": asked, "region": data.get("region"), **_said_in(request, asked.tongue), **shown}
    body = _templates.get_template(template).render(context).encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"content-security-policy": _POLICY, "cache-control": _KEPT, "etag": f"W/{tag}"}
    if tag.encode() in tags_of(request.headers.get("if-none-match", "").encode("latin-1")):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body, headers=headers)


def _said_in(request: Request, tongue: Tongue) -> dict[str, object]:
    """The language, and the same page in the other one."""
    other = OTHER[tongue]
    path = f"{other.prefix}{request.url.path.removeprefix(tongue.prefix)}"
    elsewhere = f"{path}?{request.url.query}" if request.url.query else path
    return {**_EVERYWHERE, "t": tongue, "other": other, "elsewhere": elsewhere}


async def _answered(page: Page, tongue: Tongue, request: Request) -> Response:
    """The page, or one that says why there is none."""
    try:
        return await page(request, tongue)
    except _WrongError as wrong:
        return _refusal(request, tongue, wrong.status, tongue.page(wrong.key))
    except RefusedError as refused:
        response = _refusal(request, tongue, refused.status, refused.message)
        response.raw_headers.extend(refused.headers)
        return response


def _refusal(request: Request, tongue: Tongue, status: int, message: str) -> Response:
    context = {"message": message, "asked": Address(tongue=tongue), **_said_in(request, tongue)}
    body = _templates.get_template("refused.html").render(context)
    headers = {"content-security-policy": _POLICY, "cache-control": "no-store"}
    return HTMLResponse(body, status_code=status, headers=headers)
