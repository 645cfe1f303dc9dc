"""``fasail-atlas brief``: map images, slides and map files that can be handed on as they are."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli import _brief_options as options
from dashboard.cli._casebook import CasebookOption, known_decisions
from dashboard.cli._forms import NearOption, WithinOption, day_of
from dashboard.cli._ids import NONE, listed, resolved
from dashboard.cli._load import BoundariesOption, DataOption, check_data_folder, load_atlas
from dashboard.cli._state import state_of
from dashboard.cli._typed import known_circle, known_ground

if TYPE_CHECKING:
    from dashboard.services.brief_request import Request
    from dashboard.services.briefing import Briefer
    from dashboard.services.dataset import Dataset
    from dashboard.services.selection import Selection
    from geo.atlas import Atlas
    from geo.casebook.entry import Entry
    from geo.casebook.snapshot import Snapshot
    from layers.brief.files import File

_HELP = """Make map images and slides of the attacks that some filters keep.

The same data, options and --made give the same bytes. Beside the files lies a manifest, which
"brief verify" holds against the files and against the same files drawn again.
"""
_VERIFY_HELP = """Draw the files of a manifest again and compare them byte for byte.

It names each thing that was checked, each that differs (exit 1), and what nothing vouches for.
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True, help=_HELP)(brief)
    group.command("verify", help=_VERIFY_HELP)(verify)
    app.add_typer(group, name="brief")


def _marking(tlp: str, marking: str) -> str:
    """Give the marking of either option; what says TLP is a label of TLP or a slip."""
    given, option = (tlp, "--tlp") if tlp else (marking.strip(), "--marking")
    if not tlp and not given.upper().startswith("TLP:"):
        return marking
    bare = given.strip().upper().removeprefix("TLP:").strip()
    return f"TLP:{resolved(option, [bare], kind='label')[0]}"


