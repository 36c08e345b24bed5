"""Figures of sweeps and solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ayes._names import NORMAL_95, digits, in_100, number_of, short_number
from ayes._plot.axes import (
    INK,
    NO,
    YES,
    Numbers,
    label,
    legend_beside,
    new_axes,
    reach,
    shades,
    ticks_of,
    ticks_percent,
    value_axis,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ayes._solution import Solution
    from ayes._sweep import Sweep


class SweepPlots:
    """Figures of a sweep. Each takes `ax` to draw into; without it makes a figure of its own."""

    def __init__(self, sweep: Sweep) -> None:
        self._sweep = sweep

    def _unit(self, measure: str) -> str:
        units = self._sweep._units()
        if measure not in units:
            raise KeyError(f"no measure {measure!r}; it has {', '.join(units)}")
        return units[measure]

    def curve(self, measure: str = "ratified", ax: Axes | None = None) -> Axes:
        """Draw a quantity over the one axis that was varied, with its 95% intervals.

        Of a second axis each value has a line. Raises ValueError for more, KeyError.
        """
        unit = self._unit(measure)
        axes = self._sweep._axes()
        if axes is None or len(axes) > 2:
            raise ValueError("a curve is of a grid with one axis, or two; see .points for the rest")
        points = self._sweep.points.dropna(subset=[measure])
        ax = new_axes(ax, 7, 3.6)
        path = axes[0][0]
        groups: list[tuple[Any, pd.DataFrame]] = [("", points)]
        if len(axes) == 2:
            groups = list(points.groupby(axes[1][0], sort=False))
        colours = shades(len(groups))
        numbers = all(number_of(value) is not None for value in points[path])
        labels = list(dict.fromkeys(str(value) for value in points[path]))
        for (name, rows), colour in zip(groups, colours, strict=True):
            where: list[float] = [
                (number_of(value) or 0.0) if numbers else float(labels.index(str(value)))
                for value in rows[path]
            ]
            ax.errorbar(
                where,
                rows[measure],
                yerr=NORMAL_95 * rows[f"{measure}_se"],
                color=colour,
                marker="o",
                ms=4,
                capsize=3,
                ls="-" if numbers else "none",
                label=f"{axes[1][0]} = {name}" if len(axes) == 2 else None,
            )
        if not numbers:
            ax.set_xticks(range(len(labels)), labels)
            ax.margins(x=0.2)
        elif all(str(value).endswith("%") for value in points[path]):
            ticks_percent(ax.xaxis)
        else:
            ax.xaxis.set_major_formatter(short_number)
        ax.set_xlabel(path)
        value_axis(ax, measure, unit)
        if len(axes) == 2:
            legend_beside(ax)
        return ax

    def heat_map(self, measure: str = "ratified", ax: Axes | None = None) -> Axes:
        """Draw a quantity over two axes: colours, and in each cell the number with its 95% error.

        Of more than 120 cells the numbers are left out, and the largest error stands above. Raises
        ValueError unless the sweep is a grid with two axes, KeyError.
        """
        unit = self._unit(measure)
        axes = self._sweep._axes()
        if axes is None or len(axes) != 2:
            raise ValueError("a heat map is of a grid with two axes")
        points = self._sweep.points
        rows = list(dict.fromkeys(str(value) for value in points[axes[1][0]]))
        columns = list(dict.fromkeys(str(value) for value in points[axes[0][0]]))
        values: Numbers = points[measure].to_numpy(float).reshape(len(columns), len(rows)).T
        half: Numbers = NORMAL_95 * points[f"{measure}_se"].to_numpy(float)
        half = half.reshape(len(columns), len(rows)).T
        ax = new_axes(ax, 1.6 + 0.85 * max(5, len(columns)), 1.3 + 0.42 * max(4, len(rows)))
        image = ax.imshow(values, origin="lower", aspect="auto", cmap="viridis")
        ax.set_xticks(range(len(columns)), columns)
        ax.set_yticks(range(len(rows)), rows)
        ax.set_xlabel(axes[0][0])
        ax.set_ylabel(axes[1][0])
        bar = ax.figure.colorbar(image, ax=ax, label=label(measure, unit))
        ticks_of(bar.ax.yaxis, measure, unit)
        if values.size > 120:
            worst = float(np.nanmax(half))
            text = f"{100 * worst:.2g} in 100" if measure.startswith("ratified") else f"{worst:.3g}"
            ax.set_title(f"simulation error at most ±{text}", fontsize=9, loc="left")
            return ax
        middle = (np.nanmin(values) + np.nanmax(values)) / 2
        for row in range(len(rows)):
            for column in range(len(columns)):
                value, error = values[row, column], half[row, column]
                if np.isnan(value):
                    continue
                colour = "black" if value > middle else "white"
                text = _with_error(measure, value, error)
                ax.text(column, row, text, ha="center", va="center", fontsize=7, color=colour)
        return ax


class SolutionPlots:
    """The figure of a solution."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution

    def curve(self, ax: Axes | None = None) -> Axes:
        """Draw the values tried with their 95% intervals, the target, and where it is met."""
        scan = self._solution.scan
        ax = new_axes(ax, 7, 3.6)
        ax.errorbar(
            scan["value"],
            scan["mean"],
            yerr=reach(scan["mean"], scan["low"], scan["high"]),
            color=YES,
            marker="o",
            ms=4,
            capsize=3,
        )
        ax.axhline(self._solution.target, color=INK, lw=0.8, ls=":")
        suffix = self._solution.suffix
        for _, root in self._solution.roots.iterrows():
            low = root["value"] if pd.isna(root["low"]) else root["low"]
            high = root["value"] if pd.isna(root["high"]) else root["high"]
            ax.axvspan(low, high, color=NO, alpha=0.35)
            ax.axvline(root["value"], color=NO, lw=1)
            ax.annotate(
                f"{root['value']:.5g}{suffix}",
                (root["value"], self._solution.target),
                (6, 6 if root["slope"] < 0 else -14),  # on the side where the curve is not
                textcoords="offset points",
                color=NO,
            )
        ax.xaxis.set_major_formatter(lambda value, _: f"{short_number(value)}{suffix}")
        ax.set_xlabel(self._solution.path)
        value_axis(ax, self._solution.measure, "1" if self._solution.measure == "ratified" else "")
        return ax


def _with_error(measure: str, value: float, half: float) -> str:
    """Return "1,072\n±28": as many digits as the error has, a chance in 100, millions in short."""
    if measure.startswith("ratified"):
        return in_100(value, max(half, 5e-4)).replace(" ", "\n")
    if abs(value) >= 1e6:
        return f"{short_number(value)}\n±{short_number(float(f'{half:.2g}'))}"
    places = digits(half / 10) if half > 0 else 2
    return f"{value:,.{places}f}\n±{half:,.{places}f}"
