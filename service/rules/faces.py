"""Which counts of the matrix are kept: a face is a set of axes, kept at places of some levels.

A count of a face is that of a combination of values, one for each of its axes, at a place; '' stands for what
has no value. A face that is kept by day answers for any day; another answers for today and what is ahead.
A pledge can have several areas and several sources of money, so a face that tells them apart must not be
added up over them; over the others it may.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Facet(StrEnum):
    """What a face may tell apart: the axes of the matrix that are no places."""

    AGENCY = "AGENCY"
    AGENCY_KIND = "AGENCY_KIND"
    SPM_AREA = "SPM_AREA"
    FISCAL_YEAR = "FISCAL_YEAR"
    FUNDING_SOURCE = "FUNDING_SOURCE"
    EXECUTION = "EXECUTION"
    VERDICT = "VERDICT"
    TIMELINESS = "TIMELINESS"


class Level(StrEnum):
    """How wide the places of a count are."""

    NATION = "NATION"
    PROVINCE = "PROVINCE"
    REGENCY = "REGENCY"


NATION: Final = ""
"""The place in which every pledge stands."""
NOWHERE: Final = "-"
"""The place of pledges without any place."""
ALL_OVER: Final = "/"
"""What follows the code of a province in which a pledge stands all over, and so in each of its regencies."""
SEVERAL: Final = frozenset({Facet.SPM_AREA, Facet.FUNDING_SOURCE})
"""Of which a pledge may have several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Axes that are told apart together; counts of a face are kept under its number."""

    number: int
    axes: tuple[Facet, ...]
    levels: frozenset[Level]
    is_dated: bool
    """Whether it answers for the past."""

    def tells(self, asked: frozenset[Facet]) -> bool:
        """Whether it tells these apart, and can be added up over whatever else it tells apart."""
        extra = frozenset(self.axes) - asked
        return asked <= frozenset(self.axes) and not extra & SEVERAL


EDITION: Final = "4"
"""Of the faces and of what a pledge adds to them; a rollup of another edition is built anew."""
_STATE: Final = (
    Facet.AGENCY_KIND,
    Facet.FISCAL_YEAR,
    Facet.EXECUTION,
    Facet.VERDICT,
    Facet.TIMELINESS,
)
_FEW: Final = (*_STATE, Facet.SPM_AREA, Facet.FUNDING_SOURCE)
_DATED: Final[dict[tuple[Facet, ...], frozenset[Level]]] = {
    (): frozenset(Level),
    **{(axis,): frozenset(Level) for axis in _FEW},
    (Facet.AGENCY_KIND, Facet.SPM_AREA): frozenset({Level.NATION, Level.PROVINCE}),
    **{
        (Facet.AGENCY_KIND, axis): frozenset({Level.NATION})
        for axis in _FEW
        if axis not in {Facet.AGENCY_KIND, Facet.SPM_AREA}
    },
    **{
        (Facet.SPM_AREA, axis): frozenset({Level.NATION})
        for axis in _FEW
        if axis not in {Facet.AGENCY_KIND, Facet.SPM_AREA}
    },
    (Facet.AGENCY,): frozenset({Level.PROVINCE}),
    (Facet.AGENCY, Facet.SPM_AREA): frozenset({Level.PROVINCE}),
}
_OF_TODAY: Final[dict[tuple[Facet, ...], frozenset[Level]]] = {
    (Facet.AGENCY,): frozenset({Level.NATION}),
    (Facet.AGENCY, Facet.SPM_AREA): frozenset({Level.NATION}),
    _STATE: frozenset(Level),
    (*_STATE, Facet.SPM_AREA): frozenset(Level),
}
FACES: Final = tuple(
    Face(number=number, axes=axes, levels=levels, is_dated=number < len(_DATED))
    for number, (axes, levels) in enumerate((*_DATED.items(), *_OF_TODAY.items()))
)
"""All that are kept; a change of them makes another edition."""


def face_for(asked: Iterable[Facet], level: Level, *, is_past: bool) -> Face | None:
    """The smallest face that answers, if there is one."""
    axes = frozenset(asked)
    fitting = (
        face for face in FACES if level in face.levels and (face.is_dated or not is_past) and face.tells(axes)
    )
    return min(fitting, key=lambda face: len(face.axes), default=None)
