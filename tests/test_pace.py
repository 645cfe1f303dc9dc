"""No test waits by a clock of its own: every limit goes through `tests.support.pace`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support import pace

TESTS = Path(__file__).parent
LIMITS = {"timeout", "default_timeout", "timeout_s", "timeout_ms"}
WAITING = {"wait_for_timeout", "wait", "join", "set_default_timeout"}
NAMED = re.compile(r"^(?:.*_)?(?:WAIT|LIMIT|TIMEOUT|PATIENCE)(?:_S|_MS)$")
SHORT_S = 0.5
"""Longest sleep between two looks at something that a loop waits for."""


def _number(node):
    """Tell whether a number is written there, bare or in a sum or product of numbers alone."""
    if isinstance(node, ast.BinOp):
        return _number(node.left) and _number(node.right)
    return isinstance(node, ast.Constant) and type(node.value) in {int, float}


def fixed_waits(text):
    """Lines of a test that wait by a fixed number."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and _number(node.value):
            names = [one.id for one in node.targets if isinstance(one, ast.Name)]
            found += [node.lineno] * any(map(NAMED.match, names))
        if not isinstance(node, ast.Call):
            continue
        named = getattr(node.func, "attr", getattr(node.func, "id", ""))
        limits = [one.value for one in node.keywords if one.arg in LIMITS]
        limits += node.args[:1] if named in WAITING else []
        found += [node.lineno for one in limits if _number(one)]
        if named == "sleep" and node.args and _number(node.args[0]):
            found += [node.lineno] * (ast.literal_eval(node.args[0]) > SHORT_S)
    return found


@pytest.mark.parametrize(
    "line",
    [
        "page.get_by_text('x').wait_for(timeout=5_000)",
        "page.wait_for_timeout(300)",
        "AppTest.from_file('x', default_timeout=60)",
        "process.wait(10)",
        "time.sleep(3)",
        "WAIT_MS = 20_000",
        "subprocess.run([], timeout=2 * 60)",
    ],
)
def test_a_fixed_wait_is_seen(line):
    assert fixed_waits(line) == [1]


@pytest.mark.parametrize(
    "line", ["x.wait_for(timeout=pace.milliseconds(5_000))", "time.sleep(0.1)", "', '.join(names)"]
)
def test_a_wait_that_grows_is_none(line):
    assert fixed_waits(line) == []


def test_no_test_waits_by_a_number_of_its_own():
    found = [
        f"{path.relative_to(TESTS)}:{line}"
        for path in sorted(TESTS.rglob("*.py"))
        if path.name not in {"pace.py", "test_pace.py", "provider.py"}  # it sleeps until killed
        for line in fixed_waits(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "give the number to tests.support.pace"


def test_a_busy_machine_makes_limits_longer_and_never_shorter(monkeypatch):
    assert pace.FACTOR >= 1
    monkeypatch.setattr(pace.os, "getloadavg", lambda: (0.0, 0.0, 0.0), raising=False)
    idle = pace._measured()
    monkeypatch.setattr(pace.os, "getloadavg", lambda: (8.0, 8.0, 8.0), raising=False)
    monkeypatch.setattr(pace, "_IDLE_S", pace._IDLE_S / 100)
    assert 1 <= idle <= pace._measured()
    monkeypatch.setattr(pace, "FACTOR", 3.0)
    assert pace.seconds(2) == 6
    assert pace.milliseconds(2_000) == 6_000
    assert pace.pause(100) == 300
