"""Which files GraphiQL is made of, where they lie once installed, and the version that they are known by."""

import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
NPM: Final = HERE / "npm"
PAGE: Final = HERE / "page"

OURS: Final = ("start.js", "start.css", "examples.graphql")
THEIRS: Final = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
    "LICENSE-react": "react/LICENSE",
    "LICENSE-react-dom": "react-dom/LICENSE",
    "LICENSE-graphiql": "graphiql/LICENSE",
}
"""Files of npm packages, by the name that we serve them under."""


def _hash(*paths: Path) -> str:
    return sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


LOCKED: Final = _hash(NPM / "package-lock.json")
"""Another lock is another folder: an upgrade never mixes with what was there."""

VERSION: Final = _hash(NPM / "package-lock.json", *(PAGE / name for name in OURS))
"""Stands in the address of every file, so that browsers may keep them for ever."""

ROOM: Final = Path(sys.prefix) / "share" / "ikrar" / "graphiql"
"""Beside the installed packages: it comes and goes with them, and is writable for whoever installed them."""

INSTALLED: Final = ROOM / LOCKED


def is_installed() -> bool:
    """Whether the built files are there; the folder appears whole or not at all."""
    return INSTALLED.is_dir()
