"""One-time codes by time (TOTP, RFC 6238): offered, confirmed, taken, removed.

The secret is encrypted under a key of the service, so that a copy of the database alone makes no codes. No
code is taken twice: the step of the last one is kept.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pyotp.exceptions import OTPVerificationError
from pyotp.totp import TOTP
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from models.sign_in import SecondFactor
from service.access.persons import Known
from service.database import WriteSession
from service.errors import DomainError, wrong_state
from service.key_file import key_in, unusable_key

_ISSUER: Final = "Ikrar"
_STEPS_APART: Final = 1
"""How many steps of 30 s the clock of a telephone may be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an authenticator is told, once: the secret, alone and as the address in a QR code."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


class SecondFactors:
    """Keeps the secrets of second factors; without a key there are none.

    Of several keys, a line each, the first encrypts, and all of them are tried.
    """

    def __init__(self, key: bytes | None) -> None:
        self._fernet = None if key is None else fernet_of(key)

    async def offer(self, session: WriteSession, known: Known) -> Offer:
        """A new secret, in place of one that was never confirmed; WRONG_STATE when there is a factor."""
        if known.second_factor_since is not None:
            raise wrong_state("Faktor kedua sudah terpasang. / There is a second factor already.")
        secret = pyotp.random_base32()
        kept = {"secret": self._box().encrypt(secret.encode()), "last_step": 0, "recorded_at": func.now()}
        row = insert(SecondFactor).values(account_id=known.account_id, **kept)
        await session.execute(row.on_conflict_do_update(index_elements=[SecondFactor.account_id], set_=kept))
        uri = TOTP(secret).provisioning_uri(name=known.email, issuer_name=_ISSUER)
        return Offer(secret=secret, uri=uri)

    async def takes(
        self,
        session: WriteSession,
        account_id: uuid.UUID,
        code: str,
        now: datetime,
        *,
        confirms: bool = False,
    ) -> bool:
        """Whether it is the account's code at this time, for the first time; such a code may confirm it."""
        wanted = select(SecondFactor).where(SecondFactor.account_id == account_id).with_for_update()
        kept = await session.scalar(wanted)
        step = None if kept is None else self._step(kept, code, now)
        if kept is None or step is None or (kept.confirmed_at is None and not confirms):
            return False
        kept.last_step = step
        kept.confirmed_at = kept.confirmed_at or now
        await session.flush()
        return True

    def _step(self, kept: SecondFactor, code: str, now: datetime) -> int | None:
        """The time step of a code that is right and was not taken before."""
        try:
            secret = self._box().decrypt(kept.secret).decode()
            totp = TOTP(secret)
            step = totp.verify_and_get_timecode(code, for_time=now, valid_window=_STEPS_APART)
        except OTPVerificationError:
            return None
        except InvalidToken as error:
            raise _lost_key() from error
        return step if step > kept.last_step else None

    def _box(self) -> MultiFernet:
        if self._fernet is None:
            message = (
                "Faktor kedua belum dapat dipakai: SECRETS_KEY_FILE belum diatur. "
                "/ There are no second factors here: SECRETS_KEY_FILE is not set."
            )
            raise wrong_state(message)
        return self._fernet


def _lost_key() -> DomainError:
    message = (
        "Faktor kedua dibuat dengan kunci lain; hubungi operator. "
        "/ The second factor was made under another key; ask the operator."
    )
    return wrong_state(message)


async def remove_factor(session: WriteSession, account_id: uuid.UUID) -> bool:
    """Take an account's factor away; False when it had none."""
    removed = delete(SecondFactor).where(SecondFactor.account_id == account_id)
    return await session.scalar(removed.returning(SecondFactor.account_id)) is not None


def fernet_of(keys: bytes) -> MultiFernet:
    """What encrypts under the first of the keys, a line each, and decrypts under any."""
    return MultiFernet([Fernet(key) for key in keys.split()])


async def encrypt_anew(session: WriteSession, keys: bytes) -> int:
    """Let every secret be encrypted under the first of the keys; how many there are."""
    fernet = fernet_of(keys)
    found = (await session.scalars(select(SecondFactor).with_for_update())).all()
    for kept in found:
        try:
            kept.secret = fernet.rotate(kept.secret)
        except InvalidToken as error:
            raise _lost_key() from error
    await session.flush()
    return len(found)


def secrets_key(file: Path | None) -> bytes | None:
    """The key of a deployment, made on first use; none where none is named."""
    if file is None:
        return None
    key = key_in(file, Fernet.generate_key, "SECRETS_KEY_FILE").strip()
    try:
        fernet_of(key)
    except ValueError as error:
        raise unusable_key(file, "Fernet?", "SECRETS_KEY_FILE") from error
    return key
