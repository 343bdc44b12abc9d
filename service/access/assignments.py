"""What a person may act as: the assignments of an account, of which a session acts under one at a time."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from models.agency import AccountRole, Agency
from models.place import Region
from service.access.actors import Actor, Role
from service.access.tokens import scopes_of
from service.database import ReadSession

_WORDS = {
    Role.ADMINISTRATOR: "Administrator",
    Role.INTEGRATION: "Pembaca",
    Role.LEADERSHIP: "Pimpinan",
    Role.LIAISON: "Narahubung",
    Role.SECRETARIAT: "Sekretariat",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One of the things that an account may be, and how it is called: by office, never by person."""

    id: uuid.UUID
    role: Role
    agency_id: uuid.UUID | None
    region_code: str | None
    label: str

    def actor(self, account_id: uuid.UUID) -> Actor:
        """The account's person as a request acts under this assignment."""
        return Actor(
            kind="PERSON",
            id=str(account_id),
            label=self.label,
            role=self.role,
            agency_id=self.agency_id,
            region_code=self.region_code,
            scopes=scopes_of(self.role),
        )


def unassigned(account_id: uuid.UUID) -> Actor:
    """Somebody who is known, and acts under nothing: what they read and may do is the public's."""
    return Actor(kind="PERSON", id=str(account_id), label="Tanpa penugasan", role=Role.PUBLIC)


COLUMNS = (
    AccountRole.id,
    AccountRole.role,
    AccountRole.agency_id,
    AccountRole.region_code,
    Agency.short_name,
    Region.name,
)


def assignment_of(found: Row[*tuple[Any, ...]] | Sequence[Any]) -> Assignment:
    """The assignment in a row of COLUMNS."""
    key, word, agency_id, region_code, agency, region = found
    role = Role(word)
    office = region if role is Role.LEADERSHIP else agency or region
    return Assignment(
        id=key,
        role=role,
        agency_id=agency_id,
        region_code=region_code,
        label=" ".join(part for part in (_WORDS[role], office) if part),
    )


async def assignments_of(session: ReadSession, account_id: uuid.UUID) -> tuple[Assignment, ...]:
    """All of an account's, the oldest first."""
    found = await session.execute(_ASSIGNMENTS.where(AccountRole.account_id == account_id))
    return tuple(assignment_of(row) for row in found)


_ASSIGNMENTS: Select[*tuple[Any, ...]] = (
    select(*COLUMNS)
    .outerjoin(Agency, Agency.id == AccountRole.agency_id)
    .outerjoin(Region, Region.code == AccountRole.region_code)
    .order_by(AccountRole.id)
)
