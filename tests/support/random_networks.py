"""Random PyPSA networks of everything that a study can say, each with a solution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from energy_model.exchange.pypsa.network import pypsa


def random_network(seed: int, steps: int = 8) -> Any:
    """A network of three places with heat and hydrogen, weights, loops of lines, storage and a limit on CO2."""
    rng = np.random.default_rng(seed)
    n = pypsa().Network(name=f"random {seed}")
    n.set_snapshots(pd.date_range("2031-03-04", periods=steps, freq="h"))
    often, length = rng.choice([1.0, 40.0, 2.5]), rng.choice([1.0, 2.0])
    n.snapshot_weightings["objective"] = n.snapshot_weightings["generators"] = often * length
    n.snapshot_weightings["stores"] = length
    n.add("Carrier", ["gas", "coal", "sun"], co2_emissions=[0.2, 0.34, 0.0], color=["brown", "#222222", ""])
    places = ["west", "middle", "east coast"]
    n.add("Bus", places, carrier="AC", x=[1.0, 2.0, 3.0], y=50.0)
    _supply(n, places, rng, steps, often * length)
    _exchange(n, places, rng, steps, often * length)
    _sectors(n, places, rng, steps, often * length)
    return n


def _supply(n: Any, places: list[str], rng: np.random.Generator, steps: int, hours: float) -> None:
    """Plants with and without CO2, standing or to be built, and power demand, some of it below zero."""
    cost = steps * hours
    for place in places:
        load = rng.uniform(20, 100, steps)
        if place == "middle":
            load[1] = -rng.uniform(5, 15)
        n.add("Load", place, bus=place, p_set=load)
        n.add("Generator", f"{place} backup", bus=place, p_nom=200, marginal_cost=rng.uniform(180, 250))
        n.add(
            "Generator",
            f"{place} sun",
            bus=place,
            carrier="sun",
            p_nom_extendable=True,
            p_nom_min=rng.choice([0.0, 10.0]),
            p_nom_max=rng.choice([np.inf, 80.0]),
            p_max_pu=rng.uniform(0, 1, steps),
            marginal_cost=rng.uniform(-2, 3),
            capital_cost=rng.uniform(8, 40) * cost,
        )
    n.add(
        "Generator",
        "gas",
        bus="west",
        carrier="gas",
        p_nom_extendable=True,
        e_sum_max=rng.choice([np.inf, 30.0 * cost]),
        efficiency=rng.uniform(0.4, 0.6),
        marginal_cost=rng.uniform(40, 70, steps),
        overnight_cost=rng.uniform(50, 200) * cost,
        discount_rate=0.07,
        lifetime=25.0,
        fom_cost=rng.uniform(1, 5) * cost,
    )
    n.add(
        "Generator",
        "coal",
        bus="east coast",
        carrier="coal",
        p_nom=rng.uniform(50, 120),
        p_min_pu=rng.uniform(0, 0.3, steps),
        p_max_pu=rng.uniform(0.5, 0.9),
        efficiency=rng.uniform(0.35, 0.45, steps),
        marginal_cost=rng.uniform(20, 40),
    )
    n.add(
        "GlobalConstraint",
        "cap",
        type="primary_energy",
        carrier_attribute="co2_emissions",
        sense="<=",
        constant=rng.uniform(30, 90) * cost,
    )


def _exchange(n: Any, places: list[str], rng: np.random.Generator, steps: int, hours: float) -> None:
    """A loop of lines, links one and both ways, and storage."""
    for one, other in ((0, 1), (1, 2), (2, 0)):
        n.add(
            "Line",
            f"{one}-{other}",
            bus0=places[one],
            bus1=places[other],
            x=rng.uniform(0.1, 1),
            s_nom_extendable=True,
            s_nom_min=5,
            s_nom_max=60,
            s_max_pu=0.7,
            capital_cost=rng.uniform(0.5, 3) * steps * hours,
        )
    n.add("Link", "cable", bus0="west", bus1="east coast", p_nom=30, p_min_pu=-0.6, p_max_pu=rng.uniform(0.4, 1, steps))
    n.add("Link", "lossy", bus0="east coast", bus1="west", p_nom=20, efficiency=0.93, marginal_cost=rng.uniform(0.1, 1))
    n.add(
        "StorageUnit",
        "battery",
        bus="middle",
        p_nom_extendable=True,
        max_hours=rng.choice([2.0, 4.0]),
        efficiency_store=0.95,
        efficiency_dispatch=0.9,
        standing_loss=rng.choice([0.0, 0.01]),
        cyclic_state_of_charge=True,
        marginal_cost=rng.uniform(0.1, 1),
        capital_cost=rng.uniform(2, 10) * steps * hours,
    )
    n.add(
        "StorageUnit",
        "lake",
        bus="west",
        p_nom=rng.uniform(10, 30),
        p_min_pu=rng.choice([0.0, -0.5]),
        max_hours=rng.choice([3.0, 20.0]),
        efficiency_store=0.9,
        standing_loss=rng.choice([0.0, 0.01]),
        state_of_charge_initial=rng.uniform(0, 20),
        inflow=rng.uniform(0, 15, steps),
        marginal_cost=rng.uniform(0.1, 1),
    )


def _sectors(n: Any, places: list[str], rng: np.random.Generator, steps: int, hours: float) -> None:
    """Heat by a heat pump whose ratio changes and by heat and power from one plant; hydrogen that is stored."""
    n.add("Bus", ["heat", "hydrogen"], carrier=["heat", "H2"])
    n.add("Load", ["warmth", "hydrogen"], bus=["heat", "hydrogen"], p_set=[rng.uniform(10, 30), rng.uniform(1, 8)])
    n.add("Generator", "boiler", bus="heat", p_nom=100, marginal_cost=rng.uniform(120, 160))
    n.add("Generator", "hydrogen import", bus="hydrogen", p_nom=50, marginal_cost=rng.uniform(150, 200))
    n.add(
        "Link",
        "heat pump",
        bus0="middle",
        bus1="heat",
        efficiency=rng.uniform(2, 4, steps),
        p_nom_extendable=True,
        capital_cost=rng.uniform(5, 30) * steps * hours,
    )
    n.add(
        "Link",
        "fuel cell",
        bus0="hydrogen",
        bus1="west",
        bus2="heat",
        efficiency=0.5,
        efficiency2=0.3,
        p_nom=rng.uniform(1, 10),
        p_max_pu=0.9,
    )
    n.add("Bus", "steam", carrier="steam")
    n.add("Load", "steam", bus="steam", p_set=rng.uniform(2, 6, steps))
    n.add("Generator", "steam import", bus="steam", p_nom=20, marginal_cost=rng.uniform(200, 260))
    n.add(
        "Process",
        "works",
        bus0="steam",
        bus1="east coast",
        bus2="middle",
        bus3="hydrogen",
        rate0=2.0,
        rate1=-1.6,
        rate2=rng.uniform(-1.0, -0.5),
        rate3=0.1,
        p_nom_extendable=True,
        p_nom_max=2.5,
        marginal_cost=rng.uniform(1, 5),
        capital_cost=rng.uniform(1, 5) * steps * hours,
    )
    n.add(
        "Link",
        "electrolyser",
        bus0="east coast",
        bus1="hydrogen",
        efficiency=0.68,
        p_nom_extendable=True,
        marginal_cost=rng.uniform(0.5, 2),
        capital_cost=rng.uniform(3, 20) * steps * hours,
    )
    n.add(
        "Store",
        "cavern",
        bus="hydrogen",
        e_nom_extendable=True,
        e_nom_max=rng.choice([np.inf, 40.0]),
        e_cyclic=True,
        standing_loss=rng.choice([0.0, 0.002]),
        capital_cost=rng.uniform(0.5, 2) * steps * hours,
    )
    n.add("Store", "bottles", bus="hydrogen", e_nom=5.0, e_initial=rng.uniform(0, 5), standing_loss=0.001)
