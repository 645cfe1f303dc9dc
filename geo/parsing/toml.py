"""Tables of recipes as TOML that a person reads: short values in a line, recipes inline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any


def toml_value(value: Any) -> str:
    """One value as TOML.

    Raises
    ------
    TypeError
        For a value that TOML has no word for.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return toml_text(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toml_key(str(k))} = {toml_value(v)}" for k, v in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    raise TypeError(f"TOML holds no {type(value).__name__}; give text, numbers, days or lists")


def toml_text(text: str) -> str:
    """A TOML string: escaped as JSON does, and DEL, which TOML escapes too."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped)
    return f'"{"".join(plain)}"'


def toml_key(name: str) -> str:
    """A key, in quotes where it is more than letters, digits, dashes and underscores."""
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else toml_text(name)


def toml_table(header: str, table: Mapping[str, Any]) -> str:
    """A table under its header, one key a line."""
    lines = [f"{toml_key(str(name))} = {toml_value(value)}" for name, value in table.items()]
    return "\n".join([header, *lines]) + "\n"
