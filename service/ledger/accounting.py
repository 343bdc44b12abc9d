"""What a target has reached: computed anew from its reports, under a lock on it, and never counted up."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select

from models import Indicator, ProgressReport, Target, Verification
from service.database import WriteSession
from service.rules.arithmetic import (
    Aggregation,
    IndicatorKind,
    Observation,
    Share,
    combine_quantities,
    combine_shares,
)
from service.rules.verification import Decision, counts_as_claimed, counts_as_verified

_STORED = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report as the arithmetic sees it."""

    effective_on: date
    quantity: Decimal
    share: Share | None
    decision: Decision | None


async def lock_target(session: WriteSession, target_id: uuid.UUID) -> Target:
    """The target, locked; its pledge is locked before it, always in this order."""
    found = select(Target).where(Target.id == target_id).with_for_update()
    return (await session.scalars(found.execution_options(populate_existing=True))).one()


async def account(session: WriteSession, target: Target) -> None:
    """Set what is claimed and what is verified on a locked target."""
    indicator = await session.get_one(Indicator, target.indicator_id)
    reports = await _reports(session, target)
    claimed = [report for report in reports if counts_as_claimed(report.decision)]
    verified = [report for report in reports if counts_as_verified(report.decision)]
    how, kind = Aggregation(indicator.over_periods), IndicatorKind(indicator.kind)
    target.claimed = total(how, kind, claimed)
    target.verified = total(how, kind, verified)
    target.version += 1
    await session.flush()


def total(how: Aggregation, kind: IndicatorKind, reports: Sequence[Reported]) -> Decimal | None:
    """One number out of a target's reports in the order in which they came; None out of none."""
    if kind is IndicatorKind.PERCENTAGE:
        shares = [
            Observation(effective_on=report.effective_on, order=order, value=report.share)
            for order, report in enumerate(reports)
            if report.share is not None
        ]
        combined = combine_shares(how, shares)
        return None if combined is None else stored(combined.value.percent)
    quantities = [
        Observation(effective_on=report.effective_on, order=order, value=report.quantity)
        for order, report in enumerate(reports)
    ]
    quantity = combine_quantities(how, quantities)
    return None if quantity is None else stored(quantity.value)


def stored(value: Decimal | None) -> Decimal | None:
    """The number with the decimals that a column keeps."""
    return None if value is None else value.quantize(_STORED, ROUND_HALF_UP)


async def _reports(session: WriteSession, target: Target) -> list[Reported]:
    found = (
        select(ProgressReport, Verification.decision)
        .outerjoin(Verification, Verification.report_id == ProgressReport.id)
        .where(ProgressReport.target_id == target.id)
        .order_by(ProgressReport.recorded_at, ProgressReport.id)
    )
    return [_reported(report, decision) for report, decision in (await session.execute(found)).all()]


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
