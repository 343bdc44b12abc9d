"""Where the built client lies: in a wheel, or beside the installed packages by the hash of its sources."""

import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

PACKED: Final = Path(__file__).parent / "built"
"""What a wheel brings along."""

_CHECKOUT: Final = Path(__file__).parents[2]
SOURCES: Final = _CHECKOUT / "web"
SCHEMA: Final = _CHECKOUT / "graph" / "schema.graphql"
LOCKED: Final = ("package.json", "package-lock.json", ".npmrc")
"""By these the packages are known."""

ROOM: Final = Path(sys.prefix) / "share" / "ikrar" / "web"
_DIGITS: Final = 16
_LEFT_OUT: Final = frozenset({"node_modules", "dist", "schema.d.ts"})


def sources() -> list[Path]:
    """Every file that the client is built from, the schema last."""
    tops = (each for each in SOURCES.iterdir() if each.name not in _LEFT_OUT)
    files = (file for top in tops for file in (top.rglob("*") if top.is_dir() else (top,)))
    return [*sorted(file for file in files if file.is_file()), SCHEMA]


def version_of(files: list[Path]) -> str:
    """Another text, or another name, of any of them is another version."""
    told = sha256()
    for file in files:
        told.update(f"{file.relative_to(_CHECKOUT)}\0".encode())
        told.update(sha256(file.read_bytes()).digest())
    return told.hexdigest()[:_DIGITS]


def built() -> Path | None:
    """The folder of the built client of these sources; None when it was not built."""
    if PACKED.is_dir():
        return PACKED
    found = ROOM / version_of(sources()) if SOURCES.is_dir() else None
    return found if found is not None and found.is_dir() else None


def former(folder: Path) -> list[Path]:
    """The builds before this one that are still there: pages that are open ask for their code."""
    return [] if folder == PACKED else [each for each in versions(ROOM) if each != folder]


def versions(room: Path) -> list[Path]:
    """The finished folders in a room; what another process is still building there has a longer name."""
    return list(room.glob("[0-9a-f]" * _DIGITS))
