"""The floor: the service's own final SQL by PostgreSQL's pgbench, prepared, with the service's settings."""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from service.embedded_programs import program, runner_for

_SETTINGS = "-c jit=off -c max_parallel_workers_per_gather=0 -c plan_cache_mode=force_custom_plan"
"""Those of the connections over which the service counts."""
_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
_PARAMETER = re.compile(r"\$(\d+)")


def floor(url: str, sql: str, values: Sequence[object], clients: int, seconds: float) -> float:
    """How often a second the statement runs, over some seconds."""
    parts = urlsplit(url)
    (socket_folder,) = parse_qs(parts.query)["host"]
    named = [word for number, value in enumerate(values, 1) for word in ("-D", f"p{number}={_plain(value)}")]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(" ".join(_PARAMETER.sub(r":p\1", sql).split()) + ";\n")
        script.flush()
        how = ["--no-vacuum", "--protocol=prepared", f"--client={clients}", f"--file={script.name}"]
        how.append(f"--time={max(1, round(seconds))}")
        where = [f"--host={socket_folder}", f"--username={parts.username}", parts.path.lstrip("/")]
        command = [program("pgbench", runner_for(Path(socket_folder))), *how, *named, *where]
        settings = {**os.environ, "PGOPTIONS": _SETTINGS}
        said = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
    rate = _RATE.search(said.stdout)
    if said.returncode or rate is None:
        raise RuntimeError(said.stderr + said.stdout)
    return float(rate[1])


def _plain(value: object) -> str:
    """A value as PostgreSQL reads it from text."""
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
