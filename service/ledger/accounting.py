"""What a target has reached: computed anew from its reports while nobody changes them, never counted up."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, true, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute

from models import Indicator, Pledge, ProgressReport, Target, Verification
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
from service.statements import Write, compiled
from service.units import Row, rows

_STORED = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report as the arithmetic sees it."""

    effective_on: date
    quantity: Decimal
    share: Share | None
    decision: Decision | None
    decided_on: date | None = None
    """From which day on the decision counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the reports of a target come to; None of none."""

    claimed: Decimal | None
    verified: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A target of a held pledge as it stands, with its reports in the order in which they came."""

    id: uuid.UUID
    version: int
    unit: str | None
    synthetic: bool
    kind: IndicatorKind | None
    over_periods: Aggregation | None
    account: Account
    reports: Mapping[uuid.UUID, Reported]

    def reckoned(self, reports: Mapping[uuid.UUID, Reported]) -> Account:
        """What these reports would come to instead."""
        if self.kind is None or self.over_periods is None:
            return Account(claimed=None, verified=None)
        claimed = [report for report in reports.values() if counts_as_claimed(report.decision)]
        verified = [report for report in reports.values() if counts_as_verified(report.decision)]
        return Account(
            claimed=total(self.over_periods, self.kind, claimed),
            verified=total(self.over_periods, self.kind, verified),
        )


def _in_order(column: ColumnElement[Any] | InstrumentedAttribute[Any], name: str) -> ColumnElement[Any]:
    """Of each report, in the order in which they came."""
    return func.array_agg(aggregate_order_by(column, ProgressReport.recorded_at, ProgressReport.id)).label(
        name
    )


_REPORTS = (
    select(
        _in_order(ProgressReport.id, "report_ids"),
        _in_order(ProgressReport.effective_on, "days"),
        _in_order(ProgressReport.quantity, "quantities"),
        _in_order(ProgressReport.numerator, "numerators"),
        _in_order(ProgressReport.denominator, "denominators"),
        _in_order(Verification.decision, "decisions"),
        _in_order(Verification.effective_on, "decision_days"),
    )
    .select_from(ProgressReport)
    .outerjoin(Verification, Verification.report_id == ProgressReport.id)
    .where(ProgressReport.target_id == bindparam("target_id"))
    .subquery("reports")
)
MEASURED = (
    select(
        Target.id.label("measured_id"),
        Target.version.label("measured_version"),
        Target.unit.label("measured_unit"),
        Target.synthetic.label("measured_synthetic"),
        Target.claimed,
        Target.verified,
        Indicator.kind,
        Indicator.over_periods,
        *_REPORTS.c,
    )
    .select_from(Target)
    .outerjoin(Indicator, Indicator.id == Target.indicator_id)
    .join(_REPORTS, true())
    .where(Target.id == bindparam("target_id"))
    .subquery("measured")
)
"""One row: a target, and its reports in lists."""
_MEASURED = compiled(select(MEASURED))
_CLAIM = (
    update(Target)
    .where(Target.id == bindparam("target_id"))
    .values(claimed=bindparam("target_claimed"), version=Target.version + 1)
)
_SET = _CLAIM.values(verified=bindparam("target_verified"))
_SEEN = (
    select(Pledge.id)
    .where(Pledge.id == bindparam("seen_pledge_id"), Pledge.version == bindparam("seen_pledge_version"))
    .with_for_update(skip_locked=True)
    .cte("seen")
)
"""The pledge, locked now, if it is as it was seen; nothing of one that somebody else holds."""
_CLAIM_UNLESS_MOVED = _CLAIM.where(
    Target.pledge_id == _SEEN.c.id, Target.version == bindparam("seen_target_version")
).returning(Target.id)


async def measured(session: WriteSession, target_id: uuid.UUID) -> Measured:
    """The target: whoever changes it or reports on it holds its pledge, so nobody else does meanwhile."""
    (found,) = await rows(session, _MEASURED, target_id=target_id)
    return measured_of(found)


def measured_of(row: Row) -> Measured:
    """What a row of MEASURED says."""
    lists = (row[name] or () for name in _REPORTS.c.keys())  # noqa: SIM118 - columns, of which keys are names
    return Measured(
        id=row["measured_id"],
        version=row["measured_version"],
        unit=row["measured_unit"],
        synthetic=row["measured_synthetic"],
        kind=None if row["kind"] is None else IndicatorKind(row["kind"]),
        over_periods=None if row["over_periods"] is None else Aggregation(row["over_periods"]),
        account=Account(claimed=row["claimed"], verified=row["verified"]),
        reports={key: _reported(*said) for key, *said in zip(*lists, strict=True)},
    )


def accounted(target: Measured, account: Account) -> Write:
    """What is claimed and what is verified, to be set on the target."""
    given = {
        "target_id": target.id,
        "target_claimed": account.claimed,
        "target_verified": account.verified,
    }
    return Write(statement=_SET, given=given)


def claimed_unless_moved(pledge: Pledge, target: Measured, account: Account) -> Write:
    """What is claimed alone; nothing at all is written unless both are as they were seen, and free.

    Whoever changes what a report is decided by counts up the version of one of the two.
    """
    given = {
        "target_id": target.id,
        "target_claimed": account.claimed,
        "seen_pledge_id": pledge.id,
        "seen_pledge_version": pledge.version,
        "seen_target_version": target.version,
    }
    return Write(statement=_CLAIM_UNLESS_MOVED, given=given, must=True)


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


def _reported(
    day: date,
    quantity: Decimal,
    numerator: Decimal | None,
    denominator: Decimal | None,
    decision: str | None,
    decided_on: date | None,
) -> Reported:
    return Reported(
        effective_on=day,
        quantity=quantity,
        share=share_of(numerator, denominator),
        decision=None if decision is None else Decision(decision),
        decided_on=decided_on,
    )


def share_of(numerator: Decimal | None, denominator: Decimal | None) -> Share | None:
    """The share that was counted, when it was one."""
    if numerator is None or denominator is None:
        return None
    return Share(numerator=numerator, denominator=denominator)
