"""The numbers of the June scenario as plain JSON, the one input of the peers.

They come from the scenario file and its roster, so that a changed estimate changes the peers as well.
What a scenario says beyond what the peers compute is refused.

    python june.py SCENARIO.toml --design bundled > june.json
"""
import argparse
import csv
import json
import math
import tomllib
from pathlib import Path

from scipy import optimize
from scipy.special import ndtri
from scipy.stats import beta


def merge(base, top):
    """Puts one scenario on top of another, table by table."""
    for key, value in top.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = value
    return base


def read(path):
    """The scenario with those it extends, and the units of its roster."""
    scenario = tomllib.loads(path.read_text(encoding="utf-8"))
    if "extends" in scenario:
        return merge(read(path.parent / scenario.pop("extends")), scenario)
    with open(path.parent / scenario["roster"].pop("units"), encoding="utf-8", newline="") as rows:
        scenario["unit"] = list(csv.DictReader(rows))
    return scenario


def number(word):
    return float(word.rstrip("%")) / 100 if isinstance(word, str) else float(word)


def normal(word):
    """Mean and standard deviation; a fixed number has none."""
    if isinstance(word, dict):
        return {"mean": number(word["mean"]), "sd": number(word["sd"])}
    return {"mean": number(word), "sd": 0.0}


def interval(word):
    """The two ends, and how many standard deviations a normal law puts between its middle and each."""
    low, high = map(number, word["interval"])
    return low, high, ndtri((1 + word["level"]) / 2)


def probit_normal(word):
    low, high, z = interval(word)
    return {"mean": (ndtri(low) + ndtri(high)) / 2, "sd": (ndtri(high) - ndtri(low)) / (2 * z)}


def log_normal(word):
    """Mean and standard deviation of the logarithm."""
    low, high, z = interval(word)
    return {"mean": math.log(low * high) / 2, "sd": math.log(high / low) / (2 * z)}


def beta_shapes(word):
    if "interval" not in word:
        mean, sd = number(word["mean"]), number(word["sd"])
        total = mean * (1 - mean) / sd**2 - 1
        return {"a": mean * total, "b": (1 - mean) * total}
    low, high, _ = interval(word)
    tail = (1 - word["level"]) / 2

    def misfit(logs):
        a, b = map(math.exp, logs)
        return [beta.cdf(low, a, b) - tail, beta.sf(high, a, b) - tail]

    found = optimize.root(misfit, [1.0, 1.0], tol=1e-12)
    assert found.success, found.message
    a, b = map(math.exp, found.x)
    return {"a": a, "b": b}


def applies(driver, unit):
    """Whether a driver moves the unit: everyone, a text that is met, or a column of 0 and 1."""
    if driver.get("everyone"):
        return 1
    cell = unit[driver["column"]]
    return int(cell == driver["equals"]) if "equals" in driver else int(cell)


def expect(table, wanted, where):
    """Takes out of a table what the peers take for granted; anything else is refused."""
    for key, value in wanted.items():
        if table.pop(key, value) != value:
            raise SystemExit(f"{where}.{key}: the peers know {value!r} alone")


