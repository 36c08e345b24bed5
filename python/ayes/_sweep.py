"""Sweeps: a scenario at many values of some of its numbers, on the same draws."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ayes import _core
from ayes._names import NORMAL_95, in_100, meaning, number_of
from ayes._plan import USUAL_REPLICATIONS, check_part, names_of, plan_of, seconds_of, threads_of
from ayes._progress import Progress, shown
from ayes._report import Report
from ayes._scenario import Scenario, scenario_of
from ayes._settings import toml_value

if TYPE_CHECKING:
    import xarray
    from distributed import Client

    from ayes._plot import SweepPlots

# One path and its values, or several paths that move together and rows of their values.
Vary = Mapping[Any, Any]


class Sweep(Report):
    """What a sweep found: P(ratified) and measures at every point."""

    @property
    def paths(self) -> list[str]:
        """What was varied."""
        return [str(path) for path in self.data["paths"]]

    @property
    def points(self) -> pd.DataFrame:
        """A row a point: a column a path, then ratified and measures.

        Each quantity has its simulation error `..._se`, and `..._change` from the first point with
        `..._change_se`, taken on the same draws. Points with a mistake have NaN and `mistake`.
        """
        rows = []
        for point in self.data["points"]:
            row: dict[str, Any] = dict(point["values"])
            quantities = {"ratified": point.get("ratified")} | point.get("measures", {})
            for name, estimate in quantities.items():
                if estimate is None:
                    continue
                row |= {name: estimate["mean"], f"{name}_se": estimate["se"]}
                if "change" in estimate:
                    row |= {
                        f"{name}_change": estimate["change"]["mean"],
                        f"{name}_change_se": estimate["change"]["se"],
                    }
            row["mistake"] = point.get("mistake", "")
            rows.append(row)
        return pd.DataFrame(rows)

    @property
    def peak(self) -> dict[str, Any] | None:
        """Where P(ratified) is highest, of one number; None where there is none to speak of."""
        return self.data.get("peak")

    def _axes(self) -> list[list[str]] | None:
        """Return the paths of each axis of a grid; None of a design."""
        points = self.points
        if self.data["plan"]["design"] != "grid":
            return None
        axes: list[list[str]] = []
        found, count = [], 1
        for path in self.paths:
            found.append(path)
            now = len(points.drop_duplicates(found))
            if axes and now == count:
                axes[-1].append(path)
            else:
                axes.append([path])
            count = now
        return axes if count == len(points) else None

    def to_xarray(self) -> xarray.Dataset:
        """Return the sweep as a Dataset: a dimension an axis of the grid, named by its path.

        Of a design, the dimension is `point`. Variables are ratified and the measures, each with
        `..._se`; paths that move together are coordinates of one dimension. Units and descriptions
        stand in the attributes.
        """
        import xarray

        points = self.points
        axes = self._axes()
        units = self._units()
        coordinates: dict[str, Any] = {}
        if axes is None:
            dims, shape = ["point"], [len(points)]
            coordinates["point"] = np.arange(len(points))
            for path in self.paths:
                coordinates[path] = ("point", _numbers(points[path]))
        else:
            dims = [axis[0] for axis in axes]
            shape = [len(points[axis[0]].drop_duplicates()) for axis in axes]
            step = len(points)
            for axis, length in zip(axes, shape, strict=True):
                step //= length
                rows = [k * step for k in range(length)]
                for path in axis:
                    coordinates[path] = (axis[0], _numbers(points[path].iloc[rows]))
        data = xarray.Dataset(coords=coordinates)
        for name, unit in units.items():
            for suffix, words in (("", ""), ("_se", "simulation error of: ")):
                data[name + suffix] = (
                    dims,
                    points[name + suffix].to_numpy(float).reshape(shape),
                    {"units": unit, "long_name": words + meaning(name)},
                )
        data.attrs = self._attributes() | {"design": self.data["plan"]["design"]}
        return data

    def _units(self) -> dict[str, str]:
        units: dict[str, str] = {}
        for point in self.data["points"]:
            if "ratified" in point:
                units["ratified"] = "1"
            for name, estimate in point.get("measures", {}).items():
                units[name] = "1" if estimate["unit"] == "share" else estimate["unit"]
        return units

    @property
    def plot(self) -> SweepPlots:
        """Figures: .curve() of one number, .heat_map() of two."""
        from ayes._plot import SweepPlots

        return SweepPlots(self)

    def _headline(self) -> str:
        points = self.points
        known = points["ratified"].dropna()
        low, high = known.min(), known.max()
        half = NORMAL_95 * float(points["ratified_se"].max())
        return (
            f"{len(points)} points of {', '.join(self.paths)}; ratified from {in_100(low, half)} "
            f"to {in_100(high, half)} in 100"
        )


def _numbers(values: pd.Series[Any]) -> Any:
    numbers = [number_of(value) for value in values]
    if all(number is not None for number in numbers):
        return np.asarray(numbers, float)
    return np.asarray([str(value) for value in values])


_BARE = re.compile(r"[A-Za-z_][\w-]*|[0-9][0-9_.]*%")  # as people write it after --set


def _text_of(value: Any) -> str:
    """Return a value as the list of an axis takes it."""
    if isinstance(value, str) and _BARE.fullmatch(value):
        return value
    return toml_value(value)


def _is_list(values: Any) -> bool:
    return isinstance(values, Iterable) and not isinstance(values, str | bytes | Mapping)


def axes_of(vary: Vary) -> list[tuple[str, str]]:
    """Return what varies as the program's options: ("--vary", "PATH=VALUES"), ("--with", ...)."""
    if not isinstance(vary, Mapping):
        raise TypeError('vary is a mapping: {"support.swing": [0.1, 0.2, 0.3]}')
    axes = []
    for paths, values in vary.items():
        together = names_of(paths)
        if not all(isinstance(path, str) for path in together):
            raise TypeError("a path is text; paths that move together are a tuple of texts")
        if isinstance(values, str):
            if len(together) > 1:
                raise TypeError(f"{paths}: paths that move together need rows of their values")
            columns = [values]
        elif _is_list(values):
            rows = [list(row) if len(together) > 1 else [row] for row in values]
            if not rows:
                raise ValueError(f"{paths}: there is no value; write one or more")
            if any(len(row) != len(together) for row in rows):
                raise ValueError(f"{paths}: each row has a value for each of the paths")
            columns = [",".join(_text_of(row[k]) for row in rows) for k in range(len(together))]
        else:
            raise TypeError(f"{paths}: values are a list, or text such as '0.1:0.5:0.1'")
        for k, (path, column) in enumerate(zip(together, columns, strict=True)):
            axes.append(("--with" if k else "--vary", f"{path}={column}"))
    return axes


