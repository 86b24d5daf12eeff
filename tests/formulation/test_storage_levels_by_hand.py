"""What is in storages as periods begin and end, and what flows in, by hand: lakes beside towns that buy the rest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from energy_model.dataset.steps import Steps
from tests.support.segments import in_segments
from tests.support.solved_system import Solved, plant, solved, solved_data
from tests.support.systems import Row, dataset

HALF = {"efficiency_in": 0.5, "efficiency_out": 0.5}


def lakes(hours: int = 3, **own: Row) -> dict[str, Any]:
    """In a zone each a lake of 100 MWh and 30 MW, without losses, at 0.5 CNY/MWh, and a town that wants 20 MW.

    Power is bought at 10 CNY/MWh and sold at 1.
    """
    store = plant(30.0, behaviour="storage", existing_energy=100.0, variable_om=0.5)
    market = {"market_price": 10.0, "market_capacity": 100.0}
    sale = market | {"market_price": 1.0, "market_sign": -1.0}
    return {
        "hours": hours,
        "assets": {name: store | {"zone_of": name} | row for name, row in own.items()},
        "demands": {name: {"demand_zone": name, "demand_mean": 20.0, "unserved_cost": 1e4} for name in own},
        "markets": {f"buy {name}": market | {"market_zone": name} for name in own}
        | {f"sell {name}": sale | {"market_zone": name} for name in own},
    }


def assert_ends(found: Solved, ends: dict[str, float]) -> None:
    """Each lake ends with so much [MWh]."""
    assert {name: found.of("state_of_charge", name)[-1] for name in ends} == pytest.approx(ends)


def test_a_year_begins_and_ends_with_what_is_said() -> None:
    """Three hours of 20 MWh for each town. Beside the level at the end stands what it costs."""
    given = {"initial_energy": 60.0, "final_energy_min": 45.0, "final_energy_max": 45.0}
    found = solved(
        **lakes(
            cyclic={},
            drained={"initial_energy": 50.0},
            sold={"initial_energy": 90.0},
            kept={"initial_energy": 50.0, "final_energy_min": 30.0},
            filled={"initial_energy": 50.0, "final_energy_min": 70.0},
            emptied={"initial_energy": 95.0, "final_energy_max": 5.0, "variable_om": 50.0},
            given=given,
            lent={"final_energy_min": 40.0},
        )
    )
    ends = {"drained": 0, "sold": 0, "kept": 30, "filled": 70, "emptied": 5, "given": 45}
    assert_ends(found, {name: float(level) for name, level in ends.items()})
    assert min(found.of("state_of_charge", "lent")) >= 40 - 1e-9
    cost = {
        "cyclic": 60 * 10,
        "drained": 50 * 0.5 + 10 * 10,
        "sold": 90 * 0.5 - 30,
        "kept": 20 * 0.5 + 40 * 10,
        "filled": 80 * 10,
        "emptied": 90 * 50 - 30,
        "given": 15 * 0.5 + 45 * 10,
        "lent": 60 * 10,
    }
    assert found.objective == pytest.approx(sum(cost.values()))
    fed = {name: found.total("fed_energy", name)[0] for name in ends}
    assert fed == pytest.approx({"drained": 50, "sold": 90, "kept": 20, "filled": -20, "emptied": 90, "given": 15})


def test_what_flows_in_is_kept_or_spilled() -> None:
    """Rain of 40 MW in the first hour only; of a MWh in the lossy lake half can be given; nothing is sold here.

    - wet: 40 MWh, of which all are given;
    - full: of 40 MWh 5 fit, 30 go through the turbine at once, 20 for the town and 10 to nobody: sold for nothing, so
      that 15 are spilled;
    - lossy: 40 MWh give 20;
    - closed: without pumps, and begins with 10 MWh.
    """
    rain: Row = {"inflow": 40.0, "inflow_profile_of": "rain"}
    system = lakes(
        wet=rain,
        full=rain | {"existing_energy": 5.0},
        lossy=rain | HALF,
        closed=rain | {"charge_ratio": 0.0, "initial_energy": 10.0},
    )
    system["profiles"] = {"rain": [1, 0, 0]}
    system["markets"] = {name: row for name, row in system["markets"].items() if name.startswith("buy")}
    system["carriers"] = {"electricity": {"disposable": True}}
    found = solved(**system)
    spilled = {name: found.total("spilled_energy", name)[0] for name in system["assets"]}
    assert spilled == pytest.approx({"wet": 0, "full": 15, "lossy": 0, "closed": 0})
    assert found.of("spilled", "full") == [15, 0, 0]
    given = {name: found.total("discharged", name)[0] for name in system["assets"]}
    assert given == pytest.approx({"wet": 40, "full": 25, "lossy": 20, "closed": 50})
    assert found.objective == pytest.approx(0.5 * (40 + 25 + 20 + 50) + 10 * (20 + 35 + 40 + 10))
    fed = {name: found.total("fed_energy", name)[0] for name in system["assets"]}
    assert fed == pytest.approx({"wet": 40, "full": 25, "lossy": 20, "closed": 50})


def test_what_it_begins_with_is_lost_in_part() -> None:
    """Of 100 MWh a tenth is lost in each hour, of what the hour begins with; a town that wants nothing gets nothing."""
    data = dataset(**lakes(lake={"initial_energy": 100.0, "standing_loss": 0.1, "variable_om": 20.0}))
    found = solved_data(data.assign(demand_mean=0 * data["demand_mean"]))
    assert found.of("standing_lost", "lake") == pytest.approx([10, 9, 8.1])
    assert found.of("state_of_charge", "lake") == pytest.approx([90, 81, 72.9])


def test_every_period_of_every_year_begins_so() -> None:
    """Two days of two hours, the second occurs twice, in each of two years: 15 MWh in each; 5 on the way at its end."""
    steps = Steps(np.ones(4), np.array([1.0, 1, 2, 2]), np.array([0, 0, 1, 1]), np.array([0.0, 1, 0, 1]), 6.0, 6.0)
    system = lakes(lake={"initial_energy": 15.0, "final_energy_min": 5.0}) | {"steps": steps, "years": (2030, 2031)}
    del system["hours"]
    found = solved(**system)
    assert found.of("state_of_charge", "lake")[1::2] == [5, 5, 5, 5]
    assert found.total("discharged", "lake") == [30, 30] and found.total("fed_energy", "lake") == [30, 30]
    assert found.program.constraints["final_least"].space.size == 4


def test_what_is_in_it_by_hour() -> None:
    """What must be there is bought at 10 CNY and given later: 20 MWh to the town, more is sold at 1.

    - share: half of its 100 MWh as the second hour ends, and 20 at most as the third does: 30 are given in that;
    - energy: begins empty, 30 MWh as the second hour ends;
    - built: empty as the first and last hour end, and half full at most with 20 MWh as the second does: 40 MWh are
      built at 3 CNY/MWh, with an annuity factor of 2.
    """
    built: Row = {"expandable": True, "maximum_capacity": 500.0, "overnight_cost_energy": 3.0, "wacc": 1.0}
    built |= {"lifetime": 1.0, "duration_max": 100.0, "existing": 0.0, "existing_energy": 0.0}
    ends: Row = {"least_level_of": "full", "most_level_of": "low"}
    system = lakes(
        share=ends | {"least_level_share": 1.0, "most_level_share": 1.0},
        energy={"least_level_of": "thirty", "initial_energy": 0.0},
        built=built | {"least_level_of": "twenty", "most_level_of": "full", "most_level_share": 1.0},
    )
    profiles = {"full": [0, 0.5, 0], "low": [1, 1, 0.2], "thirty": [0, 30, 0], "twenty": [0, 20, 0]}
    found = solved(**system, profiles=profiles)
    assert found.of("state_of_charge", "share")[1:] == [50, 20]
    assert found.of("state_of_charge", "energy")[1:] == pytest.approx([30, 0])
    assert found.of("state_of_charge", "built") == pytest.approx([0, 20, 0])
    assert found.of("energy_capacity", "built") == pytest.approx([40])
    bought, sold = 3 * 60 + 30 - 20 + 30 - 20, 10 + 10
    assert found.objective == pytest.approx(10 * bought - sold + 0.5 * (30 + 30 + 20) + 2 * 3 * 40)


@pytest.mark.parametrize("lengths", [[3], [1, 2]])
def test_segments_begin_and_end_so(lengths: list[int]) -> None:
    """20 of 50 MWh may be given, whichever hours are taken together; a single step follows no other."""
    found = solved_data(in_segments(dataset(**lakes(lake={"initial_energy": 50.0, "final_energy_min": 30.0})), lengths))
    assert found.objective == pytest.approx(20 * 0.5 + 40 * 10)
    assert_ends(found, {"lake": 30.0})


def test_pumps_and_turbines_have_limits_of_their_own() -> None:
    """Power is worth nothing in the first of two hours and 100 CNY in the second; 40 MW are wanted in both.

    Hour by hour: half as many pumps fill 15 MWh, twice as many 60, of which 30 can be given.
    """
    ratios = {"even": 1.0, "half": 0.5, "twice": 2.0}
    system = lakes(hours=2, **{name: {"charge_ratio": ratio} for name, ratio in ratios.items()})
    for row in system["markets"].values():
        row["market_profile"] = "dear"
    found = solved(**system | {"profiles": {"dear": [0.0, 10.0]}})
    given = {name: found.total("discharged", name)[0] for name in ratios}
    assert given == pytest.approx({"even": 30, "half": 15, "twice": 30})


@pytest.mark.parametrize(("shared", "taken"), [(True, 24.0), (False, 30.0)])
def test_one_converter_does_one_thing_at_a_time(shared: bool, taken: float) -> None:
    """Paid 10 CNY for each MWh that is taken, a full lake pumps round and round; a quarter comes back.

    Machines of their own pump with all of their 30 MW. One converter for both ways needs a fifth of its time to give.
    """
    lossy = HALF | {"initial_energy": 100.0, "final_energy_min": 100.0, "shares_converter": shared, "variable_om": 0.0}
    system = lakes(hours=1, lake=lossy)
    system["markets"] = {"grid": {"market_zone": "lake", "market_price": -10.0, "market_capacity": 200.0}}
    system["demands"]["lake"]["demand_mean"] = 0.0
    found = solved(**system)
    assert found.of("charge", "lake") == pytest.approx([taken])
    assert found.of("discharge", "lake") == pytest.approx([taken / 4])
    assert found.objective == pytest.approx(-10 * taken * 3 / 4)


def test_energy_is_limited_whatever_its_power() -> None:
    """Power is free, energy costs; of 60 MWh that would pay 25 may be built, and 5 have to be where none pays."""
    built: Row = {"expandable": True, "maximum_capacity": 500.0, "overnight_cost_energy": 3.0, "wacc": 1.0}
    built |= {"lifetime": 1.0, "duration_max": 100.0, "existing": 0.0, "existing_energy": 0.0}
    system = lakes(
        hours=2,
        most=built | {"maximum_energy": 25.0},
        least=built | {"minimum_energy": 5.0, "overnight_cost_energy": 1e3},
        free=built,
    )
    for row in system["markets"].values():
        row["market_profile"] = "dear"
    found = solved(**system | {"profiles": {"dear": [0.0, 10.0]}, "demands": {}})
    sizes = {name: found.of("energy_capacity", name)[0] for name in system["assets"]}
    assert sizes == pytest.approx({"most": 25, "least": 5, "free": 100})
