"""Enforced targets: a limit on all CO2 that is burnt. Others are no part of a PyPSA network."""

from __future__ import annotations

import numpy as np

from energy_model.exchange.pypsa.written.producers import add_co2_limit, emitters
from energy_model.exchange.pypsa.written.run_year import RunYear

_ENFORCED = ("enforce", "hard")


def add_targets(run: RunYear) -> None:
    """Add the limit on CO2 before its plants are added; the ledger has the others."""
    data = run.data
    modes = dict(zip(data["target"].values.tolist(), data["target_mode"].values.tolist(), strict=True))
    rows = [name for name, row in run.items("target_row") if modes.get(row["row_target"]) in _ENFORCED]
    known = dict(run.items("target_row"))
    chosen = next((name for name in rows if _is_co2_limit(run, known[name])), None)
    if chosen is not None:
        row = known[chosen]
        target = dict(run.items("target"))[row["row_target"]]
        penalty = np.inf if modes[row["row_target"]] == "hard" else target["target_penalty"]
        coefficient = float(run.data["metric_emission_asset"].sel(metric=row["row_metric"]).values.max())
        add_co2_limit(run, row["row_target"], row["row_constant"] / coefficient, penalty * coefficient)
    run.ledger.refuse("targets", "mode", [known[name]["row_target"] for name in rows if name != chosen], "no_attribute")


def _is_co2_limit(run: RunYear, row: dict[str, object]) -> bool:
    """Whether a row limits the CO2 of all plants from above, and nothing else."""
    if row["row_sign"] != -1 or row["row_factor"] != 0:
        return False
    metric = row["row_metric"]
    coefficients = [
        str(name)
        for name, values in run.data.data_vars.items()
        if str(name).startswith("metric_") and len(values.dims) == 2 and "year" not in values.dims
    ]
    for name in coefficients:
        values = run.data[name].sel(metric=metric).values
        if name == "metric_emission_asset":
            own = values[np.isin(run.data["asset"].values, emitters(run))]
            if not len(own) or np.ptp(own) != 0 or own[0] <= 0:
                return False
        elif name == "metric_emission_market":
            if (values * run.data["market_emission"].values[:, 0]).any():
                return False
        elif values.any():
            return False
    return True
