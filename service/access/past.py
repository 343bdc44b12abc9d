"""The tables as they were at a moment, with the columns that they have now; who may see what is elsewhere.

A pledge is its span of that day, and its lists are in the span. What carries a day and an instant of its own
(targets, reports, verifications, constraints, history) is there once both have come. What a target had
reached is added up anew from the reports of that day, as service/ledger/accounting.py does.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Numeric,
    Select,
    Text,
    Uuid,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

import models
from models.base import Base
from service.access.bare import bare
from service.access.moments import Moment
from service.rules.arithmetic import DECIMALS, Aggregation, IndicatorKind
from service.rules.verification import Decision

Past = Select[*tuple[Any, ...]]
_ENDLESS: ColumnElement[Any] = literal_column("'infinity'::timestamptz")
_HUNDRED: ColumnElement[Any] = literal_column("100")
_ZERO: ColumnElement[Any] = literal_column("0")
_ONE: ColumnElement[Any] = literal_column("1")
_DECIMALS: ColumnElement[Any] = literal_column(str(DECIMALS))
_NOTHING: ColumnElement[Any] = cast(null(), Text)
_FIRST: Final = 1
_BROUGHT: Final = ("areas", "sources", "regions", "posts")
_OF_THE_SPAN: Final = frozenset(models.PledgeSpan.__table__.columns.keys()) - {"id", "pledge_id"}


def past_pledges(moment: Moment, hidden: Collection[str] = ()) -> Past:
    """Pledges that had been made by then, as they were; NULL in the hidden columns, which are not looked at.

    They bring the day (`on_day`), their `areas`, where their money comes from (`sources`), and the `regions`
    and `posts` that their scope names.
    """
    pledge = bare(models.Pledge)
    told = [each.name for each in pledge.c if each.name in _OF_THE_SPAN.difference(hidden)]
    span = _span_of(pledge.c.id, moment, *told, *_BROUGHT)
    columns: list[ColumnElement[Any]] = [
        _NOTHING.label(each.name) if each.name in hidden else span.c[each.name] if each.name in told else each
        for each in pledge.c
    ]
    joined = pledge.join(span, true())
    brought = [span.c[name] for name in _BROUGHT]
    return select(*columns, cast(moment.day, Date).label("on_day"), *brought).select_from(joined)


def past_areas(moment: Moment) -> Past:
    """`pledge_id`, `area_code`."""
    span = _spans(moment, "areas")
    area = _each(span.c.areas, "area_code", Text())
    return select(span.c.pledge_id, area.c.area_code).select_from(span.join(area, true()))


def past_sources(moment: Moment) -> Past:
    """`pledge_id`, `source`: where money comes from, each source once a pledge."""
    span = _spans(moment, "sources")
    source = _each(span.c.sources, "source", Text())
    return select(span.c.pledge_id, source.c.source).select_from(span.join(source, true()))


def past_places(moment: Moment) -> Past:
    """`pledge_id`, `posyandu_id`, `region_code`, `source`: of the scope, and of the targets of that day.

    Of all places that a pledge ever had, those that it had then: a join that an index can serve by place.
    """
    place, target = bare(models.PledgePlace), bare(models.Target)
    span = _span_of(place.c.pledge_id, moment, "posts", "regions")
    named = (("posyandu_id", "posts"), ("region_code", "regions"))
    is_named = or_(*(place.c[one] == func.any(span.c[several]) for one, several in named))
    there = or_(*(target.c[name] == place.c[name] for name, _ in named))
    aimed = [target.c.pledge_id == place.c.pledge_id, there, *_has_come(target, moment, "effective_on")]
    is_aimed_at = exists(select(_ONE).select_from(target).where(*aimed).correlate(place))
    of_target = place.c.source == _word("TARGET")
    source = case((of_target, place.c.source), else_=_word("SCOPE")).label("source")
    joined = place.join(span, true())
    found = select(place.c.pledge_id, *(place.c[name] for name, _ in named), source).select_from(joined)
    return found.where(case((of_target, is_aimed_at), else_=is_named))


def past_partners(moment: Moment) -> Past:
    """`pledge_id`, `agency_id`, `role`."""
    span = _spans(moment, "partners")
    pair = func.jsonb_each_text(span.c.partners).table_valued(column("key", Text), column("value", Text))
    each = pair.render_derived().lateral()
    agency = cast(each.c.key, Uuid).label("agency_id")
    return select(span.c.pledge_id, agency, each.c.value.label("role")).select_from(span.join(each, true()))


def past_fundings(moment: Moment) -> Past:
    """The lines of money; `id` tells their order."""
    columns = {
        "stage": Text(),
        "source": Text(),
        "fiscal_year": Integer(),
        "amount": Numeric(),
        "note": Text(),
    }
    span = _spans(moment, "fundings")
    line = _lines(span.c.fundings, columns)
    made = [line.c[name] for name in columns]
    currency = _word("IDR").label("currency")
    return select(_numbered(span, line), span.c.pledge_id, *made, currency).select_from(
        span.join(line, true())
    )


def past_milestones(moment: Moment) -> Past:
    """The dated steps; `id` tells their order."""
    columns = {"title": Text(), "due_on": Date(), "done_on": Date()}
    span = _spans(moment, "milestones")
    line = _lines(span.c.milestones, columns)
    made = [line.c[name] for name in columns]
    return select(_numbered(span, line), span.c.pledge_id, *made).select_from(span.join(line, true()))


def past_targets(moment: Moment) -> Past:
    """Targets of that day, with what had been claimed and verified by then."""
    target, indicator = bare(models.Target), bare(models.Indicator)
    account = _account(target, indicator, moment)
    columns: list[ColumnElement[Any]] = [account.c.get(each.name, each) for each in target.c]
    joined = target.outerjoin(indicator, indicator.c.id == target.c.indicator_id).join(account, true())
    return select(*columns).select_from(joined).where(*_has_come(target, moment, "effective_on"))


def past_verified(moments: Sequence[Moment], target_ids: Past) -> Past:
    """These targets, if anything was verified of them: how much at each moment (`verified0` and on)."""
    target, indicator = bare(models.Target), bare(models.Indicator)
    report, verification = bare(models.ProgressReport), bare(models.Verification)
    proven = and_(
        verification.c.report_id == report.c.id, verification.c.decision == _word(Decision.ACCEPTED)
    )
    source = target.outerjoin(indicator, indicator.c.id == target.c.indicator_id)
    source = source.join(report, report.c.target_id == target.c.id).join(verification, proven)
    counts = [
        and_(*(come for row in (report, verification) for come in _has_come(row, moment, "effective_on")))
        for moment in moments
    ]
    columns = [
        _combined(report, indicator, each).label(f"verified{place}") for place, each in enumerate(counts)
    ]
    asked = [target.c.id.in_(target_ids), or_(*counts)]
    found = select(*target.c, *columns).select_from(source).where(*asked)
    return found.group_by(target.c.id, indicator.c.id)


def past_reports(moment: Moment) -> Past:
    """Reports that had taken effect and had been recorded."""
    return _come(models.ProgressReport, moment, "effective_on")


def past_verifications(moment: Moment) -> Past:
    """Verifications that had taken effect and had been recorded."""
    return _come(models.Verification, moment, "effective_on")


def past_history(moment: Moment) -> Past:
    """What had happened and had been recorded."""
    return _come(models.History, moment, "effective_on")


def past_constraints(moment: Moment) -> Past:
    """Constraints that had begun; one that ended later was open."""
    table = bare(models.PledgeConstraint)
    is_over = [table.c.until_on <= moment.day]
    is_over += [] if moment.known is None else [table.c.resolved_at <= moment.known]
    hidden = {
        name: case((and_(*is_over), table.c[name])) for name in ("until_on", "resolution", "resolved_at")
    }
    columns = [hidden.get(each.name, each).label(each.name) for each in table.c]
    return select(*columns).where(*_has_come(table, moment, "since_on"))


def past_steps(moment: Moment) -> Past:
    """`pledge_id`, `effective_on`: the days on which pledges changed, as known then, up to the day."""
    span = bare(models.PledgeSpan)
    asked = _is_known(span, moment)
    asked += [] if moment.is_now else [span.c.from_on <= moment.day]
    return select(span.c.pledge_id, span.c.from_on.label("effective_on")).where(*asked)


def _account(target: FromClause, indicator: FromClause, moment: Moment) -> FromClause:
    """What the reports of a target come to, claimed and verified; NULL out of none.

    It is a subselect that aggregates, so that PostgreSQL computes it once a target, and of the two only what
    is read.
    """
    report = bare(models.ProgressReport)
    verification = bare(models.Verification)
    judged = and_(verification.c.report_id == report.c.id, *_has_come(verification, moment, "effective_on"))
    is_returned = verification.c.decision == _word(Decision.RETURNED)
    is_proof = verification.c.decision == _word(Decision.ACCEPTED)
    is_claim = or_(verification.c.decision.is_(None), ~is_returned)
    asked = [report.c.target_id == target.c.id, *_has_come(report, moment, "effective_on")]
    found = select(
        _combined(report, indicator, is_claim).label("claimed"),
        _combined(report, indicator, is_proof).label("verified"),
    )
    source = report.outerjoin(verification, judged)
    return found.select_from(source).where(*asked).correlate(target, indicator).lateral()


def _combined(report: FromClause, indicator: FromClause, counts: ColumnElement[bool]) -> ColumnElement[Any]:
    """The reports that count, by the indicator's way to add up over time."""
    quantity, way = report.c.quantity, indicator.c.over_periods
    numerator = func.sum(report.c.numerator).filter(counts)
    denominator = func.sum(report.c.denominator).filter(counts)
    shares = func.round(_HUNDRED * numerator / func.nullif(denominator, _ZERO), _DECIMALS)
    order = (report.c.effective_on.desc(), report.c.recorded_at.desc(), report.c.id.desc())
    is_latest = way == _word(Aggregation.LATEST)
    newest = func.array_agg(aggregate_order_by(quantity, *order)).filter(and_(is_latest, counts))
    adds = way.in_([_word(Aggregation.SUM), _word(Aggregation.MEAN)])
    return case(
        (and_(indicator.c.kind == _word(IndicatorKind.PERCENTAGE), adds), shares),
        (way == _word(Aggregation.SUM), func.sum(quantity).filter(counts)),
        (way == _word(Aggregation.MEAN), func.round(func.avg(quantity).filter(counts), _DECIMALS)),
        (way == _word(Aggregation.MAX), func.max(quantity).filter(counts)),
        else_=newest[_FIRST],
    )


