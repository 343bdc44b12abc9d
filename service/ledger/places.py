"""The places that a pledge names, flattened into rows for counting; what a scope says is in the rules."""

import uuid

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from models import Pledge, PledgePlace, Posyandu, Region
from service.database import WriteSession
from service.errors import not_found
from service.rules.location_scope import Places, Scope, places


async def check_places(session: WriteSession, scope: Scope) -> None:
    """Refuse a scope that names a region or a post that is not there; the first of them is named."""
    named = places(scope)
    codes = named.regions | named.within
    known = frozenset(await session.scalars(select(Region.code).where(Region.code.in_(codes))))
    for code in sorted(codes - known):
        raise not_found(f"Wilayah / Region {code}", "scope")
    posts = frozenset(uuid.UUID(post) for post in named.posyandu)
    found = frozenset(await session.scalars(select(Posyandu.id).where(Posyandu.id.in_(posts))))
    for post in sorted(posts - found):
        raise not_found(f"Posyandu {post}", "scope")


async def lay_out_scope(session: WriteSession, pledge: Pledge, scope: Scope | None) -> None:
    """Put the scope's places in the stead of those of the scope before, which are kept as former ones."""
    mine = PledgePlace.pledge_id == pledge.id
    named = Places() if scope is None else places(scope)
    posts, codes = [uuid.UUID(post) for post in named.posyandu], named.regions | named.within
    again = or_(PledgePlace.posyandu_id.in_(posts), PledgePlace.region_code.in_(codes))
    await session.execute(
        update(PledgePlace).where(mine, PledgePlace.source == "SCOPE").values(source="FORMER")
    )
    await session.execute(delete(PledgePlace).where(mine, PledgePlace.source == "FORMER", again))
    rows = [_place(pledge, "SCOPE", post=post) for post in sorted(posts)]
    rows += [_place(pledge, "SCOPE", region=code) for code in sorted(codes)]
    await _put(session, rows)


async def lay_out_targets(
    session: WriteSession, pledge: Pledge, places_of_targets: list[tuple[uuid.UUID | None, str | None]]
) -> None:
    """Add the places of new targets."""
    rows = [_place(pledge, "TARGET", post=post, region=region) for post, region in places_of_targets]
    await _put(session, rows)


def _place(
    pledge: Pledge, source: str, *, post: uuid.UUID | None = None, region: str | None = None
) -> dict[str, object]:
    return {"pledge_id": pledge.id, "source": source, "posyandu_id": post, "region_code": region}


async def _put(session: WriteSession, rows: list[dict[str, object]]) -> None:
    if rows:
        await session.execute(insert(PledgePlace).on_conflict_do_nothing(), rows)
