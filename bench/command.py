"""The command in a process that says at its end, on stderr, what it used."""

from __future__ import annotations

import json
import sys

from bench.child import cpu_seconds, peak_mb
from dashboard.cli import app

if __name__ == "__main__":
    app(standalone_mode=False)
    print(json.dumps({"cpu": cpu_seconds(), "peak_mb": peak_mb()}), file=sys.stderr)
