"""Ayes: will a labour agreement be ratified, and how many layoffs follow?

    import ayes

    june = ayes.load("scenarios/sebac-2011-june.toml")
    result = june.run(100_000)
    result.ratified          # chance, simulation error, range over the estimates
    result.units             # a pandas DataFrame
    result.plot.layoffs()    # matplotlib axes
    ayes.compare(june, {"ballot.units.P-4": "separate"})
    ayes.sweep(june, {"layoffs.rejected.threat": "0:9000:1500"}).plot.curve()

Nothing depends on threads, workers or the machine: the same scenario, seed and version give the same
bytes as the program `ayes`.
"""

from ayes._comparison import Comparison, compare
from ayes._core import version as __version__
from ayes._errors import FileError, Mistake, ScenarioError
from ayes._explanation import Explanation, explain
from ayes._merge import merge
from ayes._report import Report
from ayes._result import Chance, Result, read_result
from ayes._scenario import Scenario, check, load, loads, schema
from ayes._solution import Solution, solve
from ayes._sweep import Sweep, sweep

__all__ = [
    "Chance",
    "Comparison",
    "Explanation",
    "FileError",
    "Mistake",
    "Report",
    "Result",
    "Scenario",
    "ScenarioError",
    "Solution",
    "Sweep",
    "__version__",
    "check",
    "compare",
    "explain",
    "load",
    "loads",
    "merge",
    "read_result",
    "schema",
    "solve",
    "sweep",
]
