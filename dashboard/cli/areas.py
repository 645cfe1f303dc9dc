"""``fasail-atlas areas``: the ground that attacks are judged by, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._areas_add import HELP as ADD_HELP
from dashboard.cli._areas_add import add_areas
from dashboard.cli._areas_editions import HELP as EDITIONS_HELP
from dashboard.cli._areas_editions import tell_editions
from dashboard.cli._forms import ForceOption, OutputOption, TableForm, day_of
from dashboard.cli._ground_card import (
    PLACE_HELP,
    DateOption,
    KnownOnOption,
    analysis_of,
    card_blocks,
    card_object,
    show_place,
)
from dashboard.cli._ids import resolved
from dashboard.cli._load import BoundariesOption, DataOption, check_data_folder
from geo.errors import NameNotFoundError
from geo.parsing.days import day_text

if TYPE_CHECKING:
    pass

_HELP = """The ground that attacks are judged by: all areas, one of them, or all as GeoJSON.

\b
Examples:
  fasail-atlas areas
  fasail-atlas areas show kh_anbar --date 2021-07-07
  fasail-atlas areas place al_qaim
  fasail-atlas areas build -o areas.geojson
  fasail-atlas areas build --boundaries cod-ab/ -o areas.geojson
  fasail-atlas areas add ground.gpkg --holder KSS -o mine/areas.toml
  fasail-atlas areas editions --from 2021-06-30 --to 2022-12-31
"""
_LIST_HELP = "List all areas: holder, kind, confidence, km², dates."
_SHOW_HELP = """Show one area: citation, recipe, age, sightings, who shares it, what happened there.

\b
Example:
  fasail-atlas areas show kss_mosul_nineveh --date 2021-07-07
"""
_BUILD_HELP = """Compile all recipes to GeoJSON (EPSG:4326), to stdout or to a file.

\b
Example:
  fasail-atlas areas build -o areas.geojson
