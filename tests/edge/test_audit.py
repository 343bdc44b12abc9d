"""The official audit of GraphQL over HTTP, run by Node against the endpoint on a real socket."""

import json
import subprocess
from asyncio import to_thread
from pathlib import Path

from tests.edge.sample import endpoint
from tests.edge.sockets import listening
from tests.node import NODE, installed

PROJECT = Path(__file__).parent / "audit"
AUDIT_SECONDS = 60


def audited(url: str) -> list[dict[str, str]]:
    """The outcome of every audit of the endpoint at `url`."""
    audit = [NODE, installed(PROJECT) / "audit.mjs", url]
    process = subprocess.run(audit, check=True, timeout=AUDIT_SECONDS, stdout=subprocess.PIPE)  # noqa: S603 - the official suite
    return json.loads(process.stdout)


async def test_all_sixty_one_audits_pass() -> None:
    async with listening(endpoint()) as port:
        results = await to_thread(audited, f"http://127.0.0.1:{port}/graphql")
    assert [result for result in results if result["status"] != "ok"] == []
    assert len({result["id"] for result in results}) == 61
