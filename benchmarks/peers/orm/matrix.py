"""The matrix by GROUP BY in a resolver: two counts over SQLAlchemy, put together in Python."""

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import strawberry
from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

import models

_OVER = ("COMPLETED", "CANCELLED", "TRANSFERRED", "NEVER_STARTED")
_LEVELS = (2, 5, 8, 13)
Statement = Select[*tuple[Any, ...]]
Counts = defaultdict[tuple[Any, Any], tuple[int, ...]]


@strawberry.enum
class MatrixAxis(StrEnum):
    """The axes that this app has."""

    AGENCY = "AGENCY"
    POSYANDU = "POSYANDU"
    SPM_AREA = "SPM_AREA"


@strawberry.type
class MatrixHeader:
    """A row or a column."""

    key: str
    label: str


@strawberry.type
class MatrixCell:
    """A cell."""

    row: int
    column: int
    pledges: int
    targets: int
    completed: int
    overdue: int


@strawberry.type
class Matrix:
    """A page of rows, and all columns."""

    rows: list[MatrixHeader]
    columns: list[MatrixHeader]
    cells: list[MatrixCell]


async def matrix_of(session: AsyncSession, rows: MatrixAxis, first: int) -> Matrix:
    """The first agencies or posts by area; what has no area stands in a last column."""
    heads = await (_agencies if rows is MatrixAxis.AGENCY else _posts)(session, first)
    areas = (await session.scalars(select(models.SpmArea).order_by(models.SpmArea.position))).all()
    keys = [key for key, _, _ in heads]
    pairs, targets = (_of_agencies if rows is MatrixAxis.AGENCY else _of_posts)(keys)
    pledged = await _counts(session, _pledges_by(pairs))
    counted = await _counts(session, targets)
    codes: list[str | None] = [*(area.code for area in areas), None]
    return Matrix(
        rows=[MatrixHeader(key=name, label=label) for _, name, label in heads],
        columns=[
            *(MatrixHeader(key=area.code, label=area.name) for area in areas),
            MatrixHeader(key="", label="-"),
        ],
        cells=[
            _cell((row, column), pledged[key, code], counted[key, code])
            for row, key in enumerate(keys)
            for column, code in enumerate(codes)
        ],
    )


def _cell(place: tuple[int, int], pledged: Sequence[int], counted: Sequence[int]) -> MatrixCell:
    pledges, completed, overdue = pledged or (0, 0, 0)
    (targets,) = counted or (0,)
    row, column = place
    return MatrixCell(
        row=row, column=column, pledges=pledges, targets=targets, completed=completed, overdue=overdue
    )


async def _agencies(session: AsyncSession, first: int) -> list[tuple[Any, str, str]]:
    table = models.Agency
    ordered = select(table).order_by(table.region_code, table.code, table.id).limit(first)
    return [(row.id, f"agency_{row.id}", row.short_name) for row in await session.scalars(ordered)]


async def _posts(session: AsyncSession, first: int) -> list[tuple[Any, str, str]]:
    table = models.Posyandu
    ordered = select(table).order_by(table.village_code, table.id).limit(first)
    return [(row.id, f"posyandu_{row.id}", row.name) for row in await session.scalars(ordered)]


async def _counts(session: AsyncSession, statement: Statement) -> Counts:
    found: Counts = defaultdict(tuple)
    for row in await session.execute(statement):
        found[row[0], row[1]] = tuple(row[2:])
    return found


def _of_agencies(keys: Sequence[Any]) -> tuple[Subquery, Statement]:
    pledge, target = models.Pledge, models.Target
    pairs = select(pledge.lead_agency_id.label("key"), pledge.id.label("pledge_id"))
    targets = (
        select(pledge.lead_agency_id, target.area_code, func.count())
        .join(target, target.pledge_id == pledge.id)
        .where(pledge.lead_agency_id.in_(keys))
        .group_by(pledge.lead_agency_id, target.area_code)
    )
    return pairs.where(pledge.lead_agency_id.in_(keys)).subquery(), targets


def _of_posts(keys: Sequence[Any]) -> tuple[Subquery, Statement]:
    post, place, target = models.Posyandu, models.PledgePlace, models.Target
    pairs = union(
        select(post.id.label("key"), place.pledge_id)
        .join(place, place.posyandu_id == post.id)
        .where(post.id.in_(keys)),
        select(post.id, place.pledge_id).join(place, _around(place.region_code)).where(post.id.in_(keys)),
    )
    placed = union_all(
        select(post.id.label("key"), target.area_code)
        .join(target, target.posyandu_id == post.id)
        .where(post.id.in_(keys)),
        select(post.id, target.area_code).join(target, _around(target.region_code)).where(post.id.in_(keys)),
    ).subquery()
    counted = select(placed.c.key, placed.c.area_code, func.count()).group_by(
        placed.c.key, placed.c.area_code
    )
    return pairs.subquery(), counted


def _around(code: Any) -> ColumnElement[bool]:  # noqa: ANN401 - an attribute of any table
    """Whether a region is the post's village or lies around it."""
    return or_(*(code == func.left(models.Posyandu.village_code, length) for length in _LEVELS))


def _pledges_by(pairs: Subquery) -> Statement:
    pledge, region, served = models.Pledge, models.Region, models.PledgeArea
    today = cast(func.timezone(region.time_zone, func.now()), Date)
    is_overdue = and_(pledge.execution.not_in(_OVER), func.least(today, pledge.stopped_on) > pledge.due_on)
    return (
        select(
            pairs.c.key,
            served.area_code,
            func.count(),
            func.sum(case((pledge.execution == "COMPLETED", 1), else_=0)),
            func.sum(case((is_overdue, 1), else_=0)),
        )
        .select_from(pairs)
        .join(pledge, pledge.id == pairs.c.pledge_id)
        .join(region, region.code == pledge.region_code)
        .outerjoin(served, served.pledge_id == pledge.id)
        .group_by(pairs.c.key, served.area_code)
    )
