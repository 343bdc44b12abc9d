"""docs/walk-through.md, done step by step."""

import orjson

from service.clock import system_clock, today_in
from service.database import Database
from service.exchange.posyandu import import_posyandu
from service.settings import CHECKOUT
from tests.documents.conftest import Visitor
from tests.documents.steps import Holes, steps_of

_DOCS = CHECKOUT / "docs"


async def test_the_walk_through_leads_where_it_says(first_data: Database, visitor: Visitor) -> None:
    posts = _DOCS / "data" / "posyandu-contoh.csv"
    await first_data.write(lambda session: import_posyandu(session, posts, is_synthetic=True))
    holes = Holes()
    holes.know("$TODAY", str(today_in("Asia/Makassar", system_clock())))
    steps = steps_of(_DOCS / "walk-through.md")
    assert len(steps) > 10
    for number, step in enumerate(steps, start=1):
        found = await visitor.ask(step.who, step.question, holes.filled(step.variables))
        assert step.answer is not None, f"step {number} has no answer"
        expected = {"data": orjson.loads(step.answer)}
        assert holes.told(expected, found) == expected, f"step {number}: {step.question}"
