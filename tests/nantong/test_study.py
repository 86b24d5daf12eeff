"""The Nantong study's tables against the plan's figures: sums, limits and sources, read with pandas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from energy_model.formulation.trade import PRICE_BLOCKS

INPUTS = Path(__file__).parents[2] / "inputs"
PARKS = {"yangkou_port", "yangkou_town", "luesi_port"}
OFFSHORE_WIND = {"wind_near", "wind_far", "wind_far_direct"}
OFFSHORE_PV = {"pv_tidal", "pv_offshore"}
TABLES = sorted(path.stem for path in INPUTS.glob("*.csv") if path.stem != "hourly")
PLAN_TARGETS = {  # the headline: the number is in the plan
    "offshore_wind_2030": (10.0, "GW", "at_least"),
    "offshore_pv_2030": (10.0, "GW", "at_least"),
    "new_coal_2030": (4.0, "GW", "at_least"),
    "park_green_capacity_2030": (7.0, "GW", "at_least"),
    "park_green_energy_2030": (16.0, "TWh", "at_least"),
    "offshore_wind_2035": (10.0, "GW", "at_least"),
    "offshore_pv_sea_2030": (10.0, "GW", "at_least"),
    "near_shore_wind_2030": (1.45, "GW", "at_least"),
    "park_green_share_2030": (80.0, "%", "at_least"),
    "lng_berths_yangkou_2030": (20.0, "Mt", "at_least"),
    "lng_berths_2030": (22.0, "Mt", "at_least"),
    "co2_peak": (0.0, "Mt", "peak"),
    "co2_consumption_peak": (0.0, "Mt", "peak"),
    "coal_peak": (0.0, "Mtce", "peak"),
    "oil_peak": (0.0, "Mtce", "peak"),
    "haishenyuan_2030": (0.5, "GW", "at_least"),
    "r9_2030": (0.5, "GW", "at_least"),
    "deep_sea_wind_2030": (1.0, "GW", "at_least"),
    "microgrids_2030": (100.0, "MW", "at_least"),
    "hydrogen_tongzhou_bay_2030": (33.3, "GWh", "at_least"),
    "lng_tanks_2030": (25.3, "TWh", "at_least"),
    "zero_carbon_national_2030": (2.0, "1", "count"),
    "zero_carbon_provincial_2030": (5.0, "1", "count"),
}
OTHER_TARGETS = {  # numbers of this study, of the nation or of national rules
    "co2_power_2030": (0.0, "%", "change_at_most"),
    "gas_turbines_2030": (2.98, "GW", "at_least"),
    "repowered_wind_2030": (0.406, "GW", "at_least"),
    "electrolysis_polyolefin_2030": (100.0, "%", "at_least"),
    "river_crossing_2030": (9.0, "GW", "at_least"),
    "yaosha_2030": (7.0, "GW", "at_least"),
    "gas_pipelines_2030": (19.75, "GW", "at_least"),
    "flexible_share_2030": (5.0, "%", "at_least"),
    "co2_per_gdp_2030": (-17.0, "%", "change_at_most"),
    "nonfossil_share_rising": (0.0, "%", "rising"),
    "nonfossil_share_local_rising": (0.0, "%", "rising"),
    "nonfossil_share_2030": (25.0, "%", "at_least"),
    "nonfossil_share_2035": (30.0, "%", "at_least"),
    "nonfossil_share_local_2030": (25.0, "%", "at_least"),
    "nonfossil_share_local_2035": (30.0, "%", "at_least"),
    "firm_capacity": (115.0, "%", "at_least"),
    "firm_without_crossing": (105.0, "%", "at_least"),
    "firm_without_unit": (105.0, "%", "at_least"),
    "calm_days": (100.0, "%", "at_least"),
    "lng_reserve": (3.0, "1", "at_least"),
    "certificates_yangkou_port_2030": (100.0, "%", "at_least"),
    "certificates_luesi_port_2030": (100.0, "%", "at_least"),
}
DIRECT_CONNECTION = {  # 650号, of each park with a line of its own that may feed in: value, sense, first and last year
    "own_use_generation": (60, "at_least", 2026, 2035),
    "own_use_generation_new": (60, "at_least", 2026, 2035),
    "own_use_consumption_to_2029": (30, "at_least", 2026, 2029),
    "own_use_consumption_from_2030": (35, "at_least", 2030, 2035),
    "feed_in": (20, "at_most", 2026, 2035),
    "feed_in_new": (20, "at_most", 2026, 2035),
}
ZERO_CARBON = {  # 910号, of each of the five parks: value, sense
    "zero_carbon_co2": (100, "at_most"),
    "zero_carbon_co2_matched": (100, "at_most"),
    "zero_carbon_clean": (90, "at_least"),
    "zero_carbon_non_fossil": (90, "at_least"),
    "zero_carbon_direct": (50, "at_least"),
}
ZERO_CARBON_PARKS = {*PARKS, "tongzhou_bay", "netda"}
# Electricity of terminals and chillers, which inputs/README.md takes out of the demands: LNG unloaded by the note of
# gas_province [Mt], its regasification in the table ports [MWh/MWh], cooling that no LNG cold serves
LNG_UNLOADED = {2025: 8.4, 2030: 13.0, 2035: 14.5}
MWH_PER_T = 14.28


def read(table: str) -> pd.DataFrame:
    """Read a table; units leave the headers ('capacity [MW]' becomes 'capacity')."""
    frame = pd.read_csv(INPUTS / f"{table}.csv", keep_default_na=False)
    return frame.rename(columns=lambda name: name.split(" [")[0])


def unit_of(table: str, column: str) -> str:
    """Give the unit in a column's header."""
    header = pd.read_csv(INPUTS / f"{table}.csv", nrows=0).columns
    return next(name.split("[")[1].rstrip("]") for name in header if name.startswith(f"{column} ["))


