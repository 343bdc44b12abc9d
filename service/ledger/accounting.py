"""What a target has reached: computed anew from its reports, under its pledge's lock, never counted up."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import bindparam, select, update

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
from service.statements import Row, Write, compiled, rows

_STORED = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report as the arithmetic sees it."""

    effective_on: date
    quantity: Decimal
    share: Share | None
    decision: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the reports of a target come to; None of none."""

    claimed: Decimal | None
    verified: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A target of a held pledge as it stands, with its reports in the order in which they came."""

    id: uuid.UUID
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


_MEASURED = compiled(
    select(
        Target.id,
        Target.unit,
        Target.synthetic,
        Target.claimed,
        Target.verified,
        Indicator.kind,
        Indicator.over_periods,
        ProgressReport.id.label("report_id"),
        ProgressReport.effective_on,
        ProgressReport.quantity,
        ProgressReport.numerator,
        ProgressReport.denominator,
        Verification.decision,
    )
    .select_from(Target)
    .outerjoin(Indicator, Indicator.id == Target.indicator_id)
    .outerjoin(ProgressReport, ProgressReport.target_id == Target.id)
    .outerjoin(Verification, Verification.report_id == ProgressReport.id)
    .where(Target.id == bindparam("target_id"))
    .order_by(ProgressReport.recorded_at, ProgressReport.id)
)
_SET = (
    update(Target)
    .where(Target.id == bindparam("target_id"))
    .values(
        claimed=bindparam("target_claimed"),
        verified=bindparam("target_verified"),
        version=Target.version + 1,
    )
)


async def measured(session: WriteSession, target_id: uuid.UUID) -> Measured:
    """The target: whoever changes it or reports on it holds its pledge, so nobody else does meanwhile."""
    found = await rows(session, _MEASURED, target_id=target_id)
    target = found[0]
    return Measured(
        id=target["id"],
        unit=target["unit"],
        synthetic=target["synthetic"],
        kind=None if target["kind"] is None else IndicatorKind(target["kind"]),
        over_periods=None if target["over_periods"] is None else Aggregation(target["over_periods"]),
        account=Account(claimed=target["claimed"], verified=target["verified"]),
        reports={each["report_id"]: _reported(each) for each in found if each["report_id"] is not None},
    )


def accounted(target: Measured, account: Account) -> Write:
    """What is claimed and what is verified, to be set on the target."""
    given = {
        "target_id": target.id,
        "target_claimed": account.claimed,
        "target_verified": account.verified,
    }
    return Write(statement=_SET, given=given)


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


def _reported(row: Row) -> Reported:
    return Reported(
        effective_on=row["effective_on"],
        quantity=row["quantity"],
        share=share_of(row["numerator"], row["denominator"]),
        decision=Decision(row["decision"]) if row["decision"] else None,
    )


def share_of(numerator: Decimal | None, denominator: Decimal | None) -> Share | None:
    """The share that was counted, when it was one."""
    if numerator is None or denominator is None:
        return None
    return Share(numerator=numerator, denominator=denominator)
