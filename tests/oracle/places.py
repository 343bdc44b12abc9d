"""Rows of the places, the standard, the agencies and the meetings."""

from datetime import timedelta

import models
from models.service_standard import AREA_CODES
from tests.oracle.ground import (
    BPBD,
    DAY,
    DINKES,
    DINKES_PPU,
    DISKOMINFO,
    DPMPD,
    MEETINGS,
    NAMESAKE,
    NASTY,
    POSTS,
    Rows,
    key,
)

_REGIONS = (
    ("64", "PROVINCE", "Kalimantan Timur"),
    ("64.09", "REGENCY", "Penajam Paser Utara"),
    ("64.09.04", "DISTRICT", "Sepaku"),
    ("64.09.04.1005", "VILLAGE", "Sepaku"),
    ("64.09.04.2006", "VILLAGE", "Bumi % Harapan_"),
    ("64.72", "REGENCY", "Samarinda"),
    ("21", "PROVINCE", "Kepulauan Riau"),
    ("21.01", "REGENCY", "Bintan"),
    ("21.01.06", "DISTRICT", "Bintan Timur"),
    ("21.01.06.1009", "VILLAGE", NASTY),
)
_AGENCIES = (
    (DINKES, "64", "DINKES", "Dinas Kesehatan", "Dinkes", "PROVINCIAL_OPD"),
    (BPBD, "64", "BPBD", "Badan Bencana", "BPBD", "PROVINCIAL_OPD"),
    (DINKES_PPU, "64.09", "DINKES", "Dinkes PPU", "Dinkes PPU", "REGENCY_OPD"),
    (DPMPD, "64", "DPMPD", "Dinas Pemberdayaan Masyarakat", "DPMPD", "SECRETARIAT_BUREAU"),
    (DISKOMINFO, "64", "DISKOMINFO", "Dinas Kominfo", "Diskominfo", "PROVINCIAL_OPD"),
    (NAMESAKE, "21.01", "DINKES", NASTY, "100%_\\", "COMPANY"),
)


def _places() -> Rows:
    yield (
        models.Region,
        [
            {
                "code": code,
                "level": level,
                "name": name,
                "parent_code": code.rpartition(".")[0] or None,
                "time_zone": "Asia/Makassar" if code < "3" or code > "6" else "Asia/Jakarta",
                "dataset_version": "test",
            }
            for code, level, name in _REGIONS
        ],
    )
    names = ("Melati", "Mawar", "mawar putih", NASTY, "M%")
    villages = ("64.09.04.1005", "64.09.04.2006", "64.09.04.1005", "21.01.06.1009", "64.09.04.2006")
    yield (
        models.Posyandu,
        [
            {
                "id": POSTS[n],
                "name": name,
                "village_code": villages[n],
                "registration_number": f"{villages[n]}.001" if n == 0 else None,
                "latitude": (-0.95, None, 1e-7, 90.0, None)[n],
                "longitude": (116.75, None, 180.0, -180.0, None)[n],
                "synthetic": n == 4,
            }
            for n, name in enumerate(names)
        ],
    )


def _standard() -> Rows:
    yield (
        models.SpmArea,
        [{"code": code, "position": n, "name": code.title()} for n, code in enumerate(AREA_CODES, 1)],
    )
    services = (("KES-K04", "KESEHATAN", "REGENCY"), ("KES-P01", "KESEHATAN", "PROVINCE"))
    yield (
        models.SpmService,
        [
            {"code": code, "area_code": area, "level": level, "name": code, "confirmed": level == "REGENCY"}
            for code, area, level in services
        ],
    )


def _agencies() -> Rows:
    columns = ("id", "region_code", "code", "name", "short_name", "kind")
    yield models.Agency, [dict(zip(columns, line, strict=True)) for line in _AGENCIES]
    yield (
        models.AgencyAlias,
        [
            {"id": key(0x11 + n), "agency_id": DINKES if n < 2 else NAMESAKE, "alias": alias}
            for n, alias in enumerate(("Dinas Kes", "Dinas Kesehatan Kaltim", NASTY))
        ],
    )


def _meetings() -> Rows:
    held = (None, DAY, DAY, DAY - timedelta(days=30))
    yield (
        models.Meeting,
        [
            {
                "id": MEETINGS[n],
                "title": ("Rapat", "Rakor", "Raker", NASTY)[n],
                "kind": ("RAPAT", "RAKOR", "RAKER", "RAKORNAS")[n],
                "held_on": held[n],
                "reported_on": DAY if n in {0, 2} else None,
                "venue": None if n else "Samarinda",
                "region_code": ("64", "64", "21.01", "64.09")[n],
                "led_by": "Kepala" if n == 1 else None,
                "source": "test",
                "attendance_complete": n == 2,
            }
            for n in range(4)
        ],
    )


def _attendance() -> Rows:
    came = ((0, BPBD), (0, DPMPD), (0, NAMESAKE), (0, DINKES_PPU), (1, DINKES), (2, DISKOMINFO))
    yield (
        models.Attendance,
        [
            {
                "id": key(0x80 + n),
                "meeting_id": MEETINGS[meeting],
                "agency_id": agency,
                "capacity": ("PRESENT", "ONLINE", "REPRESENTED")[n % 3],
                "note": "Plt." if n == 1 else None,
            }
            for n, (meeting, agency) in enumerate(came)
        ],
    )


def _directives() -> Rows:
    yield (
        models.Directive,
        [
            {
                "id": key(0x90 + n),
                "meeting_id": MEETINGS[0],
                "region_code": "64",
                "title": f"Arahan {n}",
                "quote": NASTY if n else "bersinergi",
                "speaker": "Kepala" if n else None,
                "source": "test",
                "addressed_to": "semua",
            }
            for n in range(2)
        ],
    )
    yield (
        models.DirectiveArea,
        [{"directive_id": key(0x90), "area_code": code} for code in ("SOSIAL", "PENDIDIKAN")],
    )


def rows() -> Rows:
    """Table by table, each after what it refers to."""
    yield from _places()
    yield from _standard()
    yield from _agencies()
    yield from _meetings()
    yield from _attendance()
    yield from _directives()
