"""Three tokens to try the service with, for the embedded database only; every start prints the same ones.

Their text is kept in the data folder, for our eyes only; the database has the digests, as of any token.
"""

import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import orjson
from sqlalchemy import select

from models.agency import Agency, ApiToken
from service.access.actors import Role
from service.access.token_text import Token, new_token, parse
from service.access.tokens import NewToken, keep_token
from service.database import Database, WriteSession
from service.errors import DomainError

_FILE = "demo-tokens.json"
_REGION = "64"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A ready way in: for whom, and the token."""

    label: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    name: str
    label: str
    role: Role
    agency_code: str | None = None


_WANTED = (
    _Wanted(
        name="secretariat",
        label="Sekretariat DPMPD Kaltim (demo)",
        role=Role.SECRETARIAT,
        agency_code="DPMPD",
    ),
    _Wanted(
        name="liaison",
        label="Narahubung Diskominfo Kaltim (demo)",
        role=Role.LIAISON,
        agency_code="DISKOMINFO",
    ),
    _Wanted(name="integration", label="Integrasi baca (demo)", role=Role.INTEGRATION),
)


async def demo_sign_ins(database: Database, data_dir: Path, prefix: str = "") -> tuple[SignIn, ...]:
    """The three ways in, made where they are missing; those whose agency is not there are left out.

    The codes of the agencies may have a prefix, as those of the synthetic ones do.
    """
    kept = _kept(data_dir / _FILE)
    tokens = {wanted.name: kept.get(wanted.name) or new_token() for wanted in _WANTED}
    keep_secrets(data_dir / _FILE, {name: token.text for name, token in tokens.items()})

    async def work(session: WriteSession) -> tuple[SignIn, ...]:
        found = [await _sign_in(session, wanted, tokens[wanted.name], prefix) for wanted in _WANTED]
        return tuple(sign_in for sign_in in found if sign_in is not None)

    return await database.write(work)


async def _sign_in(session: WriteSession, wanted: _Wanted, token: Token, prefix: str) -> SignIn | None:
    """The way in, made if the database does not know it; one that was revoked stays so."""
    known = await session.scalar(select(ApiToken).where(ApiToken.digest == token.digest))
    if known is None:
        agency_id = await agency_id_of(session, _REGION, wanted.agency_code and prefix + wanted.agency_code)
        if wanted.agency_code is not None and agency_id is None:
            return None
        region = None if agency_id is None else _REGION
        asked = NewToken(label=wanted.label, role=wanted.role, agency_id=agency_id, region_code=region)
        await keep_token(session, asked, token)
    elif known.revoked_at is not None:
        return None
    return SignIn(label=wanted.label, token=token.text)


async def agency_id_of(session: WriteSession, region: str, code: str | None) -> uuid.UUID | None:
    """The agency of the region with that code, if it is there."""
    if code is None:
        return None
    wanted = select(Agency.id).where(Agency.region_code == region, Agency.code == code)
    return await session.scalar(wanted)


def _kept(file: Path) -> dict[str, Token]:
    """The tokens of earlier starts; none when the file is missing or spoilt."""
    try:
        read: dict[str, str] = orjson.loads(file.read_bytes())
        return {name: parse(text) for name, text in read.items()}
    except (OSError, ValueError, AttributeError, TypeError, DomainError):
        return {}


def keep_secrets(file: Path, texts: dict[str, str]) -> None:
    """Write them down for our eyes only."""
    draft = file.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as written:
        written.write(orjson.dumps(texts))
    draft.replace(file)
