"""Facts of the plan and rows of the study are joined: every reference exists, numbers that are inputs are the same."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    "plants": "plant", "potentials": "asset", "links": "link", "zones": "zone", "targets": "target",
    "assets": "asset", "technologies": "technology", "carriers": "carrier", "sites": "site", "demands": "demand",
    "demand_data": "demand", "markets": "market", "metrics": "metric", "settings": "setting",
    "indicator_data": "indicator", "districts": "district", "zone_districts": "zone", "actuals": "metric",
    "technology_data": "technology/parameter", "ports": "technology/carrier",
}  # fmt: skip
MWH_PER_MT = 14.28e6  # LNG: 51.4 GJ/t
MWH_PER_M3 = 6.425  # LNG: 0.45 t/m3
MWH_PER_KT = 33_330  # hydrogen: lower heating value 33.33 kWh/kg


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return pd.read_csv(ROOT / "seeds" / "plan_facts.csv", dtype=str, keep_default_na=False).set_index("id")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {name: pd.read_csv(ROOT / "inputs" / f"{name}.csv", encoding="utf-8-sig") for name in KEYS}


@pytest.fixture(scope="module")
def keys(tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    """What a word of ``rows`` may name after the colon; where a table needs two columns, they are joined by '/'."""
    return {name: set(tables[name][key.split("/")].agg("/".join, axis="columns")) for name, key in KEYS.items()}


def _referred(fact: pd.Series) -> list[tuple[str, str]]:
    return [(word.partition(":")[0], word.partition(":")[2]) for word in fact["rows"].split()]


def test_every_answered_fact_refers_to_rows_that_exist(facts: pd.DataFrame, keys: dict[str, set[str]]) -> None:
    for name, fact in facts.iterrows():
        referred = _referred(fact)
        assert bool(referred) == (fact["answer"] in {"input", "target", "scenario"}), name
        assert len(set(referred)) == len(referred), name
        for table, key in referred:
            assert key in keys[table], f"{name}: {table} has no {key}"


def test_words_and_rows_name_the_same_tables(facts: pd.DataFrame) -> None:
    for name, fact in facts.iterrows():
        said = set(re.findall(r"inputs/(\w+)\.csv", fact["answered_by"]))
        assert said == {table for table, _ in _referred(fact)}, name


def test_candidates_can_be_built(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """A fact that the optimisation may answer has an asset that may grow beyond what stands or is committed."""
    given = tables["plants"].groupby("asset")["capacity [MW]"].sum()
    room = tables["potentials"].groupby("asset")["maximum [MW]"].max().sub(given, fill_value=0)
    for name, fact in facts[facts["answer"] == "scenario"].iterrows():
        found = [room[key] for table, key in _referred(fact) if table == "potentials"]
        assert not found or max(found) > 0, name


def test_targets_and_facts_name_each_other(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    named = {
        (row["target"], fact)
        for _, row in tables["targets"].iterrows()
        for fact in str(row["facts"]).split()
        if fact != "nan"
    }
    naming = {(key, name) for name, fact in facts.iterrows() for table, key in _referred(fact) if table == "targets"}
    assert naming == named


@pytest.mark.parametrize("fact", ["T010", "T011", "T047", "T048", "T067", "T076", "T077"])
def test_plants_add_up_to_the_fact(fact: str, facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    keys = [key for table, key in _referred(facts.loc[fact]) if table == "plants"]
    plants = tables["plants"].set_index("plant")
    assert plants.loc[keys, "capacity [MW]"].sum() == pytest.approx(1000 * float(facts.loc[fact, "value"]))


def test_existing_sums_leave_nothing_out(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """Every renewable plant that operates in 2025 belongs to the plan's 17.72 GW, every offshore one to its 5.98 GW."""
    plants = tables["plants"]
    there = plants[(plants["status"] == "operating") & (plants["start"] <= 2025)]
    for fact, beginnings in (("T010", ("wind_", "pv_", "biomass", "waste")), ("T011", ("wind_near", "wind_far"))):
        expected = {key for _, key in _referred(facts.loc[fact])}
        assert set(there.loc[there["asset"].str.startswith(beginnings), "plant"]) == expected


