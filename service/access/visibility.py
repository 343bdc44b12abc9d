"""What each role may see: one select a protected table, from which every list, count and node starts.

The selects depend on the role alone; whose agency and which region is bound by name (`values_of`), so that
a statement built on them can be kept for every actor of the role. What may be seen but not read (an internal
narrative, an address) is NULL in its column, so that a select always has the columns of its table.

Nothing is a draft yet: every pledge is public, and so is what was reported on it.
"""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypedDict

from sqlalchemy import (
    ARRAY,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql import ColumnElement

from models.agency import Person
from models.base import Base
from models.pledge import Pledge, PledgeAgency, PledgeConstraint
from models.record import History
from models.target import Evidence, ProgressReport, Target, Verification
from service.access.actors import Actor, Role

Visible = Select[*tuple[Any, ...]]
"""Rows of one table with all of its columns, by their names."""

ACTOR_AGENCY = bindparam("actor_agency", type_=Uuid(), required=True)
ACTOR_REGION = bindparam("actor_region", type_=Text(), required=True)
ACTOR_LABEL = bindparam("actor_label", type_=Text(), required=True)
ACTOR_ROLE = bindparam("actor_role", type_=Text(), required=True)
ACTOR_SCOPES = bindparam("actor_scopes", type_=ARRAY(Text()), required=True)
_NOTHING = cast(null(), Text())
_ALL_SHOWN: Mapping[str, ColumnElement[Any]] = MappingProxyType({})
_COLLEAGUES = {Role.LIAISON, Role.SECRETARIAT, Role.SYSTEM}
"""Who works with the persons, and so needs their work contacts."""


class Values(TypedDict):
    """What a statement may take of the actor as parameters."""

    actor_agency: uuid.UUID | None
    actor_region: str | None
    actor_label: str
    actor_role: str
    actor_scopes: list[str]


def values_of(actor: Actor) -> Values:
    """The parameters for an actor; a statement takes those that it names."""
    return {
        "actor_agency": actor.agency_id,
        "actor_region": actor.region_code,
        "actor_label": actor.label,
        "actor_role": actor.role.value,
        "actor_scopes": sorted(actor.scopes),
    }


def visible_pledges(role: Role) -> Visible:
    """All pledges; the public is not told the person who is responsible."""
    return _rows(Pledge, {"responsible": _NOTHING} if role is Role.PUBLIC else {})


def visible_targets(role: Role) -> Visible:
    """All targets: those of visible pledges, which all are."""
    del role
    return _rows(Target)


def visible_reports(role: Role) -> Visible:
    """All reports."""
    del role
    return _rows(ProgressReport)


def visible_evidence(role: Role) -> Visible:
    """All evidence, as what was shown and when; how a file itself is fetched is another door."""
    del role
    return _rows(Evidence)


def visible_verifications(role: Role) -> Visible:
    """All verifications."""
    del role
    return _rows(Verification)


def visible_constraints(role: Role) -> Visible:
    """All constraints; the words of an internal one only for those whom it concerns."""
    may_read = or_(~PledgeConstraint.internal, _concerns(role, PledgeConstraint.pledge_id))
    hidden = {
        "narrative": case((may_read, PledgeConstraint.narrative)),
        "resolution": case((may_read, PledgeConstraint.resolution)),
    }
    return _rows(PledgeConstraint, hidden)


def visible_history(role: Role) -> Visible:
    """The changes; internal ones only for those whom they concern, and no person's name for the public."""
    hidden = {"before": _nameless(History.before), "after": _nameless(History.after)}
    rows = _rows(History, hidden if role is Role.PUBLIC else {})
    if role is Role.SYSTEM:
        return rows
    own = History.agency_id == ACTOR_AGENCY if role in {Role.LIAISON, Role.SECRETARIAT} else false()
    return rows.where(or_(~History.internal, own, _concerns(role, History.pledge_id)))


def visible_persons(role: Role) -> Visible:
    """Nobody for the public; work contacts only for those who work with them."""
    if role is Role.PUBLIC:
        return _rows(Person).where(false())
    hidden = {"work_email": _NOTHING, "work_phone": _NOTHING}
    return _rows(Person, {} if role in _COLLEAGUES else hidden)


def _rows(table: type[Base], hidden: Mapping[str, ColumnElement[Any]] = _ALL_SHOWN) -> Visible:
    """All columns of the table, some of them replaced."""
    columns = table.__table__.columns
    return select(*(hidden.get(column.name, column).label(column.name) for column in columns))


def _nameless(changes: InstrumentedAttribute[dict[str, object]]) -> ColumnElement[Any]:
    return changes.op("-", return_type=JSONB())(literal_column("'responsible'"))


def _concerns(role: Role, pledge_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Whether the pledge is a partner agency's liaison's, or lies in the secretariat's region."""
    if role is Role.SYSTEM:
        return true()
    if role is Role.SECRETARIAT:
        return _is_within(pledge_id)
    return _is_partner(pledge_id) if role is Role.LIAISON else false()


def _is_within(pledge_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    # Codes of one level are equally long, so the region around a code is what it begins with.
    pledge = aliased(Pledge, name="covered")
    around = func.left(pledge.region_code, func.length(ACTOR_REGION))
    covered = select(pledge.id).where(and_(pledge.id == pledge_id, around == ACTOR_REGION))
    return exists(covered.correlate(pledge_id.class_))


def _is_partner(pledge_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    pledge = aliased(Pledge, name="led")
    led = select(pledge.id).where(pledge.id == pledge_id, pledge.lead_agency_id == ACTOR_AGENCY)
    beside = aliased(PledgeAgency, name="shared")
    shared = select(beside.pledge_id).where(beside.pledge_id == pledge_id, beside.agency_id == ACTOR_AGENCY)
    return or_(exists(led.correlate(pledge_id.class_)), exists(shared.correlate(pledge_id.class_)))
