"""What PostgreSQL says of the logins of the classes of trust: that they are apart, and may do little."""

from collections.abc import Iterator
from typing import Final

from service.doctor.database import connected
from service.doctor.findings import Finding, doubtful, judged
from service.settings import Settings
from service.trust import ASKERS, Trust
from service.units import Row

_ONE: Final = (
    "satu alamat untuk semua kelas, jadi SQL asing dapat menanggalkan perannya; isi DATABASE_URL_PUBLIC, "
    "_LIAISON, _SECRETARIAT, _ADMINISTRATOR / one address for all classes, so foreign SQL could take its "
    "role off; set them"
)
_WHO: Final = """
SELECT current_user AS name, rolsuper OR rolbypassrls OR rolcreaterole AS is_mighty,
  EXISTS (SELECT FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relowner = pg_roles.oid) AS owns,
  coalesce(pg_has_role(to_regrole($1), 'USAGE'), false) AS is_itself,
  EXISTS (SELECT FROM unnest($2::text[]) AS other
    WHERE other <> $1 AND pg_has_role(to_regrole(other), 'MEMBER')) AS is_other
FROM pg_roles WHERE rolname = current_user
"""
_ROLES: Final = [trust.role for trust in Trust]


async def of_classes(settings: Settings) -> list[Finding]:
    """Of each address that somebody is asked for at; where there is one for all, that it is so."""
    if settings.database_url is None:
        return []
    if not settings.logins:
        return [doubtful("DATABASE_URL_PUBLIC", _ONE)]
    return [finding for trust in ASKERS for finding in await _of_class(trust, settings.logins[trust])]


async def _of_class(trust: Trust, url: str) -> list[Finding]:
    driver = await connected(url, f"DATABASE_URL_{trust}")
    if isinstance(driver, Finding):
        return [driver]
    try:
        (row,) = await driver.fetch(_WHO, trust.role, _ROLES)
    finally:
        driver.terminate()
    return [*_judged(trust, row)]


def _judged(trust: Trust, row: Row) -> Iterator[Finding]:
    subject, name = f"DATABASE_URL_{trust}", row["name"]
    yield judged(subject, f"{name} bukan / is not: GRANT {trust.role} TO {name}", is_well=row["is_itself"])
    if row["is_mighty"] or row["owns"]:
        yield judged(subject, f"{name} terlalu berkuasa / may do too much", is_well=False)
    if row["is_other"]:
        words = f"{name} dapat menjadi kelas lain; REVOKE / can become another class; REVOKE"
        yield judged(subject, words, is_well=False)
