"""The key (Ed25519) that seals the ledger, as PEM in a file of its own."""

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

from service.key_file import key_in, unusable_key

_SETTING: Final = "SEAL_KEY_FILE"


class SealKey:
    """Signs the head of the chain."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()

    def sign(self, words: bytes) -> bytes:
        """The signature of the words."""
        return self._private.sign(words)


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


def _new() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
