"""A synthetic province in small, and what was written down about each of its pledges, read back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, text

from models import History, Indicator, Pledge, ProgressReport, Target, Verification
from seeds.synthetic.rows import COLUMNS
from seeds.synthetic.shape import Shape
from service.database import Database
from service.ledger.accounting import Reported
from service.rules.arithmetic import Share
from service.rules.verification import Decision

TINY = Shape(
    name="tiny",
    provinces=("64",),
    share=0.25,
    posyandu=80,
    agencies=40,
    pledges=160,
    targets=500,
    reports=1_500,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """A target with its indicator, and its reports in the order in which they came."""

    target: Target
    indicator: Indicator | None
    reports: Sequence[Reported]


async def trails(database: Database) -> list[tuple[Pledge, list[History]]]:
    """Each pledge with its history, in order."""
    async with database.reading() as session:
        pledges = (await session.scalars(select(Pledge).order_by(Pledge.id))).all()
        rows: defaultdict[object, list[History]] = defaultdict(list)
        for row in await session.scalars(select(History).order_by(History.id)):
            rows[row.pledge_id].append(row)
    return [(pledge, rows[pledge.id]) for pledge in pledges]


async def accounts(database: Database) -> list[Accounted]:
    """Each target with what its account rests on."""
    reports: defaultdict[object, list[Reported]] = defaultdict(list)
    said = (
        select(ProgressReport, Verification.decision)
        .outerjoin(Verification, Verification.report_id == ProgressReport.id)
        .order_by(ProgressReport.recorded_at, ProgressReport.id)
    )
    measured = select(Target, Indicator).outerjoin(Indicator, Indicator.id == Target.indicator_id)
    async with database.reading() as session:
        for report, decision in (await session.execute(said)).all():
            reports[report.target_id].append(_reported(report, decision))
        return [
            Accounted(target=target, indicator=indicator, reports=reports[target.id])
            for target, indicator in (await session.execute(measured)).all()
        ]


def _reported(report: ProgressReport, decision: str | None) -> Reported:
    share = None
    if report.numerator is not None and report.denominator is not None:
        share = Share(numerator=report.numerator, denominator=report.denominator)
    return Reported(
        effective_on=report.effective_on,
        quantity=report.quantity,
        share=share,
        decision=Decision(decision) if decision else None,
    )


async def contents(database: Database) -> dict[str, str]:
    """A digest of the rows of every table that is filled, without what differs from cluster to cluster."""
    found: dict[str, str] = {}
    async with database.reading() as session:
        for table in COLUMNS:
            digest = (
                f"SELECT md5(string_agg(line, chr(10) ORDER BY line)) FROM "  # noqa: S608 - our own tables
                f"(SELECT (to_jsonb(row) - 'xid')::text AS line FROM {table} AS row) AS lines"
            )
            found[table] = str(await session.scalar(text(digest)))
    return found
