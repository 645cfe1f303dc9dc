"""The command ``fasail-atlas``: one file a subcommand, heavy imports only inside it.

Each module of this package whose name has no leading underscore offers
``register(app: typer.Typer) -> None`` and is found by being here.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Annotated

import typer

__all__ = ["app", "main"]

_ERROR_EXIT = 2
_MOST_LINES = 200

app = typer.Typer(
    name="fasail-atlas",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(value: bool) -> None:
    if value:
        from geo import __version__

        typer.echo(f"fasail-atlas {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Show where reported attacks happened, whose ground that is, and which claims do not fit."""


for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        importlib.import_module(f"{__name__}.{_module.name}").register(app)


def main() -> None:
    """Run the command; an error of ours is one block on stderr and exit code 2, no traceback."""
    from geo.errors import AtlasError

    try:
        app()
    except AtlasError as error:
        lines = str(error).splitlines()
        rest = len(lines) - _MOST_LINES
        shown = [*lines[:_MOST_LINES], f"… and {rest:,} more faults."] if rest > 0 else lines
        typer.echo("fasail-atlas: " + "\n".join(shown), err=True)
        raise SystemExit(_ERROR_EXIT) from None
