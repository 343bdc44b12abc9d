"""Has a file examined in a process of its own, which is killed when it takes too long."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from service.errors import DomainError, ErrorCode
from service.exchange.evidence.confinement import FlawError
from service.rules.evidence_files import Flaw
from service.settings import CHECKOUT

_PICTURE: Final = "service.exchange.evidence.picture_examiner"
_DOCUMENT: Final = "service.exchange.evidence.document_examiner"
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"RIFF", _PICTURE),
    (b"%PDF-", _DOCUMENT),
)
"""What files of the listed types begin with, at once; names and what senders say of types are not asked."""
_PATIENCE_SECONDS: Final = 60.0
"""By the clock on the wall, of a machine that does other things as well; what it may compute is far less."""
_AT_ONCE: Final = 2
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a file is, where its photo was taken, and what is to be kept of it: as sent, or painted anew."""

    media_type: str
    place: tuple[float, float] | None
    kept: Path


class Examiners:
    """As many as the machine bears; others wait."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def examine(self, source: Path) -> Examined:
        """What may be kept of the file; a FlawError when nothing may."""
        program = await asyncio.to_thread(_examiner_of, source)
        painted = source.with_suffix(".kept")
        async with self._free:
            found = await _found(program, source, painted)
        if "flaw" in found:
            raise FlawError(Flaw(found["flaw"]))
        place: list[float] | None = found["place"]
        return Examined(
            media_type=found["media_type"],
            place=None if place is None else (place[0], place[1]),
            kept=painted if program == _PICTURE else source,
        )


def _examiner_of(source: Path) -> str:
    with source.open("rb") as opened:
        head = opened.read(8)
    for begins, program in _BEGINNINGS:
        if head.startswith(begins):
            return program
    raise FlawError(Flaw.NOT_LISTED)


async def _found(program: str, source: Path, painted: Path) -> dict[str, Any]:
    """What the examiner says; one that ends without a word was over its time or its memory."""
    with source.open("rb") as given, _created(painted) as result:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-s", "-m", program, str(result)),
            stdin=given,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(result,),
            env={"PYTHONPATH": str(CHECKOUT)},
            cwd="/",
        )
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                said, _ = await process.communicate()
        except TimeoutError:
            raise _busy() from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    return orjson.loads(said[:_LONGEST]) if process.returncode == 0 else {"flaw": Flaw.TOO_COSTLY}


@contextlib.contextmanager
def _created(path: Path) -> Generator[int]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _busy() -> DomainError:
    message = "Pemeriksaan berkas tertunda; coba lagi. / Files are being examined; try again."
    return DomainError(ErrorCode.UNAVAILABLE, message)
