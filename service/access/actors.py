"""Who asks. How a request proves it stands in tokens.py; what the asker may see, in visibility.py."""

import uuid
from dataclasses import dataclass, field

from service.rules.policy import TRUST, Role
from service.rules.region_code import is_within
from service.rules.standing import Asker
from service.trust import Guise


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A token, a person in one assignment, the public, or the system itself.

    A liaison has an agency, leadership a region, a secretariat both. `label` is what others read of who did
    something, so it names an office and never a person.
    """

    kind: str
    id: str
    label: str
    role: Role
    agency_id: uuid.UUID | None = None
    region_code: str | None = None
    scopes: frozenset[str] = field(default_factory=frozenset[str])

    @property
    def is_public(self) -> bool:
        """Whether nobody in particular asks."""
        return self.role is Role.PUBLIC

    @property
    def guise(self) -> Guise:
        """As whom PostgreSQL knows this actor: with an agency or a region only where the role has one."""
        acts_for = self.role in {Role.LIAISON, Role.SECRETARIAT} and self.agency_id is not None
        acts_in = self.role in {Role.SECRETARIAT, Role.LEADERSHIP}
        return Guise(
            trust=TRUST[self.role],
            actor=self.id,
            role=self.role.value,
            agency=str(self.agency_id) if acts_for else "",
            region=(self.region_code or "") if acts_in else "",
        )

    def covers(self, region_code: str) -> bool:
        """Whether a secretariat's region holds the given one."""
        return self.region_code is not None and is_within(region_code, self.region_code)

    def asker(self, region_code: str) -> Asker:
        """This actor as the rules know it, before a pledge of a region."""
        return Asker(
            liaison=self.role is Role.LIAISON,
            secretariat=self.role is Role.SECRETARIAT,
            system=self.role is Role.SYSTEM,
            agency=self.agency_id,
            region_covers_pledge=self.covers(region_code),
        )


PUBLIC = Actor(kind="PUBLIC", id="public", label="Publik / Public", role=Role.PUBLIC)
OPERATOR = Actor(kind="OPERATOR", id="operator", label="Operator", role=Role.SYSTEM)
"""Whoever runs the commands of `./run`."""
SYSTEM = Actor(kind="SYSTEM", id="system", label="Sistem / System", role=Role.SYSTEM)