def _spans(moment: Moment, name: str) -> FromClause:
    """What held on the day as it was known: one row for each pledge that was there, with one of its lists."""
    span = bare(models.PledgeSpan)
    holds = [span.c.from_on <= moment.day, span.c.until_on > moment.day]
    return select(span.c.pledge_id, span.c[name]).where(*holds, *_is_known(span, moment)).subquery()


def _span_of(pledge_id: ColumnElement[Any], moment: Moment, *names: str) -> FromClause:
    """The same for one pledge: days leave no gap, so it is the last that had begun, which an index finds."""
    span = bare(models.PledgeSpan)
    begun = [span.c.pledge_id == pledge_id, span.c.from_on <= moment.day, *_is_known(span, moment)]
    last = select(*(span.c[name] for name in names)).where(*begun).order_by(span.c.from_on.desc()).limit(_ONE)
    return last.correlate_except(span).lateral()


def _is_known(span: FromClause, moment: Moment) -> list[ColumnElement[bool]]:
    if moment.known is None:
        return [span.c.known_until == _ENDLESS]
    return [span.c.known_from <= moment.known, span.c.known_until > moment.known]


def _has_come(row: FromClause, moment: Moment, day: str) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [row.c[day] <= moment.day]
    return asked if moment.known is None else [*asked, row.c.recorded_at <= moment.known]


