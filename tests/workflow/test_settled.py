"""What costs nothing is told at what is used of it: a free line and a free tank, wherever an optimum leaves them."""

from __future__ import annotations

import pytest

from energy_model.compiler import compile_model, solve
from energy_model.formulation.model import build
from energy_model.workflow.settled import settled
from tests.support.solved_system import plant
from tests.support.systems import Row, dataset


@pytest.mark.parametrize("cost", [0.0, 1.0])
def test_free_capacity_is_told_at_what_is_used(cost: float) -> None:
    """60 and 90 MW go through a line of which 3,000 GW may stand; what has a cost is as the optimum has it."""
    free: Row = {"expandable": True, "maximum_capacity": 3e6, "lifetime": 100.0, "overnight_cost": cost}
    line = {"behaviour": "transmission", "zone_of": "field", "to_zone": "town"} | free
    line |= {"from_carrier": "electricity", "to_carrier": "electricity"}
    store = {"behaviour": "storage", "zone_of": "town", "duration_max": 9.0, "variable_om": 1.0} | free
    data = dataset(
        years=(2030, 2035),
        hours=2,
        assets={"field": plant(200.0, 1.0, zone_of="field"), "line": line, "store": store},
        demands={"load": {"demand_zone": "town", "demand_mean": [60.0, 90.0], "unserved_cost": 1e6}},
    )
    model = build()
    program = compile_model(model, data)
    x = solve(program).x
    beside = x.copy()
    for name in ("new_capacity", "capacity", "new_energy", "energy_capacity") if not cost else ():
        block = program.variables[name]
        of_asset = block.array(beside)
        for asset in set(of_asset[of_asset.dims[0]].values) - {"field"}:
            place = of_asset[of_asset.dims[0]].values.tolist().index(asset)
            beside[block.start + 2 * place] = 2.9e6
            beside[block.start + 2 * place + 1] = 0.0 if name.startswith("new") else 2.9e6
    found = settled(model, data, program, beside)
    capacity = program.variables["capacity"].array(found)
    assert capacity.sel(asset="line").values.tolist() == pytest.approx([90.0, 90.0] if not cost else [60.0, 90.0])
    assert capacity.sel(asset="store").values.tolist() == pytest.approx([0.0, 0.0])
    assert float(program.cost @ found) == pytest.approx(float(program.cost @ x))
