"""Segments of hours: exact where a step is one hour, a relaxation where it is several. Worked out by hand, then proved
on random systems: the means of an hourly optimum satisfy every row of the segments and cost no more there.
"""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.formulation.model import build
from tests.support.hourly import as_segments
from tests.support.segments import in_segments
from tests.support.solved_system import plant, solved_data
from tests.support.systems import Row, dataset

pytestmark = pytest.mark.proof

WINDY = {"windy": [1, 0, 0, 0]}


def leaking_store(standing_loss: float = 0.1, energy: float = 200.0) -> Row:
    """A storage without other losses than a tenth of its content an hour."""
    return plant(200.0, behaviour="storage", existing_energy=energy, standing_loss=standing_loss)


def wind_then_demand(demand: float, hour: int, **store: float) -> xr.Dataset:
    """Four hours: wind at 1 CNY/MWh in the first only, demand in the given hour only."""
    needed = [0.0] * 4
    needed[hour] = demand
    return dataset(
        hours=4,
        profiles=WINDY | {"needed": needed},
        assets={"wind": plant(300.0, 1.0, availability_of="windy"), "store": leaking_store(**store)},
        demands={"load": {"demand_mean": 1.0, "demand_profile": "needed"}},
    )


class TestStandingLoss:
    def test_an_hour_is_exact(self) -> None:
        """100 MWh taken in lose 10, then 9, then 8.1: 72.9 can be given in the fourth hour."""
        found = solved_data(wind_then_demand(72.9, hour=3))
        assert found.objective == pytest.approx(100)
        assert found.of("state_of_charge", "store") == pytest.approx([100, 90, 81, 0])
        assert found.of("standing_lost", "store") == pytest.approx([0, 10, 9, 8.1])

    def test_a_segment_loses_what_its_first_hour_loses(self) -> None:
        """Demand right after the wind: 90 of 100 MWh, as in the hours.

        A loss of 1 - 0.9**3 of what the segment begins with would ask for 90 / 0.729 = 123 MWh: dearer than the hours.
        """
        data = wind_then_demand(90.0, hour=1)
        hours, segments = solved_data(data), solved_data(in_segments(data, [1, 3]))
        assert hours.objective == pytest.approx(100)
        assert segments.objective == pytest.approx(100)
        assert segments.of("standing_lost", "store") == pytest.approx([0, 10 / 3])

    def test_a_segment_is_not_dearer_than_its_hours(self) -> None:
        """Wind in its first hour, demand after it: 72.9 MWh need 100 in hours, 81 where only the last hour loses."""
        data = wind_then_demand(72.9, hour=3)
        assert solved_data(in_segments(data, [3, 1])).objective == pytest.approx(81)
        assert solved_data(in_segments(data, [1, 1, 1, 1])).objective == pytest.approx(100)

    @pytest.mark.parametrize("lengths", [[1, 1, 1], [3]])
    def test_no_more_is_lost_than_a_full_storage_loses(self, lengths: list[int]) -> None:
        """Paid 10 CNY to take a MWh, a storage of 100 MWh stays full and wastes 10 MWh an hour, not its 200 MW."""
        data = dataset(
            hours=3,
            assets={"store": leaking_store(energy=100.0)},
            markets={"grid": {"market_price": -10.0, "market_capacity": 500.0}},
            demands={},
        )
        found = solved_data(in_segments(data, lengths))
        assert found.objective == pytest.approx(-300)
        assert found.of("standing_lost", "store") == pytest.approx([10.0] * len(lengths))

    def test_a_storage_without_loss_has_neither_column_nor_row(self) -> None:
        program = solved_data(wind_then_demand(50.0, hour=1, standing_loss=0.0)).program
        assert program.variables["standing_lost"].space.size == 0
        assert program.constraints["standing_loss_least"].space.size == 0
        assert program.constraints["standing_loss_most"].space.size == 0


def started_once() -> xr.Dataset:
    """Four hours with 100 MW of demand in the second; coal starts into its minimum load of 40 MW and ramps 10 MW/h."""
    return dataset(
        hours=4,
        profiles={"once": [0, 1, 0, 0]},
        assets={"coal": plant(100.0, 11.0, behaviour="conversion", min_load=0.4, ramp=0.1, start_cost=2.0)},
        ports={"coal": {"electricity": 1.0}},
        demands={"load": {"demand_mean": 100.0, "demand_profile": "once", "unserved_cost": 1000.0}},
    )


class TestRamps:
    def test_between_hours_every_step_has_a_row(self) -> None:
        """50 MWh at 11 CNY and a start of 100 MW at 2, the rest unserved."""
        found = solved_data(started_once())
        assert list(found.program.constraints["ramp_up"].names()) == [f"ramp_up[coal,{s}]" for s in range(4)]
        assert found.objective == pytest.approx(550 + 200 + 50_000)

    def test_at_a_segment_a_committed_plant_has_no_row(self) -> None:
        """Hours 1 and 2 as one: a mean of 50 MW, all served, 50 MW started. Only the first hour follows an hour."""
        found = solved_data(in_segments(started_once(), [1, 2, 1]))
        for name in ("ramp_up", "ramp_down"):
            assert list(found.program.constraints[name].names()) == [f"{name}[coal,0]"]
        assert found.objective == pytest.approx(2 * 50 * 11 + 50 * 2)

    def test_a_free_plant_ramps_between_centres(self) -> None:
        """20 MW/h of 100 MW between means of segments of 2 h, whose centres are 2 h apart: 40 MW more than before.

        Hours 20 20 | 80 80: slow gives 20, then 60 at 10 CNY, the other 20 MW for 2 h cost 100 CNY.
        """
        data = dataset(
            hours=4,
            profiles={"peak": [20, 20, 80, 80]},
            assets={"slow": plant(100.0, 10.0, ramp=0.2), "fast": plant(100.0, 100.0)},
            demands={"load": {"demand_mean": 1.0, "demand_profile": "peak"}},
        )
        found = solved_data(in_segments(data, [2, 2]))
        assert found.of("dispatch", "slow") == [20, 60]
        assert found.objective == pytest.approx(2 * 80 * 10 + 2 * 20 * 100)
        # hour by hour it gives 20 20 40 40, as it has to be back at 20 in the hour after
        assert solved_data(data).objective == pytest.approx(120 * 10 + 80 * 100)


