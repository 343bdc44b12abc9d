"""Who writes: sixteen liaisons of as many agencies, each on the targets of its agency in turn."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from benchmarks.reading.measuring import CONNECTIONS
from benchmarks.reading.province import connected
from benchmarks.writing.copies import Copy
from service.access.actors import Role
from service.access.token_text import Token, new_token
from service.access.tokens import NewToken, keep_token
from service.database import Database

MARK = "bench-"
"""What the keys of the benchmark's reports begin with."""
_AGENCIES = """
SELECT lead_agency_id AS agency, array_agg(target.id ORDER BY target.id) AS targets,
  array_agg(target.unit ORDER BY target.id) AS units, (current_date - 1)::text AS day
FROM target JOIN pledge ON pledge.id = pledge_id JOIN indicator ON indicator.id = indicator_id
WHERE execution = 'IN_PROGRESS' AND kind = 'QUANTITY' AND pledged_on < current_date - 1
GROUP BY lead_agency_id ORDER BY count(*) DESC, lead_agency_id LIMIT $1
"""
_EVIDENCE = {"title": "Foto kegiatan", "url": "https://example.go.id/foto.jpg", "sha256": "0" * 64}
_QUANTITIES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Liaison:
    """Reports for an agency, on its targets (each with its unit)."""

    name: str
    agency: uuid.UUID
    token: Token
    targets: tuple[tuple[uuid.UUID, str], ...]
    day: str
    """On which everything that it reports was reached."""


class Writer:
    """A liaison at one server; counts what it sent."""

    def __init__(self, liaison: Liaison) -> None:
        self.liaison = liaison
        self.sent = 0
        self._targets = cycle(liaison.targets)

    def reports(self) -> Iterator[dict[str, Any]]:
        """New reports, one after the other: each target in turn, then all of them again."""
        for target, unit in self._targets:
            self.sent += 1
            key = f"{MARK}{self.liaison.name}-{self.sent}"
            yield {
                "idempotencyKey": key,
                "clientKey": key,
                "targetId": str(target),
                "unit": unit,
                "quantity": str(1 + self.sent % _QUANTITIES),
                "effectiveOn": self.liaison.day,
                "narrative": None,
                "evidence": [_EVIDENCE],
            }


async def liaisons(copy: Copy) -> list[Liaison]:
    """Of the agencies with the most targets that can be reported on, the same in every copy."""
    async with connected(copy.owner_url) as connection:
        rows = await connection.fetch(_AGENCIES, CONNECTIONS)
    return [_liaison(f"w{number}", row) for number, row in enumerate(rows)]


def _liaison(name: str, row: Mapping[str, Any]) -> Liaison:
    targets = tuple(zip(row["targets"], row["units"], strict=True))
    return Liaison(name=name, agency=row["agency"], token=new_token(), targets=targets, day=row["day"])


async def let_in(copy: Copy, found: list[Liaison]) -> None:
    """Give the liaisons their tokens in a copy."""
    database = await Database.open(copy.service_url, size=1)
    try:
        async with database.writing() as session:
            for one in found:
                asked = NewToken(label=one.name, role=Role.LIAISON, agency_id=one.agency)
                await keep_token(session, asked, one.token)
    finally:
        await database.close()
