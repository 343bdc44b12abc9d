"""The whole examination, from the settings to the ledger; what depends on what is ill is left out."""

from collections.abc import AsyncGenerator

from service.attaching import attached
from service.clock import Clock
from service.database import Database
from service.doctor.classes import of_classes
from service.doctor.database import connected, of_role, of_schema, of_server
from service.doctor.evidence import of_evidence
from service.doctor.findings import Finding, Health, doubtful, well
from service.doctor.ledger import is_served_at, of_ledger, of_proxy
from service.doctor.surroundings import surroundings
from service.settings import Settings


async def examined(settings: Settings, clock: Clock) -> AsyncGenerator[Finding]:
    """Everything that was looked at, as it is found."""
    for finding in surroundings(settings, clock):
        yield finding
    for finding in await of_evidence(settings):
        yield finding
    is_served = await is_served_at(settings)
    where = f"http://{settings.host}:{settings.port}"
    yield (
        well("service", where) if is_served else doubtful("service", f"tidak berjalan di / is not at {where}")
    )
    for finding in await of_proxy(settings):
        yield finding
    async with attached(settings) as addresses:
        async for finding in _of_database(addresses.service, settings, clock, is_served=is_served):
            yield finding


async def _of_database(
    url: str, settings: Settings, clock: Clock, *, is_served: bool
) -> AsyncGenerator[Finding]:
    driver = await connected(url)
    if isinstance(driver, Finding):
        yield driver
        return
    try:
        found = [*await of_server(driver, clock), *await of_role(driver), *await of_schema(driver)]
    finally:
        driver.terminate()
    found += await of_classes(settings)
    for finding in found:
        yield finding
    if any(finding.health is Health.ILL for finding in found):
        return
    database = await Database.open(url, size=1)
    try:
        for finding in await of_ledger(database, settings, is_served=is_served):
            yield finding
    finally:
        await database.close()
