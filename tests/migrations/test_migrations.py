"""Up, down and up again give the same schema, and that schema is what the models say."""

import asyncio
import os
import sys

from service.attaching import Addresses
from service.migrating import compare_with_models, downgrade, is_current, upgrade
from service.settings import CHECKOUT


async def test_the_migrated_tables_are_those_of_the_models(own_addresses: Addresses) -> None:
    await compare_with_models(own_addresses.owner)


async def test_every_migration_can_be_taken_back_and_run_again(own_addresses: Addresses) -> None:
    await downgrade(own_addresses.owner, "base")
    assert not await is_current(own_addresses.owner)
    await upgrade(own_addresses.owner)
    await compare_with_models(own_addresses.owner)


async def test_the_service_sees_whether_the_schema_is_its_own(own_addresses: Addresses) -> None:
    assert await is_current(own_addresses.service)


async def test_two_migrators_at_once_wait_for_each_other(own_addresses: Addresses) -> None:
    await downgrade(own_addresses.owner, "base")
    migrators = await asyncio.gather(*(_start_migrator(own_addresses) for _ in range(2)))
    assert [await migrator.wait() for migrator in migrators] == [0, 0]
    assert await is_current(own_addresses.service)


async def _start_migrator(addresses: Addresses) -> asyncio.subprocess.Process:
    environ = {**os.environ, "DATABASE_URL": addresses.service, "OWNER_DATABASE_URL": addresses.owner}
    command = (sys.executable, "-P", "-m", "service", "migrate")
    return await asyncio.create_subprocess_exec(*command, env={**environ, "PYTHONPATH": str(CHECKOUT)})
