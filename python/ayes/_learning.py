"""What calibration and back-test have in common: tables of past votes, and chains that learn from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ayes._report import Report
from ayes._rows import Table, table_of


class LearningReport(Report):
    """What was found in tables of past votes."""

    @property
    def title(self) -> str:
        """The tables of votes."""
        return ", ".join(str(each["file"]) for each in self.data["data"])

    @property
    def replications(self) -> int:
        """Draws of all chains (of each fit)."""
        sampling = self.data["sampling"]
        return int(sampling["chains"]) * int(sampling["draws"])

    @property
    def seed(self) -> int:
        """The seed of the draws, and of the orders in which a back-test's votes become known."""
        return int(self.data["sampling"]["seed"])

    def _attributes(self) -> dict[str, Any]:
        version = self.data["ayes"]["version"]
        return {"title": self.title, "ayes_version": version, "seed": str(self.seed)}


def tables_of(votes: Sequence[Table]) -> list[tuple[str, str | None]]:
    """Return the tables as the engine takes them, each named for messages."""
    return [
        table_of(table, "votes" if len(votes) == 1 else f"votes {k + 1}")
        for k, table in enumerate(votes)
    ]
