"""Checks of carriers: what is balanced over the year, what is pooled, and where it can come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.study import add_row, change_cell, read_rows, set_cell, write_rows
from tests.support.works import places, problems_of, study_with_works

pytestmark = pytest.mark.proof


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return study_with_works(tmp_path / "study")


def test_a_yearly_carrier_is_not_touched_by_the_hour(study: Path) -> None:
    """Hydrogen balanced over the year: the electrolyser makes it by the hour. The mill may use it."""
    set_cell(study, "carriers", "hydrogen", "balanced", "year")
    assert places(study) == {
        ("yearly-carrier", "technologies", 4, "carrier"),
        ("yearly-carrier", "ports", 4, "carrier"),
    }
    assert "'hydrogen' is balanced over the year, but conversion works by the hour." in str(problems_of(study)[0])


def test_a_process_may_touch_both_kinds_of_carrier(study: Path) -> None:
    add_row(study, "ports", technology="mill", carrier="electricity", direction="in", value="0.1", unit="MWh/MWh")
    assert not problems_of(study)


def test_a_yearly_carrier_does_not_boil_off_nor_flow_nor_get_lost(study: Path) -> None:
    set_cell(study, "technologies", "battery", "loss_to", "steam")
    set_cell(study, "links", "sea_cable", "to_carrier", "steam")
    change_cell(study, "links", 2, "bidirectional", "no")
    set_cell(study, "carriers", "steam", "disposable", "yes")
    assert places(study) == {
        ("yearly-carrier", "technologies", 5, "loss_to"),
        ("yearly-carrier", "links", 2, "to_carrier"),
        ("yearly-carrier", "carriers", 5, "disposable"),
    }


def test_an_hourly_carrier_may_be_lost_and_take_up_losses(study: Path) -> None:
    set_cell(study, "technologies", "battery", "loss_to", "hydrogen")
    set_cell(study, "carriers", "hydrogen", "disposable", "yes")
    assert not problems_of(study)


def test_a_process_can_supply_a_demand(study: Path) -> None:
    """Moved to the sea, the mill no longer gives steam in the city; in a pool it does."""
    set_cell(study, "assets", "city_mill", "zone", "sea")
    assert places(study) == {("unsupplied-demand", "demands", 4, "zone")}
    for pool in ("city", "sea"):
        set_cell(study, "carriers", "steam", "pool", pool)
        assert not problems_of(study)


def test_a_link_within_a_pool_leads_nowhere(study: Path) -> None:
    """The mill's coal may be pooled; a cable whose two ends share one balance is a fault."""
    set_cell(study, "carriers", "coal", "pool", "city")
    assert not problems_of(study)
    set_cell(study, "carriers", "electricity", "pool", "city")
    assert places(study) == {("link-ends", "links", 2, "to_zone")}


def test_a_dearer_sale_in_another_zone_is_profit_without_limit_in_a_pool(study: Path) -> None:
    """Coal costs 100 CNY/MWh in the city and sells for 150 at sea: no harm, unless both are one balance."""
    names = {"name_zh": "售煤", "name_en": "Coal sale"}
    add_row(study, "markets", market="coal_sale", zone="sea", carrier="coal", direction="sell", **names)
    add_row(study, "market_data", market="coal_sale", price="150", capacity="10")
    assert not problems_of(study)
    set_cell(study, "carriers", "coal", "pool", "city")
    (problem,) = problems_of(study)
    assert (problem.kind, problem.table, problem.row) == ("free-profit", "market_data", 6)


def test_charges_keep_a_purchase_above_a_sale_of_the_same_spot_profile(study: Path) -> None:
    """One price with negative hours for both ways is sound with a charge on either, and a profit without."""
    for row in range(1, 25):
        change_cell(study, "hourly", row + 1, "tariff", "-1" if row <= 12 else "3")
    set_cell(study, "markets", "power_sale", "price_profile", "tariff")
    set_cell(study, "market_data", "power_purchase", "price", "200")
    remove = [row for row in read_rows(study, "market_data") if row[:2] != ["power_sale", "2040"]]
    write_rows(study, "market_data", remove)
    assert not problems_of(study)
    set_cell(study, "market_data", "power_sale", "charge [CNY/MWh]", "-3")
    (problem,) = problems_of(study)
    assert problem.kind == "free-profit" and "e.g. -197 against -200 CNY/MWh" in problem.message
    set_cell(study, "market_data", "power_purchase", "charge", "3")
    assert not problems_of(study)


@pytest.mark.parametrize(
    ("market", "column", "text", "message"),
    [
        ("power_sale", "price", "180", "a sale cannot be taken or paid."),
        ("power_purchase", "energy", "0.5", "energy_least is above energy."),
        ("power_purchase", "price", "-5", "what is not taken would earn money."),
    ],
)
def test_take_or_pay_is_a_purchase_that_costs(study: Path, market: str, column: str, text: str, message: str) -> None:
    remove = [row for row in read_rows(study, "market_data") if row[0] != "power_sale" or market == "power_sale"]
    write_rows(study, "market_data", remove)
    if market != "power_sale":
        write_rows(study, "markets", [row for row in read_rows(study, "markets") if row[0] != "power_sale"])
    set_cell(study, "market_data", market, "energy_least [TWh/year]", "1")
    set_cell(study, "market_data", market, column, text)
    (problem,) = problems_of(study)
    assert (problem.kind, problem.column, problem.message) == ("take-or-pay", "energy_least", message)


def test_a_pool_is_in_a_zone(study: Path) -> None:
    set_cell(study, "carriers", "coal", "pool", "citty")
    (problem,) = problems_of(study)
    assert "'citty' is not in the table zones. Did you mean 'city'?" in str(problem)


@pytest.mark.parametrize(
    ("carriers", "message"),
    [
        (("steam", "coal"), "the process 'mill' has no ports."),
        (("steam",), "no port of ratio 1 in its carrier 'steam'."),
    ],
)
def test_a_process_has_ports_one_in_its_own_carrier(study: Path, carriers: tuple[str, ...], message: str) -> None:
    rows = [row for row in read_rows(study, "ports") if row[0] != "mill" or row[1] not in carriers]
    write_rows(study, "ports", rows)
    found = [problem for problem in problems_of(study) if problem.kind == "ports"]
    assert [problem.row for problem in found] == [7] and message in found[0].message


def test_boil_off_can_supply_a_demand(study: Path) -> None:
    """Heat that only the standing loss of a storage gives is asked for: the formulation would serve it from that."""
    add_row(study, "carriers", carrier="heat", colour="#cccccc", name_zh="热", name_en="Heat")
    set_cell(study, "technologies", "battery", "loss_to", "heat")
    add_row(
        study, "demands", demand="hall", zone="city", carrier="heat", unserved_cost="20", name_zh="厅", name_en="Hall"
    )
    add_row(study, "demand_data", demand="hall", year="2030", energy="0.0001")
    assert not problems_of(study)
    numbers = read_rows(study, "technology_data")
    write_rows(study, "technology_data", [row for row in numbers if row[:2] != ["battery", "standing_loss"]])
    assert places(study) == {("unsupplied-demand", "demands", 5, "zone")}  # nothing boils off
