"""Retirement through the years, by hand: it saves fixed costs, and what is retired does not come back."""

from __future__ import annotations

import pytest

from tests.support.solved_system import plant, solved

YEARS = (2025, 2030, 2035)


@pytest.mark.parametrize(
    ("fixed", "retired", "by_hand"),
    [
        # kept through 2030: fixed costs of three years, 100 MWh at 10 in 2025 and in 2035
        (32.0, [0, 0, 0], 100 * (7 + 32 + 7) + 2 * 1000),
        # retired in 2030: 700 + 1,000 in 2025, gas at 50 in 2035; were it allowed to return, 700 + 1,000 + 700 + 1,000
        (34.0, [0, 100, 100], 1700 + 5000),
    ],
)
def test_what_is_retired_does_not_return(fixed: float, retired: list[float], by_hand: float) -> None:
    """100 MW of coal at 10 CNY/MWh, not needed in 2030, when it costs `fixed` CNY/MW; 7 in the other years.

    Keeping it for 2035 costs 100 f + 700 + 1,000, gas then 5,000: they meet at f = 33. A model in which coal could
    return would retire it in 2030 at any cost and use it in 2035.
    """
    found = solved(
        years=YEARS,
        hours=1,
        assets={"coal": plant(100.0, 10.0, retirable=True, fixed_om=[7.0, fixed, 7.0]), "gas": plant(100.0, 50.0)},
        demands={"load": {"demand_mean": [100.0, 0.0, 100.0]}},
    )
    assert found.of("retired", "coal") == retired
    assert found.objective == pytest.approx(by_hand)


@pytest.mark.parametrize(("arriving", "kept", "by_hand"), [(50.0, 50.0, 1700 + 850), (0.0, 0.0, 1700 + 2500)])
def test_what_arrives_may_run_beside_what_was_retired(arriving: float, kept: float, by_hand: float) -> None:
    """Of 150 MW in 2035 50 have come since; they serve 50 MW at 10 + 7 although the old 100 MW retired in 2030.

    Had nothing come (all 150 MW were there before), gas at 50 would serve them.
    """
    before = 100.0 if arriving else 150.0
    found = solved(
        years=YEARS,
        hours=1,
        assets={
            "coal": plant(
                [before, before, 150.0],
                10.0,
                retirable=True,
                arriving=[0.0, 0.0, arriving],
                fixed_om=[7.0, 1000.0, 7.0],
            ),
            "gas": plant(100.0, 50.0),
        },
        demands={"load": {"demand_mean": [100.0, 0.0, 50.0]}},
    )
    assert found.of("capacity", "coal") == [100, 0, kept]
    assert found.objective == pytest.approx(by_hand)


def test_what_ends_by_age_is_what_was_retired() -> None:
    """Of 100 MW 40 end by age before 2030; these are retired in 2025 already, so that all other 60 MW may stay.

    Only 40 are needed in 2025, but 20 more kept there cost 9 CNY and save 50 - 10 in 2030. Were the retired 40 MW
    counted against the 60 that do not end, 20 MW could stay.
    """
    found = solved(
        years=(2025, 2030),
        hours=1,
        assets={"coal": plant([100.0, 60.0], 1.0, retirable=True, fixed_om=9.0), "gas": plant(100.0, 50.0)},
        demands={"load": {"demand_mean": [40.0, 60.0]}},
    )
    assert found.of("retired", "coal") == [40, 0]
    assert found.of("capacity", "coal") == [60, 60]
    assert found.objective == pytest.approx(60 * 9 * 2 + 40 + 60)
