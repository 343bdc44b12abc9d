"""How a pledge moved, in SQL, is what the rules say, for states at random."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Integer, Numeric, Text, case, column, func, select, values

from service.attaching import Addresses
from service.database import Database
from service.reading.moves import moves, step_of
from service.rules.changes import ChangeKind, State, kinds_of
from service.rules.lifecycle import Execution
from service.rules.timeliness import timeliness
from service.rules.verification import Verdict

_DAYS = tuple(date(2026, 6, 1) + timedelta(days=days) for days in (0, 10, 30))
_SHARES = (None, None, Decimal(0), Decimal("0.4"), Decimal(1))
_HOW_MANY = 2_000
_Row = tuple[str | None, str | None, date | None, date | None, date, Decimal | None]


def _row(dice: random.Random, day: date, *, may_be_absent: bool) -> _Row:
    execution: str | None = dice.choice(list(Execution)).value
    execution = None if may_be_absent and dice.random() < 0.1 else execution
    verdict = dice.choice((None, *(each.value for each in Verdict)))
    due_on, stopped_on = dice.choice((None, *_DAYS)), dice.choice((None, *_DAYS))
    return execution, verdict, due_on, stopped_on, day, dice.choice(_SHARES)


def _state(row: _Row) -> State | None:
    execution, verdict, due_on, stopped_on, day, progress = row
    if execution is None:
        return None
    return State(
        execution=Execution(execution),
        verdict=None if verdict is None else Verdict(verdict),
        due_on=due_on,
        timeliness=timeliness(due_on, Execution(execution), stopped_on, day),
        progress=progress,
    )


def _kinds(pair: tuple[_Row, _Row]) -> list[str]:
    found = kinds_of(_state(pair[0]), _state(pair[1]))
    return [kind.value for kind in ChangeKind if kind in found]


async def test_sql_says_what_the_rules_say(own_addresses: Addresses) -> None:
    dice = random.Random(20261125)  # noqa: S311 - the same every time
    pairs = [
        (_row(dice, _DAYS[0], may_be_absent=True), _row(dice, _DAYS[2], may_be_absent=False))
        for _ in range(_HOW_MANY)
    ]
    database = await Database.open(own_addresses.service, size=1)
    async with database.reading() as session:
        rows = (await session.execute(_asked(pairs))).all()
    await database.close()
    assert [list(row[0]) for row in rows] == [_kinds(pair) for pair in pairs]


def _asked(pairs: list[tuple[_Row, _Row]]) -> Any:  # noqa: ANN401 - a select
    days = {name: Date() for name in ("due_on", "stopped_on", "on_day")}
    kinds: dict[str, Any] = {"execution": Text(), "verdict": Text(), **days, "progress": Numeric()}
    columns = [column(f"{side}_{name}", kind) for side in "ba" for name, kind in kinds.items()]
    data = [(number, *before, *after) for number, (before, after) in enumerate(pairs)]
    given = values(column("number", Integer()), *columns, name="given").data(data)
    each = select(*given.c).cte("each")
    before, after = (
        select(each.c.number, *(each.c[f"{side}_{name}"].label(name) for name in kinds)).subquery()
        for side in "ba"
    )
    there = case((before.c.execution.is_not(None), before.c.number)).label("id")
    was = select(before.c.number, there, *(before.c[name] for name in kinds)).subquery()
    share, other = (func.coalesce(side.c.progress, 0) for side in (was, after))
    moved = moves(step_of(was, after), was, after, other - share)
    words = [case((moved[kind], kind.value)) for kind in ChangeKind]
    told = func.string_to_array(func.concat_ws(",", *words), ",")
    joined = was.join(after, after.c.number == was.c.number)
    return select(told).select_from(joined).order_by(was.c.number)
