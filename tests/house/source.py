"""The source of the product as parsed modules."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("service", "graph", "models", "migrations", "seeds")
ALSO_MEASURED = ("tests", "benchmarks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One file: its dotted name, its path from the root, its text and tree."""

    name: str
    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, path: str, text: str) -> "Module":
        """A module as if `text` stood at `path`."""
        name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return cls(name=name, path=path, text=text, tree=ast.parse(text))

    def at(self, node: ast.stmt | ast.expr) -> str:
        """Where a node stands, for a message."""
        return f"{self.path}:{node.lineno}"

    def is_in(self, *rooms: str) -> bool:
        """Whether the module is one of these, or inside one."""
        return any(self.name == room or self.name.startswith(f"{room}.") for room in rooms)


def modules(*packages: str) -> list[Module]:
    """Every module of the packages (the product's own unless told)."""
    found = [file for package in packages or PACKAGES for file in (ROOT / package).rglob("*.py")]
    return [_parsed(file) for file in sorted(found)]


@functools.cache
def _parsed(file: Path) -> Module:
    """Once for all laws."""
    return Module.of(str(file.relative_to(ROOT)), file.read_text())


def imports(module: Module) -> Iterator[tuple[str, ast.stmt]]:
    """What is imported, with the statement; `from a import b` counts as `a.b`, which may be a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name that is called, as far as it is one: `datetime.now`, `.commit`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield _dotted(node.func), node


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return _dotted(node.func) if isinstance(node, ast.Call) else ""
