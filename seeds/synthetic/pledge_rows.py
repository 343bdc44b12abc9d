"""The rows of a pledge and of what hangs on it, as its life has left them; maturity by the rule."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seeds.synthetic.aims import Followed
from seeds.synthetic.days import instant
from seeds.synthetic.details import Details, Line
from seeds.synthetic.dice import Dice
from seeds.synthetic.ground import Ground
from seeds.synthetic.promises import Promise
from seeds.synthetic.rows import Batch, row_of
from seeds.synthetic.trail import Trail, as_json
from service.rules import maturity as scoring
from service.rules.location_scope import dump, is_resolved, places

_SOURCE = "Notula sintetis; bukan sumber nyata"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """Its number in its region's year."""

    year: int
    serial: int

    def reference(self, region: str) -> str:
        """As people say it."""
        return f"KTM/{region}/{self.year}/{self.serial:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """When targets were written down, and from which day on they count."""

    moment: float
    day: date


def spoken(promise: Promise, numbered: Numbered) -> Line:
    """What never changes, as the first row of history has it."""
    gathering = promise.gathering
    return {
        "reference": numbered.reference(promise.region),
        "region_code": promise.region,
        "lead_agency_id": promise.lead.id,
        "title": promise.title,
        "quote": f"siap mendukung {promise.theme.quote}",
        "speaker": f"Perwakilan {promise.lead.short_name}",
        "source": _SOURCE,
        "pledged_on": promise.pledged_on,
        "meeting_id": gathering and gathering.id,
        "directive_id": promise.directive_id,
        "predecessor_id": promise.former,
    }


def terms(promise: Promise) -> Line:
    """What is promised, apart from the targets."""
    ratio = promise.ratio
    return {
        "scope": promise.scope and dump(promise.scope),
        "service_code": promise.service,
        "target_group": promise.theme.group if promise.due_on else None,
        "fiscal_year": promise.due_on and promise.due_on.year,
        "due_on": promise.due_on,
        "evidence_rule": promise.evidence_rule,
        "ratio_percent": ratio and ratio.percent,
        "ratio_base": ratio and ratio.base,
        "ratio_period": ratio and ratio.period,
        "ratio_base_amount": ratio and ratio.base_amount,
    }


def parts(promise: Promise) -> Line:
    """The areas, and the partners by agency."""
    partners = {str(office.id): role for office, role in promise.partners}
    return {"areas": promise.areas, **({"partners": partners} if partners else {})}


def described(ground: Ground, target: Followed) -> Line:
    """A target as history keeps it."""
    aim, measure = target.aim, target.aim.measure
    return {
        "id": target.id,
        "posyandu_id": aim.post,
        "region_code": aim.region,
        "area_code": aim.area,
        "service_code": aim.service,
        "indicator_id": measure and ground.indicators[measure.name, measure.unit],
        "unit": measure and measure.unit,
        "baseline": aim.baseline,
        "quantity": aim.quantity,
        "due_on": aim.due_on,
    }


def write_targets(
    batch: Batch, ground: Ground, targets: Sequence[Followed], added: Added, pledge: uuid.UUID
) -> None:
    """The targets, with what was reported on them."""
    for target in targets:
        batch["target"].append(
            row_of(
                "target",
                {
                    **described(ground, target),
                    "pledge_id": pledge,
                    "claimed": target.claimed,
                    "verified": target.verified,
                    "synthetic": True,
                    "version": target.version,
                    "effective_on": added.day,
                    "recorded_at": instant(added.moment),
                },
            )
        )


def write_pledge(batch: Batch, promise: Promise, numbered: Numbered, details: Details, trail: Trail) -> None:
    """The pledge itself."""
    score = _maturity(promise, details)
    scope = promise.scope and as_json(dump(promise.scope))
    batch["pledge"].append(
        row_of(
            "pledge",
            {
                **spoken(promise, numbered),
                **terms(promise),
                **trail.columns,
                "scope": scope,
                "id": promise.id,
                "year": numbered.year,
                "serial": numbered.serial,
                "responsible": details.responsible,
                "evidence_rule": details.evidence_rule,
                "maturity": score.score,
                "missing": list(score.missing),
                "synthetic": True,
                "version": trail.version,
                "recorded_at": instant(promise.moment),
                "changed_at": instant(trail.changed),
            },
        )
    )


def write_parts(batch: Batch, dice: Dice, promise: Promise, details: Details) -> None:
    """Areas, partners, places, money and milestones."""
    batch["pledge_area"] += [(promise.id, area) for area in promise.areas]
    batch["pledge_agency"] += [(promise.id, office.id, role) for office, role in promise.partners]
    for table, lines in (("funding", details.fundings), ("milestone", details.milestones)):
        for line in lines:
            row = {**line, "id": dice.id(promise.moment), "pledge_id": promise.id}
            batch[table].append(row_of(table, row))
    named = set(_places(promise))
    for post, region, source in sorted(named, key=lambda place: tuple(map(str, place))):
        batch["pledge_place"].append((dice.id(promise.moment), promise.id, post, region, source))


def _places(promise: Promise) -> list[tuple[uuid.UUID | None, str | None, str]]:
    """As service/ledger/places.py lays them out."""
    found: list[tuple[uuid.UUID | None, str | None, str]] = [
        (aim.post, aim.region, "TARGET") for aim in promise.aims
    ]
    if promise.scope is not None:
        named = places(promise.scope)
        found += [(uuid.UUID(post), None, "SCOPE") for post in named.posyandu]
        found += [(None, code, "SCOPE") for code in named.regions | named.within]
    return found


def _maturity(promise: Promise, details: Details) -> scoring.Maturity:
    return scoring.maturity(
        scoring.Known(
            responsible=details.responsible,
            due_on=promise.due_on,
            evidence_rule=details.evidence_rule,
            scope_resolved=promise.scope is not None and is_resolved(promise.scope),
            budgeted=any(line["amount"] is not None for line in details.fundings),
            ratio_base_known=promise.ratio is not None and promise.ratio.base_amount is not None,
            targets=tuple(
                scoring.KnownTarget(
                    indicator=aim.measure is not None,
                    unit=aim.measure is not None,
                    quantity=aim.quantity is not None,
                    place=True,
                )
                for aim in promise.aims
            ),
        )
    )
