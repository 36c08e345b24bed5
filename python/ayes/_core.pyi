from collections.abc import Callable

import numpy as np
import numpy.typing as npt

version: str
commit: str

Progress = Callable[[int, int], object]

class Scenario:
    @property
    def title(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def members(self) -> int: ...
    @property
    def unions(self) -> int: ...
    @property
    def units(self) -> int: ...
    @property
    def measures(self) -> dict[str, str]: ...
    def toml(self) -> str: ...
    def warnings(self) -> list[dict[str, str | int]]: ...
    def describe(self, width: int) -> str: ...
    def story(self, replication: int, seed: int, width: int) -> str: ...

class Plan:
    @property
    def seed(self) -> int: ...
    @property
    def replications(self) -> int: ...

class Report:
    def json(self) -> str: ...
    def csv(self) -> str: ...
    def text(self, width: int) -> str: ...
    def toml(self) -> str: ...

def plan(seed: int, replications: int, method: str, points: int) -> Plan: ...
def load(path: str, settings: list[str], option: str) -> Scenario: ...
def load_merged(text: str, path: str, settings: list[str], option: str) -> Scenario: ...
def load_text(text: str, path: str) -> Scenario: ...
def run(
    scenario: Scenario,
    plan: Plan,
    precision: float | None,
    measure: str,
    max_time: float | None,
    resume: str,
    save_every: str,
    draws: list[str],
    draws_file: str,
    provenance: bool,
    threads: int,
    progress: Progress | None,
) -> tuple[Report, list[npt.NDArray[np.float64]]]: ...
def run_part(scenario: Scenario, plan: Plan, number: int, of: int, threads: int) -> bytes: ...
def sweep(
    scenario: Scenario,
    axes: list[tuple[str, str]],
    design: str,
    measures: list[str],
    plan: Plan,
    resume: str,
    save_every: str,
    threads: int,
    progress: Progress | None,
) -> Report: ...
def sweep_parts(
    scenario: Scenario,
    axes: list[tuple[str, str]],
    design: str,
    measures: list[str],
    plan: Plan,
    parts: int,
) -> list[bytes]: ...
def carry_on_sweep(scenario: Scenario, state: bytes, threads: int) -> bytes: ...
def merge(states: list[bytes], names: list[str]) -> tuple[str, Report]: ...
def compare(
    scenarios: list[Scenario],
    labels: list[str],
    plan: Plan,
    resume: str,
    save_every: str,
    threads: int,
    progress: Progress | None,
) -> Report: ...
def compare_part(
    scenarios: list[Scenario], labels: list[str], plan: Plan, number: int, of: int, threads: int
) -> bytes: ...
def compare_results(
    results: list[str], files: list[str], labels: list[str], plan: Plan
) -> Report: ...
def explain(scenario: Scenario, plan: Plan, threads: int, progress: Progress | None) -> Report: ...
def solve(
    scenario: Scenario,
    vary: str,
    until: str,
    plan: Plan,
    threads: int,
    progress: Progress | None,
) -> Report: ...
def update(
    scenario: Scenario,
    path: str,
    text: str | None,
    until: str,
    seed: int,
    replications: int,
    threads: int,
    progress: Progress | None,
) -> Report: ...
def update_by_date(
    scenario: Scenario,
    path: str,
    text: str | None,
    seed: int,
    replications: int,
    threads: int,
    progress: Progress | None,
) -> Report: ...
def calibrate(
    tables: list[tuple[str, str | None]],
    columns: list[str],
    without: list[str],
    seed: int,
    draws: int,
    threads: int,
    progress: Progress | None,
) -> Report: ...
def backtest(
    tables: list[tuple[str, str | None]],
    columns: list[str],
    without: list[str],
    seed: int,
    draws: int,
    reveals: int,
    threads: int,
    progress: Progress | None,
) -> Report: ...
def verify(
    result: str, name: str, scenario: Scenario, threads: int, progress: Progress | None
) -> str: ...
def scenario_of_result(result: str, name: str) -> str: ...
def schema() -> str: ...
def run_csv(json: str) -> str: ...
def explanation_csv(json: str) -> str: ...
