"""Progress as an agency reports it, with evidence: appended, never changed, and once for a phone's key."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from uuid_utils.compat import uuid7

from models import Evidence, ProgressReport
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import invalid, key_reused, not_allowed
from service.ledger.accounting import (
    MEASURED,
    Measured,
    Reported,
    claimed_unless_moved,
    measured_of,
    share_of,
    stored,
)
from service.ledger.evidence import EvidenceItem, evidence_writes, files_shown
from service.ledger.holding import Held, hold_of_target, looking_from_target, signed_in
from service.ledger.transitions import Step, permit, take
from service.rules.arithmetic import IndicatorKind, Share, checked_quantity
from service.rules.lifecycle import Action
from service.rules.wording import checked_optional_text
from service.statements import inserted
from service.units import Row

NARRATIVE = 4000
NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportProgress:
    """What the actor's agency reached at a target by a day, in the target's unit.

    A percentage is given as numerator and denominator, anything else as a quantity. The `client_key` is the
    phone's own and good for ever: the same report sent again is the first one.
    """

    target_id: uuid.UUID
    unit: str
    effective_on: date
    quantity: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    narrative: str | None = None
    client_key: str | None = None
    evidence: tuple[EvidenceItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A report that was taken in, now or before."""

    id: uuid.UUID


_EARLIER = select(
    select(ProgressReport.id)
    .where(
        ProgressReport.agency_id == bindparam("asker_agency"),
        ProgressReport.client_key == bindparam("client_key"),
    )
    .scalar_subquery()
    .label("earlier_id")
).subquery("earlier")
_LOOK = looking_from_target(MEASURED, _EARLIER)


async def report_progress(session: WriteSession, actor: Actor, request: ReportProgress) -> Filed:
    """Append a report and account for its target anew."""
    signed_in(actor)
    key = checked_optional_text(request.client_key, ("clientKey",), NAME)
    held, seen = await hold_of_target(session, actor, request.target_id, _LOOK, client_key=key)
    if seen["earlier_id"] is not None:
        return await _earlier(session, seen["earlier_id"], request)
    permit(actor, held, Action.REPORT_PROGRESS)
    day = held.day(request.effective_on)
    target = measured_of(seen)
    files = await files_shown(session, actor, request.evidence)
    report = _report(actor, held, target, request)
    account = target.reckoned({**target.reports, report["id"]: _counted(report)})
    step = Step(
        action=Action.REPORT_PROGRESS,
        effective_on=day,
        subject="progress_report",
        subject_id=report["id"],
        before={"claimed": target.account.claimed},
        after={"claimed": account.claimed, **_described(report, request.evidence)},
        writes=(
            inserted(ProgressReport, **report),
            *evidence_writes(report["id"], request.evidence, files),
            claimed_unless_moved(held.pledge, target, account),
        ),
    )
    await take(session, actor, held, step)
    return Filed(id=report["id"])


async def _earlier(session: WriteSession, report_id: uuid.UUID, request: ReportProgress) -> Filed:
    """The report that came under this phone's key before; another content under it is refused."""
    report = await session.get_one(ProgressReport, report_id)
    if not await _is_the_same(session, report, request):
        raise key_reused()
    return Filed(id=report_id)


async def _is_the_same(session: WriteSession, report: ProgressReport, request: ReportProgress) -> bool:
    shown = select(Evidence.kind, Evidence.title, Evidence.url, Evidence.sha256).where(
        Evidence.report_id == report.id
    )
    kept = sorted(tuple(row) for row in (await session.execute(shown)).all())
    sent = sorted(
        (item.kind.value, item.title.strip(), item.url.strip(), item.sha256) for item in request.evidence
    )
    narrative = checked_optional_text(request.narrative, ("narrative",), NARRATIVE)
    said = (request.target_id, request.effective_on, narrative, request.numerator, request.denominator)
    first = (report.target_id, report.effective_on, report.narrative, report.numerator, report.denominator)
    counted = request.quantity is None or request.quantity == report.quantity
    return said == first and counted and kept == sent


def _report(actor: Actor, held: Held, target: Measured, request: ReportProgress) -> dict[str, Any]:
    """The row of the report."""
    if actor.agency_id is None:
        raise not_allowed("Hanya instansi yang melapor. / Only an agency reports.")
    return {
        "id": uuid7(),
        "pledge_id": held.pledge.id,
        "target_id": target.id,
        "agency_id": actor.agency_id,
        "quantity": _quantity(target, request),
        "numerator": request.numerator,
        "denominator": request.denominator,
        "effective_on": request.effective_on,
        "narrative": checked_optional_text(request.narrative, ("narrative",), NARRATIVE),
        "client_key": checked_optional_text(request.client_key, ("clientKey",), NAME),
        "reported_by": actor.label,
        "synthetic": target.synthetic,
        "recorded_at": held.now,
    }


def _counted(report: Row) -> Reported:
    """The report as the arithmetic sees it while nobody has verified it."""
    return Reported(
        effective_on=report["effective_on"],
        quantity=report["quantity"],
        share=share_of(report["numerator"], report["denominator"]),
        decision=None,
    )


def _quantity(target: Measured, request: ReportProgress) -> Decimal:
    """What counts, in the target's unit: the quantity, or the percentage that numerator and base come to."""
    if target.unit is None:
        message = "Target ini belum memiliki satuan. / This target has no unit yet."
        raise invalid(message, "targetId")
    if request.unit != target.unit:
        message = f"Satuan target ini {target.unit}. / The unit of this target is {target.unit}."
        raise invalid(message, "unit")
    if target.kind is IndicatorKind.PERCENTAGE:
        return _percentage(request)
    if request.quantity is None or request.numerator is not None or request.denominator is not None:
        raise invalid("Isi jumlah saja. / Give a quantity and nothing else.", "quantity")
    return checked_quantity(request.quantity, ("quantity",))


def _percentage(request: ReportProgress) -> Decimal:
    if request.quantity is not None or request.numerator is None or request.denominator is None:
        message = "Isi pembilang dan penyebut. / Give numerator and denominator, no quantity."
        raise invalid(message, "numerator")
    share = Share(
        numerator=checked_quantity(request.numerator, ("numerator",)),
        denominator=checked_quantity(request.denominator, ("denominator",)),
    )
    percent = stored(share.percent)
    if percent is None:
        raise invalid("Penyebut harus lebih dari nol. / A denominator is more than zero.", "denominator")
    return percent


def _described(report: Row, evidence: Sequence[EvidenceItem]) -> dict[str, object]:
    names = ("target_id", "agency_id", "quantity", "numerator", "denominator", "narrative")
    shown = [{"title": item.title, "url": item.url, "sha256": item.sha256} for item in evidence]
    return {**{name: report[name] for name in names}, "evidence": shown}
