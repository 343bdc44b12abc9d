"""What schemathesis writes where the schema says `Decimal`, `Int` or `ID`; SCHEMATHESIS_HOOKS names this.

Without a strategy for a scalar it reports an error for the field and asks nothing of it. Identifiers are
often those of rows that are there: of made-up ones a mutation only ever says that there is no such row.
Numbers are often those of a page that one may ask for.
"""

import os
from typing import Final

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from benchmarks.flooding.fuzzer import KNOWN_IDS

_PLACES: Final = 4

_decimals = st.decimals(allow_nan=False, allow_infinity=False, places=_PLACES).map(str)
_plain = st.integers(min_value=0, max_value=1_000).map(str)
_pages = st.integers(min_value=0, max_value=20)
_whole = st.integers(min_value=-(2**31), max_value=2**31 - 1)
_anything = st.text(max_size=60)

schemathesis.graphql.scalar("Decimal", (_decimals | _plain).map(nodes.String))
schemathesis.graphql.scalar("Int", (_pages | _whole).map(nodes.Int))
schemathesis.graphql.scalar(
    "ID",
    (st.sampled_from(os.environ.get(KNOWN_IDS, "").split() or ["pledge_x"]) | _anything).map(nodes.String),
)
