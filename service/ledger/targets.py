"""Targets: a pledge at a place, for an area, by an indicator, with a quantity of a unit when one is known."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from models import Indicator, Pledge, Target
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import invalid
from service.ledger.assessment import assess
from service.ledger.holding import Held, hold
from service.ledger.parts import add_areas
from service.ledger.places import lay_out_targets
from service.ledger.terms import Difference
from service.ledger.transitions import Step, permit, specify_if_complete, take
from service.rules.arithmetic import Aggregation, IndicatorKind, checked_quantity
from service.rules.lifecycle import Action
from service.rules.vocabulary import SpmAreaCode
from service.rules.wording import checked_optional_text, checked_text

MOST = 1000
NAME = 200
REASON = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTerms:
    """What is counted, in which unit, and how it adds up; one name and unit mean one indicator for all."""

    name: str
    unit: str
    kind: IndicatorKind = IndicatorKind.QUANTITY
    over_periods: Aggregation = Aggregation.SUM
    over_places: Aggregation = Aggregation.SUM


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget:
    """A target at exactly one place: a post, or a region. A quantity needs an indicator with its unit."""

    area_code: SpmAreaCode
    posyandu_id: uuid.UUID | None = None
    region_code: str | None = None
    service_code: str | None = None
    indicator: IndicatorTerms | None = None
    baseline: Decimal | None = None
    quantity: Decimal | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTargets:
    """Targets for a pledge; a reason is demanded once it is agreed."""

    pledge_id: uuid.UUID
    targets: tuple[NewTarget, ...]
    reason: str | None = None
    effective_on: date | None = None
    expected_version: int | None = None


async def add_targets(session: WriteSession, actor: Actor, request: AddTargets) -> Pledge:
    """Add targets to a pledge; it becomes specified by itself when nothing demanded is missing any more."""
    held = await hold(session, actor, request.pledge_id, request.expected_version)
    permit(actor, held, Action.REVISE_TERMS)
    if not request.targets:
        raise invalid("Sebutkan paling sedikit satu target. / Name at least one target.", "targets")
    day = held.day(request.effective_on)
    changed = Difference()
    await put_targets(session, held, day, request.targets, changed)
    await assess(session, held.pledge)
    step = Step(
        action=Action.REVISE_TERMS,
        effective_on=day,
        reason=checked_optional_text(request.reason, ("reason",), REASON),
        before=changed.before,
        after=changed.after,
    )
    await take(session, actor, held, step)
    await specify_if_complete(session, actor, held, day)
    return held.pledge


async def put_targets(
    session: WriteSession, held: Held, day: date, targets: Sequence[NewTarget], changed: Difference
) -> None:
    """Write the targets, their places and areas, from a day on; a refusal names the target by its number."""
    pledge = held.pledge
    if len(targets) > MOST:
        raise invalid(f"Paling banyak {MOST} target sekaligus. / At most {MOST} targets at once.", "targets")
    rows = [
        await _target(session, held, day, target, ("targets", str(place)))
        for place, target in enumerate(targets)
    ]
    session.add_all(rows)
    await session.flush()
    await lay_out_targets(session, pledge, [(row.posyandu_id, row.region_code) for row in rows])
    changed.note("areas", *await add_areas(session, pledge, (row.area_code for row in rows)))
    changed.note("targets", [], _described(rows))


def _described(targets: Sequence[Target]) -> list[dict[str, object]]:
    """Targets as the history keeps them."""
    names = (
        "id",
        "posyandu_id",
        "region_code",
        "area_code",
        "service_code",
        "indicator_id",
        "unit",
        "baseline",
        "quantity",
        "due_on",
    )
    return [{name: getattr(target, name) for name in names} for target in targets]


async def _target(
    session: WriteSession, held: Held, day: date, target: NewTarget, at: tuple[str, ...]
) -> Target:
    pledge = held.pledge
    if (target.posyandu_id is None) == (target.region_code is None):
        raise invalid("Isi tepat satu tempat. / Give exactly one place.", *at)
    baseline = _quantity(target.baseline, target.indicator, (*at, "baseline"))
    quantity = _quantity(target.quantity, target.indicator, (*at, "quantity"))
    if target.due_on is not None and target.due_on < pledge.pledged_on:
        raise invalid("Batas waktu mendahului komitmennya. / It is due before it was pledged.", *at, "dueOn")
    terms = target.indicator
    indicator = None if terms is None else await _indicator(session, pledge, terms, (*at, "indicator"))
    return Target(
        pledge_id=pledge.id,
        posyandu_id=target.posyandu_id,
        region_code=target.region_code,
        area_code=target.area_code.value,
        service_code=target.service_code,
        indicator_id=None if indicator is None else indicator.id,
        unit=None if indicator is None else indicator.unit,
        baseline=baseline,
        quantity=quantity,
        due_on=target.due_on,
        effective_on=day,
        synthetic=pledge.synthetic,
        recorded_at=held.now,
    )


def _quantity(
    value: Decimal | None, indicator: IndicatorTerms | None, path: tuple[str, ...]
) -> Decimal | None:
    if value is None:
        return None
    if indicator is None:
        message = (
            "Jumlah memerlukan indikator dengan satuannya. / A quantity needs an indicator with its unit."
        )
        raise invalid(message, *path)
    return checked_quantity(value, path)


async def _indicator(
    session: WriteSession, pledge: Pledge, terms: IndicatorTerms, path: tuple[str, ...]
) -> Indicator:
    """The one indicator of this name and unit; it is refused when it was declared to add up otherwise."""
    declared = {
        "kind": terms.kind.value,
        "over_periods": terms.over_periods.value,
        "over_places": terms.over_places.value,
    }
    name = checked_text(terms.name, (*path, "name"), NAME)
    unit = checked_text(terms.unit, (*path, "unit"), NAME)
    values = {"name": name, "unit": unit, "synthetic": pledge.synthetic, **declared}
    await session.execute(insert(Indicator).values(**values).on_conflict_do_nothing())
    same = select(Indicator).where(Indicator.name == name, Indicator.unit == unit)
    indicator = (await session.scalars(same)).one()
    if any(getattr(indicator, column) != value for column, value in declared.items()):
        message = (
            "Indikator ini sudah ada dengan cara penjumlahan lain. "
            "/ This indicator exists already and adds up in another way."
        )
        raise invalid(message, *path)
    return indicator