def june(scenario):
    """What the peers are told. Everything used is popped: what is left at the end, they do not know."""
    pop = {key: table.pop for key, table in scenario.items() if isinstance(table, dict)}
    roster, drivers = scenario.pop("unit"), scenario.pop("driver")
    for driver in drivers:
        if "grows_with" in driver:
            assert driver["grows_with"] == "layoffs.rejected.threat"
            assert driver["at"] == scenario["layoffs"]["rejected"]["threat"], "the coefficient would grow"

    # One design for all; a shift and raises outside of one's own are looked up by number.
    design, own_designs = pop["ballot"]("design"), pop["ballot"]("units", {})
    designs = {own_designs.get(unit["unit"], design) for unit in roster}
    if len(designs) > 1:
        raise SystemExit(f"ballot: the peers know one design for all units, not {sorted(designs)}")
    contract, rejected = pop["support"]("contract"), scenario["layoffs"].pop("rejected")
    outside = scenario["layoffs"].pop("outside")
    own_shifts, own_raises = pop["support"]("units", {}), pop["pay"]("units", {})
    shifts = [contract.pop("shift")] + [unit.pop("shift") for unit in own_shifts.values()]
    raises = [pop["pay"]("outside")] + [unit.pop("outside") for unit in own_raises.values()]
    unions = list(dict.fromkeys(unit["union"] for unit in roster))

    numbers = {
        "design": designs.pop(),
        "same_voter": pop["support"]("same_voter"),
        "tails": pop["support"]("tails"),
        "package": probit_normal(pop["support"]("package")),
        "shifts": [normal(shift) for shift in shifts],
        "split": contract.pop("sd"),
        "swing": log_normal(pop["support"]("swing")),
        "union": pop["support"]("union"),
        "unit": pop["support"]("unit"),
        "drivers": [normal(driver["coefficient"]) for driver in drivers],
        "turnout": {
            "probit": ndtri(number(pop["turnout"]("share"))),
            **{key: pop["turnout"](key) for key in ("swing", "union", "unit", "with_support")},
        },
        "weight": beta_shapes(pop["ballot"]("weight")),
        "penalty": normal(pop["ballot"]("penalty")),
        "cut": rejected.pop("threat") - rejected.pop("vacancies"),
        "announced": beta_shapes(rejected.pop("announced")),
        "carried_out": beta_shapes(rejected.pop("carried_out")),
        "attrition": beta_shapes(rejected.pop("attrition")),
        "hit": {
            "chance": outside.pop("chance"),
            "rate": beta_shapes(outside.pop("rate")),
            "recall": beta_shapes(outside.pop("recall")),
        },
        "salary": pop["pay"]("salary"),
        "raises_agreed": [number(rise) for rise in pop["pay"]("agreed")],
        "raises_outside": [[normal(rise) for rise in each] for each in raises],
        "savings": {
            "package": pop["savings"]("package"),
            "contracts": pop["savings"]("contracts"),
            "likely": beta_shapes(pop["savings"]("likely")),
            "per_layoff": log_normal(pop["savings"]("per_layoff")),
        },
        "unions": unions,
        "units": [
            {
                "unit": unit["unit"],
                "union": unions.index(unit["union"]),
                "members": int(unit["members"]),
                "drivers": [applies(driver, unit) for driver in drivers],
                "shift": 1 + list(own_shifts).index(unit["unit"]) if unit["unit"] in own_shifts else 0,
                "raises": 1 + list(own_raises).index(unit["unit"]) if unit["unit"] in own_raises else 0,
            }
            for unit in roster
        ],
    }
    unions_of_units = [unit["union"] for unit in numbers["units"]]
    assert unions_of_units == sorted(unions_of_units), "units of a union stand together"
    assert all(len(each) == len(numbers["raises_agreed"]) for each in numbers["raises_outside"])

    expect(scenario["ballot"], {"bundled_yes_if": "balance"}, "ballot")
    expect(scenario["consequences"],
           {"package_binds": "everyone", "contract_needs_package": True}, "consequences")
    expect(rejected, {"recall": 0}, "layoffs.rejected")
    expect(scenario["layoffs"].pop("anyway"), {"rate": 0}, "layoffs.anyway")
    expect(scenario, {"rule": {"all": [
        {"name": "unions", "no": "unions", "at_most": 1},
        {"name": "membership", "yes": "unions", "weighted_by": "members", "of": "all",
         "at_least": "80%"},
    ]}}, "rule")
    for key in ("ayes", "title", "about", "protection"):  # words, and a date that nothing comes after
        scenario.pop(key)
    scenario["pay"].pop("first_day")
    scenario["savings"].pop("target")
    left = [rejected, outside, contract, *own_shifts.values(), *own_raises.values()]
    unknown = {key: value for key, value in scenario.items() if value} or [each for each in left if each]
    if unknown:
        raise SystemExit(f"the peers do not know {unknown}")
    return numbers


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("scenario", type=Path)
    words.add_argument("--design", help="puts this ballot on all units that have none of their own")
    words = words.parse_args()
    scenario = read(words.scenario)
    if words.design:
        scenario["ballot"]["design"] = words.design
    print(json.dumps(june(scenario), indent=1))


if __name__ == "__main__":
    main()
