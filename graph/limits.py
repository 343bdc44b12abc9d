"""How large a request may be: every figure that the edge enforces, in one place."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """One figure a question; each is counted before graphql-core validates anything."""

    source_length: int = 30_000
    """Characters of a document."""
    tokens: int = 3_000
    """Lexical tokens of a document."""
    comments: int = 300
    """Comments of a document."""
    operations: int = 10
    """Operations in one document, of which one is executed."""
    selections: int = 250
    """Fields, spreads and inline fragments of a whole document, once all fragments are expanded."""
    nesting: int = 32
    """Braces within braces in one definition, inline fragments included."""
    depth: int = 10
    """Fields within fields, introspection apart."""
    introspection_depth: int = 16
    """Fields within fields below `__schema` and `__type`: what GraphiQL asks is 15 deep."""
    introspections: int = 3
    """Times that one operation may ask `__schema` or `__type`."""
    introspection_lists: int = 2
    """Lists within lists of the schema's own description, such as the fields of all types."""
    root_fields: int = 20
    """Fields at the root of an operation."""
    same_key: int = 10
    """Fields that merge into one response key at one place of the answer."""
    directives: int = 8
    """Directives on one node."""
    aliases: int = 30
    """Aliases of an operation, once its fragments are expanded."""
    objects: int = 50
    """Fields with fields inside, once fragments are expanded: each takes a millisecond to compose, once."""
    nodes: int = 5_000
    """Objects that the pages of an operation may hold: the sum of the products of first, last and ids."""
    page: int = 20
    """What a connection without first or last counts as, when the schema declares no default."""
    columns: int = 40
    """Columns of a matrix, and what a list of its cells counts as for each row: 38 provinces and none fit."""
    forecasts: int = 500
    """Pledges that the cells of a matrix may forecast: two or three milliseconds each."""
    forecast_weight: int = 25
    """Objects that the forecast of one pledge counts as; that of a cell is one."""
    value_depth: int = 20
    """Lists and objects within each other in one literal or in the variables."""
    number_length: int = 40
    """Characters of a number literal."""


LIMITS: Final = Limits()
