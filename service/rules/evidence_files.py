"""What may be handed in as evidence: how much, how often, under which name, and why a file is refused."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from service.errors import DomainError, invalid
from service.rules.wording import names_a_citizen

MOST_BYTES: Final = 20_000_000
MOST_PIXELS: Final = 50_000_000
SENT_WITHIN: Final = timedelta(days=1)
"""From its beginning; a telephone may be without a network for a night."""
SHOWN_WITHIN: Final = timedelta(days=7)
"""From when it is kept until a report shows it."""
FILES_A_DAY: Final = 200
BYTES_A_DAY: Final = 1_000_000_000
"""Of one person, or one token."""
SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
}
"""The media types that are taken, and how names of such files end; the first is given to others."""

_NAMELESS: Final = "berkas"
_LONGEST_NAME: Final = 100
_FORBIDDEN: Final = re.compile(r'[<>:"|?*%;]')
_HEX: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Flaw(StrEnum):
    """Why a file is refused. Clients switch on these words, so they never change."""

    ALTERED = "ALTERED"
    NOT_LISTED = "NOT_LISTED"
    UNREADABLE = "UNREADABLE"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    ENCRYPTED = "ENCRYPTED"
    ACTIVE = "ACTIVE"
    TOO_COSTLY = "TOO_COSTLY"


_WORDS: Final[Mapping[Flaw, str]] = {
    Flaw.ALTERED: (
        "Isi berkas tidak sama dengan SHA-256 yang disebut; kirim lagi. "
        "/ The content is not what its SHA-256 says; send it again."
    ),
    Flaw.NOT_LISTED: (
        "Hanya foto JPEG, PNG, WebP, dan dokumen PDF. / Only images (JPEG, PNG, WebP) and PDF documents."
    ),
    Flaw.UNREADABLE: "Berkas rusak atau terpotong. / The file is damaged or cut off.",
    Flaw.TOO_MANY_PIXELS: "Gambar lebih dari 50 juta piksel. / The image has more than 50 million pixels.",
    Flaw.ENCRYPTED: "PDF terkunci; simpan tanpa sandi. / The PDF is locked; save it without a password.",
    Flaw.ACTIVE: (
        "PDF memuat skrip, formulir dinamis, atau lampiran. "
        "/ The PDF has scripts, dynamic forms or attachments in it."
    ),
    Flaw.TOO_COSTLY: "Berkas terlalu rumit untuk diperiksa. / The file is too costly to be examined.",
}


def refused(flaw: Flaw) -> DomainError:
    """The refusal of a file with this flaw; its path names the flaw."""
    return invalid(_WORDS[flaw], "file", flaw.value)


def checked_size(size: int) -> int:
    """The size of a file that may be handed in."""
    if 0 < size <= MOST_BYTES:
        return size
    message = f"Berkas antara 1 dan {MOST_BYTES} bita. / A file has between 1 and {MOST_BYTES} bytes."
    raise invalid(message, "size")


def checked_sha256(text: str) -> str:
    """A SHA-256 in 64 small hexadecimal digits."""
    if _HEX.fullmatch(text):
        return text
    message = "SHA-256 ditulis sebagai 64 angka heksadesimal kecil. / SHA-256 is 64 small hexadecimal digits."
    raise invalid(message, "sha256")


def plain_name(given: str) -> str:
    """The name without folders and without anything that is not for people to read.

    Control and format characters go: line ends that split headers, NUL, and what turns the direction of
    writing, so that `gpj.exe` reads `exe.jpg`. A name that holds an identity number is none.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    readable = "".join(one for one in last if one == " " or unicodedata.category(one)[0] not in "CZ")
    name = _FORBIDDEN.sub("_", readable).strip(" .")[:_LONGEST_NAME].strip(" .")
    return _NAMELESS if names_a_citizen(name) else name or _NAMELESS


def name_as(name: str, media_type: str) -> str:
    """The name, ending as names of its type do."""
    suffixes = SUFFIXES[media_type]
    stem = next((name[: -len(end)] for end in suffixes if name.casefold().endswith(end)), name)
    return f"{stem.strip(' .') or _NAMELESS}{suffixes[0]}"
