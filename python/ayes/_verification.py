"""Whether a saved result is what its scenario and plan give."""

from __future__ import annotations

import os
import pathlib
from dataclasses import dataclass

from ayes import _core
from ayes._plan import threads_of
from ayes._progress import Progress, shown
from ayes._result import Result
from ayes._scenario import Scenario, scenario_of


@dataclass(frozen=True)
class Verification:
    """What came of running a result again. True where the bytes are the same.

    name: the result's file, or title
    difference: where the two differ first, "at measures.layoffs.mean: 1 and 2"; "" where nowhere
    """

    name: str
    difference: str

    @property
    def same(self) -> bool:
        """Whether the bytes are the same."""
        return not self.difference

    def __bool__(self) -> bool:
        return self.same

    def __repr__(self) -> str:
        found = "the same bytes again" if self.same else f"differs {self.difference}"
        return f"<ayes.Verification {self.name!r}: {found}>"


def verify(
    result: Result | str | os.PathLike[str],
    scenario: Scenario | str | os.PathLike[str] | None = None,
    *,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Verification:
    """Run the scenario of a saved result again, as the result says, and compare the bytes.

    result: a .json file that `Result.save`, `ayes run` or `ayes merge` wrote, or a `Result`
    scenario: its scenario, with all changes that it was run with; if not said, the file that the
        result names, beside the result or in the working folder
    threads, progress: as in `Scenario.run`

    Raises ValueError for a result of another scenario or another version of Ayes; FileError for
    what is no result of a run. Ctrl-C ends it with KeyboardInterrupt.
    """
    number = threads_of(threads)
    if isinstance(result, Result):
        text, name = result.to_json(), result.title
    else:
        path = pathlib.Path(result)
        if not path.is_file():
            from ayes._errors import FileError

            raise FileError(f"{path}: cannot be read (there is no such file)")
        text, name = path.read_text(encoding="utf-8", errors="replace"), os.fspath(result)
    base = scenario_of(_core.scenario_of_result(text, name) if scenario is None else scenario)
    with shown(progress) as tell:
        return Verification(name, _core.verify(text, name, base._core, number, tell))
