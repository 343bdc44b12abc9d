"""The questions of the graph: root fields and their arguments. The planner answers; no resolver here runs."""

from typing import Any, cast

import strawberry
from sqlalchemy import ColumnElement, FromClause, true

from graph.limits import LIMITS
from graph.plan.declaration import Arguments, Asked, Composed, Lookup, Many, One, planned
from graph.plan.identity import uuid_of
from graph.types.accounts import ACCOUNTS, Account, AccountFilter
from graph.types.agencies import AGENCIES, Agency, AgencyBy, AgencyFilter, SpmArea
from graph.types.arguments import LOOKING_BACK, PAGING, described, takes
from graph.types.audit import AUDIT, AuditEntry, AuditFilter
from graph.types.budget_lines import SUB_ACTIVITIES, SubActivity, SubActivityFilter
from graph.types.connection import Connection, connection
from graph.types.enumerations import MatrixAxis
from graph.types.gap_list import GAPS, GapFilter
from graph.types.gaps import Gap
from graph.types.matrix import Matrix
from graph.types.matrix_changes import MatrixChanges
from graph.types.matrix_changes_plan import compose_changes, read_changes
from graph.types.matrix_plan import PAGE, compose_matrix, read_matrix
from graph.types.matrix_points import MatrixPoint
from graph.types.meetings import MEETINGS, Meeting, MeetingFilter
from graph.types.node import Node
from graph.types.overlaps import OVERLAPS, Overlap, OverlapFilter
from graph.types.place_names import PLACE_NAMES, PlaceName, PlaceNameFilter
from graph.types.places import POSYANDUS, REGIONS, Posyandu, PosyanduBy, PosyanduFilter, Region, RegionFilter
from graph.types.pledge_list import NARROWED, PLEDGES, PledgeBy, PledgeFilter
from graph.types.pledges import Pledge
from graph.types.reports import ALL_REPORTS, ReportFilter
from graph.types.requests import PLEDGE_REQUESTS, PledgeRequest, PledgeRequestFilter
from graph.types.targets import ProgressReport
from graph.types.tokens import TOKENS, Token, TokenFilter
from graph.types.viewer import VIEWER, Viewer


def _one(read: Any, where: Any) -> One:  # noqa: ANN401 - functions of the planner's shapes
    return One(join=lambda _row, _child: true(), arguments=read, where=where)


def _by_code(arguments: Arguments) -> Asked:
    return Asked(values={"code": arguments["code"]})


def _has_code(child: FromClause, parameter: Any, _shape: object) -> ColumnElement[bool]:  # noqa: ANN401 - see One
    return child.c.code == parameter("code")


def read_by(prefix: str) -> Any:  # noqa: ANN401 - see One
    """Reads a @oneOf argument `by`: an id, a natural key, or an object of parts of one."""

    def read(arguments: Arguments) -> Asked:
        (name, value), *_ = arguments["by"].items()
        if name == "id":
            return Asked(shape="id", values={"id": uuid_of(value, prefix)})
        parts = cast("dict[str, object]", value) if isinstance(value, dict) else {name: value}
        return Asked(shape=tuple(parts), values={f"by_{part}": text for part, text in parts.items()})

    return read


def find_by(columns: dict[str, str]) -> Any:  # noqa: ANN401 - see One
    """The condition for what read_by read; `columns` maps a part to its column."""

    def where(child: FromClause, parameter: Any, shape: Any) -> ColumnElement[bool]:  # noqa: ANN401 - see One
        if shape == "id":
            return child.c.id == parameter("id")
        condition: ColumnElement[bool] = true()
        for part in shape:
            condition &= child.c[columns[part]] == parameter(f"by_{part}")
        return condition

    return where


def _by_meeting(arguments: Arguments) -> Asked:
    return Asked(shape="id", values={"id": uuid_of(arguments["id"], "meeting")})


