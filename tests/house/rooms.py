"""Which room a module is in, and what each room may import: one direction, from the entry to the tables."""

from tests.house.source import Module, imports

PLUMBING = "service"
"""What stands directly in service/: settings, clock, errors, database, embedded, logs."""
ENTRY = ("service.app", "service.serving", "service.doctor", "service.commands", "service.__main__")
ROOMS = (
    "service.rules",
    "service.access",
    "service.ledger",
    "service.reading",
    "service.exchange",
    "migrations.versions",
    "graph",
    "models",
    "migrations",
    "seeds",
    PLUMBING,
)

_USE_CASES = {"models", PLUMBING, "service.rules", "service.access"}
MAY_IMPORT: dict[str, set[str]] = {
    "models": set(),
    "migrations.versions": set(),
    "migrations": {"models"},
    PLUMBING: {"models"},
    "service.rules": {PLUMBING},
    "service.access": {"models", PLUMBING, "service.rules"},
    "service.ledger": _USE_CASES,
    "service.reading": _USE_CASES,
    "service.exchange": {*_USE_CASES, "service.ledger", "service.reading"},
    "graph": {*_USE_CASES, "service.ledger", "service.reading", "service.exchange"},
    "seeds": {*_USE_CASES, "service.ledger", "service.reading", "service.exchange"},
}
WHY = {
    "models": "models says what is always true and knows nothing else; a decision belongs in service/rules.",
    "migrations.versions": "a migration is frozen in time: write out what it needs here.",
    "migrations": "env.py knows the tables only.",
    PLUMBING: "service/*.py carries the rooms and does not look into them; what needs one goes inside it.",
    "service.rules": "rules are pure: pass the facts in; looking them up is for ledger or reading.",
    "service.access": "access knows who asks and what they may see; what happens then is ledger or reading.",
    "service.ledger": "writing never asks the readings: move the shared decision to rules or access.",
    "service.reading": "reading never writes: move the shared decision to rules or access.",
    "service.exchange": "exchange stands on the use cases; only graph and the entry stand above it.",
    "graph": "graph translates; what starts the process is service/app.py and the commands.",
    "seeds": "seeds go through the use cases like everybody.",
}
_PURE_BANS = ("sqlalchemy", "asyncpg", "asyncio", "os", "pathlib", "random", "time", "socket", "subprocess")
_ONLY_IN = {
    "strawberry": ("graph",),
    "graphql": ("graph", "service.commands"),
    "typer": ("service.__main__", "service.commands"),
    "uvicorn": ("service.listening", "service.frames"),
    "alembic": ("migrations", "service.migrating"),
}


def room(name: str) -> str | None:
    """The room of a dotted name; None for the entry (it may import everything) and for what is not ours."""
    if _within(name, ENTRY):
        return None
    return next((candidate for candidate in ROOMS if _within(name, (candidate,))), None)


def trespasses(module: Module) -> list[str]:
    """Imports that go against the direction."""
    here = room(module.name)
    found: list[str] = []
    for name, node in imports(module):
        there = room(name)
        if _within(name, ENTRY) and here is not None:
            found.append(f"{module.at(node)} imports {name}: only the entry starts the process; pass it in.")
        elif here and there and there != here and there not in MAY_IMPORT[here]:
            found.append(f"{module.at(node)} imports {name}: {WHY[here]}")
    return found


def strangers(module: Module) -> list[str]:
    """Libraries outside the room that they belong to."""
    found: list[str] = []
    for name, node in imports(module):
        top = name.split(".", maxsplit=1)[0]
        if module.is_in("service.rules") and top in _PURE_BANS:
            found.append(f"{module.at(node)} imports {top}: {WHY['service.rules']}")
        if top in _ONLY_IN and not module.is_in(*_ONLY_IN[top]):
            found.append(f"{module.at(node)} imports {top}: it belongs in {' or '.join(_ONLY_IN[top])}.")
        if module.is_in("migrations.versions") and top not in {"alembic", "sqlalchemy", "collections"}:
            found.append(f"{module.at(node)} imports {top}: {WHY['migrations.versions']}")
    return found


def _within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in rooms)
