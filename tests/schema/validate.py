"""Holds the JSON Schema of scenario files, and the reader of the program, against each other.

    python3 validate.py PROGRAM

The validator is the Python package jsonschema; a file is read by Python's tomllib, dates as text. Checked are:
the shipped schema is what the program prints; it is a schema; every scenario is valid; a list of planted mistakes
is refused by schema and program alike, and the same file without the mistake by neither; and of some hundreds of
scenarios, each with one value, key or table changed at random, none is refused by the schema and taken by the program.
"""
import copy
import datetime
import json
import math
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = sys.argv[1]

BASE = """
ayes = 1
title = "A town"
{top}
[[unit]]
unit = "clerks"
union = "Local 1"
members = 300
{unit}
[[unit]]
unit = "drivers"
union = "Local 2"
members = 200
[support]
package = "55%"
swing = 0.3
{support}
[turnout]
share = {{ mean = 0.7, sd = 0.1 }}
{turnout}
[ballot]
design = "separate"
{ballot}
[rule]
{rule}
{more}
"""
RULE = 'all = [{ yes = "unions", at_least = 2 }, { ballots = "yes", of = "cast", more_than = "half" }]'

# Where a text is put in, what is right there, and what is wrong there.
PLANTS = [
    ("top", "", "titel = 'x'"),
    ("top", "about = 'two\\nlines'", "about = 5"),
    ("top", "", "ayes = 2"),
    ("unit", "eligible = 250", "eligible = 250.5"),
    ("unit", "outside = true", 'outside = "yes"'),
    ("unit", "date = 2011-06-24", "date = 2011-06-24T10:00:00"),
    ("unit", "date = 2011-06-24", "date = 24"),
    ("unit", 'ballot = "bundled"', 'ballot = "bundeled"'),
    ("unit", 'turnout = "60%"', 'turnout = "160%"'),
    ("unit", "sector = 3", "sector = [3]"),
    ("support", "unit = 0.2", "unit = -0.2"),
    ("support", "unit = '12 points'", "unit = '12%'"),
    ("support", "unit = '12 points'", "unit = '60 points'"),
    ("support", "tails = inf", "tails = 2"),
    ("support", "tails = 6", "tails = '6'"),
    ("support", "same_voter = 0.8", "same_voter = 1.8"),
    ("support", "contract = { shift = 0.1, sd = 0.2 }", "contract = { shift = 0.1, spread = 0.2 }"),
    ("support", "contract = { shift = '-0.1 to 0.3' }", "contract = { shift = '10%' }"),
    ("support", 'units.clerks.package = "15% to 45%"', 'units.clerks.package = "15 of 45"'),
    ("support", "units.clerks.package = { interval = [0.1, 0.3], level = 0.9 }",
     "units.clerks.package = { interval = [0.1], level = 0.9 }"),
    ("support", "units.clerks.package = { interval = [0.1, 0.3], level = 0.9 }",
     "units.clerks.package = { interval = [0.1, 0.3], level = 1.9 }"),
    ("support", 'units.clerks.package = { distribution = "probit-normal", median = 0.5, sd = 0.1 }',
     'units.clerks.package = { distribution = "normal", mean = 0.5, sd = 0.1 }'),
    ("support", 'units.clerks.package = { distribution = "beta", a = 2, b = 3 }',
     'units.clerks.package = { distribution = "gamma", a = 2, b = 3 }'),
    ("support", "units.clerks.package = { mean = 0.4, sd = 0.1 }", "units.clerks.package = { mean = 0.4 }"),
    ("support", "units.clerks.package = { mean = 0.4, sd = 0.1 }",
     "units.clerks.package = { mean = 0.4, sd = 0.1, level = 0.8 }"),
    ("turnout", "with_support = 0.2", "with_support = true"),
    ("turnout", 'units = { clerks = "50%" }', 'units = "50%"'),
    ("ballot", 'bundled_yes_if = "both"', 'bundled_yes_if = "each"'),
    ("ballot", "penalty = -0.1", "penalties = -0.1"),
    ("rule", RULE, 'yes = "unions"'),
    ("rule", RULE, 'yes = "unions"\nat_least = 1\nat_most = 2'),
    ("rule", RULE, 'yes = "unions"\nno = "unions"\nat_least = 1'),
    ("rule", RULE, 'yes = "unions"\nat_least = "most"'),
    ("rule", RULE, 'yes = "unions"\nat_least = 2.5'),
    ("rule", RULE, 'yes = "unions"\nat_least = -1'),
    ("rule", 'yes = ["clerks", "drivers"]\nat_least = 1', 'yes = []\nat_least = 1'),
    ("rule", 'yes = ["clerks", "drivers"]\nat_least = 1', 'yes = [3]\nat_least = 1'),
    ("rule", 'ballots = "yes"\nin = "Local 1"\nless_than = "half"', 'ballots = "yes"\nin = 1\nless_than = "half"'),
    ("rule", RULE, 'ballots = "spoilt"\nof = "cast"\nmore_than = "half"'),
    ("rule", RULE, 'ballots = "yes"\nof = "casts"\nmore_than = "half"'),
    ("rule", RULE, "all = []"),
    ("rule", RULE, 'if = { body = "Local 1", says = "yes" }\nthen = { body = "Local 2", says = "yes" }'),
    ("rule", RULE, 'each = "unit"'),
    ("rule", RULE, 'every = "union"'),
    ("more", "[[driver]]\nname = 'x'\neveryone = true", "[[driver]]\neveryone = true"),
    ("more", "[[driver]]\nname = 'x'\neveryone = true", "[driver]\nname = 'x'\neveryone = true"),
    ("more", "[[driver]]\nname = 'x'\neveryone = true\non = ['package']",
     "[[driver]]\nname = 'x'\neveryone = true\non = ['packages']"),
    ("more", "[consequences]\npackage_binds = 'approvers'", "[consequences]\npackage_binds = 'approver'"),
    ("more", "[pay]\nagreed = ['3%', 0.02]", "[pay]\nagreed = ['3%', 2]"),
    ("more", "[pay]\nagreed = ['3%', 0.02]", "[pay]\nagreed = 0.03"),
    ("more", "[pay]\nfirst_day = 2011-07-01", "[pay]\nfirst_day = '1 July'"),
    ("more", "[layoffs.rejected]\nthreat = 75", "[layoffs.rejected]\nthreat = '75 jobs'"),
    ("more", "[layoffs.rejected]\nrecall = 0.5", "[layoffs.rejected]\nrecall = 1.5"),
    ("more", "[words]\nratified = 'passed'", "[words]\nratified = true"),
    ("more", "[[unit]]\nunit = 'cooks'\nmembers = 5", "[[unit]]\nunit = 'cooks'"),
    ("more", "[[unit]]\nunit = 'cooks'\nmembers = 5", "[[unit]]\nunit = 'cooks'\nmembers = 0"),
]


