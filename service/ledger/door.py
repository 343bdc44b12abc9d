"""What happens at the door, in the history of everything: who came in, who was refused, who may be what.

These changes are internal and belong to no agency and no pledge; administrators read them (audit).
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select

from service.access.actors import Actor
from service.clock import today_in
from service.database import WriteSession
from service.ledger.history import Change, record
from service.units import send

_HERE: Final = "Asia/Jakarta"
"""Whose day it is: an account has no region."""
_NOTHING: Final[Mapping[str, object]] = {}


class Doing(StrEnum):
    """What happened to an account, or to a token."""

    OPENED = "OPEN_ACCOUNT"
    CLOSED = "CLOSE_ACCOUNT"
    ERASED = "ERASE_PERSON"
    ASSIGNED = "ASSIGN"
    UNASSIGNED = "WITHDRAW_ASSIGNMENT"
    INVITED = "INVITE"
    RESET_ASKED = "ASK_RESET"
    PASSWORD_SET = "SET_PASSWORD"  # noqa: S105 - a word for it
    SIGNED_IN = "SIGN_IN"
    REFUSED = "REFUSE_SIGN_IN"
    SIGNED_OUT = "SIGN_OUT"
    SESSIONS_ENDED = "END_SESSIONS"
    ACTS_AS = "ACT_AS"
    IDENTITY_LINKED = "LINK_IDENTITY"
    SECOND_FACTOR_ADDED = "ADD_SECOND_FACTOR"
    SECOND_FACTOR_REMOVED = "REMOVE_SECOND_FACTOR"
    TOKEN_MADE = "CREATE_TOKEN"  # noqa: S105 - a word for it
    TOKEN_ROTATED = "ROTATE_TOKEN"  # noqa: S105 - a word for it
    TOKEN_REVOKED = "REVOKE_TOKEN"  # noqa: S105 - a word for it
    TOKEN_USED = "USE_TOKEN"  # noqa: S105 - a word for it
    TOKEN_REFUSED = "REFUSE_TOKEN"  # noqa: S105 - a word for it
    IMPORTED = "IMPORT"
    """Of the account that handed the file in."""
    PLACE_NAMED = "NAME_PLACE"
    NAME_DISMISSED = "DISMISS_PLACE_NAME"
    DEED_REFUSED = "REFUSE_DEED"
    """The reason is the mutation that they may not do, or not to that."""


ACCOUNT: Final = "account"
TOKEN: Final = "api_token"  # noqa: S105 - a table


async def now_at(session: WriteSession) -> datetime:
    """The instant by the database's clock, one for the whole transaction."""
    return (await session.scalars(select(func.now()))).one()


async def note(  # noqa: PLR0913 - what a change is
    session: WriteSession,
    actor: Actor,
    subject_id: uuid.UUID,
    doing: Doing,
    now: datetime,
    *,
    subject: str = ACCOUNT,
    before: Mapping[str, object] = _NOTHING,
    after: Mapping[str, object] = _NOTHING,
    reason: str | None = None,
) -> None:
    """Write down what happened to an account or a token, in the transaction in which it happens."""
    change = Change(
        subject=subject,
        subject_id=subject_id,
        action=doing,
        effective_on=today_in(_HERE, now),
        before=before,
        after=after,
        reason=reason,
        internal=True,
    )
    await send(session, record(replace(actor, agency_id=None), change))
