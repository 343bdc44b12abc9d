"""The meetings of each province and regency, every two months: who came, and what was told them to do."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seeds.synthetic.days import DAYS, day_of
from seeds.synthetic.dice import Dice
from seeds.synthetic.offices import Office
from service.rules.vocabulary import AttendanceCapacity, MeetingKind

_EVERY = 43
_LATEST = len(DAYS) - 5
_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_KINDS = ((MeetingKind.RAPAT, 6), (MeetingKind.RAKOR, 3), (MeetingKind.RAKER, 1))
_CAPACITIES = (
    (AttendanceCapacity.PRESENT, 7),
    (AttendanceCapacity.REPRESENTED, 2),
    (AttendanceCapacity.ONLINE, 2),
    (AttendanceCapacity.ACTING, 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A meeting at a moment, with those who came; some also have a directive."""

    id: uuid.UUID
    region: str
    moment: float
    title: str
    kind: MeetingKind
    is_complete: bool
    attendance: tuple[tuple[Office, AttendanceCapacity], ...]
    directive_id: uuid.UUID | None

    @property
    def held_on(self) -> date:
        """The day."""
        return day_of(self.moment)


def gatherings_of(region: str, name: str, offices: Sequence[Office]) -> tuple[Gathering, ...]:
    """The meetings of a region, in order."""
    dice = Dice("meeting", region)
    first = dice.between(3, 20)
    return tuple(
        _gathering(dice, region, name, offices, place + 0.3) for place in range(first, _LATEST, _EVERY)
    )


def _gathering(dice: Dice, region: str, name: str, offices: Sequence[Office], moment: float) -> Gathering:
    day = day_of(moment)
    return Gathering(
        id=dice.id(moment),
        region=region,
        moment=moment,
        title=f"Rapat Posyandu {name}, {_MONTHS[day.month - 1]} {day.year} (sintetis)",
        kind=dice.weighted(_KINDS),
        is_complete=dice.chance(0.5),
        attendance=tuple((office, dice.weighted(_CAPACITIES)) for office in offices if dice.chance(0.75)),
        directive_id=dice.id(moment + 0.1) if dice.chance(0.4) else None,
    )


def latest_before(gatherings: Sequence[Gathering], moment: float) -> Gathering | None:
    """The last meeting before a moment, if it was not long ago."""
    before = [one for one in gatherings if moment - _EVERY / 2 < one.moment < moment]
    return before[-1] if before else None
