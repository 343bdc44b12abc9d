"""What the pages say, in Indonesian first and in English: one set of keys, so that neither lacks a word."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from service.rules.maturity import WORDS, Ingredient

_PAGE: Final[dict[str, tuple[str, str]]] = {
    "name": ("Ikrar: komitmen untuk Posyandu", "Ikrar: pledges for Posyandu"),
    "matrix": ("Matriks komitmen", "Matrix of pledges"),
    "pledges": ("Komitmen", "Pledges"),
    "pledge": ("Komitmen", "Pledge"),
    "other_tongue": ("English", "Bahasa Indonesia"),
    "skip": ("Langsung ke isi", "Skip to content"),
    "everywhere": ("Seluruh wilayah", "All regions"),
    "as_of": ("Data per", "As of"),
    "rows": ("Baris", "Rows"),
    "region": ("Kode wilayah", "Region code"),
    "region_hint": ("misalnya 21 atau 21.01; kosong berarti semua", "such as 21 or 21.01; empty means all"),
    "day": ("Keadaan per tanggal", "As of the day"),
    "show": ("Tampilkan", "Show"),
    "legend": ("Keterangan", "Legend"),
    "total": ("Jumlah", "Total"),
    "next": ("Berikutnya", "Next"),
    "first": ("Kembali ke awal", "Back to the beginning"),
    "nothing": ("Tidak ada yang cocok dengan saringan ini.", "Nothing matches this filter."),
    "clear": ("Hapus saringan", "Clear the filter"),
    "spreadsheet": ("Unduh CSV", "Download CSV"),
    "print_hint": (
        "Halaman ini dapat dicetak mendatar (A4 atau F4).",
        "This page can be printed in landscape (A4 or F4).",
    ),
    "counted_once": (
        "Satu komitmen dapat berada di beberapa bidang dan tempat; dalam jumlah ia dihitung sekali.",
        "A pledge may stand in several areas and places; totals count it once.",
    ),
    "agency": ("Instansi penanggung jawab", "Leading agency"),
    "partners": ("Instansi pendukung", "Supporting agencies"),
    "said": ("Seperti diucapkan", "As it was spoken"),
    "source": ("Sumber", "Source"),
    "made_at": ("Dalam", "At"),
    "made_on": ("Diucapkan pada", "Spoken on"),
    "due": ("Batas waktu", "Due"),
    "no_due": ("tanpa batas waktu", "no due date"),
    "state": ("Pelaksanaan", "Execution"),
    "timeliness": ("Ketepatan waktu", "Timeliness"),
    "verdict": ("Hasil telaah", "Verdict"),
    "areas": ("Bidang SPM", "SPM areas"),
    "verified": ("Terverifikasi", "Verified"),
    "claimed": ("Dilaporkan", "Claimed"),
    "promised": ("Dijanjikan", "Promised"),
    "not_measurable": ("tidak dapat diukur", "not measurable"),
    "maturity": ("Kematangan", "Maturity"),
    "missing": ("Yang belum ada", "Still missing"),
    "whole": ("Lengkap", "Complete"),
    "targets": ("Target", "Targets"),
    "place": ("Tempat", "Place"),
    "indicator": ("Indikator", "Indicator"),
    "reports": ("Laporan", "Reports"),
    "reported_on": ("Tanggal", "Day"),
    "reported": ("Capaian", "Reported"),
    "judged": ("Telaah", "Judgement"),
    "waiting": ("menunggu telaah", "waiting"),
    "evidence": ("Data dukung", "Evidence"),
    "expected": ("Prakiraan selesai", "Expected by"),
    "at_the_latest": ("paling lambat", "at the latest"),
    "shortfall": ("Kekurangan yang diakui", "Admitted shortfall"),
    "synthetic": ("Data buatan untuk uji coba.", "Made up, for trial."),
    "of_all": ("dari", "of"),
    "back": ("Kembali ke matriks", "Back to the matrix"),
    "refused": ("Halaman ini tidak dapat ditampilkan", "This page cannot be shown"),
    "unknown": ("Tidak ditemukan.", "Not found."),
    "not_a_day": ("Tanggal ditulis seperti 2026-11-22.", "A day is written like 2026-11-22."),
    "not_rows": ("Baris itu tidak dikenal.", "Such rows are not known."),
}
_AXES: Final[dict[str, tuple[str, str]]] = {
    "AGENCY": ("Instansi", "Agency"),
    "AGENCY_KIND": ("Jenis instansi", "Kind of agency"),
    "PROVINCE": ("Provinsi", "Province"),
    "REGENCY": ("Kabupaten/kota", "Regency or city"),
    "DISTRICT": ("Kecamatan", "District"),
    "VILLAGE": ("Desa/kelurahan", "Village"),
    "POSYANDU": ("Posyandu", "Posyandu"),
    "MEETING": ("Rapat", "Meeting"),
    "FISCAL_YEAR": ("Tahun anggaran", "Fiscal year"),
}
_AREAS: Final[dict[str, tuple[str, str]]] = {
    "PENDIDIKAN": ("Pendidikan", "Education"),
    "KESEHATAN": ("Kesehatan", "Health"),
    "PEKERJAAN_UMUM": ("Pekerjaan umum", "Public works"),
    "PERUMAHAN_RAKYAT": ("Perumahan rakyat", "Housing"),
    "TRANTIBUMLINMAS": ("Trantibum linmas", "Order and protection"),
    "SOSIAL": ("Sosial", "Social affairs"),
    "LINTAS_BIDANG": ("Lintas bidang", "Across areas"),
    "": ("Tanpa bidang", "No area"),
}
_SIGNS: Final[dict[str, tuple[str, str]]] = {
    "NONE": ("Tidak ada", "None"),
    "GAP": ("Belum ada komitmen", "Nothing promised"),
    "PROMISED": ("Dijanjikan", "Promised"),
    "RUNNING": ("Berjalan", "In progress"),
    "LATE": ("Terlambat (dari semua)", "Overdue (of all)"),
    "DONE": ("Selesai, menunggu verifikasi", "Done, not verified yet"),
    "VERIFIED": ("Terverifikasi", "Verified"),
    "ENDED": ("Berakhir tanpa selesai", "Ended unfinished"),
}
_STATES: Final[dict[str, tuple[str, str]]] = {
    "RECORDED": ("Tercatat", "Recorded"),
    "SPECIFIED": ("Terinci", "Specified"),
    "AGREED": ("Disepakati", "Agreed"),
    "IN_PROGRESS": ("Berjalan", "In progress"),
    "REPORTED_DONE": ("Dilaporkan selesai", "Reported done"),
    "COMPLETED": ("Selesai", "Completed"),
    "CANCELLED": ("Dibatalkan", "Cancelled"),
    "TRANSFERRED": ("Dialihkan", "Transferred"),
    "NEVER_STARTED": ("Tidak pernah dimulai", "Never started"),
    "DUE_SOON": ("Segera jatuh tempo", "Due soon"),
    "LATE_DONE": ("Selesai terlambat", "Done late"),
    "NOT_DUE": ("Belum jatuh tempo", "Not due yet"),
    "NO_DUE_DATE": ("Tanpa batas waktu", "No due date"),
    "ON_TIME_DONE": ("Selesai tepat waktu", "Done in time"),
    "OVERDUE": ("Terlambat", "Overdue"),
    "CONFORMS": ("Sesuai", "Conforms"),
    "NOT_YET": ("Belum sesuai", "Not yet"),
    "NOT_ACTED_ON": ("Belum ditindaklanjuti", "Not acted on"),
    "CANNOT_BE_ACTED_ON": ("Tidak dapat ditindaklanjuti", "Cannot be acted on"),
    "ACCEPTED": ("Diterima", "Accepted"),
    "RETURNED": ("Dikembalikan", "Returned"),
}
_MONTHS: Final = (
    ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """A language: its code, where its pages are, and where it stands in each pair of words."""

    code: str
    prefix: str
    place: int

    def page(self, key: str) -> str:
        """A word of the pages."""
        return _PAGE[key][self.place]

    def axis(self, key: str) -> str:
        """The name of an axis."""
        return _AXES[key][self.place]

    def area(self, code: str) -> str:
        """The short name of an area; of no area, for ''."""
        return _AREAS[code][self.place]

    def sign(self, key: str) -> str:
        """What a sign means."""
        return _SIGNS[key][self.place]

    def state(self, key: str) -> str:
        """A word of the graph's closed lists."""
        return _STATES[key][self.place]

    def ingredient(self, key: str) -> str:
        """What may be missing of a promise."""
        return WORDS[Ingredient(key)][self.place]

    def day(self, day: str) -> str:
        """A day of the graph (2026-11-22) as people write it: 22 Nov 2026."""
        found = date.fromisoformat(day)
        return f"{found.day} {_MONTHS[self.place][found.month - 1]} {found.year}"

    def number(self, number: str | int) -> str:
        """A number of the graph with this language's marks, digits in groups of three."""
        whole, _, part = f"{Decimal(number):,f}".partition(".")
        part = part.rstrip("0")
        thousands, decimal = (".", ",") if self.place == 0 else (",", ".")
        whole = whole.replace(",", thousands)
        return f"{whole}{decimal}{part}" if part else whole

    def percent(self, ratio: float) -> str:
        """A ratio as a whole percentage; only what is all of it is 100 %."""
        return f"{min(99, round(100 * ratio)) if ratio < 1 else 100} %"


INDONESIAN: Final = Tongue(code="id", prefix="", place=0)
ENGLISH: Final = Tongue(code="en", prefix="/en", place=1)
OTHER: Final = {INDONESIAN: ENGLISH, ENGLISH: INDONESIAN}
