"""``fasail-atlas brief``: map images, slides and map files that can be handed on as they are."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._load import BoundariesOption, DataOption, shared_data

if TYPE_CHECKING:
    from dashboard.briefing import Request
    from dashboard.state import Selection

_HELP = """Make map images and slides of the attacks that some filters keep.

The same data, options and --made give the same bytes. Beside the files lies a manifest, which
"brief verify" checks against the files and against the same files made anew.
"""
_VERIFY_HELP = """Make the files of a manifest anew and compare: exit 0 when every byte agrees."""


class Kind(StrEnum):
    """Kinds of briefing."""

    overview = "overview"
    heatmap = "heatmap"
    hexbin = "hexbin"
    mismatches = "mismatches"
    group = "group"
    compare = "compare"
    series = "series"
    pack = "pack"


class Density(StrEnum):
    """What heat and hexagons count."""

    target = "target"
    launch = "launch"


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True, help=_HELP)(brief)
    group.command("verify", help=_VERIFY_HELP)(verify)
    app.add_typer(group, name="brief")


def _day(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no day. Write YYYY-MM-DD.", param_hint=option
        ) from None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))


def _many(help_: str) -> Any:
    return typer.Option(metavar="ID", help=f"{help_} Repeatable.", show_default=False)


def brief(
    context: typer.Context,
    *,
    kind: Annotated[Kind, typer.Option(help="What to draw.")] = Kind.overview,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write to; made if missing.")
    ] = None,
    formats: Annotated[
        str,
        typer.Option("--format", metavar="LIST", help="png, svg, pdf, pptx, html, gpkg, kml, geojson."),
    ] = "png",
    sizes: Annotated[
        str, typer.Option("--size", metavar="LIST", help="hd, 4k, a4, a3.")
    ] = "hd",
    title: Annotated[str, typer.Option(help="Instead of the kind’s own title.")] = "",
    author: Annotated[str, typer.Option(help="Who made it; the program by default.")] = "",
    tlp: Annotated[
        str, typer.Option("--tlp", metavar="LABEL", help="RED, AMBER, AMBER+STRICT, GREEN or CLEAR.")
    ] = "",
    marking: Annotated[
        str, typer.Option("--marking", metavar="LINE", help="A marking of your own instead of TLP.")
    ] = "",
    made: Annotated[
        str,
        typer.Option(
            "--made", metavar="ISO", help="Time made; else SOURCE_DATE_EPOCH, else now.",
            show_default=False,
        ),
    ] = "",  # fmt: skip
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day.", show_default=False)
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day.", show_default=False)
    ] = None,
    group: Annotated[list[str] | None, _many("Asserted group; - for none.")] = None,
    facade: Annotated[list[str] | None, _many("Claiming façade; - for none.")] = None,
    method: Annotated[list[str] | None, _many("Method token.")] = None,
    target: Annotated[list[str] | None, _many("Place of the target.")] = None,
    committee: Annotated[list[str] | None, _many("Committee of the target.")] = None,
    verdict: Annotated[list[str] | None, _many("Verdict.")] = None,
    status: Annotated[list[str] | None, _many("Status.")] = None,
    grade: Annotated[
        str, typer.Option(metavar="A-E", help="Worst grade accepted of the best source.")
    ] = "",
    launch: Annotated[
        str, typer.Option(metavar="known|unknown", help="Whether the launch place is known.")
    ] = "",
    layer: Annotated[list[str] | None, _many("Layers to show instead of the usual ones.")] = None,
    view: Annotated[
        str,
        typer.Option(metavar="ID", help="all, baghdad, al_asad, balad, north, or place:ID."),
    ] = "all",
    density_of: Annotated[
        Density, typer.Option("--density-of", help="What heatmap and hexbin count.")
    ] = Density.target,
    known_on: Annotated[
        str | None,
        typer.Option("--known-on", metavar="DATE", help="Ground as it was known then.",
                     show_default=False),
    ] = None,
    period: Annotated[
        list[str] | None,
        typer.Option(
            "--period", metavar="FROM:TO", help="For compare, twice: first and last day.",
            show_default=False,
        ),
    ] = None,
    bandwidth_km: Annotated[
        float, typer.Option("--bandwidth-km", min=1.0, max=200.0, help="Of the heatmap’s kernel.")
    ] = 25.0,
    resolution: Annotated[
        int, typer.Option("--resolution", min=2, max=8, help="H3 resolution of the hexagons.")
    ] = 4,
    contents: Annotated[
        str, typer.Option("--contents", metavar="LIST", help="Kinds that a pack holds.")
    ] = "overview,heatmap,hexbin,mismatches",
    data: DataOption = None,
    boundaries: BoundariesOption = None,
) -> None:  # fmt: skip
    """Make the files of one briefing and their manifest."""
    if context.invoked_subcommand is not None:
        return
    if out is None:
        raise typer.BadParameter("give a folder to write to.", param_hint="--out")
    if tlp and marking:
        raise typer.BadParameter("give --tlp or --marking, not both.", param_hint="--marking")
    from dashboard.briefing import AUTHOR, Request, made_at, periods_of
    from layers.brief.marking import tlp as tlp_marking
    from layers.brief.view import Options

    chosen = {
        "date_from": _day("--from", first), "date_to": _day("--to", last), "group": group,
        "facade": facade, "method": method, "target": target, "committee": committee,
        "verdict": verdict, "status": status, "grade": grade, "launch": launch, "layer": layer,
        "view": view, "density": density_of.value, "known_on": _day("--known-on", known_on),
    }  # fmt: skip
    options = Options(
        title=title, group=_one_group(kind, group), periods=periods_of(period or []),
        bandwidth_km=bandwidth_km, resolution=resolution, contents=_listed(contents),
    )  # fmt: skip
    with shared_data(data, boundaries=boundaries):
        wanted = Request(
            kind=kind.value,
            selection=_selection(chosen),
            options=options,
            formats=_listed(formats),
            sizes=_listed(sizes),
            made=made_at(made),
            author=author or AUTHOR,
            marking=tlp_marking(tlp).text if tlp else marking,
        )
        _write(wanted, out.expanduser())


def _selection(given: dict[str, Any]) -> Selection:
    """Make a selection, refusing ids that the data does not have."""
    from dashboard.briefing import refuse_unknown
    from dashboard.state import Selection

    chosen = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if value not in (None, "", [])
    }
    selection = Selection(**chosen)
    refuse_unknown(selection)
    return selection


def _one_group(kind: Kind, group: list[str] | None) -> str:
    named = [one for one in group or [] if one != "-"]
    if kind is Kind.group and len(named) != 1:
        raise typer.BadParameter("a group’s map needs exactly one group.", param_hint="--group")
    return named[0] if len(named) == 1 else ""


def _write(wanted: Request, folder: Path) -> None:
    from dashboard import briefing
    from dashboard.cli import _output
    from dashboard.cli._progress import Steps
    from geo.errors import AtlasError

    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder.", param_hint="--out")
    with Steps(briefing.file_count(wanted)) as steps:
        files = briefing.make(wanted, progress=steps.step)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AtlasError(f"{folder} cannot be made: {error.strerror}.") from error
    for file in files:
        _output.write_whole(folder / file.name, file.content)
        _output.note(f"Wrote {file.name} ({len(file.content):,} bytes)")
    for remark in briefing.notes_of(files):
        _output.note(remark)


def verify(
    path: Annotated[Path, typer.Argument(metavar="MANIFEST", help="Manifest of a briefing.")],
    *,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
) -> None:
    """Compare files, manifest and what comes out anew."""
    from dashboard import briefing
    from dashboard.cli import _output
    from layers.brief import manifest

    told = manifest.read(path)
    with shared_data(data, boundaries=boundaries):
        found = manifest.compare(told, path.parent, briefing.redrawn(told), briefing.inputs())
    for one in found:
        _output.note(f"{one.file} {one.problem}.")
    if found:
        raise typer.Exit(1)
    _output.note(f"All {len(told['files'])} files are as they were made, byte for byte.")
