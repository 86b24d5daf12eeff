"""Green certificates by hand: one for each MWh, sold once or kept, where counting it twice would pay."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.workflow.solve import solve_dataset
from tests.support.systems import Row, dataset

pytestmark = pytest.mark.proof

PRICE = 6.0


def park(share: float, mode: str, certified: dict[str, Row], price: float = PRICE, loss: float = 0.0) -> xr.Dataset:
    """A park that uses 100 MW in each of two hours; its wind gives 150 MW, and 50 MW of lines bring it to its users.

    The rest may be fed into the grid, on which gas costs 9 CNY/MWh. `share` of the use is asked for, matched by the
    year, at 1,000 CNY a MWh that is missing. `certified` says what the wind and the lines have of certificates.
    """
    link: Row = {"behaviour": "transmission", "from_carrier": "green", "to_carrier": "electricity"}
    traced = link | {"zone_of": "park", "traced_zone": "park", "loss": loss}
    grid = link | {"zone_of": "city", "from_carrier": "electricity", "to_zone": "park"}
    sizes = {"wind": 150.0, "gas": 500.0, "own_use": 50.0, "feed_in": 100.0, "supply": 100.0}
    rows: dict[str, Row] = {
        "wind": {"zone_of": "park", "carrier_of": "green"},
        "gas": {"zone_of": "city", "variable_om": 9.0},
        "own_use": traced | {"to_zone": "park"},
        "feed_in": traced | {"to_zone": "city"},
        "supply": grid,
    }
    assets = {
        name: row | {"existing": sizes[name], "maximum_capacity": sizes[name]} | certified.get(name, {})
        for name, row in rows.items()
    }
    target = {"metric": "matched", "of": "used", "value": share, "mode": mode, "penalty": 1000.0}
    data = dataset(
        hours=2,
        assets=assets,
        demands={
            "works": {"demand_zone": "park", "demand_mean": 100.0},
            "town": {"demand_zone": "city", "demand_mean": 200.0},
        },
        carriers={"green": {}},
        metrics={"matched": {"matched": {"park": 1.0}}, "used": {"consumption": {"works": 1.0}}},
        targets={"t": target},
    )
    return data.assign(certificate_price=("year", [price]))


def figures(data: xr.Dataset) -> dict[str, float]:
    """Matched, sold and kept [MWh], and what the certificates earn [CNY]."""
    solved = solve_dataset(data)[1]
    names = {"matched": "matched_energy", "sold": "certificates_sold", "kept": "certificates_kept"}
    found = {name: float(solved[source].sum()) for name, source in names.items()}
    return found | {"earned": -float(solved["certificate_value"].sum())}


ONE: Row = {"certificates": 1.0}
FED_IN = {"feed_in": ONE}


@pytest.mark.parametrize(
    ("share", "mode", "kept"),
    [
        (0.9, "check", 0.0),  # a certificate earns something, a share that is only looked at nothing
        (0.5, "enforce", 0.0),  # own use is enough
        (0.9, "enforce", 80.0),  # 180 MWh, of which 100 are used on the spot
        (1.0, "enforce", 100.0),
    ],
)
def test_what_is_sold_does_not_count(share: float, mode: str, kept: float) -> None:
    """200 MWh are fed in and sell 200 certificates, or keep what the share needs beyond the 100 MWh of own use."""
    found = figures(park(share, mode, FED_IN))
    assert found["kept"] == pytest.approx(kept)
    assert found["sold"] == pytest.approx(200.0 - kept)
    assert found["matched"] == pytest.approx(100.0 + kept)
    assert found["earned"] == pytest.approx(PRICE * (200.0 - kept))


def test_a_certificate_is_sold_for_more_than_the_share_is_worth() -> None:
    found = figures(park(1.0, "enforce", FED_IN, price=2000.0))
    assert (found["kept"], found["sold"], found["matched"]) == pytest.approx((0.0, 200.0, 100.0))


@pytest.mark.parametrize(
    "certified", [{"wind": ONE}, {"wind": ONE, "feed_in": ONE}, {"own_use": ONE, "feed_in": ONE, "wind": ONE}]
)
def test_a_plant_that_sells_certificates_sells_what_its_park_counts(certified: dict[str, Row]) -> None:
    """However often the same 300 MWh could sell a certificate: with what is matched, they add up to 300 at most."""
    counted = figures(park(1.0, "enforce", certified))
    assert counted["matched"] == pytest.approx(200.0)
    assert counted["sold"] == pytest.approx(100.0)
    alone = figures(park(1.0, "check", certified))
    assert alone["sold"] == pytest.approx(300.0) and alone["matched"] == pytest.approx(0.0)


def test_without_a_price_every_certificate_is_kept() -> None:
    found = figures(park(0.5, "check", FED_IN, price=0.0))
    assert (found["kept"], found["matched"], found["earned"]) == pytest.approx((200.0, 200.0, 0.0))


def test_what_is_lost_on_the_way_is_not_matched() -> None:
    """Of 200 MWh that are sent and kept a tenth is lost: 90 of own use and the 90 that need 100 certificates."""
    found = figures(park(0.9, "enforce", FED_IN, loss=0.1))
    assert (found["kept"], found["sold"]) == pytest.approx((100.0, 100.0))


@pytest.mark.parametrize("matching", ["annual", "monthly", "hourly"])
def test_no_block_counts_what_it_sells(matching: str) -> None:
    data = park(1.0, "enforce", FED_IN).assign(matching=("zone", np.full(2, matching, dtype=object)))
    found = figures(data)
    assert found["matched"] == pytest.approx(200.0)
    assert found["matched"] + found["sold"] == pytest.approx(300.0)


@pytest.mark.parametrize(("price", "kept"), [(PRICE, 80.0), (2000.0, 0.0)])
def test_certificates_of_energy_under_contract_are_neither_sold_nor_counted(price: float, kept: float) -> None:
    """Of 200 MWh that are fed in 120 are paid for by a contract: 80 are left to be kept or, at 2,000 CNY, sold."""
    contract: Row = ONE | {"contract_share": 0.6, "contract_price": 20.0, "contract_reference": 15.0}
    data = park(1.0, "enforce", {"feed_in": contract}, price=price)
    found, solved = figures(data), solve_dataset(data)[1]
    assert (found["kept"], found["sold"], found["matched"]) == pytest.approx((kept, 80.0 - kept, 100.0 + kept))
    assert float(solved["certificates_assigned"].sum()) == pytest.approx(120.0)
    assert float(solved["contract_settlement"].sum()) == pytest.approx(-5.0 * 120)


def covered(data: xr.Dataset, price: float) -> tuple[xr.Dataset, dict[str, float]]:
    """The target counts what is bought beside what is matched; certificates cost `price`. With what is bought."""
    zones = data["zone"].values.tolist()
    data["metric_certificates_bought"][data["metric"].values.tolist().index("matched"), zones.index("park")] = 1.0
    offer = np.inf if price > 0 else 0.0
    data = data.assign(certificate_purchase_price=("year", [price]), certificates_on_offer=("year", [offer]))
    solved = solve_dataset(data)[1]
    return solved, figures(data) | {"bought": float(solved["certificates_bought"].sel(zone="park").sum())}


@pytest.mark.parametrize(
    ("mode", "price", "covered_rest"),
    [
        ("check", 8.0, 0.0),  # to be looked at buys nothing
        ("enforce", 8.0, 100.0),  # dearer than what its own certificates sell for: those are kept
        ("enforce", PRICE, 100.0),  # as dear
        ("enforce", 0.0, 100.0),  # none on offer
    ],
)
def test_a_park_buys_certificates_for_its_rest(mode: str, price: float, covered_rest: float) -> None:
    """Of 200 MWh of use 100 are its own. Nothing is bought unless asked for, and nothing is counted twice."""
    solved, found = covered(park(1.0, mode, FED_IN), price)
    assert found["kept"] + found["bought"] == pytest.approx(covered_rest)
    assert found["bought"] == pytest.approx(0.0) or price == PRICE
    assert found["matched"] == pytest.approx(100.0 + found["kept"]), "what is bought is matched with nothing"
    assert found["sold"] == pytest.approx(200.0 - found["kept"])
    assert float(solved["certificate_purchase_cost"].sum()) == pytest.approx(price * found["bought"])


def test_no_more_is_bought_than_the_rest() -> None:
    """A share of 150 % is missed by half of the use, however cheap certificates are."""
    solved, found = covered(park(1.5, "enforce", FED_IN), PRICE)
    assert found["matched"] + found["bought"] == pytest.approx(200.0)
    assert float(solved["relaxation"].sum()) == pytest.approx(100.0)


def test_a_park_without_power_of_its_own_buys_for_all_of_its_use() -> None:
    data = park(1.0, "enforce", FED_IN)
    for name in ("existing", "maximum_capacity"):
        data[name].loc["wind"] = 0.0
    solved, found = covered(data, 9.0)
    assert (found["bought"], found["matched"]) == pytest.approx((200.0, 0.0))
    assert float(solved["certificate_purchase_cost"].sum()) == pytest.approx(9.0 * 200)
