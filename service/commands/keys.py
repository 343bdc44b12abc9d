"""`./run keys …`: new keys in place of those that are old, or that somebody may have seen."""

import asyncio
from pathlib import Path

import typer
from cryptography.fernet import Fernet

from service.access.actors import OPERATOR
from service.access.second_factor import encrypt_anew, secrets_key
from service.attaching import opened
from service.clock import system_clock
from service.errors import invalid
from service.key_file import replace_key
from service.ledger import sealing
from service.ledger.presence import end_everybody
from service.ledger.seal_key import SealKey
from service.settings import Settings, read_settings

_group = typer.Typer(help="Kunci / Keys: rotate-seal, rotate-secrets; end-sessions.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.add_typer(_group, name="keys")


@_group.command()
def rotate_seal() -> None:
    """Kunci segel baru; segel lama tetap sah / A new key for seals; those of the old one stay proven."""
    settings = read_settings()
    key, position = asyncio.run(_rotate_seal(settings, _file(settings.seal_key_file, "SEAL_KEY_FILE")))
    typer.echo(
        f"Kunci lama berlaku sampai mata rantai {position}; yang baru {key.public.hex()}. "
        f"/ The old key counts up to link {position}; the new one is {key.public.hex()}."
    )


async def _rotate_seal(settings: Settings, file: Path) -> tuple[SealKey, int]:
    async with opened(settings) as database:
        return await database.write(lambda session: sealing.replace_key(session, file, system_clock()))


@_group.command()
def rotate_secrets() -> None:
    """Kunci rahasia baru / A new key for the secrets of second factors. Restart the service afterwards."""
    settings = read_settings()
    count = asyncio.run(_rotate_secrets(settings, _file(settings.secrets_key_file, "SECRETS_KEY_FILE")))
    typer.echo(
        f"{count} rahasia dienkripsi ulang; mulai ulang layanan sekarang. "
        f"/ {count} secrets are encrypted anew; restart the service now."
    )


async def _rotate_secrets(settings: Settings, file: Path) -> int:
    """Both keys are in the file until nothing needs the old one: every secret can be read all the time."""
    old, new = secrets_key(file) or b"", Fernet.generate_key()
    keys = new + b"\n" + old
    async with opened(settings) as database:
        replace_key(file, keys)
        count = await database.write(lambda session: encrypt_anew(session, keys))
    replace_key(file, new)
    return count


@_group.command()
def end_sessions() -> None:
    """Akhiri semua sesi / End every session: everybody signs in again."""
    count = asyncio.run(_end_sessions())
    typer.echo(f"{count} sesi diakhiri. / {count} sessions are ended.")


async def _end_sessions() -> int:
    async with opened(read_settings()) as database:
        return await database.write(lambda session: end_everybody(session, OPERATOR, system_clock))


def _file(file: Path | None, setting: str) -> Path:
    if file is None:
        raise invalid(f"{setting} belum diatur. / {setting} is not set.", setting)
    return file
