"""Where reported attacks happened, whose ground that is, and which claims do not fit it.

The names here are all that others need; each loads its room when it is first asked for:

>>> from geo import Atlas, check, points_to, rank
>>> atlas = Atlas.load()
>>> found = check(atlas.record, atlas=atlas)
>>> found.table["verdict"].isin(["mismatch", "explained"]).any()
np.True_
>>> points_to(found, atlas=atlas).table.index.equals(found.table.index)
True
>>> rank(found, atlas=atlas).ranking.posterior.index.equals(found.table.index)
True
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.attribution.as_of import as_of
    from geo.attribution.points_to import points_to
    from geo.attribution.similar import similar
    from geo.attribution.weighing import weigh as rank
    from geo.ingest.read import read_attacks
    from geo.records.near import Circle, near
    from geo.records.within import Outline, within
    from geo.verdicts.check import check

try:
    __version__ = version("fasail-atlas")
except PackageNotFoundError:  # pragma: no cover - a source tree on PYTHONPATH, never installed
    __version__ = "0+unknown"

__all__ = [
    "Atlas", "Circle", "Outline", "__version__", "as_of", "check", "near", "points_to", "rank",
    "read_attacks", "similar", "within",
]  # fmt: skip

_WHERE = {
    "Atlas": ("geo.atlas", "Atlas"),
    "Circle": ("geo.records.near", "Circle"),
    "Outline": ("geo.records.within", "Outline"),
    "as_of": ("geo.attribution.as_of", "as_of"),
    "check": ("geo.verdicts.check", "check"),
    "near": ("geo.records.near", "near"),
    "points_to": ("geo.attribution.points_to", "points_to"),
    "rank": ("geo.attribution.weighing", "weigh"),
    "read_attacks": ("geo.ingest.read", "read_attacks"),
    "similar": ("geo.attribution.similar", "similar"),
    "within": ("geo.records.within", "within"),
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that importing `geo` costs nothing."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, its_name = _WHERE[name]
    found = getattr(import_module(module), its_name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Public names, loaded or not."""
    return sorted({*globals(), *__all__})
