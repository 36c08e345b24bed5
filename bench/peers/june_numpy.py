"""The June model in NumPy, a block of votes at a time: units in rows, votes in columns.

Written from docs/model.md alone. The Student t of a normal z and the bivariate normal law are the
quickest ways found: a table, and quadrature over the correlation. With --plain they are what SciPy
has, its inverse of the t and Owen's T, as one writes it first.

    python june_numpy.py june.json -n 200000 --seed 1 --block 2048
"""
import argparse
import json

import numpy as np
from scipy.special import ndtr, owens_t, stdtrit

MEASURES = ("ratified", "unions_yes", "contracts_yes", "layoffs", "pay", "saved")


def student_of_normal(freedom):
    """The t with the tails of z and standard deviation 1."""
    scale = np.sqrt((freedom - 2) / freedom)
    return lambda z: stdtrit(freedom, ndtr(z)) * scale


def bivariate_normal(r):
    """Φ₂ at one correlation r by Owen's T (1956)."""
    across = np.sqrt(1 - r * r)

    def cdf(h, k, both):
        total = (ndtr(h) + ndtr(k)) / 2
        total -= owens_t(h, (k / h - r) / across) + owens_t(k, (h / k - r) / across)
        return total - np.where(h * k < 0, 0.5, 0)

    return cdf


class StudentTable:
    """The t with the tails of z and standard deviation 1, by straight lines over 1/256; good to 1e-4."""

    def __init__(self, freedom):
        t = stdtrit(freedom, ndtr(np.linspace(-8, 8, 4097))) * np.sqrt((freedom - 2) / freedom)
        self.value, self.slope = t[:-1], np.diff(t)

    def __call__(self, z):
        place = (z + 8) * 256
        node = place.astype(np.int32)
        place -= node
        place *= self.slope[node]
        place += self.value[node]
        return place


class BivariateQuadrature:
    """Φ₂ at one correlation r: Φ(h) Φ(k) + 1/2π ∫ exp(-(h² - 2hk sin t + k²) / 2cos² t) dt, t to asin r.

    Eight points of Gauss and Legendre: the error is below 1e-10 at r = 0.8 (Plackett; Drezner and Wesolowsky).
    """

    def __init__(self, r):
        x, weight = np.polynomial.legendre.leggauss(8)
        sine = np.sin(np.arcsin(r) * (x + 1) / 2)
        self.terms = list(zip(sine, 1 / (1 - sine**2), weight * np.arcsin(r) / (4 * np.pi)))

    def __call__(self, h, k, both):
        """`both` is Φ(h) Φ(k)."""
        product, squares = h * k, (h * h + k * k) / 2
        total = both
        for sine, scale, weight in self.terms:
            power = product * sine
            power -= squares
            power *= scale
            np.exp(power, out=power)
            power *= weight
            total += power
        return total


