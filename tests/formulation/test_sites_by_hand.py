"""Sites, by hand: what shares land fits on it, so that a new plant takes the place of an old one."""

from __future__ import annotations

import pytest

from tests.support.solved_system import Solved, plant, solved

# the annuity factor at 100 % over one year is 2: 2.5 CNY/MW cost 5 a year
NEW = {"expandable": True, "maximum_capacity": 500.0, "overnight_cost": 2.5, "wacc": 1.0, "lifetime": 1.0}


def repowered(retirable: bool, sites: dict[str, float] | None) -> Solved:
    """60 MW are needed for an hour, gas costs 10. Old turbines give half their 60 MW and cost 1 CNY/MW."""
    return solved(
        hours=1,
        profiles={"breeze": [0.5]},
        assets={
            "old": plant(60.0, availability_of="breeze", fixed_om=1.0, retirable=retirable, site_of="hill"),
            "new": NEW | {"site_of": "hill", "site_use": 0.75},
            "gas": plant(500.0, 10.0),
        },
        sites=sites,
        demands={"load": {"demand_mean": 60.0}},
    )


@pytest.mark.parametrize(
    ("retirable", "site", "old", "new", "by_hand"),
    [
        # x + 0.75 n = 60 and 0.5 x + n = 60: 24 MW old and 48 MW new, no gas: 24 * 1 + 48 * 5
        (True, 60.0, 24, 48, 264),
        # the old ones fill the site: 60 * 1 and 30 MWh of gas
        (False, 60.0, 60, 0, 360),
        # 15 MW more of the site hold 20 MW new ones: 60 + 20 * 5 + 10 * 10
        (False, 75.0, 60, 20, 260),
    ],
)
def test_repowering(retirable: bool, site: float, old: float, new: float, by_hand: float) -> None:
    """An old MW on the site saves 5 - 1 CNY, a new one 10 - 5 on three quarters of the land."""
    found = repowered(retirable, {"hill": site})
    assert (found.of("capacity", "old"), found.of("capacity", "new")) == ([old], [new])
    assert found.objective == pytest.approx(by_hand)


def test_without_room_to_share_both_stand() -> None:
    """On a site of any size all 60 MW old stay and 30 MW new come: 60 + 150. Other assets need no site."""
    found = repowered(True, {"hill": 1e4, "empty": 0.0})
    assert (found.of("capacity", "old"), found.of("capacity", "new")) == ([60], [30])
    assert found.objective == pytest.approx(210)


def test_what_ends_makes_room() -> None:
    """A site of 60 MW in 2030 and 40 in 2035; 60 MW old ones end in between: new ones come then, as many as fit."""
    found = solved(
        years=(2030, 2035),
        hours=1,
        assets={
            "old": {"existing": [60.0, 0.0], "maximum_capacity": [60.0, 0.0], "site_of": "hill"},
            "new": NEW | {"overnight_cost": 0.0, "site_of": "hill"},
            "gas": plant(500.0, 10.0),
        },
        sites={"hill": [60.0, 40.0]},
        demands={"load": {"demand_mean": 100.0}},
    )
    assert found.of("capacity", "new") == [0, 40]
    assert found.objective == pytest.approx(40 * 10 + 60 * 10)
