"""Proves the ledger: recomputes the whole chain and names what was altered, removed, inserted or reordered.

It reads in one snapshot, row by row through a cursor, so that a ledger of any size fits. What a chain inside
the database cannot show, that its end was cut off or that all of it was made anew by who has the key, is
shown by seals that were exported before: give them as `exported`.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import RowMapping, Select, Text, cast, select, text

from models.record import History, HistoryLink, HistorySeal
from service.database import ReadSession
from service.ledger.chain import COLUMNS
from service.ledger.seals import Seal, is_genuine, seal_of
from service.ledger.walking import Fault, Finding, Walk

_FETCHED: Final = 2_000
_NO_KEYS: Final[Mapping[bytes, int]] = {}
_MOST_NAMED: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What came out: how much was recomputed, and what was found."""

    links: int
    seals: int
    unsealed: int
    """Rows that are not linked yet: those of the last seconds, when a service is running."""
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


async def prove(
    session: ReadSession,
    public_key: bytes | None,
    exported: Sequence[Seal] = (),
    retired: Mapping[bytes, int] = _NO_KEYS,
) -> Proof:
    """Recompute everything; `public_key`, when known, must have signed, or one that was retired since."""
    await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    seals = await all_seals(session)
    walk = Walk([*seals, *exported])
    async for row in _streamed(session, _LINKS):
        walk.step(row)
    findings = [*walk.findings, *walk.unmet(), *_bad_seals([*seals, *exported], public_key, retired)]
    if public_key is not None and walk.links > max((seal.position for seal in seals), default=0):
        findings.append(Finding(fault=Fault.BAD_SEAL, position=walk.links))
    next_xid = int(str(await session.scalar(_NEXT_XID)))
    unsealed = 0
    async for row in _streamed(session, _UNLINKED):
        if walk.may_follow(row, next_xid):
            unsealed += 1
        else:
            findings.append(Finding(fault=Fault.INSERTED, history_id=row["id"]))
    kept = tuple(findings[:_MOST_NAMED])
    return Proof(links=walk.links, seals=len(seals), unsealed=unsealed, findings=kept)


async def all_seals(session: ReadSession) -> list[Seal]:
    """Every seal, in order."""
    rows = await session.scalars(select(HistorySeal).order_by(HistorySeal.position))
    return [seal_of(row) for row in rows]


_NEXT_XID: Final = text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
_LINKS: Final[Select[*tuple[Any, ...]]] = (
    select(
        HistoryLink.position,
        HistoryLink.history_id,
        HistoryLink.content,
        HistoryLink.digest,
        *COLUMNS,
    )
    .outerjoin(History, History.id == HistoryLink.history_id)
    .order_by(HistoryLink.position)
)
_UNLINKED: Final[Select[*tuple[Any, ...]]] = (
    select(History.id, cast(History.xid, Text).label("xid"))
    .outerjoin(HistoryLink, HistoryLink.history_id == History.id)
    .where(HistoryLink.position.is_(None))
    .order_by(History.id)
)


async def _streamed(session: ReadSession, rows: Select[*tuple[Any, ...]]) -> AsyncGenerator[RowMapping]:
    """The rows through a cursor of the server, some thousands at a time."""
    result = await session.stream(rows, execution_options={"yield_per": _FETCHED})
    async for row in result.mappings():
        yield row


def _bad_seals(
    seals: Sequence[Seal], public_key: bytes | None, retired: Mapping[bytes, int]
) -> list[Finding]:
    bad = {seal.position for seal in seals if not is_genuine(seal, public_key, retired)}
    return [Finding(fault=Fault.BAD_SEAL, position=position) for position in sorted(bad)]
