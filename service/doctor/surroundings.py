"""What can be seen without the database: settings, key files, the disk, the last backup."""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from service.access.second_factor import secrets_key
from service.clock import Clock
from service.doctor.findings import Finding, doubtful, ill, judged, well
from service.errors import DomainError
from service.ledger.seal_key import retired_keys, seal_key
from service.settings import Settings
from service.wellness import lack_of_disk


def surroundings(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """All of it, in the order in which it is worth mending."""
    yield from _addresses(settings)
    yield from _keys(settings)
    yield from _people(settings)
    lack = lack_of_disk(settings)
    yield judged("disk", "" if lack is None else lack.message, is_well=lack is None)
    yield _backup(settings, clock)


def _addresses(settings: Settings) -> Iterator[Finding]:
    public = urlsplit(settings.public_url or "")
    if settings.database_url and not settings.public_url:
        words = "belum diatur; tautan memakai alamat pendengar / is not set; links name the listener"
        yield doubtful("PUBLIC_URL", words)
    elif public.scheme == "http" and not _is_loopback(public.hostname or ""):
        words = "harus https: cookie sesi dibuang peramban / must be https: browsers drop the cookie"
        yield ill("PUBLIC_URL", words)
    else:
        yield well("PUBLIC_URL", settings.public_url or "")
    if public.scheme == "https":
        words = (
            "sebut alamat proksi TLS; tanpa itu semua orang berbagi satu alamat dan HSTS tidak dikirim "
            "/ name the proxy that ends TLS; without it all share one address, and HSTS is not sent"
        )
        yield judged("TRUSTED_PROXIES", words, is_well=bool(settings.trusted_proxies))
    if not (_is_loopback(settings.host) or settings.trusted_proxies):
        words = "terbuka di luar mesin ini tanpa proksi TLS / open beyond this machine without a TLS proxy"
        yield doubtful("HOST", words)
    if settings.metrics_port is not None and not _is_loopback(settings.metrics_host):
        words = (
            "terbuka di luar mesin ini; batasi dengan firewall / is open beyond this machine; use a firewall"
        )
        yield doubtful("METRICS_HOST", words)
    yield from _database_addresses(settings)


def _database_addresses(settings: Settings) -> Iterator[Finding]:
    if settings.database_url is None:
        return
    service, owner = urlsplit(settings.database_url), urlsplit(settings.owner_database_url or "")
    words = (
        "layanan masuk sebagai pemilik tabel; beri peran sendiri "
        "/ the service logs in as the owner of the tables; give it a role of its own"
    )
    yield judged("OWNER_DATABASE_URL", words, is_well=service.username != owner.username)
    options = parse_qs(service.query)
    is_near = not service.hostname or _is_loopback(service.hostname)
    is_checked = options.get("sslmode") in (["verify-full"], ["verify-ca"])
    if not (is_near or is_checked):
        words = "pakai sslmode=verify-full ke server lain / use sslmode=verify-full to another machine"
        yield doubtful("DATABASE_URL", words)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _keys(settings: Settings) -> Iterator[Finding]:
    if settings.seal_key_file is None:
        words = "belum diatur; riwayat tidak disegel / is not set; history is not sealed"
        yield ill("SEAL_KEY_FILE", words)
    else:
        yield from _key("SEAL_KEY_FILE", settings.seal_key_file)
    if settings.secrets_key_file is None:
        words = "belum diatur; faktor kedua tidak ada / is not set; there are no second factors"
        yield doubtful("SECRETS_KEY_FILE", words)
    else:
        yield from _key("SECRETS_KEY_FILE", settings.secrets_key_file)
    if settings.oidc_file is not None:
        yield from _key("OIDC_FILE", settings.oidc_file)


def _key(name: str, file: Path) -> Iterator[Finding]:
    """The file is there, nobody else reads it, and it holds what it should."""
    if not file.exists():
        yield doubtful(
            name, f"{file} belum ada; dibuat saat mulai / {file} is not there yet; made at the start"
        )
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    words = f"dapat dibaca orang lain / others can read it ({mode:o}): chmod 600 {file}"
    yield judged(name, words, is_well=not mode & 0o077)
    try:
        if name == "SEAL_KEY_FILE":
            seal_key(file)
            retired_keys(file)
        elif name == "SECRETS_KEY_FILE":
            secrets_key(file)
    except DomainError as error:
        yield ill(name, error.message)


def _people(settings: Settings) -> Iterator[Finding]:
    lacking = {"ADMINISTRATOR", "SECRETARIAT"} - settings.second_factor_for
    if settings.database_url and lacking:
        who = ", ".join(sorted(lacking)).lower()
        yield doubtful("SECOND_FACTOR_FOR", f"tidak menuntut {who} / does not demand one of {who}")
    if settings.database_url and settings.smtp_url is None:
        words = "belum diatur; tautan dicetak di log / is not set; links are printed in the log"
        yield doubtful("SMTP_URL", words)


def _backup(settings: Settings, clock: Clock) -> Finding:
    """How old the last backup is, where whoever makes it touches a file."""
    file = settings.backup_stamp
    if file is None:
        words = "BACKUP_STAMP belum diatur; umur cadangan tidak diketahui / is not set; its age is not known"
        return doubtful("backup", words)
    if not os.access(file, os.F_OK):
        return ill("backup", f"{file} tidak ada; buat cadangan / {file} is not there; make a backup")
    age = timedelta(seconds=clock().timestamp() - file.stat().st_mtime)
    hours, most = int(age / timedelta(hours=1)), int(settings.backup_longest / timedelta(hours=1))
    words = f"sudah {hours} jam (paling lama {most}) / is {hours} hours old (at most {most})"
    return judged("backup", words, is_well=age <= settings.backup_longest)
