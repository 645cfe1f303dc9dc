"""``fasail-atlas check``: attacks judged against ground, brands and rules, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli._casebook import CasebookOption, with_casebook
from dashboard.cli._forms import ForceOption, MapForm, NearOption, OutputOption, WithinOption
from dashboard.cli._ids import meant, resolved
from dashboard.cli._load import AliasesOption, BoundariesOption, DataOption, check_data_folder
from dashboard.cli._typed import (
    known_circle,
    known_ground,
    known_words,
    refuse_mixtures,
    typed_record,
)
from geo.schemas.tokens import Verdict

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.attribution.assess import Event
    from geo.records.record import Record
    from geo.verdicts.check import Findings

_HELP = """Check attacks against ground, brands and rules, and say why.

Without FILE and without --target: the bundled record. FILE is a table of attacks (.csv), or
points with the same columns as properties (.geojson, .json), where the point is the target.

\b
Exit code 0; 1 with --fail-on when an attack has that verdict; 2 when the input is faulty.

\b
Examples:
  fasail-atlas check
  fasail-atlas check --id 2021-07-07-al-asad
  fasail-atlas check mine.csv --format json -o findings.json
  fasail-atlas check mine.csv --fail-on mismatch
  fasail-atlas check --near camp_taji:20 --format csv -o taji.csv
  fasail-atlas check --within governorate:anbar
  fasail-atlas check --target us_embassy_baghdad --launch 33.90,42.90 --radius-km 5 \\
    --method drone_fixed_wing --facade "Ashab al-Kahf" --group AAH --date 2021-07-10 \\
    --time 21:30
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("check", help=_HELP)(check)


def check(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="Attacks as .csv, .geojson or .json.", show_default=False
        ),
    ] = None,
    *,
    ids: Annotated[
        list[str] | None,
        typer.Option(
            "--id", metavar="ID", help="Only this attack; repeatable.", show_default=False
        ),
    ] = None,
    near: NearOption = "",
    within: WithinOption = "",
    fmt: Annotated[MapForm, typer.Option("--format", help="Form of the result.")] = MapForm.table,
    output: OutputOption = None,
    fail_on: Annotated[
        list[Verdict] | None,
        typer.Option(
            "--fail-on",
            metavar="VERDICT",
            help=f"Exit 1 when a counted attack has it; repeatable: {', '.join(Verdict)}.",
            show_default=False,
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="Judge one attack typed here: where it struck."),
    ] = None,
    launch: Annotated[
        str | None,
        typer.Option(
            metavar="LAT,LON|MGRS|PLACE", help="Where it was launched; unknown without it."
        ),
    ] = None,
    radius_km: Annotated[
        float | None,
        typer.Option(metavar="R", help="How well the launch is known; the place's own without it."),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(metavar="TOKEN", help="Means, such as rocket or drone_fixed_wing."),
    ] = None,
    facade: Annotated[
        str | None, typer.Option(metavar="FACADE", help="Brand of the first claim.")
    ] = None,
    group: Annotated[
        str | None, typer.Option(metavar="ID", help="Group that an analyst names.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="D", help="YYYY-MM-DD, YYYY-MM or YYYY.")
    ] = None,
    time: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM", help="Local time at the target, or a part of the day, as night."
        ),
    ] = None,
    ranking: Annotated[
        bool,
        typer.Option(
            "--ranking",
            help="JSON: also to whom everything but the assessment points, with and without claim.",
        ),
    ] = False,
    similar: Annotated[
        bool,
        typer.Option("--similar", help="JSON: also the earlier attacks that are most like each."),
    ] = False,
    aliases: AliasesOption = None,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
    force: ForceOption = False,
) -> None:
    """Judge attacks; see `_HELP`."""
    typed = {
        "target": target,
        "launch": launch,
        "method": method,
        "facade": facade,
        "group": group,
        "date": date,
        "time": time,
    }
    given = [f"--{name}" for name, word in typed.items() if word is not None]
    given += ["--radius-km"] if radius_km is not None else []
    refuse_mixtures(given, file=file, ids=ids or [], near=near, within=within)
    _refuse_extras({"--ranking": ranking, "--similar": similar}, fmt=fmt)
    if data is not None:
        check_data_folder(data)
    typed |= known_words(typed, data=data, aliases=aliases)
    if file is None and not given:
        ids = resolved("attack", ids or [], kind="attack", data=data)
    near, within = known_circle(near, data=data), known_ground(within, data=data)

    from dashboard.cli import _output
    from dashboard.cli._interest import kept
    from dashboard.cli._load import load_atlas, with_aliases
    from dashboard.cli._progress import Steps
    from geo.settings import data_dir
    from geo.verdicts.check import check as judge

    inputs = (file, aliases, data, data_dir(), boundaries)
    _output.check_output(output, inputs=inputs, force=force)
    with Steps(4) as steps:
        steps.step("Loading ground and registries")
        atlas = with_aliases(load_atlas(data, boundaries=boundaries), aliases)
        steps.step("Reading attacks")
        if given:
            record = typed_record(
                atlas,
                radius_km=radius_km,
                **{name: word or "" for name, word in typed.items()},
            )
        else:
            record = _read(file, atlas)
        steps.step("Checking")
        findings = judge(record, atlas=with_casebook(atlas, record, casebook))
        chosen = _chosen(
            list(findings.table.index), ids or [], titles=dict(findings.table["title"])
        )
        chosen = kept(findings.cases.attacks, chosen, near=near, within=within, atlas=atlas)
        steps.step("Writing")
        event = None
        if chosen and (ranking or (fmt is MapForm.table and len(chosen) == 1)):
            from geo.attribution.weighing import weigh

            event = weigh(findings, atlas=atlas, chosen=chosen)
        text, blocks = _render(
            findings, record, chosen, atlas=atlas, fmt=fmt, event=event, similar=similar
        )
    for remark in record.notes:
        _output.note(remark)
    if text is not None:
        _output.emit(text, output=output, what=f"{len(chosen)} findings")
    elif output is not None:
        _output.emit(_output.plain(*blocks), output=output, what=f"{len(chosen)} findings")
    else:
        _output.show(*blocks)
    table = findings.table.loc[chosen]
    failing = table["counts"] & table["verdict"].isin([str(word) for word in fail_on or []])
    if failing.any():
        _output.note(f"--fail-on: {int(failing.sum())} of {len(chosen)} attacks.")
        raise typer.Exit(1)


