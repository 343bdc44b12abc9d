"""On what the figures were taken: the machine, the programs with their versions, and the size of the data."""

import os
import platform
from importlib import metadata
from pathlib import Path

from benchmarks.peers import postgraphile
from benchmarks.reading.province import Province

_PACKAGES = ("strawberry-graphql", "SQLAlchemy", "asyncpg", "uvicorn")


def surroundings(found: Province, room: Path) -> str:
    """One line of words, one of sizes."""
    ours = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    programs = f"PostgreSQL {found.postgresql}, Python {platform.python_version()}, {ours}"
    theirs = (
        f"PostGraphile {postgraphile.version(room / 'postgraphile')} on Node {postgraphile.node_version()}"
    )
    sizes = ", ".join(f"{count:,} {table.replace('_', ' ')}" for table, count in found.sizes.items())
    return f"{os.cpu_count()} cores, {platform.machine()}; {programs}; {theirs}. Rows: {sizes}."