def electricity_of_the_city() -> dict[int, float]:
    """Electricity [TWh] by year: the demands, and what LNG terminals and chillers take through conversions."""
    demands = read("demand_data").merge(read("demands"), on="demand")
    ports = read("ports").set_index(["technology", "carrier"])["value"].astype(float)
    by_carrier = demands.pivot_table(index="carrier", columns="year", values="energy", aggfunc="sum")
    return {
        year: float(by_carrier.loc["electricity", year])
        + unloaded * MWH_PER_T * float(ports["lng_regas", "electricity"])
        + float(by_carrier.loc["cooling", year]) * float(ports["chiller", "electricity"])
        for year, unloaded in LNG_UNLOADED.items()
    }


@pytest.fixture(scope="module")
def plants() -> pd.DataFrame:
    """Plants with the technology, behaviour, group and zone of their asset; without links' capacities."""
    assets = read("assets")[["asset", "technology", "zone"]]
    technologies = read("technologies")[["technology", "behaviour", "group", "green"]]
    return read("plants").merge(assets, on="asset").merge(technologies, on="technology")


def technology_of(plants: pd.DataFrame) -> pd.Series:
    """Name the technology of each plant, those of lines included."""
    links = read("links").set_index("link")["technology"]
    return plants["asset"].map(pd.concat([read("assets").set_index("asset")["technology"], links]))


def ends(plants: pd.DataFrame) -> pd.Series:
    """Give the first year in which each plant is gone: as said, or after the lifetime of its technology."""
    data = read("technology_data").query("parameter == 'lifetime'").set_index("technology")["value"]
    given = pd.to_numeric(plants["end"].replace("never", 9999))
    return given.fillna(plants["start"] + technology_of(plants).map(data.astype(float)))


def capacity(plants: pd.DataFrame, technologies: set[str], status: str) -> float:
    """Sum the capacity [GW] of plants with a status."""
    chosen = plants[plants["technology"].isin(technologies) & (plants["status"] == status)]
    return float(chosen["capacity"].sum()) / 1000


def test_offshore_wind_in_operation_is_the_plans_figure(plants: pd.DataFrame) -> None:
    assert unit_of("plants", "capacity") == "MW"
    assert capacity(plants, OFFSHORE_WIND, "operating") == pytest.approx(5.98)


def test_renewables_in_operation_are_the_plans_figure(plants: pd.DataFrame) -> None:
    green = plants[(plants["green"] == "yes") & (plants["status"] == "operating")]
    assert green["capacity"].sum() / 1000 == pytest.approx(17.72)
    assert capacity(plants, {"wind_onshore"}, "operating") == pytest.approx(1.05)
    assert capacity(plants, {"pv_land", "pv_roof", "pv_tidal", "pv_offshore"}, "operating") == pytest.approx(10.34)


