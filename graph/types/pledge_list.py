"""How pledges are narrowed and ordered: one grammar for lists, counts and the cells of the matrix."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, cast

import strawberry
from sqlalchemy import ColumnElement, FromClause, exists, func, literal, literal_column, or_, select

import models
from graph.plan.declaration import Connected, Filtering, Order
from graph.plan.identity import uuid_of
from graph.types.enumerations import Execution, SpmAreaCode, Timeliness, Verdict
from graph.types.pledge_facts import timeliness, touches


@strawberry.enum(description="Orders of pledges.")
class PledgeOrder(StrEnum):
    """Each is a keyset."""

    REFERENCE = "REFERENCE"
    NEWEST = "NEWEST"
    DUE = "DUE"


@strawberry.input(description="Narrows pledges; every member given must hold.")
class PledgeFilter:
    """What a pledge must be."""

    agency: strawberry.ID | None = strawberry.field(default=None, description="Led by this agency.")
    area: SpmAreaCode | None = strawberry.field(default=None, description="Serving this area.")
    within: str | None = strawberry.field(
        default=None, description="A place of it contains the region of this code, or lies within it."
    )
    region: str | None = strawberry.field(default=None, description="Recorded for this region or one inside.")
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


@strawberry.input(one_of=True, description="Names one pledge.")
class PledgeBy:
    """One way to name a pledge."""

    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="By its id.")
    reference: str | None = strawberry.field(default=strawberry.UNSET, description="By its reference.")


Condition = Callable[[FromClause, Any], ColumnElement[bool]]


def _read(given: dict[str, Any]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in given.items():
        if value is None:
            continue
        if name in {"agency", "meeting"}:
            found[name] = uuid_of(value, name)
        elif isinstance(value, list):
            found[name] = [str(getattr(each, "value", each)) for each in cast("list[object]", value)]
        else:
            found[name] = getattr(value, "value", value)
    return found


def _where(row: FromClause, name: str, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a bind parameter
    return _CONDITIONS[name](row, value)


def _has_area(row: FromClause, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a bind parameter
    area = models.PledgeArea.__table__.alias()
    same = (area.c.pledge_id == row.c.id, area.c.area_code == value)
    return exists(select(literal(1)).select_from(area).where(*same).correlate(row))


def _has_funding(row: FromClause, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a bind parameter
    money = models.Funding.__table__.alias()
    same = (money.c.pledge_id == row.c.id, money.c.source == value)
    return exists(select(literal(1)).select_from(money).where(*same).correlate(row))


def _of_region(row: FromClause, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a bind parameter
    return or_(row.c.region_code == value, row.c.region_code.like(value.op("||")(literal_column("'.%'"))))


def _search(row: FromClause, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a bind parameter
    both = func.lower(row.c.title.op("||")(literal_column("' '")).op("||")(row.c.quote))
    return func.strpos(both, func.lower(value)) > literal_column("0")


_CONDITIONS: dict[str, Condition] = {
    "agency": lambda row, value: row.c.lead_agency_id == value,
    "area": _has_area,
    "within": touches,
    "region": _of_region,
    "meeting": lambda row, value: row.c.meeting_id == value,
    "fiscalYear": lambda row, value: row.c.fiscal_year == value,
    "fundingSource": _has_funding,
    "execution": lambda row, value: row.c.execution == func.any(value),
    "verdict": lambda row, value: row.c.verdict == value,
    "timeliness": lambda row, value: timeliness(row) == func.any(value),
    "minMaturity": lambda row, value: row.c.maturity >= value,
    "maxMaturity": lambda row, value: row.c.maturity <= value,
    "search": _search,
    "synthetic": lambda row, value: row.c.synthetic == value,
}
_NEVER: ColumnElement[date] = literal_column("DATE '9999-12-31'")
ORDERS = {
    "REFERENCE": Order(name="REFERENCE", keys=lambda row: (row.c.reference, row.c.id)),
    "NEWEST": Order(name="NEWEST", keys=lambda row: (row.c.id,), descending=True),
    "DUE": Order(name="DUE", keys=lambda row: (func.coalesce(row.c.due_on, _NEVER), row.c.id)),
}
PLEDGES = Connected(
    join=None, orders=ORDERS, default="REFERENCE", filtering=Filtering(read=_read, where=_where)
)
