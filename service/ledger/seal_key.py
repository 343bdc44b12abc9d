"""The key (Ed25519) that seals the ledger, as PEM in a file of its own; and those that sealed before it.

A retired key is known by its public half, in a file beside, with the position up to which it counts: what it
signs after that was signed by somebody who should not have it any more.
"""

from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from service.key_file import key_in, replace_key, unusable_key

_SETTING: Final = "SEAL_KEY_FILE"


class SealKey:
    """Signs the head of the chain."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()

    def sign(self, words: bytes) -> bytes:
        """The signature of the words."""
        return self._private.sign(words)

    def held(self) -> "SealKey":
        """Itself: it does not change."""
        return self


class SealKeyFile:
    """The key in a file as it is now: another one counts as soon as it is there."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._key = seal_key(file)
        self._known = _version_of(file)

    def held(self) -> SealKey:
        """The key; read anew when the file was replaced."""
        version = _version_of(self._file)
        if version != self._known:
            self._key, self._known = seal_key(self._file), version
        return self._key


def _version_of(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_ino, found.st_mtime_ns


def seal_key(file: Path) -> SealKey:
    """The key in the file; without the file a new one, which is kept there."""
    pem = key_in(file, _new, _SETTING)
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise unusable_key(file, "PEM?", _SETTING) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise unusable_key(file, "Ed25519?", _SETTING)
    return SealKey(private)


def is_signed(public: bytes, signature: bytes, words: bytes) -> bool:
    """Whether the holder of the public key signed these words."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, words)
    except (InvalidSignature, ValueError):
        return False
    return True


def retired_keys(file: Path) -> dict[bytes, int]:
    """Public keys that sealed before the one in `file`, each with the last position that it may seal."""
    beside = _retired_beside(file)
    if not beside.exists():
        return {}
    try:
        lines = (line.split() for line in beside.read_text().splitlines())
        return {bytes.fromhex(public): int(position) for public, position in lines}
    except (OSError, ValueError) as error:
        raise unusable_key(beside, str(error), _SETTING) from error


def replace_seal_key(file: Path, position: int) -> SealKey:
    """A new key in the file; the one that was there counts up to this position."""
    retired = retired_keys(file) | {seal_key(file).public: position}
    lines = "".join(f"{public.hex()} {last}\n" for public, last in retired.items())
    # The old one is known as retired before the new one is there: in between, nothing is sealed.
    replace_key(_retired_beside(file), lines.encode())
    replace_key(file, _new())
    return seal_key(file)


def _retired_beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.retired")


def _new() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