def test_nothing_operating_begins_after_the_base_year_or_ends_with_it(plants: pd.DataFrame) -> None:
    operating = plants[plants["status"] == "operating"]
    assert (operating["start"] <= 2025).all()
    assert (ends(operating) > 2025).all()


def test_what_never_ends_would_cost_nothing_to_replace() -> None:
    """Steps of book-keeping and equipment whose alternatives are priced by what they cost more: all else wears out."""
    never = set(technology_of(read("plants").query("end == 'never'")))
    data = read("technology_data")
    assert never and not set(data["technology"][data["parameter"].str.startswith("overnight_cost")]) & never


@pytest.mark.parametrize(
    ("technologies", "expected"),
    [
        ({"coal_1000_new"}, 4.0),
        ({"wind_near"}, 1.45),
        ({"pv_tidal"}, 0.5),
        ({"pv_offshore"}, 0.5),
        ({"ccgt"}, 1.49),
        ({"coal_1000", "coal_660", "coal_350", "coal_330_chp", "coal_captive", "wind_far", "wind_far_direct"}, 0.0),
    ],
)
def test_what_the_plan_commits_is_there_by_2030(plants: pd.DataFrame, technologies: set[str], expected: float) -> None:
    assert capacity(plants, technologies, "committed") == pytest.approx(expected)
    committed = plants[plants["status"] == "committed"]
    assert committed["start"].between(2026, 2030).all()
    assert (ends(committed) > 2030).all()


def test_existing_coal_gas_and_batteries(plants: pd.DataFrame) -> None:
    coal = {"coal_1000", "coal_660", "coal_350", "coal_330_chp", "coal_captive"}
    assert capacity(plants, coal, "operating") == pytest.approx(6.08)
    assert capacity(plants, {"ccgt", "ccgt_chp"}, "operating") == pytest.approx(0.5)
    batteries = plants[plants["group"] == "battery"]
    assert batteries["capacity"].sum() == pytest.approx(975)
    assert batteries["energy"].astype(float).sum() == pytest.approx(1970)
    gravity = plants[plants["group"] == "storage"]
    assert gravity[["capacity", "energy"]].astype(float).to_numpy().tolist() == [[25, 100]]


def test_offshore_pv_inside_a_wind_farm_adds_no_cable(plants: pd.DataFrame) -> None:
    """The export cables carry the wind farms and the tidal flats' own lines; R9 shares a farm's cable."""
    hub = plants[plants["zone"] == "offshore_near"]
    with_line = hub[hub["technology"] != "pv_offshore"]
    cables = read("plants").query("asset == 'export_near'")
    assert cables["capacity"].sum() == pytest.approx(with_line["capacity"].sum())
    assert hub["capacity"].sum() > cables["capacity"].sum()


def test_offshore_pv_stays_within_the_provinces_list() -> None:
    potentials = read("potentials").merge(read("assets")[["asset", "technology"]], on="asset")
    offshore = potentials[potentials["technology"].isin(OFFSHORE_PV)].groupby("year")["maximum"].sum() / 1000
    assert (offshore <= 11.44 + 1e-9).all()
    assert offshore[2030] >= 10, "the plan's 10 GW must be possible"
    with_pv = set(read("assets").query("technology in @OFFSHORE_PV")["asset"])
    assert with_pv == set(potentials[potentials["technology"].isin(OFFSHORE_PV)]["asset"])


def test_the_plans_offshore_wind_base_is_possible_but_not_given(plants: pd.DataFrame) -> None:
    given = plants[plants["technology"].isin(OFFSHORE_WIND)]["capacity"].sum() / 1000
    potentials = read("potentials").merge(read("assets")[["asset", "technology"]], on="asset").query("year == 2030")
    new = potentials[potentials["technology"].isin(OFFSHORE_WIND)]["maximum"].sum() / 1000
    assert given == pytest.approx(7.43)
    assert given < 10 <= given + new


def test_potentials_leave_room_for_what_stands_and_build_nothing_in_the_base_year() -> None:
    plants = read("plants").assign(last=lambda plants: ends(plants))
    potentials = read("potentials")
    for asset, year, least, most in potentials[["asset", "year", "minimum", "maximum"]].to_numpy().tolist():
        alive = plants[(plants["asset"] == asset) & (plants["start"] <= year) & (plants["last"] > year)]
        standing = float(alive["capacity"].sum())
        assert least <= most, (asset, year)
        assert most >= standing - 1e-9, (asset, year)
        assert year != 2025 or most == pytest.approx(standing), asset


