"""The audit of a run: do energy, carbon and money add up, is anything unserved, do storages do one thing at a time."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.carbon.emissions import carbon_balance
from energy_model.analysis.costs import costs
from energy_model.analysis.energy.balances import zone_balance
from energy_model.analysis.price_ranges import price_ranges

BALANCE_MW = 1e-3  # a kilowatt; relative to what flows, energy_error is stricter
SHARE = 1e-6
# a node through which next to nothing flows is measured against this much: a thousandth of a TWh, a thousand tonnes
LEAST_MWH, LEAST_T = 1e3, 1e3


class AuditError(RuntimeError):
    """A solution that does not stand up to its audit; no results are written."""


@dataclass(frozen=True)
class Audit:
    """Figures of the audit.

    balance_error : largest imbalance of a node in a step [MW]
    energy_error : largest imbalance of a carrier in a zone over a year, relative to what flows through
    carbon_error : CO2 by source against the carbon of what is bought, supplied and sold, in the worst year, relative
    cost_error : distance of the objective from the sum of the reported costs, relative to the objective
    unserved_mwh : demand not served over all years [MWh]
    primal_residual : largest violation of any row or bound, relative to the terms of the row
    simultaneous_mw : largest power at which a storage charges and discharges at once [MW]
    price_rows, price_rows_outside : prices by zone, carrier and year, and how many lie where nothing can set them
    """

    balance_error: float
    energy_error: float
    carbon_error: float
    cost_error: float
    unserved_mwh: float
    primal_residual: float
    simultaneous_mw: float
    price_rows: int
    price_rows_outside: int

    def figures(self) -> dict[str, float]:
        """All figures by name."""
        return asdict(self)


def audit(ds: xr.Dataset) -> Audit:
    """Take the figures from a solved dataset. Raises AuditError where the solution cannot be trusted."""
    objective = float(ds.attrs["objective"])
    both = np.minimum(ds["charge"].values, ds["discharge"].values)
    priced = price_ranges(ds)["holds"]
    found = Audit(
        balance_error=float(ds["violation"].sel(constraint="balance")),
        energy_error=_relative(zone_balance(ds), ["zone", "carrier", "year"], "energy", LEAST_MWH),
        carbon_error=_relative(carbon_balance(ds), ["year"], "co2", LEAST_T),
        cost_error=abs(objective - float(costs(ds)["present"].sum())) / max(1.0, abs(objective)),
        unserved_mwh=float(ds["unserved_energy"].sum()),
        primal_residual=float(ds.attrs["primal_residual"]),
        simultaneous_mw=float(both.max(initial=0.0)),
        price_rows=len(priced),
        price_rows_outside=int((~priced).sum()),
    )
    _stand_up(found)
    return found


def _relative(rows: pd.DataFrame, by: list[str], amount: str, least: float) -> float:
    """Largest sum of a group that should be zero, relative to what goes in or out of it, and at least to `least`."""
    groups = rows.assign(size=rows[amount].abs()).groupby(by)[[amount, "size"]].sum()
    throughput = np.maximum(groups["size"].to_numpy() / 2, least)
    return float((groups[amount].abs().to_numpy() / throughput).max(initial=0.0))


def _stand_up(found: Audit) -> None:
    """Raise AuditError for the first figure that is too large."""
    if found.balance_error > BALANCE_MW:
        raise AuditError(f"a node is out of balance by {found.balance_error:.2e} MW (allowed {BALANCE_MW:.0e} MW)")
    for error, what in (
        (found.energy_error, "what goes into a carrier of a zone over a year and what comes out differ"),
        (found.carbon_error, "CO2 by source and the carbon that comes in differ"),
        (found.cost_error, "objective and reported costs differ"),
    ):
        if error > SHARE:
            raise AuditError(f"{what} by {error:.2e} of it (allowed {SHARE:.0e})")
