"""Tables that a call takes as a file, a DataFrame or rows."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

# Columns of whole numbers, which pandas makes floating-point where there are gaps among them.
WHOLE = ("yes", "no", "cast", "margin", "round")

# A file, a table, or rows that name their columns.
Table = str | os.PathLike[str] | pd.DataFrame | Sequence[Mapping[str, Any]]


def table_of(table: Table, name: str) -> tuple[str, str | None]:
    """Return the file's path and None, or a name for messages and the table as CSV.

    In messages the header is line 1 and the first row line 2. A value that is missing (None, NaN,
    NaT) is an empty cell; dates are written as 2011-06-24.
    """
    if isinstance(table, str | os.PathLike):
        return os.fspath(table), None
    if isinstance(table, pd.DataFrame):
        columns = [str(column) for column in table.columns]
        return name, _csv_of(columns, table.itertuples(index=False, name=None))
    if isinstance(table, Mapping) or not isinstance(table, Iterable):
        raise TypeError(
            f"{name} is a path, a DataFrame, or rows such as [{{'body': 'NP-3', 'yes': 1805, 'no': 1605}}], "
            f"not {type(table).__name__}"
        )
    rows = list(table)
    for row in rows:
        if not isinstance(row, Mapping):
            raise TypeError(f"a row of {name} is a mapping of columns to values, not {row!r}")
    columns = list(dict.fromkeys(str(key) for row in rows for key in row))
    return name, _csv_of(columns, ([row.get(column) for column in columns] for row in rows))


def _csv_of(columns: list[str], rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(column, value) for column, value in zip(columns, row, strict=True)])
    return text.getvalue()


def _cell(column: str, value: Any) -> str:
    """Return a value as a person writes it in a sheet."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    if hasattr(value, "isoformat"):  # a date, or a day of pandas, which has a time of day too
        return str(value.isoformat())[:10]
    if hasattr(value, "item"):
        value = value.item()
    if column in WHOLE and isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
