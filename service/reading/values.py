"""The values of each axis: all that there are under a filter, so that an empty cell is shown as empty.

Closed lists are whole; places are those inside `within` (or around it, where the axis is wider); agencies and
meetings those of the region asked about, and whoever else has a pledge under the filter; years and sources
of money those that occur. Each select has
`value`, `label`, `village` for posts, and the columns of its order.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Text,
    and_,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
)

import models
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import visible_sources
from service.reading.axes import MatrixAxis
from service.reading.narrowing import Given
from service.reading.places import holds, regions_of
from service.reading.sql import Rows, chosen
from service.rules.lifecycle import Execution
from service.rules.region_code import RegionLevel
from service.rules.timeliness import Timeliness
from service.rules.verification import Verdict
from service.rules.vocabulary import AgencyKind

Values = Callable[[Given, FromClause, Moment], Rows]
"""From the filter, the pledges under it and when that was, to the values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Universe:
    """The values of an axis and the names of the columns that put them in order."""

    values: Values
    order: Sequence[str]
    is_of_pledges: bool = False
    """Whether some of them are values because pledges have them."""


def _words(words: Iterable[str]) -> Universe:
    """A closed list in its own order; which word people read is the client's."""
    listed = ", ".join(f"'{word}'" for word in words)
    array: ColumnElement[Any] = literal_column(f"ARRAY[{listed}]")

    def values(_given: Given, _pledges: FromClause, _moment: Moment) -> Rows:
        each = func.unnest(array).table_valued(_VALUE, with_ordinality="place").render_derived()
        place = cast(each.c.place, Integer).label("place")
        return chosen(each.c.value, each.c.value.label("label"), place)

    return Universe(values=values, order=("place",))


def _agencies(given: Given, pledges: FromClause, _moment: Moment) -> Rows:
    agency = bare(models.Agency)
    columns = (
        agency.c.id.label("value"),
        agency.c.short_name.label("label"),
        agency.c.region_code,
        agency.c.code,
    )
    asked = [agency.c[own] == given[name] for name, own in _OF_AGENCY if name in given]
    near = [holds(cast(given[name], Text), agency.c.region_code) for name in _AROUND if name in given]
    asked += [or_(and_(*near), agency.c.id.in_(select(pledges.c.lead_agency_id)))] if near else []
    return chosen(*columns).where(*asked)


def _meetings(given: Given, pledges: FromClause, _moment: Moment) -> Rows:
    meeting = bare(models.Meeting)
    day = func.coalesce(meeting.c.held_on, meeting.c.reported_on, _NO_DAY).label("day")
    asked = [meeting.c.id == given["meeting"]] if "meeting" in given else []
    near = [holds(cast(given[name], Text), meeting.c.region_code) for name in _AROUND if name in given]
    asked += [or_(and_(*near), meeting.c.id.in_(select(pledges.c.meeting_id)))] if near else []
    return chosen(meeting.c.id.label("value"), meeting.c.title.label("label"), day).where(*asked)


def _areas(_given: Given, _pledges: FromClause, _moment: Moment) -> Rows:
    area = bare(models.SpmArea)
    return chosen(area.c.code.label("value"), area.c.name.label("label"), area.c.position.label("place"))


def _regions(level: RegionLevel) -> Universe:
    def values(given: Given, _pledges: FromClause, _moment: Moment) -> Rows:
        region = regions_of(level, given.get("within")).subquery()
        return chosen(region.c.code.label("value"), region.c.name.label("label"))

    return Universe(values=values, order=("value",))


def _posts(given: Given, _pledges: FromClause, _moment: Moment) -> Rows:
    post = bare(models.Posyandu)
    village = post.c.village_code.label("village")
    asked = [holds(cast(given["within"], Text), post.c.village_code)] if "within" in given else []
    asked += [post.c.id == given["posyandu"]] if "posyandu" in given else []
    return chosen(post.c.id.label("value"), post.c.name.label("label"), village).where(*asked)


def _years(_given: Given, pledges: FromClause, _moment: Moment) -> Rows:
    year = pledges.c.fiscal_year
    return chosen(year.label("value"), cast(year, Text).label("label")).where(year.is_not(None)).distinct()


def _sources_of_money(_given: Given, pledges: FromClause, moment: Moment) -> Rows:
    if "funding_source" in pledges.c:
        source = pledges.c.funding_source
        return chosen(source.label("value"), source.label("label"))
    money = rows_of(visible_sources(moment))
    kept = money.c.pledge_id.in_(select(pledges.c.id))
    return chosen(money.c.source.label("value"), money.c.source.label("label")).where(kept).distinct()


_VALUE: ColumnElement[str] = column("value", Text)
_OF_AGENCY = (("agency", "id"), ("agencyKind", "kind"))
_AROUND = ("region", "within")
_NO_DAY: ColumnElement[date] = literal_column("DATE '0001-01-01'")
UNIVERSES: dict[MatrixAxis, Universe] = {
    MatrixAxis.AGENCY: Universe(values=_agencies, order=("region_code", "code", "value"), is_of_pledges=True),
    MatrixAxis.AGENCY_KIND: _words(AgencyKind),
    MatrixAxis.SPM_AREA: Universe(values=_areas, order=("place",)),
    MatrixAxis.PROVINCE: _regions(RegionLevel.PROVINCE),
    MatrixAxis.REGENCY: _regions(RegionLevel.REGENCY),
    MatrixAxis.DISTRICT: _regions(RegionLevel.DISTRICT),
    MatrixAxis.VILLAGE: _regions(RegionLevel.VILLAGE),
    MatrixAxis.POSYANDU: Universe(values=_posts, order=("village", "value")),
    MatrixAxis.MEETING: Universe(values=_meetings, order=("day", "value"), is_of_pledges=True),
    MatrixAxis.FISCAL_YEAR: Universe(values=_years, order=("value",), is_of_pledges=True),
    MatrixAxis.FUNDING_SOURCE: Universe(values=_sources_of_money, order=("value",), is_of_pledges=True),
    MatrixAxis.EXECUTION: _words(Execution),
    MatrixAxis.VERDICT: _words(Verdict),
    MatrixAxis.TIMELINESS: _words(Timeliness),
}
