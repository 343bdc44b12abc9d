"""What comes between the look of a report and its write: it is decided anew, behind a lock, and once."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from models import Pledge, ProgressReport, Target
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import DomainError, ErrorCode
from service.ledger.completion import ReportDone, report_done
from service.ledger.constraints import ConstraintReason, RaiseConstraint, raise_constraint
from service.ledger.exits import LeavePledge, TransferPledge, cancel_pledge, transfer_pledge
from service.ledger.idempotency import Result, once
from service.ledger.parts import Partner
from service.ledger.pledges import RevisePledge, revise_pledge
from service.ledger.reports import EvidenceItem, Filed, ReportProgress, report_progress
from service.ledger.targets import AddTargets, add_targets
from service.ledger.terms import Terms
from service.ledger.verifications import VerifyReport, verify_report
from service.rules.verification import Decision, Verdict
from tests.ledger.ground import Ground
from tests.ledger.pledging import do, started, target_at

WRITERS = 16
_SHOWN = EvidenceItem(title="Foto", url="https://example.go.id/1.jpg", sha256="0" * 64)
Meanwhile = Callable[["Scene"], Awaitable[object]]


@dataclass(slots=True, kw_only=True)
class Scene:
    """A pledge under way with targets at two posts, and a report at one of them that nobody has verified."""

    ground: Ground
    pledge: Pledge
    target: uuid.UUID
    other: uuid.UUID
    first: uuid.UUID
    tries: list[bool] = field(default_factory=list[bool])
    """Of the report that is told of: whether each try was in a transaction."""

    async def report(
        self, meanwhile: Meanwhile, actor: Actor | None = None, *, key: str | None = "k", phone: str = "phone"
    ) -> Result:
        """A report of 5; after its first look something else happens on another connection."""
        who, asked = actor or self.ground.lead, _asked(self.target, 5, phone)

        async def work(session: WriteSession) -> Filed:
            filed = await report_progress(session, who, asked)
            self.tries.append(session.is_begun)
            if len(self.tries) == 1:
                await meanwhile(self)
            return filed

        return await once(self.ground.database, who, "report", key, asked, work)

    async def claimed(self) -> tuple[Decimal | None, int]:
        """What is claimed at the target, and by how many reports."""
        kept = select(func.count()).select_from(ProgressReport).where(ProgressReport.target_id == self.target)
        async with self.ground.database.reading() as session:
            reached = await session.scalar(select(Target.claimed).where(Target.id == self.target))
            return reached, await session.scalar(kept) or 0


@pytest.fixture
async def scene(ground: Ground) -> Scene:
    """Dinas Kesehatan supports the pledge; Diskominfo has reported 2."""
    pledge = await started(ground, posts=2)
    beside = Terms(partners=(Partner(agency_id=ground.dinkes),))
    pledge = await _revised(ground, pledge, beside)
    async with ground.database.reading() as session:
        found = select(Target.id).where(Target.pledge_id == pledge.id).order_by(Target.id)
        target, other = await session.scalars(found)
    first = await do(ground, report_progress, ground.lead, _asked(target, 2, "first"))
    return Scene(ground=ground, pledge=pledge, target=target, other=other, first=first.id)


def _asked(target: uuid.UUID, quantity: int, phone: str | None) -> ReportProgress:
    return ReportProgress(
        target_id=target,
        unit="titik",
        quantity=Decimal(quantity),
        effective_on=date(2026, 1, 5),
        client_key=phone,
        evidence=(_SHOWN,),
    )


async def _revised(ground: Ground, pledge: Pledge, terms: Terms) -> Pledge:
    asked = RevisePledge(
        pledge_id=pledge.id, expected_version=pledge.version, terms=terms, reason="Kesepakatan baru"
    )
    return await do(ground, revise_pledge, ground.secretariat, asked)


async def _nothing(scene: Scene) -> None:
    del scene


async def _accept(scene: Scene) -> None:
    asked = VerifyReport(report_id=scene.first, decision=Decision.ACCEPTED, verdict=Verdict.CONFORMS)
    await do(scene.ground, verify_report, scene.ground.secretariat, asked)


async def _return(scene: Scene) -> None:
    asked = VerifyReport(report_id=scene.first, decision=Decision.RETURNED, reason="Foto lain")
    await do(scene.ground, verify_report, scene.ground.secretariat, asked)


async def _another_report(scene: Scene) -> None:
    await do(scene.ground, report_progress, scene.ground.lead, _asked(scene.target, 3, "another"))


async def _other_terms(scene: Scene) -> None:
    await _revised(scene.ground, scene.pledge, Terms(due_on=date(2027, 1, 31)))


async def _more_targets(scene: Scene) -> None:
    ground = scene.ground
    asked = AddTargets(pledge_id=scene.pledge.id, targets=(target_at(ground.posts[2]),), reason="Tambahan")
    await do(ground, add_targets, ground.secretariat, asked)


async def _no_partners(scene: Scene) -> None:
    await _revised(scene.ground, scene.pledge, Terms(partners=()))


async def _cancel(scene: Scene) -> None:
    asked = LeavePledge(pledge_id=scene.pledge.id, reason="Tidak jadi")
    await do(scene.ground, cancel_pledge, scene.ground.secretariat, asked)


async def _done(scene: Scene) -> None:
    await do(scene.ground, report_done, scene.ground.lead, ReportDone(pledge_id=scene.pledge.id))


async def _transfer(scene: Scene) -> None:
    ground = scene.ground
    asked = TransferPledge(pledge_id=scene.pledge.id, to_agency_id=ground.baznas, reason="Bukan kewenangan")
    await do(ground, transfer_pledge, ground.secretariat, asked)


async def _constraint(scene: Scene) -> None:
    asked = RaiseConstraint(pledge_id=scene.pledge.id, reason=ConstraintReason.DATA, narrative="Data kurang")
    await do(scene.ground, raise_constraint, scene.ground.lead, asked)


async def _report_elsewhere(scene: Scene) -> None:
    await do(scene.ground, report_progress, scene.ground.lead, _asked(scene.other, 3, "elsewhere"))


async def test_when_nothing_comes_in_between_it_is_written_at_once(scene: Scene) -> None:
    result = await scene.report(_nothing)
    assert (result.is_replay, scene.tries) == (False, [False])
    assert await scene.claimed() == (7, 2)


@pytest.mark.parametrize("key", ["k", None])
@pytest.mark.parametrize(
    "meanwhile, claimed",
    [
        (_accept, (7, 2)),
        (_return, (5, 2)),
        (_another_report, (10, 3)),
        (_other_terms, (7, 2)),
        (_more_targets, (7, 2)),
    ],
)
async def test_whatever_it_was_decided_by_has_moved_and_it_is_decided_anew(
    scene: Scene, meanwhile: Meanwhile, claimed: tuple[int, int], key: str | None
) -> None:
    result = await scene.report(meanwhile, key=key)
    assert (result.is_replay, scene.tries) == (False, [False, True])
    assert await scene.claimed() == claimed


@pytest.mark.parametrize(
    "meanwhile, code",
    [
        (_no_partners, ErrorCode.NOT_ALLOWED),
        (_cancel, ErrorCode.WRONG_STATE),
        (_done, ErrorCode.WRONG_STATE),
        (_transfer, ErrorCode.WRONG_STATE),
    ],
)
async def test_what_may_not_be_any_more_is_refused(
    scene: Scene, meanwhile: Meanwhile, code: ErrorCode
) -> None:
    with pytest.raises(DomainError) as refused:
        await scene.report(meanwhile, scene.ground.partner)
    assert (refused.value.code, scene.tries) == (code, [False])
    assert await scene.claimed() == (2, 1)


@pytest.mark.parametrize("meanwhile", [_constraint, _report_elsewhere])
async def test_what_it_does_not_rest_on_may_move(scene: Scene, meanwhile: Meanwhile) -> None:
    await scene.report(meanwhile)
    assert scene.tries == [False]
    assert await scene.claimed() == (7, 2)


async def test_a_pledge_that_somebody_holds_is_waited_for_in_the_second_try(scene: Scene) -> None:
    holding = scene.ground.database.writing()

    async def hold(_: Scene) -> None:
        session = await holding.__aenter__()
        await session.execute(select(Pledge.id).where(Pledge.id == scene.pledge.id).with_for_update())

    report = asyncio.create_task(scene.report(hold))
    await asyncio.sleep(0.2)
    assert not report.done()
    await holding.__aexit__(None, None, None)
    await report
    assert scene.tries == [False, True]
    assert await scene.claimed() == (7, 2)


async def test_a_twin_of_the_same_key_is_told_what_came_of_the_first(scene: Scene) -> None:
    twin = Scene(
        ground=scene.ground, pledge=scene.pledge, target=scene.target, other=scene.other, first=scene.first
    )
    results: list[Result] = []

    async def first(_: Scene) -> None:
        results.append(await twin.report(_nothing))

    second = await scene.report(first)
    assert (second.id, second.is_replay, results[0].is_replay) == (results[0].id, True, False)
    assert await scene.claimed() == (7, 2)


@pytest.mark.parametrize("keys", [("one", "other"), (None, None)])
async def test_a_twin_of_the_same_phone_is_the_first_report(
    scene: Scene, keys: tuple[str | None, str | None]
) -> None:
    twin = Scene(
        ground=scene.ground, pledge=scene.pledge, target=scene.target, other=scene.other, first=scene.first
    )
    results: list[Result] = []

    async def first(_: Scene) -> None:
        results.append(await twin.report(_nothing, key=keys[0]))

    second = await scene.report(first, key=keys[1])
    assert (second.id, second.is_replay) == (results[0].id, False)
    assert await scene.claimed() == (7, 2)


async def test_a_phones_key_that_was_used_elsewhere_meanwhile_is_refused(scene: Scene) -> None:
    async def elsewhere(_: Scene) -> None:
        await do(scene.ground, report_progress, scene.ground.lead, _asked(scene.other, 3, "phone"))

    with pytest.raises(DomainError) as refused:
        await scene.report(elsewhere)
    assert refused.value.code is ErrorCode.IDEMPOTENCY_KEY_REUSED
    assert await scene.claimed() == (2, 1)


async def test_sixteen_at_one_target_are_all_answered_and_all_counted(scene: Scene) -> None:
    ground = scene.ground

    async def write(writer: int) -> list[Result]:
        told: list[Result] = []
        for number in range(4):
            key, asked = f"{writer}-{number}", _asked(scene.target, 1, f"{writer}-{number}")

            async def work(session: WriteSession, asked: ReportProgress = asked) -> Filed:
                return await report_progress(session, ground.lead, asked)

            told.append(await once(ground.database, ground.lead, "report", key, asked, work))
        return told

    async with asyncio.timeout(30):
        told = await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    results = [result for each in told for result in each]
    assert len({result.id for result in results}) == WRITERS * 4
    assert not any(result.is_replay for result in results)
    assert await scene.claimed() == (2 + WRITERS * 4, 1 + WRITERS * 4)
