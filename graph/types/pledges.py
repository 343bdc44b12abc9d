"""The pledge in the graph: as spoken, as sharpened, and everything that hangs on it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, Select, func, literal_column, select
from strawberry.scalars import JSON

import models
from graph.plan.declaration import (
    Embedded,
    Many,
    One,
    Root,
    Timed,
    column,
    plain,
    planned,
    rooted,
)
from graph.types.agencies import Agency, SpmArea, SpmService
from graph.types.arguments import described
from graph.types.budget_lines import SubActivity
from graph.types.connection import Connection, connection
from graph.types.enumerations import (
    AgencyRole,
    ConstraintReason,
    Execution,
    FundingStage,
    Ingredient,
    Standing,
    Timeliness,
    Verdict,
)
from graph.types.forecasts import Forecast
from graph.types.history import HISTORY, HistoryEntry
from graph.types.meetings import Meeting
from graph.types.node import Node, decimal, identity, instant
from graph.types.places import Posyandu, Region
from graph.types.pledge_scope import SCOPE_POSTS, SCOPE_REGIONS, ScopeFilter, scope_expression, scope_words
from graph.types.steps import PledgeStep
from graph.types.targets import REPORTS, TARGETS, ProgressReport, Target
from service.access.actors import Role
from service.access.bare import bare, rows_of
from service.access.moments import Moment
from service.access.visibility import (
    visible_constraints,
    visible_fundings,
    visible_milestones,
    visible_partners,
    visible_pledges,
)
from service.reading.forecasting import forecast_of
from service.reading.pledge_facts import mean_progress, timeliness
from service.reading.sql import word
from service.reading.steps import standings


@strawberry.type(description="The words as spoken (pernyataan); never rewritten.")
class Statement:
    """A short quote with its speaker and source."""

    quote: str = plain("quote", "The words.")
    speaker: str | None = plain("speaker", "Who spoke, an office-holder.")
    source: str = plain("source", "Where it is reported.")


@strawberry.type(description="How far the promise can be followed (kematangan).")
class Maturity:
    """A score and the named missing ingredients."""

    score: int = plain("maturity", "0 to 100.")
    missing: list[Ingredient] = column("What is missing.", lambda row: func.array_to_json(row.c.missing))


@strawberry.type(description="A percentage of a declared base.")
class RatioTerm:
    """No base known means no amount."""

    percent: Decimal = column("Percent of the base.", decimal("ratio_percent"))
    base: str = plain("ratio_base", "Of what.")
    period: str | None = plain("ratio_period", "In which period.")
    base_amount: Decimal | None = column(
        "The base in rupiah; null when unknown.", decimal("ratio_base_amount")
    )


@strawberry.type(description="An agency in a pledge.")
class PledgeAgency:
    """The lead first, then the others."""

    role: AgencyRole = plain("role", "What it is in the pledge.")
    agency: Agency = planned(One(join=lambda row, child: child.c.id == row.c.agency_id), "Which agency.")


@strawberry.type(description="Where the pledge is to be kept (cakupan lokasi): an expression of places.")
class LocationScope:
    """Named places, whole regions, or words that wait for a person."""

    expression: JSON = column("The expression tree, as LocationScopeInput takes it.", scope_expression)
    words: list[str] = column("Words still to be resolved.", scope_words)
    regions: list[Region] = planned(SCOPE_REGIONS, "The regions it names.")
    posyandus: Connection[Posyandu] = connection(
        SCOPE_POSTS,
        "The posts it comes to, on a day.",
        filter=described(ScopeFilter | None, "Which posts."),
    )


@strawberry.type(description="Why it is stuck (kendala).")
class Constraint(Node):
    """A constraint; the words of an internal one are null for those whom it does not concern."""

    id: strawberry.ID = identity("constraint")
    reason: ConstraintReason = plain("reason", "The reason, from a closed list.")
    narrative: str | None = plain("narrative", "In words.")
    internal: bool = plain("internal", "Whether the words are for the agency and its secretariat only.")
    since_on: date = plain("since_on", "From when.")
    until_on: date | None = plain("until_on", "Until when; null while it is open.")
    resolution: str | None = plain("resolution", "How it was resolved.")
    agency: Agency = planned(One(join=lambda row, child: child.c.id == row.c.agency_id), "Who raised it.")


@strawberry.type(description="A dated step (tahapan).")
class Milestone:
    """A milestone."""

    title: str = plain("title", "What.")
    due_on: date = plain("due_on", "By when.")
    done_on: date | None = plain("done_on", "When it was done.")


@strawberry.type(description="Money of one stage from one source (pendanaan).")
class Funding:
    """Promised money is never added to budgeted money."""

    stage: FundingStage = plain("stage", "Promised, budgeted or realised.")
    source: str = plain("source", "From where.")
    fiscal_year: int | None = plain("fiscal_year", "Fiscal year.")
    amount: Decimal | None = column("Amount; null when unknown.", decimal("amount"))
    currency: str = plain("currency", "IDR.")


def _of_pledge(row: FromClause, child: FromClause) -> ColumnElement[bool]:
    return child.c.pledge_id == row.c.id


def _serves(row: FromClause, area: FromClause) -> ColumnElement[bool]:
    """Whether a pledge serves an area; one of the past brings its areas along."""
    if "areas" in row.c:
        return area.c.code == func.any(row.c.areas)
    listed = bare(models.PledgeArea)
    own = select(listed.c.area_code).where(listed.c.pledge_id == row.c.id)
    return area.c.code.in_(own.correlate(row))


def _fits(row: FromClause) -> ColumnElement[Any]:
    line = bare(models.SubActivity)
    is_province = func.length(row.c.region_code) == literal_column("2")
    fits = (line.c.level == word("PROVINCE")) == is_province
    return select(fits).where(line.c.id == row.c.sub_activity_id).correlate(row).scalar_subquery()


@strawberry.type(description="A pledge (komitmen): an agency's promise, from its words to its verified end.")
class Pledge(Node):
    """The root record."""

    id: strawberry.ID = identity("pledge")
    reference: str = plain("reference", "Stable reference, such as KTM/64/2025/0007.")
    statement: Statement = planned(Embedded(), "As spoken.")
    title: str = plain("title", "In our own normalised words.")
    lead: Agency = planned(One(join=lambda row, child: child.c.id == row.c.lead_agency_id), "Who leads.")
    agencies: list[PledgeAgency] = planned(
        Many(join=_of_pledge, order=lambda child: (child.c.position, child.c.agency_id)),
        "Every agency in it, the lead first.",
    )
    areas: list[SpmArea] = planned(
        Many(
            join=_serves,
            order=lambda child: (child.c.position,),
        ),
        "The SPM areas it serves.",
    )
    service: SpmService | None = planned(
        One(join=lambda row, child: child.c.code == row.c.service_code), "Legal service, when known."
    )
    sub_activity: SubActivity | None = planned(
        One(join=lambda row, child: child.c.id == row.c.sub_activity_id), "Budget line (SIPD), when known."
    )
    sub_activity_fits: bool | None = column(
        "Whether the budget line is of the level of government that the pledge's region is at; false is a "
        "warning, no refusal. Null without a line.",
        _fits,
    )
    made_at: Meeting | None = planned(
        One(join=lambda row, child: child.c.id == row.c.meeting_id), "The meeting where it was made."
    )
    region: Region = planned(One(join=lambda row, child: child.c.code == row.c.region_code), "Whose it is.")
    scope: LocationScope | None = planned(
        Embedded(when=lambda row: row.c.scope.is_not(None)), "Where it is to be kept."
    )
    target_group: str | None = plain("target_group", "For whom.")
    responsible: str | None = plain("responsible", "The person responsible; null for the public.")
    evidence_rule: str | None = plain("evidence_rule", "What will count as evidence.")
    conditions: str | None = plain("conditions", "Conditions that were said with it.")
    fiscal_year: int | None = plain("fiscal_year", "Fiscal year.")
    pledged_on: date = plain("pledged_on", "When it was said, as far as the source tells.")
    due_on: date | None = plain("due_on", "By when.")
    execution: Execution = plain("execution", "What the agency says.")
    verdict: Verdict | None = plain("verdict", "What the secretariat confirmed.")
    timeliness: Timeliness = column(
        "Computed for today in the region's time zone, or for the day that is asked for.", timeliness
    )
    maturity: Maturity = planned(Embedded(), "How far it can be followed.")
    progress: float | None = planned(
        Timed(expression=mean_progress("verified")),
        "Verified: mean of the targets' ratios, each capped at 1; null when nothing is measurable.",
    )
    claimed_progress: float | None = planned(
        Timed(expression=mean_progress("claimed")), "The same of what was claimed."
    )
    forecast: Forecast = planned(
        One(join=lambda row, child: child.c.id == row.c.id, made=forecast_of),
        "When it may be done, by its verified progress; it changes no state.",
    )
    shortfall: str | None = plain("shortfall", "Why it was completed below its targets.")
    ratio: RatioTerm | None = planned(
        Embedded(when=lambda row: row.c.ratio_percent.is_not(None)), "Percent of a declared base."
    )
    targets: Connection[Target] = connection(TARGETS, "What is to be reached where.")
    reports: Connection[ProgressReport] = connection(REPORTS, "What was reported, newest first.")
    constraints: list[Constraint] = planned(
        Many(join=_of_pledge, order=lambda child: (child.c.since_on, child.c.id)),
        "Why it is or was stuck.",
    )
    milestones: list[Milestone] = planned(
        Many(join=_of_pledge, order=lambda child: (child.c.due_on, child.c.id)),
        "Dated steps.",
    )
    fundings: list[Funding] = planned(
        Many(join=_of_pledge, order=lambda child: (child.c.id,)),
        "Money by stage.",
    )
    history: Connection[HistoryEntry] = connection(HISTORY, "Everything that happened, oldest first.")
    predecessor: "Pledge | None" = planned(
        One(join=lambda row, child: child.c.id == row.c.predecessor_id), "Transferred from."
    )
    successor: "Pledge | None" = planned(
        One(join=lambda row, child: child.c.predecessor_id == row.c.id), "Transferred to."
    )
    steps: list[PledgeStep] = planned(
        Many(
            join=lambda row, child: child.c.execution == row.c.execution, order=lambda child: (child.c.place,)
        ),
        "What may be done with it in its state, by somebody.",
    )
    standings: list[Standing] = column("In what capacities whoever asks stands towards it.", standings)
    synthetic: bool = plain("synthetic", "Whether it is made up, for demonstrations and load.")
    version: int = plain("version", "For expectedVersion.")
    recorded_at: datetime = column("When it was recorded.", instant("recorded_at"))


_FIRST: ColumnElement[int] = literal_column("0")
_NEXT: ColumnElement[int] = literal_column("1")


def _agency_rows(_role: Role, moment: Moment) -> Select[Any]:
    lead, other = bare(models.Pledge), rows_of(visible_partners(moment))
    first = select(
        lead.c.id.label("pledge_id"),
        lead.c.lead_agency_id.label("agency_id"),
        word("LEAD").label("role"),
        _FIRST.label("position"),
    )
    others = select(other.c.pledge_id, other.c.agency_id, other.c.role, _NEXT.label("position"))
    both = first.union_all(others).subquery()
    return select(both)


rooted("Pledge", Root(rows=visible_pledges, prefix="pledge"))
rooted("PledgeAgency", Root(rows=_agency_rows))
rooted("Constraint", Root(rows=visible_constraints, prefix="constraint"))
rooted("Milestone", Root(rows=lambda _role, moment: visible_milestones(moment)))
rooted("Funding", Root(rows=lambda _role, moment: visible_fundings(moment)))
