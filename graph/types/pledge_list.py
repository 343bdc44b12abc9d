"""How pledges are narrowed and ordered: the arguments; what they mean in SQL stands in service/reading."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, cast

import strawberry
from sqlalchemy import ColumnElement, FromClause, func, literal_column, select

import models
from graph.errors import Code, refusal
from graph.plan.declaration import Composing, Connected, Filtering, Order
from graph.plan.identity import uuid_of
from graph.types.arguments import LOOKING_BACK
from graph.types.arguments import described as argument
from graph.types.enum_words import described
from graph.types.enumerations import AgencyKind, Execution, MatrixAxis, SpmAreaCode, Timeliness, Verdict
from service.reading.narrowing import Given, condition
from service.rules.region_code import RegionLevel, is_code, level_of

MOST_AT: Final = 10


class PledgeOrder(StrEnum):
    """Each is a keyset."""

    REFERENCE = "REFERENCE"
    NEWEST = "NEWEST"
    DUE = "DUE"


described(
    PledgeOrder,
    "Orders of pledges.",
    {
        "REFERENCE": "By reference.",
        "NEWEST": "The last recorded first.",
        "DUE": "By due date; those without one last.",
    },
)


@strawberry.input(description="A value of an axis of the matrix, by the key that its header has there.")
class AxisValue:
    """Where a pledge is to stand."""

    axis: MatrixAxis = strawberry.field(description="Along which axis.")
    key: str = strawberry.field(description="Key of the header; empty for what has no value on the axis.")


@strawberry.input(description="Narrows pledges; every member given must hold.")
class PledgeFilter:
    """What a pledge must be."""

    agency: strawberry.ID | None = strawberry.field(default=None, description="Led by this agency.")
    agency_kind: AgencyKind | None = strawberry.field(
        default=None, description="Led by an agency of this kind."
    )
    area: SpmAreaCode | None = strawberry.field(default=None, description="Serving this area.")
    within: str | None = strawberry.field(
        default=None, description="A place of it contains the region of this code, or lies within it."
    )
    region: str | None = strawberry.field(default=None, description="Recorded for this region or one inside.")
    posyandu: strawberry.ID | None = strawberry.field(
        default=None, description="A place of it is this post, or a region around it."
    )
    meeting: strawberry.ID | None = strawberry.field(default=None, description="Made at this meeting.")
    fiscal_year: int | None = strawberry.field(default=None, description="Of this fiscal year.")
    funding_source: str | None = strawberry.field(default=None, description="With money from this source.")
    execution: list[Execution] | None = strawberry.field(default=None, description="In one of these states.")
    verdict: Verdict | None = strawberry.field(default=None, description="With this verdict.")
    timeliness: list[Timeliness] | None = strawberry.field(default=None, description="Timed like this.")
    min_maturity: int | None = strawberry.field(default=None, description="Maturity at least.")
    max_maturity: int | None = strawberry.field(default=None, description="Maturity at most.")
    search: str | None = strawberry.field(default=None, description="Title or quote holds these words.")
    synthetic: bool | None = strawberry.field(default=None, description="Made up, or not.")
    at: list[AxisValue] | None = strawberry.field(
        default=None,
        description=f"Standing at every one of these values, at most {MOST_AT}: what opens a cell of the "
        "matrix. What has no place is asked for as nowhere inside `within`, when that is given.",
    )


@strawberry.input(one_of=True, description="Names one pledge.")
class PledgeBy:
    """One way to name a pledge."""

    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="By its id.")
    reference: str | None = strawberry.field(default=strawberry.UNSET, description="By its reference.")


def read_filter(given: Mapping[str, Any]) -> dict[str, object]:
    """The members that were given as names and values of service/reading/narrowing.py."""
    found: dict[str, object] = {}
    for name, value in given.items():
        if value is None or name == "at":
            continue
        if name in _IDS:
            found[name] = uuid_of(value, name)
        elif isinstance(value, list):
            found[name] = [str(getattr(each, "value", each)) for each in cast("list[object]", value)]
        else:
            found[name] = getattr(value, "value", value)
    return found | dict(read_at(given.get("at") or (), found.get("within")))


def read_at(values: Iterable[Mapping[str, Any]], within: object) -> Iterable[tuple[str, object]]:
    """The values of `at` as names and values; what is absent, as far as `within` looks."""
    for number, value in enumerate(values):
        if number == MOST_AT:
            raise refusal(Code.BAD_USER_INPUT, f"At most {MOST_AT} values in at.")
        axis, key = MatrixAxis(value["axis"]), str(value["key"])
        if key:
            yield f"at{number}__{axis}", _read_key(axis, key)
        else:
            yield f"at{number}__{axis}__{'none' if within is None else 'within'}", within


def _read_key(axis: MatrixAxis, key: str) -> object:
    """The value that a header's key stands for; a key that no header of the axis can have is refused."""
    value = _KEYS.get(axis, str)(key)
    if value is None:
        raise refusal(Code.BAD_USER_INPUT, f"No header of {axis} has this key.")
    return value


