"""Keys of the service in files for our eyes only: made on first use, read ever after."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import structlog

from service.errors import DomainError, invalid

_log = structlog.stdlib.get_logger()


def key_in(file: Path, new: Callable[[], bytes], setting: str) -> bytes:
    """What the file holds; without the file something new, which is kept there."""
    try:
        with contextlib.suppress(FileExistsError):
            _make(file, new)
        return file.read_bytes()
    except OSError as error:
        raise unusable_key(file, error.strerror or str(error), setting) from error


def replace_key(file: Path, content: bytes) -> None:
    """Let the file hold this instead, whole whatever happens, and for our eyes only."""
    draft = _drafted(file, content)
    try:
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def unusable_key(file: Path, why: str, setting: str) -> DomainError:
    """The refusal of a file that holds no key."""
    message = f"Kunci {file} tidak dapat dipakai ({why}). / The key {file} cannot be used ({why})."
    return invalid(message, setting)


def _make(file: Path, new: Callable[[], bytes]) -> None:
    """Write a new key beside its place and link it in whole: whoever comes second finds a finished one."""
    if file.exists():
        return
    draft = _drafted(file, new())
    try:
        file.hardlink_to(draft)
        _log.info("key.made", file=str(file))
    finally:
        draft.unlink()


def _drafted(file: Path, content: bytes) -> Path:
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    return draft