def test_demand_of_the_base_year_and_its_split() -> None:
    assert unit_of("demand_data", "energy") == "TWh/year"
    demands = read("demand_data").merge(read("demands"), on="demand").query("carrier == 'electricity'")
    base = demands[demands["year"] == 2025]
    assert base["energy"].sum() == pytest.approx(64.77, abs=0.005)
    city = electricity_of_the_city()
    assert [city[year] for year in (2025, 2030, 2035)] == pytest.approx([65.0, 81.8, 96.6], abs=0.05)
    by_profile = base.groupby("profile")["energy"].sum() / base["energy"].sum()
    assert by_profile["load_industry"] == pytest.approx(0.67, abs=0.005)
    assert by_profile["load_urban"] + by_profile["load_ev"] == pytest.approx(0.33, abs=0.005)


def test_the_three_parks_take_nine_terawatt_hours() -> None:
    """Demands of 2030 with the power of terminals and chillers, all of which stand in two of the parks."""
    demands = read("demand_data").merge(read("demands"), on="demand").query("carrier == 'electricity'")
    rows = demands[(demands["year"] == 2030) & demands["zone"].isin(PARKS)]["energy"].sum()
    conversions = electricity_of_the_city()[2030] - demands[demands["year"] == 2030]["energy"].sum()
    assert rows + conversions == pytest.approx(9, abs=0.05)


def test_demand_grows_as_the_readme_reasons() -> None:
    demands = read("demand_data").merge(read("demands"), on="demand").query("carrier == 'electricity'")
    city = electricity_of_the_city()
    assert float(city[2030] / city[2025]) == pytest.approx((1 + 0.055 * 0.85) ** 5, rel=0.005)
    assert float(city[2035] / city[2030]) == pytest.approx((1 + 0.045 * 0.75) ** 5, rel=0.005)
    growth = demands.pivot_table(index="zone", columns="year", values="energy", aggfunc="sum")
    rate = growth[2030] / growth[2025]
    coast = {"rudong", "south_coast", *PARKS}
    assert rate[list(coast)].min() > city[2030] / city[2025] > rate[["centre", "inland"]].max()


def test_peak_of_the_base_year_and_what_may_be_interrupted_of_it() -> None:
    demands = read("demand_data").merge(read("demands"), on="demand").query("carrier == 'electricity' and year == 2025")
    shapes = pd.read_csv(INPUTS / "hourly.csv")[["load_urban", "load_industry", "load_compute", "load_ev"]]
    load = shapes * demands.groupby("profile")["energy"].sum() / 8.76  # [GW]
    peak = load.sum(axis="columns")
    flexible = (demands["energy"] * demands["interruptible_share"] / 100).sum()
    industry = demands.query("profile == 'load_industry'")["energy"].sum()
    share = load["load_industry"].iloc[int(peak.argmax())] * flexible / industry
    assert float(peak.max()) == pytest.approx(11.8, abs=0.1)
    assert float(share / peak.max()) == pytest.approx(0.05, abs=0.01)


def test_at_least_a_twentieth_of_the_peak_can_move_by_2030() -> None:
    """The rule for demand response, from the tables alone; storage does not count."""
    demands = read("demand_data").merge(read("demands"), on="demand").query("carrier == 'electricity' and year == 2030")
    shapes = pd.read_csv(INPUTS / "hourly.csv")
    loads = {
        row["demand"]: shapes[row["profile"]] * float(row["energy"]) / 8.76  # [GW]
        for _, row in demands.iterrows()
    }
    city = pd.concat(loads, axis="columns")
    peak = int(city.sum(axis="columns").argmax())
    share = demands.set_index("demand")[["interruptible_share", "shift_share"]].apply(pd.to_numeric).sum(axis="columns")
    flexible = float((city.iloc[peak] * share[city.columns] / 100).sum())
    assert 0.05 < flexible / float(city.iloc[peak].sum()) < 0.10