def _come(table: type[Base], moment: Moment, day: str) -> Past:
    row = bare(table)
    return select(*row.c).where(*_has_come(row, moment, day))


def _each(values: ColumnElement[Any], name: str, kind: Any) -> FromClause:  # noqa: ANN401 - a type of SQL
    return func.unnest(values).table_valued(column(name, kind)).render_derived().lateral()


def _lines(values: ColumnElement[Any], columns: Mapping[str, Any]) -> FromClause:
    """The objects of a list as rows of these columns, with their `place`."""
    line = func.jsonb_array_elements(values).table_valued("line", with_ordinality="place")
    each = line.render_derived().lateral()
    made = [cast(each.c.line.op("->>")(name), kind).label(name) for name, kind in columns.items()]
    return select(each.c.place, *made).select_from(each).lateral()


def _numbered(span: FromClause, line: FromClause) -> ColumnElement[Any]:
    """An id for a line of a list: that of its pledge, and its place."""
    place = func.lpad(cast(line.c.place, Text), literal_column("5"), _word("0"))
    return func.concat(cast(span.c.pledge_id, Text), _word("/"), place).label("id")


def _word(text: str) -> ColumnElement[Any]:
    quoted: ColumnElement[Any] = literal_column(f"'{text}'")
    return quoted
