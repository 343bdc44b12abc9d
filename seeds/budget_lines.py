"""The budget lines of SIPD that fit the pledges of 2025; the whole list comes by `./run import`."""

from seeds.listing import DATA, Listing, edition_of
from service.database import WriteSession
from service.exchange.sub_activities import load_sub_activities

_FILE = DATA / "sub_activity.csv"
_VERSION = "SIPD export 2026-01-23"


def budget_lines() -> Listing:
    """Six lines of one export."""

    async def load(session: WriteSession) -> int:
        return (await load_sub_activities(session, _FILE, _VERSION)).rows

    return Listing(edition=edition_of("sub_activity", _VERSION, _FILE.read_bytes()), load=load)
