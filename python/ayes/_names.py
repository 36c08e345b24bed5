"""What measures are, in words, and numbers as axes of figures write them."""

from __future__ import annotations

NORMAL_95 = 1.959964  # of 100 normal values 95 lie within as many standard errors

MEASURES = {
    "ratified": "the package is ratified at this vote",
    "ratified_first": "the package is ratified at the first vote",
    "ratified_ever": "the package is ratified in the end, at whichever vote",
    "unions_yes": "unions that say yes to the package",
    "units_yes": "bargaining units that say yes to the package",
    "members_of_yes_unions": "members of the unions that say yes",
    "yes_ballots_share": "yes among all ballots that count",
    "turnout": "ballots returned among members eligible",
    "units_outside": "units for which the package is in force and their own contract is not",
    "raises_kept": "members of units whose contract is not in force",
    "notices": "layoff notices sent",
    "separated": "jobs ended",
    "recalled": "people called back, of those whose jobs ended",
    "layoffs": "people laid off in the end",
    "rescinded": "notices taken back after a later yes",
    "saved": "what the employer is likely to save",
    "saved_claimed": "what the employer claims to save",
    "in_force": "1 where the package is ratified and what it waits for holds",
}


def meaning(measure: str) -> str:
    """Return what a measure is, in a few words."""
    return MEASURES.get(measure, measure.replace("_", " "))


def short_number(value: float, _place: float | None = None) -> str:
    """Return 7,500 or 1.6 bn: at most three digits and a word from a million on."""
    for size, word in ((1e9, " bn"), (1e6, " m")):
        if abs(value) >= size:
            return f"{value / size:.3g}{word}"
    return f"{value:,.0f}" if value == round(value) else f"{value:g}"


def in_100(value: float, half: float, sign: bool = False) -> str:
    """Return a chance as "28.57 ±0.02", in 100, with as many digits as the error has, if any."""
    if half <= 0:
        return f"{100 * value:{'+' if sign else ''}.2f}"
    places = digits(100 * half)
    return f"{100 * value:{'+' if sign else ''}.{places}f} ±{100 * half:.{places}f}"


def digits(half: float) -> int:
    """Return how many decimals leave a digit of an error that isn't 0."""
    import math

    return 1 if half <= 0 else min(6, max(0, math.ceil(-math.log10(half))))


def number_of(value: object) -> float | None:
    """Return the number that a value of a scenario is: 0.4 of 40%; none if it is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip()
    scale = 0.01 if text.endswith("%") else 1.0
    try:
        return float(text.removesuffix("%").replace("_", "")) * scale
    except ValueError:
        return None
