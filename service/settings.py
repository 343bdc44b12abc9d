"""What the environment says about how to run: read once at start, frozen, refused with a coded error."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from models.agency import ROLES
from service.database_address import database_url_of, logins_of
from service.errors import invalid
from service.trust import Trust

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder that holds `run`."""

SYNTHETIC = "synthetic"
"""The folder, in the data folder, of the synthetic province."""

_HIGHEST_PORT = 65535
_MOST_HOURS = 24 * 90
_SHORTEST_TOKEN = 16
_LARGEST = 100_000_000
_SEAL_KEY = "seal.key"
_SECRETS_KEY = "secrets.key"
_EVIDENCE = "evidence"
_FEWEST_POINTS = 1_000
"""A bucket holds those of twenty seconds, and the largest operation must fit."""
_MOST_POINTS = 100_000_000


class TrustedOnly(StrEnum):
    """Who is served trusted documents alone."""

    NOBODY = "nobody"
    PUBLIC = "public"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this process runs. Without a database address it starts a PostgreSQL of its own in `data_dir`."""

    host: str
    port: int
    data_dir: Path
    database_url: str | None
    owner_database_url: str | None
    """Who migrates; the service itself never logs in as the owner of the tables."""
    logins: Mapping[Trust, str]
    """The addresses at which classes of trust log in as themselves; all of them, or none."""
    seal_key_file: Path | None
    """What seals the ledger; without one a database of others is chained and not sealed."""
    secrets_key_file: Path | None
    """What encrypts the secrets of second factors; without one there are none."""
    public_url: str | None
    """Where persons reach the service, for the links that they are sent."""
    smtp_url: str | None = field(repr=False)
    mail_from: str
    session_idle: timedelta
    session_longest: timedelta
    second_factor_for: frozenset[str]
    """Roles that nobody acts in without a second factor."""
    oidc_file: Path | None
    """What says how persons sign in by an identity provider; without it they do not."""
    evidence_dir: Path
    """Where files of evidence arrive, and are kept unless there is a bucket for them."""
    evidence_s3_url: str | None = field(repr=False)
    allowed_origins: tuple[str, ...]
    """Sites whose pages may ask the graph, by token or as the public."""
    trusted_proxies: tuple[str, ...]
    """Who may say, in X-Forwarded-For, for whom they ask."""
    public_points: int
    """Points that come back each second to the public at one address."""
    signed_in_points: int
    """The same for everybody who is known."""
    trusted_documents: Path | None
    """The manifest of the documents that are known beforehand."""
    trusted_only: TrustedOnly
    """Who may send no others."""
    metrics_host: str
    metrics_port: int | None
    """Where the counters are read, apart from everything else."""
    metrics_token: str | None = field(repr=False)
    """Who shows it reads them on the port of the service, too."""
    metrics_operations: frozenset[str]
    """Operations that are counted by name, beside those of trusted documents."""
    slow_query: timedelta
    """A statement that takes longer is told in the log."""
    sends_traces: bool
    """Whether OpenTelemetry is told where to send them."""
    least_free: int
    """Bytes that a disk must have left for the service to be ready."""
    backup_stamp: Path | None
    """What is touched when a backup is made; without it nobody knows how old the last one is."""
    backup_longest: timedelta
    """How old it may be."""


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environ`; an empty variable counts as absent."""
    database_url = database_url_of(environ, "DATABASE_URL")
    data_dir = _data_dir(environ.get("DATA_DIR"))
    own_key = None if database_url else data_dir / _SEAL_KEY
    own_secrets = None if database_url else data_dir / _SECRETS_KEY
    return Settings(
        host=environ.get("HOST") or "127.0.0.1",
        port=_port(environ.get("PORT") or "8000"),
        data_dir=data_dir,
        database_url=database_url,
        owner_database_url=database_url_of(environ, "OWNER_DATABASE_URL") or database_url,
        logins=logins_of(environ),
        seal_key_file=_file(environ.get("SEAL_KEY_FILE")) or own_key,
        secrets_key_file=_file(environ.get("SECRETS_KEY_FILE")) or own_secrets,
        public_url=_site(url, "PUBLIC_URL") if (url := environ.get("PUBLIC_URL")) else None,
        smtp_url=_smtp_url(environ.get("SMTP_URL")),
        mail_from=environ.get("MAIL_FROM") or "ikrar@localhost",
        session_idle=_hours(environ.get("SESSION_IDLE_HOURS") or "12", "SESSION_IDLE_HOURS"),
        session_longest=_hours(environ.get("SESSION_HOURS") or "168", "SESSION_HOURS"),
        second_factor_for=_roles(_words(environ.get("SECOND_FACTOR_FOR"))),
        oidc_file=_file(environ.get("OIDC_FILE")),
        evidence_dir=_file(environ.get("EVIDENCE_DIR")) or data_dir / _EVIDENCE,
        evidence_s3_url=environ.get("EVIDENCE_S3_URL") or None,
        allowed_origins=_origins(_words(environ.get("ALLOWED_ORIGINS"))),
        trusted_proxies=_networks(_words(environ.get("TRUSTED_PROXIES"))),
        public_points=_points("PUBLIC_POINTS", environ.get("PUBLIC_POINTS") or "1000"),
        trusted_documents=_file(environ.get("TRUSTED_DOCUMENTS")),
        trusted_only=_trusted_only(environ.get("TRUSTED_ONLY") or TrustedOnly.NOBODY),
        metrics_host=environ.get("METRICS_HOST") or "127.0.0.1",
        metrics_port=_port(port, "METRICS_PORT") if (port := environ.get("METRICS_PORT")) else None,
        metrics_token=_token(environ.get("METRICS_TOKEN")),
        metrics_operations=frozenset(_words(environ.get("METRICS_OPERATIONS"))),
        slow_query=timedelta(milliseconds=_number(environ, "SLOW_QUERY_MS", 1_000)),
        sends_traces=bool(environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")),
        least_free=_number(environ, "DISK_FREE_MB", 100) * 1_000_000,
        backup_stamp=_file(environ.get("BACKUP_STAMP")),
        backup_longest=_hours(environ.get("BACKUP_HOURS") or "26", "BACKUP_HOURS"),
        signed_in_points=_points("SIGNED_IN_POINTS", environ.get("SIGNED_IN_POINTS") or "2000"),
    )


def apart(settings: Settings, name: str) -> Settings:
    """The same, with a data folder of its own inside, so that what is in the two never mixes."""
    folder = settings.data_dir / name
    seal, secrets = settings.data_dir / _SEAL_KEY, settings.data_dir / _SECRETS_KEY
    evidence = settings.data_dir / _EVIDENCE
    return replace(
        settings,
        data_dir=folder,
        seal_key_file=folder / _SEAL_KEY if settings.seal_key_file == seal else settings.seal_key_file,
        secrets_key_file=(
            folder / _SECRETS_KEY if settings.secrets_key_file == secrets else settings.secrets_key_file
        ),
        evidence_dir=folder / _EVIDENCE if settings.evidence_dir == evidence else settings.evidence_dir,
    )


def _file(text: str | None) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word for word in (text or "").replace(",", " ").split())


