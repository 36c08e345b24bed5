"""Figures of an explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayes._plot.axes import (
    INK,
    NO,
    YES,
    bars,
    bars_by_kind,
    chance_axis,
    list_axes,
    normal_errors,
    strongest,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ayes._explanation import Explanation


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
        table = strongest(table, "difference", most)
        ax, rows = list_axes(ax, table.index)
        base = self._explanation.data["tornado"]["ratified_as_drawn"]["probability"]
        for column, colour, name in (
            ("at_low", NO, "at its 10% point"),
            ("at_high", YES, "at its 90% point"),
        ):
            bars(ax, rows, table[column] - base, colour, left=base, alpha=0.7, label=name)
        normal_errors(ax, table["at_high"], rows, table["difference_se"])
        ax.axvline(base, color=INK, lw=0.8)
        chance_axis(ax, "ratified, in 100 votes")
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
        ax, rows = list_axes(ax, table.index)
        bars(ax, rows, table["decides"])
        normal_errors(ax, table["decides"], rows, table["decides_se"])
        ax.set_xlim(left=0)
        chance_axis(ax, "its vote decides, in 100 votes")
        return ax

    def variance(self, ax: Axes | None = None) -> Axes:
        """Draw which part of the doubt comes from which kind of source (Shapley), with 95% intervals."""
        table = self._explanation.variance.loc["kind"]
        ax, rows = list_axes(ax, table.index)
        bars_by_kind(ax, rows, table["shapley"], table["estimate"], "estimates")
        normal_errors(ax, table["shapley"], rows, table["shapley_se"])
        ax.axvline(0, color=INK, lw=0.8)
        chance_axis(ax, "its part of the doubt about the result, of 100")
        ax.legend(frameon=False)
        return ax
