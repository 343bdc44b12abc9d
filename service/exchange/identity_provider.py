"""Asks a government's identity provider who somebody is: OpenID Connect, by code with PKCE.

Authlib speaks the protocol. What is under way is in a cookie of the browser that began it, encrypted, so that
no other browser can end it; nothing of it is in the database.
"""

import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol, cast

import httpx2
import orjson
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import StarletteOAuth2App
from cryptography.fernet import InvalidToken
from joserfc.errors import JoseError

from service.access.second_factor import fernet_of
from service.errors import DomainError, ErrorCode, invalid
from service.exchange.oidc_file import ProviderSettings
from service.ledger.vouching import Voucher

_log = structlog.stdlib.get_logger()
_SECONDS: Final = 5.0
MINUTES: Final = timedelta(minutes=10)
"""For so long somebody may take to sign in at the provider."""
_PATH: Final = "/.well-known/openid-configuration"
_ALGORITHMS: Final = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}
"""Signatures that only the provider can make."""


class _Client(Protocol):
    """As much of Authlib's client as is used; it has no types."""

    async def load_server_metadata(self) -> dict[str, Any]: ...

    async def create_authorization_url(self, redirect_uri: str) -> dict[str, str]: ...

    async def fetch_access_token(self, redirect_uri: str, **params: str) -> dict[str, Any]: ...

    async def parse_id_token(
        self, token: Mapping[str, Any], nonce: str, claims_options: Mapping[str, Any]
    ) -> Mapping[str, Any]: ...

    async def userinfo(self, *, token: Mapping[str, Any]) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a browser is sent, and what it has to bring back."""

    url: str
    kept: str


class IdentityProvider:
    """One provider, and where it sends people back to. One for a process."""

    def __init__(self, settings: ProviderSettings, key: bytes, site: str) -> None:
        self._settings = settings
        self._back = f"{site.rstrip('/')}/identity/back"
        self._fernet = fernet_of(key)
        self._known: _Client | None = None

    async def depart(self) -> Departure:
        """Send somebody to the provider."""
        client = await self._client()
        begun = await client.create_authorization_url(self._back)
        kept = {name: begun[name] for name in ("state", "nonce", "code_verifier")}
        return Departure(url=begun["url"], kept=self._fernet.encrypt(orjson.dumps(kept)).decode())

    async def arrive(self, kept: str, state: str, code: str) -> Voucher:
        """Whom the provider vouches for, in the browser that departed."""
        begun = self._unpacked(kept)
        if not secrets.compare_digest(begun["state"].encode(), state.encode()):
            raise not_vouched()
        client = await self._client()
        try:
            verifier = begun["code_verifier"]
            token = await client.fetch_access_token(self._back, code=code, code_verifier=verifier)
            claims = await self._claims(client, token, begun["nonce"])
        except (OAuthError, JoseError, ValueError, KeyError) as error:
            _log.warning("identity.refused", reason=type(error).__name__)
            raise not_vouched() from error
        except httpx2.HTTPError as error:
            raise _away(error) from error
        return self._settings.voucher(claims)

    async def _claims(self, client: _Client, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """What the provider says: signed, for us, in answer to this very question; and what it adds."""
        options = {
            "iss": {"essential": True, "values": [self._settings.issuer]},
            "aud": {"essential": True, "values": [self._settings.client_id]},
        }
        signed = await client.parse_id_token(token, nonce, options)
        metadata = await client.load_server_metadata()
        if "userinfo_endpoint" not in metadata:
            return signed
        added = await client.userinfo(token=token)
        if added["sub"] != signed["sub"]:
            raise not_vouched()
        return {**added, **signed}

    def _unpacked(self, kept: str) -> dict[str, str]:
        try:
            begun = self._fernet.decrypt(kept.encode(), ttl=int(MINUTES.total_seconds()))
        except (InvalidToken, UnicodeEncodeError) as error:
            raise not_vouched() from error
        found: dict[str, str] = orjson.loads(begun)
        return found

    async def _client(self) -> _Client:
        """The client, once the provider has said where its doors are; asked again until it does."""
        if self._known is None:
            client = self._new_client()
            try:
                metadata = await client.load_server_metadata()
            except (httpx2.HTTPError, ValueError) as error:
                raise _away(error) from error
            self._check(metadata)
            self._known = client
        return self._known

    def _new_client(self) -> _Client:
        asked = {
            "scope": self._settings.scope,
            "code_challenge_method": "S256",
            "verify": ssl.create_default_context(),
            "timeout": _SECONDS,
        }
        client = StarletteOAuth2App(
            None,
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            server_metadata_url=self._settings.issuer.rstrip("/") + _PATH,
            client_kwargs=asked,
        )
        return cast("_Client", client)

    def _check(self, metadata: dict[str, Any]) -> None:
        if metadata.get("issuer") != self._settings.issuer:
            message = "Penyedia identitas bernama lain. / The identity provider has another name."
            raise invalid(message, "OIDC_FILE", "issuer")
        offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in _ALGORITHMS]


def not_vouched() -> DomainError:
    """The same for whatever was wrong on the way there and back."""
    message = (
        "Masuk lewat penyedia identitas gagal; mulai lagi. "
        "/ Signing in by the identity provider failed; begin again."
    )
    return DomainError(ErrorCode.NOT_SIGNED_IN, message)


def _away(error: Exception) -> DomainError:
    _log.warning("identity.away", reason=type(error).__name__)
    message = "Penyedia identitas tidak menjawab. / The identity provider does not answer."
    return DomainError(ErrorCode.UNAVAILABLE, message)
