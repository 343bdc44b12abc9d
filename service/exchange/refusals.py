"""How a file is refused: by the number of the row, and the column where that helps."""

from service.errors import DomainError, invalid


def row_refused(row: int, column: str, message: str) -> DomainError:
    """The row is counted as a spreadsheet shows it: the header is row 1."""
    return invalid(f"Baris {row}: {_indonesian(message)} / Row {row}: {_english(message)}", *at(row, column))


def at(row: int, column: str) -> tuple[str, str]:
    """The path that says where in a file something is."""
    return (f"row {row}", column)


def _indonesian(message: str) -> str:
    return message.partition(" / ")[0]


def _english(message: str) -> str:
    return message.partition(" / ")[2]
