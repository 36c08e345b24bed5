"""Comparisons: what a difference between scenarios makes, vote by vote."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ayes import _core
from ayes._names import in_100, meaning
from ayes._plan import USUAL_REPLICATIONS, check_part, plan_of, seconds_of, threads_of
from ayes._progress import Progress, shown
from ayes._report import Report
from ayes._result import Result, read_result
from ayes._scenario import Scenario, load
from ayes._settings import settings_of

if TYPE_CHECKING:
    import xarray

    from ayes._plot import ComparisonPlots

MOST_SIDES = 8

Side = Scenario | Result | str | os.PathLike[str] | Mapping[str, Any]


class Comparison(Report):
    """How other scenarios (B, C, ...) differ from a first one (A), each difference with its error."""

    @property
    def sides(self) -> pd.DataFrame:
        """A row a side, A, B, ...: label, title, file, sha256."""
        rows = [
            {key: side[key] for key in ("side", "label", "title", "path", "sha256")}
            for side in self.data["sides"]
        ]
        return pd.DataFrame(rows).set_index("side")

    @property
    def paired(self) -> bool:
        """Whether the votes were compared one by one, on the same draws."""
        return all(bool(each["paired"]) for each in self.data["comparisons"])

    @property
    def replications(self) -> int:
        """Votes that were simulated of each. Raises ValueError where results were compared."""
        return int(self._plan()["replications"])

    @property
    def seed(self) -> int:
        """The seed of the common draws. Raises ValueError where results were compared."""
        return int(self._plan()["seed"])

    def _plan(self) -> dict[str, Any]:
        if "plan" not in self.data:
            raise ValueError("results were compared, each of which has its own plan")
        plan: dict[str, Any] = self.data["plan"]
        return plan

    @property
    def ratified(self) -> pd.DataFrame:
        """A row a side from B on: P(ratified) of A (first), of it (second), difference, low, high.

        All lie in 0 to 1; low and high are the interval of the difference at 95 in 100.
        """
        rows = []
        for each in self.data["comparisons"]:
            chances = each["ratified"]
            rows.append(
                {
                    "side": each["second"],
                    "first": chances["first"]["probability"],
                    "first_se": chances["first"]["se"],
                    "second": chances["second"]["probability"],
                    "second_se": chances["second"]["se"],
                    **_difference(chances["difference"]),
                }
            )
        return pd.DataFrame(rows).set_index("side")

    @property
    def measures(self) -> pd.DataFrame:
        """A row a side and measure: means of A (first) and of it (second), difference, low, high."""
        rows = []
        for each in self.data["comparisons"]:
            for name, measure in each["measures"].items():
                rows.append(
                    {
                        "side": each["second"],
                        "measure": name,
                        "unit": measure["unit"],
                        "first": measure["first"]["mean"],
                        "first_se": measure["first"]["se"],
                        "second": measure["second"]["mean"],
                        "second_se": measure["second"]["se"],
                        **_difference(measure["difference"]),
                    }
                )
        return pd.DataFrame(rows).set_index(["side", "measure"])

    @property
    def unions(self) -> pd.DataFrame:
        """A row a side and union: chance to say yes in A (first), in it (second), difference."""
        rows = []
        for each in self.data["comparisons"]:
            for union in each["unions"]:
                rows.append(
                    {
                        "side": each["second"],
                        "union": union["union"],
                        "first": union["first"],
                        "second": union["second"],
                        **_difference(union["difference"]),
                    }
                )
        return pd.DataFrame(rows).set_index(["side", "union"])

    def quantiles(self, measure: str = "layoffs", side: str = "B") -> pd.DataFrame:
        """Return how the quantiles of a measure move: a row a level, first, second, low, high.

        low and high bound second - first, for each level alone. Raises KeyError.
        """
        for each in self.data["comparisons"]:
            if each["second"] == side:
                found = each["measures"][measure]["quantiles"]
                rows = [
                    {
                        "level": float(level),
                        "first": shift["first"],
                        "second": shift["second"],
                        "low": shift["band"][0],
                        "high": shift["band"][1],
                    }
                    for level, shift in found.items()
                ]
                return pd.DataFrame(rows).set_index("level")
        raise KeyError(f"no side {side!r}")

    def to_xarray(self) -> xarray.Dataset:
        """Return the comparison as a Dataset with dimensions side and estimate.

        estimate: first, second, difference, low, high. Variables are ratified and the measures;
        units and descriptions stand in the attributes.
        """
        import xarray

        columns = ["first", "second", "difference", "low", "high"]
        ratified, measures = self.ratified, self.measures
        data = xarray.Dataset(
            {
                "ratified": (
                    ("side", "estimate"),
                    ratified[columns].to_numpy(float),
                    {"units": "1", "long_name": meaning("ratified")},
                )
            },
            {"side": list(ratified.index), "estimate": columns},
        )
        for name in measures.index.unique("measure"):
            rows = measures.xs(name, level="measure").reindex(ratified.index)
            unit = str(rows["unit"].dropna().iloc[0])
            data[name] = (
                ("side", "estimate"),
                rows[columns].to_numpy(float),
                {"units": "1" if unit == "share" else unit, "long_name": meaning(name)},
            )
        labels = self.sides["label"]
        data.attrs = {
            "first": str(labels.iloc[0]),
            "ayes_version": self.data["ayes"]["version"],
            "source": self._source(),
        }
        return data.assign_coords(label=("side", [str(labels[name]) for name in ratified.index]))

    @property
    def title(self) -> str:
        """What is compared with what."""
        return " / ".join(str(label) for label in self.sides["label"])

    @property
    def plot(self) -> ComparisonPlots:
        """Figures: .differences(), .shift() of quantiles, .unions()."""
        from ayes._plot import ComparisonPlots

        return ComparisonPlots(self)

    def _source(self) -> str:
        if self.paired:
            return super()._source()
        return "results compared as if their draws were independent"

    def _headline(self) -> str:
        parts = []
        for side, row in self.ratified.iterrows():
            half = (row["high"] - row["low"]) / 2
            change = in_100(row["difference"], half, sign=True)
            parts.append(f"{side} is ratified {change} in 100 more often than A")
        return "; ".join(parts)


def _difference(difference: dict[str, Any]) -> dict[str, float]:
    return {
        "difference": difference["value"],
        "difference_se": difference["se"],
        "low": difference["interval"][0],
        "high": difference["interval"][1],
    }


def compare(
    first: Side,
    *others: Side,
    labels: Sequence[str] | None = None,
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    method: str = "auto",
    points: int = 32768,
    resume: str | os.PathLike[str] | None = None,
    save_every: float | None = None,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Comparison:
    """Compare a scenario with others: what does the difference make?

    first, others: scenarios, paths of their files, or (others) changes of the first:
        compare(june, {"ballot.units.P-4": "separate"}). Results of `run`, or paths of their .json,
        can be compared too, without pairing: they hold no votes
    labels: what tells the sides apart; titles if not said
    resume: a file that keeps the state of the comparison; the same call goes on from it
    save_every: seconds between two states; 2 if not said
    replications, seed, method, points, threads, progress: as in `Scenario.run`

    Raises ValueError for fewer than 2 or more than 8 sides, ScenarioError, FileError.
    """
    sides, files, names = _sides(first, others, labels)
    plan = plan_of(seed, replications, method, points)
    number = threads_of(threads)
    with shown(progress) as tell:
        scenarios = [side for side in sides if isinstance(side, Scenario)]
        if len(scenarios) == len(sides):
            cores = [side._core for side in scenarios]
            state = "" if resume is None else os.fspath(resume)
            every = seconds_of(save_every, resume)
            return Comparison(_core.compare(cores, names, plan, state, every, number, tell))
        if resume is not None:
            raise ValueError(
                "resume: a result keeps no votes to count; name the scenarios themselves"
            )
        results = [
            side.to_json()
            if isinstance(side, Result)
            else side.run(
                replications, seed=seed, method=method, points=points, threads=threads,
                progress=tell if tell is not None else False,
            ).to_json()
            for side in sides
        ]  # fmt: skip
        return Comparison(_core.compare_results(results, files, names, plan))


def compare_part(
    first: Side,
    *others: Side,
    number: int,
    of: int,
    labels: Sequence[str] | None = None,
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    method: str = "auto",
    points: int = 32768,
    threads: int | None = None,
) -> bytes:
    """Count one part of a comparison of scenarios and return its state, as `ayes compare --shard` does.

    number, of: which part, from 1, of how many (to 65,536)
    first, others, labels, replications, seed, method, points, threads: as in `compare`

    `ayes.merge` puts the parts together. Raises as `compare` does, and ValueError for results, which
    keep no votes.
    """
    check_part(number, of)
    sides, _, names = _sides(first, others, labels)
    plan = plan_of(seed, replications, method, points)
    scenarios = [side for side in sides if isinstance(side, Scenario)]
    if len(scenarios) < len(sides):
        raise ValueError("a result keeps no votes to count; name the scenarios themselves")
    cores = [side._core for side in scenarios]
    return _core.compare_part(cores, names, plan, number, of, threads_of(threads))


def _sides(
    first: Side, others: tuple[Side, ...], labels: Sequence[str] | None
) -> tuple[list[Scenario | Result], list[str], list[str]]:
    """Return the sides, their files and what tells them apart."""
    if not 1 <= len(others) < MOST_SIDES:
        raise ValueError(f"{1 + len(others)} sides: name 2 to {MOST_SIDES}")
    if labels is not None and len(labels) != 1 + len(others):
        raise ValueError(f"{len(labels)} labels for {1 + len(others)} sides: write one for each")
    base = _side(first)
    sides: list[Scenario | Result] = [base]
    files = [_file(first, base)]
    names = [""]
    for other in others:
        if isinstance(other, Mapping):
            if isinstance(base, Result):
                raise ValueError("a result cannot be changed; name the scenario itself")
            sides.append(base.with_(other))
            names.append("A with " + ", ".join(_bare(each) for each in settings_of(other)))
        else:
            sides.append(_side(other))
            names.append("")
        files.append(_file(other, sides[-1]))
    if labels is None:
        _tell_apart(sides, names)
    else:
        names = [str(label) for label in labels]
    return sides, files, names


def _side(side: Side) -> Scenario | Result:
    if isinstance(side, Scenario | Result):
        return side
    if isinstance(side, Mapping):
        raise TypeError("the first side is a scenario or a result; changes of it come after it")
    if os.fspath(side).endswith(".json"):
        result = read_result(side)
        if not isinstance(result, Result):
            raise ValueError(f"{os.fspath(side)}: it is no result of a run")
        return result
    return load(side)


def _file(given: Side, side: Scenario | Result) -> str:
    if isinstance(given, str | os.PathLike):
        return os.fspath(given)
    return side.path if isinstance(side, Scenario) else str(side.data["scenario"]["path"])


def _bare(setting: str) -> str:
    """Return PATH="text" as people write it after --set, PATH=text."""
    path, value = setting.split("=", 1)
    return f"{path}={value.strip(chr(34))}" if value.count(chr(34)) == 2 else setting


def _tell_apart(sides: list[Scenario | Result], names: list[str]) -> None:
    """Label scenarios that come from one file by what was changed in them."""
    for k, side in enumerate(sides):
        if isinstance(side, Scenario) and side.changes and not names[k]:
            alike = [
                other
                for other in sides
                if isinstance(other, Scenario) and other.title == side.title
            ]
            if len(alike) > 1:
                names[k] = f"{side.title} with {', '.join(_bare(each) for each in side.changes)}"
