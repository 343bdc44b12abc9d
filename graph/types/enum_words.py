"""What each word of the closed lists means, with its Indonesian term of art, for the schema."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import strawberry
from strawberry.types.enum import has_enum_definition

from service.access.actors import Role
from service.ledger.evidence import EvidenceKind
from service.reading.axes import MatrixAxis
from service.reading.change_facts import Fact
from service.reading.matrix import MatrixMeasure
from service.rules.arithmetic import Aggregation, IndicatorKind
from service.rules.changes import ChangeKind
from service.rules.demands import Demand
from service.rules.forecast import FEWEST_POINTS, HORIZON_DAYS, Outlook
from service.rules.gaps import DAYS_OF_QUIET, GapKind, PlaceLevel
from service.rules.lifecycle import ACTION_WORDS, Action, Execution
from service.rules.maturity import WORDS as INGREDIENTS
from service.rules.maturity import Ingredient
from service.rules.money import FundingStage
from service.rules.overlaps import OverlapMarkKind
from service.rules.region_code import RegionLevel
from service.rules.requests import RequestState
from service.rules.standing import WORDS as STANDINGS
from service.rules.standing import Standing
from service.rules.timeliness import DAYS_OF_WARNING, Timeliness
from service.rules.verification import Decision, Verdict
from service.rules.vocabulary import (
    AgencyKind,
    AgencyRole,
    AttendanceCapacity,
    ConstraintReason,
    MeetingKind,
    SpmAreaCode,
)

VALUES: Final[dict[type[StrEnum], dict[str, str]]] = {
    RegionLevel: {
        "PROVINCE": "Province (provinsi).",
        "REGENCY": "Regency or city (kabupaten, kota).",
        "DISTRICT": "District (kecamatan).",
        "VILLAGE": "Village (desa, kelurahan).",
    },
    SpmAreaCode: {
        "PENDIDIKAN": "Education (pendidikan).",
        "KESEHATAN": "Health (kesehatan).",
        "PEKERJAAN_UMUM": "Public works (pekerjaan umum).",
        "PERUMAHAN_RAKYAT": "Housing (perumahan rakyat).",
        "TRANTIBUMLINMAS": "Order and protection (ketenteraman, ketertiban umum, pelindungan).",
        "SOSIAL": "Social affairs (sosial).",
        "LINTAS_BIDANG": "Across the areas (lintas bidang).",
    },
    AgencyKind: {
        "PROVINCIAL_OPD": "Agency of a province (OPD provinsi).",
        "REGENCY_OPD": "Agency of a regency or city (OPD kabupaten, kota).",
        "SECRETARIAT_BUREAU": "Bureau of a regional secretariat (biro sekretariat daerah).",
        "VERTICAL_OFFICE": "Office of a central ministry in the region (instansi vertikal).",
        "NON_STRUCTURAL_BODY": "Body beside the structure, such as Baznas (lembaga nonstruktural).",
        "GUIDANCE_TEAM": "Guidance team (Tim Pembina Posyandu).",
        "VILLAGE_GOVERNMENT": "Government of a village (pemerintah desa, kelurahan).",
        "COMMUNITY_BODY": "Body of the community (lembaga kemasyarakatan).",
        "COMPANY": "Company (badan usaha).",
    },
    MeetingKind: {
        "RAKORNAS": "National coordination meeting (rapat koordinasi nasional).",
        "RAKOR": "Coordination meeting (rapat koordinasi).",
        "RAKER": "Working meeting (rapat kerja).",
        "RAPAT": "Any other meeting (rapat).",
    },
    AttendanceCapacity: {
        "PRESENT": "In the room (hadir).",
        "ONLINE": "From afar (daring).",
        "REPRESENTED": "By somebody sent (diwakilkan).",
        "ACTING": "By an acting head (Plt).",
    },
    AgencyRole: {
        "LEAD": "Leads; exactly one does (penanggung jawab).",
        "SUPPORT": "Supports (pendukung).",
        "FUNDER": "Pays (penyandang dana).",
        "JOINT": "Carries it jointly (bersama).",
    },
    Execution: {
        "RECORDED": "Recorded as spoken (tercatat).",
        "SPECIFIED": "Specific enough to be agreed (terinci).",
        "AGREED": "Agreed (disepakati).",
        "IN_PROGRESS": "Begun (berjalan).",
        "REPORTED_DONE": "Done, says the lead agency (dilaporkan selesai).",
        "COMPLETED": "Verified as kept (selesai).",
        "CANCELLED": "Will not be kept (dibatalkan).",
        "TRANSFERRED": "Taken over by another agency (dialihkan).",
        "NEVER_STARTED": "Nothing was ever begun (tidak pernah dimulai).",
    },
    Verdict: {
        "CONFORMS": "As promised (sesuai).",
        "NOT_YET": "Not yet as promised (belum sesuai).",
        "NOT_ACTED_ON": "Nothing was done (belum ditindaklanjuti).",
        "CANNOT_BE_ACTED_ON": "Cannot be done, with a valid reason (tidak dapat ditindaklanjuti).",
    },
    Decision: {
        "ACCEPTED": "Accepted, with a verdict (diterima).",
        "RETURNED": "Returned, with a reason (dikembalikan).",
    },
    Timeliness: {
        "NO_DUE_DATE": "No date binds (tanpa batas waktu).",
        "NOT_DUE": "There is time (belum jatuh tempo).",
        "DUE_SOON": f"Due within {DAYS_OF_WARNING} days (segera jatuh tempo).",
        "OVERDUE": "Past its date and not completed (terlambat).",
        "ON_TIME_DONE": "Completed, and done in time (selesai tepat waktu).",
        "LATE_DONE": "Completed, and done late (selesai terlambat).",
    },
    IndicatorKind: {
        "QUANTITY": "A quantity of a unit (jumlah).",
        "PERCENTAGE": "A numerator of a denominator (persentase).",
    },
    Aggregation: {
        "SUM": "They are added (jumlah).",
        "MEAN": "Their mean (rata-rata).",
        "MAX": "The largest (terbesar).",
        "LATEST": "The latest (terakhir).",
    },
    EvidenceKind: {
        "FILE": "A file that was handed in (berkas).",
        "LINK": "A link to one elsewhere (tautan).",
    },
    FundingStage: {
        "PROMISED": "Promised (dijanjikan).",
        "BUDGETED": "In a budget (dianggarkan).",
        "REALISED": "Spent (terealisasi).",
    },
    ConstraintReason: {
        "BUDGET_NOT_AVAILABLE": "No budget (anggaran belum tersedia).",
        "LAND_OR_PERMIT": "Land or a permit (lahan, perizinan).",
        "PROCUREMENT": "Procurement (pengadaan).",
        "STAFF": "Staff (sumber daya manusia).",
        "COORDINATION": "Coordination (koordinasi).",
        "DATA": "Data (data).",
        "ACCESS_OR_WEATHER": "Access or weather (akses, cuaca).",
        "REGULATION": "Regulation (regulasi).",
        "OTHER": "Something else; the narrative says what (lainnya).",
    },
    MatrixAxis: {
        "AGENCY": "The agency that leads (instansi).",
        "AGENCY_KIND": "Its kind (jenis instansi).",
        "SPM_AREA": "The areas that the pledge serves (bidang SPM).",
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
        "PROMISED": "How many of the pledges are not begun: recorded, specified or agreed (dijanjikan).",
        "IN_PROGRESS": "How many of the pledges are in progress (berjalan).",
        "REPORTED_DONE": "How many of the pledges are reported done, not verified yet (dilaporkan selesai).",
        "COMPLETED": "How many of the pledges are completed (selesai).",
        "OVERDUE": "How many of the pledges are overdue (terlambat).",
        "PROGRESS": "Mean of the targets' verified ratios, each capped at 1 (capaian).",
    },
    Outlook: {
        "EXPECTED": "Days can be told (dapat diprakirakan).",
        "NOT_ENOUGH_DATA": f"Verified progress on fewer than {FEWEST_POINTS} days (data belum cukup).",
        "NO_PROGRESS": "Verified progress stands still or goes back (tidak ada kemajuan).",
        "OUT_OF_SIGHT": f"Over {HORIZON_DAYS // 365} years away, or beyond experience (di luar jangkauan).",
        "DONE": "Reported done, or verified in whole (selesai).",
        "ENDED": "Cancelled, transferred or never started (berakhir).",
        "NOT_MEASURABLE": "No target has a quantity (tidak dapat diukur).",
    },
    GapKind: {
        "NOTHING_PROMISED": "No live pledge in the area stands at the place (belum ada komitmen).",
        "NOT_MOVING": "Pledges stand there, and each is overdue, or stuck by an open constraint, or quiet "
        f"for more than {DAYS_OF_QUIET} days (komitmen tidak bergerak).",
        "NO_PLEDGE_FOR_MANDATE": "An agency answers for the area and carries no live pledge in it (tanpa "
        "komitmen atas mandatnya).",
        "ATTENDED_WITHOUT_PLEDGE": "An agency came to a meeting and made no pledge there (hadir tanpa "
        "komitmen).",
    },
    PlaceLevel: {
        "POSYANDU": "Each post (Posyandu).",
        "VILLAGE": "Each village (desa, kelurahan).",
        "DISTRICT": "Each district (kecamatan).",
        "REGENCY": "Each regency or city (kabupaten, kota).",
        "PROVINCE": "Each province (provinsi).",
    },
    OverlapMarkKind: {
        "JOINT": "The two agencies do it together (upaya bersama).",
        "DISMISSED": "It is none, for the reason given (dikesampingkan).",
    },
    RequestState: {
        "OPEN": "It waits for an answer (menunggu jawaban).",
        "ANSWERED": "A pledge answers it (dijawab dengan komitmen).",
        "DECLINED": "The agency declined, with a reason (ditolak).",
        "WITHDRAWN": "Taken back, with a reason (ditarik).",
    },
    ChangeKind: {
        "NEW": "Not there at the earlier point (baru).",
        "ADVANCED": "Further along, short of completion, or more is verified (maju).",
        "SLIPPED": "A step back, a later date or none, overdue since, a worse verdict, or less is verified "
        "(mundur).",
        "COMPLETED": "Completed since (selesai).",
        "WITHDRAWN": "Cancelled, transferred or declared never started since (ditarik).",
        "REOPENED": "At work again after it was reported done, completed or withdrawn (dibuka kembali).",
    },
    Fact: {
        "EXECUTION": "What the agency says (pelaksanaan).",
        "VERDICT": "What the secretariat confirmed (hasil telaah).",
        "TIMELINESS": "Computed for each of the two days (ketepatan waktu).",
        "DUE_ON": "By when (batas waktu).",
        "PROGRESS": "Verified: the mean of the targets' ratios, each capped at 1 (capaian).",
        "TITLE": "Its normalised words (judul).",
        "FISCAL_YEAR": "The fiscal year (tahun anggaran).",
        "MATURITY": "How far it can be followed, 0 to 100 (kematangan).",
        "AREAS": "The areas that it serves (bidang SPM).",
        "PLACES": "The places that its scope names (lokasi).",
    },
    Role: {
        "PUBLIC": "Nobody in particular (publik).",
        "INTEGRATION": "A program that reads (integrasi).",
        "LIAISON": "The liaison of an agency (narahubung).",
        "SECRETARIAT": "The secretariat of a region (sekretariat).",
        "LEADERSHIP": "Leads a region, and reads all within it (pimpinan).",
        "ADMINISTRATOR": "Keeps accounts, and reads (administrator).",
        "SYSTEM": "Ikrar itself (sistem).",
    },
    Action: {action.value: f"To {words[1]} ({words[0]})." for action, words in ACTION_WORDS.items()},
    Standing: {
        one.value: f"{words[1][0].upper()}{words[1][1:]} ({words[0]})." for one, words in STANDINGS.items()
    },
    Demand: {
        "REASON": "A reason in words (alasan).",
        "VERDICT": "A verdict (hasil telaah).",
        "SPECIFIED_INGREDIENTS": "Indicator, quantity, unit, place and due date are named (terinci).",
        "WHO": "It is named who is responsible (penanggung jawab).",
        "EVIDENCE_RULE": "It is named what counts as evidence (aturan bukti).",
        "VERIFIER_OF_ANOTHER_AGENCY": "Who judges is of another agency than the report (telaah independen).",
        "SUCCESSOR_OF_ANOTHER_AGENCY": "The one that takes over is another agency (instansi lain).",
        "REPORTED_EVIDENCE": "A report with evidence, not returned (laporan dengan bukti).",
        "ACCEPTED_EVIDENCE": "An accepted report with evidence (bukti diterima).",
        "NO_OPEN_CONSTRAINT": "No constraint is open (tanpa kendala terbuka).",
        "NO_WAITING_REPORT": "No report waits to be judged (tanpa laporan menunggu).",
        "ALL_TARGETS_VERIFIED_OR_SHORTFALL": "All targets are verified, or the shortfall is explained "
        "(target tercapai, atau kekurangannya diakui).",
    },
    Ingredient: {
        ingredient.value: f"{INGREDIENTS[ingredient][1].capitalize()} ({INGREDIENTS[ingredient][0]})."
        for ingredient in Ingredient
    },
}


def described(enum: type[StrEnum], description: str, words: Mapping[str, str]) -> None:
    """Make an enum of the graph out of a closed list; `words` has a description for each of its values."""
    strawberry.enum(enum, description=description)
    if not has_enum_definition(enum):
        raise TypeError(enum)
    for value in enum.__strawberry_definition__.values:
        value.description = words[value.name]
