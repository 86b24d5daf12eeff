"""Peak loads: what a term adds up, and enforced targets that a higher load would meet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_model.dataset import assemble, read_study
from tests.support.study import add_row, set_cell, write_study
from tests.support.works import DAY, places

_NAMES = {"name_zh": "峰荷", "name_en": "Peak"}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The tiny study of a day with a metric of the peak of all electricity."""
    write_study(tmp_path, hours=DAY)
    add_row(tmp_path, "metrics", metric="peak", unit="GW", **_NAMES)
    add_row(tmp_path, "metric_terms", metric="peak", quantity="peak_demand", carrier="electricity")
    return tmp_path


def _selected(study: Path, over: str, number: int = 0) -> set[str]:
    found = assemble(read_study(study, hours=DAY), [2030])
    return set(found[over].values[np.flatnonzero(found[f"in_peak_{over}"].values[number])].tolist())


def test_a_peak_adds_up_demands_and_what_converters_take(study: Path) -> None:
    assert _selected(study, "demand") == {"city_load"}
    assert _selected(study, "port") == {"city_electrolyser/electricity/in"}


def test_what_is_outside_counts_where_it_is_named(study: Path) -> None:
    """A town behind the border is no load of the city, unless a term asks for its zone."""
    add_row(study, "zones", zone="abroad", kind="outside", latitude="33", longitude="121", **_NAMES)
    add_row(study, "demands", demand="town", zone="abroad", carrier="electricity", unserved_cost="1", **_NAMES)
    add_row(study, "demand_data", demand="town", year="2030", energy="1")
    add_row(study, "metric_terms", metric="peak", quantity="peak_demand", zone="abroad")
    add_row(study, "markets", market="there", zone="abroad", carrier="electricity", direction="buy", **_NAMES)
    add_row(study, "market_data", market="there", price="1", capacity="1000")
    assert _selected(study, "demand") == {"city_load"}
    assert _selected(study, "demand", 1) == {"town"}


@pytest.mark.parametrize(
    ("metric", "of", "sense", "told"),
    [
        ("wind_capacity", "peak", "at_least", False),
        ("wind_capacity", "peak", "at_most", True),
        ("peak", "", "at_most", False),
        ("peak", "", "at_least", True),
        ("peak", "", "change_at_most", False),
        ("peak", "", "peak", True),
    ],
)
def test_no_enforced_target_asks_for_a_high_load(study: Path, metric: str, of: str, sense: str, told: bool) -> None:
    target = {"metric": metric, "of": of, "sense": sense, "value": "0.1", "unit": "GW" if sense == "peak" else "1"}
    target |= {"unit": "GW"} if not of and "change" not in sense else {}
    add_row(study, "targets", target="load", year="2030", clause="none", basis="As written.", **target, **_NAMES)
    assert places(study) == set()
    set_cell(study, "targets", "load", "mode", "enforce")
    assert places(study) == ({("target-sense", "targets", 5, "mode")} if told else set())
