"""Tests of this repository whose inputs are counted: run in processes apart, and read back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from bench.surface.row import Row
from geo.settings import bundled_dir

ROOT = bundled_dir().parent
CORPUS = "tests/geo/io/test_corpus.py"
FORGERIES = "tests/dashboard/cli/test_casefile_forgeries.py"
HOSTILE = "tests/browser/test_hostile.py"
KINDS = (
    "tests/geo/parsing/test_cell_kinds.py",
    "tests/geo/parsing/test_cell_places.py",
    "tests/geo/io/test_kml_forms.py",
    "tests/geo/io/test_geojson_forms.py",
    "tests/geo/io/test_geoparquet_forms.py",
    "tests/geo/io/test_geopackage_tables.py",
    "tests/geo/io/test_workbook.py",
    "tests/geo/ingest/test_quarantine_dates.py",
    "tests/geo/areas/test_outline_areas.py",
)
RUNS = ((CORPUS, FORGERIES), (*KINDS, HOSTILE))
"""Each in a process of its own, which run beside each other."""


@dataclass(frozen=True)
class Case:
    """A test as its run reports it."""

    file: str
    name: str
    passed: bool
    properties: dict[str, str]


@contextmanager
def running() -> Iterator[list[tuple[subprocess.Popen, Path]]]:
    """Run the tests beside whatever is measured meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        begun = []
        for at, files in enumerate(RUNS):
            report = Path(folder) / f"{at}.xml"
            line = [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:xdist",
                "-p",
                "no:cacheprovider",
            ]
            line += ["-o", "junit_family=xunit1", f"--junitxml={report}", *files]
            begun.append((subprocess.Popen(line, cwd=ROOT, **_NO_OUTPUT), report))
        try:
            yield begun
        finally:
            for process, _ in begun:
                if process.poll() is None:
                    process.terminate()
                    process.wait()


_OPTIONS = ("-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-o", "junit_family=xunit1")
_NO_OUTPUT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def rows(begun: list[tuple[subprocess.Popen, Path]]) -> list[Row]:
    """Wait for the tests and count them."""
    cases: list[Case] = []
    for process, report in begun:
        process.wait()
        cases += read(report)
    payloads = next(
        (one.properties["payloads"] for one in cases if "payloads" in one.properties), "0"
    )
    return [
        counted(
            cases,
            "hostile and broken files and their sound twins that end as they should",
            "611, of which some killed the process",
            CORPUS,
            r"test_a_file_of_the_corpus",
        ),
        counted(
            cases,
            f"pages and files of a data folder with {int(payloads):,} hostile cells, none of which "
            "ran",
            "9,728 payloads, none ran",
            HOSTILE,
        ),
        counted(
            cases,
            "kinds of odd input that are read right or refused by name",
            "18 of 42 inputs silently wrong",
            *KINDS,
        ),
        counted(
            cases,
            "kinds of forged case file that verify refuses",
            "0 of 5: “all is as the file says”",
            FORGERIES,
            r"test_what_the_file_gives_away",
        ),
        counted(
            cases,
            "forgeries that agree with themselves, named as open, refused with a hash from outside",
            "not named",
            FORGERIES,
            r"test_a_forgery_that_agrees",
        ),
    ]


def read(report: Path) -> list[Case]:
    """Give the tests of a report, none where the run wrote none."""
    if not report.exists():
        return []
    return [
        Case(
            file=str(case.get("file")),
            name=str(case.get("name")),
            passed=not any(case.find(one) is not None for one in ("failure", "error", "skipped")),
            properties={str(p.get("name")): str(p.get("value")) for p in case.iter("property")},
        )
        for case in ET.parse(report).getroot().iter("testcase")
    ]


def counted(cases: list[Case], what: str, was: str, *where: str) -> Row:
    """How many tests of some files pass; a last part that is no file is a pattern of names."""
    files = [one for one in where if one.endswith(".py")]
    pattern = "" if len(files) == len(where) else where[-1]
    mine = [one for one in cases if one.file in files and re.match(pattern, one.name)]
    right = sum(one.passed for one in mine)
    first = files[0] if len(files) == 1 else f"{os.path.commonpath(files)}, {len(files)} files"
    return Row(what, was, f"{right:,} of {len(mine):,} ({first})", right == len(mine) > 0)
