"""A progress bar in notebooks: there is one where nobody asked for another, and it goes when done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Progress = Callable[[int, int], object]

FIRST_SECONDS = 1.0  # what is over sooner needs no bar


class NotebookBar:
    """A bar in the output of the cell that runs."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._start = time.monotonic()
        self._display: Any = None

    def __call__(self, done: int, wanted: int) -> None:
        """Show how far it is: `done` of `wanted` votes, points or parts."""
        spent = time.monotonic() - self._start
        if spent < FIRST_SECONDS or done <= 0:
            return
        from IPython.display import HTML, display

        left = spent * (wanted - done) / done
        bar = HTML(
            f"<progress value='{done}' max='{wanted}' style='width: 20em'></progress> "
            f"{done:,} of {wanted:,} {self._unit}, {_seconds(left)} left"
        )
        if self._display is None:
            self._display = display(bar, display_id=True)
        else:
            self._display.update(bar)

    def close(self) -> None:
        """Take the bar away."""
        if self._display is not None:
            from IPython.display import HTML

            self._display.update(HTML(""))


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and type(shell).__name__ == "ZMQInteractiveShell"


@contextmanager
def shown(progress: Progress | bool | None, unit: str = "votes") -> Iterator[Progress | None]:
    """Give the function to call: the user's own, a bar in a notebook, or none.

    progress: a function of (done, wanted); True and None mean a bar in a notebook; False none
    """
    if callable(progress):
        yield progress
    elif progress is False or not _in_notebook():
        yield None
    else:
        bar = NotebookBar(unit)
        try:
            yield bar
        finally:
            bar.close()
