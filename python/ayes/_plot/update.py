"""Figures of a forecast given results: at once, and over the days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ayes._names import NORMAL_95
from ayes._plot.axes import (
    FAINT,
    INK,
    YES,
    Numbers,
    chance_axis,
    legend_above,
    legend_beside,
    list_axes,
    new_axes,
    reach,
    shades,
    short,
    ticks_in_100,
    value_axis,
)
from ayes._plot.result import ResultPlots

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ayes._update import ByDate, Update


class UpdatePlots(ResultPlots):
    """Figures of a run given results: those of any run, and who moved."""

    def __init__(self, update: Update) -> None:
        super().__init__(update)
        self._update = update

    def moved(self, most: int = 12, ax: Axes | None = None) -> Axes:
        """Draw each body's chance to say yes before and after, those that moved most on top.

        Bars are 95% intervals of simulation.
        """
        table = self._update.moved.head(most)
        ax, rows = list_axes(ax, table.index)
        ax.hlines(rows, table["before"], table["after"], color=FAINT, lw=1)
        for column, colour, name in (
            ("before", INK, "before"),
            ("after", YES, "given the results"),
        ):
            ax.errorbar(
                table[column],
                rows,
                xerr=NORMAL_95 * table[f"{column}_se"],
                fmt="o",
                color=colour,
                ms=5,
                capsize=3,
                label=name,
            )
        ax.set_xlim(-0.02, 1.02)
        chance_axis(ax)
        legend_above(ax, 2)
        return ax


class ByDatePlots:
    """Figures over the days on which results came in."""

    def __init__(self, by_date: ByDate) -> None:
        self._by_date = by_date

    def _places(self) -> Numbers:
        """Return where the days stand: in days from the first date, what came before it to its left."""
        dates = self._by_date.days.index
        known = dates[dates.notna()]
        if not len(known):
            return np.arange(len(dates), dtype=float)
        span = max(1.0, float((known[-1] - known[0]).days))
        before = len(dates) - len(known)
        early = -span * 0.08 * np.arange(before, 0, -1)
        return np.concatenate([early, (known - known[0]).days.to_numpy(float)])

    def _axes(self, ax: Axes | None, width: float, height: float) -> tuple[Axes, Numbers]:
        """Return axes whose ticks are the days, each with its date, and where they stand."""
        ax = new_axes(ax, width, height)
        places = self._places()
        labels, month, last = [], "", -np.inf
        room = (places[-1] - places[0]) * 0.022
        for k, date in enumerate(self._by_date.days.index):
            if pd.isna(date):
                label = "before" if k == 0 else "undated"
            elif places[k] - last < room:
                label = ""
            else:
                label = f"{date:%-d}"
                if f"{date:%B}" != month:
                    month = f"{date:%B}"
                    label += f"\n{date:%b}"
            if label:
                last = places[k]
            labels.append(label)
        ax.set_xticks(places, labels)
        pad = 0.03 * (places[-1] - places[0])
        ax.set_xlim(places[0] - pad, places[-1] + 2 * pad)
        return ax, places

    def chance(self, ax: Axes | None = None) -> Axes:
        """Draw P(ratified) over the days, with its 95% intervals of simulation.

        A chance holds until the next day with results. A day on which too few votes agree with what
        was known is a gap.
        """
        days = self._by_date.days
        ax, places = self._axes(ax, 7.5, 3.6)
        value = days["ratified"].to_numpy(float)
        ax.plot(places, value, color=YES, drawstyle="steps-post", lw=1.2)
        error = reach(value, days["low"], days["high"])
        ax.errorbar(places, value, yerr=error, fmt="o", color=YES, ecolor=INK, ms=5, capsize=3)
        for place in places[np.isnan(value)]:
            ax.annotate(
                "no chance:\ntoo few votes agree", (place, 0), (0, 4), textcoords="offset points",
                ha="center", fontsize=7, color=FAINT,
            )  # fmt: skip
        ax.set_ylim(0, max(0.1, min(1.0, 1.15 * float(np.nanmax(days["high"])))))
        ticks_in_100(ax.yaxis)
        ax.set_ylabel("ratified, in 100 votes")
        return ax

    def fan(self, measure: str = "layoffs", ax: Axes | None = None) -> Axes:
        """Draw how a measure's law narrows over the days: the median, and where 5, 8 and 9 in 10 lie.

        The bar at the median is its 95% interval of simulation (before any result it is narrower
        than the line). Raises KeyError for a measure that there isn't.
        """
        table = self._by_date.measures
        names = table.index.unique("measure")
        if measure not in names:
            raise KeyError(f"no measure {measure!r}; it has {', '.join(names)}")
        unit = str(table.xs(measure, level="measure")["unit"].iloc[0])
        data = self._by_date.to_xarray()
        ax, places = self._axes(ax, 7.5, 3.6)
        quantiles = data[f"{measure}_quantiles"]
        ends = np.append(places, ax.get_xlim()[1])  # the last day's law holds on

        def at(level: float) -> Numbers:
            values = quantiles.sel(quantile=level).to_numpy()
            return np.append(values, values[-1])

        for low, high, alpha, name in (
            (0.05, 0.95, 0.15, "9 in 10"),
            (0.1, 0.9, 0.22, "8 in 10"),
            (0.25, 0.75, 0.35, "5 in 10"),
        ):
            ax.fill_between(
                ends, at(low), at(high), step="post", color=YES, alpha=alpha, lw=0, label=name
            )
        middle = at(0.5)
        ax.plot(ends, middle, color=INK, drawstyle="steps-post", lw=1.2, label="median")
        ax.errorbar(
            places,
            middle[:-1],
            yerr=NORMAL_95 * np.nan_to_num(data[f"{measure}_median_se"].to_numpy()),
            fmt="o",
            color=INK,
            ms=4,
            capsize=3,
        )
        ax.set_ylim(bottom=0)
        value_axis(ax, measure, unit)
        legend_above(ax, 4)
        return ax

    def unions(self, names: list[str] | None = None, ax: Axes | None = None) -> Axes:
        """Draw unions' chances to say yes over the days, with 95% intervals of simulation.

        names: which; the six that moved most between two days, if not said. Raises KeyError.
        """
        table = self._by_date.to_xarray()
        known: list[str] = [str(name) for name in table["union"].to_numpy()]
        if names is None:
            moves = np.nan_to_num(np.abs(np.diff(table["union_yes"].to_numpy(), axis=0))).max(
                axis=0
            )
            names = [known[k] for k in np.argsort(-moves, kind="stable")[:6]]
        for name in names:
            if name not in known:
                raise KeyError(f"no union {name!r}; there are {', '.join(known)}")
        ax, places = self._axes(ax, 7.5, 3.8)
        for name, colour in zip(names, shades(len(names)), strict=True):
            part = table.sel(union=name)
            value = part["union_yes"].to_numpy()
            ax.plot(places, value, color=colour, drawstyle="steps-post", lw=1)
            ax.errorbar(
                places,
                value,
                yerr=NORMAL_95 * part["union_yes_se"].to_numpy(),
                fmt="o",
                ms=4,
                capsize=2,
                color=colour,
                label=short(name, 30),
            )
        ax.set_ylim(-0.02, 1.02)
        ticks_in_100(ax.yaxis)
        ax.set_ylabel("says yes, in 100 votes")
        legend_beside(ax)
        return ax
