"""Where the environment says the database is, and where each class of trust logs in."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from service.errors import invalid
from service.trust import ASKERS, Trust

_SCHEMES = ("postgresql", "postgres", "postgresql+asyncpg")


def database_url_of(environ: Mapping[str, str], name: str) -> str | None:
    """The address in a variable; an empty one counts as absent."""
    text = environ.get(name)
    return plain_database_url(text, name) if text else None


def logins_of(environ: Mapping[str, str]) -> dict[Trust, str]:
    """The addresses of the classes that somebody asks for: all of them, or none."""
    names = {trust: f"DATABASE_URL_{trust}" for trust in ASKERS}
    found = {trust: url for trust, name in names.items() if (url := database_url_of(environ, name))}
    if found and (len(found) < len(names) or not environ.get("DATABASE_URL")):
        listed = ", ".join(("DATABASE_URL", *names.values()))
        message = f"Isi semuanya atau hanya yang pertama: {listed}. / Give all of them or the first alone."
        raise invalid(message, next(iter(names.values())))
    return found


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