class June:
    def __init__(self, numbers, seed, plain):
        self.numbers = numbers
        self.rng = (np.random.default_rng(seed) if plain
                    else np.random.Generator(np.random.SFC64(seed)))
        units = numbers["units"]

        def column(key):
            return np.array([unit[key] for unit in units])

        self.members, self.union = column("members"), column("union")
        self.part = self.members / self.members.sum()
        self.drivers, self.shift, self.raises = column("drivers"), column("shift"), column("raises")
        self.first = np.flatnonzero(np.diff(self.union, prepend=-1))  # first unit of each union
        self.union_members = np.add.reduceat(self.members, self.first)
        student, bivariate = ((student_of_normal, bivariate_normal) if plain
                              else (StudentTable, BivariateQuadrature))
        self.student = student(numbers["tails"])
        self.bivariate = bivariate(numbers["same_voter"])

    def normal(self, law, n):
        return law["mean"] + law["sd"] * self.rng.standard_normal(n)

    def log_normal(self, law, n):
        return np.exp(self.normal(law, n))

    def share(self, law, n):
        return self.rng.beta(law["a"], law["b"], n)

    def opinions(self, n):
        """Opinions on package and contract, and the probit of turnout, of each unit."""
        numbers, turnout, draw = self.numbers, self.numbers["turnout"], self.rng.standard_normal
        units, unions = len(self.members), len(self.first)
        swing_z, union_z, unit_z = draw(n), draw((unions, n)), draw((units, n))

        common = self.normal(numbers["package"], n) + self.log_normal(numbers["swing"], n) * swing_z
        union = common + numbers["union"] * self.student(union_z)
        package = union[self.union]
        package += numbers["unit"] * self.student(unit_z)
        package += self.drivers @ np.array([self.normal(law, n) for law in numbers["drivers"]])

        shifts = np.array([self.normal(law, n) for law in numbers["shifts"]])
        contract = package + shifts[self.shift]
        contract += numbers["split"] * self.student(draw((units, n)))

        rho, own = turnout["with_support"], np.sqrt(1 - turnout["with_support"] ** 2)
        common = turnout["probit"] + turnout["swing"] * (rho * swing_z + own * draw(n))
        union = common + turnout["union"] * (rho * union_z + own * draw((unions, n)))
        vote = turnout["unit"] * own * draw((units, n))
        vote += turnout["unit"] * rho * unit_z
        vote += union[self.union]
        return package, contract, vote

    def two_questions(self, cast, package, contract):
        """Yes ballots on package and contract: the package first, then the contract among its yes and its no."""
        p, c = ndtr(package), ndtr(contract)
        joint = self.bivariate(package, contract, p * c)
        yes = self.rng.binomial(cast, p)
        of_yes = np.clip(joint / np.maximum(p, 1e-300), 0, 1)
        of_no = np.clip((c - joint) / np.maximum(1 - p, 1e-300), 0, 1)
        return yes, self.rng.binomial(yes, of_yes) + self.rng.binomial(cast - yes, of_no)

    def one_question(self, cast, package, contract):
        """Yes ballots on both at once: the two opinions in balance."""
        n = cast.shape[1]
        w, penalty = self.share(self.numbers["weight"], n), self.normal(self.numbers["penalty"], n)
        noise = np.sqrt(w**2 + (1 - w) ** 2 + 2 * w * (1 - w) * self.numbers["same_voter"])
        yes = self.rng.binomial(cast, ndtr((w * package + (1 - w) * contract - penalty) / noise))
        return yes, yes

    def layoffs(self, ratified, in_force):
        """Laid off in the end, of all units together."""
        numbers, n = self.numbers, len(ratified)
        members = self.members[:, None]
        laid_off = np.zeros(n)

        # Rejected: the threat, as far as it is announced and carried out. Nobody is called back.
        lost = np.flatnonzero(~ratified)
        announced = numbers["cut"] * self.share(numbers["announced"], len(lost)) / self.members.sum()
        hit = members * np.maximum(0, announced - self.share(numbers["attrition"], len(lost)))
        notices = np.minimum(members, hit) * self.share(numbers["carried_out"], len(lost))
        laid_off[lost] = np.floor(notices + self.rng.random(notices.shape)).sum(axis=0)

        # Outside: the package is in force, the unit's own contract is not.
        won = np.flatnonzero(ratified)
        shape = (len(self.members), len(won))
        hit = ~in_force[:, won] & (self.rng.random(shape) < numbers["hit"]["chance"])
        rate = self.share(numbers["hit"]["rate"], len(won))
        separated = np.floor(hit * members * rate + self.rng.random(shape))
        recall = self.share(numbers["hit"]["recall"], len(won))
        separated -= np.floor(separated * recall + self.rng.random(shape))
        laid_off[won] = separated.sum(axis=0)
        return laid_off

    def pay(self, in_force):
        """Pay over the agreement's years, mean of all members."""
        numbers, n = self.numbers, in_force.shape[1]

        def path(raises):
            return numbers["salary"] * np.cumprod(1 + raises, axis=0).sum(axis=0)

        agreed = path(np.array(numbers["raises_agreed"]))
        outside = np.array([path(np.array([self.normal(law, n) for law in laws]))
                            for laws in numbers["raises_outside"]])
        pay = np.where(in_force, agreed, outside[self.raises])
        return self.part @ pay

    def simulate(self, n):
        """A column of MEASURES for each of n votes."""
        package, contract, turnout = self.opinions(n)
        cast = self.rng.binomial(self.members[:, None], ndtr(turnout))
        ask = self.two_questions if self.numbers["design"] == "separate" else self.one_question
        yes, contract_yes = ask(cast, package, contract)

        # A union says yes by its pooled ballots; one no at most, and four fifths of the members.
        says = 2 * np.add.reduceat(yes, self.first) > np.add.reduceat(cast, self.first)
        unions_yes = says.sum(axis=0)
        behind = self.union_members @ says
        ratified = (unions_yes >= len(says) - 1) & (5 * behind >= 4 * self.union_members.sum())

        contract_says = 2 * contract_yes > cast
        in_force = contract_says & ratified
        laid_off = self.layoffs(ratified, in_force)

        savings = self.numbers["savings"]
        claimed = ratified * savings["package"] + savings["contracts"] * (self.part @ in_force)
        saved = (self.share(savings["likely"], n) * claimed
                 + self.log_normal(savings["per_layoff"], n) * laid_off)
        return ratified, unions_yes, contract_says.sum(axis=0), laid_off, self.pay(in_force), saved


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("june", help="what june.py printed")
    words.add_argument("-n", type=int, default=100_000, help="votes")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--block", type=int, default=1024, help="votes at a time")
    words.add_argument("--plain", action="store_true", help="SciPy's functions instead of tables")
    words = words.parse_args()

    with open(words.june, encoding="utf-8") as file:
        june = June(json.load(file), words.seed, words.plain)
    votes = np.empty((len(MEASURES), words.n))
    for start in range(0, words.n, words.block):
        stop = min(start + words.block, words.n)
        votes[:, start:stop] = june.simulate(stop - start)

    result = {"replications": words.n}
    for name, column in zip(MEASURES, votes):
        result[name] = {"mean": column.mean(), "se": column.std() / np.sqrt(words.n)}
        if name in ("unions_yes", "layoffs"):
            levels = [0.1, 0.5, 0.9]
            result[name]["quantiles"] = dict(zip(map(str, levels), np.quantile(column, levels)))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