def plain(value):
    """The same value as JSON has it: dates and times as text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


def toml(value):
    """A value as TOML, tables inline."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    if isinstance(value, float):
        return "inf" if math.isinf(value) else repr(value)
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else str(value)


def taken(paths):
    """The scenarios of a list in which the program finds no mistake."""
    run = subprocess.run([PROGRAM, "check", *map(str, paths)], capture_output=True, text=True, timeout=300)
    if run.returncode not in (0, 2):
        sys.exit(f"ayes check ended with {run.returncode}: {run.stderr[-2000:]}")
    return {str(path) for path in paths if f"{path}: no mistakes" in run.stdout}


def places(value, at=()):
    """The way to every value below a table."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*at, key)
        yield from places(each, (*at, key))


POOL = [True, False, 0, 1, 7, -1, 0.5, 1.0, -0.25, 2.5, 1e12, math.inf, "", "yes", "half", "55%", "150%", "3%", "2/3",
        "12 points", "10% to 30%", "own ballot", "two\nlines", [], [0.1], ["units"], {}, {"mean": 0.4, "sd": 0.1},
        {"interval": [0.2, 0.6]}, {"distribution": "uniform", "low": 0.1, "high": 0.3}, datetime.date(2011, 6, 24)]


def change(scenario, chance):
    """Changes one value, key or table; returns what was done. An element that is dropped is not read."""
    while True:
        way = chance.choice(list(places(scenario)))
        parent = scenario
        for key in way[:-1]:
            parent = parent[key]
        if not isinstance(parent, dict) or parent.get("use") is not False:
            break
    kind = chance.choice(["value", "value", "drop", "spell", "add"])
    if kind == "value":
        parent[way[-1]] = chance.choice(POOL)
    elif kind == "drop" or not isinstance(parent, dict):
        del parent[way[-1]]
    elif kind == "spell":
        parent[way[-1][:-1] + "x"] = parent.pop(way[-1])
    else:
        parent["addition"] = chance.choice(POOL)
    return f"{kind} at {'.'.join(map(str, way))}"


def main():
    schema_text = subprocess.run([PROGRAM, "schema"], capture_output=True, text=True, check=True).stdout
    schema = json.loads(schema_text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    complaints = []
    if (ROOT / "scenarios/scenario.schema.json").read_text() != schema_text:
        complaints.append("scenarios/scenario.schema.json is not what `ayes schema` prints; run make schema")

    shipped = sorted(p for p in (ROOT / "scenarios").rglob("*.toml") if p.parent.name != "priors")
    if len(shipped) < 20:
        complaints.append(f"only {len(shipped)} scenarios found")
    for path in shipped:
        for error in validator.iter_errors(plain(tomllib.loads(path.read_text()))):
            complaints.append(f"{path}: {'.'.join(map(str, error.absolute_path))}: {error.message[:200]}")

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        empty = dict.fromkeys(["top", "unit", "support", "turnout", "ballot", "more"], "") | {"rule": RULE}
        files = []
        for number, (place, right, wrong) in enumerate(PLANTS):
            for text, name in ((right, "right"), (wrong, "wrong")):
                path = folder / f"{name}-{number}.toml"
                filled = BASE.format(**(empty | {place: text}))
                path.write_text(filled.replace("ayes = 1\n", "", 1) if text == "ayes = 2" else filled)
                files.append((path, text, name == "right"))
        good = taken([path for path, _, _ in files])
        for path, text, right in files:
            try:
                valid = validator.is_valid(plain(tomllib.loads(path.read_text())))
            except tomllib.TOMLDecodeError as error:
                sys.exit(f"the test's own file is no TOML: {text}: {error}")
            for who, said in (("schema", valid), ("program", str(path) in good)):
                if said != right:
                    complaints.append(f"the {who} {'takes' if said else 'refuses'}: {text}")

        chance = random.Random(2011)
        shutil.copytree(ROOT / "scenarios", folder / "scenarios")
        bases = sorted(p for p in (folder / "scenarios").rglob("*.toml") if p.parent.name != "priors")
        changed = []
        for number in range(600):
            base = chance.choice(bases)
            scenario = copy.deepcopy(tomllib.loads(base.read_text()))
            done = change(scenario, chance)
            path = base.with_name(f"changed-{number}.toml")
            path.write_text("".join(f"{json.dumps(k)} = {toml(v)}\n" for k, v in scenario.items()))
            changed.append((path, f"{base.name}: {done}", validator.is_valid(plain(scenario))))
        good = taken([path for path, _, _ in changed])
        for path, done, valid in changed:
            if not valid and str(path) in good:
                complaints.append(f"the schema refuses what the program takes: {done}")
        refused = [valid for path, _, valid in changed if str(path) not in good]
        print(f"{len(shipped)} scenarios valid; {len(PLANTS)} mistakes planted; of {len(changed)} changed scenarios the "
              f"program refuses {len(refused)}, the schema {refused.count(False)} of these")

    print("\n".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
