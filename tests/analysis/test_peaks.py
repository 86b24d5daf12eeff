"""What the model's years tell of a peak."""

from __future__ import annotations

import pytest
import xarray as xr

from energy_model.analysis.peaks import peaks


def path(values: dict[int, float], limit: int = 2029) -> xr.Dataset:
    """A dataset with one metric by year and a peak target in thousands."""
    variables = {
        "target_sense": ("target", ["peak"]),
        "target_metric": ("target", ["co2"]),
        "target_unit": ("target", ["kt"]),
        "target_year": ("target", [limit]),
        "target_scale": ("target", [1000.0]),
        "metric_value": (("metric", "year"), [[1000 * value for value in values.values()]]),
    }
    return xr.Dataset(variables, coords={"target": ["co2_peak"], "metric": ["co2"], "year": list(values)})


@pytest.mark.parametrize(
    ("values", "conclusion", "within"),
    [
        ({2028: 5.0, 2029: 6.0, 2030: 5.5}, "exact", (2029, 2029)),
        ({2025: 6.0, 2030: 5.0, 2035: 4.0}, "before", (2025, 2029)),
        ({2025: 5.0, 2030: 6.0, 2035: 4.0}, "open", (2026, 2034)),
        ({2025: 4.0, 2030: 5.0, 2033: 6.0, 2035: 5.0}, "after", (2031, 2034)),
        ({2025: 4.0, 2030: 5.0, 2035: 6.0}, "rising", (2031, 2035)),
        ({2025: 6.0, 2030: 6.0, 2035: 5.0}, "open", (2025, 2034)),
        ({2030: 6.0}, "unknown", (2030, 2030)),
    ],
)
def test_conclusions(values: dict[int, float], conclusion: str, within: tuple[int, int]) -> None:
    found = peaks(path(values))
    assert set(found["conclusion"]) == {conclusion}
    assert (found["earliest"].iloc[0], found["latest"].iloc[0]) == within


def test_values_are_in_the_unit_of_the_target() -> None:
    found = peaks(path({2025: 5.0, 2030: 6.0, 2035: 4.0}))
    assert found["value"].tolist() == pytest.approx([5.0, 6.0, 4.0])
    assert found["change"].tolist()[1:] == pytest.approx([1.0, -2.0])
    assert found["highest"].tolist() == [False, True, False]
    assert set(found["limit"]) == {2029}


def test_other_senses_are_left_out() -> None:
    assert len(peaks(path({2025: 1.0}).assign(target_sense=("target", ["at_most"])))) == 0
