"""`./run bench fuzz`: thousands of requests that nobody would write, by schemathesis, for each role."""

import sys
import tempfile
from pathlib import Path
from typing import Annotated, Final

import httpx
import orjson
import typer
import uvloop

from benchmarks.campaign.ground import prepare
from benchmarks.campaign.processes import Serving
from benchmarks.flooding.fuzzer import Fuzzed, fuzzed, known_ids
from benchmarks.reading.pages import put_between
from graph.schema import core
from service.settings import CHECKOUT

_FAULTS: Final = "request_failed"
_HEAD: Final = "| role | requests | fields that refused what the schema allows | server faults |"


def main(
    cases: Annotated[int, typer.Option(min=1, help="Permintaan / Requests for each role.")] = 2_000,
    seed: Annotated[int, typer.Option(help="Benih dadu / Seed of the dice.")] = 1,
    *,
    write: Annotated[bool, typer.Option("--write", help="Tulis ke docs / Write to docs.")] = False,
) -> None:
    """Kacaukan / Fuzz the live endpoint for the public, a reading token, and each of the demo's persons."""
    report, is_clean = uvloop.run(_measure(cases, seed))
    typer.echo(report)
    if write:
        put_between(CHECKOUT / "docs" / "security.md", "bench:fuzz", report)
    if not is_clean:
        sys.exit(1)


async def _measure(cases: int, seed: int) -> tuple[str, bool]:
    examples = -(-cases // _root_fields())
    lines: list[str] = []
    found: list[Fuzzed] = []
    with tempfile.TemporaryDirectory(prefix="ikrar-fuzz-", ignore_cleanup_errors=True) as place:
        ground = await prepare(Path(place) / "data")
        service = Serving(ground.folder)
        await service.start()
        try:
            endpoint = f"{service.address}/graphql"
            ids = known_ids(endpoint)
            _, reader = await service.command("token", "create", "Pembaca", "--scope", "read")
            for role, headers in _roles(service, reader.strip()).items():
                sys.stderr.write(f"bench: {role}\n")
                one = fuzzed(endpoint, headers, ids, examples, seed, Path(place))
                found.append(one)
                lines.append(f"| {role} | {one.cases:,} | {one.refused} | {one.failed} |")
                if one.failed:
                    sys.stderr.write(one.said)
        finally:
            await service.stop()
        faults = service.said.read_text(errors="replace").count(_FAULTS)
    is_clean = faults == 0 and all(one.failed == 0 and one.cases >= cases for one in found)
    words = (
        f"{_root_fields()} root fields, all checks of schemathesis, seed {seed}; faults in the log: {faults}."
    )
    table = [_HEAD, "|---|---:|---:|---:|", *lines]
    return "\n".join([*table, "", f"{words} `./run bench fuzz`."]), is_clean


def _roles(service: Serving, reader: str) -> dict[str, dict[str, str]]:
    """By what headers each role is known: none, a token, and the cookies of the demo's persons."""
    roles = {"public": dict[str, str](), "integration": {"Authorization": f"Bearer {reader}"}}
    passwords: dict[str, str] = orjson.loads((service.data_dir / "demo-passwords.json").read_bytes())
    for email, password in passwords.items():
        # A client for each: it would send back the cookie of the one before.
        sent = httpx.post(f"{service.address}/session", json={"email": email, "password": password})
        session = sent.raise_for_status()
        cookie = session.headers["set-cookie"].partition(";")[0]
        roles[f"{session.json()['role'].lower()}, {email}"] = {"Cookie": cookie}
    return roles


def _root_fields() -> int:
    """How many there are to ask; schemathesis makes as many requests for each."""
    roots = (core.query_type, core.mutation_type)
    return sum(len(root.fields) for root in roots if root)


if __name__ == "__main__":
    alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None)
    alone.command()(main)
    alone()
