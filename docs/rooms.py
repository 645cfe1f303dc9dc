"""Draw the rooms of the house and list what each is for: images/rooms.svg and architecture.md.

Floors are those of the contracts in pyproject.toml, promises those of the packages' docstrings, so
that neither can be another than what the build holds. Run by ``make rooms``.
"""

from __future__ import annotations

import ast
import tomllib
from html import escape
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PICTURE = ROOT / "docs" / "images" / "rooms.svg"
BEGIN, END = "<!-- rooms: made by make rooms -->", "<!-- end of rooms -->"
WIDE, GAP, LEFT, FLOORS_GAP, NARROW = 1180, 6, 116, 26, 110
INK, PAPER, LINE = "#1f2933", "#ffffff", "#9aa5b1"
FILL = {"geo": "#e3f0e8", "layers": "#e4ecf7", "dashboard": "#f8ecdc"}
FLOWS = ("dashboard", "layers", "geo")


def floors(contracts):
    """Rooms of each package from the top floor to the ground, as the contracts say."""
    return {
        one["containers"][0]: [row.split(" | ") for row in one["layers"]]
        for one in contracts
        if one.get("containers")
    }


def promise(package, room):
    """First line of a room's docstring, and how many modules and lines it has."""
    folder, module = ROOT / package / room, ROOT / package / f"{room}.py"
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [module]
    head = folder / "__init__.py" if folder.is_dir() else module
    sentence = ast.get_docstring(ast.parse(head.read_text(encoding="utf-8"))).splitlines()[0]
    many = sum(file.read_text(encoding="utf-8").count("\n") for file in files)
    return sentence, len([file for file in files if file.name != "__init__.py"]), many


def table(package, rows):
    """A Markdown table of the rooms of a package, floor by floor."""
    lines = ["| floor | room | what it is for |", "| ---: | --- | --- |"]
    for number, rooms in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        for room in rooms:
            sentence, modules, _ = promise(package, room)
            many = f" ({modules} modules)" if modules > 1 else ""
            lines.append(f"| {number} | `{package}/{room}`{many} | {sentence} |")
    return lines


def words_in(package, room, width):
    """Lines of a room's promise in a box of a width; none where it would not fit."""
    sentence = promise(package, room)[0].replace("`", "")
    return [] if width < NARROW else wrap(sentence, int(width / 5.6))


def box(x, y, size, package, room):
    """One room: its name, and under it its promise."""
    width, high = size
    words = "".join(
        f'<text x="{x + 8}" y="{y + 31 + 12 * row}" font-size="10">{escape(line)}</text>'
        for row, line in enumerate(words_in(package, room, width))
    )
    name = 12 if width >= NARROW else 11
    return (
        f"<g><title>{escape(promise(package, room)[0])}</title>"
        f'<rect x="{x}" y="{y}" width="{width}" height="{high}" '
        f'rx="4" fill="{FILL[package]}" stroke="{LINE}"/>'
        f'<text x="{x + 6}" y="{y + 16}" font-size="{name}" font-weight="bold">{escape(room)}</text>'
        f"{words}</g>"
    )


def picture(house):
    """The house as SVG: a row a floor, the ground at the bottom."""
    parts, y = [], GAP
    for package in FLOWS:
        top = y
        for rooms in house[package]:
            width = round((WIDE - LEFT - GAP * len(rooms)) / len(rooms), 1)
            high = 24 + 12 * max(len(words_in(package, room, width)) for room in rooms)
            for place, room in enumerate(rooms):
                x = round(LEFT + place * (width + GAP), 1)
                parts.append(box(x, y, (width, high), package, room))
            y += high + GAP
        parts.append(
            f'<text x="12" y="{top + 18}" font-size="15" font-weight="bold">{package}</text>'
        )
        y += FLOORS_GAP
    y -= FLOORS_GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {y}" role="img" '
        'aria-label="Rooms of dashboard, layers and geo by floor" font-family="Noto Sans, Arial, '
        f'sans-serif" fill="{INK}"><rect width="{WIDE}" height="{y}" fill="{PAPER}"/>'
        + "\n".join(parts)
        + "</svg>\n"
    )


def made():
    """What both files should hold."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    house = floors(config["tool"]["importlinter"]["contracts"])
    tables = []
    for package in FLOWS:
        tables += [f"### {package}", "", *table(package, house[package]), ""]
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return before + BEGIN + "\n\n" + "\n".join(tables) + END + after, picture(house)


if __name__ == "__main__":
    text, drawing = made()
    PAGE.write_text(text, encoding="utf-8")
    PICTURE.write_text(drawing, encoding="utf-8")
