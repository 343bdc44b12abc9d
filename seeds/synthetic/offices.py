"""The agencies: in each province and each regency the same offices, then governments of villages."""

import itertools
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seeds.synthetic.days import FIRST_DAY, moment_on
from seeds.synthetic.dice import Dice
from seeds.synthetic.shape import Shape
from service.rules.vocabulary import AgencyKind

PREFIX = "SINTETIS-"
"""What the codes begin with, so that they never meet those of real agencies."""

_OPD, _LOCAL = AgencyKind.PROVINCIAL_OPD, AgencyKind.REGENCY_OPD
_VERTICAL, _BUREAU = AgencyKind.VERTICAL_OFFICE, AgencyKind.SECRETARIAT_BUREAU
_ALL = (
    "PENDIDIKAN",
    "KESEHATAN",
    "PEKERJAAN_UMUM",
    "PERUMAHAN_RAKYAT",
    "TRANTIBUMLINMAS",
    "SOSIAL",
    "LINTAS_BIDANG",
)
_Line = tuple[str, str, AgencyKind, tuple[str, ...]]

# Code, name, kind, areas. The first two of each list are those that verify.
_PROVINCIAL: tuple[_Line, ...] = (
    ("DPMPD", "Dinas Pemberdayaan Masyarakat dan Pemerintahan Desa", _OPD, ("LINTAS_BIDANG",)),
    ("TP-POSYANDU", "Tim Pembina Posyandu", AgencyKind.GUIDANCE_TEAM, ("LINTAS_BIDANG",)),
    ("DINKES", "Dinas Kesehatan", _OPD, ("KESEHATAN",)),
    ("DISDIKBUD", "Dinas Pendidikan dan Kebudayaan", _OPD, ("PENDIDIKAN",)),
    ("PUPR", "Dinas Pekerjaan Umum dan Penataan Ruang", _OPD, ("PEKERJAAN_UMUM",)),
    ("PERKIM", "Dinas Perumahan dan Permukiman", _OPD, ("PERUMAHAN_RAKYAT",)),
    ("BPBD", "Badan Penanggulangan Bencana Daerah", _OPD, ("TRANTIBUMLINMAS",)),
    ("SATPOLPP", "Satuan Polisi Pamong Praja", _OPD, ("TRANTIBUMLINMAS",)),
    ("DINSOS", "Dinas Sosial", _OPD, ("SOSIAL",)),
    ("DISKOMINFO", "Dinas Komunikasi dan Informatika", _OPD, ("LINTAS_BIDANG", "PENDIDIKAN")),
    ("DLH", "Dinas Lingkungan Hidup", _OPD, ("PEKERJAAN_UMUM",)),
    ("BAZNAS", "Badan Amil Zakat Nasional", AgencyKind.NON_STRUCTURAL_BODY, ("SOSIAL",)),
    ("KEMENAG", "Kantor Wilayah Kementerian Agama", _VERTICAL, ("LINTAS_BIDANG", "PENDIDIKAN")),
    ("BKKBN", "Perwakilan BKKBN", _VERTICAL, ("KESEHATAN", "LINTAS_BIDANG")),
    ("BIRO-KESRA", "Biro Kesejahteraan Rakyat", _BUREAU, ("SOSIAL", "LINTAS_BIDANG")),
    ("DKP", "Dinas Kelautan dan Perikanan", _OPD, ("KESEHATAN",)),
    ("DKP3A", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak", _OPD, ("SOSIAL",)),
    ("BAPPEDA", "Badan Perencanaan Pembangunan Daerah", _OPD, ("LINTAS_BIDANG",)),
    ("DPK", "Dinas Perpustakaan dan Kearsipan", _OPD, ("PENDIDIKAN",)),
    ("DPTPH", "Dinas Pangan, Tanaman Pangan dan Hortikultura", _OPD, ("PERUMAHAN_RAKYAT", "KESEHATAN")),
    ("DISPERINDAGKOP", "Dinas Perindustrian, Perdagangan dan Koperasi", _OPD, ("LINTAS_BIDANG",)),
    ("DISPORA", "Dinas Pemuda dan Olahraga", _OPD, ("LINTAS_BIDANG",)),
    ("DISNAKER", "Dinas Tenaga Kerja dan Transmigrasi", _OPD, ("SOSIAL",)),
    ("DISHUB", "Dinas Perhubungan", _OPD, ("PEKERJAAN_UMUM",)),
    ("ESDM", "Dinas Energi dan Sumber Daya Mineral", _OPD, ("PEKERJAAN_UMUM",)),
    ("KESBANGPOL", "Badan Kesatuan Bangsa dan Politik", _OPD, ("TRANTIBUMLINMAS",)),
    ("BIRO-PEM", "Biro Pemerintahan dan Otonomi Daerah", _BUREAU, ("LINTAS_BIDANG",)),
    ("BIRO-ADBANG", "Biro Administrasi Pembangunan", _BUREAU, ("LINTAS_BIDANG",)),
    ("BPS", "Badan Pusat Statistik", _VERTICAL, ("LINTAS_BIDANG",)),
    ("BBPOM", "Balai Besar Pengawas Obat dan Makanan", _VERTICAL, ("KESEHATAN",)),
    ("BWS", "Balai Wilayah Sungai", _VERTICAL, ("PEKERJAAN_UMUM",)),
    ("BP3KP", "Balai Pelaksana Penyediaan Perumahan", _VERTICAL, ("PERUMAHAN_RAKYAT",)),
    ("BPJS", "BPJS Kesehatan", _VERTICAL, ("KESEHATAN",)),
    ("PMI", "Palang Merah Indonesia", AgencyKind.COMMUNITY_BODY, ("KESEHATAN", "TRANTIBUMLINMAS")),
    ("FORUM-CSR", "Forum Tanggung Jawab Sosial Perusahaan", AgencyKind.COMMUNITY_BODY, ("PEKERJAAN_UMUM",)),
    ("BANK", "Bank Pembangunan Daerah", AgencyKind.COMPANY, ("SOSIAL", "PERUMAHAN_RAKYAT")),
    ("TAMBANG", "Perusahaan Tambang Contoh", AgencyKind.COMPANY, ("PEKERJAAN_UMUM", "PENDIDIKAN")),
)
_REGIONAL: tuple[_Line, ...] = (
    ("DPMD", "Dinas Pemberdayaan Masyarakat dan Desa", _LOCAL, ("LINTAS_BIDANG",)),
    ("TP-POSYANDU", "Tim Pembina Posyandu", AgencyKind.GUIDANCE_TEAM, ("LINTAS_BIDANG",)),
    ("DINKES", "Dinas Kesehatan", _LOCAL, ("KESEHATAN",)),
    ("DISDIK", "Dinas Pendidikan", _LOCAL, ("PENDIDIKAN",)),
    ("DPU", "Dinas Pekerjaan Umum", _LOCAL, ("PEKERJAAN_UMUM",)),
    ("PERKIM", "Dinas Perumahan dan Permukiman", _LOCAL, ("PERUMAHAN_RAKYAT",)),
    ("BPBD", "Badan Penanggulangan Bencana Daerah", _LOCAL, ("TRANTIBUMLINMAS",)),
    ("SATPOLPP", "Satuan Polisi Pamong Praja", _LOCAL, ("TRANTIBUMLINMAS",)),
    ("DINSOS", "Dinas Sosial", _LOCAL, ("SOSIAL",)),
    ("DISKOMINFO", "Dinas Komunikasi dan Informatika", _LOCAL, ("LINTAS_BIDANG", "PENDIDIKAN")),
    ("DLH", "Dinas Lingkungan Hidup", _LOCAL, ("PEKERJAAN_UMUM",)),
    ("BAZNAS", "Badan Amil Zakat Nasional", AgencyKind.NON_STRUCTURAL_BODY, ("SOSIAL",)),
    ("KEMENAG", "Kantor Kementerian Agama", _VERTICAL, ("LINTAS_BIDANG", "PENDIDIKAN")),
    ("BAPPEDA", "Badan Perencanaan Pembangunan Daerah", _LOCAL, ("LINTAS_BIDANG",)),
    ("DP3AP2KB", "Dinas Pengendalian Penduduk dan Keluarga Berencana", _LOCAL, ("KESEHATAN", "SOSIAL")),
    ("DKP", "Dinas Ketahanan Pangan", _LOCAL, ("PERUMAHAN_RAKYAT", "KESEHATAN")),
    ("BAG-KESRA", "Bagian Kesejahteraan Rakyat", _BUREAU, ("SOSIAL",)),
    ("DPK", "Dinas Perpustakaan dan Kearsipan", _LOCAL, ("PENDIDIKAN",)),
    ("PDAM", "Perusahaan Daerah Air Minum", AgencyKind.COMPANY, ("PEKERJAAN_UMUM",)),
)
_PROVINCE = 2
_SERIAL, _URBAN = 4, "1"
"""A village's code ends in four digits; those of a kelurahan begin with 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An agency as the generator needs it."""

    id: uuid.UUID
    region: str
    code: str
    name: str
    short_name: str
    kind: AgencyKind
    areas: tuple[str, ...]


def make_offices(
    shape: Shape, names: dict[str, str], around: Sequence[str], villages: Sequence[str]
) -> list[Office]:
    """As many as the shape says, for the provinces and regencies in `around`: the most needed first."""
    return list(itertools.islice(_offices(shape, names, around, villages), shape.agencies))


def _offices(
    shape: Shape, names: dict[str, str], around: Sequence[str], villages: Sequence[str]
) -> Iterator[Office]:
    written = 0
    for rank in range(max(len(_PROVINCIAL), len(_REGIONAL))):
        for region in around:
            lines = _PROVINCIAL if len(region) == _PROVINCE else _REGIONAL
            if rank < len(lines):
                written += 1
                yield _office(shape, region, lines[rank], names[region])
    step = max(1, len(villages) // max(1, shape.agencies - written))
    for village in villages[::step]:
        title = "Kelurahan" if village[-_SERIAL] == _URBAN else "Desa"
        line = ("PEMDES", f"Pemerintah {title}", AgencyKind.VILLAGE_GOVERNMENT, _ALL)
        yield _office(shape, village, line, names[village])


def _office(shape: Shape, region: str, line: _Line, place: str) -> Office:
    code, name, kind, areas = line
    return Office(
        id=Dice("agency", region, shape.key(code)).id(moment_on(FIRST_DAY)),
        region=region,
        code=f"{PREFIX}{code}",
        name=f"{name} {place} (sintetis)",
        short_name=f"{code} {place} (sintetis)",
        kind=kind,
        areas=areas,
    )
