"""Lines that have one place (commits, the clock, a pledge's state, protected tables), and shapes of code."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Module, calls, functions

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
_EMPTY_NAMES = {"utils", "util", "helpers", "common", "core", "manager", "base", "misc", "shared"}
_CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns")
STATE_DOOR = ("service.ledger.transitions",)
"""Where the result of the lifecycle table is written to a pledge."""
PROTECTED = (
    "Pledge",
    "Target",
    "ProgressReport",
    "Evidence",
    "EvidenceFile",
    "Verification",
    "PledgeConstraint",
    "Person",
    "Account",
)
_EXPLAINED = re.compile(r"(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[\w+\])\W+\w+")
_SUPPRESSION = re.compile(r"#\s*(noqa|type: ignore|pyright: ignore)\b(.*)")


def commits(module: Module) -> list[str]:
    """Transactions that end anywhere but at the one door."""
    if module.is_in("service.database", "migrations.env"):
        return []
    return [
        f"{module.at(node)} calls {name}: only service/database.py commits, so that all or nothing happens."
        for name, node in calls(module)
        if name.endswith((".commit", ".rollback"))
    ]


def clocks(module: Module) -> list[str]:
    """Questions for the time anywhere but at the clock."""
    if module.is_in("service.clock"):
        return []
    return [
        f"{module.at(node)} calls {name}: ask service/clock.py, so that a test can say what time it is."
        for name, node in calls(module)
        if name.endswith(_CLOCKS)
    ]


def states(module: Module) -> list[str]:
    """Changes of a pledge's execution that the lifecycle table did not decide."""
    if module.is_in(*STATE_DOOR):
        return []
    return [
        f"{module.at(node)} sets execution: only {STATE_DOOR[0]} does, with what the lifecycle table answers."
        for node in _sets_of("execution", module)
    ]


def _sets_of(word: str, module: Module) -> Iterator[ast.stmt | ast.expr]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Attribute) and target.attr == word for target in node.targets
        ):
            yield node
    for name, call in calls(module):
        if name.endswith(".values") and any(part.arg == word for part in call.keywords):
            yield call


def unguarded_reads(module: Module) -> list[str]:
    """Readings of protected tables that do not start from what the actor may see."""
    if not module.is_in("service.reading", "graph"):
        return []
    return [
        f"{module.at(node)} selects {table}: start from visible_… of service/access/visibility.py."
        for name, node in calls(module)
        if name in {"select", "sqlalchemy.select"}
        for table in _tables(node)
        if table in PROTECTED
    ]


def _tables(node: ast.Call) -> Iterator[str]:
    for argument in node.args:
        root = argument
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name):
            yield root.id


def late_imports(module: Module) -> list[str]:
    """Imports inside functions."""
    return [
        f"{module.at(node)} imports inside {function.name}: imports stand at the top of the file."
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def sizes(module: Module) -> list[str]:
    """Files and functions that hold more than one idea."""
    found: list[str] = []
    length = len(module.text.splitlines())
    if length > LONGEST_FILE:
        found.append(f"{module.path} has {length} lines: over {LONGEST_FILE} it is two rooms.")
    for function in functions(module):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > LONGEST_FUNCTION:
            found.append(
                f"{module.at(function)} {function.name} has {lines} lines: "
                f"over {LONGEST_FUNCTION} it does two things."
            )
    return found


def empty_names(module: Module) -> list[str]:
    """Files named after nothing."""
    last = module.name.rpartition(".")[2]
    if last in _EMPTY_NAMES and module.name != "models.base":
        return [f"{module.path}: name it after the one thing in it; {last} collects what nobody placed."]
    return []


def loose_dataclasses(module: Module) -> list[str]:
    """Dataclasses that can change under a reader's hands."""
    found: list[str] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            for decorator in node.decorator_list:
                if ast.unparse(decorator).partition("(")[0] in {"dataclass", "dataclasses.dataclass"}:
                    given = ast.unparse(decorator)
                    lacking = [w for w in ("frozen", "slots", "kw_only") if f"{w}=True" not in given]
                    if lacking:
                        found.append(f"{module.at(node)} {node.name} is a dataclass without {lacking}.")
    return found


def silent_suppressions(module: Module) -> list[str]:
    """Suppressed findings that do not name the rule and the reason."""
    found: list[str] = []
    for number, line in enumerate(module.text.splitlines(), start=1):
        match = _SUPPRESSION.search(line)
        if match and not _EXPLAINED.match(match[2]):
            found.append(f"{module.path}:{number} suppresses without rule and reason: `# noqa: X1 - why`.")
    return found
