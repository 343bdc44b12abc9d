"""The key (Ed25519) that seals the ledger: a PEM file for our eyes only, made on first use."""

import contextlib
import os
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from service.errors import DomainError, invalid

_log = structlog.stdlib.get_logger()


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
    try:
        with contextlib.suppress(FileExistsError):
            _make(file)
        return _read(file)
    except OSError as error:
        raise _unusable(file, error.strerror or str(error)) from error


def is_signed(public: bytes, signature: bytes, words: bytes) -> bool:
    """Whether the holder of the public key signed these words."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, words)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(file: Path) -> None:
    """Write a new key beside its place and link it in whole: whoever comes second finds a finished one."""
    if file.exists():
        return
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as written:
        written.write(pem)
        written.flush()
        os.fsync(written.fileno())
    try:
        file.hardlink_to(draft)
        _log.info("seal.key_made", file=str(file))
    finally:
        draft.unlink()


def _read(file: Path) -> SealKey:
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise _unusable(file, "PEM?") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _unusable(file, "Ed25519?")
    return SealKey(private)


def _unusable(file: Path, why: str) -> DomainError:
    message = f"Kunci segel {file} tidak dapat dipakai ({why}). / The seal key {file} cannot be used ({why})."
    return invalid(message, "SEAL_KEY_FILE")
