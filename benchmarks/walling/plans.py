"""How PostgreSQL plans a statement for a class of trust: which tables it reads from end to end."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import orjson

from benchmarks.walling.questions import Asked
from service.access.actors import Actor
from service.units import Driver


async def plan(driver: Driver, one: Asked, actor: Actor) -> Mapping[str, Any]:
    """The plan, on a connection of the class, for what the actor is told to be."""
    for name, word in actor.guise.told.items():
        await driver.fetch("SELECT set_config($1, $2, false)", f"ikrar.{name.removeprefix('told_')}", word)
    (found,) = await driver.fetch(f"EXPLAIN (FORMAT JSON, VERBOSE) {one.sql}", *one.values)
    return cast("Mapping[str, Any]", orjson.loads(cast("Any", found)[0])[0]["Plan"])


def read_whole(node: Mapping[str, Any]) -> Iterator[str]:
    """The tables that are scanned sequentially anywhere in a plan."""
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from read_whole(inner)
