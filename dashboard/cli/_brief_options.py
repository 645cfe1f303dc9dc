"""Options of ``fasail-atlas brief``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer


class BriefKind(StrEnum):
    """Kinds of briefing."""

    overview = "overview"
    heatmap = "heatmap"
    hexbin = "hexbin"
    mismatches = "mismatches"
    group = "group"
    compare = "compare"
    series = "series"
    pack = "pack"


CONTENTS = tuple(kind.value for kind in BriefKind if kind is not BriefKind.pack)
"""Kinds that a pack may hold."""


class CountedRole(StrEnum):
    """What heat and hexagons count."""

    target = "target"
    launch = "launch"


def _text(name: str, metavar: str, help_: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help_, show_default=False)


def _many(name: str, help_: str) -> Any:
    return typer.Option(name, metavar="ID", help=f"{help_} Repeatable.", show_default=False)


KindOption = Annotated[BriefKind, typer.Option("--kind", help="What to draw.")]
OutOption = Annotated[
    Path | None, _text("--out", "DIR", "Folder to write to; made where it is missing.")
]
FormatOption = Annotated[
    str,
    typer.Option("--format", metavar="LIST", help="png, svg, pdf, pptx, html, gpkg, kml, geojson."),
]
SizeOption = Annotated[str, typer.Option("--size", metavar="LIST", help="hd, 4k, a4, a3.")]
TitleOption = Annotated[str, _text("--title", "TEXT", "Instead of the kind’s own title.")]
AuthorOption = Annotated[str, _text("--author", "TEXT", "Who made it; else the program.")]
TlpOption = Annotated[
    str, _text("--tlp", "LABEL", "RED, AMBER, AMBER+STRICT, GREEN or CLEAR, in TLP’s colours.")
]
MarkingOption = Annotated[str, _text("--marking", "LINE", "A marking of your own instead of TLP.")]
MadeOption = Annotated[str, _text("--made", "ISO", "Time made; else SOURCE_DATE_EPOCH, else now.")]
FromOption = Annotated[str | None, _text("--from", "DATE", "First day.")]
ToOption = Annotated[str | None, _text("--to", "DATE", "Last day.")]
GroupOption = Annotated[list[str] | None, _many("--group", "Asserted group; - for none.")]
FacadeOption = Annotated[list[str] | None, _many("--facade", "Claiming façade; - for none.")]
MethodOption = Annotated[list[str] | None, _many("--method", "Method token.")]
TargetOption = Annotated[list[str] | None, _many("--target", "Place of the target.")]
CommitteeOption = Annotated[list[str] | None, _many("--committee", "Committee of the target.")]
VerdictOption = Annotated[list[str] | None, _many("--verdict", "Verdict.")]
StatusOption = Annotated[list[str] | None, _many("--status", "Status of the report.")]
GradeOption = Annotated[str, _text("--grade", "A-E", "Worst grade accepted of the best source.")]
LaunchOption = Annotated[
    str, _text("--launch", "known|unknown", "Whether the launch place is known.")
]
PointsOption = Annotated[
    list[str] | None, _many("--points", "Group that it points to; mixed, or - for nobody.")
]
PointsStrengthOption = Annotated[
    str,
    _text("--points-strength", "STRENGTH", "How strongly at the least: strong, moderate, weak."),
]
LayerOption = Annotated[list[str] | None, _many("--layer", "Layer to show; else the usual ones.")]
ViewOption = Annotated[
    str, typer.Option("--view", metavar="ID", help="all, baghdad, al_asad, balad, north, place:ID.")
]
DensityOption = Annotated[
    CountedRole, typer.Option("--density-of", help="What heatmap and hexbin count.")
]
KnownOption = Annotated[str | None, _text("--known-on", "DATE", "Ground as it was known then.")]
PeriodOption = Annotated[
    list[str] | None, _text("--period", "FROM:TO", "For compare, twice: first and last day.")
]
BandwidthOption = Annotated[
    float, typer.Option("--bandwidth-km", min=1.0, max=200.0, help="Of the heatmap’s kernel.")
]
ResolutionOption = Annotated[
    int, typer.Option("--resolution", min=2, max=8, help="H3 resolution of the hexagons.")
]
SinceOption = Annotated[
    Path | None, _text("--since", "A", "For a pack: what changed since this snapshot or folder.")
]
ContentsOption = Annotated[
    str, typer.Option("--contents", metavar="LIST", help="Kinds that a pack holds, in order.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Write over files of the same name and other content.")
]
ManifestHashOption = Annotated[
    str, _text("--manifest-sha256", "HEX", "Hash of the manifest, as its maker gave it to you.")
]
