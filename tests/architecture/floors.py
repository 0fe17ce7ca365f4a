"""Which floor a package is on, and what in its source reaches above or beside it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FLOORS = {
    "statute": 0,
    "records": 1,
    "office": 1,
    "catalogue": 2,
    "requests_app": 3,
    "notices": 4,
    "remedies": 5,
    "casework": 6,
    "reports": 7,
    "web": 8,
    "config": 9,
}


def may_know(package: str, other: str) -> bool:
    """Its own package or a floor below; never up, never sideways."""
    return other == package or FLOORS[other] < FLOORS[package]


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def breaches(package: str, source: str) -> list[str]:
    """Every other package of ours that this source of `package` names and may not know."""
    named = {name.partition(".")[0] for name in _named(ast.parse(source))}
    return sorted(other for other in named & set(FLOORS) if not may_know(package, other))


def imported(source: str) -> set[str]:
    return {name.partition(".")[0] for name in _imports(ast.parse(source))}


def _named(tree: ast.AST) -> Iterator[str]:
    yield from _imports(tree)
    yield from _strings(tree)


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def _strings(tree: ast.AST) -> Iterator[str]:
    """Dotted names in strings ("requests_app.Application"), and what a registry is asked for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if all(part.isidentifier() for part in node.value.split(".")) and "." in node.value:
                yield node.value
        elif isinstance(node, ast.Call) and _asks_by_name(node.func):
            yield from (str(given.value) for given in node.args[:1] if _is_constant(given))


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def _asks_by_name(function: ast.expr) -> bool:
    name = getattr(function, "attr", getattr(function, "id", ""))
    return name in ("get_model", "get_app_config", "get_models", "import_module", "__import__")
