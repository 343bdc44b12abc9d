"""Who PostgreSQL takes us for: one login role for each class of trust, and for whom of the class we ask.

What a class may read and write at all is granted to its role; which rows of it, is said by policies, which
ask what they are told here. It is told inside the statement or the transaction that it is for, and ends with
it: nothing of it stays with a connection, however that one is given back. Who is told nothing sees and writes
nothing that depends on it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Text, bindparam, func, select, true


class Trust(StrEnum):
    """A class of trust. Each has a role of its own, which owns nothing and cannot become another."""

    PUBLIC = "PUBLIC"
    LIAISON = "LIAISON"
    SECRETARIAT = "SECRETARIAT"
    ADMINISTRATOR = "ADMINISTRATOR"
    """Who keeps the accounts: the only ones for whom anything at the door is read or written."""
    WORKER = "WORKER"
    """What the service does of itself: the door, sealing, telling, sweeping, and the operator's commands."""

    @property
    def role(self) -> str:
        """The role in PostgreSQL whose rights the class has; the worker has those of `ikrar_app`."""
        return "ikrar_app" if self is Trust.WORKER else f"ikrar_{self.lower()}"


ASKERS: Final = (Trust.PUBLIC, Trust.LIAISON, Trust.SECRETARIAT, Trust.ADMINISTRATOR)
"""Those for whom somebody asks; each may have an address of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guise:
    """A class, and for whom of it: what is empty is nobody, no agency, and no region."""

    trust: Trust
    actor: str = ""
    role: str = ""
    agency: str = ""
    region: str = ""

    @property
    def is_told(self) -> bool:
        """Whether PostgreSQL has to know more than the class."""
        return self.trust in {Trust.LIAISON, Trust.SECRETARIAT, Trust.ADMINISTRATOR}

    @property
    def told(self) -> dict[str, str]:
        """The parameters of TOLD."""
        return {
            "told_actor": self.actor,
            "told_role": self.role,
            "told_agency": self.agency,
            "told_region": self.region,
        }

    @property
    def begin(self) -> str:
        """Begins a transaction and tells it, in one round trip."""
        if not self.is_told:
            return "BEGIN"
        told = (f"ikrar.{name.removeprefix('told_')} = {_quoted(word)}" for name, word in self.told.items())
        return "BEGIN; " + "; ".join(f"SET LOCAL {each}" for each in told)


WORKER: Final = Guise(trust=Trust.WORKER)

_TELLING: Final = (
    func.set_config(f"ikrar.{name}", bindparam(f"told_{name}", type_=Text(), required=True), true())
    for name in ("actor", "role", "agency", "region")
)
TOLD: Final[ColumnElement[bool]] = select(func.concat(*_TELLING)).scalar_subquery().is_not(None)
"""Tells it to the statement in whose WHERE it stands. It depends on no row, so PostgreSQL asks it once and
before anything else ("One-Time Filter"); were it asked later, the policies would show less and never more."""


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