def brief(
    context: typer.Context,
    *,
    kind: options.KindOption = options.BriefKind.overview,
    out: options.OutOption = None,
    formats: options.FormatOption = "png",
    sizes: options.SizeOption = "hd",
    title: options.TitleOption = "",
    author: options.AuthorOption = "",
    tlp: options.TlpOption = "",
    marking: options.MarkingOption = "",
    made: options.MadeOption = "",
    first: options.FromOption = None,
    last: options.ToOption = None,
    group: options.GroupOption = None,
    facade: options.FacadeOption = None,
    method: options.MethodOption = None,
    target: options.TargetOption = None,
    committee: options.CommitteeOption = None,
    verdict: options.VerdictOption = None,
    status: options.StatusOption = None,
    grade: options.GradeOption = "",
    launch: options.LaunchOption = "",
    points: options.PointsOption = None,
    points_strength: options.PointsStrengthOption = "",
    near: NearOption = "",
    within: WithinOption = "",
    layer: options.LayerOption = None,
    view: options.ViewOption = "all",
    density_of: options.DensityOption = options.CountedRole.target,
    known_on: options.KnownOption = None,
    period: options.PeriodOption = None,
    bandwidth_km: options.BandwidthOption = 25.0,
    resolution: options.ResolutionOption = 4,
    contents: options.ContentsOption = "overview,heatmap,hexbin,mismatches",
    since: options.SinceOption = None,
    force: options.ForceOption = False,
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Make the files of one briefing and their manifest."""
    if context.invoked_subcommand is not None:
        return
    if out is None:
        raise typer.BadParameter("give a folder to write to.", param_hint="--out")
    if tlp and marking:
        raise typer.BadParameter("give --tlp or --marking, not both.", param_hint="--marking")
    # Before anything heavy is loaded: a slip of the pen costs no second.
    if data is not None:
        check_data_folder(data)
    group, facade, method, target, committee, verdict, status, points, layer = (
        resolved(f"--{name}", given or [], kind=kind_, data=data, also=also)
        for name, given, kind_, also in (
            ("group", group, "group", (NONE,)),
            ("facade", facade, "facade", (NONE,)),
            ("method", method, "method", (NONE,)),
            ("target", target, "place", (NONE,)),
            ("committee", committee, "committee", ()),
            ("verdict", verdict, "verdict", ()),
            ("status", status, "status", ()),
            ("points", points, "group", (NONE, "mixed")),
            ("layer", layer, "layer", ()),
        )
    )
    (view,) = resolved("--view", [view], kind="view", data=data)
    (grade,) = resolved("--grade", [grade], kind="grade", also=("",))
    (points_strength,) = resolved(
        "--points-strength", [points_strength], kind="strength", also=("",)
    )
    (launch,) = resolved("--launch", [launch], kind="launch", also=("",))
    near, within = known_circle(near, data=data), known_ground(within, data=data)
    chosen_formats = listed("--format", formats, kind="format")
    chosen_sizes = listed("--size", sizes, kind="size")
    inside = listed("--contents", contents, kind="content")
    marking = _marking(tlp, marking)
    # A command ends before its garbage is worth collecting; walking the record costs half a second.
    gc.disable()
    from dashboard.cli._interest import ground_text
    from dashboard.services.brief_request import AUTHOR, Request, made_at, periods_of
    from layers.brief.view import Options

    chosen = {
        "date_from": day_of(first, option="--from"),
        "date_to": day_of(last, option="--to"),
        "group": group,
        "facade": facade,
        "method": method,
        "target": target,
        "committee": committee,
        "verdict": verdict,
        "status": status,
        "grade": grade,
        "launch": launch,
        "points": points,
        "points_strength": points_strength,
        "near": near,
        "layer": layer,
        "view": view,
        "density": density_of.value,
        "known_on": day_of(known_on, option="--known-on"),
    }
    chosen_options = Options(
        title=title,
        group=_one_group(kind, group, inside=inside),
        periods=periods_of(period or []),
        bandwidth_km=bandwidth_km,
        resolution=resolution,
        contents=inside,
    )
    if since is not None and kind is not options.BriefKind.pack:
        raise typer.BadParameter("only a pack lists what changed.", param_hint="--since")
    known = known_decisions(casebook)
    atlas = load_atlas(data, boundaries=boundaries)
    wanted = Request(
        kind=kind.value,
        selection=_selection(chosen | {"within": ground_text(within, atlas)}, atlas),
        options=chosen_options,
        formats=chosen_formats,
        sizes=chosen_sizes,
        made=made_at(made),
        author=author or AUTHOR,
        marking=marking,
    )
    from dashboard.services.briefing import Briefer
    from dashboard.services.dataset import Dataset

    shown = Dataset.of(atlas, known.entries)
    if since is not None:
        earlier = state_of(since.expanduser(), boundaries=boundaries, casebook=casebook)
        changes = _changes(earlier, shown, known.entries, name=since.name)
        wanted = replace(wanted, options=replace(chosen_options, since=changes))
    _write(wanted, Briefer(shown, casebook=known.head), out.expanduser(), force=force)


def _changes(
    earlier: Snapshot, shown: Dataset, entries: Sequence[Entry], *, name: str
) -> tuple[str, ...]:
    """Give the lines of a pack on what changed since an earlier state."""
    from dashboard.services.changes import lines
    from geo.casebook.snapshot import take

    now = take(shown.analysis.atlas, shown.analysis.findings, entries)
    return lines(earlier, now, name=name)


def _selection(given: dict[str, Any], atlas: Atlas) -> Selection:
    """Make a selection, refusing ids that the data does not have."""
    from dashboard.services.brief_request import refuse_unknown
    from dashboard.services.selection import Selection

    chosen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if value not in (None, "", [])
    }
    selection = Selection(**chosen)
    refuse_unknown(selection, atlas)
    return selection


def _one_group(kind: options.BriefKind, group: list[str] | None, *, inside: tuple[str, ...]) -> str:
    """Give the group whose profile is drawn, or nothing where none is."""
    drawn = kind is options.BriefKind.group or (
        kind is options.BriefKind.pack and "group" in inside
    )
    named = [one for one in group or [] if one != "-"]
    if drawn and len(named) != 1:
        raise typer.BadParameter("a group’s map needs exactly one group.", param_hint="--group")
    return named[0] if drawn else ""


def _write(wanted: Request, briefer: Briefer, folder: Path, *, force: bool) -> None:
    from dashboard.cli import _output
    from dashboard.cli._progress import Steps
    from dashboard.services.briefing import notes_of
    from geo.errors import AtlasError

    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder.", param_hint="--out")
    with Steps(briefer.file_count(wanted)) as steps:
        files = briefer.make(wanted, progress=steps.step)
    if not force:
        _refuse_others(files, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AtlasError(f"{folder} cannot be made: {error.strerror}.") from error
    for file in files:
        _output.write_whole(folder / file.name, file.content)
        _output.note(f"Wrote {file.name} ({len(file.content):,} bytes)")
    for remark in notes_of(files):
        _output.note(remark)


def _refuse_others(files: Sequence[File], folder: Path) -> None:
    """Refuse to write over files of other content: somebody may have handed them on."""
    from geo.errors import AtlasError

    others = [
        file.name
        for file in files
        if (folder / file.name).exists() and not _same(folder / file.name, file.content)
    ]
    if others:
        raise AtlasError(
            f"{folder} holds {', '.join(others)} with other content, and nothing was written. "
            "Give another folder, or --force to write over."
        )


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def verify(
    path: Annotated[Path, typer.Argument(metavar="MANIFEST", help="Manifest of a briefing.")],
    *,
    manifest_sha256: options.ManifestHashOption = "",
    data: DataOption = None,
    boundaries: BoundariesOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Compare files, manifest and what is drawn again."""
    from dashboard.cli import _output
    from dashboard.services.briefing import Briefer
    from dashboard.services.dataset import Dataset
    from geo.casebook.entry import GENESIS
    from layers.brief import manifest
    from layers.brief.verify import verify as held_against

    stated = manifest.read(path)
    # The decisions as they were when it was made, whatever was decided since.
    known = known_decisions(casebook, until=str(stated.get("casebook", {}).get("head", GENESIS)))
    atlas = load_atlas(data, boundaries=boundaries)
    briefer = Briefer(Dataset.of(atlas, known.entries), casebook=known.head)
    found = held_against(
        stated, path, briefer.redrawn(stated), briefer.inputs(), sha256=manifest_sha256
    )
    for title, lines in (
        ("Checked:", found.checked),
        ("Differs:", [f"{one.file} {one.problem}." for one in found.differences]),
        ("Nothing here vouches for:", found.unvouched),
    ):
        if lines:
            _output.note("\n  ".join([title, *lines]))
    if found.differences:
        raise typer.Exit(1)
