"""Whatever operation is made of the schema, both executors answer the same, for everybody."""

import os
from typing import Any, cast

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from graph.errors import RequestError
from graph.plan.declaration import Composed
from graph.plan.sites import plan_of
from graph.schema import core
from tests.oracle.comparing import Both
from tests.oracle.ground import PEOPLE
from tests.oracle.operations import LEFT_OUT, Operation, operations

LONG = os.environ.get("ORACLE_EXAMPLES")
"""How many operations to try, other ones each time and made small when they fail; unset, the same few."""


@settings(
    max_examples=int(LONG or 60),
    derandomize=not LONG,
    phases=[Phase.generate, Phase.shrink] if LONG else [Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(operation=operations(), who=st.sampled_from(sorted(PEOPLE)))
async def test_both_executors_answer_the_same(both: Both, operation: Operation, who: str) -> None:
    assume(is_small(both, operation))
    await both.agree(who, operation.document, operation.variables)


def is_small(both: Both, operation: Operation) -> bool:
    """Whether the edge lets the operation in; nothing but its size may keep it out."""
    try:
        both.documents.prepare(operation.document, None)
    except RequestError as refused:
        if "More than" in refused.errors[0].message:
            return False
        raise
    return True


def test_nothing_but_what_is_computed_is_left_out() -> None:
    queried = cast("Any", core.query_type).fields
    composed = {name for name, field in queried.items() if isinstance(plan_of(field), Composed)}
    assert composed == LEFT_OUT