def test_shiftable_demand_is_well_formed() -> None:
    demands = read("demands")
    shiftable = demands[pd.to_numeric(demands["shift_share"]) > 0].set_index("demand")
    assert set(shiftable.index) == {"urban_centre", "ev_charging", "microgrids", "compute_yangkou_port"}
    assert (24 % pd.to_numeric(shiftable["shift_window"]) == 0).all()
    assert (pd.to_numeric(shiftable["shift_cost"]) > 0).all()  # else it would cycle for nothing
    kinds = read("profiles").set_index("profile")["kind"]
    named = shiftable.loc[shiftable["shift_profile"] != "always", "shift_profile"]
    assert (named.map(kinds) == "flexibility").all()


def test_microgrids_and_vehicles_are_the_plans() -> None:
    """A hundred projects by 2030 with a megawatt of storage each; vehicles charge what is taken out of the centre."""
    potentials = read("potentials").set_index(["asset", "year"])["minimum"].astype(float)
    assert potentials["lithium_microgrids", 2030] == 100
    energy = read("demand_data").set_index(["demand", "year"])["energy"].astype(float)
    assert [energy["ev_charging", year] for year in (2025, 2030, 2035)] == [0.5, 2.0, 4.0]
    assert energy["microgrids", 2030] == pytest.approx(100 * 3 * 8760 / 1e6, abs=0.01)
    chargers = read("assets").set_index("asset").loc["vehicle_to_grid_centre"]
    assert chargers["availability"] == "ev_plugged"


def test_the_coal_price_is_that_of_5500_kcal_coal() -> None:
    per_mwh = 790 / (5500 * 4.1868e-3 / 3.6)
    prices = read("market_data").set_index("market")["price"]
    assert prices["coal"] == prices["coal_industry_market"] == pytest.approx(per_mwh, abs=0.1)


def test_the_reference_of_a_contract_is_what_the_kind_gets_at_the_exchange() -> None:
    hours, rows = read("hourly"), read("technology_data").query("parameter == 'contract_reference'")
    kinds = {"cable_ac": "wind_near_rudong", "cable_hvdc": "wind_far"}
    price = float(read("market_data").query("market == 'power_export'")["price"].iloc[0])
    for technology, year, value in rows[["technology", "year", "value"]].to_numpy().tolist():
        output, shape = (hours[name].astype(float) for name in (kinds.get(technology, technology), f"spot_{year}"))
        assert float(value) == pytest.approx(price * (output * shape).sum() / output.sum(), abs=1), technology


def test_power_is_not_sent_to_and_fro_to_be_paid_for() -> None:
    """What is lost on a line earns less, by contract and certificate, than it costs to send."""
    data = read("technology_data")
    data["value"] = data["value"].astype(float)
    of = data.pivot_table(index="technology", columns="parameter", values="value", aggfunc="max")
    least = data.pivot_table(index="technology", columns="parameter", values="value", aggfunc="min")
    paid = (of["contract_share"] * (of["contract_price"] - least["contract_reference"])).max()
    paid += read("settings").query("setting == 'certificate_price'")["value"].astype(float).max()
    lines = read("links").query("bidirectional == 'yes' and technology == 'line_500'")["length"].astype(float)
    lost = of["loss"]["line_500"] / 100 + of["loss_distance"]["line_500"] * lines.max()
    assert paid * lost < of["variable_om"]["line_500"]


def test_steam_of_large_stations_ends_with_them_and_is_enough_until_then() -> None:
    """13 PJ a year; what ends with a station can be replaced at the units that stay."""
    plants, demands = read("plants").set_index("plant"), read("demand_data").query("demand == 'steam_centre'")
    for steam, station in (("tianshenggang", "tianshenggang"), ("huaneng_nantong", "huaneng_nantong_2")):
        assert plants["end"][f"extraction_{steam}"] == plants["end"][f"coal_{station}"]
    assert demands["energy"].astype(float).to_list() == pytest.approx([13 / 3.6] * 3, abs=0.005)
    mean = 1e6 * 13 / 3.6 / 8760
    standing = plants.query("asset == 'heat_extraction_centre'")["capacity"].astype(float).sum()
    potential = read("potentials").query("asset == 'heat_extraction_centre' and year == 2035")["maximum"].astype(float)
    assert standing > mean and potential.item() > mean


