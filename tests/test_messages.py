"""No text shows a list as Python writes it: brackets and quotes are no words."""

from __future__ import annotations

import ast

import pytest

from tests.support.server import ROOT

MODULES = [path for room in ("geo", "layers", "dashboard") for path in (ROOT / room).rglob("*.py")
           if "_data" not in path.parts]  # fmt: skip
MANY = ast.List | ast.ListComp | ast.Set | ast.SetComp | ast.Tuple | ast.Dict | ast.DictComp
MAKERS = {"sorted", "list", "set", "tuple", "dict", "frozenset"}


def is_many(value, known):
    """Tell whether an expression is a list, a set or their like, as far as one module shows."""
    if isinstance(value, ast.BoolOp):
        return any(is_many(one, known) for one in value.values)
    if isinstance(value, ast.IfExp):
        return is_many(value.body, known) or is_many(value.orelse, known)
    if isinstance(value, ast.BinOp):
        return is_many(value.left, known) and is_many(value.right, known)
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in MAKERS
    return isinstance(value, MANY) or (isinstance(value, ast.Name) and value.id in known)


def lists_shown(tree):
    """Lines with a text into which a list is put as it is."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        made = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        known = {name for name, value in made.items() if is_many(value, frozenset())}
        for node in ast.walk(function):
            if isinstance(node, ast.FormattedValue) and is_many(node.value, known):
                yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_shows_a_list_as_python_writes_it(path):
    assert list(lists_shown(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        "raise ValueError(f'kinds {unknown or None}')",
        "raise ValueError(f'{sorted(unknown)}')",
        "raise ValueError(f'{unknown!r}')",
    ],
)
def test_a_list_in_a_text_is_found(code):
    tree = ast.parse(f"def f(given):\n    unknown = [one for one in given]\n    {code}")
    assert list(lists_shown(tree)) == [3]
    joined = ast.parse(
        "def f(given):\n    known = list(given)\n    return f'{len(known)} of {given}'"
    )
    assert list(lists_shown(joined)) == []
