#!/usr/bin/env python3
"""Compares the program with the reference, scenario by scenario.

    python compare.py PROGRAM [SCENARIO...]

Without scenarios it takes all of the repository's, and the hard cases beside this file. Each is
simulated by both and every quantity that both report is compared; then single votes are told by both
and compared number by number. The exit code is 1 when anything disagrees.
"""
import argparse
import json
import math
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np

from draws import Replay
from reference import run
from scenario import Mistake, Scenario

LIMIT = 4.89        # of |z|: one comparison in a million
ROUNDING = 1e-9     # of numbers that two ways of computing give, relative to 1 or the number if larger
BINS = {"share": (1e-6, 2e-5), "dollars": (500, 1e-3)}  # the program's tallies, see resolution()
REPLICATIONS = (0, 1, 2, 3, 5, 8, 13, 99, 1_000, 65_536, 999_999, 2**32 + 7)  # of single votes


def ask(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise Mistake(f"{' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


class Report:
    """What was compared, and what disagreed."""

    def __init__(self):
        self.compared, self.largest, self.failures = 0, (0.0, "nothing"), []

    def score(self, z, what, details):
        self.compared += 1
        self.largest = max(self.largest, (abs(z), what))
        if not abs(z) < LIMIT:
            self.failures.append(f"{what}: {details}, z = {z:.2f}")

    def means(self, ours, theirs, what, resolution=0.0):
        """Both are (mean, standard error, replications); both samples give the common variance."""
        if ours is None or theirs is None:
            rare = ours or theirs
            if rare is not None and rare[2] > 20:  # one saw what the other never did
                self.score(math.inf, what, f"reference {ours}, program {theirs}")
            return
        (m1, se1, n1), (m2, se2, n2) = ours, theirs
        n1, n2 = max(n1, 1), max(n2, 1)
        within = se1**2 * n1 * n1 + se2**2 * n2 * n2
        variance = (within + (m1 - m2)**2 * n1 * n2 / (n1 + n2)) / (n1 + n2)
        error = math.sqrt(variance * (1 / n1 + 1 / n2))
        same = abs(m1 - m2) <= max(resolution, ROUNDING * max(1.0, abs(m1)))
        z = 0.0 if same else (m1 - m2) / error
        self.score(z, what, f"reference {m1:.9g} ± {se1:.2g}, program {m2:.9g} ± {se2:.2g}")

    def quantile(self, values, p, x, n, what, resolution):
        """The reference's share of values below and up to the program's quantile."""
        error = math.sqrt(p * (1 - p) * (1 / len(values) + 1 / n))
        near = max(resolution, ROUNDING * max(1.0, abs(x)))
        below = np.searchsorted(values, x - near, "left") / len(values)
        up_to = np.searchsorted(values, x + near, "right") / len(values)
        z = max(0.0, (below - p) / error, (p - up_to) / error)
        self.score(z, what, f"program's quantile {p} is {x:.9g}, of the reference's votes "
                            f"{below:.5f} lie below and {up_to:.5f} up to it")

    def equal(self, ours, theirs, what, note=""):
        self.compared += 1
        if isinstance(ours, float) and theirs is not None:
            same = math.isclose(ours, theirs, rel_tol=ROUNDING, abs_tol=ROUNDING)
        else:
            same = ours == theirs
        if not same:
            self.failures.append(f"{what}: reference {ours}, program {theirs}{note}")


# ---- many votes -------------------------------------------------------------------------------

def chance(p, n):
    return (p, math.sqrt(max(p * (1 - p), 0) / n), n)


def theirs(entry, n):
    """(mean, standard error, replications) of an entry of the program's JSON."""
    if entry is None:
        return None
    if "probability" in entry:
        return chance(entry["probability"], max(n, 1))
    if entry.get("mean") is None or entry.get("replications", n) < 1:
        return None
    return (entry["mean"], entry["se"], entry.get("replications", n))


def ours(entry):
    return None if entry is None else (entry["mean"], entry["se"], entry["n"])


def resolution(measure, values):
    """How exact the program keeps a measure, and its quantiles: shares in millionths, and in bins of 16
    of them; dollars in thousands, and in bins of a thousandth of the largest."""
    single, bins = BINS.get(measure["unit"], (0.0, 0.0))
    return single, max(single, bins * np.abs(values).max(initial=0.0)) if measure["unit"] == "dollars" else bins


def compare_runs(report, reference, program):
    n, p = program["plan"]["replications"], program["ratified"]["probability"]
    report.means(ours(reference["ratified"]), chance(p, n), "ratified")
    report.means(ours(reference["ratified_without_majority"]),
                 chance(program["ratified"]["without_majority"], n), "ratified without majority")
    report.means(ours(reference["rejected_despite_majority"]),
                 chance(program["outcomes"]["rejected_despite_majority"], n), "rejected despite majority")
    for name, measure in program["measures"].items():
        if name not in reference["measures"]:
            print(f"    the reference has no {name}")
            continue
        mine = reference["measures"][name]
        single, bins = resolution(measure, mine["values"])
        report.means(ours(mine), theirs(measure, n), name, single)
        for when in ("if_ratified", "if_rejected"):
            report.means(ours(mine[when]), theirs(measure[when], n), f"{name} {when}", single)
        sd, exact = mine["sd"], mine["sd"]["se"] * math.sqrt(mine["n"])
        report.means(ours(sd), (measure["sd"], exact / math.sqrt(n), n), f"{name} sd", single)
        for level, x in measure["quantiles"].items():
            report.quantile(mine["values"], float(level), x, n, f"{name} {level}", bins)
    for mine, row in zip(reference["rounds"], program["rounds"], strict=True):
        name = "vote " + row["name"]
        held = n * row["reached"]
        report.means(ours(mine["reached"]), chance(row["reached"], n), f"{name} reached")
        if row["ratified"] is not None:
            report.means(ours(mine["ratified"]), chance(row["ratified"], held), f"{name} ratified")
        for key, entry in row.get("chances", {}).items():
            report.means(ours(mine[key]), theirs(entry, held if key == "ratified" else n), f"{name} {key}")
        for key, entry in (row.get("if_last") or {}).items():
            report.means(ours(mine[key]), theirs(entry, n * row["chances"]["last"]["probability"]), f"{name} {key} if last")
    for key, mine in (("ratified_ever", "ratified_ever"), ("in_force", "in_force_ever"), ("imposed", "imposed"),
                      ("refused_by_legislature", "refused_by_legislature")):
        if program.get(key) is not None:
            report.means(ours(reference[mine]), theirs(program[key], n), key)
    for row in program["rule"]:
        if row["name"] in reference["conditions"]:
            report.means(ours(reference["conditions"][row["name"]]), theirs(row["met"], n), f"condition {row['name']}")
    days = {row["date"]: row for row in reference["days"]}
    for row in (program.get("calendar") or {}).get("days", []):
        if row["date"] in days:
            for key in ("dead", "safe"):
                report.means(ours(days[row["date"]][key]), theirs(row[f"{key}_before"], n), f"{key} before {row['date']}")
    missed = {row["unit"]: row["missed"] for row in (program.get("calendar") or {}).get("missed", [])}
    for row in reference["units"]:
        report.means(ours(row["missed"]), theirs(missed.get(row["unit"], {"probability": 0}), n), f"{row['unit']} missed")
    for kind in ("unions", "units"):
        for mine, row in zip(reference[kind], program[kind], strict=True):
            compare_rows(report, mine, row, n, p, row[kind[:-1]])


def compare_rows(report, mine, row, n, p, who):
    """One unit or union."""
    yes = row["package"]["yes"] if "package" in row else row["yes"]
    report.means(ours(mine["package" if "package" in mine else "yes"]), theirs(yes, n), f"{who} yes")
    report.means(ours(mine["ratified_if_yes"]), theirs(row["ratified_if_yes"], n * yes["probability"]),
                 f"{who} ratified if yes")
    report.means(ours(mine["ratified_if_no"]), theirs(row["ratified_if_no"], n * (1 - yes["probability"])),
                 f"{who} ratified if no")
    if "package" not in row:
        report.means(ours(mine["share"]), theirs(row["share"], n), f"{who} share")
        return
    report.means(ours(mine["package_share"]), theirs(row["package"]["share"], n), f"{who} package share")
    if "contract" in row:
        report.means(ours(mine["contract"]), theirs(row["contract"]["yes"], n), f"{who} contract yes")
        report.means(ours(mine["contract_share"]), theirs(row["contract"]["share"], n), f"{who} contract share")
    report.means(ours(mine["protected"]), theirs(row["protected"], n), f"{who} protected")
    entries = dict(row.get("layoffs", {}))
    entries |= {"pay": row["pay"]} if "pay" in row else {}
    for choice in ("take_part", "stay_out"):
        entries |= {f"{choice}.{key}": entry for key, entry in row.get(choice, {}).items()}
    for key, entry in entries.items():
        count = n * p if key.endswith("if_ratified") else n * (1 - p) if key.endswith("if_rejected") else n
        report.means(ours(mine[key]), theirs(entry, count), f"{who} {key}", 0.005 if "pay" in key else 0.0)


# ---- single votes -----------------------------------------------------------------------------

def compare_replays(report, told, program):
    where = f"vote {told['replication']}: "
    near = min(told["closest"].values())
    note = f" (the nearest step is {near[0]:.1e} away, {near[1]})"
    same = lambda a, b, what: report.equal(a, b, where + what, note)
    same(told["ratified"], program["ratified"], "ratified")
    same(told["swing"], program["swing"], "swing")
    if "heavy_tail" in told:
        same(told["heavy_tail"], program["heavy_tail"], "heavy tail")
    same(told["inputs"].keys(), {row["path"] for row in program["inputs"]}, "uncertain inputs")
    for row in program["inputs"]:
        same(told["inputs"].get(row["path"], math.nan), row["value"], row["path"])
    same(told["groups"].keys(), {row["group"] for row in program["groups"]}, "groups")
    for row in program["groups"]:
        same(told["groups"].get(row["group"], math.nan), row["term"], row["group"])
    for row in program["unions"]:
        mine = told["unions"][row["union"]]
        of_union = [unit for unit in told["units"] if unit["union"] == row["union"]]
        same(mine["yes"], row["says_yes"], row["union"])
        for ours, theirs in (("cast", "cast"), ("package", "package_yes")):
            same(0 if mine["absent"] else sum(unit[ours] for unit in of_union if not unit["missed"]), row[theirs], f"{row['union']} {theirs}")
    for mine, row in zip(told["units"], program["units"], strict=True):
        compare_units(same, mine, row)
    if program.get("calendar"):
        compare_days(same, told["days"], program["calendar"]["days"], told["momentum"])
    for ours, theirs in (("saved", "saved"), ("claimed", "saved_claimed")):
        if program[theirs] is not None:
            same(told[ours], program[theirs], theirs)
    for ours, theirs in (("refused", "refused_by_legislature"), ("imposed", "imposed")):
        if theirs in program:
            same(told[ours], program[theirs], theirs)
    if "process" in program:
        compare_processes(same, told, program["process"])


def compare_units(same, mine, row):
    who, opinions = row["unit"] + " ", row["opinions"]
    same(mine["unit"], row["unit"], "unit")
    same("outside" if mine["outside"] else mine["ballot"], row["ballot"], who + "ballot")
    asked = mine["ballot"] != "package-only"
    same(mine["s_package"], opinions["package"]["probit"], who + "package opinion")
    if asked:
        same(mine["s_contract"], opinions["contract"]["probit"], who + "contract opinion")
    if mine["ballot"] == "bundled":
        same(mine["b"], opinions["bundled"]["share"], who + "bundled opinion")
    same(mine["tau"], opinions["turnout"]["probit"], who + "turnout")
    for ours, theirs in (("returned", "returned"), ("cast", "cast"), ("package", "package_yes"),
                         ("contract", "contract_yes"), ("package_yes", "says_package"),
                         ("contract_yes", "says_contract"), ("package_in_force", "package_in_force"),
                         ("protected", "contract_in_force")):
        if asked or ours not in ("contract", "contract_yes"):
            same(mine[ours], row[theirs], who + theirs)
    for key in row["layoffs"] or ():
        same(mine[key], row["layoffs"][key], f"{who}{key}")
    if row["pay"] is not None:
        same(mine["pay"], row["pay"], f"{who}pay")


def compare_days(same, told, program, momentum):
    same([day["date"] for day in told], [date.fromisoformat(day["date"]).toordinal() for day in program], "days")
    for mine, day in zip(told, program):
        for key in ("package", "surprise", "move") if momentum else ("package", "move"):
            same(mine[key], day[key], f"{key} on {day['date']}")
        same(mine["units"], day["units"], f"units on {day['date']}")


def compare_processes(same, told, program):
    same(told["ever"], program["ratified"], "ratified in the end")
    same(told["layoffs"], program["layoffs"], "layoffs in the end")
    for mine, row in zip(told["rounds"], program["rounds"], strict=True):
        name = row["name"] + ": "
        same(mine["held"], row["held"], name + "held")
        if not (mine["held"] and row["held"]):
            continue
        for key in ("shift", "ratified"):
            same(mine[key], row[key], name + key)
        for union in row["unions"]:
            same(mine["unions"][union["union"]], union["says_yes"], name + union["union"])
        for ours, unit in zip(mine["units"], row["units"], strict=True):
            for key in unit:
                if ours["asked"] or key != "says_contract":
                    same(ours[key], unit[key], f"{name}{unit['unit']} {key}")


# ---- the report -------------------------------------------------------------------------------

def compare(program, path, options):
    scenario, told, drawn = Scenario(path), Report(), Report()
    output = ask(program, "run", path, "--format", "json", "--method", "sample", "-n", options.program,
                 "--seed", options.seed)
    compare_runs(told, run(scenario, options.reference, options.seed + 1, keep=True), output)
    for k in REPLICATIONS[:options.votes]:
        output = ask(program, "replay", path, "--replication", k, "--seed", options.seed, "--format", "json")
        compare_replays(drawn, Replay(scenario, options.seed, k).told, output)
    print(f"    {told.compared} quantities compared, largest |z| {told.largest[0]:.2f} ({told.largest[1]}); "
          f"{drawn.compared} numbers of {len(REPLICATIONS[:options.votes])} single votes")
    for failure in told.failures + drawn.failures:
        print("    DISAGREES  " + failure)
    return told, drawn


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("executable", metavar="PROGRAM")
    parser.add_argument("scenarios", nargs="*", type=Path, metavar="SCENARIO")
    parser.add_argument("--reference", type=int, default=60_000, metavar="N", help="votes simulated by the reference")
    parser.add_argument("--program", type=int, default=400_000, metavar="N",
                        help="votes simulated by the program")
    parser.add_argument("--votes", type=int, default=len(REPLICATIONS), metavar="N", help="single votes told")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    root = Path(__file__).resolve().parents[2] / "scenarios"
    compared, exact, largest, wrong = 0, 0, (0.0, "nothing"), 0
    cases = sorted(p for p in root.rglob("*.toml") if p.parent.name != "priors") + sorted((Path(__file__).resolve().parent / "cases").glob("*.toml"))
    for path in options.scenarios or cases:
        print(path.relative_to(root) if path.is_relative_to(root) else path, flush=True)
        try:
            told, drawn = compare(options.executable, path, options)
        except Mistake as mistake:
            print(f"    FAILED  {mistake}")
            wrong += 1
            continue
        compared, exact = compared + told.compared, exact + drawn.compared
        largest = max(largest, (told.largest[0], f"{path.stem}: {told.largest[1]}"))
        wrong += len(told.failures) + len(drawn.failures)
    print(f"{compared} quantities compared, largest |z| {largest[0]:.2f} ({largest[1]}); "
          f"{exact} numbers of single votes; {wrong} disagree")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
