"""Links settled history rows into the chain and signs its head; behind the writes, never inside them.

A row is settled when no transaction that could still come before it is running: its xid is below the
snapshot's xmin. Rows are linked in (xid, id) order, the order in which they can be read without missing any.
A chain inside the write transaction would make every writer wait for every other; the price of sealing
behind it is a window of seconds in which a row is not sealed yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Text,
    and_,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
    tuple_,
)

from models.record import History, HistoryLink, HistorySeal, Xid8
from service.database import ReadSession, WriteSession
from service.ledger.chain import COLUMNS, GENESIS, content_of, linked, sealed_words
from service.ledger.seal_key import SealKey
from service.statements import inserted_all, send

_BATCH: Final = 1_000
_LOCK: Final = 0x696B_7261_7201
"""Of PostgreSQL's advisory locks ours: one sealer at a time, however many workers."""

_XMIN: Final[ColumnElement[int]] = literal_column("pg_snapshot_xmin(pg_current_snapshot())", Xid8())
_XMAX: Final[ColumnElement[int]] = literal_column("pg_snapshot_xmax(pg_current_snapshot())", Xid8())


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain ends: how many links, and the last digest."""

    position: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The last linked row that is still there; None in front of the first."""

    xid: str
    id: int


async def seal(session: WriteSession, key: SealKey | None, now: datetime, most: int = _BATCH) -> int:
    """Link at most so many settled rows, and sign the head when there is a key; how many were linked.

    Zero as well when another worker is at it.
    """
    if not await session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK}):
        return 0
    head = await _head(session)
    rows = await _settled(session, most)
    links = _links(head, rows)
    if links:
        await send(session, inserted_all(HistoryLink, links))
        head = await _head(session)
    if key is not None:
        await _sign(session, key, head, now)
    return len(links)


async def _head(session: ReadSession) -> Head:
    last = select(HistoryLink.position, HistoryLink.digest).order_by(HistoryLink.position.desc()).limit(1)
    found = (await session.execute(last)).one_or_none()
    return Head(position=0, digest=GENESIS) if found is None else Head(position=found[0], digest=found[1])


async def frontier(session: ReadSession) -> Frontier | None:
    """The row that the last link is of."""
    last = (
        select(cast(History.xid, Text), History.id)
        .join(HistoryLink, HistoryLink.history_id == History.id)
        .order_by(HistoryLink.position.desc())
        .limit(1)
    )
    found = (await session.execute(last)).one_or_none()
    return None if found is None else Frontier(xid=found[0], id=found[1])


async def _settled(session: ReadSession, most: int) -> Sequence[RowMapping]:
    """The next rows to link, in order."""
    after = await frontier(session)
    rows = await _rows(session, _is_after(after), most)
    if rows or after is None:
        return rows
    # A dump restored into a new cluster: the counter of transactions began anew, the one of rows went on.
    newest = select(func.max(HistoryLink.history_id)).scalar_subquery()
    is_of_another_life = cast(literal(after.xid, Text()), Xid8()) >= _XMAX
    return await _rows(session, and_(is_of_another_life, History.id > newest), most)


def _is_after(after: Frontier | None) -> ColumnElement[bool]:
    if after is None:
        return true()
    place = tuple_(cast(literal(after.xid, Text()), Xid8()), literal(after.id))
    return tuple_(History.xid, History.id) > place


async def _rows(session: ReadSession, wanted: ColumnElement[bool], most: int) -> Sequence[RowMapping]:
    # A row that is visible although its transaction has not begun was written in another cluster.
    is_settled = or_(History.xid < _XMIN, History.xid >= _XMAX)
    rows = select(*COLUMNS).where(wanted, is_settled).order_by(History.xid, History.id).limit(most)
    return (await session.execute(rows)).mappings().all()


def _links(head: Head, rows: Sequence[RowMapping]) -> list[dict[str, object]]:
    links: list[dict[str, object]] = []
    digest = head.digest
    for position, row in enumerate(rows, start=head.position + 1):
        content = content_of(row)
        digest = linked(digest, content)
        links.append({"position": position, "history_id": row["id"], "content": content, "digest": digest})
    return links


async def _sign(session: WriteSession, key: SealKey, head: Head, now: datetime) -> None:
    """Seal the head, unless it is sealed (or there is nothing)."""
    sealed = await session.scalar(select(func.coalesce(func.max(HistorySeal.position), 0)))
    if sealed == head.position:
        return
    seal_row = HistorySeal(
        position=head.position,
        digest=head.digest,
        signature=key.sign(sealed_words(head.position, head.digest, now)),
        public_key=key.public,
        sealed_at=now,
    )
    session.add(seal_row)
    await session.flush()
