"""The closed lists of the rules as enums of the graph; import them from here: each is declared once."""

from enum import StrEnum

from graph.types.enum_words import VALUES, described
from service.access.actors import Role
from service.ledger.evidence import EvidenceKind
from service.reading.axes import MatrixAxis
from service.reading.change_facts import Fact
from service.reading.matrix import MatrixMeasure
from service.rules.arithmetic import Aggregation, IndicatorKind
from service.rules.changes import ChangeKind
from service.rules.demands import Demand
from service.rules.forecast import Outlook
from service.rules.gaps import GapKind, PlaceLevel
from service.rules.lifecycle import Action, Execution
from service.rules.maturity import Ingredient
from service.rules.money import FundingStage
from service.rules.overlaps import OverlapMarkKind
from service.rules.region_code import RegionLevel
from service.rules.requests import RequestState
from service.rules.standing import Standing
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
    Action: "What may be done with a pledge (tindakan).",
    AgencyKind: "What an agency is in the structure of government or beside it (jenis instansi).",
    AgencyRole: "What an agency is in a pledge (peran).",
    Aggregation: "How values of an indicator add up.",
    AttendanceCapacity: "How somebody came to a meeting.",
    ChangeKind: "How a pledge moved between two points (perubahan); the two are compared, not the steps.",
    ConstraintReason: "Why a pledge is stuck (kendala).",
    Decision: "What the secretariat did with a report (telaah).",
    Demand: "What a step demands, over and above the state and who asks (syarat).",
    EvidenceKind: "A file that was handed in, or a link to one elsewhere.",
    Execution: "What the agency says: the execution axis (pelaksanaan).",
    Fact: "What of a pledge is compared between two points.",
    FundingStage: "Stages of money (tahap pendanaan); never added together.",
    GapKind: "What is missing (jenis kesenjangan).",
    IndicatorKind: "A quantity, or a share of a whole.",
    Ingredient: "What a promise lacks to be followed.",
    MatrixAxis: "What pledges are laid out along in the matrix (sumbu matriks).",
    MatrixMeasure: "Which number of a cell `values` tells (ukuran).",
    MeetingKind: "The kinds of meeting (rapat).",
    Outlook: "Whether a forecast can tell days, and why not (prakiraan).",
    OverlapMarkKind: "What was said of an overlap (tanda tumpang tindih).",
    PlaceLevel: "At which places gaps are looked for (tingkat tempat).",
    RegionLevel: "How wide a region is (tingkat wilayah).",
    RequestState: "Where a request for a pledge stands (status permintaan).",
    Role: "What somebody is here for (peran).",
    SpmAreaCode: "The six areas of minimum service (bidang SPM), then the cross-cutting one.",
    Standing: "In what capacity somebody stands towards a pledge (kedudukan).",
    Timeliness: "Computed from dates and today in the region's time zone (ketepatan waktu).",
    Verdict: "What the secretariat confirmed, in the words of audit follow-up (hasil telaah).",
}
for _enum, _description in _DESCRIPTIONS.items():
    described(_enum, _description, VALUES[_enum])

__all__ = [
    "Action",
    "AgencyKind",
    "AgencyRole",
    "Aggregation",
    "AttendanceCapacity",
    "ChangeKind",
    "ConstraintReason",
    "Decision",
    "Demand",
    "EvidenceKind",
    "Execution",
    "Fact",
    "FundingStage",
    "GapKind",
    "IndicatorKind",
    "Ingredient",
    "MatrixAxis",
    "MatrixMeasure",
    "MeetingKind",
    "Outlook",
    "OverlapMarkKind",
    "PlaceLevel",
    "RegionLevel",
    "RequestState",
    "Role",
    "SpmAreaCode",
    "Standing",
    "Timeliness",
    "Verdict",
]
