"""The five meetings of 2025, who came, and the two directives, as the reports on them tell."""

from dataclasses import dataclass
from datetime import date

from service.rules.vocabulary import AttendanceCapacity, MeetingKind, SpmAreaCode

JUNE = "Rapat Tim Pembina Posyandu Kaltim 2025"
NOVEMBER = "Rakor Posyandu Kaltim 2025"
RAKORNAS = "Rakornas II Posyandu"
JAMBI = "Raker TP Posyandu Jambi"
BINTAN = "Rakor TP Posyandu Bintan"
JUNE_SOURCE = "004_a8f589cef3f6ae25.txt"
NOVEMBER_SOURCE = "001_86b3a64123b61e35.txt"
RAKORNAS_SOURCE = "000_54bf63355a5d868e.txt"
JAMBI_SOURCE = "002_857b7e90f1f8d718.txt"
BINTAN_SOURCE = "003_72d80a27c95544ac.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """An agency, by region and code, and how it was there."""

    region: str
    agency: str
    capacity: AttendanceCapacity = AttendanceCapacity.PRESENT
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMeeting:
    """A meeting. Where reports differ on the day, only the day of the report is taken as known."""

    title: str
    kind: MeetingKind
    region: str
    venue: str
    led_by: str
    source: str
    held_on: date | None = None
    reported_on: date | None = None
    note: str | None = None
    came: tuple[Came, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDirective:
    """An instruction given at a meeting, to whom, about which areas."""

    meeting: str
    region: str
    given_by: tuple[str, str]
    title: str
    quote: str
    source: str
    addressed_to: str
    areas: tuple[SpmAreaCode, ...]


_AT_JUNE = (
    "DPMPD",
    "DINKES",
    "DINSOS",
    "PUPR",
    "DKP",
    "BAZNAS",
    "KEMENAG",
    "DISKOMINFO",
    "BIRO-KESRA",
    "BPBD",
    "SATPOLPP",
    "DLH",
)

MEETINGS: tuple[ToldMeeting, ...] = (
    ToldMeeting(
        title=BINTAN,
        kind=MeetingKind.RAKOR,
        region="21.01",
        held_on=date(2025, 5, 16),
        venue="Ruang Rapat Bawah Bapperida Bintan",
        led_by="Hafizha Rahmadhani, Ketua TP Posyandu Bintan",
        source=BINTAN_SOURCE,
        came=(Came(region="21.01", agency="TP-POSYANDU"),),
    ),
    ToldMeeting(
        title=JUNE,
        kind=MeetingKind.RAPAT,
        region="64",
        reported_on=date(2025, 6, 19),
        venue="Samarinda",
        led_by="Puguh Harjanto, Kepala DPMPD Kaltim",
        source=JUNE_SOURCE,
        note='Pers lain menyebut Jumat, 13 Juni 2025. Daftar hadir disebut dengan "antara lain".',
        came=tuple(Came(region="64", agency=code) for code in _AT_JUNE),
    ),
    ToldMeeting(
        title=JAMBI,
        kind=MeetingKind.RAKER,
        region="15",
        held_on=date(2025, 7, 30),
        venue="Aula Kantor Bupati Kerinci",
        led_by="Hesnidar Haris, Ketua TP Posyandu Jambi",
        source=JAMBI_SOURCE,
        came=(Came(region="15", agency="TP-POSYANDU"),),
    ),
    ToldMeeting(
        title=RAKORNAS,
        kind=MeetingKind.RAKORNAS,
        region="31",
        held_on=date(2025, 9, 22),
        venue="Jakarta",
        led_by="Tri Tito Karnavian, Ketua Umum TP Posyandu",
        source=RAKORNAS_SOURCE,
        came=(Came(region="31", agency="TP-POSYANDU-PUSAT"),),
    ),
    ToldMeeting(
        title=NOVEMBER,
        kind=MeetingKind.RAKOR,
        region="64",
        held_on=date(2025, 11, 20),
        venue="Gedung Olah Bebaya, Kantor Gubernur Kaltim",
        led_by="Sarifah Suraidah Harum, Ketua TP Posyandu Kaltim",
        source=NOVEMBER_SOURCE,
        came=(
            Came(
                region="64",
                agency="TP-POSYANDU",
                capacity=AttendanceCapacity.ONLINE,
                note="Ketua TP Posyandu",
            ),
            Came(region="64.09", agency="TP-POSYANDU", note="Ketua TP Posyandu"),
            Came(region="64.09", agency="BAPELTIBANG", capacity=AttendanceCapacity.REPRESENTED),
            Came(
                region="64.09", agency="DINSOS", capacity=AttendanceCapacity.ACTING, note="Plt. Kepala Dinas"
            ),
            Came(region="64.09", agency="SATPOLPP", note="Kasatpol PP"),
            Came(region="64.09", agency="DPMD"),
            Came(region="64.09", agency="DINKES"),
        ),
    ),
)

# Words in square brackets are the report's or ours, not those of the speaker.
DIRECTIVES: tuple[ToldDirective, ...] = (
    ToldDirective(
        meeting=JUNE,
        region="64",
        given_by=("64", "DPMPD"),
        title="Menyinergikan anggaran; PAUD terpadu sebagai langkah strategis",
        quote="[penganggaran bersinergi; PAUD terpadu strategis]",
        source=JUNE_SOURCE,
        addressed_to="Semua perangkat daerah",
        areas=(SpmAreaCode.PENDIDIKAN, SpmAreaCode.LINTAS_BIDANG),
    ),
    ToldDirective(
        meeting=JAMBI,
        region="15",
        given_by=("15", "TP-POSYANDU"),
        title="Mengikuti lomba nasional; wajib belajar 13 tahun mulai dari PAUD",
        quote="[lomba tingkat nasional; wajib belajar 13 tahun sejak PAUD]",
        source=JAMBI_SOURCE,
        addressed_to="Kabupaten/kota di Provinsi Jambi",
        areas=(SpmAreaCode.PENDIDIKAN, SpmAreaCode.LINTAS_BIDANG),
    ),
)
