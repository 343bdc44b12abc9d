"""Files kept in a bucket of any service that speaks S3, by obstore."""

import contextlib
import uuid
from collections.abc import AsyncGenerator, AsyncIterable, Generator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from service.errors import DomainError, ErrorCode, invalid
from service.exchange.evidence.store import place_of

_REGION: Final = "us-east-1"
"""What those say that have no regions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the bucket is and with which key; the secret is left out of what it prints."""

    endpoint: str
    bucket: str
    prefix: str
    region: str
    key_id: str
    secret: str = field(repr=False)


def address_of(url: str) -> Address:
    """As EVIDENCE_S3_URL has it: https://key:secret@host/bucket/prefix?region=name."""
    parts = urlsplit(url)
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if not (parts.scheme in {"http", "https"} and parts.hostname and parts.username and bucket):
        # The value is not repeated: it holds a secret.
        message = (
            "EVIDENCE_S3_URL harus berbentuk https://kunci:rahasia@host/ember. "
            "/ EVIDENCE_S3_URL must look like https://key:secret@host/bucket."
        )
        raise invalid(message, "EVIDENCE_S3_URL")
    _, _, host = parts.netloc.rpartition("@")
    return Address(
        endpoint=f"{parts.scheme}://{host}",
        bucket=bucket,
        prefix=prefix,
        region=parts.query.removeprefix("region=") or _REGION,
        key_id=unquote(parts.username),
        secret=unquote(parts.password or ""),
    )


class Bucket:
    """A Store. Objects are whole or not there, as S3 has it."""

    def __init__(self, address: Address) -> None:
        self._store = S3Store(
            address.bucket,
            prefix=address.prefix or None,
            endpoint=address.endpoint,
            region=address.region,
            access_key_id=address.key_id,
            secret_access_key=address.secret,
            client_options={"allow_http": address.endpoint.startswith("http:"), "connect_timeout": "5s"},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
        )

    async def keep(self, key: uuid.UUID, source: Path) -> None:
        """Send it; what is at the key already is replaced by the same."""
        with _away_is_unavailable():
            await obstore.put_async(self._store, place_of(key), source)

    async def read(self, key: uuid.UUID, start: int, size: int) -> AsyncGenerator[bytes]:
        """Asked for at once; taken as it comes."""
        with _away_is_unavailable():
            found = await obstore.get_async(
                self._store, place_of(key), options={"range": (start, start + size)}
            )
        return _pieces(found.stream())

    async def remove(self, key: uuid.UUID) -> None:
        """Delete it."""
        with _away_is_unavailable():
            await obstore.delete_async(self._store, place_of(key))


async def _pieces(stream: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
    async for piece in stream:
        yield piece


@contextlib.contextmanager
def _away_is_unavailable() -> Generator[None]:
    try:
        yield
    except BaseError as error:
        message = "Tempat berkas tidak dapat dicapai; coba lagi. / Files cannot be reached now; try again."
        raise DomainError(ErrorCode.UNAVAILABLE, message) from error
