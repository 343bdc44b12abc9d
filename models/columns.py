"""Column types and checks that tables share: keys, codes, words of a closed list, quantities, money.

Codes are text in the "C" collation, so that `LIKE '64.09%'` walks the btree; closed lists are text with
a CHECK, since only operators on text stay leakproof below row-level security.
"""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Numeric, Text, Uuid, func
from sqlalchemy.orm import mapped_column
from uuid_utils.compat import uuid7

Key = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid7)]
Code = Annotated[str, mapped_column(Text(collation="C"))]
CodeKey = Annotated[str, mapped_column(Text(collation="C"), primary_key=True)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Recorded = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
Number = Annotated[Decimal, mapped_column(Numeric(21, 6))]
Money = Annotated[Decimal, mapped_column(Numeric(18, 2))]
Version = Annotated[int, mapped_column(default=1, server_default="1")]
Flag = Annotated[bool, mapped_column(default=False, server_default="false")]


def restrict(target: str) -> ForeignKey:
    """A reference to something that may not vanish while it is referred to."""
    return ForeignKey(target, ondelete="RESTRICT")


def cascade(target: str) -> ForeignKey:
    """A reference to the whole of which this row is a part."""
    return ForeignKey(target, ondelete="CASCADE")


def one_of(column: str, *words: str) -> CheckConstraint:
    """The column holds one of the words (or NULL, where the column may)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_listed")


def not_blank(*columns: str) -> list[CheckConstraint]:
    """The columns hold more than white space, or NULL where they may."""
    return [CheckConstraint(f"{column} !~ '^\\s*$'", name=f"{column}_not_blank") for column in columns]


def not_negative(*columns: str) -> list[CheckConstraint]:
    """The numbers are zero or more, or NULL where they may be."""
    return [CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative") for column in columns]
