"""Links settled history rows into the chain and signs its head; behind the writes, never inside them.

A row is settled when no transaction that could still come before it is running: its xid is below the
snapshot's xmin. Rows are linked in (xid, id) order, the order in which they can be read without missing any.
A chain inside the write transaction would make every writer wait for every other; the price of sealing
behind it is a window of seconds in which a row is not sealed yet.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)

from models.record import History, HistoryLink, HistorySeal, Xid8
from service.database import ReadSession, WriteSession
from service.ledger.chain import COLUMNS, GENESIS, content_of, linked, sealed_words
from service.ledger.seal_key import SealKey, SealKeyFile, replace_seal_key
from service.statements import Statement, compiled, inserted, inserted_all
from service.units import Row, rows, send

_BATCH: Final = 1_000
_ONE: Final[ColumnElement[int]] = literal_column("1")
_OURS: Final[ColumnElement[int]] = literal_column(str(0x696B_7261_7201))
"""Of PostgreSQL's advisory locks ours: one sealer at a time, however many workers."""
_XMIN: Final[ColumnElement[int]] = literal_column("pg_snapshot_xmin(pg_current_snapshot())", Xid8())
_XMAX: Final[ColumnElement[int]] = literal_column("pg_snapshot_xmax(pg_current_snapshot())", Xid8())

_WAIT: Final = compiled(select(func.pg_advisory_xact_lock(_OURS)))
_LOCK: Final = compiled(select(func.pg_try_advisory_xact_lock(_OURS).label("is_ours")))


def _standing() -> Statement:
    """One row: the chain's head, up to where it is sealed, and the last linked row that is still there."""
    last = HistoryLink.position.desc()
    nothing = select(_ONE).subquery("nothing")
    head = select(HistoryLink.position, HistoryLink.digest).order_by(last).limit(_ONE).subquery("head")
    frontier = select(cast(History.xid, Text).label("xid"), History.id)
    frontier = frontier.join(HistoryLink, HistoryLink.history_id == History.id)
    there = frontier.order_by(last).limit(_ONE).subquery("frontier")
    sealed = select(func.max(HistorySeal.position)).scalar_subquery().label("sealed")
    found = select(head.c.position, head.c.digest, there.c.xid, there.c.id, sealed)
    joined = nothing.outerjoin(head, true()).outerjoin(there, true())
    return compiled(found.select_from(joined))


def _next(wanted: ColumnElement[bool]) -> Statement:
    """The next rows to link, in order: those that are `wanted` after the frontier, and settled."""
    # A row that is visible although its transaction has not begun was written in another cluster.
    is_settled = or_(History.xid < _XMIN, History.xid >= _XMAX)
    found = select(*COLUMNS).where(wanted, is_settled).order_by(History.xid, History.id)
    return compiled(found.limit(bindparam("most", type_=BigInteger)))


_STANDING: Final = _standing()
_XID: Final[ColumnElement[int]] = cast(bindparam("xid", type_=Text), Xid8())
_ID: Final = bindparam("id", type_=BigInteger)
_FIRST: Final = _next(true())
_NEXT: Final = _next(tuple_(History.xid, History.id) > tuple_(_XID, _ID))
_NEWEST: Final = select(func.max(HistoryLink.history_id)).scalar_subquery()
_NEXT_OF_ANOTHER_LIFE: Final = _next(and_(_XID >= _XMAX, History.id > _NEWEST))
"""A dump restored into a new cluster: the counter of transactions began anew, the one of rows went on."""


async def seal(
    session: WriteSession, key: SealKey | SealKeyFile | None, now: datetime, most: int = _BATCH
) -> int:
    """Link at most so many settled rows, and sign the head when there is a key; how many were linked.

    Zero as well when another worker is at it.
    """
    (lock,) = await rows(session, _LOCK)
    if not lock["is_ours"]:
        return 0
    (standing,) = await rows(session, _STANDING)
    position, digest = standing["position"] or 0, standing["digest"] or GENESIS
    links = _links(position, digest, await _settled(session, standing, most))
    if links:
        await send(session, inserted_all(HistoryLink, links))
        position, digest = position + len(links), links[-1]["digest"]
    if key is not None and position != (standing["sealed"] or 0):
        words = sealed_words(position, digest, now)
        # The key of this moment: whoever replaces it holds the lock as well.
        held = key.held()
        signed = {"position": position, "digest": digest, "signature": held.sign(words)}
        await send(session, inserted(HistorySeal, **signed, public_key=held.public, sealed_at=now))
    return len(links)


async def replace_key(session: WriteSession, file: Path, now: datetime) -> tuple[SealKey, int]:
    """Seal with the key in the file for the last time, then put a new one there; up to where the old counts.

    Nobody seals meanwhile, and whoever seals next finds the new key. If the last seal is lost with this
    transaction, the new key signs that position: the chain has no gap either way.
    """
    await rows(session, _WAIT)
    key = SealKeyFile(file)
    while await seal(session, key, now):
        pass
    (standing,) = await rows(session, _STANDING)
    position = standing["position"] or 0
    return replace_seal_key(file, position), position


async def _settled(session: ReadSession, standing: Row, most: int) -> Sequence[Row]:
    """The next rows to link, in order."""
    if standing["id"] is None:
        return await rows(session, _FIRST, most=most)
    after = {"xid": standing["xid"], "id": standing["id"]}
    found = await rows(session, _NEXT, **after, most=most)
    return found or await rows(session, _NEXT_OF_ANOTHER_LIFE, xid=standing["xid"], most=most)


def _links(position: int, digest: bytes, found: Sequence[Row]) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = []
    for place, each in enumerate(found, start=position + 1):
        content = content_of(each)
        digest = linked(digest, content)
        links.append({"position": place, "history_id": each["id"], "content": content, "digest": digest})
    return links
