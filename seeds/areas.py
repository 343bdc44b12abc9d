"""The six SPM areas in their official order and the cross-cutting one, their other names, the 43 services."""

from uuid_utils.compat import uuid7

from models import SpmArea, SpmAreaAlias, SpmService
from seeds.listing import DATA, Listing, edition_of
from service.database import WriteSession
from service.errors import invalid
from service.exchange.bulk import add_missing, upsert
from service.exchange.refusals import at
from service.exchange.sheets import rows_of

_SERVICES = DATA / "spm_service.csv"

# Permendagri 13/2024.
AREAS: tuple[tuple[str, str], ...] = (
    ("PENDIDIKAN", "Pendidikan"),
    ("KESEHATAN", "Kesehatan"),
    ("PEKERJAAN_UMUM", "Pekerjaan Umum"),
    ("PERUMAHAN_RAKYAT", "Perumahan Rakyat"),
    ("TRANTIBUMLINMAS", "Ketenteraman, Ketertiban Umum dan Perlindungan Masyarakat"),
    ("SOSIAL", "Sosial"),
    ("LINTAS_BIDANG", "Lintas Bidang"),
)

# How press and officials say it; one source makes two areas of the fifth, so each half means the fifth.
ALIASES: tuple[tuple[str, str], ...] = (
    ("PEKERJAAN_UMUM", "PU"),
    ("PEKERJAAN_UMUM", "Pekerjaan Umum dan Penataan Ruang"),
    ("PERUMAHAN_RAKYAT", "Perumahan"),
    ("PERUMAHAN_RAKYAT", "Perumahan Rakyat dan Kawasan Permukiman"),
    ("TRANTIBUMLINMAS", "Trantibumlinmas"),
    ("TRANTIBUMLINMAS", "Trantibum Linmas"),
    ("TRANTIBUMLINMAS", "Trantibum"),
    ("TRANTIBUMLINMAS", "Linmas"),
    ("TRANTIBUMLINMAS", "Ketenteraman dan Ketertiban Umum"),
    ("TRANTIBUMLINMAS", "Ketentraman dan Ketertiban Umum"),
    ("TRANTIBUMLINMAS", "Ketentraman, Ketertiban Umum dan Perlindungan Masyarakat"),
    ("TRANTIBUMLINMAS", "Perlindungan Masyarakat"),
    ("LINTAS_BIDANG", "Lintas sektor"),
)


def areas() -> Listing:
    """The seven areas."""
    return Listing(edition=edition_of("spm_area", "Permendagri 13/2024", AREAS), load=_load_areas)


def area_aliases() -> Listing:
    """The names that sources use for them."""
    return Listing(edition=edition_of("spm_area_alias", "1", ALIASES), load=_load_aliases)


def services() -> Listing:
    """The legal services of the areas."""
    edition = edition_of("spm_service", "1", _SERVICES.read_bytes())
    return Listing(edition=edition, load=_load_services)


async def _load_areas(session: WriteSession) -> int:
    rows = [
        {"code": code, "position": position, "name": name}
        for position, (code, name) in enumerate(AREAS, start=1)
    ]
    await upsert(session, SpmArea, ["code"], rows)
    return len(rows)


async def _load_aliases(session: WriteSession) -> int:
    rows = [{"id": uuid7(), "area_code": area, "alias": alias} for area, alias in ALIASES]
    await add_missing(session, SpmAreaAlias, rows)
    return len(rows)


async def _load_services(session: WriteSession) -> int:
    known = {code for code, _ in AREAS}
    rows: list[dict[str, object]] = []
    for row in rows_of(_SERVICES, ("code", "area", "level", "name", "confirmed")):
        if row["area"] not in known:
            message = f"Bidang {row['area']} tidak dikenal. / Area {row['area']} is not known."
            raise invalid(message, *at(row.number, "area"))
        rows.append(
            {
                "code": row.demanded("code"),
                "area_code": row["area"],
                "level": row.demanded("level"),
                "name": row.demanded("name"),
                "confirmed": row["confirmed"] == "yes",
            }
        )
    await upsert(session, SpmService, ["code"], rows)
    return len(rows)
