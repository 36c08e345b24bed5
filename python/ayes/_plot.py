"""Figures, each with the run's own error bars; every function returns matplotlib axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ayes._names import MEASURES, NORMAL_95, digits, in_100, number_of, short_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ayes._backtest import Backtest
    from ayes._calibration import Calibration
    from ayes._comparison import Comparison
    from ayes._explanation import Explanation
    from ayes._result import Result
    from ayes._solution import Solution
    from ayes._sweep import Sweep
    from ayes._update import ByDate, Update

YES = "#2b6ca3"
NO = "#c0504d"
INK = "#333333"
FAINT = "#999999"

Numbers = npt.NDArray[np.float64]


def _axes(ax: Axes | None, width: float, height: float) -> Axes:
    if ax is None:
        import matplotlib.pyplot as plt

        ax = plt.subplots(figsize=(width, height), layout="constrained")[1]
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(colors=INK)
    return ax


def _list_axes(ax: Axes | None, names: list[str], width: float = 7.5) -> Axes:
    """Return axes for rows with names, the first on top."""
    ax = _axes(ax, width, 0.9 + 0.27 * len(names))
    ax.set_yticks(range(len(names)), [_short(name) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax


def _short(name: str, most: int = 44) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _ticks_in_100(axis: Any) -> None:
    """Write a chance as a number of 100; a share of ballots has a % (see _ticks_percent)."""
    axis.set_major_formatter(lambda value, _: f"{100 * value:.5g}")


def _ticks_percent(axis: Any) -> None:
    axis.set_major_formatter(lambda value, _: f"{100 * value:.5g}%")


def _ticks_of(axis: Any, unit: str) -> None:
    if unit in ("share", "1"):
        _ticks_percent(axis)
    else:
        axis.set_major_formatter(short_number)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _label(name: str, unit: str) -> str:
    if name.startswith("ratified"):
        return "ratified, in 100 votes" if name == "ratified" else f"{_words(name)}, in 100 votes"
    return f"{_words(name)}{'' if unit in ('share', '1') else f' ({unit})'}"


class ResultPlots:
    """Figures of a run. Each takes `ax` to draw into; without it makes a figure of its own."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def _unit(self, measure: str) -> str:
        return str(self._result._measure(measure)["unit"])

    def layoffs(self, measure: str = "layoffs", ax: Axes | None = None) -> Axes:
        """Draw a measure's histogram where ratified and where rejected, in votes of 100.

        Bars have 95% intervals of simulation. Votes are counted in bins of equal width.
        """
        unit = self._unit(measure)
        ax = _axes(ax, 7, 3.6)
        votes = self._result.replications
        for outcome, colour in (("rejected", NO), ("ratified", YES)):
            counts, edges = self._result.histogram(measure, outcome)
            if counts.sum() == 0:
                continue
            share = counts / votes
            error = NORMAL_95 * np.sqrt(share * (1 - share) / self._result._worth)
            chance = 100 * counts.sum() / votes
            ax.bar(
                edges[:-1],
                100 * share,
                np.diff(edges),
                align="edge",
                color=colour,
                alpha=0.6,
                yerr=100 * error,
                error_kw={"elinewidth": 0.9, "ecolor": INK},
                label=f"if {outcome} ({chance:.0f} in 100)",
            )
        ax.set_ylim(bottom=0)
        ax.set_xlabel(_label(measure, unit))
        ax.set_ylabel("votes in 100")
        _ticks_of(ax.xaxis, unit)
        ax.legend(frameon=False)
        return ax

    def cumulative(self, measure: str = "layoffs", ax: Axes | None = None) -> Axes:
        """Draw the chance that a measure is at most x, with a 95% band, by result and over all votes.

        The band is that of Dvoretzky, Kiefer and Wolfowitz (1956) with Massart's constant (1990): it
        holds for all x at once.
        """
        unit = self._unit(measure)
        ax = _axes(ax, 7, 3.6)
        end = self._result.histogram(measure)[1][-1]
        for outcome, colour in (("rejected", NO), ("ratified", YES), ("all", INK)):
            counts, edges = self._result.histogram(measure, outcome)
            votes = counts.sum()
            if votes == 0:
                continue
            share = np.concatenate([[0.0], np.cumsum(counts) / votes, [1.0]])
            edges = np.append(edges, end)
            worth = votes * self._result._worth / self._result.replications
            band = np.sqrt(np.log(2 / 0.05) / (2 * worth))
            low, high = np.clip(share - band, 0, 1), np.clip(share + band, 0, 1)
            label = "all votes" if outcome == "all" else f"if {outcome}"
            ax.plot(edges, share, color=colour, label=label)
            ax.fill_between(edges, low, high, color=colour, alpha=0.2, lw=0)
        ax.set_ylim(0, 1.02)
        ax.set_xlabel(_label(measure, unit))
        ax.set_ylabel("votes in 100 with no more")
        _ticks_in_100(ax.yaxis)
        _ticks_of(ax.xaxis, unit)
        ax.legend(frameon=False, loc="lower right")
        return ax

    def unions(self, ax: Axes | None = None) -> Axes:
        """Draw each union's chance to say yes, with its 95% interval; the largest on top."""
        table = self._result.unions.sort_values("members", ascending=False, kind="stable")
        ax = _list_axes(ax, [str(name) for name in table.index])
        rows = np.arange(len(table))
        ax.barh(rows, table["yes"], color=YES, alpha=0.75, height=0.7)
        ax.errorbar(
            table["yes"], rows, xerr=NORMAL_95 * table["yes_se"], fmt="none", ecolor=INK, capsize=2
        )
        ax.axvline(0.5, color=FAINT, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        ax.set_xlabel("says yes, in 100 votes")
        _ticks_in_100(ax.xaxis)
        return ax

    def shares(self, question: str = "package", ax: Axes | None = None) -> Axes:
        """Draw each unit's share of yes ballots: 8 votes in 10 lie on the thick line, 95 in 100 on the thin.

        question: "package" or "contract"; units that aren't asked are left out. Half the votes lie
        on either side of the dot. Raises ValueError if no unit is asked.
        """
        table = self._result.units
        column = f"{question}_share"
        if f"{column}_0.5" not in table:
            raise ValueError(f"question={question!r}: no unit is asked that")
        table = table.dropna(subset=[f"{column}_0.5"]).sort_values(
            f"{column}_0.5", ascending=False, kind="stable"
        )
        ax = _list_axes(ax, [f"{unit} {name}" for unit, name in table["name"].items()])
        rows = np.arange(len(table))
        ax.hlines(rows, table[f"{column}_0.025"], table[f"{column}_0.975"], color=YES, lw=0.9)
        ax.hlines(rows, table[f"{column}_0.1"], table[f"{column}_0.9"], color=YES, alpha=0.5, lw=4)
        ax.plot(table[f"{column}_0.5"], rows, "o", color=YES, ms=5)
        ax.axvline(0.5, color=INK, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        _ticks_percent(ax.xaxis)
        ax.set_xlabel(f"yes among ballots on the {question}")
        return ax

    def fan(self, ax: Axes | None = None) -> Axes:
        """Draw, over the days of counting, how often the package is by then lost, open, or safe.

        What a day's count settles holds from that day until the next; the last day shows the result.
        Bars are 95% intervals. Needs a scenario with a [calendar], raises ValueError without one.
        """
        days = self._result.days
        if days.empty:
            raise ValueError("the scenario has no [calendar]: all ballots are counted at once")
        ratified = self._result.ratified
        ax = _axes(ax, 7, 3.6)
        # On the evening of a day stands what stands on the next morning.
        lost = np.append(days["dead_before"].iloc[1:], 1 - ratified.value)
        safe = np.append(days["safe_before"].iloc[1:], ratified.value)
        lost_se = np.append(days["dead_before_se"].iloc[1:], ratified.se)
        safe_se = np.append(days["safe_before_se"].iloc[1:], ratified.se)
        places = (days.index - days.index[0]).days.to_numpy(float)
        pad = 0.12 * max(1.0, float(places[-1]))
        edges = np.concatenate([[-pad], places, [places[-1] + pad]])

        def steps(first: float, values: Numbers) -> Numbers:
            return np.concatenate([[first], values, values[-1:]])

        below, above = steps(0, lost), steps(1, 1 - safe)
        ax.fill_between(edges, 0, below, step="post", color=NO, alpha=0.6, lw=0, label="lost")
        ax.fill_between(edges, below, above, step="post", color="#dddddd", lw=0, label="open")
        ax.fill_between(edges, above, 1, step="post", color=YES, alpha=0.6, lw=0, label="safe")
        for edge, error in ((lost, lost_se), (1 - safe, safe_se)):
            ax.errorbar(places, edge, yerr=NORMAL_95 * error, fmt="none", ecolor=INK, capsize=3)
        last = -np.inf
        labels = []
        for place, day in zip(places, days.index, strict=True):
            room = place - last >= 0.07 * max(1.0, float(places[-1]))
            labels.append(f"{day:%-d %b}" if room else "")
            last = place if room else last
        ax.set_xticks(places, labels)
        ax.set_xlim(edges[0], edges[-1])
        ax.set_ylim(0, 1)
        _ticks_in_100(ax.yaxis)
        ax.set_ylabel("votes in 100")
        ax.set_xlabel("counted on")
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=3)
        return ax

    def influences(self, most: int = 12, ax: Axes | None = None) -> Axes:
        """Draw how strongly each source of chance goes with ratification, strongest on top.

        Estimates of the scenario and the chance of the vote have different colours. Bars are 95%
        intervals (Fisher's z).
        """
        table = self._result.influences
        order = table["correlation"].abs().sort_values(ascending=False, kind="stable").index
        table = table.loc[order[:most]]
        ax = _list_axes(ax, [str(name) for name in table.index])
        rows = np.arange(len(table))
        estimate = table["estimate"].to_numpy(bool)
        value = table["correlation"].to_numpy(float)
        for wanted, colour, label in (
            (True, NO, "an estimate"),
            (False, YES, "chance of the vote"),
        ):
            part = estimate == wanted
            ax.barh(rows[part], value[part], color=colour, alpha=0.75, height=0.7, label=label)
        z = np.arctanh(np.clip(value, -0.999999, 0.999999))
        half = NORMAL_95 / np.sqrt(max(1, self._result.replications - 3))
        error = np.abs(np.tanh(np.stack([z - half, z + half])) - value)
        ax.errorbar(value, rows, xerr=error, fmt="none", ecolor=INK, capsize=2)
        ax.axvline(0, color=INK, lw=0.8)
        ax.set_xlabel("correlation with ratification")
        ax.legend(frameon=False, loc="lower right")
        return ax

    def gamble(self, unit: str, ax: Axes | None = None) -> Axes:
        """Draw what a unit's members get with its own contract and without: pay and jobs lost.

        Means over the votes in which the package is ratified, on the same draws, with 95%
        intervals. Raises KeyError for no such unit, ValueError where nothing is stated of it.
        """
        table = self._result.units
        if unit not in table.index:
            raise KeyError(f"no unit {unit!r}")
        row: Any = table.loc[unit]
        if "take_part_pay_if_ratified" not in row or pd.isna(row["take_part_pay_if_ratified"]):
            raise ValueError(f"unit {unit!r}: it has no contract decision of its own, or no pay")
        ax = _list_axes(ax, ["with its contract", "without"], 6.5)
        for place, (side, colour) in enumerate((("take_part", YES), ("stay_out", NO))):
            pay = row[f"{side}_pay_if_ratified"]
            error = NORMAL_95 * row[f"{side}_pay_if_ratified_se"]
            ax.errorbar([pay], [place], xerr=[error], fmt="o", color=colour, ecolor=INK, capsize=3)
            text = f"${pay:,.0f}"
            jobs = row.get(f"{side}_layoffs_if_ratified")
            if jobs is not None and not pd.isna(jobs):
                half = NORMAL_95 * row[f"{side}_layoffs_if_ratified_se"]
                rate, half = 100 * jobs / row["employees"], 100 * half / row["employees"]
                text += f", jobs lost in 100: {rate:.1f} ±{half:.1f}"
            ax.annotate(
                text, (pay, place), (0, 7), textcoords="offset points", ha="center", color=colour
            )
        ax.margins(x=0.6)
        ax.xaxis.set_major_formatter(short_number)
        years = self._result.data.get("pay_years")
        ax.set_xlabel(f"pay of a member over {years} years, $" if years else "pay of a member, $")
        ax.set_title(f"{unit}, if the package is ratified", loc="left", fontsize=10)
        return ax

    def convergence(self, name: str = "ratified", ax: Axes | None = None) -> Axes:
        """Draw the mean of a quantity over the first n votes, with its 95% interval, as n grows.

        Needs its draws: run(draws=[name]). Raises KeyError without them.
        """
        draws = self._result.draws(name)
        draws = draws[~np.isnan(draws)]
        n = np.unique(np.geomspace(min(100, len(draws)), len(draws), 120).astype(np.int64))
        sums, squares = np.cumsum(draws)[n - 1], np.cumsum(draws * draws)[n - 1]
        mean = sums / n
        half = NORMAL_95 * np.sqrt(np.maximum(0, squares / n - mean * mean) / n)
        ax = _axes(ax, 7, 3.2)
        ax.fill_between(n, mean - half, mean + half, color=YES, alpha=0.25, lw=0)
        ax.plot(n, mean, color=YES)
        if name == "ratified" and self._result.ratified.estimator != "sample":
            ratified = self._result.ratified
            ax.axhline(ratified.value, color=INK, lw=0.9, ls=":")
            ax.text(
                n[-1], ratified.value, f"{ratified.estimator} estimate ", ha="right", va="bottom"
            )
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter(short_number)
        ax.set_xlabel("simulated votes")
        if name.startswith("ratified"):
            _ticks_in_100(ax.yaxis)
            ax.set_ylabel(_label(name, "1"))
        else:
            unit = self._unit(name)
            _ticks_of(ax.yaxis, unit)
            ax.set_ylabel("mean " + _label(name, unit))
        return ax

    def overlay(
        self,
        *others: Result,
        measure: str = "layoffs",
        labels: list[str] | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """Draw a measure's histogram in this result and in others, as densities over all votes.

        Bands are 95% intervals of simulation; labels are titles if not said.
        """
        unit = self._unit(measure)
        results = [self._result, *others]
        names = [result.title for result in results] if labels is None else labels
        if len(names) != len(results):
            raise ValueError(f"{len(names)} labels for {len(results)} results: write one for each")
        ax = _axes(ax, 7, 3.6)
        for k, (result, name) in enumerate(zip(results, names, strict=True)):
            counts, edges = result.histogram(measure)
            votes, width = max(1, counts.sum()), np.diff(edges)
            share = counts / votes
            half = NORMAL_95 * np.sqrt(share * (1 - share) / result._worth)
            # Votes in 100 for each 1/50 of the axis, so that bins of other widths compare.
            scale = 100 * (edges[-1] - edges[0]) / 50 / width
            colour = (YES, NO, INK, "#7a9a3a", "#8064a2", "#d08a2e", "#4bacc6", FAINT)[k % 8]
            ax.stairs(share * scale, edges, color=colour, lw=1.6, label=_short(name, 60))
            low, high = (share - half) * scale, (share + half) * scale
            ax.stairs(high, edges, baseline=np.maximum(0, low), fill=True, color=colour, alpha=0.25)
        ax.set_ylim(bottom=0)
        ax.set_xlabel(_label(measure, unit))
        ax.set_ylabel("votes (density)")
        ax.set_yticks([])
        _ticks_of(ax.xaxis, unit)
        ax.legend(frameon=False)
        return ax


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
        ax = _axes(ax, 7, 3.6)
        path = axes[0][0]
        groups: list[tuple[Any, pd.DataFrame]] = [("", points)]
        if len(axes) == 2:
            groups = list(points.groupby(axes[1][0], sort=False))
        colours = _shades(len(groups))
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
            _ticks_percent(ax.xaxis)
        else:
            ax.xaxis.set_major_formatter(short_number)
        ax.set_xlabel(path)
        _value_axis(ax, measure, unit)
        if len(axes) == 2:
            ax.legend(frameon=False)
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
        ax = _axes(ax, 1.6 + 0.85 * max(5, len(columns)), 1.3 + 0.42 * max(4, len(rows)))
        image = ax.imshow(values, origin="lower", aspect="auto", cmap="viridis")
        ax.set_xticks(range(len(columns)), columns)
        ax.set_yticks(range(len(rows)), rows)
        ax.set_xlabel(axes[0][0])
        ax.set_ylabel(axes[1][0])
        bar = ax.figure.colorbar(image, ax=ax, label=_label(measure, unit))
        if measure.startswith("ratified"):
            _ticks_in_100(bar.ax.yaxis)
        else:
            _ticks_of(bar.ax.yaxis, unit)
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
                if measure.startswith("ratified"):
                    text = in_100(value, max(error, 5e-4)).replace(" ", "\n")
                else:
                    text = _with_error(value, error)
                ax.text(
                    column, row, text, ha="center", va="center", fontsize=7,
                    color="black" if value > middle else "white",
                )  # fmt: skip
        return ax


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
        names = [_words(name) + (f", {each['side']}" if several else "") for name, each in rows]
        ax = _list_axes(ax, names)
        table: Numbers = np.array(
            [
                [each[key] / each["first"] for key in ("difference", "low", "high")]
                for _, each in rows
            ]
        )
        places = np.arange(len(rows))
        ax.errorbar(
            table[:, 0],
            places,
            xerr=np.abs(table[:, 1:].T - table[:, 0]),
            fmt="o",
            color=YES,
            ecolor=INK,
            ms=4,
            capsize=3,
        )
        ax.axvline(0, color=INK, lw=0.8)
        ax.xaxis.set_major_formatter(lambda value, _: f"{100 * value:+.3g}%")
        ax.set_xlabel("difference from A, of A's value")
        return ax

    def shift(self, measure: str = "layoffs", side: str = "B", ax: Axes | None = None) -> Axes:
        """Draw how far each quantile of a measure moves from A, with the band of each level.

        Above 0 the other side has more. Raises KeyError.
        """
        table = self._comparison.quantiles(measure, side)
        unit = str(self._comparison.measures.loc[(side, measure), "unit"])
        moved = table["second"] - table["first"]
        ax = _axes(ax, 7, 3.4)
        ax.fill_between(table.index, table["low"], table["high"], color=YES, alpha=0.2, lw=0)
        ax.errorbar(
            table.index,
            moved,
            yerr=np.abs(np.stack([moved - table["low"], table["high"] - moved])),
            color=YES,
            ecolor=INK,
            marker="o",
            ms=4,
            capsize=3,
        )
        ax.axhline(0, color=INK, lw=0.8)
        _ticks_in_100(ax.xaxis)
        _ticks_of(ax.yaxis, unit)
        ax.set_xlabel(f"of 100 votes, so many have no more {_words(measure)}")
        ax.set_ylabel(f"{side} − A" + ("" if unit == "share" else f" ({unit})"))
        return ax

    def unions(self, side: str = "B", ax: Axes | None = None) -> Axes:
        """Draw each union's chance to say yes in A and in the other, those that differ most on top.

        The line of the difference has the length of its 95% interval. Raises KeyError.
        """
        table = self._comparison.unions.xs(side, level="side")
        table = table[(table["low"] > 0) | (table["high"] < 0)]
        order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
        table = table.loc[order]
        ax = _list_axes(ax, [str(name) for name in table.index] or ["no union differs"])
        rows = np.arange(len(table))
        ax.hlines(rows, table["first"], table["second"], color=FAINT, lw=1)
        ax.plot(table["first"], rows, "o", color=INK, ms=5, label="A")
        error = np.abs(
            np.stack([table["difference"] - table["low"], table["high"] - table["difference"]])
        )
        ax.errorbar(
            table["second"], rows, xerr=error, fmt="o", color=YES, ms=5, capsize=3, label=side
        )
        ax.set_xlim(0, 1)
        _ticks_in_100(ax.xaxis)
        ax.set_xlabel("says yes, in 100 votes")
        ax.legend(frameon=False)
        return ax


class SolutionPlots:
    """The figure of a solution."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution

    def curve(self, ax: Axes | None = None) -> Axes:
        """Draw the values tried with their 95% intervals, the target, and where it is met."""
        scan = self._solution.scan
        ax = _axes(ax, 7, 3.6)
        ax.errorbar(
            scan["value"],
            scan["mean"],
            yerr=np.stack([scan["mean"] - scan["low"], scan["high"] - scan["mean"]]),
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
                (6, -14),
                textcoords="offset points",
                color=NO,
            )
        ax.xaxis.set_major_formatter(lambda value, _: f"{short_number(value)}{suffix}")
        ax.set_xlabel(self._solution.path)
        _value_axis(ax, self._solution.measure, "1" if self._solution.measure == "ratified" else "")
        return ax


class ExplanationPlots:
    """Figures of an explanation. Each takes `ax` to draw into; without it makes its own figure."""

    def __init__(self, explanation: Explanation) -> None:
        self._explanation = explanation

    def tornado(self, most: int = 12, ax: Axes | None = None) -> Axes:
        """Draw P(ratified) with each estimate held at its 10% and its 90% point, widest on top.

        All else is as it was drawn, on the same votes. The error bar at the 90% end is the 95%
        interval of the bar's length. Raises ValueError where nothing is uncertain.
        """
        table = self._explanation.tornado
        if table.empty:
            raise ValueError("no number of the scenario is an uncertain estimate")
        table = table[(table["difference"] != 0) | (table["difference_se"] > 0)]
        order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
        table = table.loc[order[:most]]
        ax = _list_axes(ax, [str(name) for name in table.index])
        rows = np.arange(len(table))
        base = self._explanation.data["tornado"]["ratified_as_drawn"]["probability"]
        for column, colour, label in (
            ("at_low", NO, "at its 10% point"),
            ("at_high", YES, "at its 90% point"),
        ):
            ax.barh(
                rows,
                table[column] - base,
                left=base,
                color=colour,
                alpha=0.7,
                height=0.7,
                label=label,
            )
        ax.errorbar(
            table["at_high"],
            rows,
            xerr=NORMAL_95 * table["difference_se"],
            fmt="none",
            ecolor=INK,
            capsize=2,
        )
        ax.axvline(base, color=INK, lw=0.8)
        _ticks_in_100(ax.xaxis)
        ax.set_xlabel("ratified, in 100 votes")
        ax.legend(frameon=False, loc="lower right")
        return ax

    def decides(self, kind: str = "unions", most: int = 15, ax: Axes | None = None) -> Axes:
        """Draw how often each union's (or unit's) vote decides, with 95% intervals.

        kind: "unions" or "units".
        """
        if kind not in ("unions", "units"):
            raise ValueError(f"kind={kind!r}: write 'unions' or 'units'")
        table = self._explanation.unions if kind == "unions" else self._explanation.units
        table = table.sort_values("decides", ascending=False, kind="stable").head(most)
        ax = _list_axes(ax, [str(name) for name in table.index])
        rows = np.arange(len(table))
        ax.barh(rows, table["decides"], color=YES, alpha=0.75, height=0.7)
        ax.errorbar(
            table["decides"],
            rows,
            xerr=NORMAL_95 * table["decides_se"],
            fmt="none",
            ecolor=INK,
            capsize=2,
        )
        ax.set_xlim(left=0)
        _ticks_in_100(ax.xaxis)
        ax.set_xlabel("its vote decides, in 100 votes")
        return ax

    def variance(self, ax: Axes | None = None) -> Axes:
        """Draw which part of the doubt comes from which kind of source (Shapley), with 95% intervals."""
        table = self._explanation.variance.loc["kind"]
        ax = _list_axes(ax, [str(name) for name in table.index])
        rows = np.arange(len(table))
        estimate = table["estimate"].to_numpy(bool)
        for wanted, colour, label in ((True, NO, "estimates"), (False, YES, "chance of the vote")):
            part = estimate == wanted
            ax.barh(
                rows[part], table["shapley"].to_numpy(float)[part], color=colour, alpha=0.75,
                height=0.7, label=label,
            )  # fmt: skip
        ax.errorbar(
            table["shapley"],
            rows,
            xerr=NORMAL_95 * table["shapley_se"],
            fmt="none",
            ecolor=INK,
            capsize=2,
        )
        ax.axvline(0, color=INK, lw=0.8)
        _ticks_in_100(ax.xaxis)
        ax.set_xlabel("its part of the doubt about the result, of 100")
        ax.legend(frameon=False)
        return ax


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
        ax = _list_axes(ax, [str(name) for name in table.index])
        rows = np.arange(len(table))
        ax.hlines(rows, table["before"], table["after"], color=FAINT, lw=1)
        for column, colour, label in (
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
                label=label,
            )
        ax.set_xlim(-0.02, 1.02)
        _ticks_in_100(ax.xaxis)
        ax.set_xlabel("says yes, in 100 votes")
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=2)
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
        ax = _axes(ax, width, height)
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
        error = np.stack([value - days["low"], days["high"] - value])
        ax.errorbar(places, value, yerr=error, fmt="o", color=YES, ecolor=INK, ms=5, capsize=3)
        for place in places[np.isnan(value)]:
            ax.annotate(
                "no chance:\ntoo few votes agree", (place, 0), (0, 4), textcoords="offset points",
                ha="center", fontsize=7, color=FAINT,
            )  # fmt: skip
        ax.set_ylim(0, max(0.1, min(1.0, 1.15 * float(np.nanmax(days["high"])))))
        _ticks_in_100(ax.yaxis)
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

        for low, high, alpha, label in (
            (0.05, 0.95, 0.15, "9 in 10"),
            (0.1, 0.9, 0.22, "8 in 10"),
            (0.25, 0.75, 0.35, "5 in 10"),
        ):
            ax.fill_between(
                ends, at(low), at(high), step="post", color=YES, alpha=alpha, lw=0, label=label
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
        _value_axis(ax, measure, unit)
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=4)
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
        for name, colour in zip(names, _shades(len(names)), strict=True):
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
                label=_short(name, 30),
            )
        ax.set_ylim(-0.02, 1.02)
        _ticks_in_100(ax.yaxis)
        ax.set_ylabel("says yes, in 100 votes")
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8)
        return ax


class CalibrationPlots:
    """The figure of what was learned."""

    def __init__(self, calibration: Calibration) -> None:
        self._calibration = calibration

    def quantities(self, of: str = "support", ax: Axes | None = None) -> Axes:
        """Draw each spread and shift before the votes and after: 8 in 10 lie on the thick line.

        The thin line holds 95 in 100, the dot is the mean, the grey line the prior's mean with its
        standard deviation on either side. of: "support" or "turnout".
        """
        if of not in ("support", "turnout"):
            raise ValueError(f"of={of!r}: write 'support' or 'turnout'")
        table = getattr(self._calibration, of)
        ax = _list_axes(ax, [_words(str(name)) for name in table.index])
        rows = np.arange(len(table))
        prior, sd = table["prior_mean"], table["prior_sd"]
        ax.hlines(rows + 0.22, prior - sd, prior + sd, color=FAINT, lw=2, label="before")
        ax.hlines(rows, table[0.025], table[0.975], color=YES, lw=0.9)
        ax.hlines(rows, table[0.1], table[0.9], color=YES, alpha=0.5, lw=4, label="after")
        ax.plot(table["mean"], rows, "o", color=YES, ms=5)
        ax.axvline(0, color=INK, lw=0.8)
        ax.set_xlabel(f"{of}, on the probit scale")
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=2)
        return ax


class BacktestPlots:
    """Figures of a back-test."""

    def __init__(self, backtest: Backtest) -> None:
        self._backtest = backtest

    def coverage(self, level: float = 0.8, ax: Axes | None = None) -> Axes:
        """Draw which part of hidden votes fell inside intervals of a level, by what was known.

        Lines hold 99 in 100 resamples of the ratifications. level: 0.5, 0.8 or 0.95; raises KeyError.
        """
        column = f"coverage_{level:g}"
        table = self._backtest.scores.xs("model", level="method")
        if column not in table:
            raise KeyError(f"no intervals of {level:g}; there are 0.5, 0.8 and 0.95")
        names = [f"{name} ({row['cases']:.0f})" for name, row in table.iterrows()]
        ax = _list_axes(ax, names)
        rows = np.arange(len(table))
        ax.hlines(rows, table[f"low_{column}"], table[f"high_{column}"], color=YES, lw=1.2)
        ax.plot(table[column], rows, "o", color=YES, ms=5)
        ax.axvline(level, color=INK, lw=0.8, ls=":")
        ax.set_xlim(0, 1.02)
        _ticks_in_100(ax.xaxis)
        ax.set_xlabel(f"of 100 hidden votes, inside the {100 * level:g}% interval")
        return ax

    def ahead(self, score: str = "log_probability", ax: Axes | None = None) -> Axes:
        """Draw how far the model is ahead of plain forecasts, with 95 in 100 resamples.

        Right of 0 the model is better. score: "log_probability", "crps" or "brier"; raises KeyError.
        """
        table = self._backtest.ahead
        if score not in table:
            raise KeyError(f"no score {score!r}; there are log_probability, crps and brier")
        names = list(dict.fromkeys(table.index.get_level_values("known")))
        methods = list(dict.fromkeys(table.index.get_level_values("method")))
        ax = _list_axes(ax, names)
        for k, method in enumerate(methods):
            part = table.xs(method, level="method").reindex(names)
            rows = np.arange(len(names)) + 0.22 * (k - (len(methods) - 1) / 2)
            colour = (YES, NO, "#7a9a3a")[k % 3]
            ax.hlines(rows, part[f"low_{score}"], part[f"high_{score}"], color=colour, lw=1.2)
            ax.plot(part[score], rows, "o", color=colour, ms=4, label=_words(method))
        ax.axvline(0, color=INK, lw=0.8)
        ax.set_xlabel(f"model ahead, {_words(score)} of a vote")
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=3)
        return ax

    def pit(self, known: str = "nothing", ax: Axes | None = None) -> Axes:
        """Draw where in their forecasts the hidden votes fell: flat if these are right.

        The dotted line is a tenth of the votes; no interval is known of the bars, which count each
        ratification the same. Raises KeyError.
        """
        parts = self._backtest.pit(known)
        ax = _axes(ax, 6, 3)
        ax.bar(parts.index, 100 * parts, 0.1, align="edge", color=YES, alpha=0.75, ec="white")
        ax.axhline(10, color=INK, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        ax.set_xlabel("place of the vote in its forecast (PIT)")
        ax.set_ylabel("votes in 100")
        return ax


def _with_error(value: float, half: float) -> str:
    """Return "1,072\n±28": as many digits as the error has."""
    places = digits(half / 10) if half > 0 else 2
    return f"{value:,.{places}f}\n±{half:,.{places}f}"


def _value_axis(ax: Axes, measure: str, unit: str) -> None:
    """Name the axis of a quantity, and write its numbers."""
    ax.set_ylabel(_label(measure, unit) if unit or measure not in MEASURES else _words(measure))
    if measure.startswith("ratified"):
        _ticks_in_100(ax.yaxis)
    else:
        _ticks_of(ax.yaxis, unit)


def _shades(count: int) -> list[Any]:
    import matplotlib

    if count == 1:
        return [YES]
    return list(matplotlib.colormaps["viridis"](np.linspace(0.0, 0.85, count)))
