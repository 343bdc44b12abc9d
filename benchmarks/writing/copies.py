"""A database of each server's own: a copy of the synthetic province, gone when the benchmark is."""

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from benchmarks.reading.province import connected
from service.embedded_folder import OWNER_ROLE, SERVICE_ROLE, Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Where it is: for the server, and for whoever owns its tables."""

    service_url: str
    owner_url: str


@contextlib.asynccontextmanager
async def copied(folder: Folder, name: str) -> AsyncGenerator[Copy]:
    """A copy for as long as the block runs; one that a killed benchmark left behind is replaced."""
    database = f"ikrar_{name}"
    async with connected(folder.url(OWNER_ROLE, "postgres")) as cluster:
        await cluster.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        await cluster.execute(f"CREATE DATABASE {database} TEMPLATE ikrar STRATEGY file_copy")
    try:
        yield Copy(service_url=folder.url(SERVICE_ROLE, database), owner_url=folder.url(OWNER_ROLE, database))
    finally:
        async with connected(folder.url(OWNER_ROLE, "postgres")) as cluster:
            await cluster.execute(f"DROP DATABASE {database} WITH (FORCE)")
