"""Checks of the green power that parks count and of its certificates: whatever way power takes, it counts once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.park import park_study
from tests.support.study import add_row, set_cell
from tests.support.works import DAY, problems_of

pytestmark = pytest.mark.proof


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The tiny study with a park, of a day."""
    return park_study(tmp_path / "study", hours=DAY)


def told(study: Path) -> str:
    """The only problem of a study; '' if there is none."""
    found = problems_of(study)
    assert len(found) < 2
    return str(found[0]) if found else ""


def sells(study: Path, technology: str) -> None:
    add_row(study, "technology_data", technology=technology, parameter="certificates", value="1", unit="1")


def test_a_link_traces_the_park_in_which_it_begins(study: Path) -> None:
    set_cell(study, "links", "own_use", "traced_zone", "city")
    assert told(study) == (
        "inputs/links.csv, row 3, column traced_zone: the link begins in 'park' and cannot deliver power of 'city'. "
        "Name the zone where it begins, or correct inputs/links.csv."
    )


def test_what_is_sent_there_and_back_counts_neither_as_delivered_nor_as_certified(study: Path) -> None:
    set_cell(study, "links", "sea_cable", "traced_zone", "sea")  # runs both ways
    assert "sent over the link and back would count as delivered each time" in told(study)
    set_cell(study, "links", "sea_cable", "traced_zone", "")
    sells(study, "cable")
    assert "sent over the link and back would sell a certificate each time" in told(study)


def test_certificates_are_not_sold_on_the_way_to_a_park(study: Path) -> None:
    """At the park's own plants and lines they are sold or kept; a cable that brings it power would sell them before."""
    sells(study, "park_wind")
    assert told(study) == ""
    row = {"link": "landing", "from_zone": "sea", "to_zone": "park", "from_carrier": "green", "to_carrier": "green"}
    add_row(study, "links", **row, technology="line", bidirectional="no", name_zh="登陆", name_en="Landing")
    wind = {"technology": "far_wind", "behaviour": "supply", "carrier": "green", "group": "wind", "colour": "#123456"}
    add_row(study, "technologies", **wind, name_zh="远海", name_en="Far")
    add_row(study, "technology_data", technology="far_wind", parameter="lifetime", value="25", unit="year")
    add_row(study, "assets", asset="far_wind", technology="far_wind", zone="sea", name_zh="远海", name_en="Far")
    assert told(study) == ""
    sells(study, "far_wind")
    assert told(study).endswith(
        "column technology: 'park' counts power of which the certificates are sold here. "
        "Give certificates to the links by which power leaves the park for the grid instead."
    )
    set_cell(study, "assets", "far_wind", "technology", "wind")
    sells(study, "line")
    assert "links" in told(study) and "'park' counts power of which the certificates are sold here" in told(study)


def under_contract(study: Path, technology: str, *parameters: str) -> None:
    for name in parameters:
        unit = "1" if name == "contract_share" else "CNY/MWh"
        add_row(study, "technology_data", technology=technology, parameter=name, value="0.5", unit=unit)


def test_a_contract_has_both_prices(study: Path) -> None:
    """Without a reference the whole price would be paid on top of the market."""
    under_contract(study, "park_wind", "contract_share", "contract_price")
    assert "'park_wind' has a contract_share and no contract_reference" in told(study)
    under_contract(study, "park_wind", "contract_reference")
    assert told(study) == ""


def test_a_contract_is_settled_once(study: Path) -> None:
    """Of the wind, or of the line by which it leaves the park; and never of a cable that runs both ways."""
    for technology in ("park_wind", "feed_in_line"):
        under_contract(study, technology, "contract_share", "contract_price", "contract_reference")
    assert "settled twice" in told(study)


def test_certificates_are_not_bought_for_less_than_they_are_sold(study: Path) -> None:
    add_row(study, "settings", setting="certificate_purchase_price", value="5", unit="CNY/MWh")
    assert "sell its own certificates and buy others for less" in told(study)
    set_cell(study, "settings", "certificate_purchase_price", "value", "6")
    assert told(study) == ""
