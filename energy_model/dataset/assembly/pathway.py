"""Model years on the way: which comes before which, and how many discounted years each stands for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.dataset.assembly.interpolation import Floats


def year_weights(years: Sequence[int], base_year: int, discount_rate: float) -> Floats:
    """Give the discounted number of years that each model year stands for. shape: (year,); [year].

    Every calendar year from the first model year to the last counts once. What it costs lies on the line between the
    model years around it, and is discounted to ``base_year``. So the years 2025, 2030 and 2035 stand for the same
    eleven years as eleven annual steps would, the last one for its half of the last span only: neither building early
    nor building late is favoured.
    """
    model = np.asarray(years, dtype=np.float64)
    calendar = np.arange(model[0], model[-1] + 1)
    shares = np.stack([np.interp(calendar, model, unit) for unit in np.eye(len(model))])
    weights: Floats = shares @ (1 + discount_rate) ** -(calendar - base_year)
    return weights


def previous_years(years: Sequence[int]) -> list[int]:
    """Give the model year before each one; for the first, itself."""
    return [years[max(position - 1, 0)] for position in range(len(years))]
