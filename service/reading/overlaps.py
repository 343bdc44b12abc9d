"""Overlaps: pairs of live pledges of two agencies that offer the same at the same place at the same time.

Two places are the same when one is the other or lies in it. What a pledge offers stands in offers.py, which
periods meet and what a joint effort is, in service/rules/overlaps.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Text,
    Uuid,
    and_,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import distinct_on

from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import NOW, Moment
from service.access.visibility import visible_areas, visible_partners
from service.reading.narrowing import Given
from service.reading.offers import offers_of
from service.reading.places import EVERY_LENGTH, codes_around, places_at
from service.reading.said import standing_overlap_marks
from service.reading.sql import ONE, Rows, all_of, chosen, word
from service.reading.standstill import live_pledges
from service.rules.vocabulary import AgencyRole

MOST_PLEDGES: Final = 20_000
"""How many live pledges one question may hold against each other."""
_FOR_EVER: ColumnElement[Any] = literal_column("DATE 'infinity'")
_MOST: ColumnElement[int] = literal_column(str(MOST_PLEDGES))
_OF_EITHER: Mapping[str, str] = {"agency": "lead_agency_id", "meeting": "meeting_id", "pledge": "id"}
"""What need hold of one of the two only, by the column of a pledge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapQuestion:
    """What was asked; `given` are within, area, agency, meeting, pledge and synthetic, as far as said."""

    name: str
    role: Role
    includes_marked: bool = False
    given: Given = field(default_factory=dict[str, ColumnElement[Any]])
    moment: Moment = NOW

    def cte(self, name: str, rows: Rows) -> CTE:
        """A part of the answer, made once, under a name of its own in the statement."""
        return rows.cte(f"{self.name}_{name}").prefix_with("MATERIALIZED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaps:
    """The pairs, by `one_id` and `other_id` with the `mark_id` of each; and whether they were too many."""

    pairs: CTE
    are_too_many: ColumnElement[bool]


def overlaps(asked: OverlapQuestion) -> Overlaps:
    """Every overlap of the question; the marked ones only if asked for."""
    live = asked.cte("live", _live(asked))
    are_too_many = select(func.count()).select_from(live).scalar_subquery() > _MOST
    offers = offers_of(live, asked.role, asked.moment, asked.given.get("within"))
    met = asked.cte("met", _met(asked.cte("offers", offers), live))
    one, other = live.alias(), live.alias()
    mark = standing_overlap_marks(asked.moment).subquery()
    marked = _once(mark).subquery()
    pair = and_(marked.c.one_id == met.c.one_id, marked.c.other_id == met.c.other_id)
    source = met.join(one, one.c.id == met.c.one_id).join(other, other.c.id == met.c.other_id)
    rows = chosen(*met.c, marked.c.id.label("mark_id")).select_from(source.outerjoin(marked, pair))
    rows = rows.where(*_asked_of_either(asked, one, other), *_are_not_joint(asked, one, other))
    pairs = rows if asked.includes_marked else rows.where(marked.c.id.is_(None))
    return Overlaps(pairs=asked.cte("overlaps", pairs), are_too_many=are_too_many)


def _live(asked: OverlapQuestion) -> Rows:
    """The live pledges that the filter lets in, with their periods."""
    given = {name: value for name, value in asked.given.items() if name not in _OF_EITHER}
    row = live_pledges(asked.role, asked.moment, given).subquery()
    until = func.coalesce(row.c.stopped_on, row.c.due_on, _FOR_EVER).label("until")
    names = ("id", "service_code", "lead_agency_id", "meeting_id", "pledged_on")
    conditions: list[ColumnElement[bool]] = []
    if "within" in given:
        place = places_at(given["within"], asked.moment).subquery()
        conditions.append(row.c.id.in_(select(place.c.pledge_id)))
    if "area" in given:
        area = rows_of(visible_areas(asked.moment))
        conditions.append(row.c.id.in_(select(area.c.pledge_id).where(area.c.area_code == given["area"])))
    return chosen(*(row.c[name] for name in names), until).where(*conditions)


def _met(offers: CTE, live: FromClause) -> Rows:
    """The pairs of pledges that offer the same at the same place while both are at work; each pair once."""
    one, other, narrow = offers.alias(), offers.alias(), offers.alias()
    cut = func.unnest(codes_around(narrow.c.code, EVERY_LENGTH)).table_valued(column("code", Text))
    around = cut.render_derived().lateral()
    inside = chosen(narrow.c.pledge_id, narrow.c.what, around.c.code).distinct()
    lying = inside.select_from(narrow.join(around, true())).subquery()
    at_posts = and_(one.c.posyandu_id == other.c.posyandu_id, one.c.what == other.c.what)
    in_regions = and_(one.c.region_code == lying.c.code, one.c.what == lying.c.what)
    joins = ((other, one.join(other, at_posts)), (lying, one.join(lying, in_regions)))
    arms = [_pairs(one, beside).select_from(joined) for beside, joined in joins]
    pair = all_of(arms).subquery()
    first, second = live.alias(), live.alias()
    source = pair.join(first, first.c.id == pair.c.one_id).join(second, second.c.id == pair.c.other_id)
    return (
        chosen(*pair.c)
        .select_from(source)
        .where(
            first.c.lead_agency_id != second.c.lead_agency_id,
            first.c.pledged_on <= second.c.until,
            second.c.pledged_on <= first.c.until,
        )
        .distinct()
    )


def _pairs(one: FromClause, other: FromClause) -> Rows:
    low, high = (end(one.c.pledge_id, other.c.pledge_id, type_=Uuid()) for end in (func.least, func.greatest))
    rows = chosen(low.label("one_id"), high.label("other_id"))
    return rows.where(one.c.pledge_id != other.c.pledge_id).distinct()


def _once(mark: FromClause) -> Rows:
    """One mark for each pair: at some past moments two may stand."""
    pair = [mark.c.one_id, mark.c.other_id]
    rows = chosen(mark.c.id, *pair).ext(distinct_on(*pair))
    return rows.order_by(*pair, mark.c.marked_on, mark.c.id)


def _asked_of_either(asked: OverlapQuestion, *pledges: FromClause) -> list[ColumnElement[bool]]:
    return [
        or_(*(pledge.c[own] == asked.given[name] for pledge in pledges))
        for name, own in _OF_EITHER.items()
        if name in asked.given
    ]


def _are_not_joint(asked: OverlapQuestion, one: FromClause, other: FromClause) -> list[ColumnElement[bool]]:
    """Whether neither pledge names the agency of the other as one that carries it jointly."""
    return [~_names_jointly(asked, *pair) for pair in ((one, other), (other, one))]


def _names_jointly(asked: OverlapQuestion, pledge: FromClause, other: FromClause) -> ColumnElement[bool]:
    beside = rows_of(visible_partners(asked.moment))
    found = select(ONE).where(
        beside.c.pledge_id == pledge.c.id,
        beside.c.agency_id == other.c.lead_agency_id,
        beside.c.role == word(AgencyRole.JOINT),
    )
    return exists(found.correlate(pledge, other))
