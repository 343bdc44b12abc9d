"""Maturity, assessed anew after every change that may move it: looked up here, scored by the rule."""

from sqlalchemy import exists, select

from models import Funding, Pledge, Target
from service.database import WriteSession
from service.rules.location_scope import is_resolved, parse
from service.rules.maturity import Known, KnownTarget, maturity


async def assess(session: WriteSession, pledge: Pledge) -> None:
    """Set the pledge's score and what it lacks."""
    found = maturity(
        Known(
            responsible=pledge.responsible,
            due_on=pledge.due_on,
            evidence_rule=pledge.evidence_rule,
            scope_resolved=pledge.scope is not None and is_resolved(parse(pledge.scope)),
            budgeted=await _is_budgeted(session, pledge),
            ratio_base_known=pledge.ratio_base_amount is not None,
            targets=await _targets(session, pledge),
        )
    )
    pledge.maturity = found.score
    pledge.missing = [ingredient.value for ingredient in found.missing]


async def _is_budgeted(session: WriteSession, pledge: Pledge) -> bool:
    an_amount = exists().where(Funding.pledge_id == pledge.id, Funding.amount.is_not(None))
    return bool(await session.scalar(select(an_amount)))


async def _targets(session: WriteSession, pledge: Pledge) -> tuple[KnownTarget, ...]:
    indicator, unit, quantity = (
        column.is_not(None) for column in (Target.indicator_id, Target.unit, Target.quantity)
    )
    found = select(indicator, unit, quantity).where(Target.pledge_id == pledge.id).distinct()
    return tuple(
        KnownTarget(indicator=row[0], unit=row[1], quantity=row[2], place=True)
        for row in (await session.execute(found)).all()
    )