def _refuse_extras(asked: Mapping[str, bool], *, fmt: MapForm) -> None:
    for option, given in asked.items():
        if given and fmt is not MapForm.json:
            raise typer.BadParameter(f"{option} goes with --format json; a card shows it anyhow.")


def _read(file: Path | None, atlas: Atlas) -> Record:
    if file is None:
        return atlas.record
    from geo.ingest.read import read_attacks

    return read_attacks(file.expanduser(), atlas=atlas)


def _chosen(known: list[str], wanted: list[str], *, titles: Mapping[Any, str]) -> list[str]:
    """Ids wanted, in the record's order; all of them when none is named."""
    if not set(wanted) <= set(known):
        from geo.parsing.names import Names

        labels = {str(i): title for i, title in titles.items()}
        names = Names.build("attack", {i: [titles[i]] for i in known}, labels)
        wanted = meant("attack", wanted, names)
    return [ident for ident in known if not wanted or ident in wanted]


def _render(
    findings: Findings,
    record: Record,
    chosen: list[str],
    *,
    atlas: Atlas,
    fmt: MapForm,
    event: Event | None,
    similar: bool,
) -> tuple[str | None, list[Any]]:
    """Text of the result, or the rich blocks of a table."""
    from dashboard.cli import _output
    from geo.attribution.points_text import points_cells, points_objects
    from geo.attribution.points_to import points_to
    from geo.io.spreadsheet_escape import csv_text
    from geo.verdicts import serialize as report

    points = points_to(findings, atlas=atlas)
    if fmt is MapForm.csv:
        cells = points_cells(points)
        return csv_text(report.flat_table(findings, points=cells).loc[chosen]), []
    pointed = points_objects(points)
    if fmt is MapForm.geojson:
        collection = report.feature_collection(
            findings, reports=record.reports, points=pointed, chosen=chosen
        )
        return _output.json_text(collection), []
    if fmt is MapForm.table and len(chosen) != 1:
        from dashboard.cli._card import findings_table

        return None, findings_table(findings, chosen, pointed)
    objects = report.findings_objects(
        findings, reports=record.reports, points=pointed, chosen=chosen
    )
    if fmt is MapForm.json:
        if event is not None:
            from geo.attribution.weighing import ranking_object

            objects = [{**i, "ranking": ranking_object(event, i["attack_id"])} for i in objects]
        if similar:
            objects = _with_similar(objects, findings, atlas)
        return _output.json_text(objects), []
    return None, _card(objects[0], findings, atlas=atlas, event=event)


def _with_similar(
    objects: list[dict[str, Any]], findings: Findings, atlas: Atlas
) -> list[dict[str, Any]]:
    """Findings with the earlier attacks of the record that are most like each."""
    from geo.attribution.similar import similar_to_each
    from geo.attribution.similar_text import similar_objects

    found = similar_to_each(findings, [one["attack_id"] for one in objects], atlas=atlas)
    return [{**one, "similar": similar_objects(found[one["attack_id"]])} for one in objects]


def _card(
    item: dict[str, Any], findings: Findings, *, atlas: Atlas, event: Event | None
) -> list[Any]:
    """The card of one attack: the answer in a paragraph, everything known, what is like it."""
    from dashboard.cli._card import answer_blocks, card_blocks, similar_blocks
    from dashboard.services.answer import answer, hour_words
    from dashboard.services.card import card_of
    from dashboard.services.similar_lines import lines_of, without_lines
    from geo.attribution.similar import similar
    from geo.verdicts.table import names_of

    ident, attacks = item["attack_id"], findings.cases.attacks
    card = card_of(item, findings, atlas=atlas, names=names_of(atlas))
    lines = lines_of(similar(findings, ident, atlas=atlas), atlas.record.attacks)
    return [
        *answer_blocks(card, answer(card, hour=hour_words(attacks, ident, atlas=atlas))),
        *card_blocks(card, findings, event),
        *similar_blocks(lines, without=without_lines(findings, ident)),
    ]
