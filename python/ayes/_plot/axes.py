"""What figures share: colours, axes, ticks, labels, and marks with their error bars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ayes._names import MEASURES, NORMAL_95, short_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

YES = "#2b6ca3"
NO = "#c0504d"
INK = "#333333"
FAINT = "#999999"
GREEN = "#7a9a3a"

Numbers = npt.NDArray[np.float64]


def new_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes given, or those of a new figure of so many inches."""
    if ax is None:
        import matplotlib.pyplot as plt

        ax = plt.subplots(figsize=(width, height), layout="constrained")[1]
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(colors=INK)
    return ax


def list_axes(
    ax: Axes | None, names: Iterable[object], width: float = 7.5, row: float = 0.27
) -> tuple[Axes, npt.NDArray[np.int64]]:
    """Return axes for rows with names, the first on top, and where the rows stand.

    width, row: inches of the figure and of a row; names of more than 40 characters widen it.
    """
    labels = [short(str(name)) for name in names]
    width += 0.08 * max(0, max(map(len, labels), default=0) - 40)
    ax = new_axes(ax, width, 0.9 + row * len(labels))
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax, np.arange(len(labels))


def short(name: str, most: int = 72) -> str:
    """Return a name, cut where it is longer than `most` characters."""
    return name if len(name) <= most else name[: most - 1] + "…"


def words(name: str) -> str:
    """Return a name of the results as people write it."""
    return name.replace("_", " ")


def label(name: str, unit: str) -> str:
    """Return what an axis of a quantity is called."""
    if name.startswith("ratified"):
        return "ratified, in 100 votes" if name == "ratified" else f"{words(name)}, in 100 votes"
    return f"{words(name)}{'' if unit in ('share', '1') else f' ({unit})'}"


def ticks_in_100(axis: Any) -> None:
    """Write a chance as a number of 100; a share of ballots has a % (see ticks_percent)."""
    axis.set_major_formatter(lambda value, _: f"{100 * value:.5g}")


def ticks_percent(axis: Any) -> None:
    """Write a share with a %."""
    axis.set_major_formatter(lambda value, _: f"{100 * value:.5g}%")


def ticks_of(axis: Any, measure: str, unit: str) -> None:
    """Write the numbers of a quantity as its kind is written."""
    if measure.startswith("ratified"):
        ticks_in_100(axis)
    elif unit in ("share", "1"):
        ticks_percent(axis)
    else:
        axis.set_major_formatter(short_number)


def value_axis(ax: Axes, measure: str, unit: str) -> None:
    """Name the upright axis of a quantity, and write its numbers."""
    ax.set_ylabel(label(measure, unit) if unit or measure not in MEASURES else words(measure))
    ticks_of(ax.yaxis, measure, unit)


def chance_axis(ax: Axes, name: str = "says yes, in 100 votes") -> None:
    """Name the level axis of a chance, and write it in 100."""
    ticks_in_100(ax.xaxis)
    ax.set_xlabel(name)


def legend_above(ax: Axes, columns: int) -> None:
    """Put the legend above the axes, in one line."""
    ax.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=columns)


def legend_beside(ax: Axes) -> None:
    """Put the legend to the right of the axes, where no line meets it."""
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8)


def strongest(table: Any, column: str, most: int | None = None) -> pd.DataFrame:
    """Return the rows with the largest values of a column, whatever their sign, first."""
    order = table[column].abs().sort_values(ascending=False, kind="stable").index
    found: pd.DataFrame = table.loc[order[:most]]
    return found


def reach(value: Any, low: Any, high: Any) -> Numbers:
    """Return how far an interval reaches below and above a value, as error bars are given."""
    sides: Numbers = np.abs(np.stack([value - low, high - value]))
    return sides


def bars(ax: Axes, rows: Any, value: Any, colour: str = YES, **style: Any) -> None:
    """Draw a level bar a row."""
    ax.barh(rows, value, color=colour, height=0.7, **{"alpha": 0.75, **style})


def bars_by_kind(
    ax: Axes, rows: Any, value: pd.Series[float], estimate: pd.Series[bool], estimates: str
) -> None:
    """Draw a bar a row: estimates of the scenario in one colour, the chance of the vote in another."""
    for wanted, colour, name in ((True, NO, estimates), (False, YES, "chance of the vote")):
        part = estimate.to_numpy(bool) == wanted
        bars(ax, rows[part], value.to_numpy(float)[part], colour, label=name)


def errors(ax: Axes, value: Any, rows: Any, half: Any) -> None:
    """Draw the error bars of a value a row: half on either side, or what `reach` returns."""
    ax.errorbar(value, rows, xerr=half, fmt="none", ecolor=INK, capsize=2)


def normal_errors(ax: Axes, value: Any, rows: Any, se: Any) -> None:
    """Draw the 95% interval of a value a row, given its standard error."""
    errors(ax, value, rows, NORMAL_95 * se)


def spans(
    ax: Axes,
    rows: Any,
    whole: tuple[Any, Any],
    inner: tuple[Any, Any],
    middle: Any,
    name: str = "",
) -> None:
    """Draw where a value lies, a row each: 95 in 100 on a thin line, 8 in 10 on a thick one, a dot."""
    ax.hlines(rows, *whole, color=YES, lw=0.9)
    ax.hlines(rows, *inner, color=YES, alpha=0.5, lw=4, label=name)
    ax.plot(middle, rows, "o", color=YES, ms=5)


def shades(count: int) -> list[Any]:
    """Return as many colours, from dark to light."""
    import matplotlib

    if count == 1:
        return [YES]
    return list(matplotlib.colormaps["viridis"](np.linspace(0.0, 0.85, count)))
