"""Figures, each with the run's own error bars; every function returns matplotlib axes."""

from ayes._plot.comparison import ComparisonPlots
from ayes._plot.explanation import ExplanationPlots
from ayes._plot.learning import BacktestPlots, CalibrationPlots
from ayes._plot.result import ResultPlots
from ayes._plot.sweep import SolutionPlots, SweepPlots
from ayes._plot.update import ByDatePlots, UpdatePlots

__all__ = [
    "BacktestPlots",
    "ByDatePlots",
    "CalibrationPlots",
    "ComparisonPlots",
    "ExplanationPlots",
    "ResultPlots",
    "SolutionPlots",
    "SweepPlots",
    "UpdatePlots",
]
