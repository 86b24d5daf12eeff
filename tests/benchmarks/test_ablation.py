"""The ablation at a tiny size; its figures in docs/experiments.md are taken by hand."""

from __future__ import annotations

import pytest

from tests.benchmarks.ablation import main

pytestmark = pytest.mark.proof


@pytest.mark.slow
def test_one_setting_of_a_tiny_system_is_varied(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--system", "random-2", "--setting", "radius", "--hours", "24", "--threads", "1"])
    lines = capsys.readouterr().out.splitlines()
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line.startswith("|")][2:]
    assert [row[1].split(" (")[0] for row in cells] == ["default", *["`radius`"] * 2]
    assert [row[2] for row in cells] == ["", "0.15", "0.6"]
    bounds, costs = ([float(row[at].replace(",", "")) for row in cells] for at in (5, 6))
    assert max(bounds) <= min(costs) + 0.1  # all enclose the same optimum, as far as digits are shown
    assert all(float(row[7]) <= 0.5 for row in cells)


def test_settings_that_only_round_are_not_varied() -> None:
    with pytest.raises(SystemExit):
        main(["--setting", "row_rounding"])
