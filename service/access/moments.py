"""The moment at which something is read: what was so on a day, as it was known at an instant.

`day` is effective time: the state of the world on that day. `known` is recorded time: what had been written
down by then; what came later, however early it takes effect, is not there. NOW reads the tables as they are.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Both are SQL of a date and of a timestamptz; without `day` it is now, without `known` all is known."""

    day: ColumnElement[Any] | None = None
    known: ColumnElement[Any] | None = None
    is_rolled: bool = False
    """Whether the rollup may be asked where pledges stood on the day, and how far they had come."""

    @property
    def is_now(self) -> bool:
        """Whether the tables as they are say it."""
        return self.day is None


NOW = Moment()
