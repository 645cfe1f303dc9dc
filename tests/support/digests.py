"""Files compared by their hashes: pytest would look for the difference of megabytes for hours."""

from __future__ import annotations

import hashlib


def digest(content):
    """Give the hash of some bytes or of a text, with its length, so that a failure is short."""
    content = content.encode() if isinstance(content, str) else content
    return f"{len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()[:16]}"
