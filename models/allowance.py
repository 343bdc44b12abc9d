"""What the endpoint counts of those who ask. None of it is of the ledger; losing it harms nobody."""

from datetime import date

from sqlalchemy import BigInteger, Date, Double, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Instant


class RateBucket(Base):
    """The points that a client has left, for all processes together; it fills again with time.

    Unlogged: after a crash everybody begins with a full bucket, and a take costs no flush.
    """

    __tablename__ = "rate_bucket"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    key: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    points: Mapped[float] = mapped_column(Double)
    granted: Mapped[int] = mapped_column(Integer)
    """What the last take was given."""
    taken_at: Mapped[Instant]


class DeprecatedUse(Base):
    """How often a client used something of the API that is to go, on a day."""

    __tablename__ = "deprecated_use"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    coordinate: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    client: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    uses: Mapped[int] = mapped_column(BigInteger)
