"""What may be done with a pledge, by the law of its life, and how whoever asks stands towards it.

The law is lifecycle.py's, written into the statement as a table; nothing of it is said twice. What a step
demands is found out when it is asked for: here it is named.
"""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import (
    JSON,
    ColumnElement,
    FromClause,
    Text,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    select,
    true,
    values,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.sql.expression import Values

import models
from service.access.actors import Role
from service.access.bare import bare
from service.access.visibility import ACTOR_AGENCY, ACTOR_REGION, ACTOR_ROLE
from service.reading.sql import NULL, Rows, chosen, word
from service.rules.lifecycle import TABLE, Action
from service.rules.standing import Standing

_COLUMNS: Final = ("place", "execution", "action", "leads_to", "who", "demands")


def steps() -> Rows:
    """A row for each step of the law that somebody may ask for; lists as JSON text."""
    law = _law()
    return chosen(*(law.c[name] for name in _COLUMNS))


def _law() -> Values:
    asked = (step for step in TABLE.values() if step.state is not None and step.action is not Action.SPECIFY)
    rows = [
        (f"{place:03}", step.state, step.action, step.to, _listed(sorted(step.who)), _listed(step.demands))
        for place, step in enumerate(asked)
    ]
    made = values(*(column(name, Text) for name in _COLUMNS), name="law", literal_binds=True)
    return made.data(rows)


def listed(name: str) -> Callable[[FromClause], ColumnElement[Any]]:
    """A list of the law, as JSON."""
    return lambda row: cast(row.c[name], JSON)


def _listed(words: Any) -> str:  # noqa: ANN401 - any of our own closed lists
    return "[" + ",".join(f'"{word}"' for word in words) + "]"


def standings(row: FromClause) -> ColumnElement[Any]:
    """The capacities that `service.rules.standing` has for whoever asks; none for the public."""
    leads = row.c.lead_agency_id == ACTOR_AGENCY
    is_liaison = word(Role.LIAISON) == ACTOR_ROLE
    is_within = func.starts_with(row.c.region_code, ACTOR_REGION)
    is_secretariat = and_(word(Role.SECRETARIAT) == ACTOR_ROLE, is_within)
    held = {
        Standing.LEAD_LIAISON: and_(is_liaison, leads),
        Standing.PARTNER_LIAISON: and_(is_liaison, ~leads, _has(models.PledgeAgency, row)),
        Standing.SECRETARIAT: is_secretariat,
        Standing.INDEPENDENT_SECRETARIAT: and_(is_secretariat, ~leads, ~_has(models.ProgressReport, row)),
    }
    words = [case((condition, word(standing))) for standing, condition in held.items()]
    return func.to_json(func.array_remove(array(words), NULL))


def _has(table: Any, row: FromClause) -> ColumnElement[bool]:  # noqa: ANN401 - either of two tables
    other = bare(table)
    theirs = select(true()).where(other.c.pledge_id == row.c.id, other.c.agency_id == ACTOR_AGENCY)
    return exists(theirs.correlate(row))
