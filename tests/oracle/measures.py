"""Rows of the targets, the reports with what supports and judges them, and the history."""

from datetime import date, timedelta
from decimal import Decimal

import models
from tests.oracle.ground import (
    BPBD,
    DAY,
    DISKOMINFO,
    DPMPD,
    INDICATORS,
    NASTY,
    PLEDGES,
    POSTS,
    REPORTS,
    TARGETS,
    Line,
    Rows,
    key,
)


def _targets() -> Rows:
    yield (
        models.Indicator,
        [
            {
                "id": INDICATORS[n],
                "name": ("kader", "cakupan")[n],
                "unit": ("orang", "persen")[n],
                "kind": ("QUANTITY", "PERCENTAGE")[n],
                "over_periods": ("SUM", "LATEST")[n],
                "over_places": ("SUM", "MEAN")[n],
            }
            for n in range(2)
        ],
    )
    # Of the pledge; baseline, quantity, claimed, verified.
    figures: tuple[tuple[int, str | None, str | None, str | None, str | None], ...] = (
        (1, None, "10", "10", "5"),
        (1, None, "3", "7", "7"),
        (1, None, None, None, None),
        (1, "100", "0", "50", "25"),
        (1, None, "0", "0", None),
        (2, "5", "5", "5", "5"),
        (2, "0.000001", "0.000002", "999999999999999.999999", "999999999999999.999999"),
        (3, None, "3", None, None),
        (8, "10", "20", "0", "0"),
    )
    yield models.Target, [_target(n, *line) for n, line in enumerate(figures)]


def _target(n: int, pledge: int, *figures: str | None) -> Line:
    baseline, quantity, claimed, verified = (None if f is None else Decimal(f) for f in figures)
    measured = quantity is not None
    return {
        "id": TARGETS[n],
        "pledge_id": PLEDGES[pledge],
        "posyandu_id": POSTS[n % 5] if n % 3 else None,
        "region_code": None if n % 3 else "64.09",
        "area_code": "KESEHATAN" if n % 2 else "SOSIAL",
        "effective_on": date(2025, 7, 1),
        "service_code": "KES-P01" if n == 1 else None,
        "indicator_id": INDICATORS[n % 2] if measured else None,
        "unit": ("orang", "persen")[n % 2] if measured else None,
        "baseline": baseline,
        "quantity": quantity,
        "due_on": DAY if n == 1 else None,
        "claimed": claimed,
        "verified": verified,
    }


def _reports() -> Rows:
    of = ((0, 1), (0, 1), (0, 1), (1, 1), (5, 2), (6, 2), (3, 1))
    yield (
        models.ProgressReport,
        [
            {
                "id": REPORTS[n],
                "pledge_id": PLEDGES[pledge],
                "target_id": TARGETS[target],
                "agency_id": DISKOMINFO if pledge == 1 else BPBD,
                "quantity": Decimal("1.500000") * n,
                "numerator": Decimal(n) if n == 3 else None,
                "denominator": Decimal(7) if n == 3 else None,
                "effective_on": DAY + timedelta(days=n // 3),
                "narrative": NASTY if n == 0 else None,
                "reported_by": "x",
                "waits": n > 2,
            }
            for n, (target, pledge) in enumerate(of)
        ],
    )


def _evidence() -> Rows:
    yield (
        models.Evidence,
        [
            {
                "id": key(0xE0 + n),
                "report_id": REPORTS[n // 2],
                "kind": "LINK" if n else "FILE",
                "title": f"Foto {n}",
                "url": "https://contoh.id/%20?a=1&b=2" if n else "foto.jpg",
                "sha256": f"{n:064x}",
            }
            for n in range(3)
        ],
    )


def _verifications() -> Rows:
    verdicts = (("ACCEPTED", "CONFORMS", None), ("RETURNED", None, "kabur"), ("ACCEPTED", "NOT_YET", None))
    yield (
        models.Verification,
        [
            {
                "id": key(0xF0 + n),
                "report_id": REPORTS[n],
                "pledge_id": PLEDGES[1],
                "agency_id": DPMPD,
                "decision": decision,
                "verdict": verdict,
                "reason": reason,
                "effective_on": DAY,
                "verified_by": "x",
            }
            for n, (decision, verdict, reason) in enumerate(verdicts)
        ],
    )


def _history() -> Rows:
    changes: tuple[Line, ...] = (
        {"responsible": "Budi", "z": None, "a": 1.5},
        {"big": 12345678901234567890, "text": NASTY},
        {},
        {"deep": [{"x": [1, 2, {"y": False}]}]},
    )
    yield (
        models.History,
        [
            {
                "subject": "pledge",
                "subject_id": PLEDGES[1 + n % 2],
                "pledge_id": PLEDGES[1 + n % 2],
                "action": "REVISE",
                "effective_on": DAY,
                "actor_kind": "TOKEN",
                "actor_id": "x",
                "actor_label": "Diskominfo",
                "agency_id": (DISKOMINFO, BPBD, None)[n % 3],
                "before": changes[n % 4],
                "after": changes[(n + 1) % 4],
                "reason": None if n % 2 else NASTY,
                "internal": n > 3,
            }
            for n in range(8)
        ],
    )


def rows() -> Rows:
    """Table by table, each after what it refers to."""
    yield from _targets()
    yield from _reports()
    yield from _evidence()
    yield from _verifications()
    yield from _history()
