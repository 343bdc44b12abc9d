"""The counts of every face out of deltas, in SQL: what folding adds and proving makes anew."""

from typing import Final

from service.rules.faces import FACES, SEVERAL, Face, Facet, Level
from service.rules.lifecycle import Execution
from service.rules.timeliness import Timeliness

KEYS: Final = ("face", "place", "at", "time_zone", "synthetic")
"""What a count is told apart by, beside its day."""
_VALUES: Final = {
    Facet.SPM_AREA: "area",
    Facet.FUNDING_SOURCE: "source",
    **{facet: facet.lower() for facet in Facet if facet not in SEVERAL},
}
_LISTS: Final = {Facet.SPM_AREA: "unnest(areas) AS area", Facet.FUNDING_SOURCE: "unnest(sources) AS source"}
_OF_LEVEL: Final = {
    Level.NATION: "place = ''",
    Level.PROVINCE: "length(place) = 2 OR place = '-'",
    Level.REGENCY: "length(place) IN (3, 5) OR place = '-'",
}
_SUMS: Final = {
    "pledges": "sum(pledges)",
    **{
        state.lower(): f"coalesce(sum(pledges) FILTER (WHERE execution = '{state}'), 0)"
        for state in Execution
    },
    "overdue": f"coalesce(sum(pledges) FILTER (WHERE timeliness = '{Timeliness.OVERDUE}'), 0)",
    "targets": "sum(targets)",
    "measurable": "sum(measurable)",
    "reached": "sum(reached)",
}
COUNTS: Final = tuple(_SUMS)
DATED: Final = ", ".join(str(face.number) for face in FACES if face.is_dated)
_ANY: Final = " OR ".join(f"{total} <> 0" for total in _SUMS.values())


def arm(face: Face, deltas: str) -> str:
    """A select of KEYS, day and COUNTS over a table of deltas, as a face tells them apart."""
    values = [_VALUES[axis] for axis in face.axes]
    source = ", ".join(
        (deltas, "unnest(places) AS place", *(_LISTS[axis] for axis in face.axes if axis in SEVERAL))
    )
    levels = " OR ".join(_OF_LEVEL[level] for level in Level if level in face.levels)
    keys = ", ".join(("place", *values, "time_zone", "synthetic", "day"))
    sums = ", ".join(f"{sum_} AS {name}" for name, sum_ in _SUMS.items())
    return f"""
SELECT {face.number}::smallint AS face, place, ARRAY[{", ".join(values)}]::text[] AS at, time_zone, synthetic,
  day, {sums}
FROM {source} WHERE {levels} GROUP BY {keys} HAVING {_ANY}
"""  # noqa: S608 - made of our own words
