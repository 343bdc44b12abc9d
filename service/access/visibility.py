"""What each role may see: one select a protected table, from which every list, count and node starts.

The selects depend on the role and the moment alone; whose agency and which region is bound by name
(`values_of`), so that a statement built on them can be kept for every actor of the role. What may be seen but
not read (an internal narrative, an address) is NULL in its column, so that a select always has the columns of
its table.

Nothing is a draft yet: every pledge is public, and so is what was reported on it.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    FromClause,
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
from sqlalchemy.sql import ColumnElement

from models.agency import Person
from models.base import Base
from models.evidence_file import EvidenceFile
from models.pledge import (
    ConstraintWords,
    Funding,
    Milestone,
    Pledge,
    PledgeAgency,
    PledgeArea,
    PledgeConstraint,
    PledgePlace,
)
from models.record import History
from models.target import Evidence, ProgressReport, Target, Verification
from service.access.actors import Actor, Role
from service.access.bare import bare, bare_table, rows_of, whole
from service.access.moments import NOW, Moment
from service.access.past import (
    past_areas,
    past_constraints,
    past_fundings,
    past_history,
    past_milestones,
    past_partners,
    past_places,
    past_pledges,
    past_reports,
    past_sources,
    past_steps,
    past_targets,
    past_verifications,
)
from service.rules.policy import TRUST, Condition, Sight, sees
from service.trust import Trust

Visible = Select[*tuple[Any, ...]]
"""Rows of one table with all of its columns, by their names."""

ACTOR_AGENCY = bindparam("actor_agency", type_=Uuid(), required=True)
ACTOR_REGION = bindparam("actor_region", type_=Text(), required=True)
ACTOR_LABEL = bindparam("actor_label", type_=Text(), required=True)
ACTOR_ROLE = bindparam("actor_role", type_=Text(), required=True)
ACTOR_SCOPES = bindparam("actor_scopes", type_=ARRAY(Text()), required=True)
_NOTHING = cast(null(), Text())
_FORMER: ColumnElement[str] = literal_column("'FORMER'")
_DOOR: tuple[ColumnElement[str], ...] = (literal_column("'account'"), literal_column("'api_token'"))


def values_of(actor: Actor) -> dict[str, object]:
    """The parameters for an actor; a statement takes those that it names, and those of TOLD.

    What is read depends on no account or token, so that those of one office share it.
    """
    return {
        **actor.guise.told,
        "told_actor": "",
        "actor_agency": actor.agency_id,
        "actor_region": actor.region_code,
        "actor_label": actor.label,
        "actor_role": actor.role.value,
        "actor_scopes": sorted(actor.scopes),
    }


def tells_who_asks(role: Role, names: Collection[str]) -> bool:
    """Whether PostgreSQL has to be told who asks: when the statement names it, and at the door."""
    if TRUST[role] in {Trust.PUBLIC, Trust.WORKER}:
        return False
    return bool(sees(role, Sight.DOOR)) or any(who.key in names for who in (ACTOR_AGENCY, ACTOR_REGION))


def visible_pledges(role: Role, moment: Moment = NOW) -> Visible:
    """All pledges; the public is not told the person who is responsible."""
    hidden = () if sees(role, Sight.RESPONSIBLE) else ("responsible",)
    return _rows(Pledge, *hidden) if moment.is_now else past_pledges(moment, hidden)


def visible_areas(moment: Moment = NOW) -> Visible:
    """The areas of every pledge: `pledge_id`, `area_code`."""
    return _rows(PledgeArea) if moment.is_now else past_areas(moment)


def visible_places(moment: Moment = NOW) -> Visible:
    """The places of every pledge: `pledge_id`, and a `posyandu_id` or a `region_code`."""
    if moment.is_now:
        return _rows(PledgePlace).where(bare_table(PledgePlace).c.source != _FORMER)
    return past_places(moment)


def visible_partners(moment: Moment = NOW) -> Visible:
    """The agencies beside the lead of every pledge: `pledge_id`, `agency_id`, `role`."""
    return _rows(PledgeAgency) if moment.is_now else past_partners(moment)


def visible_steps(moment: Moment = NOW) -> Visible:
    """The days on which every pledge was recorded or changed: `pledge_id`, `effective_on`."""
    return past_steps(moment)


def visible_fundings(moment: Moment = NOW) -> Visible:
    """The money of every pledge."""
    return _rows(Funding) if moment.is_now else past_fundings(moment)


def visible_sources(moment: Moment = NOW) -> Visible:
    """Where the money of every pledge comes from: `pledge_id`, `source`; a source may come twice."""
    money = bare_table(Funding)
    return select(money.c.pledge_id, money.c.source) if moment.is_now else past_sources(moment)


def visible_milestones(moment: Moment = NOW) -> Visible:
    """The dated steps of every pledge."""
    return _rows(Milestone) if moment.is_now else past_milestones(moment)


def visible_targets(role: Role, moment: Moment = NOW) -> Visible:
    """All targets: those of visible pledges, which all are."""
    del role
    return _rows(Target) if moment.is_now else past_targets(moment)


def visible_reports(role: Role, moment: Moment = NOW) -> Visible:
    """All reports."""
    del role
    return _rows(ProgressReport) if moment.is_now else past_reports(moment)


def visible_evidence(role: Role, moment: Moment = NOW) -> Visible:
    """All evidence, as what was shown and when; the files themselves are for fewer (`visible_files`)."""
    del role, moment  # it came with its report
    return _rows(Evidence)


def visible_files(role: Role) -> Visible:
    """What is kept of the files behind reports that are seen; none of those that no report shows yet."""
    shown = rows_of(visible_evidence(role))
    file = EvidenceFile
    rows = select(file.id, file.name, file.media_type, file.size_bytes, file.sha256).join(
        shown, shown.c.file_id == file.id
    )
    return rows if sees(role, Sight.FILES) else rows.where(false())


def visible_verifications(role: Role, moment: Moment = NOW) -> Visible:
    """All verifications."""
    del role
    return _rows(Verification) if moment.is_now else past_verifications(moment)


def visible_constraints(role: Role, moment: Moment = NOW) -> Visible:
    """All constraints; the words of an internal one only for those whom it concerns."""
    rows = _rows(PledgeConstraint) if moment.is_now else past_constraints(moment)
    if not sees(role, Sight.INTERNAL):
        return rows
    row, words = rows.subquery(), bare(ConstraintWords)
    are_theirs = and_(words.c.constraint_id == row.c.id, _concerns(role, words.c.pledge_id, words))
    said = {
        "narrative": func.coalesce(row.c.narrative, words.c.narrative),
        "resolution": case(
            (row.c.resolved_at.is_not(None), func.coalesce(row.c.resolution, words.c.resolution))
        ),
    }
    columns = (said.get(each.name, each).label(each.name) for each in row.c)
    return select(*columns).select_from(row.outerjoin(words, are_theirs))


def visible_history(role: Role, moment: Moment = NOW) -> Visible:
    """The changes; internal ones only for those whom they concern, and no person's name for the public."""
    row = (_rows(History) if moment.is_now else past_history(moment)).subquery()
    is_nameless = not sees(role, Sight.RESPONSIBLE)
    hidden = {name: _nameless(row.c[name]) for name in ("before", "after")} if is_nameless else {}
    rows = select(*(hidden.get(column.name, column).label(column.name) for column in row.c))
    if Condition.ALWAYS in sees(role, Sight.INTERNAL):
        return rows
    own = row.c.agency_id == ACTOR_AGENCY if role in {Role.LIAISON, Role.SECRETARIAT} else false()
    return rows.where(or_(~row.c.internal, own, _concerns(role, row.c.pledge_id, row)))


