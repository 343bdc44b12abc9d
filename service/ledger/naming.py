"""Names of places that nobody knows: kept while they wait, and what a person says they mean."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from models.place import PlaceName, Region
from service.access.actors import Actor
from service.database import WriteSession
from service.errors import invalid, not_found
from service.ledger.door import Doing, note, now_at
from service.rules.policy import refuse_unless_ever_allowed
from service.rules.region_code import RegionLevel, is_within
from service.rules.wording import checked_text

_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlace:
    """Which village a name means, within its region."""

    place_name_id: uuid.UUID
    region_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissPlaceName:
    """Why a name is no village's."""

    place_name_id: uuid.UUID
    reason: str


async def keep_unknown(session: WriteSession, names: Sequence[tuple[str, str]], source: str) -> None:
    """Let names wait: pairs of the region's code and the words. Those that wait already are seen again."""
    rows = [
        {"id": uuid7(), "within_code": within_code, "words": words, "source": source}
        for within_code, words in names
    ]
    wanted = insert(PlaceName).values(rows)
    again = {"source": wanted.excluded.source, "seen_at": func.now()}
    key = [PlaceName.within_code, func.lower(PlaceName.words)]
    await session.execute(wanted.on_conflict_do_update(index_elements=key, set_=again))


async def name_place(session: WriteSession, actor: Actor, asked: NamePlace) -> PlaceName:
    """From now on files may call the village so; said again, the last word counts."""
    name = await _hold(session, actor, "namePlace", asked.place_name_id)
    village = await session.get(Region, asked.region_code)
    if village is None or village.retired_at is not None:
        raise not_found("Wilayah / Region", "regionCode")
    if village.level != RegionLevel.VILLAGE.value or not is_within(village.code, name.within_code):
        message = (
            f"Yang dimaksud harus desa di {name.within_code}. "
            f"/ What is meant must be a village in {name.within_code}."
        )
        raise invalid(message, "regionCode")
    name.region_code, name.reason = village.code, None
    await session.flush()
    await _tell(session, actor, name, Doing.PLACE_NAMED)
    return name


async def dismiss_place_name(session: WriteSession, actor: Actor, asked: DismissPlaceName) -> PlaceName:
    """The name is no village's: files that call one so are refused with the reason."""
    name = await _hold(session, actor, "dismissPlaceName", asked.place_name_id)
    name.region_code, name.reason = None, checked_text(asked.reason, ("reason",), _REASON)
    await session.flush()
    await _tell(session, actor, name, Doing.NAME_DISMISSED)
    return name


async def _hold(session: WriteSession, actor: Actor, action: str, key: uuid.UUID) -> PlaceName:
    refuse_unless_ever_allowed(actor.role, action)
    name = await session.scalar(select(PlaceName).where(PlaceName.id == key).with_for_update())
    if name is None:
        raise not_found("Nama tempat / place name", "placeNameId")
    return name


async def _tell(session: WriteSession, actor: Actor, name: PlaceName, doing: Doing) -> None:
    after = {"words": name.words, "within": name.within_code, "region": name.region_code}
    whose, now = uuid.UUID(actor.id), await now_at(session)
    await note(session, actor, whose, doing, now, after=after, reason=name.reason)
