"""Commitment periods, states where blocks meet, spinning reserve and capacity payments, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

from energy_model.horizon.aggregation import aggregate, with_block_ends
from tests.support.solved_system import plant, solved_data
from tests.support.systems import Row, dataset

PORTS = {"coal": {"electricity": 1.0}, "gas": {"electricity": 1.0}}
GAS = plant(100.0, 30.0, behaviour="conversion")  # CNY/MWh


def peaks(shape: list[float], others: dict[str, Row] | None = None, **coal: Any) -> xr.Dataset:
    """100 MW of coal at 10 CNY/MWh, least load 40 %, beside gas at 30, and a demand hour by hour [MW]."""
    row = plant(100.0, 10.0, behaviour="conversion", min_load=0.4) | coal
    return dataset(
        hours=len(shape),
        profiles={"shape": shape},
        assets={"coal": row, "gas": GAS} | (others or {}),
        ports=PORTS,
        demands={"load": {"demand_mean": 1.0, "demand_profile": "shape", "unserved_cost": 1000.0}},
    )


class TestCommitmentPeriods:
    def test_what_starts_stays_for_the_period(self) -> None:
        """Periods of two hours: the first two want 40 % of what the second needs, the last two nothing at first."""
        shape = [40.0, 100.0, 0.0, 100.0]
        hourly, paired = solved_data(peaks(shape)), solved_data(peaks(shape, commitment_period=2))
        assert hourly.total("online", "coal") == [pytest.approx(v) for v in (40, 100, 0, 100)]
        assert hourly.objective == pytest.approx(240 * 10)
        assert paired.total("online", "coal") == [100, 100, 0, 0]  # in the last two hours 0 MW allow nothing online
        assert paired.objective == pytest.approx(140 * 10 + 100 * 30)

    def test_starts_are_counted_once_a_period(self) -> None:
        found = solved_data(peaks([100.0, 100.0, 0.0, 0.0], commitment_period=2, start_cost=5.0))
        assert found.of("started", "coal") == [100, 0, 0, 0]
        assert found.objective == pytest.approx(200 * 10 + 100 * 5)

    def test_segments_within_a_period_share_it_and_others_are_means(self) -> None:
        data = peaks([1.0] * 8, commitment_period=4)
        steps = aggregate(data, np.array([0, 2, 3, 6]))  # the third reaches over two periods
        own, of = steps["commitment_step"].values, list(steps["commitment"].values).index(4)
        assert own[of].tolist() == [0, 0, 2, 3]
        assert steps["is_blurred"].values[of].tolist() == [0, 0, 1, 0]
        assert steps["may_start"].values[of].tolist() == [1, 0, 1, 1]


class TestBlocksMeet:
    @pytest.mark.parametrize("period", [1, 2, 3])
    def test_states_change_nothing(self, period: int) -> None:
        """Ends of blocks, within a period and with it: the same optimum, and what is online goes on."""
        data = peaks([40.0, 100.0, 60.0, 90.0, 30.0, 80.0], commitment_period=period, start_cost=2.0)
        marked = with_block_ends(data, np.array([0, 2]))
        plain, with_states = solved_data(data), solved_data(marked)
        assert with_states.objective == pytest.approx(plain.objective)
        ends = with_states.program.variables["online_at_end"].array(with_states.solution.x)
        online = with_states.total("online", "coal")
        assert ends.sel(committed="coal").values == pytest.approx([online[1], online[5]])

    def test_a_segment_before_an_end_pays_for_what_starts_after_its_mean(self) -> None:
        """Coal is wanted in the second hour only: hours start 100 MW, a segment of both 50 before and 50 after."""
        data = peaks([0.0, 100.0, 100.0, 0.0], start_cost=5.0)
        marked = with_block_ends(data, np.array([0, 2]))
        hours = solved_data(marked)
        segments = solved_data(aggregate(marked, np.array([0, 2, 3])))
        assert hours.objective == pytest.approx(200 * 10 + 100 * 5)
        assert segments.objective == pytest.approx(hours.objective)


class TestReserve:
    def test_what_runs_and_storages_keep_it(self) -> None:
        """10 % of 100 MW: coal gives 90 of its 100 online, gas the rest. A battery of 6 MW leaves 4 to coal."""
        data = peaks([100.0, 100.0])
        data["reserve_load_share"] = "year", [0.1]
        found = solved_data(data)
        assert found.of("dispatch", "coal") == [90, 90]
        assert found.objective == pytest.approx(2 * (90 * 10 + 10 * 30))
        store = plant(6.0, behaviour="storage", existing_energy=6.0)
        kept = peaks([100.0, 100.0], others={"store": store})
        kept["reserve_load_share"] = "year", [0.1]
        assert solved_data(kept).of("dispatch", "coal") == [96, 96]

    def test_it_is_left_out_where_that_is_cheaper(self) -> None:
        """At 15 CNY/MWh it is cheaper to keep none than to burn gas at 20 CNY/MWh more."""
        data = peaks([100.0, 100.0])
        data["reserve_load_share"], data["reserve_cost"] = ("year", [0.1]), ("year", [15.0])
        found = solved_data(data)
        assert found.of("dispatch", "coal") == [100, 100]
        assert found.total("reserve_lack_cost", "all") == [pytest.approx(2 * 10 * 15)]

    def test_wind_asks_for_more(self) -> None:
        """40 MW of wind ask for 50: coal gives 50 of its 100 MW, gas the last 10."""
        data = peaks([100.0, 100.0], others={"wind": plant(40.0, 1.0)})
        data["reserve_supply_share"] = "year", [1.25]
        found = solved_data(data)
        assert found.of("dispatch", "wind") == [40, 40]
        assert found.of("dispatch", "coal") == [50, 50]

    def test_without_shares_there_is_no_row(self) -> None:
        program = solved_data(peaks([100.0])).program
        assert program.constraints["reserve"].space.size == 0 and program.variables["reserve_missing"].space.size == 0


def test_capacity_is_paid_for_while_it_stands() -> None:
    """20 CNY a MW and year keep a plant that costs 15 and gives nothing; 10 do not."""
    for payment, kept in ((20.0, 100.0), (10.0, 0.0)):
        coal: Row = {"fixed_om": 15.0, "capacity_payment": payment, "retirable": True}
        found = solved_data(peaks([0.0], **coal))
        assert found.of("capacity", "coal") == [kept]
        assert found.objective == pytest.approx((15.0 - payment) * kept)