def sweep(
    scenario: Scenario | str | os.PathLike[str],
    vary: Vary,
    *,
    design: str = "",
    measures: str | Sequence[str] = (),
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    method: str = "auto",
    points: int = 32768,
    resume: str | os.PathLike[str] | None = None,
    save_every: float | None = None,
    threads: int | None = None,
    progress: Progress | bool | None = None,
    client: Client | None = None,
    shards: int | None = None,
) -> Sweep:
    """Simulate a scenario at many values of some of its numbers, on the same draws.

    vary: paths and their values: {"support.swing": [0.1, 0.2], "ballot.units.P-4": ["bundled",
        "separate"]}; every value meets every value of the others, the last moving fastest. Values
        are a list (NumPy arrays too) or text as the program takes it, "0.1:0.5:0.1". Paths in a
        tuple move together: {("support.union", "support.unit"): [(0.1, 0.3), (0.2, 0.2)]}
    design: "lhs:50" or "sobol:64": that many points that fill ranges "0.1..0.4" instead
    measures: to report; all if none is named. ["ratified"] alone is quickest
    replications, seed, method, points, threads, client, shards: as in `Scenario.run`, at each point
    resume: a file that keeps the state of the sweep; the same call goes on from it
    save_every: seconds between two states; 2 if not said
    progress: called with points done and all

    Points with a mistake are left out, with a warning. Raises ScenarioError when all have one,
    ValueError, FileError. Ctrl-C ends it with KeyboardInterrupt.
    """
    base = scenario_of(scenario)
    plan = plan_of(seed, replications, method, points)
    number = threads_of(threads)
    names = names_of(measures)
    axes = axes_of(vary)
    if client is not None:
        if resume is not None:
            raise ValueError("resume with client: the workers keep no state; leave one out")
        from ayes._cluster import sweep_on

        with shown(progress, "parts") as tell:
            stated = {"seed": seed, "replications": replications, "method": method}
            stated |= {"points": points}
            found = sweep_on(client, base, axes, design, names, stated, shards, threads, tell)
    else:
        with shown(progress, "points") as tell:
            found = Sweep(
                _core.sweep(
                    scenario=base._core,
                    axes=axes,
                    design=design,
                    measures=names,
                    plan=plan,
                    resume="" if resume is None else os.fspath(resume),
                    save_every=seconds_of(save_every, resume),
                    threads=number,
                    progress=tell,
                )
            )
    for place, point in enumerate(found.data["points"]):
        if "mistake" in point:
            warnings.warn(f"point {place} is left out: {point['mistake']}", stacklevel=2)
    return found


def sweep_part(
    scenario: Scenario | str | os.PathLike[str],
    vary: Vary,
    number: int,
    of: int,
    *,
    design: str = "",
    measures: str | Sequence[str] = (),
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    method: str = "auto",
    points: int = 32768,
    threads: int | None = None,
) -> bytes:
    """Count one part of a sweep and return its state, as `ayes sweep --shard` saves it.

    number, of: which part, from 1, of how many; at most one a point
    vary, design, measures, replications, seed, method, points, threads: as in `sweep`

    `ayes.merge` puts the parts together. Raises as `sweep` does.
    """
    check_part(number, of)
    base = scenario_of(scenario)
    plan = plan_of(seed, replications, method, points)
    names = names_of(measures)
    parts = _core.sweep_parts(base._core, axes_of(vary), design, names, plan, of)
    if number > len(parts):
        raise ValueError(
            f"of={of}: there are {len(parts)} points; cut the sweep into no more parts"
        )
    return _core.carry_on_sweep(base._core, parts[number - 1], threads_of(threads))
