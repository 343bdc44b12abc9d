"""The few words of SQL that every reading uses."""

from typing import Any, TypeAlias

from sqlalchemy import CTE, ColumnElement, Select, literal_column, select, union_all

Rows: TypeAlias = Select[*tuple[Any, ...]]
"""A select of any columns, known by their names."""

ZERO: ColumnElement[Any] = literal_column("0")
ONE: ColumnElement[Any] = literal_column("1")
NULL: ColumnElement[Any] = literal_column("NULL")


def word(text: str) -> ColumnElement[str]:
    """One of our own closed words, written into the statement."""
    quoted: ColumnElement[str] = literal_column(f"'{text}'")
    return quoted


def chosen(*columns: ColumnElement[Any]) -> Rows:
    """SELECT these."""
    return select(*columns)


def once(rows: Rows, name: str | None = None) -> CTE:
    """The rows as they are computed one time, however the planner would join them."""
    return rows.cte(name).prefix_with("MATERIALIZED")


def all_of(arms: list[Rows]) -> Rows:
    """The rows of every select, one after the other."""
    if len(arms) == 1:
        return arms[0]
    every = union_all(*arms).subquery()
    return chosen(*every.c)
