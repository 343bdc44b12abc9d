"""Two copies of one database, with the policies up and down, and who asks and reports there."""

import contextlib
import itertools
import uuid
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.reading.province import connected
from benchmarks.writing.copies import copied
from benchmarks.writing.liaisons import Liaison, liaisons
from service.access.actors import PUBLIC, Actor, Role
from service.database import Database, WriteSession
from service.embedded_folder import OWNER_ROLE, Folder
from service.ledger.idempotency import once
from service.ledger.reports import Filed, ReportProgress, report_progress

_DOWN = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', name);
  END LOOP;
END $$
"""
_SECRETARIAT = """
SELECT agency_id, left(region_code, 2) FROM verification JOIN pledge ON pledge.id = pledge_id LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A copy, each class with a login of its own; who asks there, and what can be reported."""

    database: Database
    owner_url: str
    logins: dict[str, str]
    people: dict[str, Actor]
    reporting: Iterator[tuple[Actor, ReportProgress]]

    async def report(self) -> None:
        """Hand in the next report, as the service does."""
        actor, asked = next(self.reporting)

        async def work(session: WriteSession) -> Filed:
            return await report_progress(session, actor, asked)

        await once(self.database, actor, "reportProgress", str(asked.client_key), asked, work)


@contextlib.asynccontextmanager
async def side(data: Path, name: str, *, is_up: bool) -> AsyncGenerator[Side]:
    """One of the two for as long as the block runs."""
    folder = Folder(data)
    async with copied(folder, name) as copy:
        found = await liaisons(copy)
        async with connected(copy.owner_url) as connection:
            if not is_up:
                await connection.execute(_DOWN)
            await connection.execute("ANALYZE")
            ((desk, region),) = await connection.fetch(_SECRETARIAT)
        logins = folder.logins(f"ikrar_{name}")
        database = await Database.open(copy.service_url, size=1, logins=logins)
        people = {
            "public": PUBLIC,
            "liaison": _liaison(found[0]),
            "secretariat": _actor("secretariat", Role.SECRETARIAT, desk, region),
            "leadership": _actor("leadership", Role.LEADERSHIP, None, region),
        }
        try:
            yield Side(
                database=database,
                owner_url=folder.url(OWNER_ROLE, f"ikrar_{name}"),
                logins={who: logins[actor.guise.trust] for who, actor in people.items()},
                people=people,
                reporting=_reports(found),
            )
        finally:
            await database.close()


def _actor(name: str, role: Role, agency: uuid.UUID | None, region: str | None) -> Actor:
    return Actor(kind="TOKEN", id=name, label=name, role=role, agency_id=agency, region_code=region)


def _liaison(one: Liaison) -> Actor:
    return _actor(one.name, Role.LIAISON, one.agency, None)


def _reports(found: list[Liaison]) -> Iterator[tuple[Actor, ReportProgress]]:
    """Of each liaison in turn, so that nobody is told to a connection twice running."""
    targets = {one.name: itertools.cycle(one.targets) for one in found}
    for number, one in enumerate(itertools.cycle(found)):
        target, unit = next(targets[one.name])
        yield (
            _liaison(one),
            ReportProgress(
                target_id=target,
                unit=unit,
                effective_on=date.fromisoformat(one.day),
                quantity=Decimal(1 + number % 9),
                client_key=f"walls-{number}",
            ),
        )
