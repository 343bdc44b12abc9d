"""Where the words of the ledger name somebody: every column that people fill in with words of their own.

What is found is a whole name, in any case of letters; a nickname or a misspelling is not.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)

from models import (
    AgencyMandate,
    Attendance,
    ConstraintWords,
    Directive,
    Evidence,
    Funding,
    GapMark,
    History,
    Meeting,
    Milestone,
    OverlapMark,
    PlaceName,
    Pledge,
    PledgeConstraint,
    PledgeRequest,
    PledgeSpan,
    ProgressReport,
    Verification,
)
from models.base import Base

NAME: Final[BindParameter[Any]] = bindparam("named")
"""The name in small letters."""

WORDS: Final[Mapping[type[Base], tuple[str, ...]]] = {
    AgencyMandate: ("source", "reason"),
    Attendance: ("note",),
    PledgeConstraint: ("narrative", "resolution"),
    ConstraintWords: ("narrative", "resolution"),
    Directive: ("title", "quote", "speaker", "source", "addressed_to"),
    Evidence: ("title", "url"),
    Funding: ("note",),
    GapMark: ("reason", "marked_by", "withdrawal"),
    History: ("actor_label", "before", "after", "reason"),
    Meeting: ("title", "venue", "led_by", "source", "note"),
    Milestone: ("title",),
    OverlapMark: ("reason", "marked_by", "withdrawal"),
    PlaceName: ("words", "source", "reason"),
    Pledge: (
        *("title", "quote", "speaker", "source", "target_group", "responsible"),
        *("evidence_rule", "conditions", "shortfall"),
    ),
    PledgeRequest: ("words", "requested_by", "reason"),
    PledgeSpan: ("title", "target_group", "responsible", "evidence_rule", "conditions", "shortfall"),
    ProgressReport: ("narrative", "reported_by"),
    Verification: ("reason", "verified_by"),
}


def named() -> CompoundSelect[*tuple[Any, ...]]:
    """`place` (table and column), `id` of the row, and its `words`, for a `named` that is given."""
    return union_all(*(_named_in(table, name) for table, names in WORDS.items() for name in names))


def _named_in(table: type[Base], name: str) -> Select[*tuple[Any, ...]]:
    columns = table.__table__.c
    place = literal(f"{table.__tablename__}.{name}").label("place")
    words = cast(columns[name], Text)
    (key,) = table.__table__.primary_key
    found = select(place, cast(key, Text).label("id"), words.label("words"))
    return found.where(func.strpos(func.lower(words), NAME) > 0)
