"""CSV files as numbered rows of trimmed text, one at a time, whatever the size of the file."""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO, TypeVar

from service.errors import DomainError, invalid, not_found
from service.exchange.refusals import row_refused

_Item = TypeVar("_Item")
LONGEST_CELL = 500
_NO_CELLS: list[str] = []
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a file, by column; `number` is what a spreadsheet shows beside it."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def demanded(self, column: str) -> str:
        """The text of a column that may not be empty."""
        text = self[column]
        if text:
            return text
        raise row_refused(self.number, column, f"{column} kosong. / {column} is empty.")


def rows_of(file: Path, demanded: Sequence[str], allowed: Sequence[str] = ()) -> Iterator[Row]:
    """The rows below a header with all `demanded` columns and none beyond `allowed`; empty ones left out."""
    with _opened(file) as lines:
        reader = csv.reader(_clean(lines), strict=True)
        try:
            header = _header(next(reader, _NO_CELLS), demanded, allowed)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield _row(reader.line_num, header, cells)
        except csv.Error as error:
            message = f"bukan CSV yang sah ({error}). / is not valid CSV ({error})."
            raise row_refused(reader.line_num, "row", message) from error


def digest_of(file: Path) -> str:
    """SHA-256 of the file, so that an edition can be told from another."""
    digest = hashlib.sha256()
    try:
        with file.open("rb") as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise _unreadable(file, error) from error
    return digest.hexdigest()


def _opened(file: Path) -> TextIO:
    try:
        return file.open(encoding="utf-8-sig", newline="", errors="surrogateescape")
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> DomainError:
    if isinstance(error, FileNotFoundError):
        return not_found(str(file), "FILE")
    return invalid(f"{file} tidak terbaca: {error.strerror}. / {file}: {error.strerror}.", "FILE")


def _clean(lines: TextIO) -> Iterator[str]:
    """The lines as text that PostgreSQL can hold: UTF-8 without NUL."""
    for number, line in enumerate(lines, start=1):
        if "\0" in line or not _is_utf8(line):
            raise row_refused(number, "row", "bukan teks UTF-8. / is not UTF-8 text.")
        yield line


def _is_utf8(line: str) -> bool:
    """Bytes that are not UTF-8 were read as lone surrogates, which no encoding takes back."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _header(cells: Sequence[str], demanded: Sequence[str], allowed: Sequence[str]) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    lacking = [column for column in demanded if column not in header]
    unknown = [column for column in header if column not in {*demanded, *allowed}]
    if lacking or unknown or len(set(header)) != len(header):
        columns = ", ".join([*demanded, *(f"[{column}]" for column in allowed)])
        raise row_refused(1, "header", f"kolomnya harus {columns}. / its columns must be {columns}.")
    return header


def _row(number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        message = f"{len(cells)} kolom, bukan {len(header)}. / {len(cells)} columns, not {len(header)}."
        raise row_refused(number, "row", message)
    row = Row(number=number, cells=dict(zip(header, (cell.strip() for cell in cells), strict=True)))
    for column, text in row.cells.items():
        if len(text) > LONGEST_CELL:
            message = f"{column} terlalu panjang. / {column} is too long."
            raise row_refused(number, column, message)
    return row


def batches(rows: Iterable[_Item], size: int = 5000) -> Iterator[list[_Item]]:
    """The rows in lists of `size`, so that a file of any size fits."""
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch
