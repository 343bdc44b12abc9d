"""Rows of what was said of gaps and overlaps: mandates, marks, requests."""

from datetime import timedelta
from typing import Any

import models
from tests.oracle.ground import (
    BPBD,
    DAY,
    DINKES,
    DISKOMINFO,
    MEETINGS,
    NASTY,
    NOW,
    PLEDGES,
    POSTS,
    Line,
    Rows,
    key,
)

MARKS = [key(0xE0 + n) for n in range(3)]
OVERLAP_MARK = key(0xE8)
REQUESTS = [key(0xF0 + n) for n in range(3)]


def _gap_marks() -> list[Line]:
    of_place: dict[str, Any] = {"kind": "NOT_MOVING", "area_code": "SOSIAL"}
    marks: list[dict[str, Any]] = [
        {**of_place, "region_code": "64.09"},
        {**of_place, "posyandu_id": POSTS[0]},
        {"kind": "ATTENDED_WITHOUT_PLEDGE", "agency_id": BPBD, "meeting_id": MEETINGS[0]},
    ]
    names = ("area_code", "region_code", "posyandu_id", "agency_id", "meeting_id")
    none = dict.fromkeys((*names, "withdrawn_on", "withdrawn_at", "withdrawal"))
    said = {"reason": NASTY, "marked_on": DAY, "marked_by": "dpmpd"}
    back = {"withdrawn_on": DAY, "withdrawn_at": NOW, "withdrawal": "keliru"}
    return [{"id": MARKS[n], **none, **said, **mark, **(back if n else {})} for n, mark in enumerate(marks)]


def _requests() -> list[Line]:
    states = ("OPEN", "ANSWERED", "DECLINED")
    return [
        {
            "id": REQUESTS[n],
            "agency_id": (DINKES, DISKOMINFO, DINKES)[n],
            "area_code": "KESEHATAN" if n else "SOSIAL",
            "posyandu_id": POSTS[1] if n == 1 else None,
            "region_code": None if n == 1 else "64.09",
            "meeting_id": None if n else MEETINGS[0],
            "words": NASTY if n else "mohon",
            "due_on": DAY + timedelta(days=30 - n),
            "state": state,
            "requested_on": DAY,
            "requested_by": "dpmpd",
            "pledge_id": PLEDGES[1] if n == 1 else None,
            "reason": "bukan tugas kami" if state == "DECLINED" else None,
            "settled_on": DAY if n else None,
            "settled_at": NOW if n else None,
        }
        for n, state in enumerate(states)
    ]


def rows() -> Rows:
    """Table by table, each after what it refers to."""
    pairs = ((DINKES, "KESEHATAN"), (BPBD, "SOSIAL"))
    yield (
        models.AgencyMandate,
        [
            {
                "id": key(0xD8 + n),
                "agency_id": agency,
                "area_code": area,
                "source": NASTY,
                "from_on": DAY if n else None,
                "recorded_at": NOW - timedelta(days=200),
            }
            for n, (agency, area) in enumerate(pairs)
        ],
    )
    yield models.GapMark, _gap_marks()
    yield (
        models.OverlapMark,
        [
            {
                "id": OVERLAP_MARK,
                "one_id": PLEDGES[0],
                "other_id": PLEDGES[1],
                "kind": "JOINT",
                "reason": "bersama",
                "marked_on": DAY,
                "marked_by": "dpmpd",
            }
        ],
    )
    yield models.PledgeRequest, _requests()
