"""What the environment says about how to run: read once at start, frozen, refused with a coded error."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from service.errors import invalid

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder that holds `run`."""

SYNTHETIC = "synthetic"
"""The folder, in the data folder, of the synthetic province."""

_SCHEMES = ("postgresql", "postgres", "postgresql+asyncpg")
_HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this process runs. Without a database address it starts a PostgreSQL of its own in `data_dir`."""

    host: str
    port: int
    data_dir: Path
    database_url: str | None
    owner_database_url: str | None
    """Who migrates; the service itself never logs in as the owner of the tables."""
    seal_key_file: Path | None
    """What seals the ledger; without one a database of others is chained and not sealed."""


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environ`; an empty variable counts as absent."""
    database_url = _database_url(environ, "DATABASE_URL")
    data_dir = _data_dir(environ.get("DATA_DIR"))
    own_key = None if database_url else data_dir / "seal.key"
    named_key = environ.get("SEAL_KEY_FILE")
    return Settings(
        host=environ.get("HOST") or "127.0.0.1",
        port=_port(environ.get("PORT") or "8000"),
        data_dir=data_dir,
        database_url=database_url,
        owner_database_url=_database_url(environ, "OWNER_DATABASE_URL") or database_url,
        seal_key_file=Path(named_key).expanduser().absolute() if named_key else own_key,
    )


def apart(settings: Settings, name: str) -> Settings:
    """The same, with a data folder of its own inside, so that what is in the two never mixes."""
    folder = settings.data_dir / name
    has_own_key = settings.seal_key_file == settings.data_dir / "seal.key"
    return replace(
        settings,
        data_dir=folder,
        seal_key_file=folder / "seal.key" if has_own_key else settings.seal_key_file,
    )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 <= int(text[:6]) <= _HIGHEST_PORT:
        return int(text)
    message = (
        f"PORT harus bilangan 0 sampai {_HIGHEST_PORT}, bukan {text!r}. "
        f"/ PORT must be a number from 0 to {_HIGHEST_PORT}, not {text!r}."
    )
    raise invalid(message, "PORT")


def _data_dir(text: str | None) -> Path:
    """`.data` beside `run` unless told; relative folders count from where the command was given."""
    return Path(text).expanduser().absolute() if text else CHECKOUT / ".data"


def _database_url(environ: Mapping[str, str], name: str) -> str | None:
    text = environ.get(name)
    return plain_database_url(text, name) if text else None


def plain_database_url(text: str, name: str) -> str:
    """The address as libpq and asyncpg read it, whatever SQLAlchemy spelling it came in."""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise _bad_address(name) from error
    if parts.scheme not in _SCHEMES or (not parts.netloc and not parts.query):
        raise _bad_address(name)
    options = [("sslmode" if key == "ssl" else key, value) for key, value in parse_qsl(parts.query)]
    return urlunsplit(("postgresql", parts.netloc, parts.path, urlencode(options), ""))


def _bad_address(name: str) -> Exception:
    # The value is not repeated: it may hold a password.
    message = (
        f"{name} harus berbentuk postgresql://pengguna@host/basisdata. "
        f"/ {name} must look like postgresql://user@host/database."
    )
    return invalid(message, name)
