"""What a password must be: long, and not among those that are tried first.

The judge is zxcvbn: its lists hold tens of thousands of passwords out of breaches, and it sees through
numbers behind a word, letters for digits, and rows of keys. What is tried first here is added in WORDS.
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final, cast

import zxcvbn

from service.errors import DomainError, invalid

SHORTEST: Final = 12
LONGEST: Final = 128
_ENOUGH: Final = 10.0
"""Guesses as a power of ten: against a stolen hash of argon2id years, at the door for ever."""
_JUDGED: Final = 72
"""So many characters are judged: more would cost time, and are no weaker for it."""
WORDS: Final = (
    *("ikrar", "posyandu", "posyantek", "komitmen", "matriks", "kader", "sekretariat", "narahubung"),
    *("puskesmas", "dinkes", "dpmpd", "diskominfo", "bappeda", "pemprov", "pemkab", "pemkot", "kelurahan"),
    *(
        "indonesia",
        "kalimantan",
        "kaltim",
        "samarinda",
        "balikpapan",
        "bontang",
        "kutai",
        "berau",
        "nusantara",
    ),
    *(
        "bintan",
        "jambi",
        "merdeka",
        "garuda",
        "pancasila",
        "rahasia",
        "sandi",
        "katasandi",
        "masuk",
        "bismillah",
    ),
    *("alhamdulillah", "sayang", "cinta", "selamat", "semangat", "sukses", "bahagia", "keluarga", "januari"),
    *(
        "februari",
        "maret",
        "april",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ),
)
_judge = cast("Callable[..., dict[str, Any]]", zxcvbn.zxcvbn)  # pyright: ignore[reportUnknownMemberType] - it has no types


def normal(password: str) -> str:
    """The one spelling of a password: keyboards differ in how they compose a letter."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, about: Iterable[str]) -> None:
    """INVALID for a password that is short, or easily guessed by who knows the words `about` its owner."""
    length = len(normal(password))
    if not SHORTEST <= length <= LONGEST:
        message = (
            f"Kata sandi harus {SHORTEST} sampai {LONGEST} karakter. "
            f"/ A password has {SHORTEST} to {LONGEST} characters."
        )
        raise invalid(message, "password")
    if guesses(password, about) < _ENOUGH:
        raise _guessable()


def guesses(password: str, about: Iterable[str] = ()) -> float:
    """How many guesses it takes, as a power of ten."""
    known = [*WORDS, *(part for words in about for part in _parts(words))]
    return float(_judge(normal(password)[:_JUDGED], user_inputs=known)["guesses_log10"])


def _parts(words: str) -> list[str]:
    apart = "".join(letter if letter.isalnum() else " " for letter in words).split()
    return [words, *apart]


def _guessable() -> DomainError:
    message = (
        "Kata sandi ini mudah ditebak atau pernah bocor; beberapa kata yang tidak berkaitan lebih baik. "
        "/ This password is easily guessed or was part of a breach; several unrelated words are better."
    )
    return invalid(message, "password")
