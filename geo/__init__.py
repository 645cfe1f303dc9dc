"""Where reported attacks happened, whose ground that is, and which claims do not fit it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("fasail-atlas")
except PackageNotFoundError:  # pragma: no cover - a source tree on PYTHONPATH, never installed
    __version__ = "0+unknown"

__all__ = ["__version__"]
