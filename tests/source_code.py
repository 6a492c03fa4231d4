"""Our own source code, as tests of its order read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "messages", "storage")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python file: its path from the top, its lines, and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def length(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Every function and method with its dotted name, nested ones too."""
        yield from _functions(self.tree, "")

    def public(self) -> Iterator[tuple[str, Function]]:
        """Functions of the module and methods of its public classes whose name has no underscore in front."""
        for node in self.tree.body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                yield node.name, node
            elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                for inner in node.body:
                    if isinstance(inner, Function) and not inner.name.startswith("_"):
                        yield f"{node.name}.{inner.name}", inner


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The Python files under these folders, in order of their paths."""
    found = []
    for folder in folders or PACKAGES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "__pycache__" not in path.parts:
                text = path.read_text(encoding="utf-8")
                found.append(Module(str(path.relative_to(ROOT)), text, ast.parse(text)))
    return tuple(found)


def length_of(function: Function) -> int:
    """Lines from the signature to the last one."""
    return (function.end_lineno or 0) - function.lineno + 1


def _functions(node: ast.AST, name: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        inner = f"{name}.{child.name}" if isinstance(child, (*_NAMED,)) else name
        if isinstance(child, Function):
            yield inner.lstrip("."), child
        yield from _functions(child, inner)


_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
