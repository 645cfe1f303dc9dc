"""``fasail-atlas times``: hours and weekdays of attacks, day and night, and minutes to claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._forms import ForceOption, OutputOption, RowsForm
from dashboard.cli._load import DataOption, check_data_folder

if TYPE_CHECKING:
    from dashboard.services.times import Times

_HELP = """Tell at what hours attacks were, by day or by night, and how soon they were claimed.

Only what sources tell: how many attacks have no hour is said beside every number. Descriptive, no
forecast.

\b
Examples:
  fasail-atlas times
  fasail-atlas times --year 2026 --format json
  fasail-atlas times --country SY --format csv -o times.csv
  fasail-atlas times --facade ashab_al_kahf
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("times", help=_HELP)(times)


def times(
    *,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YYYY", help="Only this year.")
    ] = None,
    country: Annotated[
        str,
        typer.Option(
            "--country",
            metavar="CODE",
            help="Only targets in this country of the gazetteer: IQ, SY, IL …",
            show_default=False,
        ),
    ] = "",
    facade: Annotated[
        str | None,
        typer.Option(
            "--facade",
            metavar="FACADE",
            help="Only attacks that this brand claims.",
            show_default=False,
        ),
    ] = None,
    fmt: Annotated[
        RowsForm, typer.Option("--format", help="Form of the result; csv has the attacks.")
    ] = RowsForm.table,
    output: OutputOption = None,
    data: DataOption = None,
    force: ForceOption = False,
) -> None:
    """Tell times; see `_HELP`."""
    from dashboard.cli import _output
    from dashboard.cli._ids import resolved

    if data is not None:
        check_data_folder(data)
    brand = resolved("facade", [facade], kind="facade", data=data)[0] if facade else ""
    _output.check_output(output, inputs=(data,), force=force)

    from dashboard.cli._load import load_atlas
    from dashboard.services.times import Times, choices

    atlas = load_atlas(data, boundaries=None)
    known = choices(atlas)
    chosen = country.upper()
    for option, word, words in (
        ("--year", year, known["year"]),
        ("--country", chosen or None, known["country"]),
    ):
        if word is not None and word not in words:
            raise typer.BadParameter(
                f"no attack of the record is of {word}. There are: "
                f"{', '.join(str(one) for one in words)}.",
                param_hint=option,
            )
    found = Times.of(atlas, year=year, country=chosen, facade=brand)
    if fmt is RowsForm.json:
        chose = {"year": year, "country": chosen or None, "facade": brand or None}
        text = _output.json_text({"chosen": chose, **found.as_dict()})
    elif fmt is RowsForm.csv:
        from geo.io.spreadsheet_escape import csv_text

        text = csv_text(found.timed)
    else:
        blocks = _blocks(found)
        if output is None:
            _output.show(*blocks)
            return
        text = _output.plain(*blocks)
    _output.emit(text, output=output, what=f"times of {found.hours.attacks} attacks")


def _blocks(found: Times) -> list[Any]:
    from rich import box
    from rich.table import Table

    from dashboard.cli._output import clean
    from dashboard.services.times import CLAIM_LIMITS, LIMITS
    from geo.records.hours import HOURS_A_DAY, WEEKDAYS

    hours = Table(
        title="Attacks by hour", box=box.HORIZONTALS, title_justify="left", pad_edge=False
    )
    hours.add_column("Hour")
    for day in (*(day[:3] for day in WEEKDAYS), "All"):
        hours.add_column(day, justify="right")
    cells = found.hours.cells
    for hour in range(HOURS_A_DAY):
        line = [*cells[:, hour].tolist(), int(cells[:, hour].sum())]
        hours.add_row(f"{hour:02}", *(str(n or "·") for n in line))
    brands = Table(
        title="From attack to claim", box=box.HORIZONTALS, title_justify="left", pad_edge=False
    )
    names = ("Brand", "Claims", "Same day", "Next day", "Later", "Known to minutes (n)", "Range")
    rows = found.brand_rows()
    for name in names:
        brands.add_column(name, justify="left" if name == "Brand" else "right")
    for row in rows[list(names)].to_dict("records"):
        brands.add_row(*(clean("–" if cell is None else cell) for cell in row.values()))
    return [
        hours,
        found.hours_words(),
        found.light_words(),
        LIMITS,
        "",
        brands,
        found.claims_words(),
        CLAIM_LIMITS,
    ]