@strawberry.type(description="The questions.")
class Query:
    """Root of every read operation."""

    viewer: Viewer | None = planned(VIEWER, "Who asks; null for the public.")
    node: Node | None = planned(
        Lookup(is_list=False), "Any object by its id.", resolver=takes(id=described(strawberry.ID, "The id."))
    )
    nodes: list[Node | None] = planned(
        Lookup(is_list=True),
        "Objects by their ids, at most 100, null where there is none.",
        resolver=takes(ids=described(list[strawberry.ID], "At most 100.")),
    )
    region: Region | None = planned(
        _one(_by_code, _has_code),
        "A region by its dotted Kemendagri code.",
        resolver=takes(code=described(str, "Such as 64.09.")),
    )
    regions: Connection[Region] = connection(
        REGIONS,
        "Regions by code.",
        filter=described(RegionFilter | None, "What it must be."),
    )
    spm_areas: list[SpmArea] = planned(
        Many(join=lambda _row, _child: true(), order=lambda child: (child.c.position,)),
        "The six areas in the official order, then the cross-cutting one.",
    )
    sub_activities: Connection[SubActivity] = connection(
        SUB_ACTIVITIES,
        "Budget lines by export, level and code.",
        filter=described(SubActivityFilter | None, "What it must be."),
    )
    agency: Agency | None = planned(
        _one(read_by("agency"), find_by({"region": "region_code", "code": "code"})),
        "One agency.",
        resolver=takes(by=described(AgencyBy, "Which one.")),
    )
    agencies: Connection[Agency] = connection(
        AGENCIES,
        "Agencies by region and code.",
        filter=described(AgencyFilter | None, "What it must be."),
    )
    posyandu: Posyandu | None = planned(
        _one(read_by("posyandu"), find_by({"registrationNumber": "registration_number"})),
        "One post.",
        resolver=takes(by=described(PosyanduBy, "Which one.")),
    )
    posyandus: Connection[Posyandu] = connection(
        POSYANDUS,
        "Posts by village.",
        filter=described(PosyanduFilter | None, "What it must be."),
    )
    meeting: Meeting | None = planned(
        _one(_by_meeting, find_by({})),
        "A meeting by its id.",
        resolver=takes(id=described(strawberry.ID, "The id.")),
    )
    meetings: Connection[Meeting] = connection(
        MEETINGS,
        "Meetings, newest first.",
        filter=described(MeetingFilter | None, "What it must be."),
    )
    pledge: Pledge | None = planned(
        _one(read_by("pledge"), find_by({"reference": "reference"})),
        "One pledge.",
        resolver=takes(by=described(PledgeBy, "Which one."), **LOOKING_BACK),
    )
    pledges: Connection[Pledge] = connection(PLEDGES, "Pledges, by reference unless told.", **NARROWED)
    matrix: Matrix = planned(
        Composed(read=read_matrix, compose=compose_matrix),
        "Pledges counted over two axes. `first` and `after` page the rows, 0 to 100; there are at most "
        f"{LIMITS.columns} columns, and more are refused; totals are of the whole filter.",
        resolver=takes(
            rows=described(MatrixAxis, "What the rows are."),
            columns=described(MatrixAxis, "What the columns are."),
            filter=described(PledgeFilter | None, "Which pledges are counted."),
            first=described(int | None, "How many rows, 0 to 100."),
            after=described(str | None, "The cursor of a row after which to begin."),
            **LOOKING_BACK,
            defaults={"first": PAGE},
        ),
    )
    gaps: Connection[Gap] = planned(
        GAPS,
        "What is missing: places where nothing is promised or nothing moves, by place and area; then "
        "agencies that promised nothing in their area; then those that came and promised nothing.",
        resolver=takes(filter=described(GapFilter | None, "Which gaps."), **LOOKING_BACK, **PAGING),
    )
    overlaps: Connection[Overlap] = planned(
        OVERLAPS,
        "What is promised twice: pairs of pledges, the oldest first.",
        resolver=takes(filter=described(OverlapFilter | None, "Which overlaps."), **LOOKING_BACK, **PAGING),
    )
    pledge_requests: Connection[PledgeRequest] = connection(
        PLEDGE_REQUESTS,
        "Requests for a pledge, by the day on which an answer is due.",
        filter=described(PledgeRequestFilter | None, "What it must be."),
    )
    reports: Connection[ProgressReport] = connection(
        ALL_REPORTS,
        "Reports, the oldest first: by the day that they are of, then as they were recorded.",
        filter=described(ReportFilter | None, "What it must be."),
    )
    audit: Connection[AuditEntry] = connection(
        AUDIT,
        "What happened at the door, newest first: for administrators, and empty for everybody else.",
        filter=described(AuditFilter | None, "What it must be."),
    )
    accounts: Connection[Account] = connection(
        ACCOUNTS,
        "Who may come in, by address: for administrators, and empty for everybody else.",
        filter=described(AccountFilter | None, "What it must be."),
    )
    tokens: Connection[Token] = connection(
        TOKENS,
        "Which programs may ask, the newest first: for administrators, and empty for everybody else.",
        filter=described(TokenFilter | None, "What it must be."),
    )
    place_names: Connection[PlaceName] = connection(
        PLACE_NAMES,
        "Names of villages in files that a person has to make out, the last seen first: for administrators, "
        "and empty for everybody else.",
        filter=described(PlaceNameFilter | None, "What it must be."),
    )
    matrix_changes: MatrixChanges = planned(
        Composed(read=read_changes, compose=compose_changes),
        "What moved between two points. A pledge counts when the filter takes it at either of them. Paged "
        "and limited like `matrix`; ask for no rows when only `pledges` are wanted. `from` after `to` is "
        "refused, and so is a meeting that is not there.",
        resolver=takes(
            rows=described(MatrixAxis, "What the rows are."),
            columns=described(MatrixAxis, "What the columns are."),
            from_=described(MatrixPoint, "The earlier point.", name="from"),
            to=described(MatrixPoint, "The later point."),
            filter=described(PledgeFilter | None, "Which pledges are compared."),
            first=described(int | None, "How many rows, 0 to 100."),
            after=described(str | None, "The cursor of a row after which to begin."),
            defaults={"first": PAGE},
        ),
    )
