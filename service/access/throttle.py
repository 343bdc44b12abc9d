"""Holds back who tries too often to sign in: a bucket for each account and for each address, in PostgreSQL.

A try fills its buckets by one, and they drain with time; a full one takes no more. What is kept of an account
that was tried is a digest of the words that were typed, whether it exists or not: they may be a password.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from models.sign_in import SignInThrottle
from service.database import WriteSession

_FORGOTTEN: Final = timedelta(days=1)
_PREFIX: Final = 64
"""One household of IPv6 has so many bits of an address in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """What a try fills: so many tries at once, then one whenever so many seconds have passed."""

    key: str
    holds: int
    seconds: float


def account_bucket(email: str) -> Bucket:
    """Ten tries, then one every two minutes."""
    digest = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    return Bucket(key=f"account {digest}", holds=10, seconds=120)


def address_bucket(address: str) -> Bucket:
    """Sixty tries, for an office behind one address, then one every five seconds."""
    return Bucket(key=f"address {_network(address)}", holds=60, seconds=5)


def mail_bucket(email: str) -> Bucket:
    """Three mails, then one every hour: nobody's mailbox is filled by others."""
    digest = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    return Bucket(key=f"mail {digest}", holds=3, seconds=3_600)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, _PREFIX), strict=False))
    return str(found)


async def seconds_to_wait(session: WriteSession, *buckets: Bucket) -> float:
    """Fill the buckets by one try; the seconds until there is room again, zero when there was.

    A bucket that is full is not filled further: who goes on trying does not wait for ever. They are filled in
    one order, so that two tries never wait for each other.
    """
    await session.execute(
        delete(SignInThrottle).where(SignInThrottle.filled_at < func.now() - literal(_FORGOTTEN))
    )
    waits = [await _fill(session, bucket) for bucket in sorted(buckets, key=lambda bucket: bucket.key)]
    return max(waits)


async def _fill(session: WriteSession, bucket: Bucket) -> float:
    passed = func.extract("epoch", func.clock_timestamp() - SignInThrottle.filled_at)
    drained = func.greatest(SignInThrottle.level - passed / bucket.seconds, 0.0)
    first = insert(SignInThrottle).values(key=bucket.key, level=1.0, filled_at=func.clock_timestamp())
    filled = first.on_conflict_do_update(
        index_elements=[SignInThrottle.key],
        set_={"level": drained + 1.0, "filled_at": func.clock_timestamp()},
        where=drained + 1.0 <= bucket.holds,
    )
    if await session.scalar(filled.returning(SignInThrottle.level)) is not None:
        return 0.0
    level = await session.scalar(select(drained).where(SignInThrottle.key == bucket.key))
    return max((float(level or 0) + 1 - bucket.holds) * bucket.seconds, 1.0)


async def empty(session: WriteSession, bucket: Bucket) -> None:
    """Forget the tries: the last one was right."""
    await session.execute(delete(SignInThrottle).where(SignInThrottle.key == bucket.key))
