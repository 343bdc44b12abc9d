"""Region codes: dotted Kemendagri codes as text, each the path to itself (64.09.04.1005 is in 64.09.04).

Nothing is guessed: an undotted code does not say its system (BPS differs from Kemendagri), and what a
spreadsheet has shortened is refused with the code that was probably meant.
"""

import re
from enum import StrEnum

from service.errors import DomainError, invalid


class RegionLevel(StrEnum):
    """The four levels of the administration."""

    PROVINCE = "PROVINCE"
    REGENCY = "REGENCY"
    DISTRICT = "DISTRICT"
    VILLAGE = "VILLAGE"


LENGTHS: dict[RegionLevel, int] = {
    RegionLevel.PROVINCE: 2,
    RegionLevel.REGENCY: 5,
    RegionLevel.DISTRICT: 8,
    RegionLevel.VILLAGE: 13,
}
"""Characters of a code at each level; a code cut to such a length is the region around it."""

_LEVELS = {length: level for level, length in LENGTHS.items()}
_CODE = re.compile(r"[1-9][0-9](\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
_LOST_ZERO = re.compile(r"[1-9][0-9][.,][0-9]")
_COMMAS = re.compile(r"[1-9][0-9](,[0-9]{2}(,[0-9]{2}(,[0-9]{4})?)?)")
_UNDOTTED = re.compile(r"[0-9]{3,}")
_REGISTRATION = re.compile(r"[1-9][0-9]\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}\.[0-9]{3}")
_LONGEST_SHOWN = 20


def is_code(text: str) -> bool:
    """Whether the text has the shape of a region code at some level."""
    return _CODE.fullmatch(text) is not None


def level_of(code: str) -> RegionLevel:
    """The level that a code's length says."""
    return _LEVELS[len(code)]


def ancestors(code: str) -> tuple[str, ...]:
    """The regions around this one, the province first; none for a province."""
    return tuple(code[:length] for length in LENGTHS.values() if length < len(code))


def parent_of(code: str) -> str | None:
    """The region directly around this one; None for a province."""
    around = ancestors(code)
    return around[-1] if around else None


def is_within(code: str, region: str) -> bool:
    """Whether `code` is `region` or lies inside it."""
    return code == region or code.startswith(f"{region}.")


def checked_code(text: str, path: tuple[str, ...], level: RegionLevel | None = None) -> str:
    """The code without surrounding spaces, of the given level if one is given."""
    code = text.strip()
    if not is_code(code):
        raise _not_a_code(code, path)
    if level is not None and level_of(code) is not level:
        message = (
            f"Kode {code} bukan tingkat {LEVEL_WORDS[level][0]}. "
            f"/ Code {code} is not that of a {LEVEL_WORDS[level][1]}."
        )
        raise invalid(message, *path)
    return code


def checked_registration_number(text: str, village: str, path: tuple[str, ...]) -> str:
    """A Posyandu's number PP.KK.KC.DDDD.NNN that begins with the code of its village."""
    number = text.strip()
    if _REGISTRATION.fullmatch(number) is None:
        message = (
            "Nomor registrasi Posyandu berbentuk PP.KK.KC.DDDD.NNN. "
            "/ A Posyandu's registration number has the form PP.KK.KC.DDDD.NNN."
        )
        raise invalid(message, *path)
    if village_of(number) != village:
        message = (
            f"Nomor registrasi {number} bukan dari desa/kelurahan {village}. "
            f"/ Registration number {number} is not of village {village}."
        )
        raise invalid(message, *path)
    return number


def village_of(registration_number: str) -> str:
    """The village that a registration number names."""
    return registration_number[: LENGTHS[RegionLevel.VILLAGE]]


LEVEL_WORDS: dict[RegionLevel, tuple[str, str]] = {
    RegionLevel.PROVINCE: ("provinsi", "province"),
    RegionLevel.REGENCY: ("kabupaten/kota", "regency or city"),
    RegionLevel.DISTRICT: ("kecamatan", "district"),
    RegionLevel.VILLAGE: ("desa/kelurahan", "village"),
}


def _not_a_code(code: str, path: tuple[str, ...]) -> DomainError:
    """The refusal that helps most: what the text looks like, without taking it for that."""
    if _LOST_ZERO.fullmatch(code):
        return _perhaps(code, f"{code[:2]}.{code[3:]}0", path)
    if _COMMAS.fullmatch(code):
        return _perhaps(code, code.replace(",", "."), path)
    if _UNDOTTED.fullmatch(code):
        return invalid(
            f"Kode {code[:_LONGEST_SHOWN]} tanpa titik: sebutkan sistemnya, Kemendagri atau BPS. "
            f"/ Code {code[:_LONGEST_SHOWN]} has no dots: say which system it is, Kemendagri or BPS.",
            *path,
        )
    return invalid(
        "Kode wilayah Kemendagri berbentuk 64, 64.09, 64.09.04 atau 64.09.04.1005. "
        "/ A Kemendagri region code looks like 64, 64.09, 64.09.04 or 64.09.04.1005.",
        *path,
    )


def _perhaps(code: str, meant: str, path: tuple[str, ...]) -> DomainError:
    return invalid(
        f"Kode {code} mungkin {meant}: lembar kerja mengubahnya; simpan kolom kode sebagai teks. "
        f"/ Code {code} may be {meant}: a spreadsheet changed it; keep the column of codes as text.",
        *path,
    )
