"""The house stands as drawn: imports go one way, and every kind of line is in its room."""

from collections.abc import Callable

import pytest

from tests.house import lines, rooms
from tests.house.source import ALSO_MEASURED, PACKAGES, Module, modules

Law = Callable[[Module], list[str]]

_OF_THE_PRODUCT: tuple[Law, ...] = (
    rooms.trespasses,
    rooms.strangers,
    lines.commits,
    lines.clocks,
    lines.states,
    lines.unguarded_reads,
    lines.loose_dataclasses,
)
_OF_ALL_CODE: tuple[Law, ...] = (
    lines.late_imports,
    lines.sizes,
    lines.empty_names,
    lines.silent_suppressions,
)

# Law, a path, and a line that must not stand there.
_BROKEN: tuple[tuple[Law, str, str], ...] = (
    (rooms.trespasses, "models/pledge.py", "from service.rules import lifecycle"),
    (rooms.trespasses, "service/rules/money.py", "from service.ledger import pledges"),
    (rooms.trespasses, "service/ledger/pledges.py", "from service.reading import matrix"),
    (rooms.trespasses, "service/reading/matrix.py", "import service.ledger.pledges"),
    (rooms.trespasses, "service/access/actors.py", "from service.exchange.sheets import rows"),
    (rooms.trespasses, "service/reading/matrix.py", "from graph.types import Pledge"),
    (rooms.trespasses, "graph/http.py", "from service.app import create_app"),
    (rooms.trespasses, "migrations/versions/0002_x.py", "from models.pledge import Pledge"),
    (rooms.strangers, "migrations/versions/0002_x.py", "import orjson"),
    (rooms.strangers, "service/rules/money.py", "import sqlalchemy"),
    (rooms.strangers, "service/reading/matrix.py", "import strawberry"),
    (lines.commits, "service/ledger/pledges.py", "await session.commit()"),
    (lines.clocks, "service/ledger/pledges.py", "now = datetime.now(UTC)"),
    (lines.clocks, "graph/types.py", "today = datetime.date.today()"),
    (lines.states, "service/ledger/pledges.py", "pledge.execution = 'COMPLETED'"),
    (lines.states, "seeds/demo.py", "update(Pledge).values(execution='COMPLETED')"),
    (lines.unguarded_reads, "service/reading/matrix.py", "select(Pledge.id, Agency.name)"),
    (lines.loose_dataclasses, "service/ledger/pledges.py", "@dataclass(frozen=True)\nclass A: ..."),
    (lines.late_imports, "graph/types.py", "def f():\n    import json"),
    (lines.sizes, "graph/types.py", "x = 1\n" * 301),
    (lines.sizes, "graph/types.py", "def f():\n" + "    x = 1\n" * 40),
    (lines.empty_names, "service/ledger/helpers.py", ""),
    (lines.silent_suppressions, "service/ledger/pledges.py", "x = 1  # no" + "qa: E501"),
)


@pytest.mark.parametrize("law", _OF_THE_PRODUCT)
def test_the_product_keeps(law: Law) -> None:
    assert _broken(law, modules(*PACKAGES)) == ""


@pytest.mark.parametrize("law", _OF_ALL_CODE)
def test_all_code_keeps(law: Law) -> None:
    assert _broken(law, modules(*PACKAGES, *ALSO_MEASURED)) == ""


@pytest.mark.parametrize("law, path, text", _BROKEN)
def test_a_line_in_the_wrong_room_is_found(law: Law, path: str, text: str) -> None:
    assert len(law(Module.of(path, text))) == 1


def _broken(law: Law, over: list[Module]) -> str:
    return "\n".join(finding for module in over for finding in law(module))
