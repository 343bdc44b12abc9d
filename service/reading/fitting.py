"""Whether the rollup can answer a matrix: told by its axes and by the members of its filter alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from service.reading.axes import MatrixAxis
from service.rules.faces import SEVERAL, Face, Facet, Level, face_for
from service.rules.region_code import is_code, level_of

_OF_A_FACET: Final = {
    "agency": Facet.AGENCY,
    "agencyKind": Facet.AGENCY_KIND,
    "area": Facet.SPM_AREA,
    "fiscalYear": Facet.FISCAL_YEAR,
    "fundingSource": Facet.FUNDING_SOURCE,
    "execution": Facet.EXECUTION,
    "verdict": Facet.VERDICT,
    "timeliness": Facet.TIMELINESS,
}
LEVELS: Final[Mapping[MatrixAxis, Level]] = {
    MatrixAxis.PROVINCE: Level.PROVINCE,
    MatrixAxis.REGENCY: Level.REGENCY,
}
"""The places that the rollup tells apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a filter and what it narrows; `is_none` when it asks for what has no value."""

    name: str
    facet: Facet
    is_none: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How the rollup answers: what narrows it, and in which region it looks, if in one."""

    rows: MatrixAxis
    columns: MatrixAxis
    members: tuple[Member, ...]
    within: str | None
    """The name of the member that is the region's code."""
    level: Level
    """Of that region; the nation without one."""
    is_past: bool

    def face(self, *axes: MatrixAxis) -> Face | None:
        """The face that tells apart the values of these axes under the filter."""
        facets = [Facet(axis) for axis in axes if axis not in LEVELS]
        facets += [member.facet for member in self.members]
        if any(facets.count(several) > 1 for several in SEVERAL):
            return None
        level = next((LEVELS[axis] for axis in axes if axis in LEVELS), self.level)
        return face_for(facets, level, is_past=self.is_past)


def fitting(
    rows: MatrixAxis, columns: MatrixAxis, names: Iterable[str], level: Level | None, *, is_past: bool
) -> Fit | None:
    """How the rollup answers for two axes under a filter of these members; None when it cannot.

    `level` is that of the region which the filter names (`level_within`).
    """
    asked = [name for name in names if name != "synthetic"]
    regions = [name for name in asked if _is_region(name)]
    members = [_member(name) for name in asked if name not in regions]
    known = [member for member in members if member is not None]
    if len(known) < len(members) or not _tells_places(rows, columns, regions, level):
        return None
    within = regions[0] if regions else None
    fit = Fit(
        rows=rows,
        columns=columns,
        members=tuple(known),
        within=within,
        level=level or Level.NATION,
        is_past=is_past,
    )
    parts = ((rows, columns), (rows,), (columns,), ())
    return fit if all(fit.face(*part) for part in parts) else None


def level_within(given: Mapping[str, object]) -> Level | None:
    """The level of the region that a filter names: the nation without one, None when it is a narrower one."""
    codes = [str(value) for name, value in given.items() if _is_region(name)]
    if not codes:
        return Level.NATION
    found = level_of(codes[0]) if is_code(codes[0]) else None
    return Level(found) if found in set(Level) else None


def _tells_places(rows: MatrixAxis, columns: MatrixAxis, regions: list[str], level: Level | None) -> bool:
    """Whether places are asked for in one way: along an axis, perhaps within a region no narrower than it."""
    sides = [axis for axis in (rows, columns) if axis in LEVELS]
    others = [axis for axis in (rows, columns) if axis not in LEVELS]
    if level is None or not set(others) <= set(Facet) or len(sides) > 1 or len(regions) > 1:
        return False
    if not sides or not regions:
        return True
    return regions == ["within"] and (level, LEVELS[sides[0]]) != (Level.REGENCY, Level.PROVINCE)


def _is_region(name: str) -> bool:
    return name == "within" or name.endswith(("__PROVINCE", "__REGENCY"))


def _member(name: str) -> Member | None:
    if name in _OF_A_FACET:
        return Member(name=name, facet=_OF_A_FACET[name], is_none=False)
    _, _, asked = name.partition("__")
    axis, _, absence = asked.partition("__")
    return Member(name=name, facet=Facet(axis), is_none=bool(absence)) if axis in set(Facet) else None
