"""Rows of the pledges and of what hangs directly on them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import models
from tests.oracle.ground import (
    BPBD,
    DAY,
    DINKES,
    DISKOMINFO,
    DPMPD,
    MEETINGS,
    NAMESAKE,
    NASTY,
    NOW,
    PLEDGES,
    POSTS,
    Line,
    Rows,
    key,
)

_SCOPE = {"anyOf": [{"regions": ["64.09"]}, {"words": "daerah rawan"}, {"allOf": [{"words": NASTY}]}]}
_STAGES = (
    "RECORDED",
    "IN_PROGRESS",
    "COMPLETED",
    "COMPLETED",
    "TRANSFERRED",
    "AGREED",
    "SPECIFIED",
    "CANCELLED",
    "REPORTED_DONE",
)


def _pledge(n: int) -> Line:
    stopped = (None, None, DAY, DAY + timedelta(days=400), DAY, None, None, DAY, date(2026, 1, 1))[n]
    far = date(2026, 12, 31)
    due = (None, DAY, far, far - timedelta(days=300), DAY, date(2026, 3, 10), far, DAY, date(2026, 2, 1))[n]
    return {
        "id": PLEDGES[n],
        "reference": f"KTM/64/2025/{n:04}",
        "region_code": ("64", "64", "64.09", "21.01", "64", "64", "64", "64", "64")[n],
        "year": 2025,
        "serial": n,
        "lead_agency_id": (DINKES, DISKOMINFO, BPBD, NAMESAKE, DINKES, DISKOMINFO, DPMPD, DINKES, DINKES)[n],
        "title": f"Janji {n}" if n else NASTY,
        "quote": NASTY if n == 1 else f"akan dilakukan {n}",
        "speaker": "Kepala Dinas" if n % 2 else None,
        "source": "test",
        "meeting_id": (*MEETINGS, None, MEETINGS[0], None, None, MEETINGS[1])[n],
        "predecessor_id": PLEDGES[4] if n == 5 else None,
        "scope": _SCOPE if n == 1 else {"posyandu": [str(POSTS[0])]} if n == 2 else None,
        "service_code": "KES-K04" if n == 0 else None,
        "target_group": "balita" if n == 2 else None,
        "responsible": "Budi" if n in {1, 2} else None,
        "evidence_rule": "Foto" if n == 1 else None,
        "conditions": NASTY if n == 3 else None,
        "fiscal_year": 2026 if n % 2 else None,
        "due_on": due,
        "pledged_on": DAY + timedelta(days=n),
        "ratio_percent": (None, Decimal(70), Decimal("0.000001"), *[None] * 6)[n],
        "ratio_base": "dana zakat" if n in {1, 2} else None,
        "ratio_period": "2026" if n == 1 else None,
        "ratio_base_amount": Decimal("9999999999999999.99") if n == 2 else None,
        "execution": _STAGES[n],
        "stopped_on": stopped,
        "verdict": "CONFORMS" if n in {2, 3} else "NOT_YET" if n == 8 else None,
        "shortfall": "sebagian" if n == 3 else None,
        "maturity": n * 12,
        "missing": ["BUDGET", "WHO"] if n < 2 else [],
        "synthetic": n == 6,
    }


def _pledges() -> Rows:
    yield models.Pledge, [_pledge(n) for n in range(9)]
    yield (
        models.PledgeAgency,
        [
            {"pledge_id": PLEDGES[n], "agency_id": agency, "role": role}
            for n, agency, role in (
                (1, DINKES, "SUPPORT"),
                (1, BPBD, "FUNDER"),
                (2, DISKOMINFO, "JOINT"),
                (3, DINKES, "JOINT"),
            )
        ],
    )
    areas = ((0, "SOSIAL"), (0, "KESEHATAN"), (1, "PENDIDIKAN"), (1, "LINTAS_BIDANG"), (2, "KESEHATAN"))
    yield models.PledgeArea, [{"pledge_id": PLEDGES[n], "area_code": code} for n, code in areas]
    places = (
        (1, None, "64.09", "SCOPE"),
        (1, POSTS[3], None, "SCOPE"),
        (2, POSTS[0], None, "SCOPE"),
        (2, POSTS[1], None, "TARGET"),
        (3, None, "21", "SCOPE"),
    )
    yield (
        models.PledgePlace,
        [
            {
                "id": key(0xA0 + n),
                "pledge_id": PLEDGES[p],
                "posyandu_id": post,
                "region_code": code,
                "source": s,
            }
            for n, (p, post, code, s) in enumerate(places)
        ],
    )


def _facts() -> Rows:
    internal = ((1, False), (1, True), (2, True), (3, True), (5, True))
    yield (
        models.PledgeConstraint,
        [
            {
                "id": key(0xB0 + n),
                "pledge_id": PLEDGES[p],
                "agency_id": DISKOMINFO if p == 1 else BPBD,
                "reason": "DATA",
                "narrative": None if hidden else f"rahasia {n}",
                "internal": hidden,
                "since_on": DAY,
                "until_on": DAY if n % 2 else None,
                "resolved_at": NOW if n % 2 else None,
                "resolution": "selesai" if n % 2 and not hidden else None,
            }
            for n, (p, hidden) in enumerate(internal)
        ],
    )
    yield (
        models.ConstraintWords,
        [
            {
                "constraint_id": key(0xB0 + n),
                "pledge_id": PLEDGES[p],
                "narrative": f"rahasia {n}",
                "resolution": "selesai" if n % 2 else None,
            }
            for n, (p, hidden) in enumerate(internal)
            if hidden
        ],
    )


def _milestones() -> Rows:
    yield (
        models.Milestone,
        [
            {"id": key(0xC0 + n), "pledge_id": PLEDGES[1], "title": f"Tahap {n}", "due_on": DAY}
            for n in range(2)
        ],
    )
    amounts = (None, Decimal("0.00"), Decimal("9999999999999999.99"))
    yield (
        models.Funding,
        [
            {
                "id": key(0xD0 + n),
                "pledge_id": PLEDGES[1],
                "stage": ("PROMISED", "BUDGETED", "REALISED")[n],
                "source": "APBD" if n else "CSR",
                "fiscal_year": 2026 if n else None,
                "amount": amount,
            }
            for n, amount in enumerate(amounts)
        ],
    )


_TIMELESS = (
    "id",
    "reference",
    "region_code",
    "year",
    "serial",
    "lead_agency_id",
    "quote",
    "speaker",
    "source",
)
_BEGINNINGS = ("meeting_id", "predecessor_id", "pledged_on", "synthetic")
_CORRECTED_AT = datetime(2026, 1, 15, tzinfo=UTC)


def _span(n: int, from_day: int, until_day: int | None, **columns: object) -> Line:
    """What a pledge was from so many days after the first one on; all of it but the columns as it is now."""
    line = {name: value for name, value in _pledge(n).items() if name not in {*_TIMELESS, *_BEGINNINGS}}
    lists: Line = {
        "areas": ["KESEHATAN", "SOSIAL"] if n % 2 else [],
        "partners": {str(BPBD): "SUPPORT"} if n == 1 else {},
        "fundings": [
            {"stage": "PROMISED", "source": "APBD", "fiscal_year": 2026, "amount": "7.5", "note": None}
        ],
        "milestones": [{"title": "Tahap", "due_on": "2026-01-01", "done_on": None}] if n == 1 else [],
        "sources": ["APBD"],
        "regions": ["64.09"] if n == 1 else [],
        "posts": [POSTS[0]] if n == 2 else [],
        "ratio_percent": line["ratio_percent"],
    }
    until_on = date.max if until_day is None else DAY + timedelta(days=until_day)
    days = {"from_on": DAY + timedelta(days=from_day), "until_on": until_on, "version": 1}
    return {"pledge_id": PLEDGES[n], **line, **lists, **days, **columns}


def _spans() -> Rows:
    """At first each was thought to be recorded only; later it was known that it was agreed, and more."""
    first = datetime(2025, 7, 1, tzinfo=UTC)
    early = {"known_from": first, "known_until": _CORRECTED_AT, "execution": "RECORDED", "due_on": None}
    yield models.PledgeSpan, [_span(n, n, None, **early) for n in range(9)]
    lines = [_span(n, n, 120, known_from=_CORRECTED_AT, execution="AGREED", title="Dulu") for n in range(9)]
    lines += [_span(n, 120, None, known_from=_CORRECTED_AT) for n in range(9)]
    yield models.PledgeSpan, lines


def rows() -> Rows:
    """Table by table, each after what it refers to."""
    yield from _pledges()
    yield from _facts()
    yield from _milestones()
    yield from _spans()
