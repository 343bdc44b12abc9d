"""What is measured, in the graph: targets, reports, evidence, verifications."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry
from sqlalchemy import Double, cast

import models
from graph.plan.declaration import Connected, Many, One, Order, Root, column, plain, planned, rooted
from graph.types.agencies import Agency, SpmArea, SpmService
from graph.types.connection import Connection, connection
from graph.types.enumerations import Aggregation, Decision, IndicatorKind, Verdict
from graph.types.node import Node, decimal, identity, instant, open_rows
from graph.types.places import Posyandu, Region
from service.access.visibility import (
    visible_evidence,
    visible_reports,
    visible_targets,
    visible_verifications,
)
from service.reading.pledge_facts import ratio

if TYPE_CHECKING:
    from graph.types.pledges import Pledge


@strawberry.type(description="What is counted, in which unit, and how it adds up (indikator).")
class Indicator:
    """An indicator and its aggregation over periods and places."""

    name: str = plain("name", "What is counted.")
    unit: str = plain("unit", "In which unit; units are never mixed.")
    kind: IndicatorKind = plain("kind", "A quantity, or a share of a whole.")
    over_periods: Aggregation = plain("over_periods", "How reports add up over time.")
    over_places: Aggregation = plain("over_places", "How places add up.")


@strawberry.type(description="A file or link behind a report (data dukung).")
class Evidence:
    """Evidence, with the SHA-256 of what was seen."""

    kind: str = plain("kind", "FILE or LINK.")
    title: str = plain("title", "What it shows.")
    url: str = plain("url", "Where it is; of a file, a path of this service.")
    sha256: str = plain("sha256", "Hexadecimal SHA-256 of the content.")
    media_type: str | None = plain("media_type", "IANA media type, when it is known.")
    size_bytes: int | None = plain("size_bytes", "Size in bytes, when it is known.")


@strawberry.type(description="The secretariat's word on a report (telaah).")
class Verification:
    """Accepted with a verdict, or returned with a reason."""

    decision: Decision = plain("decision", "Accepted or returned.")
    verdict: Verdict | None = plain("verdict", "What was confirmed.")
    reason: str | None = plain("reason", "Why it was returned.")
    agency: Agency = planned(One(join=lambda row, child: child.c.id == row.c.agency_id), "The verifier's.")
    effective_on: date = plain("effective_on", "From which day it counts.")
    recorded_at: datetime = column("When it was recorded.", instant("recorded_at"))


@strawberry.type(description="What an agency says was achieved by a day (laporan capaian); never changed.")
class ProgressReport(Node):
    """A report; only accepted ones count as achieved."""

    id: strawberry.ID = identity("report")
    quantity: Decimal = column("Achieved.", decimal("quantity"))
    numerator: Decimal | None = column("Of a share.", decimal("numerator"))
    denominator: Decimal | None = column("Of a share.", decimal("denominator"))
    effective_on: date = plain("effective_on", "By which day.")
    narrative: str | None = plain("narrative", "In words.")
    agency: Agency = planned(One(join=lambda row, child: child.c.id == row.c.agency_id), "Who reports.")
    target: "Target" = planned(One(join=lambda row, child: child.c.id == row.c.target_id), "On what.")
    pledge: Annotated["Pledge", strawberry.lazy("graph.types.pledges")] = planned(
        One(join=lambda row, child: child.c.id == row.c.pledge_id), "Towards which pledge."
    )
    evidence: list[Evidence] = planned(
        Many(join=lambda row, child: child.c.report_id == row.c.id, order=lambda child: (child.c.id,)),
        "What supports it.",
    )
    verification: Verification | None = planned(
        One(join=lambda row, child: child.c.report_id == row.c.id), "Null while it waits."
    )
    recorded_at: datetime = column("When it was recorded.", instant("recorded_at"))


REPORTS = Connected(
    join=lambda row, child: child.c.pledge_id == row.c.id,
    orders={
        "EFFECTIVE": Order(name="EFFECTIVE", keys=lambda row: (row.c.effective_on, row.c.id), descending=True)
    },
    default="EFFECTIVE",
)
_OF_TARGET = Connected(
    join=lambda row, child: child.c.target_id == row.c.id, orders=REPORTS.orders, default="EFFECTIVE"
)


@strawberry.type(description="Pledge, place, area and indicator: what is to be reached, and what was.")
class Target(Node):
    """A target; claimed is what was reported, verified what was accepted of it."""

    id: strawberry.ID = identity("target")
    posyandu: Posyandu | None = planned(
        One(join=lambda row, child: child.c.id == row.c.posyandu_id), "The post, when it is one."
    )
    region: Region | None = planned(
        One(join=lambda row, child: child.c.code == row.c.region_code), "The region, when it is one."
    )
    area: SpmArea = planned(One(join=lambda row, child: child.c.code == row.c.area_code), "SPM area.")
    service: SpmService | None = planned(
        One(join=lambda row, child: child.c.code == row.c.service_code), "Legal service."
    )
    indicator: Indicator | None = planned(
        One(join=lambda row, child: child.c.id == row.c.indicator_id), "What is counted."
    )
    unit: str | None = plain("unit", "Unit of every quantity here.")
    baseline: Decimal | None = column("Where it began.", decimal("baseline"))
    quantity: Decimal | None = column("To be reached.", decimal("quantity"))
    due_on: date | None = plain("due_on", "By when.")
    claimed: Decimal | None = column("What the reports add up to.", decimal("claimed"))
    verified: Decimal | None = column("What the accepted reports add up to.", decimal("verified"))
    completion: float | None = column(
        "Verified share of the way, uncapped; null when nothing is measurable.",
        lambda row: cast(ratio(row, "verified"), Double),
    )
    reports: Connection[ProgressReport] = connection(_OF_TARGET, "Reports on this target, newest first.")
    version: int = plain("version", "For expectedVersion.")


TARGETS = Connected(
    join=lambda row, child: child.c.pledge_id == row.c.id,
    orders={"RECORDED": Order(name="RECORDED", keys=lambda row: (row.c.id,))},
    default="RECORDED",
)
rooted("Indicator", Root(rows=open_rows(models.Indicator)))
rooted("Evidence", Root(rows=visible_evidence))
rooted("Verification", Root(rows=visible_verifications))
rooted("ProgressReport", Root(rows=visible_reports, prefix="report"))
rooted("Target", Root(rows=visible_targets, prefix="target"))