def visible_at_the_door(role: Role) -> Visible:
    """What happened at the door; nothing at all for those whom it is not for."""
    rows = _rows(History).where(bare_table(History).c.subject.in_(_DOOR))
    return rows if sees(role, Sight.DOOR) else rows.where(false())


def visible_persons(role: Role) -> Visible:
    """Nobody for the public; work contacts only for those who work with them."""
    if role is Role.PUBLIC:
        return _rows(Person).where(false())
    hidden = () if sees(role, Sight.CONTACTS) else ("work_email", "work_phone")
    return _rows(Person, *hidden)


@cache
def _rows(table: type[Base], *hidden: str) -> Visible:
    """All columns of the table, some of them empty."""
    return _hiding(whole(table), *hidden)


def _hiding(rows: Visible, *hidden: str) -> Visible:
    """The rows, some columns of them empty."""
    if not hidden:
        return rows
    columns = rows.selected_columns
    return rows.with_only_columns(
        *(_NOTHING.label(one.name) if one.name in hidden else one for one in columns)
    )


def _nameless(changes: ColumnElement[Any]) -> ColumnElement[Any]:
    return changes.op("-", return_type=JSONB())(literal_column("'responsible'"))


def _concerns(role: Role, pledge_id: ColumnElement[Any], row: FromClause) -> ColumnElement[bool]:
    """Whether whoever asks sees what is internal to the pledge, as the policy has it."""
    return or_(
        false(), *(_HOLDS[condition](pledge_id, row) for condition in sorted(sees(role, Sight.INTERNAL)))
    )


def _is_within(pledge_id: ColumnElement[Any], row: FromClause) -> ColumnElement[bool]:
    # Codes of one level are equally long, so the region around a code is what it begins with.
    return func.starts_with(_of_pledge("region_code", pledge_id, row), ACTOR_REGION)


def _leads(pledge_id: ColumnElement[Any], row: FromClause) -> ColumnElement[bool]:
    return _of_pledge("lead_agency_id", pledge_id, row) == ACTOR_AGENCY


def _of_pledge(name: str, pledge_id: ColumnElement[Any], row: FromClause) -> ColumnElement[Any]:
    """What the row's pledge has there: one row by its key, where EXISTS may be made a scan of all."""
    pledge = bare_table(Pledge).alias("whose")
    found = select(pledge.c[name]).where(pledge.c.id == pledge_id)
    return found.correlate(row).scalar_subquery()


def _takes_part(pledge_id: ColumnElement[Any], row: FromClause) -> ColumnElement[bool]:
    beside = bare_table(PledgeAgency).alias("shared")
    its_own = (beside.c.pledge_id == pledge_id, beside.c.agency_id == ACTOR_AGENCY)
    shared = select(beside.c.pledge_id).where(*its_own)
    return exists(shared.correlate(row))


_HOLDS: Mapping[Condition, Callable[[ColumnElement[Any], FromClause], ColumnElement[bool]]] = {
    Condition.ALWAYS: lambda _pledge_id, _row: true(),
    Condition.LEADS: _leads,
    Condition.TAKES_PART: _takes_part,
    Condition.WITHIN: _is_within,
}
