"""Docstrings of the library name each parameter that they describe, and every error that is due."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(path for path in (ROOT / "geo").rglob("*.py") if not path.name.startswith("_"))
_RULE = re.compile(r"-{3,}")


def public(tree):
    """Functions and methods that others may call."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node)


def sections(docstring):
    """Lines of each section of a numpydoc docstring, by its title."""
    lines, found, title = docstring.splitlines(), {}, ""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if _RULE.fullmatch(after):
            title = line
            found[title] = []
        elif title and not _RULE.fullmatch(line):
            found[title].append(line)
    return found


def faults(node):
    said = sections(ast.get_docstring(node) or "")
    arguments = node.args
    named = [
        *arguments.posonlyargs,
        *arguments.args,
        arguments.vararg,
        *arguments.kwonlyargs,
        arguments.kwarg,
    ]
    names = {one.arg for one in named if one is not None} - {"self", "cls"}
    heads = [line for line in said.get("Parameters", []) if line and not line.startswith(" ")]
    described = {name.strip() for line in heads for name in line.split(",")}
    if heads and described != names:
        yield f"{node.name} describes {sorted(described)} and takes {sorted(names)}"
    raised = any(isinstance(one, ast.Raise) and one.exc is not None for one in ast.walk(node))
    if raised and not said.get("Raises"):
        yield f"{node.name} raises an error and names none"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_docstring_names_its_parameters_and_its_errors(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [fault for node in public(tree) for fault in faults(node)] == []


def test_a_fault_is_seen():
    text = '''
def one(a, *, b=1):
    """One.

    Parameters
    ----------
    a
        It.
    """
    if b:
        raise ValueError(a)
'''
    (node,) = public(ast.parse(text))
    assert len([*faults(node)]) == 2