"""


FormatOption = Annotated[TableForm, typer.Option("--format", help="Form of the result.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    areas = typer.Typer(invoke_without_command=True, help=_HELP, rich_markup_mode=None)
    areas.callback()(_alone)
    areas.command("list", help=_LIST_HELP)(list_areas)
    areas.command("show", help=_SHOW_HELP)(show_area)
    areas.command("place", help=PLACE_HELP)(show_place)
    areas.command("build", help=_BUILD_HELP)(build_areas)
    areas.command("add", help=ADD_HELP)(add_areas)
    areas.command("editions", help=EDITIONS_HELP)(tell_editions)
    app.add_typer(areas, name="areas")


def _alone(
    ctx: typer.Context,
    *,
    fmt: FormatOption = TableForm.table,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
) -> None:
    """List all areas when no subcommand is named."""
    if ctx.invoked_subcommand is None:
        list_areas(fmt=fmt, data=data, boundaries=boundaries)
    elif fmt is not TableForm.table or data is not None or boundaries is not None:
        raise typer.BadParameter(
            f"options stand after the subcommand: fasail-atlas areas {ctx.invoked_subcommand} …"
        )


def list_areas(
    *,
    fmt: FormatOption = TableForm.table,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
) -> None:
    from dashboard.cli import _output
    from dashboard.cli._load import load_atlas
    from dashboard.cli._progress import Steps
    from geo.areas.serialize import area_objects

    with Steps(2) as steps:
        steps.step("Compiling recipes")
        atlas = load_atlas(data, boundaries=boundaries)
        steps.step("Measuring")
        objects = area_objects(atlas.areas, registry=atlas.registry)
    if fmt is TableForm.json:
        _output.emit(_output.json_text(objects), output=None, what="")
    else:
        _output.show(*_list_blocks(objects, source=atlas.areas.source))


def _list_blocks(objects: list[dict[str, Any]], *, source: str) -> list[Any]:
    from rich import box
    from rich.table import Table

    from dashboard.cli._output import clean

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Id", no_wrap=True)
    table.add_column("Holder", overflow="fold")
    table.add_column("Kind", overflow="fold")
    table.add_column("Confidence", min_width=10, overflow="fold")
    table.add_column("km²", justify="right", no_wrap=True)
    for column in ("From", "To", "Confirmed"):
        table.add_column(column, no_wrap=True)
    for item in objects:
        table.add_row(
            clean(item["id"]),
            clean(item["holder"]),
            item["kind"].replace("_", " "),
            item["confidence"],
            f"{item['area_km2']:,.0f}",
            item["valid_from"],
            item["valid_to"] or "–",
            item["confirmed_last"] or "never",
        )
    return [table, f"{len(objects)} areas. Outlines of governorates: {clean(source)}."]


def show_area(
    ident: Annotated[str, typer.Argument(metavar="ID", help="Id of the area.", show_default=False)],
    *,
    date: DateOption = None,
    known_on: KnownOnOption = None,
    fmt: FormatOption = TableForm.table,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
) -> None:
    if data is not None:
        check_data_folder(data)
    try:
        (ident,) = resolved("area", [ident], kind="area", data=data)
    except NameNotFoundError as error:
        raise NameNotFoundError(f"{error} `fasail-atlas areas` lists all.") from None

    from dashboard.cli import _output
    from dashboard.cli._load import load_atlas
    from dashboard.services.ground_card import area_card
    from geo.areas.serialize import area_object

    asked, known = day_of(date, option="--date"), day_of(known_on, option="--known-on")
    atlas = load_atlas(data, boundaries=boundaries)
    analysis = analysis_of(atlas)
    areas = analysis.areas(known)
    on = analysis.latest(asked or known)
    card = area_card(analysis, ident, day=on, known_on=known)
    found = area_object(
        areas, ident, registry=atlas.registry, on=analysis.latest(asked) if asked else None
    )
    if fmt is TableForm.json:
        rest = {key: one for key, one in card_object(card).items() if key not in {"what", "ident"}}
        _output.emit(_output.json_text(found | {"card": rest}), output=None, what="")
    else:
        stands = dict(card.facts).get("Committee", "")
        _output.show(*_area_blocks(found, stands=stands), *card_blocks(card))


def _area_blocks(found: dict[str, Any], *, stands: str) -> list[Any]:
    from rich.table import Table
    from rich.text import Text

    from dashboard.cli._output import clean
    from geo.areas.table import KINDS
    from geo.parsing.toml import toml_value

    rows = [
        ("Id", found["id"]),
        ("Holder", f"{found['holder']}, {found['holder_name']}"),
        ("Kind", KINDS[found["kind"]]),
        ("Confidence", _confidence(found)),
        ("Size", f"{found['area_km2']:,.0f} km², border known to ±{found['border_km']:g} km"),
        ("Valid", f"from {found['valid_from']}" + _until(found["valid_to"])),
        ("Confirmed", _confirmed(found)),
        ("Citation", found["citation"]),
        ("Assumption", found["assumption"]),
        ("Author", found["author"] or "not given"),
        ("Recipe", toml_value(found["recipe"])),
        ("Outlines", found["outlines"]),
    ]
    if stands:
        rows.append(("Committee", stands))
    if found["on"]:
        rows.append((f"On {found['on']['date']}", _standing(found["on"])))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(label, clean(value))
    return [Text(clean(found["title"]), style="bold"), "", grid]


def _until(day: str | None) -> str:
    return f" to {day}" if day else ", no end given"


def _confidence(found: dict[str, Any]) -> str:
    if found["confidence_from"] == "count":
        return f"{found['confidence']}, by the count of publishers"
    why = f": {found['confidence_why']}" if found["confidence_why"] else ""
    return f"{found['confidence']}, by a person{why} (by the count: {found['counted_confidence']})"


def _confirmed(found: dict[str, Any]) -> str:
    own, last = found["last_confirmed"], found["confirmed_last"]
    if not last:
        return "never"
    when = day_text(last, found["confirmed_known_to"])
    by_own = when if own == last else f"on {own}"
    return f"last {when}; by its own source {by_own}"


def _standing(on: dict[str, Any]) -> str:
    if not on["in_force"]:
        return "not in force"
    seen = "never confirmed by then"
    if on["seen_last"]:
        seen = f"last confirmed {day_text(on['seen_last'], on['seen_known_to'])}"
    return {
        "fresh": f"in force and fresh, {seen}"
        + (f", and confirmed again on {on['seen_next']}" if on["seen_next"] else ""),
        "ageing": f"in force and ageing, {seen}: it supports weakly and breaks nothing",
    }.get(on["age"], f"in force, {seen}: too old to decide")


def build_areas(
    *,
    output: OutputOption = None,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    force: ForceOption = False,
) -> None:
    from dashboard.cli import _output
    from dashboard.cli._load import load_atlas
    from dashboard.cli._progress import Steps
    from geo.areas.serialize import area_collection
    from geo.settings import data_dir

    _output.check_output(output, inputs=(data, data_dir(), boundaries), force=force)
    with Steps(2) as steps:
        steps.step("Compiling recipes")
        atlas = load_atlas(data, boundaries=boundaries)
        steps.step("Writing")
        collection = area_collection(atlas.areas, registry=atlas.registry)
    count = len(collection["features"])
    _output.emit(_output.json_text(collection), output=output, what=f"{count} areas")
