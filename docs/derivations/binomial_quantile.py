"""Derives the Cornish-Fisher expansion of the binomial quantile used by models/kernels/kernels.inl.

n trials, share p, q = 1 - p, s = sqrt(npq), d = 1 - 2p, z the normal quantile of u. The quantile is

    x = np + s z + P1 + P2 / s + P3 / s^2 + P4 / s^3 + P5 / s^4

of a smooth law with the cumulants of the binomial less those of the uniform law on a unit interval
(Sheppard's corrections), so that the law rounded to integers is the binomial. Its distribution
function is exp(sum l_r (-D)^r / r!) Phi, with l_r the standardised cumulants (less the normal's); we put
x = np + s (z + sum e^j P_j), e = 1 / s, and solve for each P_j in turn. Run: python3 binomial_quantile.py
"""
from sympy import bernoulli, expand, factorial, symbols

z, d, e, p = symbols("z d e p")
ORDER = 5


def binomial_cumulant(r):
    """Returns the r-th cumulant of one trial over pq, as a polynomial in d (kappa' = pq d kappa / dp)."""
    kappa = p
    for _ in range(r - 1):
        kappa = expand(p * (1 - p) * kappa.diff(p))
    quotient = expand((kappa / (p * (1 - p))).cancel())
    return expand(quotient.subs(p, (1 - d) / 2))


def hermite(k):
    """Returns the probabilists' Hermite polynomial He_k(z)."""
    previous, current = 0, 1
    for j in range(k):
        previous, current = current, expand(z * current - j * previous)
    return current


def truncated(expression):
    expression = expand(expression)
    return sum(expression.coeff(e, k) * e**k for k in range(ORDER + 1))


# l_r e-expanded: (s^2 kappa_r - B_r / r) / s^r, for r >= 3; at r = 2 only the correction is left.
D = symbols("D")
exponent = 0
for r in range(2, ORDER + 3):
    corrected = (binomial_cumulant(r) * e**(r - 2) if r > 2 else 0) - bernoulli(r) / r * e**r
    exponent += corrected * (-D)**r / factorial(r)
operator, power = 0, 1
for k in range(1, ORDER + 1):
    power = truncated(power * exponent)
    operator += power / factorial(k)
operator = expand(operator)

# D^m Phi = (-1)^(m-1) He_(m-1) phi: the distribution function is Phi + phi S.
S = 0
for m in range(2, 3 * ORDER + 1):
    S += operator.coeff(D, m) * (-1)**(m - 1) * hermite(m - 1)
S = expand(S)

# At y = z + delta: Phi(y) + phi(y) S(y) - Phi(z) over phi(z) must vanish, order by order in e.
P = symbols("P1:%d" % (ORDER + 1))


def shifted(polynomial, delta):
    """Returns polynomial(y) phi(y) / phi(z) at y = z + delta, by Taylor's series."""
    total, derivative, term = 0, polynomial, 1
    for k in range(ORDER + 1):
        total += derivative * term / factorial(k)
        derivative = expand(derivative.diff(z) - z * derivative)
        term = truncated(term * delta)
    return truncated(total)


solved = {}
for j in range(1, ORDER + 1):
    delta = sum(solved.get(i, P[i - 1]) * e**i for i in range(1, j + 1))
    moved, term = 0, 1
    for k in range(1, j + 1):
        term = truncated(term * delta)
        moved += term / factorial(k) * (-1)**(k - 1) * hermite(k - 1)
    condition = truncated(moved + shifted(S, delta)).coeff(e, j)
    solved[j] = expand(P[j - 1] - condition)
    assert P[j - 1] not in solved[j].free_symbols
    print("P%d =" % j, solved[j])

# The form in which models/kernels/kernels.inl evaluates them.
stated = {
    1: d * (z**2 - 1) / 6,
    2: z * ((d**2 - 3) * z**2 + (3 - 7 * d**2)) / 144,
    3: d * (9 - d**2) * (3 * z**4 + 7 * z**2 - 16) / 6480,
    4: z * ((9 * d**4 - 486 * d**2 - 351) * z**4 + (256 * d**4 - 2124 * d**2 - 324) * z**2
            + (-433 * d**4 + 6282 * d**2 + 4887)) / 622080,
    5: d * ((12 * d**4 + 936 * d**2 + 2700) * z**6 + (-243 * d**4 + 5238 * d**2 + 5805) * z**4
            + (-923 * d**4 - 15546 * d**2 - 66555) * z**2
            + (1472 * d**4 - 14208 * d**2 + 8640)) / 6531840,
}
for j, polynomial in stated.items():
    assert expand(polynomial - solved[j]) == 0
print("The kernels' polynomials agree.")