def test_industry_of_the_centre_pays_the_two_part_tariff_at_35_kv() -> None:
    """Transmission and distribution, funds, system operation; the load stands behind the meter, and so do batteries."""
    charges = (
        read("technology_data").query("technology == 'line_industry'").set_index("parameter")["value"].astype(float)
    )
    assert charges["energy_charge"] == pytest.approx(104.8 + 29.4 + 74) and charges["demand_charge"] == 48
    (link,) = read("links").query("to_zone == 'centre_industry' or from_zone == 'centre_industry'")["technology"]
    assert link == "line_industry"
    behind = {*read("demands").query("zone == 'centre_industry'")["demand"]}
    behind |= {*read("assets").query("zone == 'centre_industry'")["asset"]}
    assert behind == {"industry_centre", "microgrids", "lithium_centre", "lithium_microgrids", "electrify_industry"}


def test_deep_sea_wind_costs_the_same_with_its_cable_apart() -> None:
    """Farm and HVDC link of the hub add up to the cost of deep-sea wind that includes its cable."""
    costs = read("technology_data").set_index(["technology", "parameter", "year"])["value"].astype(float)
    km = float(read("links").set_index("link")["length"].to_dict()["export_far"])
    for year in ("2025", "2030", "2035"):
        farm, direct, station = (
            costs[t, "overnight_cost", year] for t in ("wind_far", "wind_far_direct", "cable_hvdc")
        )
        cable = costs["cable_hvdc", "overnight_cost_distance", year] * km / 1000  # CNY/MW/km to CNY/kW
        assert farm + station + cable == pytest.approx(direct)


def test_parks_give_and_take_one_way_only() -> None:
    """Own use, feed-in and grid supply are one-way, so own use never exceeds what the park takes in that hour."""
    technologies = read("technologies")[["technology", "group"]]
    links = read("links").merge(technologies, on="technology").query("group == 'grid'").set_index("link")
    county = {"yangkou_port": "rudong", "yangkou_town": "rudong", "luesi_port": "south_coast"}
    inland = {"tongzhou_bay": "south_coast", "netda": "centre"}
    columns = ["from_zone", "to_zone", "from_carrier", "to_carrier", "bidirectional"]
    for park, grid in (county | inland).items():
        touching = links[(links["from_zone"] == park) | (links["to_zone"] == park)]
        expected = {
            f"green_use_{park}": (park, park, "green_power", "electricity", "no"),
            f"grid_{park}": (grid, park, "electricity", "electricity", "no"),
            f"green_feed_in_{park}": (park, grid, "green_power", "electricity", "no"),
        }
        if park == "tongzhou_bay":
            expected[f"green_direct_{park}"] = ("offshore_near", park, "green_power", "green_power", "no")
        assert {name: tuple(row) for name, row in touching[columns].iterrows()} == expected


def test_targets_are_the_plans() -> None:
    targets = read("targets").set_index("target")
    found = {name: (row["value"], row["unit"], row["sense"]) for name, row in targets.iterrows()}
    numbers = PLAN_TARGETS | OTHER_TARGETS
    assert {name: found[name] for name in numbers} == numbers
    rules = {f"{rule}_{park}" for rule in DIRECT_CONNECTION for park in PARKS}
    rules |= {f"{rule}_{park}" for rule in ZERO_CARBON for park in ZERO_CARBON_PARKS}
    assert set(found) == set(numbers) | rules | {"zero_carbon_cold_yangkou_port"}
    assert set(targets.index[targets["origin"] == "plan"]) == set(PLAN_TARGETS)
    bought = {"certificates_yangkou_port_2030", "certificates_luesi_port_2030"}  # nothing is bought to be looked at
    assert (targets["mode"] == "check").eq(~targets.index.isin(list(bought))).all()
    assert (targets["basis"].str.len() > 40).all()
    own = targets["clause"] == "本研究自设"  # of the study: no clause and no fact of the plan
    assert set(targets.index[own]) == {"co2_power_2030"} | bought
    assert targets.loc[~own, "clause"].str.startswith("第").all()
    assert targets["facts"].str.fullmatch(r"T\d{3}( T\d{3})*").eq(~own).all()


def test_rules_of_direct_connection_hold_for_each_park_with_a_feed_in_line() -> None:
    targets = read("targets").set_index("target")
    with_line = read("links").query("link.str.startswith('green_feed_in_')")["traced_zone"]
    assert set(with_line) - {""} == PARKS
    for rule, (value, sense, first, last) in DIRECT_CONNECTION.items():
        for park in PARKS:
            row = targets.loc[f"{rule}_{park}"]
            assert (row["value"], row["sense"], row["year"], row["last_year"]) == (value, sense, first, str(last))


