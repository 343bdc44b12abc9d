"""A small, rich database: every type has rows, nulls stand beside values, and texts are nasty."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from models.base import Base
from service.access.actors import PUBLIC, Actor, Role
from tests.ledger.ground import actor

NOW = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
"""Already the second of March in Makassar, still the second in Jakarta too, the first in London."""
NASTY = 'tab\t quote" back\\slash \x01 \x1f \u2028\u2029 </script> {"a": 1} 100% _ \U0001f476 é'
DAY = date(2025, 6, 19)
Line = dict[str, Any]
Rows = Iterator[tuple[type[Base], list[Line]]]


def key(number: int) -> UUID:
    """A key that is the same in every run."""
    return UUID(int=0x01900000_0000_7000_8000_000000000000 + number)


DINKES, BPBD, DINKES_PPU, DPMPD, DISKOMINFO, NAMESAKE = (key(n) for n in range(1, 7))
POSTS = [key(0x20 + n) for n in range(5)]
MEETINGS = [key(0x30 + n) for n in range(4)]
PLEDGES = [key(0x40 + n) for n in range(9)]
INDICATORS = [key(0x50), key(0x51)]
TARGETS = [key(0x60 + n) for n in range(9)]
REPORTS = [key(0x70 + n) for n in range(7)]

PEOPLE: dict[str, Actor] = {
    "public": PUBLIC,
    "liaison": actor("diskominfo", Role.LIAISON, DISKOMINFO, None, "report"),
    "secretariat": actor("dpmpd", Role.SECRETARIAT, DPMPD, "64", "secretariat"),
    "integration": actor("dashboard", Role.INTEGRATION, None, None, "read"),
}
