"""The mixed model of docs/model.md, "Learning", fitted by somebody else's sampler.

Written from the manual alone: it reads the tables of votes, finds the leaves by itself, writes the
law of all opinions as one dense normal law, and draws with the no-U-turn sampler of NumPyro. It
prints its means and standard deviations beside those of `ayes calibrate -o FILE.json`:

    python fit.py FILE.json VOTES.csv... [--part support] [--draws 8000]

Agreement is means within 0.1 posterior standard deviations, standard deviations within 10 in 100; an answer takes draws on
both sides that are worth 1,000 independent ones or more.
"""

import argparse
import csv
import json
import sys

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import log_ndtr
from scipy.special import ndtri

jax.config.update("jax_enable_x64", True)

LEAST_DRAWS = 1000  # worth that many independent ones: a mean is then known to 0.03 standard deviations
SPREADS = ["swing", "union", "unit", "split", "again", "again_unit"]
PRIORS = {
    "support": {"spread": [0.5, 0.3, 0.5, 0.3, 0.4, 0.3],
                "fixed": [(0.0, 0.5), (0.0, 0.3), (0.0, 0.5)]},
    "turnout": {"spread": [0.5, 0.3, 0.3, 0.0, 0.3, 0.3],
                "fixed": [(0.3, 0.5), None, (0.0, 0.3)]},
}
FIXED = ["mean", "contract", "mean_again"]


def rounded(text):
    decimals = len(text.split(".")[1]) if "." in text else 0
    half = 0.5 * 10.0 ** -decimals
    return max(0.0, (float(text) - half) / 100), min(1.0, (float(text) + half) / 100)


def leaves(paths, without=()):
    rows = []
    for path in paths:
        for row in csv.DictReader(open(path, encoding="utf-8")):
            if row["left_out"] or row["case"] in without:
                continue
            row["unit"] = row["unit"] or row["body"]
            row["key"] = (row["case"], row["round"], row["vote"])
            row["counts"] = (int(row["yes"]), int(row["no"])) if row["yes"] else None
            row["figures"] = bool(row["yes"] or row["yes_pct"])
            rows.append(row)
    by_name = {row["key"] + (row["unit"],): row for row in rows}
    for row in rows:
        row["parent"] = by_name[row["key"] + (row["part_of"],)] if row["part_of"] else None
        row["parts"] = []
    for row in rows:
        if row["parent"]:
            row["parent"]["parts"].append(row)

    def below(row):
        for part in row["parts"]:
            yield part
            yield from below(part)

    def listed(row):  # yes and no of the topmost parts with figures
        total = [0, 0]
        for part in row["parts"]:
            if part["counts"]:
                got = part["counts"]
            elif part["yes_pct"]:
                return None
            else:
                got = listed(part)
                if got is None:
                    return None
            total[0] += got[0]
            total[1] += got[1]
        return total

    def holds_unlisted(row):
        """A total that stands for its parts without figures."""
        if not row["parts"] or not row["figures"]:
            return False
        if not row["counts"]:
            return not any(part["figures"] for part in below(row))
        got = listed(row)
        return got is not None and sum(row["counts"]) > sum(got)

    support, turnout = [], []
    for row in rows:
        base = {k: row[k] for k in ("case", "union", "unit", "vote")} | {"round": int(row["round"])}
        if row["turnout_pct"] and not row["turnout_left_out"] and row["vote"] == "package":
            if not any(part["turnout_pct"] for part in below(row)):
                turnout.append(base | {"between": rounded(row["turnout_pct"])})
        if row["parts"] and row["figures"]:
            if not holds_unlisted(row):
                continue
            if row["counts"]:
                got = listed(row)
                rest = row["counts"][0] - got[0], row["counts"][1] - got[1]
                support.append(base | {"unit": base["unit"] + ", the rest", "counts": rest})
            else:
                support.append(base | {"between": rounded(row["yes_pct"])})
        elif row["parts"] and any(part["figures"] for part in below(row)):
            continue
        elif row["counts"]:
            support.append(base | {"counts": row["counts"]})
        elif row["yes_pct"]:
            support.append(base | {"between": rounded(row["yes_pct"])})
        elif row["outcome"]:
            up = row["parent"]
            while up and not up["figures"] and not holds_unlisted(up):
                up = up["parent"]
            if not (up and holds_unlisted(up)):
                support.append(base | {"between": (0.5, 1.0) if row["outcome"] == "yes" else (0.0, 0.5)})
    return {"support": support, "turnout": turnout}


def same(values):
    values = np.array(values)
    return (values[:, None] == values[None, :]).astype(float)


def covariances(rows):
    """One matrix a spread: what its square is multiplied by."""
    case = same([r["case"] for r in rows])
    union = case * same([r["union"] or "own " + r["unit"] for r in rows])
    unit = union * same([r["unit"] for r in rows])
    contract = np.array([r["vote"] == "contract" for r in rows], float)
    later = np.array([r["round"] - 1 for r in rows], float)
    shared = np.minimum(later[:, None], later[None, :])
    question = same(contract)
    return [case, union, unit, unit * np.outer(contract, contract), case * shared, unit * question * shared]


