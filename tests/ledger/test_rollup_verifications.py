"""A verification appends what it alone brings, and that counts as what the facts say."""

import random
import uuid
from decimal import Decimal
from itertools import pairwise, product

from sqlalchemy import ARRAY, Numeric, bindparam, func, select, text

from models import RollupReached
from service.ledger.reports import ReportProgress, report_progress
from service.ledger.rollup.verified import quotient
from service.ledger.targets import AddTargets, IndicatorTerms, NewTarget, add_targets
from service.ledger.verifications import VerifyReport, verify_report
from service.rules.arithmetic import Aggregation, IndicatorKind
from service.rules.verification import Decision, Verdict
from service.rules.vocabulary import SpmAreaCode
from tests.ledger.ground import Ground
from tests.ledger.pledging import do, started
from tests.ledger.test_rollup import proven, write
from tests.ledger.test_spans import DAYS, edit

_WAYS = (("7", "0"), ("7", "2"), ("0", "20"), ("3", "3"), (None, "0"))
"""What is promised, and from where: up from nothing or from something, down, no way to go, and no number."""
_THE_SAME = (Verdict.NOT_YET,) * 3
"""The first changes the pledge's own verdict, the others only what is reached."""


async def test_verifications_append_only_what_they_bring_until_the_pledge_itself_changes(
    kept: Ground,
) -> None:
    pledge = await started(kept, posts=1)
    await write(kept, pledge, "0.25", _THE_SAME)
    async with kept.database.reading() as session:
        appended = await session.scalar(select(func.count()).select_from(RollupReached))
    assert appended
    assert (await proven(kept)).is_whole
    await edit(kept, pledge.id, random.Random(5), 1)  # noqa: S311 - replayable dice
    async with kept.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(RollupReached)) == 0
    assert (await proven(kept)).is_whole


async def test_what_a_verification_appended_and_somebody_altered_is_named(kept: Ground) -> None:
    pledge = await started(kept, posts=1)
    await write(kept, pledge, "0.25", _THE_SAME)
    async with kept.database.writing() as session:
        await session.execute(text("UPDATE rollup_reached SET reached = reached / 2"))
    assert (await proven(kept)).wrong_pledges == (pledge.id,)


async def test_each_way_of_adding_up_comes_to_what_the_facts_say_on_any_day(kept: Ground) -> None:
    dice = random.Random(6)  # noqa: S311 - replayable dice
    pledge = await started(kept, posts=1)
    targets = [
        NewTarget(
            area_code=dice.choice(list(SpmAreaCode)),
            region_code=dice.choice(["64", "64.09"]),
            indicator=IndicatorTerms(name=f"{kind} {how}", unit="u", kind=kind, over_periods=how),
            quantity=None if quantity is None else Decimal(quantity),
            baseline=Decimal(baseline),
        )
        for (kind, how), (quantity, baseline) in product(product(IndicatorKind, Aggregation), _WAYS)
    ]
    added = AddTargets(pledge_id=pledge.id, targets=tuple(targets), effective_on=DAYS[3], reason="x")
    await do(kept, add_targets, kept.secretariat, added)
    kinds = await _kinds(kept)
    for _ in range(2 * len(kinds)):
        await _accept_something(kept, kinds, dice)
    proof = await proven(kept)
    assert proof.is_whole
    async with kept.database.reading() as session:
        assert (await session.scalar(select(func.count()).select_from(RollupReached)) or 0) > len(kinds)


async def _kinds(ground: Ground) -> list[tuple[uuid.UUID, str]]:
    """The targets in no order, each with the kind of its indicator."""
    found = "SELECT t.id, kind FROM target t JOIN indicator i ON i.id = indicator_id WHERE t.unit = 'u'"
    async with ground.database.reading() as session:
        return [(key, kind) for key, kind in (await session.execute(text(found))).all()]


async def _accept_something(ground: Ground, kinds: list[tuple[uuid.UUID, str]], dice: random.Random) -> None:
    """A report of some day, accepted on that day or later, in no order of days."""
    target, kind = dice.choice(kinds)
    is_counted = kind == IndicatorKind.QUANTITY
    first, second = sorted(dice.choices(DAYS, k=2))
    said = ReportProgress(
        target_id=target,
        unit="u",
        effective_on=first,
        quantity=Decimal(dice.randrange(1, 30)) / 4 if is_counted else None,
        numerator=None if is_counted else Decimal(dice.randrange(4)),
        denominator=None if is_counted else Decimal(dice.randrange(4, 90)),
    )
    report = await do(ground, report_progress, ground.lead, said)
    judged = VerifyReport(
        report_id=report.id, decision=Decision.ACCEPTED, verdict=Verdict.NOT_YET, effective_on=second
    )
    await do(ground, verify_report, ground.secretariat, judged)


async def test_a_quotient_is_the_one_that_postgresql_gives(kept: Ground) -> None:
    dice = random.Random(8)  # noqa: S311 - replayable dice
    numbers = [Decimal(dice.randrange(1, 10 ** dice.randrange(1, 16))).scaleb(-6) for _ in range(4000)]
    pairs = [(min(pair) * sign, max(pair) * sign) for pair in pairwise(numbers) for sign in (1, -1)]
    proper = [pair for pair in pairs if pair[0] != pair[1]]
    asked = text("SELECT a / b FROM unnest(:dividends, :divisors) AS pair(a, b)")
    lists = (bindparam(name, type_=ARRAY(Numeric)) for name in ("dividends", "divisors"))
    async with kept.database.reading() as session:
        given = {"dividends": [pair[0] for pair in proper], "divisors": [pair[1] for pair in proper]}
        theirs = list(await session.scalars(asked.bindparams(*lists), given))
    assert [quotient(*pair) for pair in proper] == theirs
    assert len(set(theirs)) > 3000
