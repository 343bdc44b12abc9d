"""Cancelled, transferred, never started, and open again."""

from datetime import date

from sqlalchemy import select

from models import History, PledgePlace, Target
from service.errors import ErrorCode
from service.ledger.exits import (
    LeavePledge,
    TransferPledge,
    cancel_pledge,
    declare_never_started,
    reopen_pledge,
    transfer_pledge,
)
from tests.ledger.counting import counts, difference
from tests.ledger.ground import Ground
from tests.ledger.pledging import QUOTE, do, recorded, refuse, refused_as, specified, started


async def test_a_cancelled_pledge_says_why_and_can_be_taken_up_again(ground: Ground) -> None:
    pledge = await started(ground)
    leave = LeavePledge(pledge_id=pledge.id, reason="Anggaran dihapus")
    before = await counts(ground.database)
    cancelled = await do(ground, cancel_pledge, ground.secretariat, leave)
    assert difference(before, await counts(ground.database)) == {"history": 1, "outbox": 1, "pledge_span": 2}
    assert (cancelled.execution, cancelled.stopped_on is None) == ("CANCELLED", False)
    again = await do(ground, reopen_pledge, ground.secretariat, leave)
    assert (again.execution, again.stopped_on) == ("SPECIFIED", None)
    async with ground.database.reading() as session:
        rows = select(History.action, History.reason).order_by(History.id.desc()).limit(3)
        last = [tuple(row) for row in (await session.execute(rows)).all()]
    assert last == [("SPECIFY", None), ("REOPEN", "Anggaran dihapus"), ("CANCEL", "Anggaran dihapus")]


async def test_leaving_needs_a_reason_and_the_secretariat(ground: Ground) -> None:
    pledge = await recorded(ground)
    for verb in (cancel_pledge, declare_never_started):
        mute = LeavePledge(pledge_id=pledge.id, reason=" ")
        assert await refused_as(ground, verb, ground.secretariat, mute) == ("INVALID", ("reason",))
        said = LeavePledge(pledge_id=pledge.id, reason="x")
        assert (await refuse(ground, verb, ground.lead, said)).code is ErrorCode.NOT_ALLOWED


async def test_what_was_started_cannot_be_called_never_started(ground: Ground) -> None:
    pledge = await started(ground)
    leave = LeavePledge(pledge_id=pledge.id, reason="x")
    refused = await refuse(ground, declare_never_started, ground.secretariat, leave)
    assert refused.code is ErrorCode.WRONG_STATE


async def test_a_pledge_never_started_is_recorded_again_when_reopened(ground: Ground) -> None:
    pledge = await recorded(ground)
    leave = LeavePledge(pledge_id=pledge.id, reason="x")
    left = await do(ground, declare_never_started, ground.secretariat, leave)
    assert left.execution == "NEVER_STARTED"
    assert (await do(ground, reopen_pledge, ground.secretariat, leave)).execution == "RECORDED"


async def test_a_transferred_pledge_lives_on_in_its_successor(ground: Ground) -> None:
    pledge = await specified(ground)
    move = TransferPledge(pledge_id=pledge.id, to_agency_id=ground.dinkes, reason="Tugas dipindahkan")
    before = await counts(ground.database)
    successor = await do(ground, transfer_pledge, ground.secretariat, move)
    assert difference(before, await counts(ground.database)) == {
        "pledge": 1,
        "pledge_span": 3,
        "target": 3,
        "pledge_area": 1,
        "pledge_place": 3,
        "history": 2,
        "outbox": 2,
    }
    assert (successor.execution, successor.quote) == ("RECORDED", QUOTE)
    assert (successor.predecessor_id, successor.lead_agency_id) == (pledge.id, ground.dinkes)
    assert successor.responsible is None
    assert successor.missing == ["WHO", "BUDGET"]
    assert successor.reference == f"KTM/64/{successor.year}/{successor.serial:04d}"
    async with ground.database.reading() as session:
        mine = select(Target.posyandu_id, Target.quantity).where(Target.pledge_id == successor.id)
        copied = {tuple(row) for row in (await session.execute(mine)).all()}
        places = select(PledgePlace.posyandu_id).where(PledgePlace.pledge_id == successor.id)
        assert set(await session.scalars(places)) == set(ground.posts)
    assert copied == {(post, 1) for post in ground.posts}
    again = await refuse(ground, transfer_pledge, ground.secretariat, move)
    assert again.code is ErrorCode.WRONG_STATE


async def test_a_pledge_is_transferred_to_another_agency_only(ground: Ground) -> None:
    pledge = await recorded(ground)
    same = TransferPledge(pledge_id=pledge.id, to_agency_id=ground.diskominfo, reason="x")
    assert (await refuse(ground, transfer_pledge, ground.secretariat, same)).code is ErrorCode.INVALID
    nobody = TransferPledge(pledge_id=pledge.id, to_agency_id=pledge.id, reason="x")
    refused = await refused_as(ground, transfer_pledge, ground.secretariat, nobody)
    assert refused == ("NOT_FOUND", ("toAgencyId",))


async def test_nothing_happens_before_the_pledge_was_made(ground: Ground) -> None:
    pledge = await recorded(ground)
    early = LeavePledge(pledge_id=pledge.id, reason="x", effective_on=date(2024, 1, 1))
    refused = await refused_as(ground, cancel_pledge, ground.secretariat, early)
    assert refused == ("INVALID", ("effectiveOn",))
