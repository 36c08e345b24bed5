"""Figures of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ayes._plot.axes import (
    FAINT,
    INK,
    YES,
    Numbers,
    chance_axis,
    legend_above,
    list_axes,
    new_axes,
    reach,
    strongest,
    ticks_in_100,
    ticks_of,
    words,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ayes._comparison import Comparison


class ComparisonPlots:
    """Figures of a comparison. Each takes `ax` to draw into; without it makes a figure of its own."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def differences(self, measures: list[str] | None = None, ax: Axes | None = None) -> Axes:
        """Draw by how much P(ratified) and measures differ from A, relative to A.

        A dot is the difference as a share of A's value, the line its 95% interval. Measures that
        are 0 in A are left out.
        """
        rows = []
        for each in self._comparison.ratified.reset_index().to_dict("records"):
            rows.append(("ratified", each))
        for each in self._comparison.measures.reset_index().to_dict("records"):
            if measures is None or each["measure"] in measures:
                rows.append((each["measure"], each))
        rows = [(name, each) for name, each in rows if each["first"] > 0]
        several = len(self._comparison.ratified) > 1
        names = [words(name) + (f", {each['side']}" if several else "") for name, each in rows]
        ax, places = list_axes(ax, names)
        table: Numbers = np.array(
            [
                [each[key] / each["first"] for key in ("difference", "low", "high")]
                for _, each in rows
            ]
        )
        ax.errorbar(
            table[:, 0],
            places,
            xerr=reach(*table.T),
            fmt="o",
            color=YES,
            ecolor=INK,
            ms=4,
            capsize=3,
        )
        ax.axvline(0, color=INK, lw=0.8)
        ax.xaxis.set_major_formatter(lambda value, _: f"{100 * value:+.3g}%" if value else "0%")
        ax.set_xlabel("difference from A, of A's value")
        return ax

    def shift(self, measure: str = "layoffs", side: str = "B", ax: Axes | None = None) -> Axes:
        """Draw how far each quantile of a measure moves from A, with the band of each level.

        Above 0 the other side has more. Raises KeyError.
        """
        table = self._comparison.quantiles(measure, side)
        unit = str(self._comparison.measures.loc[(side, measure), "unit"])
        moved = table["second"] - table["first"]
        ax = new_axes(ax, 7, 3.4)
        ax.fill_between(table.index, table["low"], table["high"], color=YES, alpha=0.2, lw=0)
        ax.errorbar(
            table.index,
            moved,
            yerr=reach(moved, table["low"], table["high"]),
            color=YES,
            ecolor=INK,
            marker="o",
            ms=4,
            capsize=3,
        )
        ax.axhline(0, color=INK, lw=0.8)
        ticks_in_100(ax.xaxis)
        ticks_of(ax.yaxis, measure, unit)
        ax.set_xlabel(f"of 100 votes, so many have no more {words(measure)}")
        ax.set_ylabel(f"{side} − A" + ("" if unit == "share" else f" ({unit})"))
        return ax

    def unions(self, side: str = "B", ax: Axes | None = None) -> Axes:
        """Draw each union's chance to say yes in A and in the other, those that differ most on top.

        The line of the difference has the length of its 95% interval. Raises KeyError.
        """
        table = self._comparison.unions.xs(side, level="side")
        table = strongest(table[(table["low"] > 0) | (table["high"] < 0)], "difference")
        ax, rows = list_axes(ax, table.index if len(table) else ["no union differs"])
        rows = rows[: len(table)]
        ax.hlines(rows, table["first"], table["second"], color=FAINT, lw=1)
        ax.plot(table["first"], rows, "o", color=INK, ms=5, label="A")
        error = reach(table["difference"], table["low"], table["high"])
        ax.errorbar(
            table["second"], rows, xerr=error, fmt="o", color=YES, ms=5, capsize=3, label=side
        )
        ax.set_xlim(0, 1)
        chance_axis(ax)
        legend_above(ax, 2)
        return ax
