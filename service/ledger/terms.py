"""What may be sharpened on a pledge, applied to it with what it was before; who may is the lifecycle's.

Lists (areas, partners, fundings, milestones) are given whole: what is not in the new list goes.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from models import Pledge
from service.database import WriteSession
from service.errors import invalid
from service.ledger.absent import ABSENT, Absent
from service.ledger.parts import (
    FundingLine,
    MilestoneLine,
    Partner,
    put_areas,
    put_fundings,
    put_milestones,
    put_partners,
)
from service.ledger.places import check_places, lay_out_scope
from service.rules.lifecycle import Action
from service.rules.location_scope import dump, parse
from service.rules.money import checked_amount
from service.rules.progress import checked_percent
from service.rules.vocabulary import SpmAreaCode
from service.rules.wording import checked_optional_text, checked_text

TITLE = 500
NAME = 200
TEXT = 2000

_NO_TERMS = frozenset({"responsible", "evidence_rule", "sub_activity_id", "fundings", "milestones"})
"""What may change without changing the promise."""
_RATIO: tuple[str, ...] = ("ratio_percent", "ratio_base", "ratio_period", "ratio_base_amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """So many percent of a base, in a period; the base's amount when it was declared."""

    percent: Decimal
    base: str
    period: str | None = None
    base_amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that may be sharpened. ABSENT keeps, None clears, a list replaces the whole list."""

    title: str | Absent = ABSENT
    areas: tuple[SpmAreaCode, ...] | Absent = ABSENT
    partners: tuple[Partner, ...] | Absent = ABSENT
    scope: Mapping[str, object] | Absent | None = ABSENT
    service_code: str | Absent | None = ABSENT
    sub_activity_id: uuid.UUID | Absent | None = ABSENT
    target_group: str | Absent | None = ABSENT
    responsible: str | Absent | None = ABSENT
    evidence_rule: str | Absent | None = ABSENT
    conditions: str | Absent | None = ABSENT
    fiscal_year: int | Absent | None = ABSENT
    due_on: date | Absent | None = ABSENT
    ratio: Ratio | Absent | None = ABSENT
    fundings: tuple[FundingLine, ...] | Absent = ABSENT
    milestones: tuple[MilestoneLine, ...] | Absent = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed, from what to what, by the names of columns and lists."""

    before: dict[str, object] = field(default_factory=dict[str, object])
    after: dict[str, object] = field(default_factory=dict[str, object])

    def note(self, name: str, before: object, after: object) -> None:
        """Keep the change, if it is one."""
        if before != after:
            self.before[name], self.after[name] = before, after

    @property
    def action(self) -> Action:
        """Changing what was promised is another action than changing what surrounds it."""
        return Action.REVISE if self.after.keys() <= _NO_TERMS else Action.REVISE_TERMS


async def apply(session: WriteSession, pledge: Pledge, terms: Terms) -> Difference:
    """Set the terms on the pledge and its parts; the difference tells what that changed."""
    changed = Difference()
    for name, value in _columns(pledge, terms).items():
        changed.note(name, getattr(pledge, name), value)
        setattr(pledge, name, value)
    await _apply_scope(session, pledge, terms, changed)
    if not isinstance(terms.areas, Absent):
        changed.note("areas", *await put_areas(session, pledge, terms.areas))
    if not isinstance(terms.partners, Absent):
        changed.note("partners", *await put_partners(session, pledge, terms.partners))
    if not isinstance(terms.fundings, Absent):
        changed.note("fundings", *await put_fundings(session, pledge, terms.fundings))
    if not isinstance(terms.milestones, Absent):
        changed.note("milestones", *await put_milestones(session, pledge, terms.milestones))
    return changed


async def _apply_scope(session: WriteSession, pledge: Pledge, terms: Terms, changed: Difference) -> None:
    if isinstance(terms.scope, Absent):
        return
    scope = None if terms.scope is None else parse(terms.scope)
    tree = None if scope is None else dump(scope)
    if tree == pledge.scope:
        return
    if scope is not None:
        await check_places(session, scope)
    changed.note("scope", pledge.scope, tree)
    pledge.scope = tree
    await lay_out_scope(session, pledge, scope)


def _columns(pledge: Pledge, terms: Terms) -> dict[str, object]:
    """The columns that are given, checked."""
    columns: dict[str, object] = {}
    if not isinstance(terms.title, Absent):
        columns["title"] = checked_text(terms.title, ("title",), TITLE)
    texts = {
        "target_group": ("targetGroup", terms.target_group, NAME),
        "responsible": ("responsible", terms.responsible, NAME),
        "evidence_rule": ("evidenceRule", terms.evidence_rule, TEXT),
        "conditions": ("conditions", terms.conditions, TEXT),
        "service_code": ("serviceCode", terms.service_code, NAME),
    }
    for name, (path, text, limit) in texts.items():
        if not isinstance(text, Absent):
            columns[name] = checked_optional_text(text, (path,), limit)
    given = {"sub_activity_id": terms.sub_activity_id, "fiscal_year": terms.fiscal_year}
    columns |= {name: value for name, value in given.items() if not isinstance(value, Absent)}
    if not isinstance(terms.due_on, Absent):
        columns["due_on"] = _due_on(pledge, terms.due_on)
    if not isinstance(terms.ratio, Absent):
        columns |= _ratio(terms.ratio)
    return columns


def _due_on(pledge: Pledge, due_on: date | None) -> date | None:
    if due_on is not None and due_on < pledge.pledged_on:
        raise invalid("Batas waktu mendahului komitmennya. / It is due before it was pledged.", "dueOn")
    return due_on


def _ratio(ratio: Ratio | None) -> dict[str, object]:
    values = (None, None, None, None) if ratio is None else _ratio_values(ratio)
    return dict(zip(_RATIO, values, strict=True))


def _ratio_values(ratio: Ratio) -> tuple[object, ...]:
    amount = ratio.base_amount
    return (
        checked_percent(ratio.percent, ("ratio", "percent")),
        checked_text(ratio.base, ("ratio", "base"), NAME),
        checked_optional_text(ratio.period, ("ratio", "period"), NAME),
        None if amount is None else checked_amount(amount, ("ratio", "baseAmount")),
    )