def _roles(words: tuple[str, ...]) -> frozenset[str]:
    found = frozenset(word.upper() for word in words)
    if not found <= {*ROLES}:
        known = ", ".join(ROLES).lower()
        message = f"Peran tidak dikenal; pilih dari {known}. / No such role; choose from {known}."
        raise invalid(message, "SECOND_FACTOR_FOR")
    return found


def _networks(words: tuple[str, ...]) -> tuple[str, ...]:
    try:
        for word in words:
            ip_network(word)
    except ValueError as error:
        message = f"Alamat proksi tidak terbaca: {error}. / A proxy's address cannot be read: {error}."
        raise invalid(message, "TRUSTED_PROXIES") from error
    return words


def _hours(text: str, name: str) -> timedelta:
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= _MOST_HOURS:
        return timedelta(hours=int(text))
    message = (
        f"{name} harus bilangan jam 1 sampai {_MOST_HOURS}. "
        f"/ {name} must be a number of hours from 1 to {_MOST_HOURS}."
    )
    raise invalid(message, name)


def _origins(words: tuple[str, ...]) -> tuple[str, ...]:
    """As browsers write them: in small letters, without a slash at the end."""
    return tuple(_site(word, "ALLOWED_ORIGINS").rstrip("/").lower() for word in words)


def _site(text: str, name: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        message = (
            f"{name} harus berbentuk https://ikrar.contoh.go.id. "
            f"/ {name} must look like https://ikrar.example.go.id."
        )
        raise invalid(message, name)
    return text


def _smtp_url(text: str | None) -> str | None:
    parts = urlsplit(text or "")
    if text and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        # The value is not repeated: it may hold a password.
        message = (
            "SMTP_URL harus berbentuk smtps://pengguna:sandi@host. "
            "/ SMTP_URL must look like smtps://user:password@host."
        )
        raise invalid(message, "SMTP_URL")
    return text or None


def _token(text: str | None) -> str | None:
    if text and (len(text) < _SHORTEST_TOKEN or not text.isascii() or not text.isprintable()):
        message = (
            f"METRICS_TOKEN harus paling sedikit {_SHORTEST_TOKEN} karakter ASCII. "
            f"/ METRICS_TOKEN must have {_SHORTEST_TOKEN} characters of ASCII at least."
        )
        raise invalid(message, "METRICS_TOKEN")
    return text or None


def _number(environ: Mapping[str, str], name: str, usual: int) -> int:
    text = environ.get(name) or str(usual)
    if text.isascii() and text.isdigit() and int(text[:9]) <= _LARGEST:
        return int(text)
    message = f"{name} harus bilangan bulat. / {name} must be a whole number."
    raise invalid(message, name)


def _port(text: str, name: str = "PORT") -> int:
    if text.isascii() and text.isdigit() and 0 <= int(text[:6]) <= _HIGHEST_PORT:
        return int(text)
    message = (
        f"{name} harus bilangan 0 sampai {_HIGHEST_PORT}, bukan {text!r}. "
        f"/ {name} must be a number from 0 to {_HIGHEST_PORT}, not {text!r}."
    )
    raise invalid(message, name)


def _trusted_only(text: str) -> TrustedOnly:
    try:
        return TrustedOnly(text)
    except ValueError as error:
        words = ", ".join(TrustedOnly)
        message = f"TRUSTED_ONLY harus salah satu dari {words}. / TRUSTED_ONLY must be one of {words}."
        raise invalid(message, "TRUSTED_ONLY") from error


def _points(name: str, text: str) -> int:
    if text.isascii() and text.isdigit() and _FEWEST_POINTS <= int(text[:10]) <= _MOST_POINTS:
        return int(text)
    message = (
        f"{name} harus bilangan {_FEWEST_POINTS} sampai {_MOST_POINTS}. "
        f"/ {name} must be a number from {_FEWEST_POINTS} to {_MOST_POINTS}."
    )
    raise invalid(message, name)


def _data_dir(text: str | None) -> Path:
    """`.data` beside `run` unless told; relative folders count from where the command was given."""
    return Path(text).expanduser().absolute() if text else CHECKOUT / ".data"
