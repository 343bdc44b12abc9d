"""The scalars of the graph: how each is written, how strictly it is read, and by which specification."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from graphql import GraphQLError
from graphql.language import FloatValueNode, IntValueNode, StringValueNode, ValueNode
from strawberry.types.scalar import ScalarDefinition

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_NUMBER: Final = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?\Z")


def read_day(value: object) -> date:
    """A calendar day, YYYY-MM-DD and nothing else."""
    if isinstance(value, str) and _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise GraphQLError("A Date is a day of the calendar, YYYY-MM-DD.")


def read_decimal(value: object) -> Decimal:
    """A number in plain decimal digits, as text; JSON's numbers are taken as they were written."""
    text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if _NUMBER.match(text):
        return Decimal(text)
    raise GraphQLError("A Decimal is a text of decimal digits, such as '12.5'.")


def _read_literal(node: ValueNode, _variables: object = None) -> Decimal:
    if isinstance(node, StringValueNode | IntValueNode | FloatValueNode):
        return read_decimal(node.value)
    raise GraphQLError("A Decimal is a text of decimal digits, such as '12.5'.")


def _read_instant(value: object) -> datetime:
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None:
            return moment
    raise GraphQLError("A DateTime has a date, a time and an offset from UTC, as RFC 3339 says.")


SCALARS: Final[dict[object, ScalarDefinition]] = {
    date: ScalarDefinition(
        name="Date",
        description="A day of the calendar, YYYY-MM-DD.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
        serialize=str,
        parse_value=read_day,
        parse_literal=None,
        origin=date,
    ),
    datetime: ScalarDefinition(
        name="DateTime",
        description="An instant, RFC 3339, in UTC when it is ours.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=str,
        parse_value=_read_instant,
        parse_literal=None,
        origin=datetime,
    ),
    Decimal: ScalarDefinition(
        name="Decimal",
        description="A number of arbitrary precision as text in plain decimal digits, such as '12.5'.",
        specified_by_url=None,
        serialize=str,
        parse_value=read_decimal,
        parse_literal=_read_literal,
        origin=Decimal,
    ),
}
"""By the Python type that annotations use."""
