"""The parts of a run, a sweep or a comparison that were counted apart, put together."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterable

from ayes import _core
from ayes._comparison import Comparison
from ayes._result import Result
from ayes._sweep import Sweep


def merge(parts: Iterable[bytes | str | os.PathLike[str]]) -> Result | Sweep | Comparison:
    """Put the parts of a run, a sweep or a comparison together: the bytes are those of the unbroken one.

    parts: all of them, in any order: files that `--shard` or `--resume` wrote, or states as
        `Scenario.run_part` returns them

    Raises ValueError when a part is missing, named twice, not done, or of another run; FileError
    when it is no part.
    """
    states, names = [], []
    for number, part in enumerate(parts):
        if isinstance(part, bytes):
            states.append(part)
            names.append(f"part {number}")
        else:
            states.append(pathlib.Path(part).read_bytes())
            names.append(os.fspath(part))
    kind, report = _core.merge(states, names)
    if kind == "sweep":
        return Sweep(report)
    if kind == "compare":
        return Comparison(report)
    return Result(report)
