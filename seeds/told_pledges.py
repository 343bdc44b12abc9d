"""The twenty pledges of 2025 as the reports tell them: vague as they were spoken, nothing added.

The quote holds the reported words; where the report gives no words of the speaker, it stands in square
brackets. The title and the areas are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from seeds.told_meetings import BINTAN, BINTAN_SOURCE, JUNE, JUNE_SOURCE, RAKORNAS, RAKORNAS_SOURCE
from service.ledger.absent import ABSENT, Absent
from service.ledger.terms import Ratio
from service.rules.vocabulary import SpmAreaCode

_EDUCATION = SpmAreaCode.PENDIDIKAN
_HEALTH = SpmAreaCode.KESEHATAN
_WORKS = SpmAreaCode.PEKERJAAN_UMUM
_HOUSING = SpmAreaCode.PERUMAHAN_RAKYAT
_ORDER = SpmAreaCode.TRANTIBUMLINMAS
_SOCIAL = SpmAreaCode.SOSIAL
_ALL = SpmAreaCode.LINTAS_BIDANG


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPledge:
    """A pledge by an agency of a region; `joint` names the agency that carries it too."""

    agency: str
    title: str
    quote: str
    areas: tuple[SpmAreaCode, ...]
    region: str = "64"
    meeting: str = JUNE
    source: str = JUNE_SOURCE
    joint: str | None = None
    scope: Mapping[str, object] | None = None
    is_at_the_bintan_posts: bool = False
    ratio: Ratio | None = None
    conditions: str | None = None
    fiscal_year: int | Absent = ABSENT


def _bintan(agency: str, title: str, quote: str, *, at_posts: bool = False) -> ToldPledge:
    return ToldPledge(
        agency=agency,
        title=title,
        quote=quote,
        areas=(_ALL,),
        region="21.01",
        meeting=BINTAN,
        source=BINTAN_SOURCE,
        is_at_the_bintan_posts=at_posts,
    )


_AROUND: Mapping[str, object] = {"words": "sekitar Posyandu"}

_KALTIM: tuple[ToldPledge, ...] = (
    ToldPledge(
        agency="DINKES",
        title="Mendukung kaderisasi Posyandu",
        quote="mendukung kaderisasi",
        areas=(_HEALTH,),
    ),
    ToldPledge(
        agency="DINKES",
        title="Meningkatkan kapasitas kader Posyandu",
        quote="peningkatan kapasitas kader",
        areas=(_HEALTH,),
    ),
    ToldPledge(
        agency="DINKES",
        title="Menyelenggarakan Jambore Kader Posyandu",
        quote="Jambore Kader Posyandu",
        areas=(_HEALTH,),
    ),
    ToldPledge(
        agency="DINKES",
        title="Mengarahkan Posyandu ke Integrasi Layanan Primer",
        quote="berbasis Integrasi Layanan Primer (ILP)",
        areas=(_HEALTH,),
    ),
    ToldPledge(agency="PUPR", title="Menyediakan sarana MCK", quote="penyediaan sarana MCK", areas=(_WORKS,)),
    ToldPledge(
        agency="PUPR",
        title="Mendata rumah untuk rehabilitasi agar layak huni",
        quote="pendataan Rumah Layak Huni (RLH)",
        areas=(_HOUSING,),
    ),
    ToldPledge(
        agency="DINSOS",
        title="Berkoordinasi memverifikasi penerima bantuan agar tidak tumpang tindih",
        quote="[koordinasi verifikasi penerima bantuan agar tidak] tumpang tindih",
        areas=(_SOCIAL,),
    ),
    ToldPledge(
        agency="BAZNAS",
        title="Menyalurkan 70 persen dana zakat bagi keluarga miskin, termasuk untuk Posyandu",
        quote="70 persen dana zakat",
        areas=(_SOCIAL, _ALL),
        ratio=Ratio(percent=Decimal(70), base="dana zakat"),
        conditions="Aman menurut regulasi, syariah, dan negara",
    ),
    ToldPledge(
        agency="DLH",
        title="Memberi penyuluhan pengelolaan sampah di sekitar Posyandu",
        quote="penyuluhan pengelolaan sampah",
        areas=(_WORKS,),
        scope=_AROUND,
    ),
    ToldPledge(
        agency="BPBD",
        title="Memberi edukasi penanggulangan bencana di daerah rawan",
        quote="edukasi penanggulangan bencana",
        areas=(_ORDER,),
        scope={"words": "daerah rawan"},
    ),
    ToldPledge(
        agency="DKP",
        title="Menyediakan makanan tambahan bergizi",
        quote="makanan tambahan bergizi",
        areas=(_HEALTH,),
    ),
    ToldPledge(
        agency="DKP",
        title="Melibatkan UMKM di sekitar Posyandu",
        quote="[melibatkan UMKM di sekitar Posyandu]",
        areas=(_ALL,),
        scope=_AROUND,
    ),
    ToldPledge(
        agency="BKKBN",
        title="Memberi konseling keluarga",
        quote="[konseling keluarga]",
        areas=(_ALL,),
        joint="KEMENAG",
    ),
    ToldPledge(
        agency="KEMENAG",
        title="Memberi konseling bagi calon pengantin",
        quote="[konseling calon pengantin]",
        areas=(_ALL,),
        joint="BKKBN",
    ),
    ToldPledge(
        agency="DISKOMINFO",
        title="Menyediakan internet gratis untuk Posyandu Digital 2026",
        quote="akses internet gratis di sejumlah lokasi",
        areas=(_EDUCATION, _ALL),
        scope={"words": "sejumlah lokasi"},
        fiscal_year=2026,
    ),
    ToldPledge(
        agency="DPMPD",
        title="Menyusun matriks input program dan indikator pemantauan lapangan",
        quote="matriks input program dan indikator pemantauan lapangan antar-OPD",
        areas=(_ALL,),
    ),
)

PLEDGES: tuple[ToldPledge, ...] = (
    *_KALTIM,
    _bintan(
        "TP-POSYANDU",
        "Mengadakan rapat lanjutan sebelum penilaian nasional",
        "[rapat lanjutan sebelum penilaian nasional]",
    ),
    _bintan(
        "KABID-POSYANDU",
        "Menyelaraskan program tiap bidang dengan Renstra perangkat daerah",
        "[sinkronisasi program dengan Renstra; sebagian sudah ditandai di SIPD]",
    ),
    _bintan(
        "DPMD",
        "Mendampingi kader tiga Posyandu menuju standar penilaian SPM",
        "[pendampingan kader menuju standar penilaian SPM]",
        at_posts=True,
    ),
    ToldPledge(
        agency="PEMKAB",
        title="Membawa hasil Rakornas ke Malinau",
        quote="[melaksanakan hasil Rakornas di daerah]",
        areas=(_ALL,),
        region="65.02",
        meeting=RAKORNAS,
        source=RAKORNAS_SOURCE,
        scope={"regions": ["65.02"]},
    ),
)
