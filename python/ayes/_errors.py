"""What can go wrong, as exceptions that say where and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """One mistake in a scenario, or one warning about it.

    path: dotted path in the scenario, such as "support.units.NP-4.package"
    problem, why, suggestion: what is wrong, why that matters, what to do (the last two may be "")
    file, line, column: where it was written; lines and columns count from 1, 0 means the whole file
    text: all of it in one line, as the program prints it
    """

    path: str
    problem: str
    why: str
    suggestion: str
    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return self.text


class ScenarioError(ValueError):
    """A scenario that cannot mean anything.

    mistakes: every mistake in it, one or more, by place
    file, line, column, path: those of the first
    """

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
        first = self.mistakes[0]
        self.file, self.line, self.column = first.file, first.line, first.column
        self.path = first.path

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Mistake, ...]]]:
        return type(self), (self.mistakes,)


class FileError(OSError):
    """A file that cannot be read or written; the message names it and says why."""


class NoResultError(RuntimeError):
    """Too few votes agree with what is known for a result; the message says what may help.

    effective: votes of equal weight that would say as much; 100 are needed
    largest_weight: the heaviest vote's part of all weight; 0.05 is the most
    """

    def __init__(self, text: str, effective: float, largest_weight: float) -> None:
        super().__init__(text)
        self.effective = effective
        self.largest_weight = largest_weight

    def __reduce__(self) -> tuple[type[NoResultError], tuple[str, float, float]]:
        return type(self), (str(self), self.effective, self.largest_weight)


def scenario_error(mistakes: Iterable[dict[str, Any]]) -> ScenarioError:
    """Return the exception of mistakes as the engine tells them."""
    return ScenarioError(Mistake(**fields) for fields in mistakes)
