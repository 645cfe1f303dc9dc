"""Faults put into the rooms one by one, and the tests that see them: run by ``make mutants``.

mutmut makes them in a copy, `mutants/`, and keeps there what came of each. Arguments are modules,
such as ``geo.verdicts.rules_claims``, of which all are tried again; without one those are tried
that have no result yet, or survived. One that survives is explained in `docs/mutants.md`, or fails
the run.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "mutants.md"
ROOMS = ("geo/verdicts", "geo/spatial")
_HEADING = re.compile(r"^#+ `(geo\.[\w.]+)`$", re.MULTILINE)
_BLOCK = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NUMBERED = re.compile(r"x(?:_|ǁ(?P<owner>\w+)ǁ)(?P<name>\w+?)__mutmut_\d+")
UNSEEN = {"survived", "no tests"}
"""What is said of a mutant that no test saw: none failed, or none reaches the function."""

GUARDS = {"strict", "dtype"}
"""Arguments that are not mutated: they guard against what these rooms never hand over."""


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test saw.

    Parameters
    ----------
    where
        Dotted name of the function.
    lines
        Lines that it takes out and puts in, each with its sign, without their indentation.
    """

    where: str
    lines: tuple[str, ...]


def lines_of(text):
    """Lines of a difference that are taken out or put in."""
    changed = re.findall(r"^([-+])(?!\1\1)[ \t]*(.*?)[ \t]*$", text, re.MULTILINE)
    return tuple(f"{sign} {line}" for sign, line in changed)


def explained(text):
    """Mutants of a page: under the name of a function, each in a block of its own or by a gap."""
    parts = _HEADING.split(text)
    return {
        Survivor(where, lines_of(one))
        for where, part in zip(parts[1::2], parts[2::2], strict=True)
        for block in _BLOCK.findall(part)
        for one in re.split(r"\n\s*\n", block.strip("\n"))
    }


def functions(path):
    """Dotted names of all functions and methods of a module."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    owners = [(module, tree), *((f"{module}.{one.name}", one) for one in tree.body
                                if isinstance(one, ast.ClassDef))]  # fmt: skip
    return {
        f"{name}.{one.name}"
        for name, owner in owners
        for one in owner.body
        if isinstance(one, ast.FunctionDef)
    }


def modules(names):
    """Paths of the modules that are named, or of all."""
    every = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for room in ROOMS
        for path in sorted((ROOT / room).glob("[!_]*.py"))
    }
    wrong = [name for name in names if name not in every]
    if wrong:
        sys.exit(f"no module to mutate: {', '.join(wrong)}. Name one of {', '.join(every)}.")
    return {name: every[name] for name in names or every}


def kept(path):
    """What mutmut keeps of a module, and the file that it keeps it in."""
    file = ROOT / "mutants" / f"{path.relative_to(ROOT)}.meta"
    none = {"exit_code_by_key": {}}
    return (json.loads(file.read_text(encoding="utf-8")) if file.is_file() else none), file


def results(path):
    """What came of each mutant of a module: its name and a word, as mutmut has them."""
    from mutmut.stats import status_by_exit_code

    codes = kept(path)[0]["exit_code_by_key"]
    return {name: status_by_exit_code[code] for name, code in codes.items()}


def unseen_of(path):
    """Names of the mutants of a module that no test saw."""
    return [one for one, word in results(path).items() if word in UNSEEN]


def forget(path, known):
    """Let mutmut try again what survived and is not explained, as tests may see it by now."""
    outcomes, file = kept(path)
    codes, unseen = outcomes["exit_code_by_key"], unseen_of(path)
    again = [one for one in unseen if survivor(one, path) not in known]
    if again:
        codes.update(dict.fromkeys(again))
        file.write_text(json.dumps(outcomes), encoding="utf-8")


def survivor(mutant, path):
    """A mutant by its function and the lines that it changes."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    module, _, name = mutant.rpartition(".")
    found = _NUMBERED.fullmatch(name)
    where = ".".join(filter(None, (module, found["owner"], found["name"])))
    return Survivor(where, lines_of(get_diff_for_mutant(mutant, path=path.relative_to(ROOT))))


def spare_guards():
    """Let mutmut leave alone what stands in `GUARDS`: each would run every test and survive."""
    import libcst as cst
    from mutmut.mutation import file_mutation

    def is_guard(node):
        return isinstance(node, cst.Arg) and node.keyword and node.keyword.value in GUARDS

    def guards(call):
        return [(one.keyword.value, one.value) for one in call.args if is_guard(one)]

    def sparing(operator):
        def mutants(node):
            return (one for one in operator(node) if guards(one) == guards(node))

        return mutants

    visitor, skips = file_mutation.MutationVisitor, "_skip_node_and_children"
    skipped = getattr(visitor, skips)
    setattr(visitor, skips, lambda self, node: is_guard(node) or skipped(self, node))
    file_mutation.mutation_operators = [
        (kind, sparing(operator) if kind is cst.Call else operator)
        for kind, operator in file_mutation.mutation_operators
    ]


def main(names):
    """Run, list what survived and is not explained, and end with 1 where there is any."""
    os.chdir(ROOT)
    chosen = modules(names)
    from mutmut.__main__ import cli

    spare_guards()
    known, seen, new = explained(PAGE.read_text(encoding="utf-8")), set(), []
    for path in () if names else chosen.values():
        forget(path, known)
    cli(["run", "--max-children", "1", *(f"{name}.*" for name in names)], standalone_mode=False)
    lines = [f"{'module':36}  mutants   killed survived      new  others"]
    for name, path in chosen.items():
        words = results(path)
        left = [survivor(one, path) for one in unseen_of(path)]
        strange = [one for one in left if one not in known]
        many = Counter(words.values())
        counts = (len(words), many.pop("killed", 0), many.pop("survived", 0), len(strange))
        others = ", ".join(f"{word} {many[word]}" for word in sorted(many))
        lines.append(f"{name:36} {''.join(f'{one:9}' for one in counts)}  {others}")
        seen.update(left)
        new += strange
    gone = {one for one in known - seen if any(one.where.startswith(f"{n}.") for n in chosen)}
    lines += ["\n".join(("", one.where, *one.lines)) for one in new]
    lines += [
        "\n".join(("", f"{PAGE.name} explains what does not survive: {one.where}", *one.lines))
        for one in gone
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(1 if new or gone else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
