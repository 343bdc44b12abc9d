"""The sentence of a forecast in SQL: the words of service/rules/forecast_words.py with its own numbers."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Numeric, Text, case, cast, func, literal_column

from service.reading.sql import word
from service.rules.forecast_words import SENTENCES

_PIECES = re.compile(r"\{(\w+)\}")
_HUNDRED: ColumnElement[Any] = literal_column("100")
_ONE_DECIMAL: ColumnElement[Any] = literal_column("1")


def reason(forecast: FromClause) -> ColumnElement[Any]:
    """Why, in words and numbers, in both languages."""
    choices = [
        (
            forecast.c.outlook == word(outlook),
            func.concat(*_pieces(forecast, first, ","), word(" / "), *_pieces(forecast, second, ".")),
        )
        for outlook, (first, second) in SENTENCES.items()
    ]
    return case(*choices)


def _pieces(forecast: FromClause, sentence: str, point: str) -> Iterator[ColumnElement[Any]]:
    """The words and the numbers of a sentence, in turn."""
    for place, piece in enumerate(_PIECES.split(sentence)):
        yield _number(forecast, piece, point) if place % 2 else word(piece)


def _number(forecast: FromClause, name: str, point: str) -> ColumnElement[Any]:
    if name == "times":
        return _told(forecast.c.times, point)
    if name in {"progress", "pace"}:
        return _told(forecast.c[name] * _HUNDRED, point)
    return cast(forecast.c[name], Text)


def _told(value: ColumnElement[Any], point: str) -> ColumnElement[Any]:
    """A number with at most one decimal, and its language's point."""
    text = cast(func.trim_scale(func.round(cast(value, Numeric), _ONE_DECIMAL)), Text)
    return func.replace(text, word("."), word(point))