def test_zero_carbon_parks_have_the_indicators_of_the_rule() -> None:
    """Each of the five parks; the first two of the table are those that an enforced count of two takes."""
    targets = read("targets").set_index("target")
    family = targets[(targets["family"] == "zero_carbon") & (targets["sense"] != "count")]
    for rule, (value, sense) in ZERO_CARBON.items():
        for park in ZERO_CARBON_PARKS:
            row = family.loc[f"{rule}_{park}"]
            assert (row["value"], row["sense"], row["zone"], row["year"]) == (value, sense, park, 2030)
    assert list(dict.fromkeys(family["zone"]))[:2] == ["yangkou_port", "luesi_port"]
    roles = read("park_rules").set_index("park_rule")
    assert roles.index[roles["role"].eq("core") & roles.index.str.startswith("zero_carbon")].tolist() == [
        *("zero_carbon_co2", "zero_carbon_co2_matched")
    ]
    assert roles["role"].eq("guiding").sum() == 6 and roles["modelled"].eq("no").sum() == 3  # five, one in two readings
    counts = targets[targets["sense"] == "count"]
    assert (counts[["metric", "family", "year"]] == ["", "zero_carbon", 2030]).all(axis=None)


def test_links_of_green_power_are_traced_to_their_parks() -> None:
    """Lines for own use and for feed-in; the direct line to Tongzhou Bay delivers through its own-use line."""
    links = read("links").set_index("link")
    traced = links.loc[links["traced_zone"] != "", "traced_zone"]
    assert set(traced.index) == {f"green_use_{park}" for park in ZERO_CARBON_PARKS} | {
        f"green_feed_in_{park}" for park in PARKS
    }
    assert (traced == links.loc[traced.index, "from_zone"]).all()
    assert (links.loc[traced.index, "to_carrier"] == "electricity").all()


def test_each_reading_has_its_option_and_its_targets() -> None:
    """Targets that hold under some reading name one of its options; readings without targets change the method."""
    readings = read("readings").set_index("reading")
    options = readings["options"].str.split().to_dict()
    targets = read("targets").query("reading != ''")
    assert all(readings.at[name, "option"] in options[name] for name in options)
    assert all(option in options[name] for name, option in targets[["reading", "option"]].to_numpy().tolist())
    assert set(options) == set(targets["reading"]) | {"matching", "peak_between_years"}


def test_output_grows_as_the_plan_wants() -> None:
    gdp = read("indicator_data").query("indicator == 'gdp'")
    assert set(gdp["unit"]) == {"亿元"}
    by_year = gdp.set_index("year")["value"].astype(float)
    assert by_year["2025"] == 13_000
    assert by_year["2030"] / by_year["2025"] == pytest.approx(1.055**5, rel=1e-4)
    assert by_year["2035"] / by_year["2030"] == pytest.approx(1.045**5, rel=1e-4)


def test_metrics_have_terms_and_targets_have_metrics() -> None:
    metrics = set(read("metrics")["metric"])
    assert set(read("metric_terms")["metric"]) == metrics
    for table in ("targets", "known"):
        rows = read(table)
        assert (set(rows["metric"]) | set(rows["of"])) - {""} <= metrics, table


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_source_and_a_confidence(table: str) -> None:
    rows = read(table)
    assert len(rows)
    assert (rows["source"].str.strip() != "").all()
    assert rows["confidence"].isin(["A", "B", "C"]).all()
    assert not rows["source"].str.contains("shared").any()
    estimates = rows[(rows["source"] == "own assumption") & (rows["confidence"] != "C")]
    assert estimates.empty
    unverified = rows[rows["note"].str.contains("UNVERIFIED")]
    assert (unverified["confidence"] == "C").all()
    assert (rows.loc[rows["confidence"] == "C", "note"].str.strip() != "").all()


