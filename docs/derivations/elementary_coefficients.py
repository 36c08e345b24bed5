"""Derives the polynomial coefficients and quadrature nodes of models/kernels/elementary.inl.

Every polynomial is the Chebyshev interpolant of the function named beside it, computed with 60 digits
and printed as monomial coefficients, lowest first. Run: python3 elementary_coefficients.py
"""
from mpmath import (mp, mpf, atanh, cos, diff, erfc, erfinv, exp, findroot, legendre, log, loggamma, nstr, pi, sqrt)

mp.dps = 60


def interpolate(function, low, high, degree):
    """Returns the monomial coefficients (lowest first) of the Chebyshev interpolant, and its error."""
    low, high = mpf(low), mpf(high)
    middle, half = (low + high) / 2, (high - low) / 2
    nodes = [middle + half * cos((2 * k + 1) * pi / (2 * degree + 2)) for k in range(degree + 1)]
    values = [function(x) for x in nodes]
    # Newton's divided differences, then expanded into powers.
    table = list(values)
    for level in range(1, degree + 1):
        for i in range(degree, level - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (nodes[i] - nodes[i - level])
    coefficients = [mpf(0)] * (degree + 1)
    for i in range(degree, -1, -1):
        shifted = [mpf(0)] + coefficients[:-1]
        coefficients = [s - nodes[i] * c for s, c in zip(shifted, coefficients)]
        coefficients[0] += table[i]
    error = mpf(0)
    for k in range(401):
        x = middle + half * cos(k * pi / 400)
        f = function(x)
        if f != 0:
            error = max(error, abs(sum(c * x**j for j, c in enumerate(coefficients)) / f - 1))
    return coefficients, error


def show(title, coefficients, error=None):
    print(title, "" if error is None else "relative error " + nstr(error, 3))
    for c in coefficients:
        print("    %s," % repr(float(c)))


def smooth(function, value_at_zero):
    """Returns the function with the removable singularity at 0 removed."""
    return lambda x: value_at_zero if abs(x) < mpf(10)**-25 else function(x)


if __name__ == "__main__":
    half_log2 = log(2) / 2 * mpf("1.0001")
    show("exp: (e^r - 1 - r) / r^2", *interpolate(
        smooth(lambda r: (mp.expm1(r) - r) / r**2, mpf(1) / 2), -half_log2, half_log2, 9))
    show("rough exp: e^r", *interpolate(exp, -half_log2, half_log2, 8))

    # log m = 2 atanh s, s = f / (2 + f); the remainder R(y) = (2 atanh s - 2 s) / s with y = s^2.
    top = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1))**2 * mpf("1.0001")
    show("log: (2 atanh(s) / s - 2) / y, y = s^2", *interpolate(
        lambda y: (2 * atanh(sqrt(y)) / sqrt(y) - 2) / y, mpf(10)**-20, top, 6))

    # The tail of the normal law: Q(t) = e^(-t^2/2) g(w) / (t + c), w = (t - c) / (t + c), t <= 39.
    c = mpf("5.5")

    def scaled_tail(w):
        t = c * (1 + w) / (1 - w)
        return exp(t * t / 2) * erfc(t / sqrt(mpf(2))) / 2 * (t + c)

    show("tail", *interpolate(scaled_tail, -1, (39 - c) / (39 + c), 21))

    show("log gamma: loggamma(2 + t) / t", *interpolate(
        smooth(lambda t: loggamma(2 + t) / t, 1 - mp.euler), -0.5, 0.5, 18))
    print("stirling errors of 0 to 15")
    for n in range(16):
        n = mpf(n)
        d = loggamma(n + 1) + n - log(2 * pi) / 2 - ((n + mpf(1) / 2) * log(n) if n else 0)
        print("    %s," % repr(float(d)))

    points = 14
    print("Gauss-Legendre,", points, "points: node squared, weight / (2 pi)")
    for k in range(points // 2, 0, -1):
        x = findroot(lambda x: legendre(points, x), cos(pi * (k - mpf(1) / 4) / (points + mpf(1) / 2)))
        slope = diff(lambda x: legendre(points, x), x)
        print("    %r, %r" % (float(x * x), float(1 / (pi * (1 - x * x) * slope**2))))

    # Single precision, for counts that it can decide.
    low, high = (sqrt(mpf(1) / 2) - 1) * mpf("1.0001"), (sqrt(mpf(2)) - 1) * mpf("1.0001")
    show("rough log: (log(1 + f) - f + f^2 / 2) / f^3", *interpolate(
        smooth(lambda f: (log(1 + f) - f + f * f / 2) / f**3, mpf(1) / 3), low, high, 6))

    def quantile_over_distance(w):
        q = sqrt(1 - exp(-w))  # 2 u - 1, w = -log(4 u (1 - u))
        return sqrt(2 * pi) if q < mpf(10)**-12 else 2 * sqrt(mpf(2)) * erfinv(q) / q

    show("rough quantile: z / (u - 1/2), |z| <= 3.5", *interpolate(
        quantile_over_distance, mpf(10)**-18, mpf(7), 10))
    show("rough power: 2^r", *interpolate(lambda r: mpf(2)**r, mpf("-0.5001"), mpf("0.5001"), 5))
    c = mpf(3)

    def rough_tail(w):
        t = c * (1 + w) / (1 - w)
        return exp(t * t / 2) * erfc(t / sqrt(mpf(2))) / 2

    show("rough tail", *interpolate(rough_tail, -1, (6 - c) / (6 + c), 7))
