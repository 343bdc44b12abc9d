"""The connections of a class of trust: few, opened when they are first needed, and bounded in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from service.pool import Pool
from service.readers import Readers, Row
from service.trust import Trust
from service.writers import Writer, writers

_SECONDS: Final[Mapping[Trust, int]] = {
    Trust.PUBLIC: 3,
    Trust.LIAISON: 5,
    Trust.SECRETARIAT: 15,
    Trust.ADMINISTRATOR: 15,
    Trust.WORKER: 10,
}
"""How long a statement may take. What the worker writes may take longer: it builds and folds the rollup."""
_ALONE: Final = {"jit": "off", "max_parallel_workers_per_gather": "0"}
"""No reading is given a second core: starting a process for it takes longer than most of them take."""
_FOR_ITS_VALUES: Final = {"plan_cache_mode": "force_custom_plan"}
"""After five times PostgreSQL takes a plan for any values, if it thinks it no dearer: docs/decisions/0009."""
_AT_A_DESK: Final = frozenset({Trust.SECRETARIAT, Trust.ADMINISTRATOR})
"""Few people write in these classes at a time."""
_WAITING: Final = {"lock_timeout": "2s"}


class Questions(Protocol):
    """Who answers questions: Readers, or somebody in front of them."""

    async def fetchrow(self, query: str, *args: object) -> Row | None:
        """The first row of the answer, or nothing."""
        ...

    async def close(self) -> None:
        """Close every connection, after what they are doing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """Those of one class."""

    reads: Questions
    counts: Questions
    """For readings that go over many rows: planned each time for their very values."""
    writers: Pool[Writer]

    async def close(self) -> None:
        """Let go of all of them, after what they are doing."""
        await self.writers.close()
        await self.counts.close()
        await self.reads.close()


def settings_of_readings(trust: Trust) -> dict[str, str]:
    """How a class reads."""
    return _ALONE | {"statement_timeout": f"{_SECONDS[trust]}s"}


def connections(trust: Trust, url: str, size: int, *, takes_role: bool) -> Connections:
    """At most `size` for readings of the public, half of it for those of others; half as many for counts.

    Who takes the role logs in as somebody else, and is the class from then on.
    """
    role = {"role": trust.role} if takes_role else {}
    reading = settings_of_readings(trust) | role
    writing = _WAITING | role
    if trust is not Trust.WORKER:
        writing["statement_timeout"] = reading["statement_timeout"]
    reads = size if trust is Trust.PUBLIC else -(-size // 2)
    return Connections(
        reads=Readers(url, reads, reading),
        counts=Readers(url, -(-reads // 2), reading | _FOR_ITS_VALUES),
        writers=writers(url, size if trust in _AT_A_DESK else 2 * size, writing),
    )
