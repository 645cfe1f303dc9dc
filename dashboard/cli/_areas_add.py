"""``fasail-atlas areas add``: outlines of a layer as areas, in an ``areas.toml`` to judge by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._forms import ForceOption
from dashboard.cli._ids import resolved
from dashboard.cli._load import BoundariesOption, DataOption, check_data_folder
from geo.errors import NameNotFoundError

if TYPE_CHECKING:
    from geo.areas.outlines import ExaminedOutlines
    from geo.atlas import Atlas
    from geo.io.geojson import Collection

HELP = """Make areas of the outlines of a layer, and write the whole areas.toml with them.

SOURCE is a GeoJSON, KML, GeoPackage or GeoParquet file of polygons, or a table of a PostGIS
server. Columns named as the options below hold for an outline, the options for the rest.

\b
Examples:
  fasail-atlas areas add ground.gpkg --holder KSS --source-id "my notes" --pointer "p. 3" \\
    --assumption "as drawn" --valid-from 2020-01-03 --last-confirmed 2021-10-18 -o mine/areas.toml
  fasail-atlas areas add 'postgresql://me@db/atlas?table=ground' -o mine/areas.toml
"""


def _said(about: str, metavar: str = "TEXT") -> Any:
    return typer.Option(metavar=metavar, help=f"{about}, where the layer does not say it.")


def add_areas(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="Layer of polygons, WGS84.", show_default=False),
    ],
    *,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="The areas.toml to write."),
    ],
    holder: Annotated[str, _said("Id of the group or committee", "ID")] = "",
    kind: Annotated[str, _said("ground, launch_ground, network, corridor, gap or committee")] = "",
    confidence: Annotated[str, _said("high, moderate or low")] = "",
    border_km: Annotated[str, _said("How well the edge is known, km", "KM")] = "",
    source_id: Annotated[str, _said("Source")] = "",
    pointer: Annotated[str, _said("Page or section of the source")] = "",
    assumption: Annotated[str, _said("What the source leaves open and was assumed")] = "",
    valid_from: Annotated[str, _said("Held from", "DAY")] = "",
    valid_to: Annotated[str, _said("Held until", "DAY")] = "",
    last_confirmed: Annotated[str, _said("Last confirmed", "DAY")] = "",
    author: Annotated[str, _said("Who drew them")] = "",
    repair: Annotated[
        bool, typer.Option("--repair", help="Repair outlines that cross themselves, with a note.")
    ] = False,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    force: ForceOption = False,
) -> None:
    """Write the published areas with those of a layer."""
    if data is not None:
        check_data_folder(data)
    (kind,) = resolved("--kind", [kind], kind="area kind", also=("",))
    (confidence,) = resolved("--confidence", [confidence], kind="confidence", also=("",))
    holder = _holder(holder, kind, data=data)

    from dashboard.cli import _output
    from dashboard.cli._intake import path_of, warm_for
    from dashboard.cli._load import load_atlas
    from dashboard.cli._progress import Steps
    from geo.areas.outlines import column_notes, examine_outlines, proposed
    from geo.workspace.areas import areas_toml

    _output.check_output(output, inputs=(path_of(source), data, boundaries), force=force)
    given = {
        "holder": holder, "kind": kind, "confidence": confidence, "border_km": border_km,
        "source_id": source_id, "pointer": pointer, "assumption": assumption, "author": author,
        "valid_from": valid_from, "valid_to": valid_to, "last_confirmed": last_confirmed,
    }  # fmt: skip
    warm_for(source)
    with Steps(3) as steps:
        steps.step("Loading ground and registries")
        atlas = load_atlas(data, boundaries=boundaries)
        steps.step("Reading outlines")
        collection = _collection(source)
        found = examine_outlines(collection, repair=repair)
        _refuse_faults(found, file=collection.file)
        steps.step("Compiling recipes")
        columns = proposed(found.sound)
        entries = _entries(found, given, columns, layer=Path(collection.file).stem, atlas=atlas)
        _compile(entries, file=collection.file, atlas=atlas)
        text = areas_toml(atlas, {str(entry["id"]): entry for entry in entries})
    column_note = column_notes(found.sound, columns, file=collection.file)
    for note in (*collection.notes, *found.notes, *filter(None, [column_note])):
        _output.note(note)
    _output.emit(text, output=output, what=f"{len(entries)} areas beside the published ones")
    _output.note(
        "Judge by them: fasail-atlas serve --data FOLDER, with the folder that it is in; "
        "check and brief take it too."
    )


def _holder(given: str, kind: str, *, data: Path | None) -> str:
    """Id of a group or a committee; what is near to a slip is of the kind that may hold it."""
    try:
        return resolved("--holder", [given], kind="holder", data=data, also=("",))[0]
    except NameNotFoundError:
        # A layer may say for some outlines that a committee holds them; else groups hold ground.
        of = "committee" if kind == "committee" else "group"
        return resolved("--holder", [given], kind=of, data=data)[0]


def _collection(source: str) -> Collection:
    from geo.errors import ConformError, DataNotFoundError
    from geo.io.formats import polygons_of, read_content
    from geo.io.postgis_reader import read_postgis
    from geo.settings import is_database

    path = Path(source).expanduser()
    if not is_database(source) and not path.is_file():
        raise DataNotFoundError(f"{path}: no such file. Check the path.")
    content = read_postgis(source) if is_database(source) else read_content(path)
    found = polygons_of(content)
    if found is None:
        raise ConformError.for_file(
            content.file, "it holds no polygons", "Give polygons; attacks go to check."
        )
    return found


def _refuse_faults(found: ExaminedOutlines, *, file: str) -> None:
    """Take all outlines or none: half a layer would look like the whole."""
    from geo.errors import ConformError

    if found.faults:
        raise ConformError(file, found.faults)


def _compile(entries: list[dict[str, Any]], *, file: str, atlas: Atlas) -> None:
    """Compile the areas, so that a fault names the layer and not what is made of it."""
    from geo.errors import ConformError
    from geo.workspace.areas import compiled

    try:
        compiled(entries, atlas=atlas)
    except ConformError as error:
        raise ConformError(file, error.faults) from None


def _entries(
    found: ExaminedOutlines,
    given: dict[str, str],
    columns: dict[str, str],
    *,
    layer: str,
    atlas: Atlas,
) -> list[dict[str, Any]]:
    from geo.areas.outlines import area_entries, typed_cell
    from geo.errors import ConformError, Fault
    from geo.workspace.areas import STORE

    said = {name: typed_cell(name, text) for name, text in given.items() if text}
    entries = area_entries(found.sound, said=said, columns=columns, layer=layer)
    taken = sorted({str(entry["id"]) for entry in entries} & set(atlas.areas.table.index))
    if taken:
        faults = [
            Fault(0, "id", ident, "a published area has this id", "Rename it in the layer.")
            for ident in taken
        ]
        raise ConformError(STORE, faults)
    return entries
