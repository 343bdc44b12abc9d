"""A service that speaks S3, in a process of its own: moto's server, which is no program of ours."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

NAME = "bukti"
_PATIENCE_SECONDS = 60.0


@contextmanager
def bucket(said: Path) -> Generator[str]:
    """The address of an empty bucket, as EVIDENCE_S3_URL has it, for as long as the block runs."""
    port = _free_port()
    with said.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603 - moto, on the loopback interface
            [sys.executable, "-P", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _make(f"http://127.0.0.1:{port}/{NAME}", server, said)
        yield f"http://kunci:ra%2Fhasia@127.0.0.1:{port}/{NAME}/ikrar?region=ap-southeast-3"
    finally:
        server.kill()
        server.wait()


def kept_in(url: str) -> list[str]:
    """The names of all objects in the bucket, asked for by no program of ours."""
    parts = urlsplit(url)
    answer = httpx.get(f"http://127.0.0.1:{parts.port}/{NAME}", headers=_SIGNED)
    return re.findall(r"<Key>([^<]+)</Key>", answer.raise_for_status().text)


def _make(url: str, server: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    place = "<CreateBucketConfiguration><LocationConstraint>ap-southeast-3</LocationConstraint>"
    while True:
        assert server.poll() is None, said.read_text()
        assert time.monotonic() < deadline, said.read_text()
        try:
            answer = httpx.put(url, content=f"{place}</CreateBucketConfiguration>", headers=_SIGNED)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            assert answer.status_code == 200, answer.text
            return


_SIGNED = {
    "authorization": (
        "AWS4-HMAC-SHA256 Credential=kunci/20260101/ap-southeast-3/s3/aws4_request, "
        "SignedHeaders=host, Signature=0"
    )
}
"""moto looks for the region in it, and at nothing else."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