def test_targets_ask_what_the_plan_says(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """Numbers of targets are those of the facts; a year that the fact leaves open is explained in `basis`."""
    targets = tables["targets"].set_index("target")
    for name, fact in facts[facts["answer"] == "target"].iterrows():
        keys = [key for table, key in _referred(fact) if table == "targets"]
        if fact["value"]:
            assert float(fact["value"]) in targets.loc[keys, "value"].to_list(), name
        assert (targets.loc[keys, "basis"].str.len() > 20).all(), name


def plants_of(fact: str, facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Give the plants that a fact names and that stand by 2030, with the technology and zone of their asset."""
    keys = [key for table, key in _referred(facts.loc[fact]) if table == "plants"]
    plants = tables["plants"].set_index("plant").loc[keys]
    return plants[plants["start"] <= 2030].merge(tables["assets"][["asset", "technology", "zone"]], on="asset")


def test_lng_berths_are_those_of_the_plan(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """T038 four berths and T039 20 Mt a year at Yangkou Port; T064 above 22 Mt a year in the city."""
    berths, yangkou = (plants_of(fact, facts, tables) for fact in ("T064", "T039"))
    assert set(berths["technology"]) == {"lng_berth"}
    all_berths = tables["plants"]["asset"].str.startswith("lng_berth_")
    assert len(berths) == all_berths.sum(), "a berth is left out"
    megatonnes = berths["capacity [MW]"] * 8760 / MWH_PER_MT
    assert megatonnes.sum() == pytest.approx(25, rel=1e-3)
    assert megatonnes.sum() > float(facts.loc["T064", "value"])
    at_yangkou = berths["zone"] == "yangkou_port"
    assert set(yangkou["asset"]) == set(berths.loc[at_yangkou, "asset"])
    assert at_yangkou.sum() == len(plants_of("T038", facts, tables)) == float(facts.loc["T038", "value"])
    assert megatonnes[at_yangkou].sum() == pytest.approx(float(facts.loc["T039", "value"]), rel=1e-3)


def test_lng_tanks_and_projects_are_those_of_the_plan(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """T063: 3.94 million m3 in 2030, close to 4.0; T066: four projects, none of them finished in 2025."""
    tanks = plants_of("T063", facts, tables)
    assert set(tanks["technology"]) == {"lng_tank"}
    assert len(tanks) == tables["plants"]["asset"].str.startswith("lng_tank_").sum(), "a tank is left out"
    volume = tanks["energy [MWh]"].sum() / MWH_PER_M3 / 1e6
    assert volume == pytest.approx(3.94, abs=0.005)
    assert volume == pytest.approx(float(facts.loc["T063", "value"]), rel=0.02)
    projects = plants_of("T066", facts, tables)
    assert len(projects) == float(facts.loc["T066", "value"])
    assert (projects["status"] == "committed").all()


def test_coal_units_of_the_plan_make_4_gw(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """T053: the two projects of T047 and T048 together, finished in 2026-2030."""
    new = [plants_of(fact, facts, tables) for fact in ("T047", "T048")]
    assert sum(plants["capacity [MW]"].sum() for plants in new) == 1000 * float(facts.loc["T053", "value"])
    assert all(plants["start"].between(2026, 2030).all() for plants in new)


def test_microgrids_count_as_many_as_the_plan_wants(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """T086: a hundred projects of 1 MW of battery and 3 MW of mean load each, the sizes assumed."""
    wanted = float(facts.loc["T086", "value"])
    floors = tables["potentials"].set_index(["asset", "year"])["minimum [MW]"]
    energy = tables["demand_data"].set_index(["demand", "year"])["energy [TWh/year]"]
    assert floors["lithium_microgrids", 2030] / 1 == wanted
    assert energy["microgrids", 2030] * 1e6 / 8760 / 3 == pytest.approx(wanted, rel=2e-3)


def test_hydrogen_is_of_the_thousand_tonne_class(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """T100: demand, target and electrolyser each 1 kt a year or more in 2030; T094: 1 kt into the blast furnaces."""
    energy = tables["demand_data"].set_index(["demand", "year"])["energy [TWh/year]"]
    assert energy["hydrogen_polyolefin", 2030] * 1e6 / MWH_PER_KT == pytest.approx(1, rel=2e-3)
    target = tables["targets"].set_index("target").loc["hydrogen_tongzhou_bay_2030", "value"]
    assert target * 1000 / MWH_PER_KT == pytest.approx(1, rel=2e-3)
    ports = tables["ports"].set_index(["technology", "carrier"])["value"]
    electrolyser = plants_of("T100", facts, tables)
    output = electrolyser["capacity [MW]"] * ports["electrolyser_pem", "hydrogen"] * 8760 / MWH_PER_KT
    assert output.sum() > 1
    injected = tables["potentials"].set_index(["asset", "year"])["minimum [MW]"]["hydrogen_injection", 2030]
    assert injected * ports["hydrogen_injection", "hydrogen"] * 8760 / MWH_PER_KT == pytest.approx(1, rel=5e-3)


def test_repowered_farms_fill_their_sites(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """T073: the old farms of the three names are what the sites hold, at one site for Qidong and one for Rudong."""
    farms = plants_of("T073", facts, tables).merge(tables["assets"][["asset", "site"]], on="asset")
    site_data = pd.read_csv(ROOT / "inputs" / "site_data.csv").set_index("site")["maximum [MW]"]
    assert farms.groupby("site")["capacity [MW]"].sum().to_dict() == site_data.to_dict()


@pytest.mark.parametrize(
    ("fact", "table", "count"),
    [("T029", "zones", 5), ("T116", "zones", 3), ("T168", "assets", 7), ("T168", "links", 1)],
)
def test_counts_of_the_plan_are_counts_of_rows(fact: str, table: str, count: int, facts: pd.DataFrame) -> None:
    """Five areas, three parks, eight elements (power is a line, the others are assets)."""
    named = [key for other, key in _referred(facts.loc[fact]) if other == table]
    assert len(named) == count <= float(facts.loc[fact, "value"])


def test_the_coast_grows_faster_than_the_city(facts: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """T007: each demand that the fact names; T004: the city's growth is GDP's 5.5 % times an elasticity of 0.85."""
    of = tables["demands"].set_index("demand")["carrier"]
    energy = tables["demand_data"].pivot(index="demand", columns="year", values="energy [TWh/year]")
    city = energy[energy.index.map(of) == "electricity"].sum()
    growth = energy[2030] / energy[2025]
    assert growth[[key for _, key in _referred(facts.loc["T007"])]].min() > city[2030] / city[2025]
    gdp = float(facts.loc["T004", "value"]) / 100
    assert city[2030] / city[2025] == pytest.approx((1 + gdp * 0.85) ** 5, rel=0.005)


def test_liquid_hydrogen_is_dearer_than_tanks_for_days(tables: dict[str, pd.DataFrame]) -> None:
    """T091: hours of own input from which liquid costs less a year than under pressure, at 6 % interest."""
    rows = tables["technology_data"]
    rows = rows[rows["technology"].isin(["hydrogen_liquid", "hydrogen_tank"])]

    def yearly(technology: str, parameter: str, year: int) -> float:
        own = rows[rows["technology"] == technology].set_index(["parameter", "year"])["value"].astype(float)
        cost = float(own.get((parameter, year), own.loc[parameter].iloc[0]))
        annuity = 0.06 / (1 - 1.06 ** -float(own.loc["lifetime"].iloc[0]))
        return cost * (annuity + float(own.loc["fixed_om_share"].iloc[0]) / 100)

    for year, hours in ((2025, 129), (2030, 143), (2035, 153)):
        power, energy = (
            yearly("hydrogen_liquid", parameter, year) - yearly("hydrogen_tank", parameter, year)
            for parameter in ("overnight_cost", "overnight_cost_energy")
        )
        assert -power / energy == pytest.approx(hours, abs=1)
    losses = rows[rows["parameter"] == "efficiency_in"].set_index("technology")["value"].astype(float)
    assert losses["hydrogen_liquid"] < losses["hydrogen_tank"]
    assert "hydrogen_liquid" not in set(tables["assets"]["technology"])


def test_certificates_are_given_only_where_power_enters_the_public_grid(
    facts: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> None:
    """T153: the plants and lines with certificates put out electricity, and none of them feeds another one."""
    data, technologies = tables["technology_data"], tables["technologies"].set_index("technology")
    giving = set(data.loc[data["parameter"] == "certificates", "technology"])
    assert giving == {key.split("/")[0] for table, key in _referred(facts.loc["T153"]) if table == "technology_data"}
    assert set(technologies.loc[list(giving), "behaviour"]) == {"supply", "conversion", "transmission"}
    lines = tables["links"][tables["links"]["technology"].isin(giving)]
    assert set(zip(lines["from_carrier"], lines["to_carrier"], strict=True)) == {("green_power", "electricity")}
    plants = technologies.loc[[t for t in giving if technologies.at[t, "behaviour"] != "transmission"]]
    assert set(plants["carrier"]) == {"electricity"}
