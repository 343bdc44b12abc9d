"""The only place that asks what time it is, so that everything else can be told."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def today_in(time_zone: str, now: datetime) -> date:
    """The calendar day at `now` in an IANA time zone such as Asia/Makassar."""
    return now.astimezone(ZoneInfo(time_zone)).date()
