"""Runs schemathesis against a live endpoint: every field of the schema, every check, in somebody's name."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.settings import CHECKOUT

_SCHEMA: Final = CHECKOUT / "graph" / "schema.graphql"
_CASES: Final = re.compile(r"^  (\d+) generated, ", re.MULTILINE)
_FAILURES: Final = re.compile(r"^  \S+ (ST\d+) .*: (\d+)$", re.MULTILINE)
_REFUSED: Final = "ST206"
"""A request that the schema allows was refused with the code of a client's mistake: no schema can say
`exactly one of first and last`. What else schemathesis calls a failure is one."""
_DONE: Final = (0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzed:
    """How many requests were made, which of their answers failed a check, and what it said."""

    cases: int
    refused: int
    """Kinds of requests that the schema allows and a rule does not."""
    failed: int
    said: str


def fuzzed(address: str, token: str, examples: int, seed: int, room: Path) -> Fuzzed:
    """Make `examples` requests for each root field of the schema; what it writes stays in `room`."""
    command = [
        *(sys.executable, "-P", "-m", "schemathesis.cli", "run", str(_SCHEMA), "--url", address),
        *("--checks", "all", "--max-examples", str(examples), "--seed", str(seed)),
        *("--generation-database", "none", "--no-shrink", "--continue-on-failure"),
        *("--no-color", "--warnings", "off"),
        *(("--header", f"Authorization: Bearer {token}") if token else ()),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        command,
        cwd=room,
        env={**environment, "COLUMNS": "120"},
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
