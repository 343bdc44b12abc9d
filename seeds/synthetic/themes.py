"""What the synthetic pledges promise, by area: words, indicators with their units, who answers for it."""

from dataclasses import dataclass

from service.rules.arithmetic import Aggregation, IndicatorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An indicator, and between which quantities it is promised at one post."""

    name: str
    unit: str
    low: int
    high: int
    kind: IndicatorKind = IndicatorKind.QUANTITY
    over_periods: Aggregation = Aggregation.SUM
    over_places: Aggregation = Aggregation.SUM


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A kind of promise."""

    area: str
    quote: str
    measures: tuple[Measure, ...]
    group: str
    division: str


def _share(name: str, low: int, high: int) -> Measure:
    return Measure(
        name=name,
        unit="persen",
        low=low,
        high=high,
        kind=IndicatorKind.PERCENTAGE,
        over_periods=Aggregation.LATEST,
        over_places=Aggregation.MEAN,
    )


def _level(name: str, unit: str, low: int, high: int) -> Measure:
    """What is there at the time, so that the last report counts."""
    return Measure(name=name, unit=unit, low=low, high=high, over_periods=Aggregation.LATEST)


def _count(name: str, unit: str, low: int, high: int) -> Measure:
    return Measure(name=name, unit=unit, low=low, high=high)


_HIGHEST = Measure(
    name="Tingkat kemandirian kelompok",
    unit="tingkat",
    low=3,
    high=5,
    over_periods=Aggregation.MAX,
    over_places=Aggregation.MEAN,
)
_MEAN = Measure(
    name="Rata-rata kunjungan per hari buka",
    unit="orang",
    low=15,
    high=60,
    over_periods=Aggregation.MEAN,
    over_places=Aggregation.MEAN,
)

THEMES: tuple[Theme, ...] = (
    Theme(
        area="PENDIDIKAN",
        quote="kelas PAUD yang menyatu dengan Posyandu",
        measures=(
            _count("Anak yang ikut PAUD", "anak", 10, 60),
            _count("Alat permainan edukatif", "set", 1, 6),
        ),
        group="Anak usia dini",
        division="Pembinaan PAUD",
    ),
    Theme(
        area="PENDIDIKAN",
        quote="pojok baca dan literasi digital untuk kader",
        measures=(_count("Kader yang dilatih", "orang", 3, 15), _level("Buku tersedia", "buku", 20, 200)),
        group="Kader Posyandu",
        division="Perpustakaan",
    ),
    Theme(
        area="KESEHATAN",
        quote="pemeriksaan rutin untuk semua siklus hidup",
        measures=(_count("Warga yang diperiksa", "orang", 50, 400), _MEAN),
        group="Semua siklus hidup",
        division="Kesehatan Masyarakat",
    ),
    Theme(
        area="KESEHATAN",
        quote="imunisasi dan makanan tambahan bagi balita",
        measures=(
            _share("Cakupan imunisasi lengkap", 80, 100),
            _count("Paket makanan tambahan", "paket", 20, 150),
        ),
        group="Balita",
        division="Gizi",
    ),
    Theme(
        area="PEKERJAAN_UMUM",
        quote="air bersih dan jamban di Posyandu",
        measures=(_count("Sambungan air bersih", "unit", 1, 5), _count("Jamban sehat", "unit", 1, 4)),
        group="Pengunjung Posyandu",
        division="Cipta Karya",
    ),
    Theme(
        area="PEKERJAAN_UMUM",
        quote="bank sampah di sekitar Posyandu",
        measures=(_count("Sampah terpilah", "kg", 100, 2_000), _level("Nasabah aktif", "orang", 10, 80)),
        group="Warga sekitar",
        division="Pengelolaan Sampah",
    ),
    Theme(
        area="PERUMAHAN_RAKYAT",
        quote="pendataan dan perbaikan rumah tidak layak huni",
        measures=(
            _count("Rumah yang didata", "rumah", 10, 90),
            _count("Rumah yang diperbaiki", "rumah", 1, 8),
        ),
        group="Keluarga miskin",
        division="Perumahan",
    ),
    Theme(
        area="PERUMAHAN_RAKYAT",
        quote="penyuluhan rumah sehat dan kebun pangan",
        measures=(
            _count("Keluarga yang disuluh", "keluarga", 15, 120),
            _level("Kebun pangan aktif", "kebun", 2, 20),
        ),
        group="Keluarga",
        division="Permukiman",
    ),
    Theme(
        area="TRANTIBUMLINMAS",
        quote="edukasi kesiapsiagaan bencana",
        measures=(_count("Peserta edukasi", "orang", 20, 150), _HIGHEST),
        group="Warga daerah rawan",
        division="Kesiapsiagaan",
    ),
    Theme(
        area="TRANTIBUMLINMAS",
        quote="ronda dan deteksi dini bersama Linmas",
        measures=(
            _count("Kegiatan ronda", "kegiatan", 4, 24),
            _level("Anggota Linmas terlatih", "orang", 2, 12),
        ),
        group="Warga",
        division="Perlindungan Masyarakat",
    ),
    Theme(
        area="SOSIAL",
        quote="pendataan warga miskin agar bantuan tepat sasaran",
        measures=(
            _share("Warga miskin terdata", 85, 100),
            _count("Keluarga yang dikunjungi", "keluarga", 10, 100),
        ),
        group="Keluarga miskin",
        division="Data dan Bantuan Sosial",
    ),
    Theme(
        area="SOSIAL",
        quote="konseling bagi lansia dan penyandang disabilitas",
        measures=(_count("Sesi konseling", "sesi", 4, 30), _HIGHEST),
        group="Lansia dan penyandang disabilitas",
        division="Rehabilitasi Sosial",
    ),
    Theme(
        area="LINTAS_BIDANG",
        quote="peningkatan kapasitas kader enam bidang SPM",
        measures=(_count("Kader yang dilatih", "orang", 3, 15), _level("Kader aktif", "orang", 3, 12)),
        group="Kader Posyandu",
        division="Pemberdayaan Masyarakat",
    ),
    Theme(
        area="LINTAS_BIDANG",
        quote="internet gratis dan pencatatan digital",
        measures=(
            _count("Titik akses internet", "titik", 1, 2),
            _share("Data yang tercatat digital", 60, 100),
        ),
        group="Pengunjung Posyandu",
        division="Layanan Digital",
    ),
)

MEASURES: dict[tuple[str, str], Measure] = {
    (measure.name, measure.unit): measure for theme in THEMES for measure in theme.measures
}
"""Every indicator once, by name and unit."""
BY_AREA: dict[str, tuple[Theme, ...]] = {
    area: tuple(theme for theme in THEMES if theme.area == area) for area in {theme.area for theme in THEMES}
}
