"""What `docs/mutants.md` explains is of functions that are there, and is read as it is written."""

from __future__ import annotations

import pytest

from tests.mutants import PAGE, ROOT, Survivor, explained, functions, lines_of, modules

WRITTEN = """
### `geo.verdicts.verdict.decide`

Why.

```diff
- index = attacks.index
+ index = None

- index=index,
```
"""


def test_each_function_of_the_page_is_one_that_is_mutated():
    here = {one for path in modules([]).values() for one in functions(path)}
    assert {one.where for one in explained(PAGE.read_text(encoding="utf-8"))} <= here


def test_each_line_of_the_page_that_is_taken_out_stands_in_its_module():
    for one in explained(PAGE.read_text(encoding="utf-8")):
        module = next(
            path for name, path in modules([]).items() if one.where.startswith(f"{name}.")
        )
        text = {line.strip() for line in module.read_text(encoding="utf-8").splitlines()}
        assert {line[2:] for line in one.lines if line[0] == "-"} <= text, one.where


def test_a_mutant_is_known_by_its_function_and_its_lines():
    where = "geo.verdicts.verdict.decide"
    assert explained(WRITTEN) == {
        Survivor(where, ("- index = attacks.index", "+ index = None")),
        Survivor(where, ("- index=index,",)),
    }
    differs = "--- a/decide\n+++ b/decide\n@@ -1 +1 @@\n def f():\n-    index = 1\n+    index = 2\n"
    assert lines_of(differs) == ("- index = 1", "+ index = 2")


def test_a_module_that_is_not_mutated_is_refused():
    with pytest.raises(SystemExit, match=r"no module to mutate: geo\.atlas"):
        modules(["geo.atlas"])
    assert modules(["geo.spatial.discs"]) == {"geo.spatial.discs": ROOT / "geo/spatial/discs.py"}
