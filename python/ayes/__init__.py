"""Ayes: will a labour agreement be ratified, and how many layoffs follow?

    import ayes

    june = ayes.load("scenarios/sebac-2011-june.toml")
    result = june.run(100_000)
    result.ratified          # chance, simulation error, range over the estimates
    result.units             # a pandas DataFrame
    result.plot.layoffs()    # matplotlib axes
    ayes.compare(june, {"ballot.units.P-4": "separate"})
    ayes.sweep(june, {"layoffs.rejected.threat": "0:9000:1500"}).plot.curve()
    ayes.update(june, "results.csv").moved

Nothing depends on threads, workers or the machine: the same scenario, seed and version give the same
bytes as the program `ayes`.
"""

from ayes._backtest import Backtest, backtest
from ayes._calibration import Calibration, calibrate
from ayes._comparison import Comparison, compare, compare_part
from ayes._core import version as __version__
from ayes._errors import FileError, Mistake, NoResultError, ScenarioError
from ayes._explanation import Explanation, explain
from ayes._merge import merge
from ayes._report import Report
from ayes._result import Chance, Result, read_result
from ayes._scenario import Scenario, check, load, loads, schema
from ayes._solution import Solution, solve
from ayes._sweep import Sweep, sweep, sweep_part
from ayes._update import ByDate, Update, update
from ayes._verification import Verification, verify

__all__ = [
    "Backtest",
    "ByDate",
    "Calibration",
    "Chance",
    "Comparison",
    "Explanation",
    "FileError",
    "Mistake",
    "NoResultError",
    "Report",
    "Result",
    "Scenario",
    "ScenarioError",
    "Solution",
    "Sweep",
    "Update",
    "Verification",
    "__version__",
    "backtest",
    "calibrate",
    "check",
    "compare",
    "compare_part",
    "explain",
    "load",
    "loads",
    "merge",
    "read_result",
    "schema",
    "solve",
    "sweep",
    "sweep_part",
    "update",
    "verify",
]
