"""The text of a token: `ikrar_<prefix>_<secret><checksum>`. Whose it is stands in tokens.py.

The prefix names the token to people and is stored; the secret (192 bits) is stored as SHA-256 only; the
checksum lets a slip of the pen, or a scanner's guess, be refused without asking the database.
"""

import hashlib
import re
import secrets
import string
import zlib
from dataclasses import dataclass, field

from service.errors import not_signed_in

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SECRET_BITS = 192
_SECRET_LENGTH = 33
_CHECKSUM_LENGTH = 6
_PREFIX_LENGTH = 8
_PREFIX_DIGITS = string.digits + string.ascii_lowercase
_SHAPE = re.compile(
    rf"ikrar_([0-9a-z]{{{_PREFIX_LENGTH}}})_([0-9A-Za-z]{{{_SECRET_LENGTH}}})"
    rf"([0-9A-Za-z]{{{_CHECKSUM_LENGTH}}})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A well-formed token. Its text is left out of what it prints."""

    prefix: str
    text: str = field(repr=False)

    @property
    def digest(self) -> bytes:
        """What is stored of it. A plain hash will do: nobody guesses 192 random bits."""
        return hashlib.sha256(self.text.encode()).digest()


def new_token() -> Token:
    """A token that nobody holds yet."""
    prefix = "".join(secrets.choice(_PREFIX_DIGITS) for _ in range(_PREFIX_LENGTH))
    secret = _written(secrets.randbits(_SECRET_BITS), _SECRET_LENGTH)
    return Token(prefix=prefix, text=f"ikrar_{prefix}_{secret}{_checksum(prefix, secret)}")


def parse(text: str) -> Token:
    """The token in `text`; whatever has not the shape or the checksum is refused like an unknown one."""
    found = _SHAPE.fullmatch(text)
    if found is None or found[3] != _checksum(found[1], found[2]):
        raise not_signed_in()
    return Token(prefix=found[1], text=text)


def _checksum(prefix: str, secret: str) -> str:
    return _written(zlib.crc32(f"{prefix}_{secret}".encode()), _CHECKSUM_LENGTH)


def _written(number: int, length: int) -> str:
    """The number in base 62, filled up with zeros."""
    digits = ""
    for _ in range(length):
        number, last = divmod(number, len(_DIGITS))
        digits = _DIGITS[last] + digits
    return digits
