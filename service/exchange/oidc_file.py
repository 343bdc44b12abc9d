"""What an operator says of the identity provider, in TOML: where it is, and what its claims mean here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlsplit

from service.access.actors import Role
from service.errors import DomainError, invalid
from service.ledger.vouching import Voucher, WordedOffice

_SETTING: Final = "OIDC_FILE"
_LOCAL: Final = {"127.0.0.1", "::1", "localhost"}
_MULTIPLE_FACTORS: Final = "mfa"
"""RFC 8176: what a provider says who asked for more than a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedOffice:
    """Whoever has the claim with this value acts as this."""

    claim: str
    value: str
    office: WordedOffice

    def is_claimed(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claim is this value, or a list that has it."""
        said: object = claims.get(self.claim)
        return self.value in cast("list[object]", said) if isinstance(said, list) else said == self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """The provider, and us as it knows us."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = "openid email profile"
    email: str = "email"
    name: str = "name"
    offices: tuple[ClaimedOffice, ...] = ()

    def voucher(self, claims: Mapping[str, Any]) -> Voucher:
        """Whom the claims are about, in our words. An address counts when the provider has proved it."""
        email: object = claims.get(self.email)
        is_proved = claims.get("email_verified") is True and isinstance(email, str)
        factors: object = claims.get("amr")
        return Voucher(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            email=str(email) if is_proved else None,
            name=str(claims.get(self.name) or ""),
            offices=tuple(one.office for one in self.offices if one.is_claimed(claims)),
            has_second_factor=isinstance(factors, list) and _MULTIPLE_FACTORS in factors,
        )


def read_oidc_file(file: Path) -> ProviderSettings:
    """The settings in the file; INVALID, naming what is wrong, for anything else."""
    try:
        said = tomllib.loads(file.read_text())
        offices = tuple(_office(one) for one in said.pop("offices", ()))
        settings = ProviderSettings(**said, offices=offices)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unusable(file, str(error)) from error
    parts = urlsplit(settings.issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise _unusable(file, "issuer: https://…")
    return settings


def _office(said: dict[str, str]) -> ClaimedOffice:
    office = WordedOffice(
        role=Role(said["role"].upper()), agency=said.get("agency"), region=said.get("region")
    )
    return ClaimedOffice(claim=said["claim"], value=said["value"], office=office)


def _unusable(file: Path, why: str) -> DomainError:
    message = f"{file} tidak dapat dipakai ({why}). / {file} cannot be used ({why})."
    return invalid(message, _SETTING)
