"""Text that people write: what may stand in it, and how long it may be. Words are kept, never mended."""

import re
import unicodedata

from service.errors import invalid

_LINE_ENDS = re.compile(r"\r\n?")
_KEPT_CONTROLS = frozenset("\n\t")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs"})
_SIXTEEN_DIGITS = re.compile(r"(?<![0-9])[1-9][0-9]{15}(?![0-9])")


def checked_text(value: str, path: tuple[str, ...], limit: int) -> str:
    """The text, stripped, with plain line ends; refused when empty, too long or with control characters."""
    if len(value) > limit:
        message = (
            f"Teks terlalu panjang: paling banyak {limit} karakter. / Too long: at most {limit} characters."
        )
        raise invalid(message, *path)
    text = _LINE_ENDS.sub("\n", value).strip()
    if not text:
        raise invalid("Teks wajib diisi. / A text is required.", *path)
    if not text.isprintable() and any(_is_refused(character) for character in text):
        message = "Teks memuat karakter kendali. / The text contains control characters."
        raise invalid(message, *path)
    if names_a_citizen(text):
        message = (
            "Nomor induk kependudukan (NIK) tidak boleh disimpan. "
            "/ Citizen identity numbers are never stored; take it out."
        )
        raise invalid(message, *path)
    return text


def checked_optional_text(value: str | None, path: tuple[str, ...], limit: int) -> str | None:
    """The same, where nothing (None or only space) may be said."""
    return checked_text(value, path, limit) if value is not None and value.strip(" \t\r\n") else None


def names_a_citizen(text: str) -> bool:
    """Whether sixteen digits in it read as an identity number: a place, a birthday (women + 40), a serial."""
    return any(_reads_as_identity(found.group()) for found in _SIXTEEN_DIGITS.finditer(text))


def _reads_as_identity(digits: str) -> bool:
    day, month = int(digits[6:8]) % 40, int(digits[8:10])
    return 1 <= day <= 31 and int(digits[6:8]) <= 71 and 1 <= month <= 12  # noqa: PLR2004 days, months, 31 + 40


def _is_refused(character: str) -> bool:
    return character not in _KEPT_CONTROLS and unicodedata.category(character) in _REFUSED_CATEGORIES
