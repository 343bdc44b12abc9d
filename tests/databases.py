"""The databases of a test run: one server, one migrated template, clones of it for those who want one."""

import contextlib
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path
from typing import Protocol, TypeVar, cast

import asyncpg

from service.attaching import Addresses
from service.database import Database
from service.embedded import EmbeddedPostgres
from service.embedded_folder import OWNER_ROLE, SERVICE_ROLE, Folder
from service.errors import DomainError

TEMPLATE = "ikrar"
REFERENCE = "ikrar_reference"
# A test run ends with its server: nothing of it has to survive a power cut.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "512MB",
    "max_connections": "60",
}
Filled = TypeVar("Filled")
_MEMORY = Path("/dev/shm")  # noqa: S108 - a file system to look at, not the name of a file
_ROOM_BYTES = 2_000_000_000


@contextlib.contextmanager
def server_folder() -> Generator[Folder]:
    """Where the server of the run keeps its files: in memory if that has room, otherwise on the disk.

    A clone is some 500 small files that live for a moment; a disk's file system can take ten times as long
    to make and forget them as PostgreSQL takes to fill them.
    """
    place = _MEMORY if _has_room(_MEMORY) else Path(tempfile.gettempdir())
    for abandoned in place.glob("ikrar-test-*"):
        _remove_unless_held(abandoned)
    with tempfile.TemporaryDirectory(prefix="ikrar-test-", dir=place) as name:
        yield Folder(Path(name))


def _has_room(place: Path) -> bool:
    with contextlib.suppress(OSError):
        return os.access(place, os.W_OK) and shutil.disk_usage(place).free > _ROOM_BYTES
    return False


def _remove_unless_held(path: Path) -> None:
    """A run that was killed could not clean up; one that still runs holds its lock."""
    folder = Folder(path)
    with contextlib.suppress(DomainError, OSError):
        folder.lock()
        shutil.rmtree(path, ignore_errors=True)
        folder.unlock()


class _Connection(Protocol):
    """What is used here of a connection of asyncpg, whose own functions have no types."""

    async def execute(self, statement: str) -> str:
        """Run a statement."""
        ...

    async def close(self) -> None:
        """Hang up."""
        ...


_Connect = Callable[[str], Awaitable[_Connection]]
_connect = cast("_Connect", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] - it has no types


class Databases:
    """Makes and drops databases on the server of the run."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._numbers = itertools.count(1)
        self._filled: dict[str, object] = {}

    def addresses(self, name: str) -> Addresses:
        """Where a database is, for each role."""
        folder = self._server.folder
        service, owner = (folder.url(role, name) for role in (SERVICE_ROLE, OWNER_ROLE))
        return Addresses(service=service, owner=owner, logins=folder.logins(name))

    async def copy(self, name: str, template: str = TEMPLATE) -> None:
        """A copy of the template that stays until the server is gone."""
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")

    async def template(
        self, name: str, fill: Callable[[Database], Awaitable[Filled]], template: str = TEMPLATE
    ) -> Filled:
        """A template more, made and filled when it is first asked for; what `fill` said of it then."""
        if name not in self._filled:
            await self.copy(name, template)
            database = await Database.open(self.addresses(name).service, size=2)
            self._filled[name] = await fill(database)
            await database.close()
        return cast("Filled", self._filled[name])

    @contextlib.asynccontextmanager
    async def clone(self, template: str = TEMPLATE) -> AsyncGenerator[Addresses]:
        """A copy of the template for as long as the block runs."""
        name = f"clone_{next(self._numbers)}"
        await self.copy(name, template)
        try:
            yield self.addresses(name)
        finally:
            await self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def _execute(self, statement: str) -> None:
        connection = await _connect(self._server.folder.url(OWNER_ROLE, "postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()
