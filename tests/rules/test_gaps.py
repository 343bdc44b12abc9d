"""When a pledge stands still, what a place lacks, and what a gap names."""

import uuid
from datetime import date, timedelta

import pytest

from service.errors import DomainError
from service.rules.gaps import (
    DAYS_OF_QUIET,
    SERVED_AREAS,
    GapKind,
    GapSubject,
    check_subject,
    kind_of_gap,
    stands_still,
)
from service.rules.lifecycle import Execution
from service.rules.timeliness import Timeliness
from service.rules.vocabulary import SpmAreaCode

TODAY = date(2026, 6, 15)
KEY = uuid.UUID(int=1)


def _still(
    execution: Execution = Execution.IN_PROGRESS,
    timeliness: Timeliness = Timeliness.NOT_DUE,
    quiet: int = 0,
    *,
    stuck: bool = False,
) -> bool:
    moved_on = TODAY - timedelta(days=quiet)
    return stands_still(execution, timeliness, moved_on, TODAY, has_open_constraint=stuck)


def test_a_pledge_that_moved_lately_moves() -> None:
    assert not _still()
    assert not _still(quiet=DAYS_OF_QUIET)
    assert not _still(timeliness=Timeliness.DUE_SOON)


def test_it_stands_still_when_quiet_or_overdue_or_stuck() -> None:
    assert _still(quiet=DAYS_OF_QUIET + 1)
    assert _still(timeliness=Timeliness.OVERDUE)
    assert _still(stuck=True)


def test_what_is_reported_done_stands_still_when_nobody_answers() -> None:
    assert not _still(Execution.REPORTED_DONE)
    assert _still(Execution.REPORTED_DONE, quiet=DAYS_OF_QUIET + 1)


@pytest.mark.parametrize("execution", [Execution.COMPLETED, Execution.CANCELLED, Execution.NEVER_STARTED])
def test_what_was_kept_or_left_never_stands_still(execution: Execution) -> None:
    assert not _still(execution, Timeliness.OVERDUE, 999, stuck=True)


def test_a_place_lacks_a_promise_or_a_move() -> None:
    assert kind_of_gap([]) is GapKind.NOTHING_PROMISED
    assert kind_of_gap([True, True]) is GapKind.NOT_MOVING
    assert kind_of_gap([True, False]) is None


def test_the_cross_cutting_area_is_no_service_of_a_post() -> None:
    assert len(SERVED_AREAS) == 6
    assert SpmAreaCode.LINTAS_BIDANG not in SERVED_AREAS


_SOCIAL = SpmAreaCode.SOSIAL
_RIGHT = (
    GapSubject(kind=GapKind.NOTHING_PROMISED, area_code=_SOCIAL, region_code="64"),
    GapSubject(kind=GapKind.NOT_MOVING, area_code=_SOCIAL, posyandu_id=KEY),
    GapSubject(kind=GapKind.NO_PLEDGE_FOR_MANDATE, area_code=_SOCIAL, agency_id=KEY),
    GapSubject(kind=GapKind.ATTENDED_WITHOUT_PLEDGE, agency_id=KEY, meeting_id=KEY),
)
_WRONG = (
    GapSubject(kind=GapKind.NOTHING_PROMISED, area_code=_SOCIAL),
    GapSubject(kind=GapKind.NOTHING_PROMISED, area_code=_SOCIAL, region_code="64", posyandu_id=KEY),
    GapSubject(kind=GapKind.NOT_MOVING, region_code="64"),
    GapSubject(kind=GapKind.NO_PLEDGE_FOR_MANDATE, area_code=_SOCIAL, agency_id=KEY, region_code="64"),
    GapSubject(kind=GapKind.ATTENDED_WITHOUT_PLEDGE, area_code=_SOCIAL, agency_id=KEY, meeting_id=KEY),
    GapSubject(kind=GapKind.NOTHING_PROMISED, area_code=SpmAreaCode.LINTAS_BIDANG, region_code="64"),
)


@pytest.mark.parametrize("gap", _RIGHT, ids=lambda gap: gap.kind)
def test_a_gap_names_what_its_kind_is_about(gap: GapSubject) -> None:
    check_subject(gap, ("gap",))


@pytest.mark.parametrize("gap", _WRONG, ids=str)
def test_a_gap_that_names_more_or_less_is_refused(gap: GapSubject) -> None:
    with pytest.raises(DomainError) as refused:
        check_subject(gap, ("gap",))
    assert refused.value.path[0] == "gap"