def blocks_of(rows):
    """Covariances by ratification, filled up with idle rows of variance 1 to a few common sizes."""
    matrices = np.stack(covariances(rows))
    members = {}
    for i, row in enumerate(rows):
        members.setdefault(row["case"], []).append(i)
    blocks, smallest = [], 1
    for size in (4, 16, 64, 256):
        chosen = [m for m in members.values() if smallest <= len(m) <= size]
        smallest = size + 1
        if not chosen:
            continue
        places = np.full((len(chosen), size), len(rows))  # the row after the last is the idle one
        parts = np.zeros((len(SPREADS), len(chosen), size, size))
        idle = np.zeros((len(chosen), size, size))
        for c, m in enumerate(chosen):
            places[c, :len(m)] = m
            parts[:, c, :len(m), :len(m)] = matrices[:, np.array(m)[:, None], np.array(m)[None, :]]
            idle[c] = 1e-9 * np.eye(size)
            for i in range(len(m), size):
                idle[c, i, i] = 1.0
        blocks.append((places, jnp.array(parts), jnp.array(idle)))
    return blocks


def fit(rows, priors, seed, draws):
    blocks = blocks_of(rows)
    contract = jnp.array([r["vote"] == "contract" for r in rows], float)
    later = jnp.array([r["round"] - 1 for r in rows], float)
    counted = np.array([i for i, r in enumerate(rows) if "counts" in r], int)
    ranged = np.array([i for i, r in enumerate(rows) if "between" in r], int)
    yes = jnp.array([rows[i]["counts"][0] for i in counted], float)
    no = jnp.array([rows[i]["counts"][1] for i in counted], float)
    low = jnp.array([max(-9.0, ndtri(rows[i]["between"][0])) for i in ranged])
    high = jnp.array([min(9.0, ndtri(rows[i]["between"][1])) for i in ranged])
    guess = jnp.array(ndtri((np.array(yes) + 0.5) / (np.array(yes + no) + 1)))
    width = jnp.sqrt(1 / (0.6 * (yes + no) + 4))

    def model():
        spreads = [numpyro.sample(name, dist.HalfNormal(scale)) if scale else 0.0
                   for name, scale in zip(SPREADS, priors["spread"])]
        mean, shift, again = [numpyro.sample(name, dist.Normal(*prior)) if prior else 0.0
                              for name, prior in zip(FIXED, priors["fixed"])]
        s = jnp.zeros(len(rows))
        if len(counted):
            z = numpyro.sample("z", dist.ImproperUniform(dist.constraints.real, (), (len(counted),)))
            opinion = guess + width * z
            s = s.at[counted].set(opinion)
            numpyro.factor("counts", jnp.sum(yes * log_ndtr(opinion) + no * log_ndtr(-opinion)))
        if len(ranged):
            inside = numpyro.sample("inside", dist.Uniform(0, 1).expand([len(ranged)]))
            s = s.at[ranged].set(low + (high - low) * inside)
        away = jnp.append(s - mean - shift * contract - again * later, 0.0)
        for places, matrices, idle in blocks:  # one after the other, cases of about one size
            sigma = jnp.einsum("k,kcij->cij", jnp.array(spreads) ** 2, matrices) + idle
            law = dist.MultivariateNormal(0.0, covariance_matrix=sigma)
            numpyro.factor(f"opinions {places.shape[1]}", jnp.sum(law.log_prob(away[places])))

    kernel = numpyro.infer.NUTS(model, target_accept_prob=0.9)
    mcmc = numpyro.infer.MCMC(kernel, num_warmup=500, num_samples=draws, num_chains=2,
                              chain_method="sequential", progress_bar=False)
    mcmc.run(jax.random.PRNGKey(seed))
    groups = mcmc.get_samples(group_by_chain=True)
    result = {}
    for name in SPREADS + FIXED:
        if name in groups:
            x = np.asarray(groups[name])
            size = float(numpyro.diagnostics.effective_sample_size(x))
            result[name] = (x.mean(), x.std(ddof=1), size)
    return result


def main():
    words = argparse.ArgumentParser()
    words.add_argument("file", help="what ayes calibrate -o FILE.json wrote")
    words.add_argument("votes", nargs="+", help="the tables of votes it was told of")
    words.add_argument("--part", choices=["support", "turnout"], help="one of the two fits alone")
    words.add_argument("--draws", type=int, default=8000, help="of each of two chains")
    words = words.parse_args()
    ours = json.load(open(words.file, encoding="utf-8"))
    tables = leaves(words.votes, ours.get("without", []))
    fine = True
    for part in [words.part] if words.part else ["support", "turnout"]:
        rows = tables[part]
        same_rows = len(rows) == ours[part]["rows"]
        fine &= same_rows
        print(f"{part}: {len(rows)} rows here, {ours[part]['rows']} there", flush=True)
        theirs = fit(rows, PRIORS[part], seed=1, draws=words.draws)
        print(f"  {'':12}     mean: NumPyro  Ayes          sd: NumPyro  Ayes        draws worth")
        for name, (mean, sd, size) in theirs.items():
            own = ours[part]["quantities"][name]
            away, ratio = (own["mean"] - mean) / sd, own["sd"] / sd
            good = abs(away) <= 0.1 and 0.9 <= ratio <= 1.1
            enough = min(size, own["draws_worth"]) >= LEAST_DRAWS
            fine &= good and enough
            print(f"  {name:12} {mean:17.4f} {own['mean']:8.4f} ({away:+.3f} sd) {sd:8.4f} {own['sd']:8.4f} (x{ratio:.3f}) "
                  f"{size:6.0f} {own['draws_worth']:6.0f}{'' if good else '   DISAGREES'}{'' if enough else '   TOO FEW'}",
                  flush=True)
    print("agrees" if fine else "DISAGREES, or too few draws")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
