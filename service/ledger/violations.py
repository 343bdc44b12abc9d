"""What the database refuses, said as refusals of ours: one table from the names of constraints."""

import contextlib
from collections.abc import Generator
from typing import TypeAlias

from service.database import REFUSED, constraint_name, sqlstate
from service.errors import DomainError, ErrorCode, conflict, invalid, key_reused, not_found

_Words: TypeAlias = tuple[str, str]

_MISSING: dict[str, _Words] = {
    "fk_attendance_agency_id": ("Instansi / Agency", "agencyId"),
    "fk_attendance_person_id": ("Orang / Person", "personId"),
    "fk_directive_area_area_code": ("Bidang SPM / SPM area", "areas"),
    "fk_directive_given_by_id": ("Instansi / Agency", "givenById"),
    "fk_directive_region_code": ("Wilayah / Region", "regionCode"),
    "fk_evidence_file_id": ("Berkas / File", "evidence"),
    "fk_gap_mark_agency_id": ("Instansi / Agency", "gap"),
    "fk_gap_mark_area_code": ("Bidang SPM / SPM area", "gap"),
    "fk_gap_mark_meeting_id": ("Rapat / Meeting", "gap"),
    "fk_gap_mark_region_code": ("Wilayah / Region", "gap"),
    "fk_agency_mandate_area_code": ("Bidang SPM / SPM area", "areaCode"),
    "fk_meeting_region_code": ("Wilayah / Region", "regionCode"),
    "fk_pledge_agency_agency_id": ("Instansi / Agency", "agencies"),
    "fk_pledge_area_area_code": ("Bidang SPM / SPM area", "areas"),
    "fk_pledge_directive_id": ("Arahan / Directive", "directiveId"),
    "fk_pledge_meeting_id": ("Rapat / Meeting", "meetingId"),
    "fk_pledge_place_posyandu_id": ("Posyandu", "scope"),
    "fk_pledge_place_region_code": ("Wilayah / Region", "scope"),
    "fk_pledge_region_code": ("Wilayah / Region", "regionCode"),
    "fk_pledge_request_area_code": ("Bidang SPM / SPM area", "areaCode"),
    "fk_pledge_request_meeting_id": ("Rapat / Meeting", "meetingId"),
    "fk_pledge_request_region_code": ("Wilayah / Region", "regionCode"),
    "fk_pledge_service_code": ("Jenis layanan SPM / SPM service", "serviceCode"),
    "fk_pledge_sub_activity_id": ("Sub kegiatan / Sub-activity", "subActivityId"),
    "fk_target_area_code": ("Bidang SPM / SPM area", "areaCode"),
    "fk_target_posyandu_id": ("Posyandu", "posyanduId"),
    "fk_target_region_code": ("Wilayah / Region", "regionCode"),
    "fk_target_service_code": ("Jenis layanan SPM / SPM service", "serviceCode"),
}
_TWICE: dict[str, _Words] = {
    "uq_attendance_meeting_id_agency_id": (
        "Instansi ini sudah ada di daftar hadir. / This agency is on the attendance list already.",
        "entries",
    ),
    "uq_directive_meeting_id_title": (
        "Arahan ini sudah tercatat. / This directive is recorded already.",
        "title",
    ),
    "uq_evidence_file_id": (
        "Berkas ini sudah ditunjukkan laporan lain. / Another report shows this file already.",
        "evidence",
    ),
    "uq_gap_mark_standing": (
        "Kesenjangan ini sudah ditandai. / This gap is marked already.",
        "gap",
    ),
    "uq_overlap_mark_standing": (
        "Tumpang tindih ini sudah ditandai. / This overlap is marked already.",
        "otherId",
    ),
    "uq_meeting_region_code_title": (
        "Rapat dengan judul ini sudah tercatat. / A meeting of this title is recorded already.",
        "title",
    ),
    "uq_pledge_predecessor_id": (
        "Komitmen ini sudah dialihkan. / This pledge was transferred already.",
        "pledgeId",
    ),
    "uq_verification_report_id": (
        "Laporan ini sudah ditelaah. / This report was verified already.",
        "reportId",
    ),
}
_FALSE: dict[str, _Words] = {
    "ck_evidence_link_is_an_address": (
        "Tautan harus berawal http:// atau https://. / A link begins with http:// or https://.",
        "evidence",
    ),
    "ck_evidence_sha256_is_hex": (
        "SHA-256 ditulis sebagai 64 angka heksadesimal kecil. / SHA-256 is 64 small hexadecimal digits.",
        "evidence",
    ),
    "ck_meeting_dates_ordered": (
        "Berita tidak mendahului rapatnya. / A meeting is not reported before it was held.",
        "reportedOn",
    ),
    "ck_meeting_some_date": (
        "Isi tanggal rapat atau tanggal beritanya. / Give the day of the meeting or of its report.",
        "heldOn",
    ),
    "ck_pledge_constraint_dates_ordered": (
        "Kendala tidak berakhir sebelum mulai. / A constraint does not end before it began.",
        "untilOn",
    ),
    "ck_pledge_request_due_after_it_was_made": (
        "Batas jawaban mendahului permintaannya. / The answer is due before it was asked for.",
        "dueOn",
    ),
    "ck_pledge_fiscal_year_is_near": (
        "Tahun anggaran antara 2000 dan 2100. / A fiscal year is between 2000 and 2100.",
        "fiscalYear",
    ),
    "ck_funding_fiscal_year_is_near": (
        "Tahun anggaran antara 2000 dan 2100. / A fiscal year is between 2000 and 2100.",
        "fundings",
    ),
    "ck_pledge_year_is_near": (
        "Tahun antara 2000 dan 2100. / A year is between 2000 and 2100.",
        "pledgedOn",
    ),
}
_KEYS = frozenset({"uq_progress_report_agency_id_client_key"})
_BUSY = "55P03"
_BAD_VALUES = "22"


def refusal(error: Exception) -> DomainError | None:
    """The refusal that the database's own stands for; None when it is not the input's fault."""
    name = constraint_name(error)
    if name in _KEYS:
        return key_reused()
    if name in _MISSING:
        return not_found(*_MISSING[name])
    if name in _TWICE:
        return conflict(*_TWICE[name])
    if name in _FALSE:
        return invalid(*_FALSE[name])
    return _by_state(sqlstate(error))


@contextlib.contextmanager
def explained() -> Generator[None]:
    """A block in which a refusal of the database is raised as one of ours."""
    try:
        yield
    except REFUSED as error:
        problem = refusal(error)
        if problem is None:
            raise
        raise problem from error


def _by_state(state: str) -> DomainError | None:
    if state == _BUSY:
        message = "Sedang diubah orang lain; coba lagi. / Somebody is changing this right now; try again."
        return DomainError(ErrorCode.UNAVAILABLE, message)
    if state == "23514":
        return invalid("Isian melanggar aturan data. / The input breaks a rule of the data.")
    if state.startswith(_BAD_VALUES):
        return invalid("Nilai tidak dapat disimpan. / A value cannot be stored.")
    return None
