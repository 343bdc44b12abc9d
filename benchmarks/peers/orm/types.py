"""The types, filled from ORM rows; what hangs on a row comes from the loaders of the request."""

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

import strawberry

import models
from benchmarks.peers.orm.loaders import Loaders

T = TypeVar("T")
Info = strawberry.Info[Loaders, None]


@strawberry.type
class PageInfo:
    """Where a page stands."""

    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Connection(Generic[T]):
    """A page."""

    nodes: list[T]
    page_info: PageInfo


def page(nodes: list[T], first: int, cursors: Sequence[str]) -> Connection[T]:
    """A page of `first`, from a list that was asked for one more."""
    shown = nodes[:first]
    info = PageInfo(has_next_page=len(nodes) > first, end_cursor=cursors[len(shown) - 1] if shown else None)
    return Connection(nodes=shown, page_info=info)


@strawberry.type
class Region:
    """A region."""

    code: str
    name: str

    @classmethod
    def of(cls, row: models.Region) -> "Region":
        """From its row."""
        return cls(code=row.code, name=row.name)

    @strawberry.field
    async def regions(self, info: Info, first: int) -> "Connection[Region]":
        """Those one level down."""
        rows = await info.context.regions.load((self.code, first + 1))
        return page([Region.of(row) for row in rows], first, [row.code for row in rows])

    @strawberry.field
    async def agencies(self, info: Info, first: int) -> "Connection[Agency]":
        """Those of this region."""
        rows = await info.context.agencies.load((self.code, first + 1))
        return page([Agency.of(row) for row in rows], first, [row.code for row in rows])


@strawberry.type
class SpmArea:
    """An area."""

    code: str
    name: str


@strawberry.type
class Indicator:
    """An indicator."""

    name: str
    unit: str


@strawberry.type
class Posyandu:
    """A post."""

    id: strawberry.ID
    name: str
    village_code: strawberry.Private[str]

    @strawberry.field
    async def village(self, info: Info) -> Region | None:
        """Where it stands."""
        row = await info.context.region.load(self.village_code)
        return None if row is None else Region.of(row)


@strawberry.type
class Agency:
    """An agency."""

    id: strawberry.ID
    code: str
    short_name: str
    kind: str
    key: strawberry.Private[uuid.UUID]

    @classmethod
    def of(cls, row: models.Agency) -> "Agency":
        """From its row."""
        named = strawberry.ID(f"agency_{row.id}")
        return cls(id=named, code=row.code, short_name=row.short_name, kind=row.kind, key=row.id)

    @strawberry.field
    async def pledges(self, info: Info, first: int) -> "Connection[Pledge]":
        """Those that it leads."""
        rows = await info.context.pledges.load((self.key, first + 1))
        return page([Pledge.of(row) for row in rows], first, [row.reference for row in rows])


@strawberry.type
class Verification:
    """A verification."""

    decision: str
    verdict: str | None


@strawberry.type
class ProgressReport:
    """A report."""

    id: strawberry.ID
    quantity: Decimal
    effective_on: date
    narrative: str | None
    key: strawberry.Private[uuid.UUID]
    agency_id: strawberry.Private[uuid.UUID]

    @classmethod
    def of(cls, row: models.ProgressReport) -> "ProgressReport":
        """From its row."""
        return cls(
            id=strawberry.ID(f"report_{row.id}"),
            quantity=row.quantity,
            effective_on=row.effective_on,
            narrative=row.narrative,
            key=row.id,
            agency_id=row.agency_id,
        )

    @strawberry.field
    async def agency(self, info: Info) -> Agency | None:
        """Who reports."""
        row = await info.context.agency.load(self.agency_id)
        return None if row is None else Agency.of(row)

    @strawberry.field
    async def verification(self, info: Info) -> Verification | None:
        """What became of it."""
        row = await info.context.verification.load(self.key)
        return None if row is None else Verification(decision=row.decision, verdict=row.verdict)


@strawberry.type
class Target:
    """A target."""

    id: strawberry.ID
    unit: str | None
    quantity: Decimal | None
    claimed: Decimal | None
    verified: Decimal | None
    due_on: date | None
    row: strawberry.Private[models.Target]

    @classmethod
    def of(cls, row: models.Target) -> "Target":
        """From its row."""
        return cls(
            id=strawberry.ID(f"target_{row.id}"),
            unit=row.unit,
            quantity=row.quantity,
            claimed=row.claimed,
            verified=row.verified,
            due_on=row.due_on,
            row=row,
        )

    @strawberry.field
    async def posyandu(self, info: Info) -> Posyandu | None:
        """The post, when it is one."""
        if self.row.posyandu_id is None:
            return None
        row = await info.context.posyandu.load(self.row.posyandu_id)
        if row is None:
            return None
        named = strawberry.ID(f"posyandu_{row.id}")
        return Posyandu(id=named, name=row.name, village_code=row.village_code)

    @strawberry.field
    async def region(self, info: Info) -> Region | None:
        """The region, when it is one."""
        if self.row.region_code is None:
            return None
        row = await info.context.region.load(self.row.region_code)
        return None if row is None else Region.of(row)

    @strawberry.field
    async def indicator(self, info: Info) -> Indicator | None:
        """What is counted."""
        if self.row.indicator_id is None:
            return None
        row = await info.context.indicator.load(self.row.indicator_id)
        return None if row is None else Indicator(name=row.name, unit=row.unit)


@strawberry.type
class Statement:
    """The words as spoken."""

    quote: str
    source: str


@strawberry.type
class Pledge:
    """A pledge."""

    id: strawberry.ID
    reference: str
    title: str
    execution: str
    verdict: str | None
    due_on: date | None
    version: int
    row: strawberry.Private[models.Pledge]

    @classmethod
    def of(cls, row: models.Pledge) -> "Pledge":
        """From its row."""
        return cls(
            id=strawberry.ID(f"pledge_{row.id}"),
            reference=row.reference,
            title=row.title,
            execution=row.execution,
            verdict=row.verdict,
            due_on=row.due_on,
            version=row.version,
            row=row,
        )

    @strawberry.field
    def statement(self) -> Statement:
        """As spoken."""
        return Statement(quote=self.row.quote, source=self.row.source)

    @strawberry.field
    async def lead(self, info: Info) -> Agency | None:
        """Who leads."""
        row = await info.context.agency.load(self.row.lead_agency_id)
        return None if row is None else Agency.of(row)

    @strawberry.field
    async def areas(self, info: Info) -> list[SpmArea]:
        """What it serves."""
        rows = await info.context.areas.load(self.row.id)
        return [SpmArea(code=row.code, name=row.name) for row in rows]

    @strawberry.field
    async def targets(self, info: Info, first: int) -> Connection[Target]:
        """What is to be reached."""
        rows = await info.context.targets.load((self.row.id, first + 1))
        return page([Target.of(row) for row in rows], first, [str(row.id) for row in rows])

    @strawberry.field
    async def reports(self, info: Info, first: int) -> Connection[ProgressReport]:
        """What was reported."""
        rows = await info.context.reports.load((self.row.id, first + 1))
        return page([ProgressReport.of(row) for row in rows], first, [str(row.id) for row in rows])
