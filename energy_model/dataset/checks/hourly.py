"""The profiles of the hourly table: every one there, and its numbers of the kind that it says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from energy_model.dataset.dictionary import ALWAYS, HOURLY, SHAPES, SHARES, dictionary
from energy_model.dataset.problems import suggestion
from energy_model.dataset.rows import by_row
from energy_model.dataset.steps import Floats, in_year, model_years, steps_of
from energy_model.dataset.tables import Tables

MEAN_TOLERANCE = 1e-3
USES = {  # which kind of profile a reference needs
    ("assets", "availability"): ("availability", "flexibility"),
    ("assets", "shape"): ("demand",),
    ("assets", "least_output"): ("availability", "flexibility"),
    ("assets", "cost_profile"): ("price", "factor"),
    ("assets", "inflow_profile"): ("demand", "availability", "factor"),
    ("assets", "least_level"): ("availability", "flexibility", "factor"),
    ("assets", "most_level"): ("availability", "flexibility", "factor"),
    ("links", "availability"): ("availability", "flexibility"),
    ("links", "availability_back"): ("availability", "flexibility"),
    ("links", "cost_profile"): ("price", "factor"),
    ("ports", "profile"): ("factor",),
    ("demands", "profile"): ("demand",),
    ("demands", "shift_profile"): ("flexibility",),
    ("markets", "price_profile"): ("price",),
    ("market_data", "price_profile"): ("price",),
}


_COLUMNS = dictionary()[HOURLY].columns


def check_profiles(tables: Tables, years: Sequence[int]) -> None:
    """Report profiles without column, columns without profile, blank cells, and numbers not of the profile's kind."""
    if not tables.clean(HOURLY):
        return
    hourly, profiles = tables[HOURLY], tables.sound("profiles", ["profile", "kind"]).set_index("profile")["kind"]
    columns = [name for name in hourly.columns if name not in _COLUMNS]
    for row, name in by_row(tables["profiles"]["profile"]):
        if name and name not in columns:
            message = f"the table hourly has no column '{name}'."
            hint = suggestion(name, [column for column in columns if column not in profiles.index])
            tables.report("missing-profile", "profiles", message, hint, row=row, column="profile")
    for name in columns:
        if name not in set(tables["profiles"]["profile"]):
            hint = f"Add a row for it to the table profiles. {suggestion(name, tables.keys('profiles'))}".strip()
            tables.report("unknown-profile", HOURLY, f"there is no profile '{name}'.", hint, row=1, column=name)
        _check_blank(tables, name)
        if name in profiles.index and tables.clean(f"{HOURLY}.{name}"):
            for year in model_years(tables) or [0]:
                _check_profile(in_year(tables, year), name, profiles[name])


def _check_blank(tables: Tables, name: str) -> None:
    """Report hours without a number."""
    texts = tables.texts[HOURLY][name]
    for row in texts.index[texts == ""]:
        hint = "Every hour needs a number."
        tables.report("empty-cell", HOURLY, "the cell is empty.", hint, row=row, column=name)


def bounds(kind: str) -> tuple[float, float]:
    """Least and largest number of a profile of a kind: shares within 0 and 1, no demand below 0, any price."""
    if kind in SHARES:
        return 0.0, 1.0
    return (0.0, np.inf) if kind == "demand" else (-np.inf, np.inf)


def wrong_mean(values: pd.Series[float], kind: str, weight: Floats | None = None) -> float | None:
    """Mean of a profile that must have mean 1 and has not; None where all is well. weight : of steps, else 1."""
    mean = float(np.average(values, weights=weight))
    return mean if kind in SHAPES and abs(mean - 1) > MEAN_TOLERANCE else None


def _check_profile(tables: Tables, name: str, kind: str) -> None:
    """Report an availability outside 0 and 1, and a shape whose mean is not 1 or that is negative."""
    values: pd.Series[float] = tables[HOURLY][name]
    low, high = bounds(kind)
    for row, value in by_row(values[(values < low) | (values > high)]):
        message = f"{value:g} is not within {low:g} and {high:g}, as a profile of kind {kind} must be."
        tables.report("out-of-range", HOURLY, message, "Check the number.", row=row, column=name)
    if not tables.clean(*(f"{HOURLY}.{column}" for column in _COLUMNS)):
        return  # without lengths and weights there is no mean
    if (mean := wrong_mean(values, kind, steps_of(tables).weight)) is not None:
        message = f"the mean of a profile of kind {kind} must be 1; it is {mean:.6g}."
        tables.report("mean-not-1", HOURLY, message, f"Divide the numbers by {mean:.6g}.", column=name)


def check_profile_uses(tables: Tables, years: Sequence[int]) -> None:
    """Report a profile that is used as another kind than its own."""
    kinds = tables.sound("profiles", ["profile", "kind"]).set_index("profile")["kind"]
    for (table, column), wanted in USES.items():
        names = tables.sound(table, [column])[column]
        for row, name in by_row(names[names.isin(kinds.index) & (names != ALWAYS)]):
            if kinds[name] not in wanted:
                message = f"'{name}' is a profile of kind {kinds[name]}, not {' or '.join(wanted)}."
                hint = suggestion(name, kinds.index[kinds.isin(wanted)])
                tables.report("profile-kind", table, message, hint, row=row, column=column)


CHECKS = (check_profiles, check_profile_uses)
