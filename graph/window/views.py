"""What the pages show of what the graph answered: signs of cells, and where each thing leads. Pure."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from graph.window.words import Tongue
from service.rules.gaps import SERVED_AREAS

PATH: Final = "/publik"
AXES: Final = {
    "instansi": "AGENCY",
    "jenis": "AGENCY_KIND",
    "provinsi": "PROVINCE",
    "kabupaten": "REGENCY",
    "kecamatan": "DISTRICT",
    "desa": "VILLAGE",
    "posyandu": "POSYANDU",
    "rapat": "MEETING",
    "tahun": "FISCAL_YEAR",
}
"""What may stand in the rows, by its word in the address."""
_WORDS: Final = {axis: word for word, axis in AXES.items()}
_PLACES: Final = frozenset({"PROVINCE", "REGENCY", "DISTRICT", "VILLAGE", "POSYANDU"})
_INSIDE: Final = {"PROVINCE": "REGENCY", "REGENCY": "DISTRICT", "DISTRICT": "VILLAGE", "VILLAGE": "POSYANDU"}
"""What a region is opened as."""
COLUMNS: Final = "SPM_AREA"
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Counts = Mapping[str, Any]
"""A cell or a total of the matrix, as the graph has it."""


class Sign(StrEnum):
    """How a cell stands: its colour, its mark and its word."""

    NONE = "NONE"
    GAP = "GAP"
    PROMISED = "PROMISED"
    RUNNING = "RUNNING"
    LATE = "LATE"
    DONE = "DONE"
    VERIFIED = "VERIFIED"
    ENDED = "ENDED"


def sign_of(counts: Counts, *, is_owed: bool = False) -> Sign:
    """What is late comes first; else all of it is promised, done or verified, or some of it is on its way.

    Where nothing stands that is a gap if it is owed: each place is to be served in all six areas, while no
    agency is to promise in all of them.
    """
    if not counts["pledges"]:
        return Sign.GAP if is_owed else Sign.NONE
    if counts["overdue"]:
        return Sign.LATE
    states = {each["execution"] for each in counts["byExecution"]}
    waiting = bool(states & {"RECORDED", "SPECIFIED", "AGREED"})
    if waiting or "IN_PROGRESS" in states:
        begun = bool(states & {"IN_PROGRESS", "REPORTED_DONE", "COMPLETED"})
        return Sign.RUNNING if begun else Sign.PROMISED
    if "REPORTED_DONE" in states:
        return Sign.DONE
    return Sign.VERIFIED if counts["completed"] else Sign.ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What is asked for by an address of the window."""

    tongue: Tongue
    rows: str = "AGENCY"
    within: str = ""
    day: str = ""
    after: str = ""
    row: str | None = None
    """The key of a row, when a cell is opened; `area` likewise."""
    area: str | None = None

    def href(self, page: str = "", **changed: str | None) -> str:
        """The address of a page that keeps this one's rows, region and day."""
        kept: dict[str, str | None] = {
            "baris": _WORDS[self.rows],
            "wilayah": self.within or None,
            "tanggal": self.day or None,
            **changed,
        }
        query = urlencode({name: value for name, value in kept.items() if value is not None})
        return f"{self.tongue.prefix}{PATH}{page}?{query}"

    @property
    def filter(self) -> dict[str, object]:
        """The filter of pledges: the region, and the cell."""
        keys = ((self.rows, self.row), (COLUMNS, self.area))
        at = [{"axis": axis, "key": key} for axis, key in keys if key is not None]
        return {**({"within": self.within} if self.within else {}), **({"at": at} if at else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in a cell, and where it opens; nothing opens an empty one."""

    sign: Sign
    pledges: int
    overdue: int
    progress: float | None
    href: str | None
    area: str | None
    """None in a total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table; its head opens what is inside a region."""

    label: str
    href: str | None
    cells: tuple[Cell, ...]
    total: Cell


def columns_of(matrix: Mapping[str, Any]) -> tuple[str, ...]:
    """The areas that are shown: all, and what has none if there is any."""
    pairs = zip(matrix["columns"], matrix["columnTotals"], strict=True)
    return tuple(column["key"] for column, total in pairs if column["key"] or total["pledges"])


def lines_of(asked: Address, matrix: Mapping[str, Any]) -> tuple[Line, ...]:
    """The rows of the page; what has no value on their axis is one only where something has none."""
    areas, width = columns_of(matrix), len(matrix["columns"])
    lines: list[Line] = []
    for place, row in enumerate(matrix["rows"]):
        if not row["key"] and not matrix["rowTotals"][place]["pledges"]:
            continue
        found = matrix["cells"][place * width :]
        cells = (_cell(asked, one, row["key"], area) for area, one in zip(areas, found, strict=False))
        total = _cell(asked, matrix["rowTotals"][place], row["key"], None)
        lines.append(Line(label=_named(row), href=_inside(asked, row), cells=tuple(cells), total=total))
    return tuple(lines)


def _named(row: Mapping[str, Any]) -> str:
    """Posts of different villages may bear the same name."""
    node: Mapping[str, Any] = row["node"] or {}
    label, village = str(row["label"]), node.get("village")
    return label if village is None else f"{label}, {village['name']}"


def feet_of(asked: Address, matrix: Mapping[str, Any]) -> tuple[Cell, ...]:
    """The totals below the columns, and of all."""
    pairs = zip(columns_of(matrix), matrix["columnTotals"], strict=False)
    below = [_cell(asked, one, None, area) for area, one in pairs]
    return (*below, _cell(asked, matrix["total"], None, None))


def _cell(asked: Address, counts: Counts, row: str | None, area: str | None) -> Cell:
    is_owed = asked.rows in _PLACES and bool(row) and area in SERVED_AREAS
    return Cell(
        sign=sign_of(counts, is_owed=is_owed),
        pledges=counts["pledges"],
        overdue=counts["overdue"],
        progress=counts["progress"],
        href=asked.href("/komitmen", kunci=row, bidang=area) if counts["pledges"] else None,
        area=area,
    )


def _inside(asked: Address, row: Mapping[str, Any]) -> str | None:
    inner = _INSIDE.get(asked.rows)
    if inner is None or not row["key"]:
        return None
    return asked.href(baris=_WORDS[inner], wilayah=row["key"])


def csv_of(matrix: Mapping[str, Any]) -> str:
    """The cells of the page as lines: row, column, and the counts; progress in 0..1."""
    said = io.StringIO()
    lines = csv.writer(said)
    lines.writerow(("baris", "kolom", "komitmen", "selesai", "terlambat", "capaian"))
    width = len(matrix["columns"])
    for place, cell in enumerate(matrix["cells"]):
        row, column = matrix["rows"][place // width], matrix["columns"][place % width]
        names = (_guarded(_named(row)), _guarded(column["label"]))
        lines.writerow((*names, *(cell[name] for name in ("pledges", "completed", "overdue", "progress"))))
    return said.getvalue()


def _guarded(text: str) -> str:
    """What a spreadsheet would take for a formula is text (full-width signs begin one in some, too)."""
    return f"'{text}" if text.startswith(_FORMULAS) else text
