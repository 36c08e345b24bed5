"""Figures of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ayes._names import NORMAL_95, short_number
from ayes._plot.axes import (
    FAINT,
    GREEN,
    INK,
    NO,
    YES,
    Numbers,
    bars,
    bars_by_kind,
    chance_axis,
    errors,
    label,
    legend_above,
    list_axes,
    new_axes,
    normal_errors,
    reach,
    short,
    spans,
    strongest,
    ticks_in_100,
    ticks_of,
    ticks_percent,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ayes._result import Result


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
        ax = new_axes(ax, 7, 3.6)
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
        ax.set_xlabel(label(measure, unit))
        ax.set_ylabel("votes in 100")
        ticks_of(ax.xaxis, measure, unit)
        ax.legend(frameon=False)
        return ax

    def cumulative(self, measure: str = "layoffs", ax: Axes | None = None) -> Axes:
        """Draw the chance that a measure is at most x, with a 95% band, by result and over all votes.

        The band is that of Dvoretzky, Kiefer and Wolfowitz (1956) with Massart's constant (1990): it
        holds for all x at once.
        """
        unit = self._unit(measure)
        ax = new_axes(ax, 7, 3.6)
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
            name = "all votes" if outcome == "all" else f"if {outcome}"
            ax.plot(edges, share, color=colour, label=name)
            ax.fill_between(edges, low, high, color=colour, alpha=0.2, lw=0)
        ax.set_ylim(0, 1.02)
        ax.set_xlabel(label(measure, unit))
        ax.set_ylabel("votes in 100 with no more")
        ticks_in_100(ax.yaxis)
        ticks_of(ax.xaxis, measure, unit)
        ax.legend(frameon=False, loc="lower right")
        return ax

    def unions(self, ax: Axes | None = None) -> Axes:
        """Draw each union's chance to say yes, with its 95% interval; the largest on top."""
        table = self._result.unions.sort_values("members", ascending=False, kind="stable")
        ax, rows = list_axes(ax, table.index)
        bars(ax, rows, table["yes"])
        normal_errors(ax, table["yes"], rows, table["yes_se"])
        ax.axvline(0.5, color=FAINT, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        chance_axis(ax)
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
        ax, rows = list_axes(ax, (f"{unit} {name}" for unit, name in table["name"].items()))
        low, inner_low, middle, inner_high, high = (
            table[f"{column}_{level}"] for level in (0.025, 0.1, 0.5, 0.9, 0.975)
        )
        spans(ax, rows, (low, high), (inner_low, inner_high), middle)
        ax.axvline(0.5, color=INK, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        ticks_percent(ax.xaxis)
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
        ax = new_axes(ax, 7, 3.6)
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
        ticks_in_100(ax.yaxis)
        ax.set_ylabel("votes in 100")
        ax.set_xlabel("counted on")
        legend_above(ax, 3)
        return ax

    def influences(self, most: int = 12, ax: Axes | None = None) -> Axes:
        """Draw how strongly each source of chance goes with ratification, strongest on top.

        Estimates of the scenario and the chance of the vote have different colours. Bars are 95%
        intervals (Fisher's z).
        """
        table = strongest(self._result.influences, "correlation", most)
        ax, rows = list_axes(ax, table.index)
        value = table["correlation"].to_numpy(float)
        bars_by_kind(ax, rows, table["correlation"], table["estimate"], "an estimate")
        z = np.arctanh(np.clip(value, -0.999999, 0.999999))
        half = NORMAL_95 / np.sqrt(max(1, self._result.replications - 3))
        errors(ax, value, rows, reach(value, np.tanh(z - half), np.tanh(z + half)))
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
        ax, _ = list_axes(ax, ["with its contract", "without"], 6.5, 0.45)
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
        ax = new_axes(ax, 7, 3.2)
        ax.fill_between(n, mean - half, mean + half, color=YES, alpha=0.25, lw=0)
        ax.plot(n, mean, color=YES)
        if name == "ratified" and self._result.ratified.estimator != "sample":
            ratified = self._result.ratified
            name_of_line = f"{ratified.estimator} estimate"
            ax.axhline(ratified.value, color=INK, lw=0.9, ls=":", label=name_of_line)
            ax.legend(frameon=False)
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter(short_number)
        ax.set_xlabel("simulated votes")
        unit = "1" if name.startswith("ratified") else self._unit(name)
        ticks_of(ax.yaxis, name, unit)
        ax.set_ylabel(
            label(name, unit) if name.startswith("ratified") else f"mean {label(name, unit)}"
        )
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
        ax = new_axes(ax, 7, 3.6)
        for k, (result, name) in enumerate(zip(results, names, strict=True)):
            counts, edges = result.histogram(measure)
            votes, width = max(1, counts.sum()), np.diff(edges)
            share = counts / votes
            half = NORMAL_95 * np.sqrt(share * (1 - share) / result._worth)
            # Votes in 100 for each 1/50 of the axis, so that bins of other widths compare.
            scale = 100 * (edges[-1] - edges[0]) / 50 / width
            colour = (YES, NO, INK, GREEN, "#8064a2", "#d08a2e", "#4bacc6", FAINT)[k % 8]
            ax.stairs(share * scale, edges, color=colour, lw=1.6, label=short(name, 60))
            low, high = (share - half) * scale, (share + half) * scale
            ax.stairs(high, edges, baseline=np.maximum(0, low), fill=True, color=colour, alpha=0.25)
        ax.set_ylim(bottom=0)
        ax.set_xlabel(label(measure, unit))
        ax.set_ylabel("votes (density)")
        ax.set_yticks([])
        ticks_of(ax.xaxis, measure, unit)
        ax.legend(frameon=False)
        return ax
