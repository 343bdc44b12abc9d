"""The closed lists of the domain: words that tables, rules and clients share and that no single rule owns.

A list that one rule owns stands beside that rule: Execution in lifecycle, Ingredient in maturity, Timeliness
in timeliness, Aggregation and IndicatorKind in arithmetic, RegionLevel in region_code, FundingStage in money,
Verdict and Decision in verification.
"""

from enum import StrEnum


class AgencyKind(StrEnum):
    """What an agency (instansi, OPD) is in the structure of government or beside it."""

    PROVINCIAL_OPD = "PROVINCIAL_OPD"
    REGENCY_OPD = "REGENCY_OPD"
    SECRETARIAT_BUREAU = "SECRETARIAT_BUREAU"
    VERTICAL_OFFICE = "VERTICAL_OFFICE"
    NON_STRUCTURAL_BODY = "NON_STRUCTURAL_BODY"
    GUIDANCE_TEAM = "GUIDANCE_TEAM"
    VILLAGE_GOVERNMENT = "VILLAGE_GOVERNMENT"
    COMMUNITY_BODY = "COMMUNITY_BODY"
    COMPANY = "COMPANY"


class AgencyRole(StrEnum):
    """What an agency is in a pledge: exactly one leads; the others support, pay or carry it jointly."""

    LEAD = "LEAD"
    SUPPORT = "SUPPORT"
    FUNDER = "FUNDER"
    JOINT = "JOINT"


class MeetingKind(StrEnum):
    """The kinds of meeting (rapat) where pledges are made and answered for."""

    RAKORNAS = "RAKORNAS"
    RAKOR = "RAKOR"
    RAKER = "RAKER"
    RAPAT = "RAPAT"


class AttendanceCapacity(StrEnum):
    """How somebody came to a meeting: in the room, online, sent by another, or acting (Plt) in the office."""

    PRESENT = "PRESENT"
    ONLINE = "ONLINE"
    REPRESENTED = "REPRESENTED"
    ACTING = "ACTING"


class SpmAreaCode(StrEnum):
    """The six areas of minimum service (bidang SPM) in the official order, then the cross-cutting one."""

    PENDIDIKAN = "PENDIDIKAN"
    KESEHATAN = "KESEHATAN"
    PEKERJAAN_UMUM = "PEKERJAAN_UMUM"
    PERUMAHAN_RAKYAT = "PERUMAHAN_RAKYAT"
    TRANTIBUMLINMAS = "TRANTIBUMLINMAS"
    SOSIAL = "SOSIAL"
    LINTAS_BIDANG = "LINTAS_BIDANG"


class ConstraintReason(StrEnum):
    """Why a pledge is stuck (kendala). The text beside it says more; the code is what is counted."""

    BUDGET_NOT_AVAILABLE = "BUDGET_NOT_AVAILABLE"
    LAND_OR_PERMIT = "LAND_OR_PERMIT"
    PROCUREMENT = "PROCUREMENT"
    STAFF = "STAFF"
    COORDINATION = "COORDINATION"
    DATA = "DATA"
    ACCESS_OR_WEATHER = "ACCESS_OR_WEATHER"
    REGULATION = "REGULATION"
    OTHER = "OTHER"
