"""The words of tus 1.0.0, by which files are sent in pieces: what a request says in its headers."""

import base64
import binascii
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from graph.transport import CLOSE, Headers, TransportError, bad_request
from service.exchange.evidence.handing_in import Arriving
from service.ledger.evidence_files import NewFile
from service.rules.evidence_files import MOST_BYTES

_VERSION: Final = b"1.0.0"
SPOKEN: Final[Headers] = ((b"tus-resumable", _VERSION),)
"""Stands in every answer."""
ABLE: Final[Headers] = (
    (b"tus-version", _VERSION),
    (b"tus-extension", b"creation,expiration,termination"),
    (b"tus-max-size", b"%d" % MOST_BYTES),
)
_PIECES: Final = b"application/offset+octet-stream"
_NUMBER: Final = re.compile(rb"[0-9]{1,15}", re.ASCII)
_LONGEST_TOLD: Final = 2_000


def check_version(headers: dict[bytes, bytes]) -> None:
    """Refuse whoever speaks another version, or none."""
    if headers.get(b"tus-resumable") != _VERSION:
        message = "Tus-Resumable harus 1.0.0. / Tus-Resumable must be 1.0.0."
        raise TransportError(412, message, headers=(*ABLE, *CLOSE))


def new_file(headers: dict[bytes, bytes]) -> NewFile:
    """What is announced: its size, its name and its SHA-256."""
    if headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers:
        raise TransportError(400, "Kiriman awal tanpa isi. / The first request has no body.", headers=CLOSE)
    size = _number(headers, b"upload-length")
    if size > MOST_BYTES:
        message = f"Berkas melebihi {MOST_BYTES} bita. / The file is larger than {MOST_BYTES} bytes."
        raise TransportError(413, message)
    told = _told(headers.get(b"upload-metadata", b""))
    return NewFile(name=told.get("filename", ""), size_bytes=size, sha256=told.get("sha256", ""))


def offset_of(headers: dict[bytes, bytes]) -> int:
    """Behind how many bytes a piece goes, which is of the media type of pieces."""
    if headers.get(b"content-type") != _PIECES:
        raise TransportError(415, f"The body must be {_PIECES.decode()}.", headers=CLOSE)
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise TransportError(415, "The body must not be compressed.", headers=CLOSE)
    return _number(headers, b"upload-offset")


def arriving(file: Arriving) -> Headers:
    """How far a file has come."""
    told = f"filename {_coded(file.name)},sha256 {_coded(file.sha256)}"
    return (
        (b"upload-offset", b"%d" % file.offset),
        (b"upload-length", b"%d" % file.size_bytes),
        (b"upload-metadata", told.encode()),
        expires(file.expires_at),
    )


def expires(moment: datetime) -> tuple[bytes, bytes]:
    """Until when an address is good."""
    return (b"upload-expires", format_datetime(moment.astimezone(UTC), usegmt=True).encode())


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _told(header: bytes) -> dict[str, str]:
    """Pairs of a name and a text in Base64, divided by commas."""
    if len(header) > _LONGEST_TOLD:
        raise bad_request("Upload-Metadata terlalu panjang. / Upload-Metadata is too long.")
    try:
        pairs = (pair.strip().partition(b" ") for pair in header.split(b",") if pair.strip())
        texts = ((name, base64.b64decode(text, validate=True)) for name, _, text in pairs)
        return {name.decode("ascii"): text.decode() for name, text in texts}
    except (binascii.Error, UnicodeDecodeError) as error:
        message = "Upload-Metadata tidak terbaca. / Upload-Metadata cannot be read."
        raise bad_request(message) from error


def _number(headers: dict[bytes, bytes], name: bytes) -> int:
    text = headers.get(name, b"")
    if _NUMBER.fullmatch(text) is None:
        message = f"{name.decode().title()} harus bilangan. / It must be a number."
        raise TransportError(400, message, headers=CLOSE)
    return int(text)
