"""Figures of what past votes say, and of how good forecasts of them would have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayes._plot.axes import (
    FAINT,
    GREEN,
    INK,
    NO,
    YES,
    legend_above,
    list_axes,
    new_axes,
    spans,
    ticks_in_100,
    words,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ayes._backtest import Backtest
    from ayes._calibration import Calibration


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
        ax, rows = list_axes(ax, (words(str(name)) for name in table.index))
        prior, sd = table["prior_mean"], table["prior_sd"]
        ax.hlines(rows + 0.22, prior - sd, prior + sd, color=FAINT, lw=2, label="before")
        whole, inner = (table[0.025], table[0.975]), (table[0.1], table[0.9])
        spans(ax, rows, whole, inner, table["mean"], "after")
        ax.axvline(0, color=INK, lw=0.8)
        ax.set_xlabel(f"{of}, on the probit scale")
        legend_above(ax, 2)
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
        ax, rows = list_axes(ax, names)
        ax.hlines(rows, table[f"low_{column}"], table[f"high_{column}"], color=YES, lw=1.2)
        ax.plot(table[column], rows, "o", color=YES, ms=5)
        ax.axvline(level, color=INK, lw=0.8, ls=":")
        ax.set_xlim(0, 1.02)
        ticks_in_100(ax.xaxis)
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
        ax, places = list_axes(ax, names)
        for k, method in enumerate(methods):
            part = table.xs(method, level="method").reindex(names)
            rows = places + 0.22 * (k - (len(methods) - 1) / 2)
            colour = (YES, NO, GREEN)[k % 3]
            ax.hlines(rows, part[f"low_{score}"], part[f"high_{score}"], color=colour, lw=1.2)
            ax.plot(part[score], rows, "o", color=colour, ms=4, label=words(method))
        ax.axvline(0, color=INK, lw=0.8)
        ax.set_xlabel(f"model ahead, {words(score)} of a vote")
        legend_above(ax, 3)
        return ax

    def pit(self, known: str = "nothing", ax: Axes | None = None) -> Axes:
        """Draw where in their forecasts the hidden votes fell: flat if these are right.

        The dotted line is a tenth of the votes; no interval is known of the bars, which count each
        ratification the same. Raises KeyError.
        """
        parts = self._backtest.pit(known)
        ax = new_axes(ax, 6, 3)
        ax.bar(parts.index, 100 * parts, 0.1, align="edge", color=YES, alpha=0.75, ec="white")
        ax.axhline(10, color=INK, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        ax.set_xlabel("place of the vote in its forecast (PIT)")
        ax.set_ylabel("votes in 100")
        return ax