def _year(key: str) -> int | None:
    return int(key) if key.isascii() and key.isdigit() and len(key) == len("2026") else None


def _word_of(words: type[StrEnum]) -> Callable[[str], object]:
    return lambda key: key if key in words.__members__ else None


def _code_of(level: RegionLevel) -> Callable[[str], object]:
    return lambda key: key if is_code(key) and level_of(key) is level else None


def object_to_unknown(composing: Composing, given: Given) -> None:
    """Refuse a filter that names a region, an agency, a meeting or a post that is not there."""
    for name, value in given.items():
        if name in _NAMED:
            known = select(_ONE).where(_NAMED[name] == value).exists()
            composing.object_to(~known, Code.BAD_USER_INPUT, f"{name} names nothing that is there.")


_IDS: Final = {"agency", "meeting", "posyandu"}
_KEYS: Final[dict[MatrixAxis, Callable[[str], object]]] = {
    MatrixAxis.AGENCY: lambda key: uuid_of(key, "agency"),
    MatrixAxis.MEETING: lambda key: uuid_of(key, "meeting"),
    MatrixAxis.POSYANDU: lambda key: uuid_of(key, "posyandu"),
    MatrixAxis.FISCAL_YEAR: _year,
    MatrixAxis.AGENCY_KIND: _word_of(AgencyKind),
    MatrixAxis.SPM_AREA: _word_of(SpmAreaCode),
    MatrixAxis.EXECUTION: _word_of(Execution),
    MatrixAxis.VERDICT: _word_of(Verdict),
    MatrixAxis.TIMELINESS: _word_of(Timeliness),
    MatrixAxis.PROVINCE: _code_of(RegionLevel.PROVINCE),
    MatrixAxis.REGENCY: _code_of(RegionLevel.REGENCY),
    MatrixAxis.DISTRICT: _code_of(RegionLevel.DISTRICT),
    MatrixAxis.VILLAGE: _code_of(RegionLevel.VILLAGE),
}
_ONE: ColumnElement[int] = literal_column("1")
_NAMED: Final[dict[str, ColumnElement[Any]]] = {
    "within": models.Region.__table__.c.code,
    "region": models.Region.__table__.c.code,
    "agency": models.Agency.__table__.c.id,
    "meeting": models.Meeting.__table__.c.id,
    "posyandu": models.Posyandu.__table__.c.id,
}
_NEVER: ColumnElement[date] = literal_column("DATE '9999-12-31'")
ORDERS = {
    "REFERENCE": Order(name="REFERENCE", keys=lambda row: (row.c.reference, row.c.id)),
    "NEWEST": Order(name="NEWEST", keys=lambda row: (row.c.id,), descending=True),
    "DUE": Order(name="DUE", keys=lambda row: (func.coalesce(row.c.due_on, _NEVER), row.c.id)),
}
PLEDGES = Connected(
    join=None, orders=ORDERS, default="REFERENCE", filtering=Filtering(read=read_filter, where=condition)
)


def _is_led(agency: FromClause, pledge: FromClause) -> ColumnElement[bool]:
    return pledge.c.lead_agency_id == agency.c.id


LED = replace(PLEDGES, join=_is_led)
"""The pledges that an agency leads."""
NARROWED: Mapping[str, Any] = {
    "filter": argument(PledgeFilter | None, "What it must be."),
    "order_by": argument(PledgeOrder | None, "REFERENCE when absent."),
    **LOOKING_BACK,
}
"""The arguments of a list of pledges beside those of paging."""
