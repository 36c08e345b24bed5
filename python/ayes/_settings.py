"""Changes to a scenario, as `--set PATH=VALUE` takes them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

Changes = Mapping[str, Any] | Iterable[tuple[str, Any] | str]


def toml_value(value: Any) -> str:
    """Return a Python value as TOML writes it in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = (f"{toml_value(str(key))} = {toml_value(item)}" for key, item in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if hasattr(value, "item"):  # a number of NumPy
        value = value.item()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    raise TypeError(
        f"a value of a scenario is text, a number, true or false, a date, a list or a mapping, "
        f"not {type(value).__name__}"
    )


def setting(path: object, value: Any) -> str:
    """Return a change as a text PATH=VALUE."""
    if not isinstance(path, str):
        raise TypeError(f"a path is text, not {type(path).__name__}")
    return f"{path}={toml_value(value)}"


def settings_of(changes: Changes) -> list[str]:
    """Return changes as texts PATH=VALUE, in order.

    changes: a mapping of paths to values, or an iterable of pairs (path, value) and of texts
    "PATH=VALUE". Text values are quoted as TOML needs it: ("support.package", "60%").
    """
    if isinstance(changes, str):
        raise TypeError(f'changes are a mapping or a list; write ["{changes}"]')
    pairs = changes.items() if isinstance(changes, Mapping) else changes
    settings = []
    for change in pairs:
        if isinstance(change, str):
            settings.append(change)
        else:
            path, value = change
            settings.append(setting(path, value))
    return settings
