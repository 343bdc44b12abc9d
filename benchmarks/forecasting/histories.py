"""Made-up histories to forecast on: provinces in small, by dice of their own, gone once they are read."""

import contextlib
import tempfile
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from pathlib import Path

from seeds.reference import seed_reference
from seeds.synthetic.seeding import seed_synthetic
from seeds.synthetic.shape import Shape
from service.database import Database
from service.embedded import embedded
from service.embedded_folder import Folder
from service.migrating import upgrade

_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "512MB"}
"""Nothing of it has to survive a power cut."""
_THIRD = Shape(
    name="third",
    provinces=("64",),
    share=0.35,
    posyandu=1_200,
    agencies=133,
    pledges=2_333,
    targets=16_667,
    reports=56_667,
)
"""Of the synthetic province."""


@contextlib.asynccontextmanager
async def history(seed: int, tell: Callable[[str], None]) -> AsyncGenerator[Database]:
    """The history of a seed, as the service reads it, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="ikrar-history-") as name:
        async with embedded(Folder(Path(name)), _OPTIONS) as server:
            await upgrade(server.owner_url)
            await _fill(server.owner_url, seed, tell)
            database = await Database.open(server.service_url, size=1)
            try:
                yield database
            finally:
                await database.close()


async def _fill(url: str, seed: int, tell: Callable[[str], None]) -> None:
    database = await Database.open(url, size=1)
    try:
        await seed_reference(database, tell)
        await seed_synthetic(database, replace(_THIRD, name=f"third, seed {seed}", seed=seed), tell)
    finally:
        await database.close()