class TestAvailabilityOfCommittedPlants:
    def test_its_mean_is_a_relaxation(self) -> None:
        """100 MW that are there in the first of two hours only, wanted then: 100 and 0 MW are 50 of a mean of 50.

        A segment asks for no more than its hours: half of the units, online and at full load.
        """
        data = dataset(
            hours=2,
            profiles={"service": [1, 0], "early": [1, 0]},
            assets={
                "coal": plant(
                    100.0, 11.0, behaviour="conversion", min_load=0.6, start_cost=2.0, availability_of="service"
                )
            },
            ports={"coal": {"electricity": 1.0}},
            demands={"load": {"demand_mean": 100.0, "demand_profile": "early", "unserved_cost": 1000.0}},
        )
        hours, segment = solved_data(data), solved_data(in_segments(data, [2]))
        assert hours.total("online", "coal") == hours.of("dispatch", "coal") == [100, 0]
        assert hours.objective == pytest.approx(100 * 11 + 100 * 2)
        assert segment.total("online", "coal") == segment.of("dispatch", "coal") == [50]
        assert segment.objective == pytest.approx(2 * 50 * 11)


def random_hours(seed: int, hours: int = 24) -> xr.Dataset:
    """Two zones with every behaviour whose rows reach from one step to the next, and a price that answers."""
    rng = np.random.default_rng(seed)
    coal: Row = {"behaviour": "conversion", "min_load": rng.uniform(0.3, 0.6), "start_cost": rng.uniform(1, 300)}
    refitted: Row = {"retrofit_min_load": 0.2, "retrofit_cost": rng.spawn(1)[0].choice([10.0, 100.0])}
    return dataset(
        hours=hours,
        profiles={
            "wind": rng.random(hours),
            "town": rng.uniform(0.3, 1.7, hours),
            "works": rng.choice([0.2, 1.0, 1.9], hours),
            "service": rng.choice([0.1, 0.5, 1.0], hours),
        },
        assets={
            "wind": plant(120.0, 1.0, availability_of="wind"),
            "coal": plant(100.0, 30.0, availability_of="service", ramp=rng.uniform(0.05, 0.4), **coal) | refitted,
            "agile": plant(60.0, 45.0, zone_of="south", **coal) | refitted,
            "slow": plant(80.0, 20.0, ramp=rng.uniform(0.05, 0.3), zone_of="south"),
            "store": leaking_store(rng.uniform(0.005, 0.1), 150.0) | {"efficiency_in": 0.9, "variable_om": 0.5},
            "line": {"behaviour": "transmission", "to_zone": "south", "bidirectional": True, "loss": 0.05}
            | {"from_carrier": "electricity", "to_carrier": "electricity"}
            | {"existing": 40.0, "maximum_capacity": 40.0},
        },
        ports={name: {"electricity": 1.0} for name in ("coal", "agile")},
        markets={
            "grid": {"market_price": 25.0, "market_capacity": 30.0, "market_impact": 40.0, "market_charge": 1.0},
            "contract": {"market_price": 60.0, "market_capacity": 9.0, "market_least": 60.0},
        },
        demands={
            "town": {"demand_mean": 100.0, "demand_profile": "town", "unserved_cost": 3000.0},
            "works": {"demand_zone": "south", "demand_mean": 70.0, "demand_profile": "works"}
            | {"interruptible_share": 0.2, "interruption_cost": 200.0, "unserved_cost": 2000.0},
        },
    )


def random_lengths(seed: int, hours: int = 24) -> list[int]:
    """Segments of one hour and more; the single hours stand in pairs, so that some follow another."""
    rng, lengths = np.random.default_rng(seed), [1, 1, 1]
    while (left := hours - sum(lengths)) > 0:
        lengths += [1] * min(2, left) if rng.random() < 0.4 else [min(int(rng.integers(2, 6)), left)]
    return lengths


@pytest.mark.parametrize("seed", range(8))
def test_means_of_hours_are_a_cheaper_solution_for_segments(seed: int) -> None:
    data, lengths = random_hours(seed), random_lengths(seed)
    hourly, segments = solved_data(data), solved_data(in_segments(data, lengths))
    program = segments.program
    starts = np.cumsum(lengths) - np.asarray(lengths)
    x = as_segments(hourly, program, in_segments(data, lengths), starts)
    activity = program.matrix @ x
    assert (activity >= program.row_lower - 1e-6).all() and (activity <= program.row_upper + 1e-6).all()
    assert (x >= program.lower - 1e-6).all() and (x <= program.upper + 1e-6).all()
    cost = program.cost @ x + program.offset
    assert segments.objective <= cost + 1e-6 and cost <= hourly.objective + 1e-6 * hourly.objective


def test_state_variables_are_variables_over_steps() -> None:
    model = build()
    assert model.state_variables == ("online_at_end", "state_of_charge", "shifted")
    for name in model.state_variables:
        assert list(model.component(name).index_set().subsets())[-1] in (model.step, model.block_end)
