"""``python -m dashboard.cli`` is ``fasail-atlas``, for when the script folder is not on PATH."""

from dashboard.cli import main

main()
