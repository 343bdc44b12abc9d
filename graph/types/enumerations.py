"""The closed lists of the rules as enums of the graph; import them from here: each is declared once."""

from enum import StrEnum
from typing import Any

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from service.access.actors import Role
from service.reading.axes import MatrixAxis
from service.reading.matrix import MatrixMeasure
from service.rules.arithmetic import Aggregation, IndicatorKind
from service.rules.lifecycle import Execution
from service.rules.maturity import Ingredient
from service.rules.money import FundingStage
from service.rules.region_code import RegionLevel
from service.rules.timeliness import Timeliness
from service.rules.verification import Decision, Verdict
from service.rules.vocabulary import (
    AgencyKind,
    AgencyRole,
    AttendanceCapacity,
    ConstraintReason,
    MeetingKind,
    SpmAreaCode,
)

_DESCRIPTIONS: dict[type[StrEnum], str] = {
    AgencyKind: "What an agency is in the structure of government or beside it (jenis instansi).",
    AgencyRole: "What an agency is in a pledge (peran).",
    Aggregation: "How values of an indicator add up.",
    AttendanceCapacity: "How somebody came to a meeting.",
    ConstraintReason: "Why a pledge is stuck (kendala).",
    Decision: "What the secretariat did with a report (telaah).",
    Execution: "What the agency says: the execution axis (pelaksanaan).",
    FundingStage: "Stages of money (tahap pendanaan); never added together.",
    IndicatorKind: "A quantity, or a share of a whole.",
    Ingredient: "What a promise lacks to be followed.",
    MatrixAxis: "What pledges are laid out along in the matrix (sumbu matriks).",
    MatrixMeasure: "Which number of a cell `values` tells (ukuran).",
    MeetingKind: "The kinds of meeting (rapat).",
    RegionLevel: "How wide a region is (tingkat wilayah).",
    Role: "What somebody is here for (peran).",
    SpmAreaCode: "The six areas of minimum service (bidang SPM), then the cross-cutting one.",
    Timeliness: "Computed from dates and today in the region's time zone (ketepatan waktu).",
    Verdict: "What the secretariat confirmed, in the words of audit follow-up (hasil telaah).",
}
_VALUES: dict[type[StrEnum], dict[str, str]] = {
    MatrixAxis: {
        "AGENCY": "The agency that leads (instansi).",
        "AGENCY_KIND": "Its kind (jenis instansi).",
        "SPM_AREA": "The areas that the pledge names or has targets in (bidang SPM).",
        "PROVINCE": "The provinces that its places lie in or contain (provinsi).",
        "REGENCY": "The regencies and cities, likewise (kabupaten/kota).",
        "DISTRICT": "The districts, likewise (kecamatan).",
        "VILLAGE": "The villages, likewise (desa/kelurahan).",
        "POSYANDU": "The posts that its places are or contain (Posyandu).",
        "MEETING": "The meeting where it was made (rapat), the oldest first.",
        "FISCAL_YEAR": "The fiscal year (tahun anggaran).",
        "FUNDING_SOURCE": "The sources of its money, whatever the stage (sumber dana).",
        "EXECUTION": "What the agency says (pelaksanaan).",
        "VERDICT": "What the secretariat confirmed (hasil telaah).",
        "TIMELINESS": "Computed for today (ketepatan waktu).",
    },
    MatrixMeasure: {
        "PLEDGES": "How many pledges stand there (komitmen).",
        "TARGETS": "How many of their targets stand there (target).",
        "COMPLETED": "How many of the pledges are completed (selesai).",
        "OVERDUE": "How many of the pledges are overdue (terlambat).",
        "PROGRESS": "Mean of the targets' verified ratios, each capped at 1 (capaian).",
    },
}


def _declare(kind: type[StrEnum], description: str) -> None:
    declared: Any = strawberry.enum(kind, description=description)
    definition: StrawberryEnumDefinition = declared.__strawberry_definition__
    for value in definition.values:
        value.description = _VALUES.get(kind, {}).get(value.name)


for _enum, _description in _DESCRIPTIONS.items():
    _declare(_enum, _description)

__all__ = [
    "AgencyKind",
    "AgencyRole",
    "Aggregation",
    "AttendanceCapacity",
    "ConstraintReason",
    "Decision",
    "Execution",
    "FundingStage",
    "IndicatorKind",
    "Ingredient",
    "MatrixAxis",
    "MatrixMeasure",
    "MeetingKind",
    "RegionLevel",
    "Role",
    "SpmAreaCode",
    "Timeliness",
    "Verdict",
]
