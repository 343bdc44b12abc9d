"""Runs schemathesis against a live endpoint: every field of the schema, every check, in somebody's name."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from service.settings import CHECKOUT

_SCHEMA: Final = CHECKOUT / "graph" / "schema.graphql"
KNOWN_IDS: Final = "IKRAR_FUZZ_IDS"
"""The environment variable with identifiers of rows, separated by spaces (benchmarks/flooding/values.py)."""
_CASES: Final = re.compile(r"^  (\d+) generated, ", re.MULTILINE)
_FAILURES: Final = re.compile(r"^  \S+ (ST\d+) .*: (\d+)$", re.MULTILINE)
_REFUSED: Final = "ST206"
"""A request that the schema allows was refused with the code of a client's mistake: no schema can say
`exactly one of first and last`. What else schemathesis calls a failure is one."""
_DONE: Final = (0, 1)
_ROWS: Final = """{
  pledges(first: 8) { nodes { id targets(first: 2) { nodes { id } } reports(first: 2) { nodes { id } } } }
  agencies(first: 4) { nodes { id } }
  meetings(first: 4) { nodes { id } }
  posyandus(first: 4) { nodes { id } }
  pledgeRequests(first: 4) { nodes { id } }
}"""
_ID: Final = re.compile(r'"id": "([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzed:
    """How many requests were made, which of their answers failed a check, and what it said."""

    cases: int
    refused: int
    """Kinds of requests that the schema allows and a rule does not."""
    failed: int
    said: str


def known_ids(address: str) -> list[str]:
    """Identifiers of some rows of each type that mutations name, as the public sees them."""
    sent = httpx.post(address, json={"query": _ROWS})
    return _ID.findall(json.dumps(sent.raise_for_status().json()["data"]))


def fuzzed(
    address: str, headers: dict[str, str], ids: list[str], examples: int, seed: int, room: Path
) -> Fuzzed:
    """Make `examples` requests or more for each root field of the schema, as whom the headers name.

    What schemathesis writes stays in the folder `room`.
    """
    command = [
        *(sys.executable, "-P", "-m", "schemathesis.cli", "run", str(_SCHEMA), "--url", address),
        *("--checks", "all", "--max-examples", str(examples), "--seed", str(seed)),
        *("--generation-database", "none", "--no-shrink", "--continue-on-failure"),
        *("--no-color", "--warnings", "off"),
        *(word for name, value in headers.items() for word in ("--header", f"{name}: {value}")),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    hooks = {"SCHEMATHESIS_HOOKS": "benchmarks.flooding.values", KNOWN_IDS: " ".join(ids)}
    done = subprocess.run(
        command,
        cwd=room,
        env={**environment, **hooks, "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode(errors="replace")
    counted = _CASES.search(said)
    if counted is None or done.returncode not in _DONE:
        return Fuzzed(cases=0, refused=0, failed=1, said=said)
    failures = [(kind, int(count)) for kind, count in _FAILURES.findall(said)]
    return Fuzzed(
        cases=int(counted[1]),
        refused=sum(count for kind, count in failures if kind == _REFUSED),
        failed=sum(count for kind, count in failures if kind != _REFUSED) + said.count("Errors:"),
        said=said,
    )