def test_every_number_but_definitions_has_a_range_with_its_reason() -> None:
    rows = read("technology_data")
    numbers = rows[~rows["parameter"].isin(["certificates", "duration_min", "duration_max"])]  # definitions
    numbers = numbers[~((numbers["parameter"] == "lifetime") & numbers["source"].str.startswith("definition"))]
    for table, frame in (("technology_data", numbers), ("demand_data", read("demand_data"))):
        value = pd.to_numeric(frame["value" if table == "technology_data" else "energy"])
        without = frame[pd.to_numeric(frame["low"]).isna() & (value != 0)]
        assert without.empty, f"{table}: {without.iloc[:, :3].to_numpy().tolist()}"
    for table in ("technology_data", "potentials", "demand_data", "market_data"):
        told = [str(text) for text in read(table)["range_source"].dropna() if text]
        assert told and all(text.startswith(("published", "own range")) for text in told), table


@pytest.mark.proof
def test_the_hourly_model_stays_small() -> None:
    """Variables an hour: what the README says, so that nothing is added without being noticed."""
    hourly = set(read("carriers").query("balanced != 'year'")["carrier"])
    links = read("links")
    demands = read("demands")
    demands = demands[demands["carrier"].isin(hourly)]
    certified = set(read("technology_data").query("parameter == 'certificates'")["technology"])
    keeping = (links["traced_zone"] != "") & links["technology"].isin(certified)
    interruptible = (pd.to_numeric(demands["interruptible_share"]) > 0).sum()
    shiftable = (pd.to_numeric(demands["shift_share"]) > 0).sum()
    data = read("market_data")
    answering = set(data["market"][pd.to_numeric(data["price_impact"]) > 0])
    counts = {
        "assets": sum(variables_of_technologies()[technology] for technology in read("assets")["technology"]),
        "links": len(links) + (links["bidirectional"] == "yes").sum() + keeping.sum(),
        "demands": len(demands) + interruptible + 3 * shiftable,
        "markets": read("markets")["carrier"].isin(hourly).sum() + PRICE_BLOCKS * len(answering),
        "surplus": len(places_of_surplus()),
    }
    total = sum(counts.values())
    text = f"{total} variables an hour: {', '.join(f'{n} for {name}' for name, n in counts.items())}"
    assert total <= 228
    assert text in " ".join((INPUTS / "README.md").read_text(encoding="utf-8").split())


def places_of_surplus() -> set[tuple[str, str]]:
    """Give the places of carriers of which a surplus may be lost."""
    disposable = read("carriers").query("disposable == 'yes'")["carrier"]
    flows = read("ports").merge(read("assets")[["technology", "zone"]], on="technology")
    flows = flows[flows["carrier"].isin(disposable)]
    return set(zip(flows["zone"], flows["carrier"], strict=True))


def variables_of_technologies() -> dict[str, int]:
    """Give variables an hour of an asset by technology: a process none, a store with standing loss a fourth."""
    data = read("technology_data")
    committed, leaking = (set(data.query("parameter == @name")["technology"]) for name in ("min_load", "standing_loss"))
    of_behaviour = {"supply": 1, "conversion": 1, "storage": 3, "process": 0}
    refitted = set(data.query("parameter == 'retrofit_cost'")["technology"])
    more = {of: 2 * (of in committed) + (of in leaking) + (of in refitted) for of in data["technology"]}
    return {
        technology: of_behaviour[behaviour] + more.get(technology, 0)
        for technology, behaviour in read("technologies")[["technology", "behaviour"]].to_numpy().tolist()
        if behaviour in of_behaviour
    }


def test_all_that_is_called_green_comes_of_green_power() -> None:
    """Hydrogen is made of traceable green power or bought without CO2; no grid power becomes green on the way back."""
    ports = read("ports")
    taken = ports[ports["direction"] == "in"].groupby("technology")["carrier"].agg(set)
    for carrier, source in (("hydrogen", "green_power"), ("green_power", "hydrogen")):
        makers = ports.loc[(ports["direction"] == "out") & (ports["carrier"] == carrier), "technology"]
        assert len(makers) and all(taken[technology] == {source} for technology in makers)
    for carrier in ("methanol", "ammonia"):
        makers = ports.loc[(ports["direction"] == "out") & (ports["carrier"] == carrier), "technology"]
        assert len(makers) and all(taken[technology] == {"hydrogen", "electricity"} for technology in makers)
    bought = read("markets").query("direction == 'buy' and carrier == 'hydrogen'")
    assert len(bought) and not pd.to_numeric(bought["emission_intensity"], errors="coerce").fillna(0.0).any()
    links = read("links").query("to_carrier in ['green_power', 'hydrogen']")
    assert (links["from_carrier"] == links["to_carrier"]).all()
