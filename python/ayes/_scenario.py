"""Scenarios: read, changed, described, run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ayes import _core
from ayes._errors import Mistake
from ayes._plan import (
    MOST_REPLICATIONS,
    USUAL_REPLICATIONS,
    check_part,
    names_of,
    plan_of,
    seconds_of,
    threads_of,
)
from ayes._progress import Progress, shown
from ayes._result import Result
from ayes._settings import Changes, settings_of

if TYPE_CHECKING:
    from distributed import Client


class Scenario:
    """A scenario that has been read, checked and compiled; it never changes.

    Made by `ayes.load` and `ayes.loads`. It can be pickled: it travels with everything it was read
    from, so that the files need not be where it arrives.
    """

    __slots__ = ("_changes", "_core")

    def __init__(self, core: _core.Scenario, changes: tuple[str, ...] = ()) -> None:
        self._core = core
        self._changes = changes

    @property
    def title(self) -> str:
        """The line that names it."""
        return self._core.title

    @property
    def about(self) -> str:
        """What it is, with sources."""
        return self._core.about

    @property
    def path(self) -> str:
        """The file it was read from, as given."""
        return self._core.path

    @property
    def sha256(self) -> str:
        """A digest of everything the scenario states, whatever files it came from."""
        return self._core.sha256

    @property
    def changes(self) -> tuple[str, ...]:
        """What `with_` changed since it was read, as "PATH=VALUE"."""
        return self._changes

    @property
    def measures(self) -> dict[str, str]:
        """What `measure` and `draws` of a run may name, each with its unit: {"layoffs": "jobs"}."""
        return self._core.measures

    @property
    def warnings(self) -> list[Mistake]:
        """What is allowed and can hardly be meant, as `ayes check` tells it."""
        return [Mistake(**fields) for fields in self._core.warnings()]  # type: ignore[arg-type]

    def toml(self) -> str:
        """Return it as one TOML text, with bases, rosters and changes merged into it."""
        return self._core.toml()

    def with_(self, *changes: Any) -> Scenario:
        """Return another scenario, with values changed.

        changes: pairs (path, value) or texts "PATH=VALUE", in order, or one mapping. Paths are
        those of `--set`: ("ballot.units.P-4", "separate"). Raises ScenarioError.
        """
        stated: Changes = changes
        if len(changes) == 1 and hasattr(changes[0], "items"):
            stated = changes[0]
        elif len(changes) == 2 and isinstance(changes[0], str) and "=" not in changes[0]:
            stated = [(changes[0], changes[1])]
        settings = settings_of(stated)
        core = _core.load_merged(self.toml(), self.path, settings, "with_")
        return Scenario(core, (*self._changes, *settings))

    def run(
        self,
        replications: int | None = None,
        *,
        seed: int = 1,
        method: str = "auto",
        points: int = 32768,
        precision: float | None = None,
        measure: str = "ratified",
        max_time: float | None = None,
        draws: str | Sequence[str] = (),
        draws_file: str | os.PathLike[str] | None = None,
        resume: str | os.PathLike[str] | None = None,
        save_every: float | None = None,
        provenance: bool = False,
        threads: int | None = None,
        progress: Progress | bool | None = None,
        client: Client | None = None,
        shards: int | None = None,
    ) -> Result:
        """Simulate the vote and return what follows.

        replications: simulated votes, to 2**40; 100,000 if not said (with a precision, no limit)
        seed: 0 to 2**64 - 1; another seed is another sample
        method: "auto", "sample", "conditional" or "exact"
        points: of the conditional estimate, a power of 2 from 256
        precision: run until P(ratified), or the mean of `measure`, is known to +- this
        max_time: seconds; the votes there are by then are the result
        draws: names of `measures` whose value in each vote `Result.draws` gives; 8 bytes a value
        draws_file: a .npy or .csv that gets the draws as they come, in place of memory (all
            measures if `draws` names none)
        resume: a file that keeps the state of the run; the same call goes on from it
        save_every: seconds between two states; 2 if not said
        provenance: tell in `data["run"]`, and in the JSON, when, where and how fast it was run
        threads: all of the machine's if not said; the numbers don't depend on it
        progress: called with votes done and wanted, about ten times a second; False: no bar
        client: of Dask; its workers count parts of the votes, and the result is the same to the byte
        shards: parts for the workers; the result doesn't depend on it

        Raises ValueError for arguments that can't be, ScenarioError if the method can't treat the
        scenario, FileError. Ctrl-C ends it with KeyboardInterrupt.
        """
        if replications is None:
            replications = USUAL_REPLICATIONS if precision is None else MOST_REPLICATIONS
        if max_time is not None and not max_time > 0:
            raise ValueError(f"max_time={max_time}: write seconds above 0")
        plan = plan_of(seed, replications, method, points)
        number = threads_of(threads)
        names = names_of(draws)
        if client is not None:
            for given, name in (
                (precision, "precision"),
                (max_time, "max_time"),
                (names or None, "draws"),
                (draws_file, "draws_file"),
                (resume, "resume"),
                (save_every, "save_every"),
                (provenance or None, "provenance"),
            ):
                if given is not None:
                    raise ValueError(
                        f"{name} with client: parts of a run can't tell when the whole is done, and "
                        "keep counts only; leave one out"
                    )
            from ayes._cluster import run_on

            with shown(progress, "parts") as tell:
                stated = {"seed": seed, "replications": replications, "method": method}
                return run_on(client, self, stated | {"points": points}, shards, threads, tell)
        with shown(progress) as tell:
            core, columns = _core.run(
                scenario=self._core,
                plan=plan,
                precision=precision,
                measure=measure,
                max_time=max_time,
                resume="" if resume is None else os.fspath(resume),
                save_every=seconds_of(save_every, resume),
                draws=names,
                draws_file="" if draws_file is None else os.fspath(draws_file),
                provenance=provenance,
                threads=number,
                progress=tell,
            )
        return Result(core, draws=dict(zip(names, columns, strict=False)))

    def run_part(
        self,
        number: int,
        of: int,
        replications: int = USUAL_REPLICATIONS,
        *,
        seed: int = 1,
        method: str = "auto",
        points: int = 32768,
        threads: int | None = None,
    ) -> bytes:
        """Count one part of a run and return its state, as `ayes run --shard` saves it.

        number, of: which part, from 1, of how many (to 65,536)
        replications: votes of the whole run

        `ayes.merge` puts the parts together. Raises as `run` does.
        """
        check_part(number, of)
        plan = plan_of(seed, replications, method, points)
        return _core.run_part(self._core, plan, number, of, threads_of(threads))

    def describe(self, width: int = 100) -> str:
        """Return the scenario in words, every default filled in, in lines of `width` characters."""
        return self._core.describe(_width(width))

    def replay(self, replication: int, *, seed: int = 1) -> dict[str, Any]:
        """Return one simulated vote as numbers: what happened, and what led to it.

        replication: which of a run's votes, from 0. `tell` gives it in words.
        """
        story: dict[str, Any] = json.loads(self._core.story(replication, seed, 0))
        return story

    def tell(self, replication: int, *, seed: int = 1, width: int = 100) -> str:
        """Return one simulated vote told step by step, in lines of `width` characters."""
        return self._core.story(replication, seed, _width(width))

    def __repr__(self) -> str:
        changed = f" with {', '.join(self._changes)}" if self._changes else ""
        return f"<ayes.Scenario {self.title!r}, {self.path}{changed}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __reduce__(
        self,
    ) -> tuple[Callable[[str, str, tuple[str, ...]], Scenario], tuple[str, str, tuple[str, ...]]]:
        return _restore, (self.toml(), self.path, self._changes)


def _restore(toml: str, path: str, changes: tuple[str, ...]) -> Scenario:
    return Scenario(_core.load_merged(toml, path, [], ""), changes)


def _width(width: int) -> int:
    if not 20 <= width <= 1000:
        raise ValueError(f"width={width}: write 20 to 1,000 characters")
    return width


def load(path: str | os.PathLike[str], changes: Changes = ()) -> Scenario:
    """Read a scenario file.

    changes: values to set, as `Scenario.with_` takes them in a list or mapping. Raises FileError
    if a file can't be read, ScenarioError with every mistake if it can't mean anything.
    """
    settings = settings_of(changes)
    return Scenario(_core.load(os.fspath(path), settings, "changes"), tuple(settings))


def loads(
    text: str, path: str | os.PathLike[str] = "scenario.toml", changes: Changes = ()
) -> Scenario:
    """Read a scenario from text.

    path: names it in messages; files it names are relative to its folder. Raises as `load` does.
    """
    scenario = Scenario(_core.load_text(text, os.fspath(path)))
    settings = settings_of(changes)
    return scenario.with_(*settings) if settings else scenario


def scenario_of(scenario: Scenario | str | os.PathLike[str]) -> Scenario:
    """Return the scenario, read from its file where it is a path."""
    return scenario if isinstance(scenario, Scenario) else load(scenario)


def check(path: str | os.PathLike[str]) -> list[Mistake]:
    """Return what a scenario file states that can hardly be meant; run nothing.

    Raises ScenarioError with every mistake, FileError.
    """
    return load(path).warnings


def schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files, for editors, as `ayes schema` prints it."""
    found: dict[str, Any] = json.loads(_core.schema())
    return found
